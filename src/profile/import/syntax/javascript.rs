//! Object literals of JavaScript, TypeScript and near-JSON, as people write configuration: comments, trailing commas,
//! unquoted names, single quotes, `as const`, calls and variables; and the hashes of PHP and Ruby.
//!
//! No code is run. A constant that the file declares as a string is resolved, and of `process.env.X || 'default'` the
//! default is used. What is still not a literal (`` `${origin}/` ``, `a ? b : c`) is an expression.

use std::collections::HashMap;

use crate::profile::import::node::{Document, UNRESOLVED};
use crate::protocol::Json;
use crate::protocol::literal::{self, Source, Value};

/// Offers every object literal of a source text as a document, the outermost first; rejected ones are searched for
/// literals within them. The work is bounded by a multiple of the text's length.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let source = Source::new(text);
    let constants = constants(text);
    let mut fuel = text.len().saturating_mul(16).saturating_add(4096);
    let mut at = 0;
    while at < text.len() && fuel > 0 {
        let read = literal::configuration(&source, at, &constants, &mut fuel);
        let end = read.as_ref().map(|read| read.span.end);
        let is_taken = read.is_some_and(|read| {
            let mut defaults = Vec::new();
            note_defaults(&read.value, &mut Vec::new(), &mut defaults);
            offer(Document {
                json: read.value.json_with(&|expression| format!("{UNRESOLVED}{expression}")),
                name: name_before(&text[..read.span.start]).to_owned(),
                skipped: read.spread,
                defaults,
                repair: Json::parse(&text[read.span.clone()])
                    .is_err()
                    .then_some("read as a JavaScript object, which is not strict JSON"),
                entries: Vec::new(),
                spans: vec![read.span],
            })
        });
        at = match end {
            Some(end) if is_taken => end,
            Some(_) => at + 1,
            None => literal::step_over(&source, at),
        };
    }
}

/// Where the default of an expression was used: the dotted path of the member, and the expression.
pub(super) fn note_defaults(value: &Value, path: &mut Vec<String>, found: &mut Vec<(String, String)>) {
    let mut within = |name: String, value| {
        path.push(name);
        note_defaults(value, path, found);
        path.pop();
    };
    match value {
        Value::Map(members) => members.iter().for_each(|(name, value)| within(name.clone(), value)),
        Value::List(values) => values.iter().enumerate().for_each(|(at, value)| within(at.to_string(), value)),
        Value::Default(expression, _) => found.push((path.join("."), expression.clone())),
        _ => {}
    }
}

/// The name before an object: of the function whose argument it is, of its constant, or of its member.
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
                // `const x: Type = {`: the type says more than the name.
                return name;
            }
            ';' | '{' | '}' => return "",
            _ => {}
        }
    }
    ""
}

/// The strings that a source text declares as constants, each on one line: `const domain = 'a.example';`.
pub(super) fn constants(source: &str) -> HashMap<&str, String> {
    let declared = source.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("export ");
        let line = ["const ", "let ", "var "].iter().find_map(|keyword| line.strip_prefix(keyword))?;
        let (name, value) = line.split_once('=')?;
        let value = value.trim().trim_end_matches(';').trim_end();
        let (text, end) = literal::value(&Source::new(value), 0).ok()?;
        let Value::Text(text) = text else { return None };
        (end == value.len() && value.starts_with(['\'', '"'])).then_some((name.split(':').next()?.trim(), text))
    });
    declared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(source: &str) -> Vec<Document> {
        let mut found = Vec::new();
        read(source, &mut |document| {
            found.push(document);
            false
        });
        found
    }

    fn first(source: &str) -> Document {
        all(source).into_iter().next().expect("an object literal")
    }

    /// The JSON, with `=` before an expression.
    fn json(document: &Document) -> String {
        document.json.replace("\\u0001", "=")
    }

    #[test]
    fn comments_trailing_commas_and_bare_names_are_read() {
        let literal = first("// WARNING\nconst a = { /* x */ b: 'it\\'s', \"c\": [1, -2.5, true,], d: null, };");
        assert_eq!(json(&literal), r#"{"b":"it's","c":[1,-2.5,true],"d":null}"#);
    }

    #[test]
    fn what_is_no_literal_is_an_expression() {
        let literal = first(
            "x({ a: process.env.A!, b: [`${o}/x`, 'y'], c: t ? 'u' : 'v', ...rest, d, e() { return {} }, f: () => { ; } })",
        );
        assert_eq!(
            json(&literal),
            r#"{"a":"=process.env.A!","b":["=`${o}/x`","y"],"c":"=t ? 'u' : 'v'","d":"=d","f":"=() => { ; }"}"#
        );
        assert_eq!(literal.skipped, ["...rest"]);
    }

    #[test]
    fn constants_and_defaults_are_taken() {
        let literal = first(
            "export const pool: string = 'p_1';\nconst n = 5;\nlet o = `x`;\nf({ pool, a: pool, b: e.X || 'd', c: e.Y ?? ['u'], d: n, e: e.Z || o })",
        );
        assert_eq!(json(&literal), r#"{"pool":"p_1","a":"p_1","b":"d","c":["u"],"d":"=n","e":"=e.Z || o"}"#);
        assert_eq!(
            literal.defaults,
            [("b".to_owned(), "e.X || 'd'".to_owned()), ("c".to_owned(), "e.Y ?? ['u']".to_owned())]
        );
    }

    #[test]
    fn typescript_assertions_are_stepped_over() {
        let literal = first("export default { a: ['x'] as const, b: 'code' as 'code', c: { d: 1 } satisfies T } as C");
        assert_eq!(json(&literal), r#"{"a":["x"],"b":"code","c":{"d":1}}"#);
    }

    #[test]
    fn blocks_of_statements_are_searched_for_literals_within() {
        let found = all("function f() { if (x) { g({ a: 1 }); } } const s = '{ b: 2 }'; // { c: 3 }");
        // `if (x) { … }` looks like a method: the block around it is an object without members.
        assert_eq!(found.iter().map(json).collect::<Vec<_>>(), ["{}", r#"{"a":1}"#]);
    }

    #[test]
    fn hostile_nesting_ends() {
        for hostile in ["{a:".repeat(50_000), "{a:x".repeat(50_000), "{a:[".repeat(50_000), "{".repeat(200_000)] {
            assert_eq!(all(&hostile).len(), 0);
        }
    }
}
