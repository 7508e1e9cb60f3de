//! Sections with `name = value` lines: INI files, Java properties, and TOML that is valid.

use std::collections::HashMap;
use std::ops::Range;

use toml_edit::{DocumentMut, Item, Value};

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The maximum number of entries in a file.
const MAX_ENTRIES: usize = 3000;

/// Offers every run of sections and assignments in a text.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut run: Vec<Line<'_>> = Vec::new();
    // How many brackets are still open in the value of the last assignment.
    let mut open = 0_i64;
    for line in lines(text) {
        let content = line.text.trim();
        let goes_on = open > 0 && run.len() < MAX_ENTRIES;
        if goes_on || belongs(content) {
            open = (open + brackets(content)).max(0);
            run.push(line);
            continue;
        }
        open = 0;
        one(text, &std::mem::take(&mut run), offer);
    }
    one(text, &run, offer);
}

fn belongs(content: &str) -> bool {
    content.is_empty()
        || content.starts_with(['#', ';', '!'])
        || section(content).is_some()
        || assignment(content).is_some()
}

fn brackets(content: &str) -> i64 {
    if section(content).is_some() || content.starts_with(['#', ';']) {
        return 0;
    }
    content.chars().map(|c| i64::from(matches!(c, '[' | '{')) - i64::from(matches!(c, ']' | '}'))).sum()
}

fn section(content: &str) -> Option<&str> {
    let inner = content.strip_prefix('[')?.split(']').next()?;
    let name = inner.trim().trim_matches(['"', '\'']);
    let rest = content[1 + inner.len()..].trim_start_matches(']').trim();
    let word =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-\" ".contains(c)) && !name.contains(',');
    (word && (rest.is_empty() || rest.starts_with('#'))).then_some(name)
}

/// `name = value`, or `name: value` of properties if the name has a dot.
fn assignment(content: &str) -> Option<(&str, &str)> {
    let at = content.find(['=', ':'])?;
    let (name, value) = (content[..at].trim(), content[at + 1..].trim());
    // A list in prose: `client ID = shop`.
    let lower = name.to_lowercase();
    let known = ["client id", "client secret", "redirect uri", "token endpoint", "auth endpoint"];
    let is_known = name.len() < 40 && known.iter().any(|known| lower.starts_with(known));
    let word = !name.is_empty()
        && name.len() < 200
        && name.chars().all(|c| c.is_alphanumeric() || "_.-[]\"%".contains(c) || is_known && c == ' ');
    // C#: `options.ClientId = configuration["…"];`
    if content.ends_with(';') && name.contains('.') && content[..at].ends_with(' ') {
        return None;
    }
    let colon = content.as_bytes()[at] == b':';
    let fits = !colon || name.contains('.') && name.starts_with(char::is_alphabetic) && !value.starts_with("//");
    (word && fits && !value.starts_with('=') && !name.starts_with('-')).then_some((name, value))
}

fn one(text: &str, run: &[Line<'_>], offer: &mut dyn FnMut(Document) -> bool) {
    let is_blank = |line: &&Line<'_>| {
        let content = line.text.trim();
        content.is_empty() || content.starts_with(['#', ';'])
    };
    let mut filled = run.iter().filter(|line| !is_blank(line));
    let (Some(first), Some(last)) = (filled.clone().next(), filled.next_back()) else { return };
    let span = first.start..last.end();
    let root = toml(&text[span.clone()]).unwrap_or_else(|| ini(run));
    offer(Document { json: root.json(), spans: vec![span], entries: entries(run), ..Document::default() });
}

