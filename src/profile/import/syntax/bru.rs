//! The authentication in a `.bru` file of Bruno: its blocks with names that begin with `auth:`.

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;
use crate::protocol::literal::bru;

/// Offers the blocks of a text as one document. The request itself is not part of the client's configuration.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut spans = Vec::new();
    let starts = lines(text).filter(|line| line.text.starts_with("auth:"));
    for (start, block) in starts.filter_map(|line| Some((line.start, bru::block(&text[line.start..])?))) {
        let rows = block.pairs().map(|(name, value)| (name.trim_start_matches('~').to_owned(), Node::scalar(value)));
        members.push((block.name.to_owned(), Node::Map(rows.collect())));
        spans.push(start..start + block.length);
    }
    if !members.is_empty() {
        offer(Document { json: Node::Map(members).json(), spans, ..Document::default() });
    }
}
