//! A document and the values in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::node::Node;
use super::parser::Parser;

/// A JSON document.
#[derive(Clone, PartialEq, Eq)]
pub struct Json {
    text: String,
    nodes: Vec<Node>,
    members: Members,
}

/// The members of the outermost object by their names, collected on first use if there are many. A copy of a document
/// starts without them, and they do not affect equality.
#[derive(Default)]
struct Members(OnceLock<HashMap<Box<str>, u32>>);

impl Clone for Members {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Members {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Members {}

/// A document with more nodes is not searched from its beginning for each member.
const MANY: usize = 1_000;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number, as written.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// Why a text is not JSON, and where. Lines and columns count from 1, columns in bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} column {column}: {what}")]
pub struct JsonError {
    /// The byte offset.
    pub offset: usize,
    /// Counted from 1.
    pub line: usize,
    /// In bytes, counted from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub what: String,
}

impl JsonError {
    fn at(bytes: &[u8], offset: usize, what: String) -> Self {
        let before = &bytes[..offset];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
        Self { offset, line, column, what }
    }
}

impl Json {
    /// Reads a document. A byte order mark is an error: remove it first, and report that.
    pub fn parse(text: impl Into<String>) -> Result<Self, JsonError> {
        let text = text.into();
        let nodes = Parser { bytes: text.as_bytes(), at: 0, nodes: Vec::new() }.document();
        match nodes {
            Ok(nodes) => Ok(Self { text, nodes, members: Members::default() }),
            Err((offset, what)) => Err(JsonError::at(text.as_bytes(), offset, what)),
        }
    }

    /// Reads a document from bytes, which must be UTF-8.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JsonError> {
        if is_utf_16(bytes) {
            return Err(JsonError {
                offset: 0,
                line: 1,
                column: 1,
                what: "the text is UTF-16, expected UTF-8".to_owned(),
            });
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(error) => Err(JsonError::at(bytes, error.valid_up_to(), "not valid UTF-8".to_owned())),
        }
    }

    /// The outermost value.
    pub fn root(&self) -> Value<'_> {
        Value { json: self, at: 0 }
    }

    /// The document as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The member of the outermost object called `name`; if it repeats, the last one, as in most parsers.
    pub fn get(&self, name: &str) -> Option<Value<'_>> {
        if self.nodes.len() <= MANY {
            return self.root().get(name);
        }
        let all = || self.root().members().map(|(name, value)| (name.into(), value.at)).collect();
        self.members.0.get_or_init(all).get(name).map(|at| Value { json: self, at: *at })
    }

    /// All repeated member names, as RFC 6901 pointers, outer objects before inner ones.
    pub fn duplicates(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.root().find_duplicates(&mut String::new(), &mut found);
        found
    }
}

/// Whether a text is UTF-16: its byte order mark says so, or its first character, which is ASCII in JSON.
fn is_utf_16(bytes: &[u8]) -> bool {
    const ANY: std::ops::RangeInclusive<u8> = 1..=u8::MAX;
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, one, 0, other, ..] | [one, 0, other, 0, ..] => ANY.contains(one) && ANY.contains(other),
        _ => false,
    }
}

/// The length only: a document may contain secrets.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.text.len())
    }
}

/// A value in a [`Json`].
#[derive(Clone, Copy)]
pub struct Value<'a> {
    json: &'a Json,
    at: u32,
}

impl<'a> Value<'a> {
    fn node(self) -> Node {
        self.json.nodes[self.at as usize]
    }

    /// The type of the value.
    pub fn kind(self) -> Kind {
        kind_of(self.json.text.as_bytes()[self.node().start as usize])
    }

