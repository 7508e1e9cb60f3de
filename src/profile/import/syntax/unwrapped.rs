//! Settings without brackets around them: the arguments of Ruby and Elixir, and the members of an object that was copied
//! without its braces.
//!
//! ```text
//!   provider :auth0, 'id', 'secret', callback_path: '/cb'      config :ueberauth, Ueberauth.Strategy.Okta.OAuth,
//!                                                                client_id: "id"
//! ```
//!
//! Arguments without a name are the members `0`, `1` ….

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use super::lines::lines;
use crate::profile::import::node::{Document, UNRESOLVED};
use crate::protocol::literal::{self, Source};

/// The longest settings, in bytes.
const LONGEST: usize = 8192;

/// The words before arguments.
const CALLS: &[&str] = &["provider(", "provider :", "config.omniauth :", "config.omniauth(", "config :"];

/// Offers the arguments of every such call, and every run of members.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let source = Source::new(text);
    let mut until = 0;
    for line in lines(text) {
        let content = line.text.trim_start();
        let start = line.end() - content.len();
        if start < until {
            continue;
        }
        let call = CALLS.iter().find(|call| content.starts_with(**call));
        // Two members at least: one is prose.
        if call.is_none() && !is_member(content) {
            continue;
        }
        let from = start + call.map_or(0, |call| call.trim_end_matches(':').len());
        let is_closed = call.is_some_and(|call| call.ends_with('('));
        let Some((arguments, end)) = arguments(&source, text, from, is_closed) else { continue };
        if call.is_none() && arguments.len() < 2 {
            continue;
        }
        until = end;
        if let Some(json) = object(text, &arguments) {
            let name = call.map_or("", |call| call.trim_end_matches([' ', ':', '('])).to_owned();
            offer(Document { json, name, spans: std::iter::once(start..end).collect(), ..Document::default() });
        }
    }
}

/// `name: value,` or `'name' => value,` on a line.
fn is_member(content: &str) -> bool {
    content.trim_end().ends_with(',') && name_length(content).is_some()
}

/// The length of the name of a member with the mark after it.
fn name_length(content: &str) -> Option<usize> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let bare = content.trim_start_matches([':', '"', '\'']);
    let skipped = content.len() - bare.len();
    let length = bare.find(|c: char| !c.is_ascii_alphanumeric() && !"_-$".contains(c)).filter(|length| *length > 0)?;
    let rest = &bare[length..];
    let rest = quote.map_or(Some(rest), |quote| rest.strip_prefix(quote))?;
    let mark = [": ", " => ", "=> "].iter().find(|mark| rest.starts_with(**mark));
    let mark = mark.map(|mark| mark.len()).or_else(|| (rest == ":").then_some(1))?;
    (skipped <= 1).then(|| content.len() - rest.len() + mark)
}

/// The arguments from a place on, and where they end: with their line, unless a comma or an open bracket goes on.
fn arguments(source: &Source<'_>, text: &str, from: usize, is_closed: bool) -> Option<(Vec<Range<usize>>, usize)> {
    let end = text.floor_char_boundary(text.len().min(from + LONGEST));
    let mut found = Vec::new();
    let (mut open, mut start, mut at) = (0_usize, from, from);
    // What is after the last comma of a line.
    let mut goes_on = true;
    while at < end {
        let c = text[at..].chars().next()?;
        match c {
            '(' | '[' | '{' => open += 1,
            ')' if open == 0 && is_closed => break,
            ')' | ']' | '}' if open == 0 => break,
            ')' | ']' | '}' => open -= 1,
            ',' if open == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            '\n' if open == 0 && !goes_on && !is_closed => break,
            '#' if text[..at].ends_with(char::is_whitespace) => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
                continue;
            }
            _ => {}
        }
        goes_on = c == ',' || c.is_whitespace() && goes_on;
        at = literal::step_over(source, at).max(at + 1);
    }
    let at = at.min(end);
    if !text[start..at].trim().is_empty() {
        found.push(start..at);
    }
    (!found.is_empty()).then_some((found, at))
}

/// All arguments as the members of an object.
fn object(text: &str, arguments: &[Range<usize>]) -> Option<String> {
    let mut members = "{".to_owned();
    let mut number = 0;
    for argument in arguments.iter().map(|range| text[range.clone()].trim()) {
        match name_length(argument) {
            Some(_) => members += argument,
            None if argument.starts_with('{') => {
                members += argument
                    .trim_start_matches('{')
                    .trim_end()
                    .trim_end_matches('}')
                    .trim_end_matches([',', '\n', ' ']);
            }
            None => {
                let _ = write!(members, "\"{number}\": {argument}");
                number += 1;
            }
        }
        members.push(',');
    }
    members.push('}');
    let mut fuel = members.len() * 16;
    let read = literal::configuration(&Source::new(&members), 0, &HashMap::new(), &mut fuel)?;
    Some(read.value.json_with(&|expression| format!("{UNRESOLVED}{expression}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        super::super::documents(read, text).iter().map(|json| json.replace("\\u0001", "=")).collect()
    }

    #[test]
    fn arguments_and_members_without_brackets_are_read() {
        for (text, json) in [
            ("  provider :a, 'b', ENV['C'], d: 'e'\nnext", r#"{"0":"=:a","1":"b","2":"=ENV['C']","d":"e"}"#),
            ("provider(\n  :a,\n  'b',\n  c: {\n    d: 'e'\n  }\n)\nend", r#"{"0":"=:a","1":"b","c":{"d":"e"}}"#),
            (
                "config :a, B.C,\n  d: \"e\",\n  f: g(\"h\")\n\nconfig :i",
                r#"{"0":"=:a","1":"=B.C","d":"e","f":"=g(\"h\")"}"#,
            ),
            ("a: 'b',\nc: ['d', 'e'],\nf: 'g'\nwords", r#"{"a":"b","c":["d","e"],"f":"g"}"#),
        ] {
            assert_eq!(all(text).first().map(String::as_str), Some(json), "{text}");
        }
        assert!(all("Note: this, and\nthat: too").is_empty());
    }
}
