//! What `aws cognito-idp` prints about a user pool, its domain and its app clients: the registration itself, so what
//! will go wrong can be said before anything is sent.

use super::draft::{Draft, Field};
use super::members::Members;
use super::{ImportKind, Part, rules};
use crate::profile::is_loopback;
use crate::protocol::Finding;
use crate::protocol::json::Value;

/// Reads one document of `aws cognito-idp`: `describe-user-pool-client` (with or without its outer member),
/// `list-user-pool-clients`, `describe-user-pool-domain`, `describe-user-pool`.
pub(super) fn read(root: Value<'_>) -> Vec<Part> {
    let is_object = |name: &str| root.get(name).is_some_and(Value::is_object);
    let has = |names: &[&str]| names.iter().all(|name| root.get(name).is_some());
    if is_object("UserPoolClient") {
        return vec![client(root, "UserPoolClient.")];
    }
    if has(&["UserPoolId", "ClientId"]) && (has(&["ClientName"]) || has(&["CallbackURLs"]) || has(&["CreationDate"])) {
        return vec![client(root, "")];
    }
    if let Some(clients) = root.get("UserPoolClients") {
        return clients.items().filter(|item| item.is_object()).map(listed).collect();
    }
    if is_object("DomainDescription") {
        return vec![pool(
            root,
            &[(Field::UserPoolId, "DomainDescription.UserPoolId"), (Field::Domain, "DomainDescription.Domain")],
        )];
    }
    if is_object("UserPool") {
        // A custom domain is what discovery names when a pool has both.
        return vec![pool(
            root,
            &[
                (Field::UserPoolId, "UserPool.Id"),
                (Field::Domain, "UserPool.CustomDomain"),
                (Field::Domain, "UserPool.Domain"),
            ],
        )];
    }
    Vec::new()
}

/// Gives the domain that one document tells to the clients of the same pool in others, and drops what told only that.
pub(super) fn join(parts: Vec<Part>) -> Vec<Part> {
    let (pools, mut clients): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.kind == ImportKind::UserPool);
    if clients.is_empty() {
        return pools.into_iter().reduce(absorb).into_iter().collect();
    }
    for pool in pools {
        let Some(of) = clients.iter_mut().find(|client| client.draft.user_pool_id == pool.draft.user_pool_id) else {
            continue;
        };
        of.read.extend(pool.read);
        of.ignored.extend(pool.ignored);
        for client in clients.iter_mut().filter(|client| client.draft.user_pool_id == pool.draft.user_pool_id) {
            client.draft.domain = client.draft.domain.take().or_else(|| pool.draft.domain.clone());
        }
    }
    clients
}

fn absorb(mut one: Part, other: Part) -> Part {
    if one.draft.user_pool_id == other.draft.user_pool_id {
        one.draft.domain = one.draft.domain.or(other.draft.domain);
        one.read.extend(other.read);
        one.ignored.extend(other.ignored);
    }
    one
}

fn pool(root: Value<'_>, fields: &[(Field, &str)]) -> Part {
    let mut members = Members::of(root);
    let mut draft = Draft::default();
    for (field, path) in fields {
        draft.take(*field, path, &mut members);
    }
    let (read, ignored) = members.rest();
    Part { kind: ImportKind::UserPool, draft, read, ignored, findings: Vec::new() }
}

fn listed(item: Value<'_>) -> Part {
    let mut members = Members::of(item);
    let mut draft = Draft { name: members.text("ClientName", "name"), ..Draft::default() };
    draft.take(Field::UserPoolId, "UserPoolId", &mut members);
    draft.take(Field::ClientId, "ClientId", &mut members);
    let (read, ignored) = members.rest();
    Part { kind: ImportKind::UserPoolClient, draft, read, ignored, findings: Vec::new() }
}

/// What of a client's registration decides whether a login will work.
#[derive(Debug, Default)]
struct Registration {
    oauth_enabled: Option<bool>,
    flows: Vec<String>,
    default_redirect_uri: Option<String>,
    readable: Option<Vec<String>>,
    revocation: Option<bool>,
    rotation: Option<String>,
}

