//! Registrations as their providers export them: the manifest of an Entra app, and a client of Auth0.

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::has;
use crate::protocol::Finding;
use crate::protocol::json::{Kind, Value};

/// Reads one registration.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if has(root, &["appId"]) && has(root, &["replyUrlsWithType", "web.redirectUris", "spa.redirectUris"]) {
        return vec![entra(root)];
    }
    if has(root, &["client_id"]) && has(root, &["callbacks"]) && has(root, &["app_type", "grant_types"]) {
        return vec![auth0(root)];
    }
    Vec::new()
}

fn entra(root: Value<'_>) -> Part {
    let mut members = Members::of(root);
    let mut draft = Draft { name: members.text("displayName", "name"), ..Draft::default() };
    draft.take(Field::ClientId, "appId", &mut members);
    for path in ["web.redirectUris", "spa.redirectUris", "publicClient.redirectUris"] {
        let uris = members.list(path, Field::RedirectUris.name(), |c| c == ',');
        draft.redirect_uris.extend(uris.unwrap_or_default());
    }
    let typed = root.get("replyUrlsWithType").into_iter().flat_map(Value::items);
    draft.redirect_uris.extend(typed.filter_map(|item| item.get("url")?.as_string()));
    draft.is_served = true;
    let mut findings = Vec::new();
    let is_on = |names: &[&str]| {
        names.iter().any(|name| crate::profile::import::search::at(root, name).and_then(Value::as_bool) == Some(true))
    };
    let implicit = [
        "oauth2AllowImplicitFlow",
        "oauth2AllowIdTokenImplicitFlow",
        "web.implicitGrantSettings.enableAccessTokenIssuance",
        "web.implicitGrantSettings.enableIdTokenIssuance",
    ];
    if is_on(&implicit) {
        findings.push(implicit_allowed("The manifest allows the implicit flow: tokens can be requested in a URL"));
    }
    let version = ["accessTokenAcceptedVersion", "api.requestedAccessTokenVersion"]
        .iter()
        .find_map(|name| crate::profile::import::search::at(root, name));
    if version.is_some_and(|version| version.kind() == Kind::Null || version.raw() == "1") {
        findings.push(rules::ENTRA_TOKENS_V1.found(
            "Access tokens for this API have version 1.0: their issuer is https://sts.windows.net/TENANT/, not the \
             issuer of the discovery document",
            "Set requestedAccessTokenVersion (accessTokenAcceptedVersion) to 2 if your API expects the v2.0 issuer",
        ));
    }
    Part { findings, ..Part::account(ImportKind::OidcConfig, draft, members) }
}

fn auth0(root: Value<'_>) -> Part {
    const FIELDS: &[(Field, &str)] = &[
        (Field::ClientId, "client_id"),
        (Field::ClientSecret, "client_secret"),
        (Field::RedirectUris, "callbacks"),
        (Field::SignOutUris, "allowed_logout_urls"),
        (Field::Grants, "grant_types"),
        (Field::Name, "name"),
    ];
    let mut part = Part::of(ImportKind::OidcConfig, root, "", FIELDS);
    // A pattern is not a redirect URI.
    part.draft.redirect_uris.retain(|uri| !uri.contains('*'));
    part.draft.is_served = true;
    let on = |name: &str| part.draft.grants.iter().any(|grant| grant == name);
    if on("implicit") && !on("authorization_code") {
        part.findings.push(rules::IMPLICIT_ONLY.found(
            "grant_types contains implicit but not authorization_code: response_type=code is rejected with \
             unauthorized_client",
            "Add authorization_code, and use it with PKCE",
        ));
    } else if on("implicit") {
        part.findings.push(implicit_allowed("grant_types contains implicit: tokens can be requested in a URL"));
    }
    part
}

fn implicit_allowed(detail: &str) -> Finding {
    rules::IMPLICIT_ALLOWED.found(detail, "Disable the implicit flow unless an old app still needs it")
}
