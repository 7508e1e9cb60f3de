//! Objects as programs print them: JSON, JavaScript, Python, PHP and Ruby. Each becomes strict JSON.
//!
//! ```text
//!   {'sub': 'a', 'exp': 1, 'ok': True}      { sub: 'a', exp: 1, ok: true }      ["sub" => "a", "exp" => 1]
//!                       └──────────────────────────────┴─────────────────────────────┘
//!                                      {"sub":"a","exp":1,"ok":true}
//! ```
//!
//! Nothing is run. A value that is no literal (`[Function: x]`, `datetime(2026, 1, 1)`) becomes its own text.

use std::ops::Range;

use crate::protocol::json::MAX_DEPTH;

/// The objects and arrays of a text that nothing else encloses, by their brackets: where each begins and ends. Brackets
/// within quoted texts do not count. One pass.
pub fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte @ (b'{' | b'[') => open.push((byte, at)),
            byte @ (b'}' | b']') => {
                let opening = if byte == b'}' { b'{' } else { b'[' };
                if let Some(begun) = open.last().filter(|begun| begun.0 == opening).map(|begun| begun.1) {
                    open.pop();
                    while found.last().is_some_and(|inner| inner.start > begun) {
                        found.pop();
                    }
                    found.push(begun..at + 1);
                } else {
                    // A bracket that closes another kind: nothing around it is an object.
                    open.clear();
                }
            }
            quote @ (b'"' | b'\'' | b'`') if !open.is_empty() && begins_text(bytes, at) => {
                at = end_of_text(bytes, at, quote);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether a quote opens a text: an apostrophe within a word does not.
fn begins_text(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    let is_prefix = |byte: &u8| matches!(byte, b'b' | b'u' | b'r') && at >= 1 && !bytes[at - 1].is_ascii_whitespace();
    bytes[at] == b'"' || before.is_some_and(|byte| b"{[(,:=>+".contains(byte) || is_prefix(byte))
}

/// Behind the text that begins at a quote; the end of the line where it is never closed.
fn end_of_text(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Rewrites an object or array as strict JSON. `None` when it has no members that can be told apart.
pub fn to_json(literal: &str) -> Option<String> {
    let mut writer = Writer { source: literal, at: 0, json: String::with_capacity(literal.len()) };
    writer.value(0)?;
    writer.space();
    (writer.at == literal.len()).then_some(writer.json)
}

struct Writer<'a> {
    source: &'a str,
    at: usize,
    json: String,
}

impl<'a> Writer<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, what: &str) -> bool {
        let is_there = self.rest().starts_with(what);
        self.at += if is_there { what.len() } else { 0 };
        is_there
    }

    /// White space and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let comment = match trimmed {
                line if line.starts_with("//") => line.find('\n').unwrap_or(line.len()),
                block if block.starts_with("/*") => block.find("*/").map_or(block.len(), |end| end + 2),
                _ => return,
            };
            self.at += comment;
        }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.space();
        self.reference();
        match self.peek()? {
            '{' => self.members('{', '}', depth),
            '[' if self.is_opaque() => self.words(),
            '[' => self.members('[', ']', depth),
            _ if self.text_ahead().is_some() => self.text(),
            _ => self.words(),
        }
    }

    /// What stands before an object that Node prints: `<ref *1>`, the name of its class.
    fn reference(&mut self) {
        if self.rest().starts_with("<ref ")
            && let Some(end) = self.rest().bytes().take(16).position(|byte| byte == b'>')
        {
            self.at += end + 1;
            self.space();
        }
        let name = self.rest().find(|c: char| !c.is_ascii_alphanumeric() && !"_$.".contains(c)).unwrap_or(0);
        if name > 0 && self.rest()[name..].trim_start_matches(' ').starts_with('{') {
            self.at += name;
            self.space();
        }
    }

    /// `[Function: x]`, `[Object]`, `[Circular *1]`: what Node prints in place of a value.
    fn is_opaque(&self) -> bool {
        const NAMES: [&str; 9] = [
            "[Function",
            "[Object",
            "[Array",
            "[Circular",
            "[Getter",
            "[Symbol",
            "[AsyncFunction",
            "[class",
            "[object",
        ];
        NAMES.iter().any(|name| self.rest().starts_with(name))
    }

    /// An object, or an array that has names for its values.
    fn members(&mut self, open: char, close: char, depth: usize) -> Option<()> {
        self.at += open.len_utf8();
        let begun = self.json.len();
        self.json.push(open);
        let (mut count, mut named) = (0, 0);
        loop {
            self.space();
            if self.eat(if close == '}' { "}" } else { "]" }) {
                break;
            }
            if count > 0 {
                self.json.push(',');
            }
            if open == '{' || self.is_name_ahead() {
                named += 1;
                self.name()?;
                self.json.push(':');
            }
            self.value(depth + 1)?;
            self.space();
            // Ruby, Python and JavaScript write commas; Swift's and Go's dumps end the line or write a semicolon.
            if !self.eat(",") && !self.eat(";") && self.peek() != Some(close) && !self.is_name_ahead() {
                return None;
            }
            count += 1;
        }
        let is_object = open == '{' || named > 0;
        if is_object {
            self.json.replace_range(begun..=begun, "{");
        }
        self.json.push(if is_object { '}' } else { ']' });
        (!is_object || named == count).then_some(())
    }

    /// Whether a name and its sign stand here: `"a" =>`, `a:`.
    fn is_name_ahead(&self) -> bool {
        let rest = self.rest();
        let end = match self.text_ahead() {
            Some((_, length)) => length,
            None => rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_-.$:".contains(c)).unwrap_or(rest.len()),
        };
        let behind = rest[end..].trim_start();
        end > 0 && (behind.starts_with("=>") || self.text_ahead().is_none() && behind.starts_with("= "))
    }

    fn name(&mut self) -> Option<()> {
        // Ruby's symbols: `:sub =>`, `sub:`.
        self.eat(":");
        if self.text_ahead().is_some() {
            self.text()?;
        } else {
            let rest = self.rest();
            let bracketed = rest.starts_with('[').then(|| rest.find(']')).flatten().map(|end| end + 1);
            let is_end = |c: char| c.is_whitespace() || "=,{}".contains(c);
            let word = rest.char_indices().find(|(at, c)| {
                is_end(*c) || *c == ':' && !rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
            });
            let end = bracketed.or(word.map(|(at, _)| at)).filter(|end| *end > 0)?;
            let name =
                rest[..end].split_once(':').filter(|(_, value)| is_number(value)).map_or(end, |(name, _)| name.len());
            self.push(&rest[..name]);
            self.at += name;
        }
        self.space();
        (self.eat("=>") || self.eat(":") || self.eat("=")).then_some(())
    }

    /// The quote of the text that begins here, and its whole length with quotes and prefix.
    fn text_ahead(&self) -> Option<(usize, usize)> {
        let rest = self.rest();
        let prefix = usize::from(rest.starts_with(['b', 'u', 'r']) && rest[1..].starts_with(['\'', '"']));
        let quote = *rest.as_bytes().get(prefix).filter(|byte| b"\"'`".contains(byte))?;
        let end = end_of_text(rest.as_bytes(), prefix, quote);
        (end > prefix + 1 && rest.as_bytes()[end - 1] == quote).then_some((prefix, end))
    }

    fn text(&mut self) -> Option<()> {
        let (prefix, length) = self.text_ahead()?;
        let inner = &self.rest()[prefix + 1..length - 1];
        self.at += length;
        let text = unescaped(inner);
        self.push(&text);
        // Node breaks long texts in two: 'a' + 'b'.
        let rest = self.rest().trim_start();
        if let Some(more) = rest.strip_prefix('+') {
            let more = more.trim_start();
            if more.starts_with(['\'', '"', '`']) {
                self.at = self.source.len() - more.len();
                let joined = self.json.pop();
                let begun = self.json.len();
                if self.text().is_none() {
                    self.json.extend(joined);
                    return None;
                }
                self.json.remove(begun);
            }
        }
        Some(())
    }

    /// What is no text, object or array: a number, a constant, or words that are kept as they are.
    fn words(&mut self) -> Option<()> {
        let rest = self.rest();
        let mut depth = 0_usize;
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '(' | '[' | '<' => depth += 1,
                ')' | ']' | '>' if depth > 0 => depth -= 1,
                ',' | '}' | ']' | ';' | '\n' if depth == 0 => return true,
                _ => {}
            }
            false
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let words = rest[..end].trim_end();
        if words.is_empty() {
            return None;
        }
        self.at += words.len();
        match words {
            "true" | "True" => self.json.push_str("true"),
            "false" | "False" => self.json.push_str("false"),
            "null" | "None" | "nil" | "undefined" | "NULL" => self.json.push_str("null"),
            number if is_number(number) => self.json.push_str(number),
            words => self.push(words),
        }
        Some(())
    }

    fn push(&mut self, text: &str) {
        self.json.push_str(&serde_json::Value::from(text).to_string());
    }
}

