//! Keycloak: a client exported from its admin console, a realm with its clients, or an adapter's `keycloak.json`.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{has, objects, text};
use crate::protocol::Finding;
use crate::protocol::json::{Kind, Value};

const CLIENT: &[(Field, &str)] = &[
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "secret"),
    (Field::Name, "name"),
    (Field::RedirectUris, "redirectUris"),
];

const ADAPTER: &[(Field, &str)] = &[
    (Field::ClientId, "resource"),
    (Field::ClientSecret, "credentials.secret"),
    // The subsystem of WildFly: `<credential name="secret">…</credential>`.
    (Field::ClientSecret, "secret"),
    (Field::ClientSecret, "credential.secret"),
];

/// The task of Ansible that creates a client.
const TASK: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "secret"),
    (Field::Name, "name"),
    (Field::RedirectUris, "redirect_uris"),
    (Field::RedirectUris, "redirectUris"),
];

/// Reads a client, the clients of a realm, or an adapter's file.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let is_adapter = |_: &str, value: Value<'_>| has(value, &["auth-server-url"]) && has(value, &["realm"]);
    let adapters: Vec<Part> = objects(root, &is_adapter).iter().map(|(path, value)| adapter(path, *value)).collect();
    if !adapters.is_empty() {
        return adapters;
    }
    if is_client(root) {
        return vec![client("", root)];
    }
    let is_task =
        |_: &str, value: Value<'_>| has(value, &["auth_keycloak_url"]) && has(value, &["client_id", "clientId"]);
    let tasks: Vec<Part> = objects(root, &is_task).iter().map(|(path, value)| task(path, *value)).collect();
    if !tasks.is_empty() {
        return tasks;
    }
    let clients = root.get("clients").filter(|_| has(root, &["realm"]));
    let listed = clients
        .into_iter()
        .flat_map(Value::items)
        .enumerate()
        .filter(|(_, value)| is_client(*value) && !is_own(*value));
    listed.map(|(index, value)| client(&format!("clients.{index}"), value)).collect()
}

/// An adapter's file, or the same settings in Spring Boot's file, below `keycloak`.
fn adapter(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Keycloak, value, path, ADAPTER);
    if let (Some(server), Some(realm)) = (text(value, "auth-server-url"), text(value, "realm")) {
        let place = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        let places = [place("auth-server-url"), place("realm")];
        part.ignored.retain(|line| !places.iter().any(|place| line.starts_with(&format!("{place}:"))));
        part.read.extend(places.map(|place| format!("{place}: issuer")));
        part.draft.fill(Field::Issuer, format!("{}/realms/{realm}", server.trim_end_matches('/')));
    }
    part
}

fn is_client(value: Value<'_>) -> bool {
    has(value, &["clientId"])
        && has(value, &["standardFlowEnabled", "publicClient", "clientAuthenticatorType", "directAccessGrantsEnabled"])
}

fn task(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Keycloak, value, path, TASK);
    part.draft.redirect_uris.retain(|uri| !uri.contains('*'));
    let (server, realm) = (text(value, "auth_keycloak_url").unwrap_or_default(), text(value, "realm"));
    match realm.filter(|realm| !server.contains("{{") && !realm.contains("{{")) {
        Some(realm) => part.draft.fill(Field::Issuer, format!("{}/realms/{realm}", server.trim_end_matches('/'))),
        None => part.draft.is_served = true,
    }
    part
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
    part.draft.is_resource = value.get("bearerOnly").and_then(Value::as_bool) == Some(true);
    part.draft.is_served = true;
    if !part.draft.is_resource {
        part.findings = predict(value, &patterns, part.draft.redirect_uris.is_empty());
    }
    part
}

/// The problems of this registration.
fn predict(value: Value<'_>, patterns: &[String], no_uris: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let flag = |name: &str| value.get(name).and_then(Value::as_bool);
    let (code, implicit) = (flag("standardFlowEnabled"), flag("implicitFlowEnabled") == Some(true));
    match (code, implicit) {
        (Some(false), true) => found.push(rules::IMPLICIT_ONLY.found(
            "standardFlowEnabled is false and implicitFlowEnabled is true: response_type=code is rejected with \
             unauthorized_client, and tokens appear in the URL",
            "Enable the standard flow and use it with PKCE",
        )),
        (Some(false), false) => found.push(rules::NO_USER_FLOW.found(
            "standardFlowEnabled is false: a browser login is rejected with unauthorized_client",
            "Enable the standard flow if users sign in with this client",
        )),
        (_, true) => found.push(rules::IMPLICIT_ALLOWED.found(
            "implicitFlowEnabled is true: tokens can be requested in a URL",
            "Disable the implicit flow unless an old app still needs it",
        )),
        _ => {}
    }
    if let Some(pattern) = patterns.iter().find(|pattern| is_any_host(pattern)) {
        found.push(
            rules::REDIRECT_URI_WILDCARD
                .found(
                    format!("redirectUris contains {pattern}, which allows every host: anyone can receive a code"),
                    "Register the exact redirect URIs",
                )
                .seen(None, "redirectUris", pattern.clone()),
        );
    }
    if no_uris && patterns.is_empty() && code == Some(true) {
        found.push(rules::NO_REDIRECT_URI.found(
            "redirectUris is empty: every redirect URI is rejected with \"Invalid parameter: redirect_uri\"",
            "Register the redirect URI exactly as the client sends it",
        ));
    }
    found
}

fn is_any_host(pattern: &str) -> bool {
    matches!(pattern.trim_start_matches("https://").trim_start_matches("http://"), "*" | "*/*")
}
