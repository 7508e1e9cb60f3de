//! JSON documents of the protocol: responses of endpoints, discovery, keys.

use super::client_document::of_client;
use super::decoded_claims::claims;
use super::endpoint_response::{answered, of_document, token_response};
use super::{keycloak_event, recording};
use crate::diagnosis::inspect::inspection::{Inspection, members};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::NOT_USERINFO;
use crate::diagnosis::{cognito_api, diagnose, resource};
use crate::profile::import::ImportedProfile;
use crate::profile::{Profile, Provider};
use crate::protocol::json::Value;
use crate::protocol::{Finding, Json, JwkSet, token::cross_checks};
use crate::reading::facts;
use crate::reading::input::Input;
use crate::session::{Origin, Purpose, Session, TokenSource};

/// Reads a JSON document of the protocol.
pub(in crate::diagnosis::inspect) fn json(input: &Input, options: &Options) -> Option<Inspection> {
    if !input.is_json() {
        return None;
    }
    let json = Json::parse(input.text.as_str()).ok()?;
    let has = |name: &str| json.get(name).is_some();
    let is_error = json.get("error").and_then(Value::as_string).is_some_and(|error| is_code(&error));
    if let Some(inspection) = of_client(&json).or_else(|| keycloak_event::read(&json)) {
        return Some(inspection);
    }
    if has("AuthenticationResult") {
        return recording::token_set(&json, Kind::InitiateAuth, TokenSource::InitiateAuth, options);
    }
    if has("access_token") || has("id_token") || (is_error && (!has("code") || has("message"))) {
        return Some(token_response(&json, options));
    }
    if let Some(finding) = cognito_api::of_document(&json) {
        return Some(
            Inspection { parameters: Some(members(&json)), ..Inspection::new(Kind::InitiateAuth) }
                .with_findings([finding]),
        );
    }
    if has("issuer") && (has("authorization_endpoint") || has("jwks_uri") || has("token_endpoint")) {
        return Some(discovery(&json, options));
    }
    if is_resource_metadata(&json) {
        let findings = resource::of_document(&json, options.resource.as_deref());
        let inspection = Inspection { parameters: Some(members(&json)), ..Inspection::new(Kind::ProtectedResource) };
        return Some(inspection.with_findings(findings));
    }
    if json.get("keys").is_some_and(|keys| keys.items().all(Value::is_object))
        && json.get("keys")?.raw().starts_with('[')
        || has("kty")
    {
        return Some(keys(&json));
    }
    recording::token_set(&json, Kind::TokenResponse, TokenSource::TokenResponse, options)
        .or_else(|| claims(&json, options))
        .or_else(|| userinfo(&json, options))
}

/// Whether a document is protected resource metadata: it names its authorization servers, or its resource and how tokens
/// are sent (RFC 9728 section 2).
fn is_resource_metadata(json: &Json) -> bool {
    let has = |name: &str| json.get(name).is_some();
    !has("issuer")
        && (has("authorization_servers")
            || has("resource") && (has("bearer_methods_supported") || has("scopes_supported")))
}

/// Whether the member `error` is a code (RFC 6749 section 5.2) and not a log message.
pub(super) fn is_code(error: &str) -> bool {
    error.len() < 100 && !error.contains(|c: char| c.is_whitespace() || "\"':{".contains(c))
}

fn discovery(json: &Json, options: &Options) -> Inspection {
    let issuer = json.get("issuer").and_then(Value::as_string).unwrap_or_default();
    let profile = Profile::new(Provider::Issuer(issuer), "");
    let answer = (json.text(), None);
    let session = answered(Session::new(profile, None), Purpose::Discovery, Origin::ResponseOnly, answer, options);
    let findings = of_document(diagnose(&session, options.now));
    let profile = session.profile().provider.issuer().filter(|issuer| !issuer.is_empty());
    let profile = profile.map(|_| ImportedProfile::from(session.profile()));
    Inspection { findings, profile, facts: facts::discovery(json), ..Inspection::new(Kind::Discovery) }
}

fn keys(json: &Json) -> Inspection {
    let inspection = Inspection::new(Kind::Jwks);
    match JwkSet::parse(json.text()) {
        Ok(keys) => {
            let whole = set_findings(json.text());
            let inspection = Inspection { facts: facts::keys(&keys), ..inspection };
            inspection.with_findings(whole.into_iter().chain(keys.published_findings()))
        }
        Err(_) => inspection.with_findings(set_findings(json.text())),
    }
}

/// Problems of the whole set.
fn set_findings(text: &str) -> Vec<Finding> {
    let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
    let session = answered(options.session(), Purpose::JwkSet, Origin::ResponseOnly, (text, None), &options);
    of_document(diagnose(&session, options.now))
}

/// Claims about a user outside a token: they have `sub`, or at least an email address or name, and no `exp`.
fn userinfo(json: &Json, options: &Options) -> Option<Inspection> {
    let has = |name: &str| json.get(name).is_some();
    let known =
        ["sub", "email", "email_verified", "name", "username", "preferred_username", "given_name", "phone_number"];
    let is_person = known.iter().filter(|name| has(name)).count() >= 2 || has("sub");
    if !is_person || has("exp") || has("iat") || has("format") || has("log") {
        return None;
    }
    let is_cognito = match &options.profile {
        Some(profile) => profile.is_cognito(),
        // Only Cognito adds username to the standard claims.
        None => has("username") && has("sub"),
    };
    if !has("sub") {
        let finding = NOT_USERINFO.found(
            "sub is missing: a response without it must not be used.",
            "Check that this is the UserInfo endpoint of an OpenID provider.",
        );
        return Some(Inspection::new(Kind::UserInfo).with_findings([finding]));
    }
    Some(Inspection::new(Kind::UserInfo).with_findings(cross_checks::userinfo(None, json, is_cognito).findings))
}
