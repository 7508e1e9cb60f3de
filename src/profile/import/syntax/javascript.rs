//! Object literals of JavaScript, TypeScript and near-JSON, as people write configuration: comments, trailing commas,
//! unquoted names, single quotes, `as const`, calls and variables in between.
//!
//! Nothing is run. A constant that the file declares as a string is filled in, and of `process.env.X || 'default'` the
//! default is taken. What is no literal even so (`` `${origin}/` ``, `a ? b : c`) becomes `null`, and its place and text
//! are kept, so that the person learns what could not be read:
//!
//! ```text
//!   { domain: 'a.example', // prod          {"domain":"a.example","poolId":null}
//!     poolId: process.env.POOL, }      ─►   expressions: [("poolId", "process.env.POOL")]
//! ```

use std::collections::HashMap;
use std::ops::Range;

use crate::profile::import::node::{Document, quoted, unresolved};

/// How deep literals may nest: as deep as [`crate::protocol::Json`] reads.
const MAX_DEPTH: usize = crate::protocol::json::MAX_DEPTH;

/// An object literal, rewritten as JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The object as strict JSON.
    pub json: String,
    /// Where the literal stands in the source, in bytes.
    pub span: Range<usize>,
    /// What was no literal: the dotted path of the member, and the expression.
    pub expressions: Vec<(String, String)>,
    /// Where an expression's default was taken: the same.
    pub defaults: Vec<(String, String)>,
}

/// Offers every object literal of a source text as a document.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    search(text, true, |literal| {
        let strict = crate::protocol::Json::parse(&text[literal.span.clone()]).is_ok();
        // What has no member is spread into the object.
        let spread = |(path, expression): (String, String)| path.is_empty().then_some(expression);
        offer(Document {
            json: literal.json,
            name: name_before(&text[..literal.span.start]).to_owned(),
            spans: vec![literal.span],
            skipped: literal.expressions.into_iter().filter_map(spread).collect(),
            defaults: literal.defaults,
            repair: (!strict).then_some("read as a JavaScript object, which is not strict JSON"),
            entries: Vec::new(),
        })
    });
}

/// The name before an object: of the function it is an argument of, the constant it is assigned to, or its member.
fn name_before(source: &str) -> &str {
    const FAR: usize = 200;
    let is_word = |c: char| c.is_alphanumeric() || "_$.".contains(c);
    let mut depth = 0_usize;
    for (at, c) in source.char_indices().rev().take(FAR) {
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            '(' | '=' | ':' if depth == 0 => {
                let before = source[..at].trim_end().trim_end_matches(['\'', '"']);
                let start = before.trim_end_matches(is_word).len();
                let name = before[start..].trim_start_matches('.');
                // `const x: Type = {`: the type tells more than the name.
                return name;
            }
            ';' | '{' | '}' => return "",
            _ => {}
        }
    }
    ""
}

/// Offers every object literal of a source text to `take`, the outermost first; what `take` refuses is searched for
/// literals within it. The work is bounded by a multiple of the text's length, whatever the text.
pub fn objects(source: &str, take: impl FnMut(Literal) -> bool) {
    search(source, false, take);
}

fn search(source: &str, marks: bool, mut take: impl FnMut(Literal) -> bool) {
    let mut fuel = source.len().saturating_mul(16).saturating_add(4096);
    let constants = constants(source);
    let mut at = 0;
    while at < source.len() && fuel > 0 {
        let mut reader = Reader::new(source, at, fuel, &constants);
        reader.marks = marks;
        let is_hash = marks && reader.is_hash();
        if !source[at..].starts_with('{') && !is_hash {
            reader.skip_one();
            (at, fuel) = (reader.at, reader.fuel);
            continue;
        }
        let read = reader.members(0, if is_hash { ']' } else { '}' });
        fuel = reader.fuel;
        let Reader { at: end, json, expressions, defaults, .. } = reader;
        let taken = read.is_some() && take(Literal { json, span: at..end, expressions, defaults });
        at = if taken { end } else { at + 1 };
    }
}

/// The strings that a source text declares under a name, each on one line: `const domain = 'a.example';`.
fn constants(source: &str) -> HashMap<&str, String> {
    let declared = source.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("export ");
        let line = ["const ", "let ", "var "].iter().find_map(|keyword| line.strip_prefix(keyword))?;
        let (name, value) = line.split_once('=')?;
        let value = value.trim().trim_end_matches(';').trim_end();
        let text: String = value.starts_with(['\'', '"']).then(|| json5::from_str(value).ok())??;
        Some((name.split(':').next()?.trim(), text))
    });
    declared.collect()
}

