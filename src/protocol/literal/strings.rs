//! Strings, with their quotes and prefix letters.

use super::escapes::unescape;
use super::parser::Parser;
use super::source::Closer;
use super::value::Value;

impl<'t> Parser<'_, 't> {
    /// Whether a string starts here, with the prefix letters of Python.
    pub(super) fn string_begins(&self) -> bool {
        let rest = self.source.rest(self.at);
        let bare = rest.trim_start_matches(['b', 'r', 'f', 'u', 'B', 'R', 'F', 'U']);
        let quotes = ['"', '\'', '`'];
        rest.len() - bare.len() <= 2 && bare.starts_with(quotes) && (rest.starts_with(quotes) || !bare.starts_with('`'))
    }

    pub(super) fn string(&mut self) -> Option<Value> {
        self.quoted().map(|(text, is_raw)| decoded(text, is_raw))
    }

    /// The text within the quotes, and whether its backslashes are literal.
    pub(super) fn quoted(&mut self) -> Option<(&'t str, bool)> {
        let rest = self.source.rest(self.at);
        let letters = rest.find(['"', '\'', '`'])?;
        let is_raw = rest[..letters].contains(['r', 'R']);
        let (closer, length) = match &rest[letters..] {
            quote if quote.starts_with("'''") => (Closer::TripleSingle, 3),
            quote if quote.starts_with("\"\"\"") => (Closer::TripleDouble, 3),
            quote if quote.starts_with('`') => (Closer::Backtick, 1),
            quote if quote.starts_with('\'') => (Closer::Single, 1),
            _ => (Closer::Double, 1),
        };
        let start = self.at + letters + length;
        let end = self.source.closing(closer, start, Some('\\'))?;
        let text = &self.source.text[start..end];
        // A plain string ends on its line, unless a backslash ends the line.
        if matches!(closer, Closer::Single | Closer::Double)
            && let Some(feed) = text.find('\n')
            && !text[..feed].trim_end_matches('\r').ends_with('\\')
        {
            return None;
        }
        self.at = end + length;
        Some((text, is_raw))
    }
}

pub(super) fn decoded(text: &str, is_raw: bool) -> Value {
    // An escaped line end is not part of the text.
    let joined = || text.replace("\\\r\n", "").replace("\\\n", "");
    Value::Text(if is_raw || !text.contains('\\') { text.to_owned() } else { unescape(&joined()) })
}
