//! The syntaxes of configuration. Each finds its documents in any text, with their positions, and converts them to
//! JSON.

pub(super) mod assignments;
pub(super) mod blocks;
pub(super) mod bru;
pub(super) mod builders;
pub(super) mod directives;
pub(super) mod flags;
pub(super) mod hcl;
pub(super) mod ini;
pub(super) mod javascript;
pub(super) mod json;
pub(super) mod jsx;
pub(super) mod lines;
pub(super) mod schemes;
pub(super) mod unwrapped;
pub(super) mod xml;
pub(super) mod yaml;

/// The documents of a text, as JSON.
#[cfg(test)]
fn documents(read: fn(&str, &mut dyn FnMut(super::node::Document) -> bool), text: &str) -> Vec<String> {
    let mut found = Vec::new();
    read(text, &mut |document| {
        found.push(document.json);
        true
    });
    found
}
