//! Directives of Apache's mod_auth_openidc: `OIDCClientID shop`.

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// The most directives of a file.
const MOST: usize = 500;

/// Offers every run of directives; other lines may be between them.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut spans = Vec::new();
    for line in lines(text) {
        let content = line.text.trim();
        let Some((name, value)) = content.strip_prefix("OIDC").and_then(|rest| rest.split_once([' ', '\t'])) else {
            continue;
        };
        let value = value.trim();
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        if name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty() && members.len() < MOST {
            members.push((name.to_owned(), Node::Text(quoted.unwrap_or(value).to_owned())));
            spans.push(line.start..line.end());
        }
    }
    if !members.is_empty() {
        let json = Node::Map(vec![("OIDC".to_owned(), Node::Map(members))]).json();
        offer(Document { json, spans, name: "OIDC".to_owned(), ..Document::default() });
    }
}
