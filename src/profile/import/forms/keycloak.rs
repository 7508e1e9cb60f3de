//! Keycloak: a client exported from its admin console, a realm with its clients, or an adapter's `keycloak.json`.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, text};
use crate::protocol::json::{Kind, Value};

const CLIENT: &[(Field, &str)] = &[
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "secret"),
    (Field::Name, "name"),
    (Field::RedirectUris, "redirectUris"),
];

const ADAPTER: &[(Field, &str)] = &[(Field::ClientId, "resource"), (Field::ClientSecret, "credentials.secret")];

/// Reads a client, the clients of a realm, or an adapter's file.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if has(root, &["auth-server-url"]) && has(root, &["realm"]) {
        let mut part = Part::of(ImportKind::Keycloak, root, "", ADAPTER);
        if let (Some(server), Some(realm)) = (text(root, "auth-server-url"), text(root, "realm")) {
            part.ignored.retain(|line| !line.starts_with("auth-server-url:") && !line.starts_with("realm:"));
            part.read.extend(["auth-server-url: issuer".to_owned(), "realm: issuer".to_owned()]);
            part.draft.fill(Field::Issuer, format!("{}/realms/{realm}", server.trim_end_matches('/')));
        }
        return vec![part];
    }
    if is_client(root) {
        return vec![client("", root)];
    }
    let clients = root.get("clients").filter(|_| has(root, &["realm"]));
    let listed = clients
        .into_iter()
        .flat_map(Value::items)
        .enumerate()
        .filter(|(_, value)| is_client(*value) && !is_own(*value));
    listed.map(|(index, value)| client(&format!("clients.{index}"), value)).collect()
}

fn is_client(value: Value<'_>) -> bool {
    has(value, &["clientId"])
        && has(value, &["standardFlowEnabled", "publicClient", "clientAuthenticatorType", "directAccessGrantsEnabled"])
}

/// The built-in clients of every realm.
fn is_own(value: Value<'_>) -> bool {
    let own = ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];
    text(value, "clientId").is_some_and(|id| own.contains(&id.as_str()))
}

fn client(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Keycloak, value, path, CLIENT);
    // Default scopes are granted without being requested; openid is always requested.
    let scopes = value.get("defaultClientScopes").filter(|scopes| scopes.kind() == Kind::Array);
    let known = ["profile", "email", "phone", "address", "offline_access"];
    let scopes = scopes.into_iter().flat_map(Value::items).filter_map(Value::as_string);
    part.draft.scopes =
        std::iter::once("openid".to_owned()).chain(scopes.filter(|scope| known.contains(&scope.as_str()))).collect();
    let root = text(value, "rootUrl").unwrap_or_default();
    for uri in part.draft.redirect_uris.iter_mut().filter(|uri| uri.starts_with('/')) {
        *uri = format!("{}{uri}", root.trim_end_matches('/'));
    }
    // A pattern is not a redirect URI.
    let (exact, patterns): (Vec<String>, Vec<String>) = std::mem::take(&mut part.draft.redirect_uris)
        .into_iter()
        .partition(|uri| !uri.contains('*') && uri.contains(':'));
    part.draft.redirect_uris = exact;
    part.ignored.extend(patterns.iter().map(|pattern| format!("redirectUris: {pattern} is a pattern, not a URI")));
    part
}
