//! Bruno's `.bru` files: `name {` … `}` blocks of `key: value` lines.

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// An open block: its start, its name, its rows.
type Block = (usize, String, Vec<(String, Node)>);

/// Offers the blocks of a text as one document.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut spans = Vec::new();
    let mut block: Option<Block> = None;
    for line in lines(text) {
        let content = line.text.trim_end();
        match &mut block {
            None => {
                let name = content.strip_suffix('{').map(str::trim_end);
                let is_name = |name: &&str| {
                    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ":-_".contains(c))
                };
                if let Some(name) = name.filter(is_name) {
                    block = Some((line.start, name.to_owned(), Vec::new()));
                }
            }
            // The request itself is not part of the client's configuration.
            Some((_, name, _)) if content == "}" && !name.starts_with("auth:") => block = None,
            Some((start, name, rows)) if content == "}" => {
                members.push((std::mem::take(name), Node::Map(std::mem::take(rows))));
                spans.push(*start..line.end());
                block = None;
            }
            Some((_, _, rows)) => {
                if let Some((key, value)) = content.trim_start().split_once(':') {
                    rows.push((key.trim_start_matches('~').to_owned(), Node::scalar(value.trim())));
                }
            }
        }
    }
    if !members.is_empty() {
        offer(Document { json: Node::Map(members).json(), spans, ..Document::default() });
    }
}
