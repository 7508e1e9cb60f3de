//! The security schemes of an OpenAPI document: the provider whose tokens an API accepts.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] =
    &[(Field::Discovery, "openIdConnectUrl"), (Field::Authorization, "authorizationUrl"), (Field::Token, "tokenUrl")];

/// Reads every flow, and every discovery URL.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if !has(root, &["openapi", "swagger"]) || !has(root, &["info", "paths", "components", "securityDefinitions"]) {
        return Vec::new();
    }
    let tells = |_: &str, value: Value<'_>| has(value, &["authorizationUrl", "tokenUrl", "openIdConnectUrl"]);
    let found = objects(root, &tells);
    let part = |(path, value): &(String, Value<'_>)| {
        let mut part = Part::of(ImportKind::OidcConfig, *value, path, FIELDS);
        // A path of the same server.
        part.draft.endpoints.authorization.take_if(|url| url.starts_with('/'));
        part.draft.endpoints.token.take_if(|url| url.starts_with('/'));
        part.draft.is_resource = true;
        part.draft.is_served = true;
        part
    };
    found.iter().map(part).collect()
}
