//! What only source code has: operators, calls and functions.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::parser::{Dialect, Parser};
use super::value::{Argument, Value, plain};
use crate::protocol::json::MAX_DEPTH;

impl Parser<'_, '_> {
    /// Values joined by operators. Strings are concatenated; of alternatives, the first counts.
    pub(super) fn expression(&mut self, depth: usize) -> Option<Value> {
        let mut value = self.primary(depth)?;
        loop {
            let end = self.at;
            self.skip();
            if self.source.at(self.at, "++") || self.source.at(self.at, "+=") {
                return None;
            } else if self.take("+") {
                self.skip();
                // Node splits long strings in two; anything else is an expression, which no program prints.
                if matches!(self.dialect, Dialect::Printed) && !self.string_begins() {
                    return None;
                }
                let right = self.primary(depth)?;
                value = Value::Text(value.text()? + &right.text()?);
            } else if self.take("||") || self.take("??") || self.take("or ") {
                self.primary(depth)?;
            } else if matches!(self.dialect, Dialect::Code) && matches!(value, Value::Text(_)) && self.string_begins() {
                value = Value::Text(value.text()? + &self.string()?.text()?);
            } else {
                self.at = end;
                return Some(value);
            }
        }
    }

    fn primary(&mut self, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip();
        while ["await ", "new ", "async ", "typeof ", "return ", "..."].iter().any(|word| self.take(word)) {
            self.skip();
        }
        if self.string_begins() {
            let text = self.string()?;
            return self.postfix(text, depth);
        }
        match self.peek()? {
            '{' => {
                self.at += 1;
                let map = self.members(depth, '}')?;
                self.postfix(map, depth)
            }
            '[' => {
                if self.is_label() {
                    return self.label(depth);
                }
                self.at += 1;
                let list = self.list(depth, ']')?;
                self.postfix(list, depth)
            }
            '(' => {
                self.at += 1;
                let list = self.list(depth, ')')?;
                self.skip();
                if self.take("=>") {
                    return self.function_body(depth);
                }
                let value = match list {
                    Value::List(mut values) if values.len() == 1 => values.remove(0),
                    list => list,
                };
                self.postfix(value, depth)
            }
            '<' if self.reference() => self.primary(depth + 1),
            '<' => self.buffer(),
            c if c.is_ascii_digit() || c == '-' => {
                let start = self.at;
                self.at += self.length(|c| c.is_ascii_alphanumeric() || "-.+:_".contains(c));
                let text = self.source.text[start..self.at].trim_end_matches(':').to_owned();
                self.at = start + text.len();
                Some(Value::Plain(text))
            }
            c if c.is_alphabetic() || c == '_' || c == '$' => self.word(depth),
            _ => None,
        }
    }

    /// A keyword, a name, a call, or an object after its class.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '?' | '!');
        self.at += self.length(is_part);
        let mut name = self.source.text[start..self.at].to_owned();
        if name == "function" {
            self.at = start + self.source.rest(start).find('(')?;
            self.arguments(depth + 1)?;
            self.skip();
            return self.function_body(depth);
        }
        if let Some(constant) = plain(&name) {
            return Some(constant);
        }
        // util.inspect: `AxiosHeaders {`, `Map(2) {`.
        let after = self.source.skip_blanks(self.at);
        if after > self.at && self.source.at(after, "{") {
            self.at = after + 1;
            return self.members(depth, '}');
        }
        if self.source.at(after, "=>") && !self.is_dump() {
            self.at = after + 2;
            return self.function_body(depth);
        }
        loop {
            if self.source.at(self.at, "[") {
                let from = self.at;
                self.at += 1;
                self.list(depth + 1, ']')?;
                name.push_str(&self.source.text[from..self.at]);
            } else if self.source.at(self.at, ".") {
                let from = self.at;
                self.at += self.length(is_part);
                name.push_str(&self.source.text[from..self.at]);
            } else {
                break;
            }
        }
        if self.source.at(self.at, "(") {
            let arguments = self.arguments(depth + 1)?;
            return self.postfix(called(name, arguments), depth);
        }
        Some(Value::Name(name))
    }

    /// `.toString()`, `.join("&")`, `.encode()` and the like after a value.
    fn postfix(&mut self, mut value: Value, depth: usize) -> Option<Value> {
        loop {
            let after = self.source.skip_white(self.at);
            let rest = self.source.rest(after);
            let Some(name) = rest.strip_prefix('.').or_else(|| rest.strip_prefix("?.")) else { return Some(value) };
            let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            if length == 0 {
                return Some(value);
            }
            let (method, behind) = name.split_at(length);
            self.at = after + (rest.len() - behind.len());
            if !behind.starts_with('(') {
                continue;
            }
            let arguments = self.arguments(depth + 1)?;
            if let ("join", Value::List(parts)) = (method, &value) {
                let separator =
                    arguments.first().and_then(|first| first.value.text()).unwrap_or_else(|| ",".to_owned());
                let parts: Vec<_> = parts.iter().filter_map(Value::text).collect();
                value = Value::Text(parts.join(&separator));
            }
        }
    }

    /// `name=value` or a value, up to the closing parenthesis.
    pub(super) fn arguments(&mut self, depth: usize) -> Option<Vec<Argument>> {
        if !self.take("(") || depth > MAX_DEPTH {
            return None;
        }
        let mut arguments = Vec::new();
        loop {
            self.skip();
            if self.take(")") {
                return Some(arguments);
            }
            let rest = self.source.rest(self.at);
            let length = self.length(|c| c.is_ascii_alphanumeric() || c == '_');
            let behind = rest[length..].trim_start_matches(' ');
            let is_named =
                length > 0 && behind.starts_with('=') && !behind.starts_with("==") && !behind.starts_with("=>");
            let name = is_named.then(|| rest[..length].to_owned());
            if is_named {
                self.at += rest.len() - behind.len() + 1;
            }
            while self.take("*") {}
            let value = self.expression(depth + 1)?;
            arguments.push(Argument { name, value });
            self.skip();
            if !self.take(",") && !self.source.at(self.at, ")") {
                return None;
            }
        }
    }

    /// What follows `=>` or the parameters of a function: it is not run but must be skipped.
    fn function_body(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        if !self.source.at(self.at, "{") {
            self.expression(depth + 1)?;
            return Some(Value::Name("function".to_owned()));
        }
        self.at += 1;
        loop {
            self.unread()?;
            let is_end = self.peek() == Some('}');
            self.at += 1;
            if is_end {
                return Some(Value::Name("function".to_owned()));
            }
        }
    }
}

/// A call whose meaning is known without running it.
fn called(name: String, arguments: Vec<Argument>) -> Value {
    let first = arguments.first().map(|first| &first.value);
    // Bytes that are not text, as grantscope writes them for fetch and axios.
    if let ("atob", Some(Value::Text(encoded))) = (name.as_str(), first)
        && let Ok(bytes) = STANDARD.decode(encoded)
        && let Ok(text) = String::from_utf8(bytes)
    {
        return Value::Text(text);
    }
    Value::Call(name, arguments)
}
