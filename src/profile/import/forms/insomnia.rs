//! The OAuth 2.0 settings of an Insomnia export, in JSON (version 4) or YAML (version 5).

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{objects, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::Authorization, "authorizationUrl"),
    (Field::Token, "accessTokenUrl"),
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Scopes, "scope"),
    (Field::RedirectUris, "redirectUrl"),
    (Field::Grants, "grantType"),
];

/// Reads every block of settings.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_block = |_: &str, value: Value<'_>| {
        value.get("accessTokenUrl").is_some()
            && (text(value, "type").as_deref() == Some("oauth2") || value.get("grantType").is_some())
    };
    let found = objects(candidate.root, &is_block);
    found.iter().map(|(path, value)| Part::of(ImportKind::Insomnia, *value, path, FIELDS)).collect()
}
