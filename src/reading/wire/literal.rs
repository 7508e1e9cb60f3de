//! Values as programs write them: JSON, JavaScript, Python, PHP and what Node's `util.inspect` prints. Nothing is run: a
//! name, a call and an operator that are not known stay as text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::source::{Closer, Source};
use crate::protocol::Parameters;

/// How deep values may nest.
const MAX_DEPTH: usize = 60;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string, its variables left as text.
    Text(String),
    /// A number or a keyword, as it was written.
    Plain(String),
    /// A name, or an expression that is not known, as it was written.
    Name(String),
    /// An array or tuple.
    List(Vec<Value>),
    /// An object, with its members in order.
    Map(Vec<(String, Value)>),
    /// A call: its name and its arguments.
    Call(String, Vec<Argument>),
}

/// An argument of a call, with its name where it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// `data` of `data=…`.
    pub name: Option<String>,
    /// What is handed over.
    pub value: Value,
}

impl Value {
    /// The member called `name` of an object, whatever its letter case.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The members of an object; empty for anything else.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    /// The text of a value that has one. A name is a variable: `${name}`.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Plain(word) => Some(word.clone()).filter(|word| !is_nothing(word)),
            Self::Name(name) => Some(format!("${{{name}}}")),
            Self::Call(name, arguments) => match arguments.as_slice() {
                // `new URL("…")`, `String(…)`, `encodeURIComponent(…)` and the like are about their first argument.
                [first, ..] if is_wrapper(name) => first.value.text(),
                _ => Some(format!("${{{name}(…)}}")),
            },
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The number of a value that is one.
    pub fn number(&self) -> Option<u16> {
        self.text()?.parse().ok()
    }

    /// The value as JSON.
    pub fn json(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Text(text) => quoted(text),
            Self::Plain(word) => match word.as_str() {
                "True" => "true".to_owned(),
                "False" => "false".to_owned(),
                word if is_nothing(word) => "null".to_owned(),
                word => word.to_owned(),
            },
            Self::List(values) => format!("[{}]", values.iter().map(Self::json).collect::<Vec<_>>().join(",")),
            Self::Map(members) => {
                let members = members.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.json()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            Self::Name(_) | Self::Call(..) => quoted(&self.text().unwrap_or_default()),
        }
    }

    /// The pairs of an object, or of an array of pairs.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        match self {
            Self::Map(members) => {
                for (name, value) in members {
                    match value {
                        Self::List(values) => {
                            pairs.extend(values.iter().filter_map(|v| Some((name.clone(), v.text()?))))
                        }
                        value => pairs.extend(value.text().map(|text| (name.clone(), text))),
                    }
                }
            }
            Self::List(values) => pairs.extend(values.iter().filter_map(|pair| match pair {
                Self::List(pair) => Some((pair.first()?.text()?, pair.get(1)?.text()?)),
                named => {
                    let name = named.get("name").or(named.get("key"))?.text()?;
                    Some((name, named.get("value").and_then(Self::text).unwrap_or_default()))
                }
            })),
            Self::Call(_, arguments) => {
                pairs.extend(arguments.first().map(|first| first.value.pairs()).unwrap_or_default())
            }
            _ => {}
        }
        pairs
    }

    /// The pairs as a form.
    pub fn form(&self) -> String {
        let mut form = Parameters::new();
        for (name, value) in self.pairs() {
            form.push(name, value);
        }
        form.encode()
    }
}

fn is_nothing(word: &str) -> bool {
    matches!(word, "null" | "undefined" | "None" | "nil")
}

fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "URL" | "String" | "encodeURIComponent" | "encodeURI" | "Buffer.from" | "str" | "bytes" | "b" | "URI" | "Uri"
    )
}

/// The value that begins at `at`, and where it ends; or the place up to which it was read in vain.
pub fn value(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    let mut parser = Parser { source, at, is_dump: false };
    let value = parser.expression(0).ok_or(parser.at)?;
    Ok((value, parser.at))
}

