//! Postman's OAuth 2.0 settings: in a collection, a folder, a request, or copied to an environment.

use super::common;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::Node;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{at, objects};
use crate::protocol::Json;
use crate::protocol::json::{Kind, Value};

const FIELDS: &[(Field, &str)] = &[
    (Field::Authorization, "authUrl"),
    (Field::Token, "accessTokenUrl"),
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Scopes, "scope"),
    (Field::RedirectUris, "redirect_uri"),
    (Field::RedirectUris, "callbackUrl"),
    (Field::Name, "tokenName"),
    (Field::Grants, "grant_type"),
];

/// Reads all blocks of settings; folders and requests often repeat one.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_block = |_: &str, value: Value<'_>| {
        at(value, "oauth2")
            .is_some_and(|block| matches!(block.kind(), Kind::Array | Kind::Object) && is_settings(block))
    };
    let found = objects(candidate.root, &is_block);
    let blocks = found.iter().filter_map(|(path, value)| block(path, value.get("oauth2")?));
    blocks.chain(environment(candidate.root)).collect()
}

fn is_settings(block: Value<'_>) -> bool {
    ["accessTokenUrl", "authUrl"].iter().any(|name| {
        block.get(name).is_some()
            || block.items().any(|item| item.get("key").and_then(Value::as_string).as_deref() == Some(name))
    })
}

/// An environment or the variables of a collection, if they have the names of the settings.
fn environment(root: Value<'_>) -> Option<Part> {
    let values = root.get("values").filter(|_| root.get("_postman_variable_scope").is_some())?;
    let rows = values.items().filter_map(|item| {
        Some((item.get("key")?.as_string()?, item.get("value")?.as_string().map_or(Node::Null, Node::Text)))
    });
    let json = Json::parse(Node::Map(rows.collect()).json()).ok()?;
    let fields = common::fields(json.root());
    let fields: Vec<(Field, &str)> = fields.iter().map(|(field, path)| (*field, path.as_str())).collect();
    let has = |field: Field| fields.iter().any(|(found, _)| *found == field);
    (has(Field::ClientId) && (has(Field::Token) || has(Field::Authorization) || has(Field::Issuer)))
        .then(|| Part::of(ImportKind::Postman, json.root(), "values", &fields))
}

/// A block is a list of `{ key, value }`, or an object in older files.
fn block(path: &str, block: Value<'_>) -> Option<Part> {
    let place = if path.is_empty() { "oauth2".to_owned() } else { format!("{path}.oauth2") };
    if block.is_object() {
        return Some(Part::of(ImportKind::Postman, block, &place, FIELDS));
    }
    let rows = block.items().filter_map(|item| {
        let value = item.get("value")?;
        Some((item.get("key")?.as_string()?, value.as_string().map_or(Node::Null, Node::Text)))
    });
    let json = Json::parse(Node::Map(rows.collect()).json()).ok()?;
    Some(Part::of(ImportKind::Postman, json.root(), &place, FIELDS))
}
