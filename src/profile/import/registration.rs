//! The registration of an app client in a user pool, from AWS's response or from the code that creates it. Problems can
//! be reported before anything is sent.

use super::draft::{Draft, Field};
use super::kind::ImportKind;
use super::members::Members;
use super::part::Part;
use super::rules;
use crate::protocol::Finding;
use crate::protocol::json::Value;
use crate::protocol::urls::is_loopback;

/// A tool's names for the members of a registration.
pub(super) struct Names {
    pub name: &'static str,
    pub user_pool_id: &'static str,
    pub client_id: &'static str,
    pub client_secret: &'static str,
    pub redirect_uris: &'static str,
    pub sign_out_uris: &'static str,
    pub scopes: &'static str,
    pub identity_providers: &'static str,
    pub flows: &'static str,
    pub readable: &'static str,
    pub oauth_enabled: &'static str,
    pub default_redirect_uri: &'static str,
    pub revocation: &'static str,
    pub rotation: &'static str,
    /// Whether the tool enables OAuth flows without being told.
    pub enables_oauth: bool,
}

/// The names of AWS's API and of CloudFormation.
pub(super) const AWS: Names = Names {
    name: "ClientName",
    user_pool_id: "UserPoolId",
    client_id: "ClientId",
    client_secret: "ClientSecret",
    redirect_uris: "CallbackURLs",
    sign_out_uris: "LogoutURLs",
    scopes: "AllowedOAuthScopes",
    identity_providers: "SupportedIdentityProviders",
    flows: "AllowedOAuthFlows",
    readable: "ReadAttributes",
    oauth_enabled: "AllowedOAuthFlowsUserPoolClient",
    default_redirect_uri: "DefaultRedirectURI",
    revocation: "EnableTokenRevocation",
    rotation: "RefreshTokenRotation.Feature",
    enables_oauth: false,
};

/// The options of the AWS CLI.
pub(super) const AWS_CLI: Names = Names {
    name: "client-name",
    user_pool_id: "user-pool-id",
    client_id: "client-id",
    client_secret: "client-secret",
    redirect_uris: "callback-urls",
    sign_out_uris: "logout-urls",
    scopes: "allowed-o-auth-scopes",
    identity_providers: "supported-identity-providers",
    flows: "allowed-o-auth-flows",
    readable: "read-attributes",
    oauth_enabled: "allowed-o-auth-flows-user-pool-client",
    default_redirect_uri: "default-redirect-uri",
    revocation: "enable-token-revocation",
    rotation: "refresh-token-rotation.feature",
    enables_oauth: false,
};

/// The names of Pulumi.
pub(super) const PULUMI: Names = Names {
    name: "name",
    user_pool_id: "userPoolId",
    client_id: "id",
    client_secret: "clientSecret",
    redirect_uris: "callbackUrls",
    sign_out_uris: "logoutUrls",
    scopes: "allowedOauthScopes",
    identity_providers: "supportedIdentityProviders",
    flows: "allowedOauthFlows",
    readable: "readAttributes",
    oauth_enabled: "allowedOauthFlowsUserPoolClient",
    default_redirect_uri: "defaultRedirectUri",
    revocation: "enableTokenRevocation",
    rotation: "refreshTokenRotation.feature",
    enables_oauth: false,
};

/// The names of Terraform.
pub(super) const TERRAFORM: Names = Names {
    name: "name",
    user_pool_id: "user_pool_id",
    client_id: "id",
    client_secret: "client_secret",
    redirect_uris: "callback_urls",
    sign_out_uris: "logout_urls",
    scopes: "allowed_oauth_scopes",
    identity_providers: "supported_identity_providers",
    flows: "allowed_oauth_flows",
    readable: "read_attributes",
    oauth_enabled: "allowed_oauth_flows_user_pool_client",
    default_redirect_uri: "default_redirect_uri",
    revocation: "enable_token_revocation",
    rotation: "refresh_token_rotation.feature",
    enables_oauth: false,
};

/// The parts of a registration that determine whether a login will work.
#[derive(Debug, Default)]
struct Registration {
    has_scopes: bool,
    has_redirects: bool,
    has_providers: bool,
    oauth_enabled: Option<bool>,
    flows: Vec<String>,
    default_redirect_uri: Option<String>,
    readable: Option<Vec<String>>,
    revocation: Option<bool>,
    rotation: Option<String>,
    /// Whether the tool enables OAuth flows without being told.
    is_enabled_by_tool: bool,
}

/// The findings about the flows and scopes of a client that is created elsewhere; `flows` and `scopes` are their names.
pub(super) fn predict_flows_of(draft: &Draft, flows: &'static str, scopes: &'static str) -> Vec<Finding> {
    let registration =
        Registration { flows: draft.grants.clone(), has_scopes: true, has_redirects: true, ..Registration::default() };
    let names = Names { flows, scopes, ..AWS };
    let mut found: Vec<Finding> = predict_machine(draft, &registration, &names).into_iter().collect();
    found.extend(predict_flows(&|name| registration.flows.iter().any(|flow| flow == name)));
    if !draft.redirect_uris.is_empty() {
        found.extend(predict_redirects(draft, &registration));
    }
    if !draft.scopes.is_empty() && draft.grants.iter().any(|grant| grant == "code") {
        found.extend(predict_scopes(draft, &registration, &names));
    }
    found
}

