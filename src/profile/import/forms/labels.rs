//! Labels of containers with the settings of Traefik's plugins: `traefik.http.middlewares.sso.plugin.NAME.clientID=shop`.

use super::{common, programs};
use crate::profile::import::node::Node;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::objects;
use crate::protocol::Json;

/// The most labels of a file.
const MOST: usize = 500;

/// Reads all labels of a file as one document.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let holders = objects(candidate.root, &|_, value| value.get("labels").is_some());
    let labels = holders.iter().filter_map(|(_, value)| value.get("labels"));
    let pairs = labels.flat_map(|labels| {
        let listed = labels.items().filter_map(|item| {
            item.as_string()?.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        });
        let named = labels.members().filter_map(|(name, value)| Some((name.into_owned(), value.as_string()?)));
        listed.chain(named).collect::<Vec<_>>()
    });
    let mut root = Node::Map(Vec::new());
    for (name, value) in pairs.filter(|(name, _)| name.starts_with("traefik.http.middlewares.")).take(MOST) {
        let path: Vec<&str> = name.split('.').take(20).collect();
        root.insert(&path, Node::Text(value));
    }
    let Ok(json) = Json::parse(root.json()) else { return Vec::new() };
    let inner = Candidate { root: json.root(), name: "" };
    let parts = programs::read(&inner);
    if parts.is_empty() { common::read(&inner) } else { parts }
}
