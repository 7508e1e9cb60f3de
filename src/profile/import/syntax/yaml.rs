//! YAML, alone or in a longer text: anchors, merge keys, several documents, the tags of CloudFormation, and the
//! templates of Helm.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use crate::profile::import::node::{Document, MAX_DEPTH, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The maximum number of values that the aliases of one text may produce.
const MAX_COPIED: usize = 20_000;

/// Offers every YAML document in a text.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    for run in runs(text) {
        document(&run, offer);
    }
}

/// Lines that may be one YAML document: with one indentation, and deeper lines below it.
struct Run<'a> {
    lines: Vec<Line<'a>>,
    indent: usize,
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut open = false;
    let mut block: Option<usize> = None;
    for line in lines(text) {
        let content = line.text.trim();
        let indent = line.text.len() - line.text.trim_start_matches(' ').len();
        let is_blank = content.is_empty() || content.starts_with('#');
        if let Some(run) = runs.last_mut().filter(|_| open) {
            let in_block = block.is_some_and(|parent| indent > parent || content.is_empty());
            let closes = content.starts_with(['}', ']']) && indent >= run.indent;
            if in_block || is_blank || indent > run.indent || closes || indent == run.indent && starts(content) {
                if !in_block && !is_blank {
                    block = opens_block(content).then_some(indent);
                }
                run.lines.push(line);
                continue;
            }
            open = false;
        }
        block = None;
        if !is_blank && key(content).is_some() {
            open = true;
            block = opens_block(content).then_some(indent);
            runs.push(Run { lines: vec![line], indent });
        }
    }
    runs
}

/// Whether a text of several lines follows: `key: |`.
fn opens_block(content: &str) -> bool {
    content.trim_end_matches(['-', '+']).ends_with(['|', '>'])
}

/// Whether a line with the document's indentation continues it.
fn starts(content: &str) -> bool {
    content.starts_with("- ") || content == "-" || key(content).is_some()
}

