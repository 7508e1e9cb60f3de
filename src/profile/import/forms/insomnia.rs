//! The OAuth 2.0 settings of an Insomnia export, in JSON (version 4) or YAML (version 5), and of Bruno in YAML.

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
    // Bruno in YAML.
    (Field::ClientId, "credentials.clientId"),
    (Field::ClientSecret, "credentials.clientSecret"),
    (Field::RedirectUris, "callbackUrl"),
    (Field::Grants, "flow"),
    (Field::Grants, "grantType"),
];

/// Reads every block of settings.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_block = |_: &str, value: Value<'_>| {
        value.get("accessTokenUrl").is_some()
            && (text(value, "type").as_deref() == Some("oauth2") || value.get("grantType").is_some())
    };
    let found = objects(candidate.root, &is_block);
    let kind = |value: Value<'_>| match value.get("flow") {
        Some(_) => ImportKind::Bruno,
        None => ImportKind::Insomnia,
    };
    found.iter().map(|(path, value)| Part::of(kind(*value), *value, path, FIELDS)).collect()
}