/// Whether a word is a number of JSON (RFC 8259 section 6).
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(word).is_ok()
}

/// A quoted text without its escapes; one that is unknown stays as it is.
fn unescaped(inner: &str) -> String {
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let rest = characters.as_str();
        let code = |from: usize, length: usize| {
            let digits = rest.get(from..from + length)?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        };
        let (character, length) = match characters.clone().next() {
            Some('n') => (Some('\n'), 1),
            Some('r') => (Some('\r'), 1),
            Some('t') => (Some('\t'), 1),
            Some('x') => (code(1, 2), 3),
            Some('u') => (code(1, 4), 5),
            Some(other) => (Some(other), other.len_utf8()),
            None => (Some('\\'), 0),
        };
        match character {
            Some(character) => {
                text.push(character);
                characters = rest[length..].chars();
            }
            None => text.push('\\'),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::protocol::Json;

    #[test]
    fn objects_of_every_language_become_json() {
        for (literal, json) in [
            (r#"{"a":1}"#, r#"{"a":1}"#),
            ("{ sub: 'it', exp: 1_0, ok: true, }", r#"{"sub":"it","exp":"1_0","ok":true}"#),
            ("{'sub': 'a', 'ok': True, 'no': None, 'b': b'x\\x41'}", r#"{"sub":"a","ok":true,"no":null,"b":"xA"}"#),
            ("[\"sub\" => \"a\", 'exp' => 1]", r#"{"sub":"a","exp":1}"#),
            ("{:sub=>\"a\", :n=>nil}", r#"{"sub":"a","n":null}"#),
            (
                "AxiosError { code: 'X', config: [Object], f: [Function: g] }",
                r#"{"code":"X","config":"[Object]","f":"[Function: g]"}"#,
            ),
            ("{ 'cognito:groups': [ 'a', 'b' ], aud: 'x' // note\n }", r#"{"cognito:groups":["a","b"],"aud":"x"}"#),
            ("{ body: 'a=' +\n 'b' }", r#"{"body":"a=b"}"#),
            (
                "{ data: { error: 'invalid_grant' }, at: datetime(2026, 1, 1) }",
                r#"{"data":{"error":"invalid_grant"},"at":"datetime(2026, 1, 1)"}"#,
            ),
        ] {
            let got = to_json(literal);
            assert_eq!(got.as_deref(), Some(json), "{literal}");
            assert!(Json::parse(got.unwrap()).is_ok());
        }
        assert_eq!(to_json("{ return a; }").as_deref(), None);
    }

    #[test]
    fn brackets_are_found_wherever_they_stand() {
        let text = "error: it's {\"a\":\"}\"} and [1, {b: '{'}] then { open {c: 1}";
        let found: Vec<&str> = brackets(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["{\"a\":\"}\"}", "[1, {b: '{'}]", "{c: 1}"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer(text in "(\\{|\\}|\\[|\\]|'|\"|:|,|=>|a|1| |\\\\|\\+|\n|\\PC){0,60}") {
            for span in brackets(&text) {
                if let Some(json) = to_json(&text[span]) {
                    prop_assert!(Json::parse(json.as_str()).is_ok(), "{}", json);
                }
            }
            to_json(&text);
        }
    }
}