fn entries(run: &[Line<'_>]) -> Vec<(String, Range<usize>)> {
    let mut entries: Vec<(String, Range<usize>)> = Vec::new();
    for line in run {
        let content = line.text.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        match (section(content), entries.last_mut()) {
            (Some(name), _) => entries.push((name.to_owned(), line.start..line.end())),
            (None, Some(last)) => last.1.end = line.end(),
            (None, None) => entries.push((String::new(), line.start..line.end())),
        }
    }
    entries
}

fn ini(run: &[Line<'_>]) -> Node {
    let mut root = Node::Map(Vec::new());
    let mut within: Vec<&str> = Vec::new();
    let mut repeated: HashMap<String, Vec<Node>> = HashMap::new();
    // The open list of Nix or Lua, whose items are on lines of their own.
    let mut list: Option<(Vec<&str>, Vec<Node>)> = None;
    for (at, line) in run.iter().enumerate().take(MAX_ENTRIES) {
        let content = line.text.trim();
        if content.starts_with(['#', ';', '!']) {
            continue;
        }
        if let Some((path, items)) = &mut list {
            items.extend(quoted_items(content));
            if content.contains(']') {
                root.insert(path, Node::List(std::mem::take(items)));
                list = None;
            }
            continue;
        }
        if let Some(name) = section(content) {
            within = name.split('.').map(|part| part.trim_matches('"')).collect();
        } else if let Some((name, value)) = assignment(content) {
            let mut path = within.clone();
            // Quarkus: `%dev.name` is the same setting in a profile.
            let name = name.strip_prefix('%').and_then(|name| name.split_once('.')).map_or(name, |(_, name)| name);
            path.extend(name.split('.').take(30));
            let has_items = run.get(at + 1).is_some_and(|next| next.text.trim_start().starts_with(['"', '\'']));
            // Vault accepts a list as repeated settings.
            if name.ends_with("_uris") && value != "[" {
                let items = repeated.entry(path.join(".")).or_default();
                items.push(plain(value.trim_end_matches('\\').trim_end()));
                if items.len() > 1 {
                    root.insert(&path, Node::List(items.clone()));
                    continue;
                }
            }
            match value == "[" && has_items {
                true => list = Some((path, Vec::new())),
                false => root.insert(&path, plain(value)),
            }
        }
    }
    root
}

/// The strings in quotes on a line.
fn quoted_items(content: &str) -> impl Iterator<Item = Node> {
    let quote = if content.contains('"') { '"' } else { '\'' };
    content.split(quote).skip(1).step_by(2).map(|item| Node::Text(item.to_owned()))
}

/// A value in a file that is not TOML, without quotes and a trailing comment.
fn plain(value: &str) -> Node {
    let value = value.strip_suffix(';').unwrap_or(value).trim_end();
    // Java writes properties with these escapes.
    if let Some(plain_text) = ["\\:", "\\=", "\\#"]
        .iter()
        .any(|escape| value.contains(escape))
        .then(|| value.replace("\\:", ":").replace("\\=", "=").replace("\\#", "#"))
    {
        return Node::Text(plain_text);
    }
    // Grafana uses triple quotes.
    if let Some(inner) = value.strip_prefix("\"\"\"").and_then(|rest| rest.split("\"\"\"").next()) {
        return Node::Text(inner.to_owned());
    }
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.split(quote).next()) {
            return Node::Text(inner.to_owned());
        }
    }
    if let Some(inner) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        // Nix separates the items by spaces.
        if !inner.contains(',') && inner.contains('"') {
            return Node::List(quoted_items(inner).collect());
        }
        let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty());
        return Node::List(items.map(plain).collect());
    }
    // An expression of a program.
    if ["(\"", "[\"", "('", "['"].iter().any(|call| value.contains(call)) {
        return Node::Unresolved(value.to_owned());
    }
    let end = value.find(" #").or_else(|| value.find(" ;")).unwrap_or(value.len());
    let text = value[..end].trim();
    match text {
        "true" | "false" => Node::scalar(text),
        "" => Node::Null,
        _ => Node::Text(text.to_owned()),
    }
}

fn toml(text: &str) -> Option<Node> {
    let document = text.parse::<DocumentMut>().ok()?;
    Some(item(document.as_item()))
}

fn item(value: &Item) -> Node {
    match value {
        Item::None => Node::Null,
        Item::Value(value) => toml_value(value),
        Item::Table(table) => Node::Map(table.iter().map(|(name, inner)| (name.to_owned(), item(inner))).collect()),
        Item::ArrayOfTables(tables) => Node::List(
            tables
                .iter()
                .map(|table| Node::Map(table.iter().map(|(name, inner)| (name.to_owned(), item(inner))).collect()))
                .collect(),
        ),
    }
}

fn toml_value(value: &Value) -> Node {
    match value {
        Value::String(text) => Node::Text(text.value().clone()),
        Value::Boolean(flag) => Node::Bool(*flag.value()),
        Value::Array(items) => Node::List(items.iter().map(toml_value).collect()),
        Value::InlineTable(table) => {
            Node::Map(table.iter().map(|(name, inner)| (name.to_owned(), toml_value(inner))).collect())
        }
        other => Node::scalar(other.to_string().trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        super::super::documents(read, text)
    }

    #[test]
    fn ini_properties_and_toml_are_read() {
        assert_eq!(all("[a.b]\nc = d e ; x\n"), [r#"{"a":{"b":{"c":"d e"}}}"#]);
        assert_eq!(all("a.b.c=d\na.b.e: f\n"), [r#"{"a":{"b":{"c":"d","e":"f"}}}"#]);
        assert_eq!(all("[a]\nb = [\n  \"c\",\n]\nd = { e = true }\n"), [r#"{"a":{"b":["c"],"d":{"e":true}}}"#]);
    }
}
