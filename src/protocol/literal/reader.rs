//! Reads literals, without running anything.

use std::collections::HashMap;
use std::ops::Range;

use super::parser::{Dialect, Parser};
use super::source::Source;
use super::value::{Argument, Value};

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
