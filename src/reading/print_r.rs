//! Arrays as PHP's `print_r` prints them, on one line or on several: `Array ( [error] => invalid_grant )`.

use serde_json::{Map, Value};

use crate::protocol::Json;
use crate::reading::part::{Part, Spanned};

/// The maximum length of a value. Bytes.
const LONGEST: usize = 16 * 1024;
/// The maximum depth of arrays in arrays.
const DEEPEST: usize = 5;
/// The names before the opening parenthesis.
const OPENERS: [&str; 2] = ["Array", "Object"];

/// Every printed array with members, as an object.
pub fn arrays(text: &str) -> Vec<Spanned<Part>> {
    let mut found: Vec<Spanned<Part>> = Vec::new();
    for (open, _) in text.match_indices('(') {
        let before = text[..open].trim_end();
        let end = found.last().map_or(0, |last| last.span.end);
        let Some(name) = OPENERS.iter().find(|name| before.ends_with(*name)).filter(|_| open >= end) else { continue };
        let Some((members, length)) = members(&text[open + 1..], 0).filter(|(members, _)| !members.is_empty()) else {
            continue;
        };
        let start = before.len() - name.len();
        if let Ok(json) = Json::parse(Value::Object(members).to_string()) {
            found.push(Spanned::new(start..open + 1 + length, Part::Object(json)));
        }
    }
    found
}

/// The members after an opening parenthesis, and the length up to the closing one; a text that is cut off ends there.
fn members(text: &str, depth: usize) -> Option<(Map<String, Value>, usize)> {
    let mut members = Map::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(after) = rest.strip_prefix(')') {
            return Some((members, text.len() - after.len()));
        }
        if rest.is_empty() {
            return Some((members, text.len()));
        }
        let (name, value) = member(rest)?;
        let nested = value.get(..value.floor_char_boundary(200)).and_then(|head| {
            let open = head.find('(')?;
            OPENERS.iter().any(|opener| head[..open].trim_end().ends_with(opener)).then_some(open + 1)
        });
        let (read, after) = match nested.filter(|_| depth < DEEPEST) {
            Some(open) => {
                let (inner, length) = self::members(&value[open..], depth + 1)?;
                (Value::Object(inner), &value[open + length..])
            }
            None => {
                let length = length_of_value(value);
                (plain(value[..length].trim()), &value[length..])
            }
        };
        members.insert(name.to_owned(), read);
        rest = after.trim_start();
    }
}

/// `[name] => `, and what follows.
fn member(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('[')?.split_once(']').filter(|(name, _)| name.len() <= 200)?;
    let rest = rest.trim_start_matches([' ', '\t']).strip_prefix("=>")?;
    Some((name, rest.trim_start_matches([' ', '\t'])))
}

/// A value ends at the end of its line, before the next member, or before the parenthesis that closes the array.
fn length_of_value(text: &str) -> usize {
    let line = &text[..text.floor_char_boundary(LONGEST)];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    let mut brackets = line.match_indices(" [");
    if let Some((next, _)) = brackets.find(|(at, _)| member(&line[at + 1..]).is_some()) {
        return next;
    }
    line.rfind(" )").unwrap_or(line.len())
}

fn plain(text: &str) -> Value {
    let is_number = (1..16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<i64>().ok().filter(|_| is_number).map_or_else(|| text.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let json = |found: Spanned<Part>| match found.value {
            Part::Object(json) => json.text().to_owned(),
            _ => String::new(),
        };
        arrays(text).into_iter().map(json).collect()
    }

    #[test]
    fn an_array_is_read_on_one_line_and_on_several() {
        let json = r#"{"error":"invalid_grant","error_description":"Bad (no, really) request."}"#.to_owned();
        for text in [
            "Data: Array ( [error] => invalid_grant [error_description] => Bad (no, really) request. )",
            "Error: Array\n(\n    [error] => invalid_grant\n    [error_description] => Bad (no, really) request.\n)\n",
            "stdClass Object\n(\n    [error] => invalid_grant\n    [error_description] => Bad (no, really) request.\n",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&json), "{text}");
        }
    }

    #[test]
    fn arrays_within_arrays_are_read() {
        let text =
            "Array\n(\n    [codes] => Array\n        (\n            [0] => 9002313\n        )\n\n    [error] => x\n)";
        assert_eq!(read(text), [r#"{"codes":{"0":9002313},"error":"x"}"#]);
    }

    #[test]
    fn other_parentheses_are_none() {
        for text in ["new Array(5)", "Array ( ", "Array (a => b)", "Object (see [1])", "Array ([x] y)"] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "(Array|Object| ?\\(|\\)|\\[a\\]| => |\n| |\\PC){0,40}") {
            for found in arrays(&text) {
                proptest::prop_assert!(text.get(found.span).is_some());
            }
        }
    }
}