fn client(root: Value<'_>, prefix: &str) -> Part {
    let mut members = Members::of(root);
    let at = |name: &str| format!("{prefix}{name}");
    let mut draft = Draft { name: members.text(&at("ClientName"), "name"), ..Draft::default() };
    for (field, name) in [
        (Field::UserPoolId, "UserPoolId"),
        (Field::ClientId, "ClientId"),
        (Field::ClientSecret, "ClientSecret"),
        (Field::RedirectUris, "CallbackURLs"),
        (Field::SignOutUris, "LogoutURLs"),
        (Field::Scopes, "AllowedOAuthScopes"),
        (Field::IdentityProviders, "SupportedIdentityProviders"),
    ] {
        draft.take(field, &at(name), &mut members);
    }
    let list = |members: &mut Members<'_>, name: &str, what| members.list(&at(name), what, |c| c == ',');
    let registration = Registration {
        flows: list(&mut members, "AllowedOAuthFlows", "flows").unwrap_or_default(),
        readable: list(&mut members, "ReadAttributes", "readable attributes"),
        oauth_enabled: members.flag(&at("AllowedOAuthFlowsUserPoolClient"), "whether OAuth flows are enabled"),
        default_redirect_uri: members.text(&at("DefaultRedirectURI"), "the redirect URI used first"),
        revocation: members.flag(&at("EnableTokenRevocation"), "whether tokens can be revoked"),
        rotation: members.text(&at("RefreshTokenRotation.Feature"), "whether refresh tokens rotate"),
    };
    // The registered default goes first: it is what the first login should use.
    if let Some(default) = &registration.default_redirect_uri
        && let Some(at) = draft.redirect_uris.iter().position(|uri| uri == default)
    {
        draft.redirect_uris[..=at].rotate_right(1);
    }
    draft.response_type = response_type(&registration.flows);
    let findings = predict(&draft, &registration);
    let (read, ignored) = members.rest();
    Part { kind: ImportKind::UserPoolClient, draft, read, ignored, findings }
}

fn response_type(flows: &[String]) -> Option<String> {
    let on = |name: &str| flows.iter().any(|flow| flow == name);
    match (on("code"), on("implicit")) {
        (true, _) => Some("code".to_owned()),
        (false, true) => Some("token".to_owned()),
        (false, false) => None,
    }
}

/// What will go wrong with this registration, and why.
fn predict(draft: &Draft, registration: &Registration) -> Vec<Finding> {
    let on = |name: &str| registration.flows.iter().any(|flow| flow == name);
    let mut found = Vec::new();
    if registration.oauth_enabled == Some(false)
        || registration.oauth_enabled.is_none() && registration.flows.is_empty()
    {
        found.push(rules::OAUTH_DISABLED.found(
            "AllowedOAuthFlowsUserPoolClient is off: the authorization endpoint will answer \"Client is not enabled for OAuth2.0 flows.\"",
            "Enable it together with a flow, scopes and a callback URL",
        ));
        return found;
    }
    if !on("code") && !on("implicit") {
        found.push(rules::NO_USER_FLOW.found(
            format!("The client allows {} only: no person can sign in with it", listing(&registration.flows)),
            "Add the flow code, or use client_credentials without a browser",
        ));
        return found;
    }
    found.extend(predict_flows(&on));
    found.extend(predict_redirects(draft, registration));
    found.extend(predict_scopes(draft, registration));
    if draft.identity_providers.is_empty() {
        found.push(rules::NO_IDENTITY_PROVIDER.found(
            "SupportedIdentityProviders is empty: the login page has nobody to ask and answers with an error page",
            "Enable COGNITO or an identity provider for this client",
        ));
    }
    if registration.revocation == Some(false) {
        found.push(rules::REVOCATION_DISABLED.found(
            "EnableTokenRevocation is off: the revocation endpoint will answer invalid_request",
            "Enable token revocation to sign people out for good",
        ));
    }
    if registration.rotation.as_deref() == Some("ENABLED") {
        found.push(rules::ROTATION.found(
            "Every refresh returns a new refresh token, and the old one ends after its grace period",
            "Store the refresh token of every answer",
        ));
    }
    found
}