    /// The value as written, including quotes and escapes.
    pub fn raw(self) -> &'a str {
        let Node { start, end } = self.node();
        let end = if self.is_container() { self.json.nodes[end as usize].start } else { end };
        &self.json.text[start as usize..end as usize]
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| unescape(self.raw()))
    }

    /// The text of a string, owned.
    pub fn as_string(self) -> Option<String> {
        self.as_str().map(Cow::into_owned)
    }

    /// The value in readable form: a string without quotes, unless it would look like another type.
    pub fn readable(self) -> String {
        match self.as_string() {
            Some(text) if Json::parse(text.trim()).is_ok() => format!("\"{text}\""),
            Some(text) => text,
            None => serde_json::to_string(&self).unwrap_or_else(|_| self.raw().to_owned()),
        }
    }

    /// A boolean.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.raw() == "true")
    }

    /// A number that is written as an integer and in range.
    pub fn as_i64(self) -> Option<i64> {
        if self.kind() == Kind::Number { self.raw().parse().ok() } else { None }
    }

    /// A number, rounded to the nearest double.
    pub fn as_f64(self) -> Option<f64> {
        if self.kind() == Kind::Number { self.raw().parse().ok() } else { None }
    }

    /// Whether the value is an object.
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// The member called `name`, the last one if it repeats. `None` if this is not an object.
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.members().filter(|(n, _)| n == name).last().map(|(_, value)| value)
    }

    /// The members of an object in order; empty for other types.
    pub fn members(self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> {
        let mut children = self.children(Kind::Object);
        std::iter::from_fn(move || {
            let name = children.next()?;
            let value = children.next()?;
            Some((unescape(name.raw()), value))
        })
    }

    /// The elements of an array in order; empty for other types.
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        self.children(Kind::Array)
    }

    /// A string, or all strings of an array of strings (the two forms of `aud`); `None` if there is anything else.
    pub fn string_or_strings(self) -> Option<Vec<String>> {
        match self.kind() {
            Kind::String => self.as_string().map(|text| vec![text]),
            Kind::Array => self.items().map(Value::as_string).collect(),
            _ => None,
        }
    }

    fn children(self, of: Kind) -> impl Iterator<Item = Value<'a>> {
        let Value { json, at } = self;
        let (mut next, end) = if self.kind() == of { (at + 1, self.node().end) } else { (at, at) };
        std::iter::from_fn(move || {
            let child = (next < end).then_some(Value { json, at: next })?;
            next = if child.is_container() { child.node().end + 1 } else { next + 1 };
            Some(child)
        })
    }

    /// Sorts the names instead of hashing them, which needs less memory for a document with a million members.
    fn find_duplicates(self, path: &mut String, found: &mut Vec<String>) {
        let mut names: Vec<u32> = self.children(Kind::Object).map(|child| child.at).step_by(2).collect();
        let name_of = |at: u32| unescape(Value { json: self.json, at }.raw());
        names.sort_unstable_by(|a, b| name_of(*a).cmp(&name_of(*b)).then(a.cmp(b)));
        let groups = names.chunk_by(|a, b| name_of(*a) == name_of(*b));
        let mut repeated: Vec<u32> = groups.filter(|group| group.len() > 1).map(|group| group[0]).collect();
        drop(names);
        repeated.sort_unstable();
        found.extend(repeated.into_iter().map(|at| format!("{path}/{}", pointer_part(&name_of(at)))));
        let length = path.len();
        let mut descend = |part: &str, value: Self| {
            path.push('/');
            path.push_str(part);
            value.find_duplicates(path, found);
            path.truncate(length);
        };
        for (name, value) in self.members().filter(|(_, value)| value.is_container()) {
            descend(&pointer_part(&name), value);
        }
        for (index, value) in self.items().enumerate().filter(|(_, value)| value.is_container()) {
            descend(&index.to_string(), value);
        }
    }

    fn is_container(self) -> bool {
        matches!(self.kind(), Kind::Array | Kind::Object)
    }
}

/// The type of a value, from its first byte.
fn kind_of(first: u8) -> Kind {
    match first {
        b'{' => Kind::Object,
        b'[' => Kind::Array,
        b'"' => Kind::String,
        b't' | b'f' => Kind::Bool,
        b'n' => Kind::Null,
        _ => Kind::Number,
    }
}

/// A member name in an RFC 6901 pointer.
fn pointer_part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The type only: a value may be a secret.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind())
    }
}

/// Writes numbers as in the text, and repeated members too.
impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::Bool => serializer.serialize_bool(self.raw() == "true"),
            Kind::Number => {
                let number: &RawValue = serde_json::from_str(self.raw()).map_err(S::Error::custom)?;
                number.serialize(serializer)
            }
            Kind::String => serializer.serialize_str(&unescape(self.raw())),
            Kind::Array => {
                let mut array = serializer.serialize_seq(None)?;
                for item in self.items() {
                    array.serialize_element(&item)?;
                }
                array.end()
            }
            Kind::Object => {
                let mut object = serializer.serialize_map(None)?;
                for (name, value) in self.members() {
                    object.serialize_entry(&name, &value)?;
                }
                object.end()
            }
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.root().serialize(serializer)
    }
}

