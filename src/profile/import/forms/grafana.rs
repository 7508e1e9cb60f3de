//! Grafana's `[auth.generic_oauth]` and its named providers, in `grafana.ini` or in Helm values.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::Name, "name"),
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::Scopes, "scopes"),
    (Field::Authorization, "auth_url"),
    (Field::Token, "token_url"),
    (Field::Userinfo, "api_url"),
    (Field::SignOutUris, "signout_redirect_url"),
];

/// Reads every section of an enabled provider.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let names = ["generic_oauth", "azuread", "okta", "google", "gitlab", "keycloak"];
    let is_section = |path: &str, value: Value<'_>| {
        let named = names.iter().any(|name| path.ends_with(&format!("auth.{name}")) || path == *name);
        named && has(value, &["client_id", "auth_url"]) && !has(value, &["server_metadata_url"])
    };
    let on = |value: &Value<'_>| value.get("enabled").is_none_or(|flag| flag.raw().trim_matches('"') != "false");
    let found = objects(candidate.root, &is_section);
    let found = found.iter().filter(|(_, value)| on(value));
    found.map(|(path, value)| part(path, *value, server(candidate.root))).collect()
}

/// The redirect URI is derived from the server's URL.
fn server(root: Value<'_>) -> Option<String> {
    let is_server = |path: &str, _: Value<'_>| path == "server" || path.ends_with(".server");
    let (_, server) = objects(root, &is_server).into_iter().next()?;
    let url = server.get("root_url")?.as_string()?;
    (url.starts_with("http") && !url.contains(['%', '$', '{'])).then(|| url.trim_end_matches('/').to_owned())
}

fn part(path: &str, value: Value<'_>, server: Option<String>) -> Part {
    let mut part = Part::of(ImportKind::Grafana, value, path, FIELDS);
    let provider = path.rsplit('.').next().unwrap_or_default();
    if let Some(server) = server {
        part.draft.redirect_uris.push(format!("{server}/login/{provider}"));
    }
    if provider == "azuread"
        && let Some(url) =
            part.draft.endpoints.authorization.as_deref().and_then(|url| url.strip_suffix("/oauth2/v2.0/authorize"))
    {
        part.draft.fill(Field::Issuer, format!("{url}/v2.0"));
    }
    part
}
