//! Reads literals, without running anything.

use std::collections::HashMap;
use std::ops::Range;

use super::escapes::unescape;
use super::source::{Closer, Source};
use super::value::{Argument, Value, is_json, is_nothing};
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

/// The value that starts at `at`, and where it ends; or the position up to which there is no value.
pub fn value(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    Parser::new(source, at, Dialect::Code).read(|parser| parser.expression(0))
}

/// The same for printed objects: what does not have the form of a value (stack traces) is skipped, and an object that
/// is not closed ends with the text.
pub fn dumped(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    Parser::new(source, at, Dialect::Dump).read(|parser| parser.expression(0))
}

/// The members from `at` on, up to the end of their object.
pub fn members(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    Parser::new(source, at, Dialect::Code).read(|parser| parser.members(0, '}'))
}

/// The name of a member and where its value starts: `"config": {`.
pub fn member(source: &Source, at: usize) -> Option<(String, usize)> {
    let mut parser = Parser::new(source, at, Dialect::Code);
    let name = parser.key(0)?;
    parser.skip();
    parser.take(":").then(|| {
        parser.skip();
        (name, parser.at)
    })
}

/// The arguments of the call whose parenthesis is at `at`.
pub fn arguments(source: &Source, at: usize) -> Result<(Vec<Argument>, usize), usize> {
    Parser::new(source, at, Dialect::Code).read(|parser| parser.arguments(0))
}

/// A whole text as one printed object or array, as strict JSON. `None` if its members cannot be distinguished.
pub fn printed(text: &str) -> Option<String> {
    let source = Source::new(text);
    let mut parser = Parser::new(&source, 0, Dialect::Printed);
    let value = parser.value(0)?;
    parser.skip();
    (parser.at == text.len()).then(|| value.json_with(&str::to_owned))
}

/// An object in a configuration.
#[derive(Debug, PartialEq)]
pub struct Configuration {
    /// The object.
    pub value: Value,
    /// Its range in the source, in bytes.
    pub span: Range<usize>,
    /// What is spread into it.
    pub spread: Vec<String>,
}

/// The object or hash that starts at `at`, with the constants that its source declares. Bytes read without a result are
/// deducted from `fuel`; without fuel nothing is read, which bounds the work for a whole text.
pub fn configuration(
    source: &Source,
    at: usize,
    constants: &HashMap<&str, String>,
    fuel: &mut usize,
) -> Option<Configuration> {
    let mut parser = Parser::new(source, at, Dialect::Configuration(constants));
    parser.fuel = *fuel;
    let close = if parser.take("{") {
        '}'
    } else if parser.take("[") && parser.is_hash() {
        ']'
    } else {
        return None;
    };
    let value = parser.members(0, close);
    let spent = if value.is_some() { 0 } else { parser.at - at };
    *fuel = parser.fuel.saturating_sub(spent);
    Some(Configuration { value: value?, span: at..parser.at, spread: parser.spread })
}

/// The position after the character, string or comment at `at`.
pub fn step_over(source: &Source, at: usize) -> usize {
    let mut parser = Parser::new(source, at, Dialect::Code);
    parser.step();
    parser.at
}

pub(super) struct Parser<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) at: usize,
    pub(super) dialect: Dialect<'s>,
    /// How many bytes may still be read without a result.
    fuel: usize,
    spread: Vec<String>,
}

impl<'s, 't> Parser<'s, 't> {
    fn new(source: &'s Source<'t>, at: usize, dialect: Dialect<'s>) -> Self {
        Self { source, at, dialect, fuel: usize::MAX, spread: Vec::new() }
    }