/// The same of what a program printed about its objects: what has no value's form (stack traces) is left out, and an
/// object that nothing ends reaches to the end of the text.
pub fn dumped(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    let mut parser = Parser { source, at, is_dump: true };
    let value = parser.expression(0).ok_or(parser.at)?;
    Ok((value, parser.at))
}

/// The members from `at` on, up to the end of the object that they are of.
pub fn members(source: &Source, at: usize) -> Result<(Value, usize), usize> {
    let mut parser = Parser { source, at, is_dump: false };
    let value = parser.members(0, '}').ok_or(parser.at)?;
    Ok((value, parser.at))
}

/// The name of a member and where its value begins: `"config": {`.
pub fn member(source: &Source, at: usize) -> Option<(String, usize)> {
    let mut parser = Parser { source, at, is_dump: false };
    let name = parser.key(0)?;
    parser.skip();
    parser.take(":").then(|| {
        parser.skip();
        (name, parser.at)
    })
}

/// The arguments of the call whose parenthesis opens at `at`.
pub fn arguments(source: &Source, at: usize) -> Result<(Vec<Argument>, usize), usize> {
    let mut parser = Parser { source, at, is_dump: false };
    let arguments = parser.arguments(0).ok_or(parser.at)?;
    Ok((arguments, parser.at))
}

struct Parser<'s, 't> {
    source: &'s Source<'t>,
    at: usize,
    is_dump: bool,
}

impl Parser<'_, '_> {
    fn peek(&self) -> Option<char> {
        self.source.char(self.at)
    }

    fn take(&mut self, text: &str) -> bool {
        let is_here = self.source.at(self.at, text);
        self.at += if is_here { text.len() } else { 0 };
        is_here
    }

    /// White space and comments.
    fn skip(&mut self) {
        loop {
            self.at = self.source.skip_white(self.at);
            if self.source.at(self.at, "//") || self.source.at(self.at, "# ") {
                self.at = self.source.next_line(self.at);
            } else if self.source.at(self.at, "/*") {
                match self.source.closing(Closer::Comment, self.at + 2, None) {
                    Some(end) => self.at = end + 2,
                    None => return,
                }
            } else {
                return;
            }
        }
    }

