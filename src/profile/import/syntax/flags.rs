//! The options of a command: on one line, continued over several lines, or one option per line.

use std::ops::Range;

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// The maximum number of options.
const MAX_WORDS: usize = 500;

/// Offers every command with options as `{OPTION: value}`; an option without a value is `true`.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut command = String::new();
    let mut span: Range<usize> = 0..0;
    let mut continues = false;
    for line in lines(text) {
        let content = line.text.trim();
        let option = content.trim_start_matches("- ").trim_start_matches(['"', '\'', '[']);
        let is_option = option.starts_with("--") || option.starts_with('-') && option.contains('=');
        if !command.is_empty() && (continues || is_option) {
            command.push(' ');
        } else {
            flush(&mut command, &span, offer);
            span = line.start..line.start;
            if !content.contains(" -") && !is_option && !content.ends_with('\\') {
                continue;
            }
        }
        continues = content.ends_with(['\\', '^', '`']);
        command.push_str(content.trim_end_matches(['\\', '^', '`']).trim_start_matches("- "));
        span.end = line.end();
    }
    flush(&mut command, &span, offer);
}

fn flush(command: &mut String, span: &Range<usize>, offer: &mut dyn FnMut(Document) -> bool) {
    let command = std::mem::take(command);
    let words = words(&command);
    let is_aws = words.iter().take(4).any(|word| word == "aws");
    if let Some(values) = helm(&words)
        && offer(Document { json: values.json(), spans: vec![span.clone()], ..Document::default() })
    {
        return;
    }
    let options = if is_aws { aws(&words) } else { options(words.iter().map(String::as_str)) };
    // `docker run -e NAME=value`, `fly secrets set NAME=value`; Keycloak's `kcadm.sh create clients -s name=value`.
    let is_keycloak = words.iter().take(4).any(|word| word.contains("kcadm"));
    let settings: Vec<(String, Node)> = words.iter().filter_map(|word| setting(word, is_keycloak)).collect();
    if !settings.is_empty() {
        let json = Node::Map(settings).json();
        if offer(Document { json, spans: vec![span.clone()], ..Document::default() }) {
            return;
        }
    }
    if let Some(fields) = fields(&words)
        && offer(Document { json: fields.json(), spans: vec![span.clone()], ..Document::default() })
    {
        return;
    }
    if let Node::Map(members) = &options
        && !members.is_empty()
    {
        offer(Document {
            json: options.json(),
            spans: vec![span.clone()],
            name: words.first().cloned().unwrap_or_default(),
            ..Document::default()
        });
    }
}

/// The options among the words: `--name=value`, `-name=value`, `--name value`.
pub(in super::super) fn options<'a>(words: impl Iterator<Item = &'a str>) -> Node {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut wants_value = false;
    for word in words.take(MAX_WORDS) {
        // Options of the API server, handed over by minikube and k3s.
        let inner = ["--extra-config=apiserver.", "--kube-apiserver-arg="].iter().find_map(|it| word.strip_prefix(it));
        let handed = inner.map(|inner| format!("--{inner}"));
        let word = handed.as_deref().unwrap_or(word);
        let is_option = word.starts_with('-') && word.len() > 1;
        if is_option {
            let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            let name = name.trim_start_matches('-').to_owned();
            wants_value = value.is_none();
            let value = value.map_or(Node::Bool(true), |value| Node::Text(unquoted(value).to_owned()));
            match members.iter_mut().find(|(known, _)| *known == name) {
                Some((_, Node::List(items))) => items.push(value),
                Some((_, first)) => *first = Node::List(vec![std::mem::replace(first, Node::Null), value]),
                None => members.push((name, value)),
            }
        } else if wants_value {
            wants_value = false;
            if let Some((_, slot)) = members.last_mut() {
                let value = Node::Text(unquoted(word).to_owned());
                match slot {
                    Node::List(items) => {
                        items.pop();
                        items.push(value);
                    }
                    _ => *slot = value,
                }
            }
        }
    }
    Node::Map(members)
}

