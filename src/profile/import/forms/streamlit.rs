//! Streamlit's `.streamlit/secrets.toml`: `[auth]`, and one section per provider if there are several.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::has;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::Discovery, "server_metadata_url"),
    (Field::RedirectUris, "redirect_uri"),
    (Field::Scopes, "client_kwargs.scope"),
];

/// Reads `[auth]` and the sections below it.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let Some(auth) =
        candidate.root.get("auth").filter(|auth| has(*auth, &["redirect_uri", "server_metadata_url", "cookie_secret"]))
    else {
        return Vec::new();
    };
    let providers: Vec<Part> = auth
        .members()
        .filter(|(_, value)| value.is_object() && has(*value, &["client_id"]))
        .map(|(name, value)| provider(&name, value, auth))
        .collect();
    if providers.is_empty() {
        vec![without_cookie(Part::of(ImportKind::Streamlit, auth, "auth", FIELDS))]
    } else {
        providers
    }
}

fn provider(name: &str, value: Value<'_>, auth: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Streamlit, value, &format!("auth.{name}"), FIELDS);
    part.draft.name = Some(name.to_owned());
    let shared = Part::of(ImportKind::Streamlit, auth, "auth", &[(Field::RedirectUris, "redirect_uri")]);
    part.draft.absorb(&shared.draft);
    part.read.extend(shared.read);
    without_cookie(part)
}

/// The key that signs the session cookie is not a client secret.
fn without_cookie(mut part: Part) -> Part {
    part.ignored.iter_mut().filter(|line| line.starts_with("auth.cookie_secret:")).for_each(|line| {
        *line = "auth.cookie_secret: signs the session cookie of the app".to_owned();
    });
    part
}