/// Reads the text of a quoted string that the parser has already accepted.
fn unescape(quoted: &str) -> Cow<'_, str> {
    let inner = &quoted[1..quoted.len() - 1];
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = rest.as_bytes()[at + 1];
        rest = &rest[at + 2..];
        match escape {
            b'n' => text.push('\n'),
            b't' => text.push('\t'),
            b'r' => text.push('\r'),
            b'b' => text.push('\u{8}'),
            b'f' => text.push('\u{c}'),
            b'u' => {
                let mut code = u32::from_str_radix(&rest[..4], 16).unwrap_or_default();
                rest = &rest[4..];
                if (0xd800..0xdc00).contains(&code) {
                    let low = u32::from_str_radix(&rest[2..6], 16).unwrap_or_default();
                    code = 0x10000 + ((code - 0xd800) << 10) + (low & 0x3ff);
                    rest = &rest[6..];
                }
                text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            literal => text.push(char::from(literal)),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::json::MAX_DEPTH;
    use proptest::prelude::*;
    use proptest::sample::Index;

    #[test]
    fn order_repeated_members_and_numbers_survive_a_round_trip() {
        let text = r#"{"b":1,"a":[1.50,12345678901234567890123,-0,1e3,{}],"b":"\u00e9\n\ud83d\ude00","c":[]}"#;
        let json = Json::parse(text).unwrap();
        assert_eq!(
            serde_json::to_string(&json).unwrap(),
            r#"{"b":1,"a":[1.50,12345678901234567890123,-0,1e3,{}],"b":"é\n😀","c":[]}"#
        );
        assert_eq!(json.duplicates(), ["/b"]);
        let nested = Json::parse(r#"{"x":[{"a":1,"\u0061":2}],"~/":1,"y":{"b":{},"b":[]},"~/":2,"~/":3}"#).unwrap();
        assert_eq!(nested.duplicates(), ["/~0~1", "/x/0/a", "/y/b"]);
        assert_eq!(json.get("b").and_then(Value::as_string).as_deref(), Some("é\n😀"));
    }

    #[test]
    fn errors_name_the_place_and_what_was_expected() {
        for (text, message) in [
            ("", "line 1 column 1: expected a value, found the end of the text"),
            ("{\n \"a\" 1}", "line 2 column 6: expected ':' after the member name, found '1'"),
            ("[1,]", "line 1 column 4: expected a value, found ']'"),
            ("[01]", "line 1 column 3: expected ',' or ']', found '1'"),
            ("\"\\ud800\"", "line 1 column 2: unpaired surrogate"),
            ("\"a\u{1}\"", "line 1 column 3: unescaped control character in a string"),
            ("{} é", "line 1 column 4: expected the end of the document, found 'é'"),
            ("\u{feff}{}", "line 1 column 1: unexpected byte order mark"),
            ("\"abc", "line 1 column 1: unterminated string"),
            ("nul", "line 1 column 1: expected a value, found 'n'"),
        ] {
            assert_eq!(Json::parse(text).unwrap_err().to_string(), message, "{text:?}");
        }
    }

    #[test]
    fn a_hundred_thousand_levels_are_refused_without_a_stack_overflow() {
        let error = Json::parse("[".repeat(100_000)).unwrap_err();
        assert_eq!(error.what, "nested deeper than 128 levels");
        let deepest = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert_eq!(serde_json::to_string(&Json::parse(deepest.as_str()).unwrap()).unwrap(), deepest);
    }

    #[test]
    fn an_audience_is_a_string_or_an_array_of_strings_and_nothing_else() {
        let json = Json::parse(r#"{"one":"a","two":["a","b"],"no":["a",1]}"#).unwrap();
        let read = |name| json.get(name).and_then(Value::string_or_strings);
        assert_eq!(read("one"), Some(vec!["a".to_owned()]));
        assert_eq!(read("two"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read("no"), None);
    }

    /// A JSON document with white space wherever it is allowed.
    fn document() -> impl Strategy<Value = String> {
        let text = || r#""([ !#-\[\]-~]|é|💡|\\[\\"/bfnrt]|\\u00[0-9a-f]{2}|\\ud83d\\ude00){0,6}""#;
        let number = r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?";
        let leaf = proptest::prop_oneof![Just("null".to_owned()), Just("true".to_owned()), number, text()];
        leaf.prop_recursive(4, 32, 5, move |inner| {
            let items = proptest::collection::vec(inner.clone(), 0..5);
            let members = proptest::collection::vec((text(), inner), 0..5);
            proptest::prop_oneof![
                items.prop_map(|items| format!("[ {} ]", items.join(",\n"))),
                members.prop_map(|members| {
                    let members: Vec<_> = members.iter().map(|(name, value)| format!("{name} :\t{value}")).collect();
                    format!("{{{}\r\n}}", members.join(" , "))
                }),
            ]
        })
    }

    proptest::proptest! {
        #[test]
        fn a_document_with_a_few_characters_changed_is_read_exactly_when_serde_json_reads_it(
            document in document(),
            changes in proptest::collection::vec((any::<Index>(), r#"[\[\]{}:,"\\u0-9eE.+\- \n\x00a]{0,2}"#, 0..3_usize), 0..3),
        ) {
            let mut text: Vec<char> = document.chars().collect();
            for (at, inserted, removed) in changes {
                let at = at.index(text.len() + 1);
                let end = text.len().min(at + removed);
                text.splice(at..end, inserted.chars());
            }
            let text: String = text.into_iter().collect();
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let ours = Json::parse(text.as_str());
            // serde_json parses numbers, which are kept as written here.
            let too_large = theirs.as_ref().is_err_and(|error| error.to_string().contains("number out of range"));
            proptest::prop_assert!(too_large || ours.is_ok() == theirs.is_ok(), "{}", text);
        }

        #[test]
        fn near_json_is_read_exactly_when_serde_json_reads_it(text in r#"[\[\]{}:,"a\\u0-9eE.+\- dDfF]{0,24}"#) {
            let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            let ours = Json::parse(text.as_str());
            // In skipped values, serde_json checks surrogates less strictly: only that difference is allowed.
            proptest::prop_assert!(ours.is_ok() == theirs || ours.is_err_and(|e| e.what.contains("surrogate")));
        }
    }
}