/// Reads one client and its findings.
pub(super) fn client(kind: ImportKind, value: Value<'_>, prefix: &str, names: &Names) -> Part {
    let mut members = Members::at(value, prefix);
    let mut draft = Draft { name: members.text(names.name, "name"), ..Draft::default() };
    for (field, name) in [
        (Field::UserPoolId, names.user_pool_id),
        (Field::ClientId, names.client_id),
        (Field::ClientSecret, names.client_secret),
        (Field::RedirectUris, names.redirect_uris),
        (Field::SignOutUris, names.sign_out_uris),
        (Field::Scopes, names.scopes),
        (Field::IdentityProviders, names.identity_providers),
        (Field::Grants, names.flows),
    ] {
        draft.take(field, name, &mut members);
    }
    let registration = Registration {
        has_scopes: !draft.scopes.is_empty() || draft.lacks(&[Field::Scopes]),
        has_redirects: !draft.redirect_uris.is_empty() || draft.lacks(&[Field::RedirectUris]),
        has_providers: !draft.identity_providers.is_empty()
            || draft.lacks(&[Field::IdentityProviders])
            || kind.is_deployed(),
        flows: draft.grants.clone(),
        readable: members.list(names.readable, "readable attributes", |c| c == ','),
        oauth_enabled: members.flag(names.oauth_enabled, "whether OAuth flows are enabled"),
        default_redirect_uri: members.text(names.default_redirect_uri, "the redirect URI used first"),
        revocation: members.flag(names.revocation, "whether tokens can be revoked"),
        rotation: members.text(names.rotation, "whether refresh tokens rotate"),
        is_enabled_by_tool: names.enables_oauth,
    };
    // The registered default comes first, because the first login should use it.
    if let Some(default) = &registration.default_redirect_uri
        && let Some(at) = draft.redirect_uris.iter().position(|uri| uri == default)
    {
        draft.redirect_uris[..=at].rotate_right(1);
    }
    draft.response_type = response_type(&registration.flows);
    // Flows from a variable are unknown.
    let is_known = members.find(names.flows).is_none() || !draft.lacks(&[Field::Grants]);
    let findings = if is_known { predict(&draft, &registration, names, kind.is_deployed()) } else { Vec::new() };
    Part { findings, ..Part::account(kind, draft, members) }
}

pub(super) fn response_type(flows: &[String]) -> Option<String> {
    let on = |name: &str| flows.iter().any(|flow| flow == name);
    match (on("code"), on("implicit")) {
        (true, _) => Some("code".to_owned()),
        (false, true) => Some("token".to_owned()),
        (false, false) => None,
    }
}

/// The problems of this registration, and their causes.
fn predict(draft: &Draft, registration: &Registration, names: &Names, is_deployed: bool) -> Vec<Finding> {
    let on = |name: &str| registration.flows.iter().any(|flow| flow == name);
    let mut found = Vec::new();
    // A client that a template creates only for the AWS API is not a mistake.
    let is_api_only = registration.flows.is_empty() && draft.scopes.is_empty() && is_deployed;
    if is_api_only && registration.oauth_enabled != Some(true) {
        return found;
    }
    let is_by_default = registration.oauth_enabled.is_none() && registration.is_enabled_by_tool;
    if registration.oauth_enabled != Some(true)
        && !is_by_default
        && (registration.oauth_enabled.is_some() || registration.flows.is_empty() || is_deployed)
    {
        found.push(rules::OAUTH_DISABLED.found(
            format!(
                "{} is {}: the authorization endpoint will respond \"Client is not enabled for OAuth2.0 flows.\", \
                 and client_credentials fails with invalid_grant",
                names.oauth_enabled,
                if registration.oauth_enabled.is_none() { "not set" } else { "false" }
            ),
            format!("Set {} to true, together with a flow, scopes and a callback URL", names.oauth_enabled),
        ));
        return found;
    }
    found.extend(predict_unknown_flows(&registration.flows, names));
    found.extend(predict_machine(draft, registration, names));
    if !on("code") && !on("implicit") {
        // A template that creates a client for a machine is not a mistake.
        if !found.is_empty() || is_deployed && on("client_credentials") {
            return found;
        }
        found.push(rules::NO_USER_FLOW.found(
            format!("The client allows only {}: users cannot sign in with it", listing(&registration.flows)),
            "Add the flow code, or use client_credentials, which needs no browser",
        ));
        return found;
    }
    found.extend(predict_flows(&on));
    found.extend(predict_redirects(draft, registration));
    found.extend(predict_scopes(draft, registration, names));
    if !registration.has_providers {
        found.push(rules::NO_IDENTITY_PROVIDER.found(
            "SupportedIdentityProviders is empty: the login page has no sign-in option and shows an error",
            "Enable COGNITO or an identity provider for this client",
        ));
    }
    if registration.revocation == Some(false) {
        found.push(rules::REVOCATION_DISABLED.found(
            "EnableTokenRevocation is off: the revocation endpoint will respond with invalid_request",
            "Enable token revocation, so that signing out ends the tokens",
        ));
    }
    if registration.rotation.as_deref() == Some("ENABLED") {
        found.push(rules::ROTATION.found(
            "Every refresh returns a new refresh token, and the old one expires after its grace period",
            "Store the refresh token of every response",
        ));
    }
    found
}

