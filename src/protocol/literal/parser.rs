//! The parser of all dialects: its position, and the members of objects and arrays.

use std::collections::HashMap;

use super::source::{Closer, Source};
use super::value::Value;
use crate::protocol::json::MAX_DEPTH;

/// The dialect of a text.
#[derive(Clone, Copy)]
pub(super) enum Dialect<'s> {
    /// Source code: calls and operators count.
    Code,
    /// Printed objects, perhaps incomplete.
    Dump,
    /// One printed object: a value that is not a literal is kept as text.
    Printed,
    /// Configuration, with the constants that it declares: a value that is not a literal is an expression.
    Configuration(&'s HashMap<&'s str, String>),
}

pub(super) struct Parser<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) at: usize,
    pub(super) dialect: Dialect<'s>,
    /// How many bytes may still be read without a result.
    pub(super) fuel: usize,
    pub(super) spread: Vec<String>,
}

impl<'s, 't> Parser<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>, at: usize, dialect: Dialect<'s>) -> Self {
        Self { source, at, dialect, fuel: usize::MAX, spread: Vec::new() }
    }

    pub(super) fn read<T>(mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Result<(T, usize), usize> {
        let value = read(&mut self).ok_or(self.at)?;
        Ok((value, self.at))
    }

    pub(super) fn is_dump(&self) -> bool {
        matches!(self.dialect, Dialect::Dump)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.source.char(self.at)
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let is_here = self.source.at(self.at, text);
        self.at += if is_here { text.len() } else { 0 };
        is_here
    }

    /// White space and comments.
    pub(super) fn skip(&mut self) {
        loop {
            self.at = self.source.skip_white(self.at);
            if self.source.at(self.at, "//") || self.source.at(self.at, "# ") {
                self.at = self.source.next_line(self.at);
            } else if self.source.at(self.at, "/*") {
                let end = self.source.closing(Closer::Comment, self.at + 2, None);
                self.at = end.map_or(self.source.text.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    pub(super) fn value(&mut self, depth: usize) -> Option<Value> {
        match self.dialect {
            Dialect::Code | Dialect::Dump => self.expression(depth),
            Dialect::Printed => self.printed(depth),
            Dialect::Configuration(constants) => self.configured(depth, constants),
        }
    }

    /// Skips an expression, up to the comma or closing bracket that ends it, and returns its text.
    pub(super) fn unread(&mut self) -> Option<String> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                ',' | ';' | '}' | ']' | ')' if open == 0 => break,
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' => open -= 1,
                _ => {}
            }
            self.step();
        }
        Some(self.source.text[start..self.at].trim().to_owned())
    }

    /// Skips one character, or a whole string or comment that starts here.
    pub(super) fn step(&mut self) {
        if self.source.at(self.at, "//") || self.source.at(self.at, "/*") {
            return self.skip();
        }
        let start = self.at;
        // An apostrophe within words does not start a string.
        if !matches!(self.peek(), Some('"' | '\'' | '`')) || self.quoted().is_none() {
            self.at = start + self.peek().map_or(0, char::len_utf8);
        }
    }

    /// The length of the run of such characters from here, in bytes.
    pub(super) fn length(&self, is_part: impl Fn(char) -> bool) -> usize {
        let rest = self.source.rest(self.at);
        rest.find(|c| !is_part(c)).unwrap_or(rest.len())
    }

    /// The values of an array after its opening bracket; a hash if they have names.
    pub(super) fn list(&mut self, depth: usize, close: char) -> Option<Value> {
        if self.is_hash() {
            return self.members(depth, close);
        }
        let mut values = Vec::new();
        loop {
            self.skip();
            if self.peek() == Some(close) {
                self.at += close.len_utf8();
                return Some(Value::List(values));
            }
            if self.peek().is_none() && self.is_dump() {
                return Some(Value::List(values));
            }
            // `... 3 more items`
            if self.is_dump() && self.take("...") {
                self.at = self.source.line_end(self.at);
                continue;
            }
            values.push(self.value(depth + 1)?);
            self.skip();
            if !self.take(",") && self.peek() != Some(close) && !(self.is_dump() && self.peek().is_none()) {
                return None;
            }
        }
    }

    /// Whether a name and its sign follow: `'name' =>`; in printed output also `name =>` and `name = `.
    pub(super) fn is_hash(&mut self) -> bool {
        self.skip();
        let start = self.at;
        let is_printed = matches!(self.dialect, Dialect::Printed);
        let is_text = self.string_begins();
        if is_text {
            self.quoted();
        } else {
            self.at +=
                self.length(|c| c.is_ascii_digit() || is_printed && (c.is_ascii_alphabetic() || "_-.$:".contains(c)));
        }
        let sign = self.source.skip_white(self.at);
        let is_hash =
            self.at > start && (self.source.at(sign, "=>") || is_printed && !is_text && self.source.at(sign, "= "));
        self.at = start;
        is_hash
    }

    /// The members of an object after its opening bracket.
    pub(super) fn members(&mut self, depth: usize, close: char) -> Option<Value> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let mut members = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                Some(c) if c == close => {
                    self.at += close.len_utf8();
                    return Some(Value::Map(members));
                }
                None if self.is_dump() => return Some(Value::Map(members)),
                None => return None,
                Some(_) => {}
            }
            let start = self.at;
            match self.entry(depth) {
                Some(entry) => members.extend(entry),
                // A stack trace, or a note about what was omitted.
                None if self.is_dump() => self.at = self.source.next_line(self.at.max(start)).max(start + 1),
                None => return None,
            }
            self.skip();
            let is_configuration = matches!(self.dialect, Dialect::Configuration(_));
            let is_separated = self.take(",") || !is_configuration && self.take(";");
            // Swift's and Go's dumps end the line.
            let is_free = match self.dialect {
                Dialect::Code | Dialect::Dump => true,
                Dialect::Printed => self.peek() == Some(close) || self.is_hash(),
                Dialect::Configuration(_) => self.peek() == Some(close),
            };
            if self.at == start || !is_separated && !is_free {
                return None;
            }
        }
    }

    /// One member; nothing for a spread or a method.
    pub(super) fn entry(&mut self, depth: usize) -> Option<Option<(String, Value)>> {
        if self.take("...") || self.take("**") {
            if matches!(self.dialect, Dialect::Configuration(_)) {
                let spread = format!("...{}", self.unread()?);
                self.spread.extend((depth == 0).then_some(spread));
            } else if !self.is_dump() || self.peek().is_some_and(char::is_alphabetic) {
                self.expression(depth + 1)?;
            } else {
                self.at = self.source.line_end(self.at);
            }
            return Some(None);
        }
        let start = self.at;
        let name = self.key(depth)?;
        self.skip();
        let is_configuration = matches!(self.dialect, Dialect::Configuration(_));
        if self.take("=>") || self.take(":") || !is_configuration && self.take("=") {
            let value = self.value(depth + 1)?;
            return Some(Some((name, value)));
        }
        // `{ client_id }`: shorthand for a variable.
        let value = match self.dialect {
            Dialect::Configuration(constants) => {
                // `{ method() { … } }`
                if !self.unread()?.is_empty() {
                    return Some(None);
                }
                constants.get(name.as_str()).cloned().map_or_else(|| Value::Name(name.clone()), Value::Text)
            }
            Dialect::Code | Dialect::Dump if matches!(self.peek(), Some(',' | '}')) && !self.source.at(start, "\"") => {
                Value::Name(name.clone())
            }
            _ => return None,
        };
        Some(Some((name, value)))
    }

    pub(super) fn key(&mut self, depth: usize) -> Option<String> {
        // Ruby's symbols: `:sub =>`.
        if matches!(self.dialect, Dialect::Printed | Dialect::Configuration(_)) {
            self.take(":");
        }
        if self.string_begins() {
            return self.string()?.text();
        }
        if matches!(self.dialect, Dialect::Printed) {
            return self.printed_name();
        }
        if matches!(self.dialect, Dialect::Code | Dialect::Dump) && self.take("[") {
            let value = self.expression(depth + 1)?;
            self.skip();
            return self.take("]").then(|| value.text()).flatten();
        }
        let start = self.at;
        self.at += self.length(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-'));
        (self.at > start).then(|| self.source.text[start..self.at].to_owned())
    }
}
