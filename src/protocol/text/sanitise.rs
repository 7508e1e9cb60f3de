//! Sanitises text from outside before it is drawn, printed or logged. All such text passes through here.
//!
//! Control characters act on a terminal, and characters that reorder or hide others mislead a reader. Both are shown as
//! `\u{1b}` and never dropped, because an inspector must not hide evidence. Escape sequences are not parsed; every
//! character that could begin one is escaped.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};

/// Whether `character` could mislead a terminal or a reader: C0, DEL, C1, line and paragraph separators, bidirectional
/// controls, zero-width and tag characters, variation selectors, every space but the common one, and other characters
/// that draw nothing (Default_Ignorable_Code_Point and White_Space of Unicode, and the blank Braille pattern).
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || character != ' ' && character.is_whitespace()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{16fe4}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// One line of safe text: every unsafe character, including line breaks and tabs, is shown as `\u{1b}`.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, is_unsafe)
}

/// Safe text with several lines: like [`line()`], but line feeds stay, and a tab becomes a space.
pub fn lines(text: &str) -> Cow<'_, str> {
    match escape(text, |character| is_unsafe(character) && !matches!(character, '\n' | '\t')) {
        safe if safe.contains('\t') => Cow::Owned(safe.replace('\t', " ")),
        safe => safe,
    }
}

fn escape(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Most text is plain ASCII and needs no check of each character.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unsafe(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// Writes `value` as indented JSON with unsafe characters as `\uXXXX`: serde_json itself escapes only C0.
pub fn write_json(to: impl io::Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(to, Escaping(PrettyFormatter::new())))
}

/// Writes `value` as JSON on one line with unsafe characters as `\uXXXX`.
pub fn write_json_line(to: impl io::Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(to, Escaping(CompactFormatter)))
}

/// `value` as indented JSON with unsafe characters as `\uXXXX`. Values of this crate can always be serialised;
/// otherwise the result is the error.
pub fn json_text(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    match write_json(&mut text, value) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(error) => format!("\"{error}\""),
    }
}

/// Wraps a serde_json formatter and escapes more characters.
struct Escaping<F>(F);

macro_rules! forward {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$name(writer, $($argument),*)
        }
    )*};
}

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let Some(character) = rest[at..].chars().next() else { break };
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    forward! {
        write_char_escape(escape: CharEscape);
        begin_array(); end_array(); begin_array_value(first: bool); end_array_value();
        begin_object(); end_object(); begin_object_key(first: bool); end_object_key();
        begin_object_value(); end_object_value();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_bidirectional_and_invisible_characters_are_shown() {
        assert_eq!(
            line("a\u{1b}]0;x\u{7}\u{9b}\u{202e}\u{200b}b\n"),
            "a\\u{1b}]0;x\\u{7}\\u{9b}\\u{202e}\\u{200b}b\\u{a}"
        );
        for hidden in "\u{17b4}\u{fe0f}\u{2800}\u{a0}\u{3000}\u{2003}\u{1680}\u{180b}\u{e0100}\u{1d159}".chars() {
            assert_eq!(line(&hidden.to_string()), hidden.escape_unicode().to_string());
        }
        assert_eq!(lines("a\tb\r\nc"), "a b\\u{d}\nc");
        assert!(matches!(line("Zoë 😀 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_output_holds_no_raw_del_c1_or_bidi_and_reads_back_equal() {
        let text = "a\u{7f}\u{85}\u{202e}\u{e0041}\"\\\u{1}é";
        let written = json_text(&text);
        assert_eq!(written, "\"a\\u007f\\u0085\\u202e\\udb40\\udc41\\\"\\\\\\u0001é\"");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