/// `token` is a response type; the flow is called `implicit`.
fn predict_unknown_flows(flows: &[String], names: &Names) -> Option<Finding> {
    let known = ["code", "implicit", "client_credentials"];
    let strange: Vec<&str> = flows.iter().map(String::as_str).filter(|flow| !known.contains(flow)).collect();
    let first = *strange.first()?;
    let meant = match first {
        "token" | "id_token" => "token is a response_type; the flow that returns it is called implicit",
        "authorization_code" => "the flow is called code",
        _ => "it is not a flow of a user pool",
    };
    let fix = if first.ends_with("token") {
        "Use implicit, or only code with PKCE"
    } else {
        "Use code, implicit or client_credentials"
    };
    Some(rules::FLOW_UNKNOWN.found(format!("{} contains {}: {meant}", names.flows, strange.join(", ")), fix).seen(
        None,
        names.flows,
        listing(flows),
    ))
}

/// Client credentials have no user, so they exclude flows and scopes that need one.
fn predict_machine(draft: &Draft, registration: &Registration, names: &Names) -> Option<Finding> {
    let on = |name: &str| registration.flows.iter().any(|flow| flow == name);
    if !on("client_credentials") {
        return None;
    }
    let user_scopes: Vec<&str> =
        draft.scopes.iter().map(String::as_str).filter(|scope| SCOPES_OF_A_USER.contains(scope)).collect();
    let detail = if on("code") || on("implicit") {
        format!(
            "{} contains client_credentials and {}: a client cannot have both",
            names.flows,
            if on("code") { "code" } else { "implicit" }
        )
    } else if !user_scopes.is_empty() {
        format!(
            "{} contains {}, which cannot be combined with client_credentials: there is no user, so only custom \
             scopes of a resource server are allowed",
            names.scopes,
            user_scopes.join(", ")
        )
    } else {
        return None;
    };
    Some(
        rules::MACHINE_WITH_USER
            .found(
                detail,
                "Use two app clients: one for users with code, one for the machine with \
                            client_credentials and custom scopes (SERVER/SCOPE)",
            )
            .seen(None, names.scopes, listing(&draft.scopes)),
    )
}

/// The scopes about a signed-in user.
const SCOPES_OF_A_USER: &[&str] = &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

fn predict_flows(on: &dyn Fn(&str) -> bool) -> Option<Finding> {
    match (on("code"), on("implicit")) {
        (false, true) => Some(rules::IMPLICIT_ONLY.found(
            "AllowedOAuthFlows contains implicit but not code: response_type=code will be rejected, and tokens \
             appear in the URL",
            "Allow the flow code and use it with PKCE",
        )),
        (true, true) => Some(rules::IMPLICIT_ALLOWED.found(
            "AllowedOAuthFlows contains implicit and code: tokens can be requested in a URL",
            "Remove implicit unless an old app still needs it",
        )),
        _ => None,
    }
}

fn predict_redirects(draft: &Draft, registration: &Registration) -> Vec<Finding> {
    let mut found = Vec::new();
    let uris = &draft.redirect_uris;
    if uris.is_empty() && registration.has_redirects {
        return found;
    }
    if uris.is_empty() {
        found.push(rules::NO_REDIRECT_URI.found(
            "CallbackURLs is empty: every redirect URI will be rejected with redirect_mismatch",
            "Register the redirect URI exactly as the client sends it",
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
            "None of the registered callback URLs is on this machine: paste the callback after signing in",
            format!("Register {}, so that grantscope can receive it", crate::profile::DEFAULT_REDIRECT_URI),
        ));
    }
    found
}

fn predict_scopes(draft: &Draft, registration: &Registration, names: &Names) -> Vec<Finding> {
    let mut found = Vec::new();
    let asks = |scope: &str| draft.scopes.iter().any(|s| s == scope);
    if draft.scopes.is_empty() && registration.has_scopes {
        return found;
    }
    if draft.scopes.is_empty() {
        found.push(rules::NO_SCOPES.found(
            format!("{} is empty: every scope will be rejected with invalid_scope", names.scopes),
            "Allow at least openid",
        ));
    } else if !asks("openid") {
        found.push(rules::NO_OPENID.found(
            format!(
                "{} contains {} without openid: there is no ID token, and UserInfo rejects the access token",
                names.scopes,
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
                format!(
                    "The scope {scope} includes {}, which the client may not read: redeeming the code can fail \
                         with invalid_grant",
                    missing.join(", ")
                ),
                format!("Add {} to ReadAttributes, or do not request {scope}", missing.join(", ")),
            )
            .seen(None, "ReadAttributes", listing(readable)),
        );
    }
    found
}

/// The attributes of each scope (OpenID Connect Core section 5.4) in a user pool.
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
