//! `NAME=value` lines: `.env` files, exports of a shell, and settings in Python. `${OTHER}` is resolved from the same
//! text.

use std::collections::HashMap;
use std::ops::Range;

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// The maximum number of variables in a file.
const MAX_VARIABLES: usize = 2000;

/// The maximum number of references for one value; more mean a cycle.
const MAX_REFERENCES: usize = 64;

/// The maximum number of bytes that references may produce in a text; beyond it they stay unresolved.
const MAX_FILLED: usize = 1 << 20;

/// One assignment. `literal` means that nothing is resolved in it.
struct Variable<'a> {
    name: &'a str,
    value: &'a str,
    literal: bool,
    expression: bool,
}

/// Offers all assignments of a text as one document; other lines may be in between.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut run: Vec<Variable<'_>> = Vec::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    let mut behind = 0;
    for line in lines(text) {
        let content = line.text.trim();
        if line.start < behind || content.is_empty() || content.starts_with('#') {
            continue;
        }
        let found = if run.len() < MAX_VARIABLES { variable(text, line.start) } else { None };
        let was_open = std::mem::replace(&mut is_open, found.is_some());
        let Some((variable, end)) = found else { continue };
        run.push(variable);
        behind = end;
        match spans.last_mut().filter(|_| was_open) {
            Some(span) => span.end = end,
            None => spans.push(line.start..end),
        }
    }
    if run.is_empty() {
        return;
    }
    let mut room = MAX_FILLED;
    let known: HashMap<&str, usize> = run.iter().enumerate().map(|(index, variable)| (variable.name, index)).collect();
    let members = run.iter().enumerate().map(|(index, variable)| {
        let node = match variable {
            Variable { expression: true, value, .. } => default_of(value),
            Variable { literal: true, value, .. } => Node::Text((*value).to_owned()),
            _ => filled(&run, &known, index, &mut MAX_REFERENCES.clone(), &mut room)
                .map_or_else(|| Node::Unresolved(variable.value.to_owned()), Node::Text),
        };
        (variable.name.to_owned(), node)
    });
    let json = Node::Map(members.collect()).json();
    offer(Document { json, spans, ..Document::default() });
}

/// The assignment that starts at `from`, and its end.
fn variable(text: &str, from: usize) -> Option<(Variable<'_>, usize)> {
    let rest = &text[from..];
    let line = rest.split('\n').next().unwrap_or_default();
    let trimmed = line.trim_start();
    let (_, trimmed) = ["export ", "set ", "$env:", "ENV ", "- "]
        .iter()
        .find_map(|word| Some((word, trimmed.strip_prefix(word)?.trim_start())))
        .unwrap_or((&"", trimmed));
    // systemd: `Environment="NAME=value"`
    if let Some(inner) = trimmed.strip_prefix("Environment=") {
        let (name, value) = inner.trim().trim_matches(['"', '\'']).split_once('=')?;
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        return is_name.then(|| (Variable { name, value, literal: true, expression: false }, from + line.len()));
    }
    let (name, value) = trimmed.split_once('=')?;
    let name = name.trim_end();
    let spaced = name.len() < trimmed.len() - value.len() - 1;
    let is_name = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    // `a == b` is a comparison; `x = y` in lower case is another language.
    if !is_name || value.starts_with('=') || spaced && name.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let start = from + line.len() - value.len();
    let begin = start + value.len() - value.trim_start().len();
    let named = |value, literal, expression| Variable { name, value, literal, expression };
    if let Some(quote) = text[begin..].chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))
        && let Some(end) = closing(&text[begin + 1..], quote)
    {
        return Some((named(&text[begin + 1..begin + 1 + end], quote == '\'', false), begin + end + 2));
    }
    // Without quotes, ` #` starts a comment.
    let end = value.find(" #").or_else(|| value.find("\t#")).unwrap_or(value.len());
    let value = value[..end].trim();
    // Python: a call, a list, a name.
    let expression = spaced && !value.starts_with(['"', '\'']) && value.contains(['(', '[', '{']);
    Some((named(value, false, expression), from + line.len()))
}

/// The end of a quoted value, which may be on a later line: the first quote followed only by a comment. Other quotes on
/// the line are part of the value, as a shell user would expect.
fn closing(text: &str, quote: char) -> Option<usize> {
    /// The longest value: a private key in a file of variables.
    const LONGEST: usize = 16 * 1024;
    let mut escaped = false;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped && quote == '"';
        if !ends {
            continue;
        }
        let behind = text[at + c.len_utf8()..].trim_start_matches([' ', '\t']);
        if behind.is_empty() || behind.starts_with(['\n', '#', ';', ',']) {
            return Some(at);
        }
    }
    None
}

/// The default in an expression: `os.environ.get("X", "default")`.
fn default_of(expression: &str) -> Node {
    if let Some(items) = expression.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let items = items.split(',').map(|item| item.trim().trim_matches(['"', '\''])).filter(|item| !item.is_empty());
        return Node::List(items.map(|item| Node::Text(item.to_owned())).collect());
    }
    Node::Unresolved(expression.to_owned())
}

/// A value with `${OTHER}` and `${OTHER:-default}` resolved; `None` if the text does not define one of them.
fn filled(
    run: &[Variable<'_>],
    known: &HashMap<&str, usize>,
    index: usize,
    left: &mut usize,
    room: &mut usize,
) -> Option<String> {
    let mut text = String::new();
    let mut rest = run[index].value;
    if run[index].literal {
        return Some(rest.to_owned());
    }
    while let Some((before, reference)) = rest.split_once("${") {
        let Some((inner, after)) = reference.split_once('}') else { break };
        let (name, default) = inner.split_once(":-").map_or((inner, None), |(name, default)| (name, Some(default)));
        text.push_str(before);
        // The last assignment wins, but a variable that extends itself refers to the previous one.
        let found = known.get(name).copied().and_then(|other| match other == index {
            false => Some(other),
            true => run[..index].iter().rposition(|variable| variable.name == name),
        });
        match (found, default) {
            (Some(other), _) if *left > 0 && run[other].value.len() <= *room => {
                *left -= 1;
                *room -= run[other].value.len();
                text.push_str(&filled(run, known, other, left, room)?);
            }
            (_, Some(default)) => text.push_str(default),
            _ => return None,
        }
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}