struct Reader<'a> {
    source: &'a str,
    constants: &'a HashMap<&'a str, String>,
    at: usize,
    fuel: usize,
    /// Whether an expression is written as such, in place of `null`.
    marks: bool,
    json: String,
    path: Vec<String>,
    expressions: Vec<(String, String)>,
    defaults: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, at: usize, fuel: usize, constants: &'a HashMap<&'a str, String>) -> Self {
        let (expressions, defaults) = (Vec::new(), Vec::new());
        Self { source, constants, at, fuel, marks: false, json: String::new(), path: Vec::new(), expressions, defaults }
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves on by `length` bytes; `None` once the fuel is spent.
    fn advance(&mut self, length: usize) -> Option<()> {
        self.at += length;
        self.fuel = self.fuel.saturating_sub(length.max(1));
        (self.fuel > 0).then_some(())
    }

    /// Whether a hash of PHP starts here: `['name' => …`.
    fn is_hash(&self) -> bool {
        let Some(inner) = self.rest().strip_prefix('[').map(str::trim_start) else { return false };
        let Some(quote) = inner.chars().next().filter(|c| matches!(c, '\'' | '"')) else { return false };
        /// No name is longer.
        const LONGEST: usize = 100;
        let end = inner.bytes().skip(1).take(LONGEST).position(|b| b == quote as u8);
        end.is_some_and(|end| inner[end + 2..].trim_start().starts_with("=>"))
    }

    /// Reads `{ … }`, writing JSON. `None` when this is no object literal (a block of statements, say).
    fn object(&mut self, depth: usize) -> Option<()> {
        self.members(depth, '}')
    }

    fn members(&mut self, depth: usize, end: char) -> Option<()> {
        if depth == MAX_DEPTH {
            return None;
        }
        self.advance(1)?;
        self.json.push('{');
        loop {
            self.space()?;
            if self.eat(end)? {
                break;
            }
            self.member(depth)?;
            self.space()?;
            if !self.eat(',')? && self.peek() != Some(end) {
                return None;
            }
        }
        self.json.push('}');
        Some(())
    }

    fn member(&mut self, depth: usize) -> Option<()> {
        if self.rest().starts_with("...") {
            let spread = self.expression()?;
            self.note(spread);
            return Some(());
        }
        // `:name => value` of Ruby.
        if self.marks && self.peek() == Some(':') {
            self.advance(1)?;
        }
        let name = self.name()?;
        self.space()?;
        self.path.push(name.clone());
        if self.eat(':')? || self.marks && self.rest().starts_with("=>") && self.advance(2).is_some() {
            self.begin_member(&name);
            self.value(depth + 1)?;
        } else {
            // `{ userPoolId }` and `{ method() { … } }`.
            let rest = self.expression()?;
            match self.constants.get(name.as_str()).filter(|_| rest.is_empty()) {
                Some(text) => {
                    self.begin_member(&name);
                    self.json.push_str(&quoted(text));
                }
                None => {
                    if self.marks && rest.is_empty() {
                        self.begin_member(&name);
                        self.json.push_str(&unresolved(&name));
                    }
                    self.note(format!("{name}{rest}"));
                }
            }
        }
        self.path.pop();
        Some(())
    }

    fn begin_member(&mut self, name: &str) {
        if !self.json.ends_with('{') {
            self.json.push(',');
        }
        self.json.push_str(&quoted(name));
        self.json.push(':');
    }

    fn name(&mut self) -> Option<String> {
        match self.peek()? {
            '\'' | '"' => {
                let text = self.string_text()?;
                json5::from_str(text).ok()
            }
            _ => {
                let word = self.word();
                self.advance(word.len())?;
                (!word.is_empty()).then(|| word.to_owned())
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        if depth == MAX_DEPTH {
            return None;
        }
        self.advance(1)?;
        self.json.push('[');
        for index in 0_usize.. {
            self.space()?;
            if self.eat(']')? {
                break;
            }
            if index > 0 {
                self.json.push(',');
            }
            self.path.push(index.to_string());
            self.value(depth + 1)?;
            self.path.pop();
            self.space()?;
            if !self.eat(',')? && self.peek() != Some(']') {
                return None;
            }
        }
        self.json.push(']');
        Some(())
    }

    /// Reads a literal, or steps over an expression and leaves `null`.
    fn value(&mut self, depth: usize) -> Option<()> {
        self.space()?;
        let (start, written, noted, deep) = (self.at, self.json.len(), self.expressions.len(), self.path.len());
        let defaulted = self.defaults.len();
        if self.literal(depth).is_some() && self.ends_here()? {
            return Some(());
        }
        self.at = start;
        self.json.truncate(written);
        self.expressions.truncate(noted);
        self.defaults.truncate(defaulted);
        self.path.truncate(deep);
        let expression = self.expression()?;
        if expression.is_empty() {
            return None;
        }
        if let Some(text) = self.constants.get(expression.as_str()) {
            self.json.push_str(&quoted(text));
        } else if let Some(json) = self.default_of(&expression, depth) {
            self.defaults.push((self.path.join("."), expression));
            self.json.push_str(&json);
        } else {
            self.json.push_str(&if self.marks { unresolved(&expression) } else { "null".to_owned() });
            self.note(expression);
        }
        Some(())
    }

    /// The literal after the last `||` or `??` of an expression, as JSON.
    fn default_of(&mut self, expression: &str, depth: usize) -> Option<String> {
        let at = expression.rfind("||").max(expression.rfind("??"))?;
        let closed = format!("{}}}", expression[at + 2..].trim());
        let mut reader = Reader::new(&closed, 0, self.fuel, self.constants);
        let whole = reader.literal(depth).is_some() && reader.ends_here() == Some(true);
        self.fuel = reader.fuel;
        (whole && reader.at + 1 == closed.len() && reader.expressions.is_empty()).then_some(reader.json)
    }

    fn literal(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            '{' => self.object(depth),
            '[' if self.marks && self.is_hash() => self.members(depth, ']'),
            '[' => self.array(depth),
            '\'' | '"' => {
                let text: String = json5::from_str(self.string_text()?).ok()?;
                self.json.push_str(&quoted(&text));
                Some(())
            }
            '`' => {
                let text = self.string_text()?;
                let inner = &text[1..text.len() - 1];
                if inner.contains("${") || inner.contains('\\') {
                    return None;
                }
                self.json.push_str(&quoted(inner));
                Some(())
            }
            _ => self.scalar(),
        }
    }

    fn scalar(&mut self) -> Option<()> {
        let end =
            self.rest().find(|c: char| !(c.is_alphanumeric() || "+-._$".contains(c))).unwrap_or(self.rest().len());
        let word = &self.rest()[..end];
        self.advance(end)?;
        match word {
            // `None`, `True` and `False` come from boto3's printed answers.
            "undefined" | "None" => self.json.push_str("null"),
            "True" => self.json.push_str("true"),
            "False" => self.json.push_str("false"),
            _ if serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok() => self.json.push_str(word),
            _ => return None,
        }
        Some(())
    }

    /// Whether a literal ends its member: a comma or closing bracket follows, perhaps after `as const` or `satisfies T`.
    fn ends_here(&mut self) -> Option<bool> {
        self.space()?;
        if matches!(self.word(), "as" | "satisfies") {
            self.expression()?;
        }
        Some(matches!(self.peek(), Some(',' | '}' | ']')))
    }

    /// Steps over an expression, up to the comma or closing bracket that ends it, and returns its text.
    fn expression(&mut self) -> Option<String> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                ',' | ';' if open == 0 => break,
                '}' | ']' | ')' if open == 0 => break,
                '{' | '[' | '(' => open += 1,
                '}' | ']' | ')' => open -= 1,
                _ => {}
            }
            self.skip_one()?;
        }
        Some(self.source[start..self.at].trim().to_owned())
    }

    /// Steps over one character, or over a whole string or comment that starts here.
    fn skip_one(&mut self) -> Option<()> {
        match self.peek()? {
            '/' if self.rest().starts_with("//") || self.rest().starts_with("/*") => self.comment(),
            '\'' | '"' | '`' => {
                let at = self.at;
                if self.string_text().is_none() {
                    // An apostrophe in running text.
                    self.at = at;
                    self.advance(1)?;
                }
                Some(())
            }
            other => self.advance(other.len_utf8()),
        }
    }

    /// Steps over a string and returns it with its quotes; `None` when it does not end, which for `'` and `"` is on
    /// its line.
    fn string_text(&mut self) -> Option<&'a str> {
        let start = self.at;
        let quote = self.peek()?;
        self.advance(1)?;
        loop {
            match self.peek()? {
                '\\' => {
                    self.advance(1)?;
                    let escaped = self.peek()?;
                    self.advance(escaped.len_utf8())?;
                }
                '\n' if quote != '`' => return None,
                character => {
                    self.advance(character.len_utf8())?;
                    if character == quote {
                        return Some(&self.source[start..self.at]);
                    }
                }
            }
        }
    }

    fn space(&mut self) -> Option<()> {
        loop {
            let white = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
            if white > 0 {
                self.advance(white)?;
            } else if self.rest().starts_with("//") || self.rest().starts_with("/*") {
                self.comment()?;
            } else {
                return Some(());
            }
        }
    }

    fn comment(&mut self) -> Option<()> {
        let (ending, length) = if self.rest().starts_with("//") { ("\n", 0) } else { ("*/", 2) };
        let end = self.rest()[2..].find(ending).map_or(self.rest().len(), |end| end + 2 + length);
        self.advance(end)
    }

    /// The identifier that starts here; empty when none does.
    fn word(&self) -> &'a str {
        let end = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        &self.rest()[..end.unwrap_or(self.rest().len())]
    }

    fn eat(&mut self, expected: char) -> Option<bool> {
        if self.peek() != Some(expected) {
            return Some(false);
        }
        self.advance(expected.len_utf8()).map(|()| true)
    }

    fn note(&mut self, expression: String) {
        self.expressions.push((self.path.join("."), expression));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Json;

    fn first(source: &str) -> Literal {
        let mut found = None;
        objects(source, |literal| {
            found = Some(literal);
            true
        });
        found.expect("an object literal")
    }

    #[test]
    fn comments_trailing_commas_and_bare_names_are_read() {
        let literal = first("// WARNING\nconst a = { /* x */ b: 'it\\'s', \"c\": [1, -2.5, true,], d: null, };");
        assert_eq!(literal.json, r#"{"b":"it's","c":[1,-2.5,true],"d":null}"#);
        assert_eq!(literal.expressions, []);
    }

    #[test]
    fn what_is_no_literal_becomes_null_and_is_named_with_its_place() {
        let literal = first(
            "x({ a: process.env.A!, b: [`${o}/x`, 'y'], c: t ? 'u' : 'v', ...rest, d, e() { return {} }, f: () => { ; } })",
        );
        assert_eq!(literal.json, r#"{"a":null,"b":[null,"y"],"c":null,"f":null}"#);
        let places: Vec<_> = literal.expressions.iter().map(|(path, text)| format!("{path}={text}")).collect();
        assert_eq!(
            places,
            [
                "a=process.env.A!",
                "b.0=`${o}/x`",
                "c=t ? 'u' : 'v'",
                "=...rest",
                "d=d",
                "e=e() { return {} }",
                "f=() => { ; }"
            ]
        );
    }

    #[test]
    fn constants_and_defaults_are_taken() {
        let literal = first(
            "export const pool: string = 'p_1';\nconst n = 5;\nlet o = `x`;\nf({ pool, a: pool, b: e.X || 'd', c: e.Y ?? ['u'], d: n, e: e.Z || o })",
        );
        assert_eq!(literal.json, r#"{"pool":"p_1","a":"p_1","b":"d","c":["u"],"d":null,"e":null}"#);
        assert_eq!(
            literal.defaults,
            [("b".to_owned(), "e.X || 'd'".to_owned()), ("c".to_owned(), "e.Y ?? ['u']".to_owned())]
        );
        assert_eq!(literal.expressions.len(), 2);
    }

    #[test]
    fn typescript_assertions_are_stepped_over() {
        let literal = first("export default { a: ['x'] as const, b: 'code' as 'code', c: { d: 1 } satisfies T } as C");
        assert_eq!(literal.json, r#"{"a":["x"],"b":"code","c":{"d":1}}"#);
    }

    #[test]
    fn blocks_of_statements_are_searched_for_literals_within() {
        let mut found = Vec::new();
        objects("function f() { if (x) { g({ a: 1 }); } } const s = '{ b: 2 }'; // { c: 3 }", |literal| {
            found.push(literal.json);
            false
        });
        // `if (x) { … }` looks like a method: the block around it is an object without members.
        assert_eq!(found, ["{}", r#"{"a":1}"#]);
    }

    #[test]
    fn hostile_nesting_ends() {
        for hostile in ["{a:".repeat(50_000), "{a:x".repeat(50_000), "{a:[".repeat(50_000), "{".repeat(200_000)] {
            objects(&hostile, |_| false);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived_and_what_is_read_is_json(text in r#"[{}\[\]:,'"`/*a1\\\n .$é-]{0,60}"#) {
            objects(&text, |literal| {
                assert!(Json::parse(literal.json.as_str()).is_ok(), "{}", literal.json);
                false
            });
        }
    }
}