    /// Values that operators join. Texts are joined; of alternatives the first counts.
    fn expression(&mut self, depth: usize) -> Option<Value> {
        let mut value = self.primary(depth)?;
        loop {
            let end = self.at;
            self.skip();
            if self.source.at(self.at, "++") || self.source.at(self.at, "+=") {
                return None;
            } else if self.take("+") {
                let right = self.primary(depth)?;
                value = Value::Text(value.text()? + &right.text()?);
            } else if self.take("||") || self.take("??") || self.take("or ") {
                self.primary(depth)?;
            } else if matches!(value, Value::Text(_)) && self.string_begins() && !self.is_dump {
                let Value::Text(right) = self.string()? else { return None };
                value = Value::Text(value.text()? + &right);
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
                if let Some(label) = self.label() {
                    return Some(label);
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
            '<' => self.buffer(),
            c if c.is_ascii_digit() || c == '-' => {
                let start = self.at;
                let is_part = |c: char| c.is_ascii_alphanumeric() || "-.+:_".contains(c);
                self.at += self.source.rest(start).find(|c| !is_part(c)).unwrap_or(self.source.rest(start).len());
                let text = self.source.text[start..self.at].trim_end_matches(':').to_owned();
                self.at = start + text.len();
                Some(Value::Plain(text))
            }
            c if c.is_alphabetic() || c == '_' || c == '$' => self.word(depth),
            _ => None,
        }
    }

    /// A keyword, a name, a call, or an object behind its class.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '?' | '!');
        let rest = self.source.rest(start);
        self.at += rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let mut name = self.source.text[start..self.at].to_owned();
        if name == "function" {
            self.at = start + rest.find('(')?;
            self.arguments(depth + 1)?;
            self.skip();
            return self.function_body(depth);
        }
        if matches!(name.as_str(), "true" | "false" | "True" | "False") || is_nothing(&name) {
            return Some(Value::Plain(name));
        }
        // util.inspect: `AxiosHeaders {`, `Map(2) {`.
        let open = self.source.skip_blanks(self.at);
        if open > self.at && self.source.at(open, "{") {
            self.at = open + 1;
            return self.members(depth, '}');
        }
        let arrow = self.source.skip_blanks(self.at);
        if self.source.at(arrow, "=>") && !self.is_dump {
            self.at = arrow + 2;
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
                let rest = self.source.rest(from);
                self.at += rest.find(|c| !is_part(c)).unwrap_or(rest.len());
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

    /// `.toString()`, `.join("&")`, `.encode()` and the like behind a value.
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
    fn arguments(&mut self, depth: usize) -> Option<Vec<Argument>> {
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
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
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

    fn list(&mut self, depth: usize, close: char) -> Option<Value> {
        let mut values = Vec::new();
        loop {
            self.skip();
            if self.peek() == Some(close) {
                self.at += close.len_utf8();
                return Some(Value::List(values));
            }
            if self.peek().is_none() && self.is_dump {
                return Some(Value::List(values));
            }
            // `... 3 more items`
            if self.is_dump && self.take("...") {
                self.at = self.source.line_end(self.at);
                continue;
            }
            values.push(self.expression(depth + 1)?);
            self.skip();
            if self.take("=>") {
                // An entry of a PHP array.
                let name = values.pop()?.text()?;
                let mut entries = vec![(name, self.expression(depth + 1)?)];
                self.skip();
                self.take(",");
                let Value::Map(rest) = self.members(depth, close)? else { return None };
                entries.extend(rest);
                return Some(Value::Map(entries));
            }
            if !self.take(",") && self.peek() != Some(close) {
                if self.is_dump && self.peek().is_none() {
                    continue;
                }
                return None;
            }
        }
    }

    /// The members of an object, its opening behind us.
    fn members(&mut self, depth: usize, close: char) -> Option<Value> {
        let mut members = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                Some(c) if c == close => {
                    self.at += close.len_utf8();
                    return Some(Value::Map(members));
                }
                None if self.is_dump => return Some(Value::Map(members)),
                None => return None,
                Some(_) => {}
            }
            let start = self.at;
            match self.entry(depth) {
                Some(entry) => members.extend(entry),
                // A stack trace, or a note of what was left out.
                None if self.is_dump => self.at = self.source.next_line(self.at.max(start)).max(start + 1),
                None => return None,
            }
            self.skip();
            let _ = self.take(",") || self.take(";");
            if self.at == start {
                return None;
            }
        }
    }

    /// One member; nothing for a spread.
    fn entry(&mut self, depth: usize) -> Option<Option<(String, Value)>> {
        if self.take("...") || self.take("**") {
            if !self.is_dump || self.peek().is_some_and(char::is_alphabetic) {
                self.expression(depth + 1)?;
            } else {
                self.at = self.source.line_end(self.at);
            }
            return Some(None);
        }
        let start = self.at;
        let name = self.key(depth)?;
        self.skip();
        if self.take("=>") || self.take(":") || self.take("=") {
            let value = self.expression(depth + 1)?;
            return Some(Some((name, value)));
        }
        // `{ client_id }`: a name that is its own value.
        let is_short = matches!(self.peek(), Some(',' | '}')) && !self.source.at(start, "\"");
        is_short.then(|| Some((name.clone(), Value::Name(name))))
    }

    fn key(&mut self, depth: usize) -> Option<String> {
        if self.string_begins() {
            return self.string()?.text();
        }
        if self.take("[") {
            let value = self.expression(depth + 1)?;
            self.skip();
            return self.take("]").then(|| value.text()).flatten();
        }
        let rest = self.source.rest(self.at);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| rest[..length].to_owned())
    }

    /// What util.inspect writes for what it does not show: `[Object]`, `[Function: x]`, `[Circular *1]`.
    fn label(&mut self) -> Option<Value> {
        const LABELS: [&str; 10] = [
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
        ];
        let rest = self.source.rest(self.at);
        LABELS.iter().any(|label| rest.starts_with(label)).then_some(())?;
        let length = self.source.line(self.at).find(']')? + 1;
        self.at += length;
        // `[Object: null prototype] {`
        let open = self.source.skip_blanks(self.at);
        if self.source.at(open, "{") && rest.starts_with("[Object") {
            self.at = open + 1;
            return self.members(1, '}');
        }
        Some(Value::Plain("undefined".to_owned()))
    }

    /// `<Buffer 7b 22>`, `<ref *1> Name {`.
    fn buffer(&mut self) -> Option<Value> {
        let line = self.source.line(self.at);
        let length = line.find('>')? + 1;
        if line.starts_with("<ref ") {
            self.at += length;
            return self.primary(1);
        }
        line.starts_with("<Buffer").then_some(())?;
        let bytes = line[7..length - 1].split(' ').filter_map(|byte| u8::from_str_radix(byte, 16).ok());
        self.at += length;
        Some(Value::Text(String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned()))
    }

    /// What stands behind `=>` or a function's parameters: it is not run, but has to be passed.
    fn function_body(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        if !self.source.at(self.at, "{") {
            self.expression(depth + 1)?;
            return Some(Value::Name("function".to_owned()));
        }
        let mut open = 0;
        loop {
            self.skip();
            if self.string_begins() {
                self.string()?;
                continue;
            }
            let c = self.peek()?;
            self.at += c.len_utf8();
            open += i32::from(c == '{') - i32::from(c == '}');
            if open == 0 {
                return Some(Value::Name("function".to_owned()));
            }
        }
    }

    /// Whether a string begins here, with the letters before its quote that Python has.
    fn string_begins(&self) -> bool {
        let rest = self.source.rest(self.at);
        let bare = rest.trim_start_matches(['b', 'r', 'f', 'u', 'B', 'R', 'F', 'U']);
        let quotes = ['"', '\'', '`'];
        rest.len() - bare.len() <= 2 && bare.starts_with(quotes) && (rest.starts_with(quotes) || !bare.starts_with('`'))
    }

    fn string(&mut self) -> Option<Value> {
        let rest = self.source.rest(self.at);
        let letters = rest.find(['"', '\'', '`'])?;
        let is_raw = rest[..letters].contains(['r', 'R']);
        self.at += letters;
        let (closer, length) = match &rest[letters..] {
            quote if quote.starts_with("'''") => (Closer::TripleSingle, 3),
            quote if quote.starts_with("\"\"\"") => (Closer::TripleDouble, 3),
            quote if quote.starts_with('`') => (Closer::Backtick, 1),
            quote if quote.starts_with('\'') => (Closer::Single, 1),
            _ => (Closer::Double, 1),
        };
        let start = self.at + length;
        let end = self.source.closing(closer, start, Some('\\'))?;
        let text = &self.source.text[start..end];
        // A plain string ends on its line, unless a backslash stands at the line's end.
        if matches!(closer, Closer::Single | Closer::Double)
            && let Some(feed) = text.find('\n')
            && !text[..feed].trim_end_matches('\r').ends_with('\\')
        {
            return None;
        }
        self.at = end + length;
        Some(Value::Text(if is_raw { text.to_owned() } else { unescaped(text) }))
    }
}

/// A call whose meaning is known without running it.
fn called(name: String, arguments: Vec<Argument>) -> Value {
    let first = arguments.first().map(|first| &first.value);
    // Bytes that are no text, as grantscope itself writes them for fetch and axios.
    if let ("atob", Some(Value::Text(encoded))) = (name.as_str(), first)
        && let Ok(bytes) = STANDARD.decode(encoded)
        && let Ok(text) = String::from_utf8(bytes)
    {
        return Value::Text(text);
    }
    Value::Call(name, arguments)
}

/// The escapes of JavaScript, Python and JSON.
pub fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    // A line end behind a backslash is no part of the text.
    super::shell::ansi_c(&text.replace("\\\r\n", "").replace("\\\n", ""))
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
}