fn predict_flows(on: &dyn Fn(&str) -> bool) -> Option<Finding> {
    match (on("code"), on("implicit")) {
        (false, true) => Some(rules::IMPLICIT_ONLY.found(
            "AllowedOAuthFlows holds implicit but not code: response_type=code will be refused, and tokens travel in the URL",
            "Allow the flow code and use it with PKCE",
        )),
        (true, true) => Some(rules::IMPLICIT_ALLOWED.found(
            "AllowedOAuthFlows holds implicit beside code: tokens can be had in a URL",
            "Remove implicit unless an old app still needs it",
        )),
        _ => None,
    }
}

fn predict_redirects(draft: &Draft, registration: &Registration) -> Vec<Finding> {
    let mut found = Vec::new();
    let uris = &draft.redirect_uris;
    if uris.is_empty() {
        found.push(rules::NO_REDIRECT_URI.found(
            "CallbackURLs is empty: every redirect URI will be refused with redirect_mismatch",
            "Register the redirect URI exactly as it will be sent",
        ));
        return found;
    }
    if let Some(default) = registration.default_redirect_uri.as_ref().filter(|default| !uris.contains(default)) {
        found.push(
            rules::DEFAULT_NOT_REGISTERED
                .found(
                    format!("DefaultRedirectURI {default} is not among the CallbackURLs"),
                    "Register it, or choose a registered one as the default",
                )
                .seen(None, "DefaultRedirectURI", default.clone()),
        );
    }
    if !uris.iter().any(|uri| url::Url::parse(uri).is_ok_and(|uri| is_loopback(&uri))) {
        found.push(rules::NO_LOOPBACK.found(
            format!("None of the {} CallbackURLs is on this machine: the callback must be pasted", uris.len()),
            format!("Register {} to have it captured", crate::profile::DEFAULT_REDIRECT_URI),
        ));
    }
    found
}

fn predict_scopes(draft: &Draft, registration: &Registration) -> Vec<Finding> {
    let mut found = Vec::new();
    let asks = |scope: &str| draft.scopes.iter().any(|s| s == scope);
    if draft.scopes.is_empty() {
        found.push(rules::NO_SCOPES.found(
            "AllowedOAuthScopes is empty: every scope will be refused with invalid_scope",
            "Allow at least openid",
        ));
    } else if !asks("openid") {
        found.push(rules::NO_OPENID.found(
            format!(
                "AllowedOAuthScopes holds {} without openid: no ID token, and UserInfo refuses the access token",
                listing(&draft.scopes)
            ),
            "Allow openid",
        ));
    }
    let Some(readable) = &registration.readable else { return found };
    for (scope, attributes) in SCOPE_ATTRIBUTES.iter().filter(|(scope, _)| asks(scope)) {
        let missing: Vec<&str> =
            attributes.iter().copied().filter(|name| !readable.iter().any(|readable| readable == name)).collect();
        if missing.is_empty() {
            continue;
        }
        let rule = if *scope == "profile" { &rules::PROFILE_UNREADABLE } else { &rules::ATTRIBUTE_UNREADABLE };
        found.push(
            rule.found(
                format!("Scope {scope} covers {}, which the client may not read: redeeming the code can fail with invalid_grant", missing.join(", ")),
                format!("Add {} to ReadAttributes, or do not ask for {scope}", missing.join(", ")),
            )
            .seen(None, "ReadAttributes", listing(readable)),
        );
    }
    found
}

/// The attributes that each scope of OpenID Connect Core section 5.4 covers in a user pool.
const SCOPE_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("email", &["email", "email_verified"]),
    ("phone", &["phone_number", "phone_number_verified"]),
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
];

fn listing(items: &[String]) -> String {
    if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
}
