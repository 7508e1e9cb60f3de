//! The OAuth 2.0 settings of a Bruno file: `auth:oauth2 { … }`.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};

const FIELDS: &[(Field, &str)] = &[
    (Field::Authorization, "authorization_url"),
    (Field::Token, "access_token_url"),
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::Scopes, "scope"),
    (Field::RedirectUris, "callback_url"),
    (Field::Grants, "grant_type"),
];

/// Reads the block of settings.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let block = candidate.root.get("auth:oauth2");
    block.map(|block| Part::of(ImportKind::Bruno, block, "auth:oauth2", FIELDS)).into_iter().collect()
}