/// The key at the start of a line, possibly after `- `.
fn key(content: &str) -> Option<&str> {
    let content = content.trim_start_matches("- ").trim_start();
    let (key, rest) = match content.strip_prefix(['"', '\'']) {
        Some(quoted) => {
            let end = quoted.find(['"', '\''])?;
            (&quoted[..end], quoted[end + 1..].strip_prefix(':')?)
        }
        None => content.split_once(':')?,
    };
    let word = !key.is_empty() && key.len() < 200 && key.chars().all(|c| c.is_alphanumeric() || "_.-/<$~".contains(c));
    (word && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(key)
}

fn document(run: &Run<'_>, offer: &mut dyn FnMut(Document) -> bool) {
    /// After this many lines that are not YAML, reading stops.
    const MOST: usize = 8;
    let mut from = 0;
    let mut failures = 0;
    // A line that is not YAML ends the document before it; another one may start after it.
    while from < run.lines.len() {
        let mut to = run.lines.len();
        let (nodes, failed) = parse(&run.lines[from..to]);
        let mut nodes = nodes;
        if let Some(line) = failed {
            to = from + line.min(run.lines.len() - from - 1);
            nodes = parse(&run.lines[from..to]).0;
        }
        let entries = entries(&run.lines[from..to], run.indent);
        for node in nodes {
            if let (Node::Map(_) | Node::List(_), Some((first, last))) = (&node, span(&run.lines[from..to])) {
                offer(Document {
                    json: node.json(),
                    spans: std::iter::once(first..last).collect(),
                    entries: entries.clone(),
                    ..Document::default()
                });
            }
        }
        failures += 1;
        if failed.is_none() || failures == MOST {
            return;
        }
        from = to + 1;
        while from < run.lines.len() && key(run.lines[from].text.trim()).is_none() {
            from += 1;
        }
    }
}

fn span(lines: &[Line<'_>]) -> Option<(usize, usize)> {
    Some((lines.first()?.start, lines.iter().rev().find(|line| !line.text.trim().is_empty())?.end()))
}

/// The outermost keys with the lines below each; comments after the last line of an entry do not belong to it.
fn entries(lines: &[Line<'_>], indent: usize) -> Vec<(String, Range<usize>)> {
    let mut entries: Vec<(String, Range<usize>)> = Vec::new();
    for line in lines {
        let content = line.text.trim();
        let at = line.text.len() - line.text.trim_start_matches(' ').len();
        if content.is_empty() || content.starts_with('#') && at <= indent {
            continue;
        }
        match key(content).filter(|_| at == indent && !content.starts_with('-')) {
            Some(key) => entries.push((key.to_owned(), line.start..line.end())),
            None => match entries.last_mut() {
                Some(last) => last.1.end = line.end(),
                None => entries.push((String::new(), line.start..line.end())),
            },
        }
    }
    entries
}

/// The documents in some lines, and the line of the first error.
fn parse(lines: &[Line<'_>]) -> (Vec<Node>, Option<usize>) {
    let text: String = lines.iter().map(|line| without_templates(line.text) + "\n").collect();
    let mut builder = Builder { anchors: HashMap::new(), copied: 0, open: Vec::new(), done: Vec::new() };
    for event in Parser::new_from_str(&text) {
        match event {
            Ok((event, span)) => {
                if builder.take(event).is_none() {
                    return (Vec::new(), Some(span.start.line().saturating_sub(1)));
                }
            }
            Err(error) => return (Vec::new(), Some(error.marker().line().saturating_sub(1).min(lines.len() - 1))),
        }
    }
    (builder.done, None)
}

/// A line with its templates quoted, so that it is YAML: `{{ .Values.id }}` at the start of a value.
fn without_templates(line: &str) -> String {
    let content = line.trim();
    if content.starts_with("{{") && content.ends_with("}}") {
        return format!("{}# {content}", &line[..line.len() - line.trim_start().len()]);
    }
    match line.find(": {{").map(|at| at + 2).or_else(|| line.find("- {{").map(|at| at + 2)) {
        Some(at) => format!("{}'{}'", &line[..at], line[at..].trim().replace('\'', "''")),
        None => line.replace('\t', "  "),
    }
}

enum Open {
    Map { members: Vec<(String, Node)>, key: Option<String>, anchor: usize, tag: Option<String> },
    List { items: Vec<Node>, anchor: usize, tag: Option<String> },
}

struct Builder {
    anchors: HashMap<usize, Node>,
    copied: usize,
    open: Vec<Open>,
    done: Vec<Node>,
}

impl Builder {
    /// Handles one event; `None` if the document is nested too deeply or copies too much.
    fn take(&mut self, event: Event<'_>) -> Option<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = scalar(&text, style, tag.as_deref());
                self.value(node, anchor)
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned().unwrap_or(Node::Null);
                self.copied += size(&node);
                (self.copied < MAX_COPIED).then_some(())?;
                self.value(node, 0)
            }
            Event::MappingStart(anchor, tag) => {
                self.open.push(Open::Map { members: Vec::new(), key: None, anchor, tag: tag.as_deref().and_then(own) });
                (self.open.len() < MAX_DEPTH).then_some(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.open.push(Open::List { items: Vec::new(), anchor, tag: tag.as_deref().and_then(own) });
                (self.open.len() < MAX_DEPTH).then_some(())
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let (node, anchor) = match self.open.pop()? {
                    Open::Map { members, anchor, tag: None, .. } => (Node::Map(members), anchor),
                    Open::List { items, anchor, tag: None } => (Node::List(items), anchor),
                    Open::Map { anchor, tag: Some(tag), .. } | Open::List { anchor, tag: Some(tag), .. } => {
                        (Node::Unresolved(tag), anchor)
                    }
                };
                self.value(node, anchor)
            }
            _ => Some(()),
        }
    }

    fn value(&mut self, node: Node, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.copied += size(&node);
            (self.copied < MAX_COPIED).then_some(())?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.done.push(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { members, key, .. }) => match key.take() {
                None => {
                    *key = Some(match node {
                        Node::Text(text) | Node::Number(text) | Node::Unresolved(text) => text,
                        Node::Bool(flag) => flag.to_string(),
                        _ => String::new(),
                    });
                }
                Some(name) if name == "<<" => merge(members, node),
                Some(name) if is_dotted(&name) => {
                    let path: Vec<&str> = name.split('.').collect();
                    let mut map = Node::Map(std::mem::take(members));
                    map.insert(&path, node);
                    if let Node::Map(all) = map {
                        *members = all;
                    }
                }
                Some(name) => members.push((name, node)),
            },
        }
        Some(())
    }
}

/// Spring and others treat `spring.security: …` as nested members.
fn is_dotted(name: &str) -> bool {
    const STARTS: &[&str] = &[
        "spring.",
        "oauth2.",
        "micronaut.",
        "quarkus.",
        "xpack.",
        "opendistro_security.",
        "opensearch_security.",
        "rp.",
        "op.",
    ];
    name.contains("security.oauth2") || STARTS.iter().any(|start| name.starts_with(start))
}

/// Members merged with `<<` come before the map's own, which override them.
fn merge(members: &mut Vec<(String, Node)>, node: Node) {
    let maps = match node {
        Node::List(items) => items,
        other => vec![other],
    };
    for map in maps {
        if let Node::Map(others) = map {
            members.splice(0..0, others);
        }
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Node {
    match tag.and_then(own) {
        // `!Sub` without a variable is plain text.
        Some(name) if name == "!Sub" && !text.contains("${") => Node::Text(text.to_owned()),
        Some(name) => Node::Unresolved(format!("{name} {text}")),
        None if style == ScalarStyle::Plain => annotated(text).map_or_else(|| Node::scalar(text), Node::Text),
        None => Node::Text(text.to_owned()),
    }
}

/// The string in a setting of a Python class, which looks like YAML: `issuer: str = "https://op.example"`.
fn annotated(text: &str) -> Option<String> {
    let (kind, value) = text.split_once(" = ")?;
    let is_type = kind.chars().all(|c| c.is_ascii_alphanumeric() || "_[]|., ".contains(c));
    let quote = value.chars().next().filter(|c| is_type && matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote)).then(|| inner.to_owned())
}

/// An application-specific tag, such as `!Ref`.
fn own(tag: &Tag) -> Option<String> {
    (tag.handle == "!").then(|| format!("!{}", tag.suffix))
}

fn size(node: &Node) -> usize {
    match node {
        Node::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Node::Map(members) => 1 + members.iter().map(|(_, value)| size(value)).sum::<usize>(),
        Node::Text(text) | Node::Unresolved(text) => 1 + text.len() / 64,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        super::super::documents(read, text)
    }

    #[test]
    fn anchors_merge_keys_tags_and_templates_are_read() {
        let text = "a: &x {b: 1, c: 'd'}\ne:\n  <<: *x\n  c: !Ref Pool\nf: !Sub plain\ng: {{ .Values.g }}\n";
        assert_eq!(
            all(text),
            [r#"{"a":{"b":1,"c":"d"},"e":{"b":1,"c":"d","c":"\u0001!Ref Pool"},"f":"plain","g":"{{ .Values.g }}"}"#]
        );
    }

    #[test]
    fn a_line_that_is_no_yaml_ends_the_document() {
        let found = all("Here it is:\na:\n  b: c\nError: x: y: z\nd: e\n");
        assert!(found.iter().any(|json| json.contains(r#""a":{"b":"c"}"#)), "{found:?}");
    }

    #[test]
    fn aliases_do_not_multiply_without_end() {
        let bomb: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1)).collect();
        assert!(all(&format!("a0: &a0 [x, x]\n{bomb}")).iter().all(|json| json.len() < 1 << 20));
    }
}