/// `NAME=value`, with the name in capitals, or in any case for Keycloak, whose values are JSON or text.
fn setting(word: &str, is_keycloak: bool) -> Option<(String, Node)> {
    let word = word.strip_prefix("--env=").unwrap_or(word);
    let (name, value) = word.split_once('=')?;
    let fits =
        |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_' || is_keycloak && b.is_ascii_lowercase();
    let is_name = name.len() > 2 && name.bytes().all(fits);
    let list: Option<Vec<String>> = serde_json::from_str(value).ok().filter(|_| is_keycloak);
    let value = match list {
        Some(items) => Node::List(items.into_iter().map(Node::Text).collect()),
        None if is_keycloak => Node::scalar(value),
        None => Node::Text(value.to_owned()),
    };
    is_name.then(|| (name.to_owned(), value))
}

/// The fields of a request to Kong: `-d config.issuer=URL -d config.scopes[]=openid`. A repeated name is a list.
fn fields(words: &[String]) -> Option<Node> {
    let mut members: Vec<(&str, Vec<Node>)> = Vec::new();
    for (name, value) in words.iter().take(MAX_WORDS).filter_map(|word| word.strip_prefix("config.")?.split_once('=')) {
        let name = name.split('[').next().unwrap_or_default();
        let value = Node::Text(value.to_owned());
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => members.push((name, vec![value])),
        }
    }
    members.first()?;
    let members = members.into_iter().map(|(name, mut values)| {
        let value = if values.len() == 1 { values.swap_remove(0) } else { Node::List(values) };
        (name.to_owned(), value)
    });
    Some(Node::Map(vec![("config".to_owned(), Node::Map(members.collect()))]))
}

/// The options of the AWS CLI: a list has its items as words, or is JSON; `--no-NAME` is false.
fn aws(words: &[String]) -> Node {
    let mut members: Vec<(String, Node)> = Vec::new();
    for word in words.iter().take(MAX_WORDS) {
        if let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) {
            let (name, value) = name.strip_prefix("no-").map_or((name, true), |name| (name, false));
            members.push((name.to_owned(), Node::Bool(value)));
        } else if let Some((_, slot)) = members.last_mut() {
            let json: Option<Vec<String>> = serde_json::from_str(word).ok();
            match (slot, json) {
                (slot, Some(items)) => *slot = Node::List(items.into_iter().map(Node::Text).collect()),
                (Node::List(items), None) => items.push(Node::Text(word.clone())),
                (slot @ Node::Text(_), None) => {
                    let first = std::mem::replace(slot, Node::Null);
                    *slot = Node::List(vec![first, Node::Text(word.clone())]);
                }
                (slot, None) => *slot = Node::Text(word.clone()),
            }
        }
    }
    Node::Map(members)
}

/// The values of `helm --set a.b=c`.
fn helm(words: &[String]) -> Option<Node> {
    let is_set = |word: &&[String]| matches!(word[0].as_str(), "--set" | "--set-string");
    let mut root = Node::Map(Vec::new());
    let pairs = words.windows(2).filter(is_set).filter_map(|pair| pair[1].split_once('='));
    let pairs: Vec<(&str, &str)> = pairs.take(MAX_WORDS).collect();
    pairs.first()?;
    for (name, value) in pairs {
        let path: Vec<&str> = name.split('.').take(20).collect();
        root.insert(&path, Node::Text(value.to_owned()));
    }
    Some(root)
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}

/// The words of a command line, without quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => word.push(c),
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if c.is_whitespace() || c == ',' && word.is_empty() => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            (None, _) => word.push(c),
        }
        if words.len() > MAX_WORDS {
            return words;
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_every_spelling() {
        let text = "$ oauth2-proxy --a=b \\\n  -c-d 'e f' --g\nnext\n--h=i\n--h=j\n";
        let found = super::super::documents(read, text);
        assert_eq!(found, [r#"{"a":"b","c-d":"e f","g":true}"#, r#"{"h":["i","j"]}"#]);
    }
}