    fn read<T>(mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Result<(T, usize), usize> {
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

    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.dialect {
            Dialect::Code | Dialect::Dump => self.expression(depth),
            Dialect::Printed => self.printed(depth),
            Dialect::Configuration(constants) => self.configured(depth, constants),
        }
    }

    /// A printed value: what is not a string, object or array is kept as written.
    fn printed(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        self.reference();
        if self.string_begins() {
            let start = self.at;
            if let Some(text) = self.expression(depth) {
                return Some(text);
            }
            self.at = start;
        }
        let name = self.length(|c| c.is_ascii_alphanumeric() || "_$.".contains(c));
        let open = self.source.skip_blanks(self.at + name);
        if self.source.at(open, "{") {
            self.at = open + 1;
            return self.members(depth, '}');
        }
        if self.peek() == Some('[') && !self.is_label() {
            self.at += 1;
            return self.list(depth, ']');
        }
        self.words()
    }

    /// A number, a constant, or words, kept as written.
    fn words(&mut self) -> Option<Value> {
        let rest = self.source.rest(self.at);
        let mut open = 0_usize;
        let end = rest.find(|c| {
            match c {
                '(' | '[' | '<' => open += 1,
                ')' | ']' | '>' if open > 0 => open -= 1,
                ',' | '}' | ']' | ';' | '\n' if open == 0 => return true,
                _ => {}
            }
            false
        });
        let words = rest[..end.unwrap_or(rest.len())].trim_end();
        self.at += words.len();
        (!words.is_empty()).then(|| plain(words).unwrap_or_else(|| Value::Name(words.to_owned())))
    }

    /// A literal of a configuration, a constant, or an expression with or without a default.
    fn configured(&mut self, depth: usize, constants: &HashMap<&str, String>) -> Option<Value> {
        self.skip();
        let start = self.at;
        let literal = self.literal(depth);
        if literal.is_some() && self.ends_here() {
            return literal;
        }
        self.fuel = self.fuel.checked_sub(self.at - start)?;
        self.at = start;
        let expression = self.unread()?;
        if expression.is_empty() {
            return None;
        }
        if let Some(text) = constants.get(expression.as_str()) {
            return Some(Value::Text(text.clone()));
        }
        Some(match self.default_of(&expression, depth) {
            Some(default) => Value::Default(expression, Box::new(default)),
            None => Value::Name(expression),
        })
    }

    fn literal(&mut self, depth: usize) -> Option<Value> {
        if self.string_begins() {
            let is_template = self.peek() == Some('`');
            let (text, is_raw) = self.quoted()?;
            // The values in a template are known only at run time.
            return (!is_template || !text.contains("${") && !text.contains('\\')).then(|| decoded(text, is_raw));
        }
        if self.take("{") {
            return self.members(depth, '}');
        }
        if self.take("[") {
            return self.list(depth, ']');
        }
        let start = self.at;
        self.at += self.length(|c| c.is_alphanumeric() || "+-._$".contains(c));
        plain(&self.source.text[start..self.at])
    }

    /// Whether a literal ends its member: a comma or closing bracket follows, perhaps after `as const` or `satisfies T`.
    fn ends_here(&mut self) -> bool {
        self.skip();
        let word = self.length(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        if matches!(&self.source.text[self.at..self.at + word], "as" | "satisfies") {
            self.unread();
        }
        matches!(self.peek(), Some(',' | '}' | ']'))
    }

    /// The literal after the last `||` or `??` of an expression.
    fn default_of(&mut self, expression: &str, depth: usize) -> Option<Value> {
        let at = expression.rfind("||").max(expression.rfind("??"))?;
        let closed = format!("{}}}", expression[at + 2..].trim());
        let source = Source::new(&closed);
        let mut parser = Parser { fuel: self.fuel, ..Parser::new(&source, 0, self.dialect) };
        let value = parser.literal(depth).filter(|value| parser.ends_here() && !value.has_names());
        self.fuel = parser.fuel.saturating_sub(closed.len());
        value.filter(|_| parser.at + 1 == closed.len())
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
    fn step(&mut self) {
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
    fn is_hash(&mut self) -> bool {
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
    fn entry(&mut self, depth: usize) -> Option<Option<(String, Value)>> {
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

    fn key(&mut self, depth: usize) -> Option<String> {
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

    /// A name without quotes, with the colons within it: `cognito:groups: …`, `[Symbol(x)]: …`, `exp:1`.
    fn printed_name(&mut self) -> Option<String> {
        let rest = self.source.rest(self.at);
        let bracketed = rest.starts_with('[').then(|| self.source.line(self.at).find(']')).flatten().map(|end| end + 1);
        let word = rest.char_indices().find(|(at, c)| match c {
            ':' => !rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()),
            c => c.is_whitespace() || "=,{}".contains(*c),
        });
        let end = bracketed.or(word.map(|(at, _)| at)).filter(|end| *end > 0)?;
        let name = match rest[..end].split_once(':') {
            Some((name, value)) if is_json(value) => name,
            _ => &rest[..end],
        };
        self.at += name.len();
        Some(name.to_owned())
    }

    /// Whether what util.inspect writes for omitted values follows: `[Object]`, `[Function: x]`, `[Circular *1]`.
    pub(super) fn is_label(&self) -> bool {
        const LABELS: [&str; 11] = [
            "[Function",
            "[Object",
            "[Array",
            "[Circular",
            "[Getter",
            "[Setter",
            "[AsyncFunction",
            "[class ",
            "[Symbol",
            "[Date",
            "[object",
        ];
        LABELS.iter().any(|label| self.source.at(self.at, label))
    }

    pub(super) fn label(&mut self, depth: usize) -> Option<Value> {
        let is_object = self.source.at(self.at, "[Object");
        self.at += self.source.line(self.at).find(']')? + 1;
        // `[Object: null prototype] {`
        let open = self.source.skip_blanks(self.at);
        if is_object && self.source.at(open, "{") {
            self.at = open + 1;
            return self.members(depth + 1, '}');
        }
        Some(Value::Plain("undefined".to_owned()))
    }

    /// Skips `<ref *1>` and the white space after it.
    pub(super) fn reference(&mut self) -> bool {
        let is_here = self.source.at(self.at, "<ref ");
        if is_here && let Some(length) = self.source.line(self.at).find('>') {
            self.at = self.source.skip_white(self.at + length + 1);
            return true;
        }
        false
    }

    /// `<Buffer 7b 22>`
    pub(super) fn buffer(&mut self) -> Option<Value> {
        let line = self.source.line(self.at);
        let bytes = line.strip_prefix("<Buffer")?.split_once('>')?.0;
        self.at += "<Buffer>".len() + bytes.len();
        let bytes = bytes.split(' ').filter_map(|byte| u8::from_str_radix(byte, 16).ok());
        Some(Value::Text(String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned()))
    }

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
    fn quoted(&mut self) -> Option<(&'t str, bool)> {
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

fn decoded(text: &str, is_raw: bool) -> Value {
    // An escaped line end is not part of the text.
    let joined = || text.replace("\\\r\n", "").replace("\\\n", "");
    Value::Text(if is_raw || !text.contains('\\') { text.to_owned() } else { unescape(&joined()) })
}

/// A constant or a number.
pub(super) fn plain(word: &str) -> Option<Value> {
    (matches!(word, "True" | "False") || is_nothing(word) || is_json(word)).then(|| Value::Plain(word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Value> {
        value(&Source::new(text), 0).ok().map(|(value, _)| value)
    }

    #[test]
    fn values_of_several_languages_are_read() {
        for (text, json) in [
            ("{\"a\": [1, true, null, -2.5e3]}", "{\"a\":[1,true,null,-2.5e3]}"),
            ("{ a: 'x', 'b-c': `y ${z}`, d, ...e, /* f */ }", "{\"a\":\"x\",\"b-c\":\"y ${z}\",\"d\":\"${d}\"}"),
            ("{'a': True, 'b': None, \"c\": f'x{y}' 'z',}", "{\"a\":true,\"b\":null,\"c\":\"x{y}z\"}"),
            ("['a' => 'b', 'c' => ['d' => 1]]", "{\"a\":\"b\",\"c\":{\"d\":1}}"),
            ("'a' + b + \"c\"", "\"a${b}c\""),
            ("process.env.X || 'y'", "\"${process.env.X}\""),
            ("['a=1', 'b'].join('&')", "\"a=1&b\""),
            (
                "{ f: (x) => x, g: function (y) { return { z: '}' } }, h: 1 }",
                "{\"f\":\"${function}\",\"g\":\"${function}\",\"h\":1}",
            ),
            (
                "AxiosHeaders { a: 'b', c: [Function: x], d: [Object], [Symbol(e)]: 1 }",
                "{\"a\":\"b\",\"c\":null,\"d\":null,\"${Symbol(…)}\":1}",
            ),
            ("'\\u00e9\\n\\x41\\ud83d\\ude00'", "\"é\\nA😀\""),
        ] {
            assert_eq!(read(text).map(|value| value.json()).as_deref(), Some(json), "{text}");
        }
        for text in ["{a: 'x", "{a 1}", "[1 2]", "", "'a\nb'"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn objects_of_every_language_become_json() {
        for (text, json) in [
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
            assert_eq!(printed(text).as_deref(), Some(json), "{text}");
        }
        assert_eq!(printed("{ return a; }"), None);
    }

    #[test]
    fn hostile_texts_end() {
        let starts =
            ["{a:", "{a:x", "{a:[", "{", "<ref a>", "a=>", "['a'=>", "'", "`", "('", "{a:'", "f(", "[a => ", "'a'+{b:"];
        for text in starts.map(|start| start.repeat(10_000)) {
            let source = Source::new(&text);
            let _ = (value(&source, 0), dumped(&source, 0), printed(&text));
            let mut fuel = 16 * text.len();
            (0..text.len())
                .take_while(|at| {
                    let _ = configuration(&source, *at, &HashMap::new(), &mut fuel);
                    fuel > 0
                })
                .count();
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived_and_what_is_read_is_json(
            text in "(\\{|\\}|\\[|\\]|\\(|\\)|'|\"|`|:|,|;|=>|=|a|1|-| |/|\\*|<|>|\\.\\.\\.|\\\\|\\+|\n|\\PC){0,60}",
        ) {
            let source = Source::new(&text);
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let read = [value(&source, at), dumped(&source, at), members(&source, at)];
                let configured = configuration(&source, at, &HashMap::new(), &mut 10_000);
                let values = read.into_iter().flatten().map(|(value, _)| value).chain(configured.map(|read| read.value));
                for json in values.map(|value| value.json()).chain(printed(&text[at..])) {
                    proptest::prop_assert!(crate::protocol::Json::parse(json.as_str()).is_ok(), "{json}");
                }
                let _ = (member(&source, at), arguments(&source, at));
                proptest::prop_assert!(step_over(&source, at) > at);
            }
        }
    }
}
