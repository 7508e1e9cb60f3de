//! JSON documents of the protocol: responses of endpoints, discovery, keys.

use base64::Engine;

use super::{keycloak_event, recording, tokens, wrapped};
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::{Options, ReadContext};
use crate::diagnosis::inspect::rules::{INACTIVE, NOT_USERINFO};
use crate::diagnosis::{cognito_api, diagnose, evidence, protected_api, resource, token_endpoint, userinfo};
use crate::profile::import::ImportedProfile;
use crate::profile::{Profile, Provider};
use crate::protocol::json::Value;
use crate::protocol::{
    Finding, HttpRequest, HttpResponse, Json, JwkSet, Method, Parameters, Place, Secret, token::cross_checks,
};
use crate::reading::facts;
use crate::reading::input::Input;
use crate::session::{Connection, Delivery, IMPORT, Purpose, Received, Session, Timing};

/// Reads a JSON document of the protocol.
pub(in crate::diagnosis::inspect) fn json(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    if !input.is_json() {
        return None;
    }
    let json = Json::parse(input.text.as_str()).ok()?;
    let has = |name: &str| json.get(name).is_some();
    let is_error = json.get("error").and_then(Value::as_string).is_some_and(|error| is_code(&error));
    if let Some(inspection) = proxied(&json, options) {
        return Some(inspection);
    }
    if let Some(inspection) = of_client(&json).or_else(|| keycloak_event::read(&json)) {
        return Some(inspection);
    }
    if has("AuthenticationResult") {
        return recording::token_set(&json, Kind::InitiateAuth, options);
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
    recording::token_set(&json, Kind::TokenResponse, options)
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

/// Decoded claims of a token, with its header if both are shown, as libraries print them.
fn claims(json: &Json, options: &ReadContext<'_>) -> Option<Inspection> {
    let part = |names: &[&str]| {
        let member = names.iter().find_map(|name| json.get(name)).filter(|member| member.is_object());
        member.and_then(|member| Json::parse(member.raw()).ok())
    };
    let header = part(&["header", "Header"]).filter(is_token_header);
    if let (Some(header), Some(payload)) = (header, part(&["payload", "Payload", "claims", "body"])) {
        return Some(tokens::claims(Some(header), payload, options));
    }
    is_token_claims(json).then(|| tokens::claims(None, json.clone(), options))
}

/// Whether an object is the header of a signed token (RFC 7515 section 4.1). A key has an `alg` too.
pub(in crate::diagnosis::inspect) fn is_token_header(json: &Json) -> bool {
    let has = |name: &str| json.get(name).is_some();
    has("alg") && !has("kty") && !has("sub") && !has("keys") && (has("typ") || has("kid") || has("x5t") || has("enc"))
}

/// Whether an object has claims of a token: requests, configurations and UserInfo responses have some of them.
pub(in crate::diagnosis::inspect) fn is_token_claims(json: &Json) -> bool {
    let has = |name: &&str| json.get(name).is_some();
    let of_a_token = [
        "iss",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "sub",
        "token_use",
        "client_id",
        "scope",
        "scp",
        "auth_time",
        "nonce",
        "at_hash",
        "azp",
        "cid",
        "origin_jti",
        "event_id",
        "cognito:username",
        "cognito:groups",
        "tid",
        "oid",
        "ver",
    ];
    let of_no_userinfo = ["exp", "iat", "nbf", "token_use", "auth_time", "at_hash", "origin_jti", "cognito:username"];
    let of_others = [
        "redirect_uri",
        "redirect_uris",
        "active",
        "code",
        "state",
        "access_token",
        "id_token",
        "grant_type",
        "response_type",
        "authority",
        "kty",
        "format",
        "log",
        "msg",
        "level",
    ];
    let is_issued = has(&"iss") && (has(&"sub") || has(&"aud"));
    of_a_token.iter().filter(|name| has(name)).count() >= 2
        && (is_issued || of_no_userinfo.iter().any(&has))
        && !of_others.iter().any(has)
}

/// A document about a token or client that no URL is needed to recognise.
pub(in crate::diagnosis::inspect) fn of_client(json: &Json) -> Option<Inspection> {
    introspection(json).or_else(|| registration(json)).or_else(|| device(json))
}

/// The metadata of a client: the response to its registration (RFC 7591 section 3.2), or its own document.
fn registration(json: &Json) -> Option<Inspection> {
    let text = |name: &str| json.get(name).and_then(Value::as_string);
    // Keycloak and Logto use invalid_redirect_uri for authorization requests, too.
    const ERRORS: [&str; 3] =
        ["invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement"];
    let inspection = Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::ClientRegistration) };
    if let Some(error) = text("error").filter(|error| ERRORS.contains(&error.as_str())) {
        return Some(inspection.with_findings([resource::REGISTRATION_REFUSED
            .found(
                "The registration endpoint rejected the metadata of the client. A description is the provider's own hint.",
                "Change what the error names: redirect URIs must have a form that the provider allows (https, or \
                 loopback for a native app), and grant types, scopes and methods must be supported.",
            )
            .seen(None, Place::response_body("error"), error)]));
    }
    let has = |name: &str| json.get(name).is_some();
    let is_issued =
        ["client_id_issued_at", "registration_client_uri", "registration_access_token"].into_iter().any(has);
    let is_described = has("redirect_uris") && has("grant_types") && has("token_endpoint_auth_method");
    let of_a_server = ["issuer", "authorization_endpoint", "authorization_policy", "access_token", "callbacks"];
    let client_id = text("client_id").filter(|_| (is_issued || is_described) && !of_a_server.into_iter().any(has))?;
    let list = |name: &str| -> Vec<String> {
        json.get(name).into_iter().flat_map(Value::items).filter_map(Value::as_string).collect()
    };
    let mut profile = Profile::new(Provider::Explicit(Default::default()), client_id);
    profile.name = text("client_name");
    profile.redirect_uris = list("redirect_uris");
    profile.sign_out_uris = list("post_logout_redirect_uris");
    profile.scopes = text("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let mut profile = ImportedProfile::from(&profile);
    profile.response_type =
        json.get("response_types").and_then(|types| types.items().next()).and_then(Value::as_string);
    profile.has_client_secret = has("client_secret");
    Some(Inspection { profile: Some(profile), ..inspection })
}

/// The response of the device authorization endpoint (RFC 8628 section 3.2).
fn device(json: &Json) -> Option<Inspection> {
    let is_device = ["device_code", "user_code"].iter().all(|name| json.get(name).is_some());
    is_device.then(|| Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::DeviceAuthorization) })
}

/// The introspection response about a token (RFC 7662 section 2.2).
pub(super) fn introspection(json: &Json) -> Option<Inspection> {
    let is_active = json.get("active").filter(|_| json.get("access_token").is_none())?.as_bool()?;
    let others = ["iss", "sub", "client_id", "scope", "exp", "username", "token_type"];
    let is_known = json.root().members().count() == 1 || others.iter().any(|name| json.get(name).is_some());
    let inspection = Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::Introspection) };
    is_known.then(|| match is_active {
        true => inspection,
        false => inspection.with_findings([INACTIVE
            .found(
                "The token has expired, was revoked, is from another server, or the client may not introspect it. \
                 The server does not say which.",
                "Send the access token as it was issued, to the introspection endpoint of its issuer, as a client \
                 that is allowed to introspect. If it is inactive there, sign in again.",
            )
            .seen(None, Place::response_body("active"), "false")]),
    })
}

/// The return value of a Lambda function behind API Gateway: `{"statusCode": 200, "headers": {…}, "body": "{…}"}`.
fn proxied(json: &Json, options: &ReadContext<'_>) -> Option<Inspection> {
    let status = u16::try_from(json.get("statusCode")?.as_i64()?).ok()?;
    let mut body = json.get("body")?.as_string()?;
    if json.get("isBase64Encoded").is_some_and(|value| value.raw() == "true") {
        body = String::from_utf8(base64::engine::general_purpose::STANDARD.decode(&body).ok()?).ok()?;
    }
    let mut inspection = wrapped::read_within(&body, "used the body of a Lambda function's response", options)?;
    if !(200..300).contains(&status) && !inspection.token_sets.is_empty() {
        inspection.findings.push(token_endpoint::status_found(None, status));
    }
    Some(inspection)
}

/// One exchange with this response, in its own session.
pub(super) fn answered(
    mut session: Session,
    purpose: Purpose,
    request: HttpRequest,
    (body, status): (&str, Option<u16>),
    options: &Options,
) -> Session {
    let is_error = Json::parse(body).is_ok_and(|json| json.get("error").is_some());
    let status = status.unwrap_or(if is_error { 400 } else { 200 });
    let id = session.begin(purpose, request, options.now);
    let received = Received::Response(HttpResponse::new(status).with_body("application/json", body));
    let (timing, connection) = (Timing::default(), Connection::default());
    session.absorb(id, Delivery { sent_headers: Vec::new(), received, timing, connection });
    session
}

fn token_response(json: &Json, options: &ReadContext<'_>) -> Inspection {
    // Two codes come from one kind of endpoint only: from resource servers, or from revocation.
    let purpose = match json.get("error").and_then(Value::as_string).as_deref() {
        Some("invalid_token" | "insufficient_scope") => return token_refusal(json, options),
        Some("unsupported_token_type") => Purpose::Revocation,
        _ => Purpose::Token,
    };
    answer_of(purpose, json, None, options)
}

/// An access token was rejected: by UserInfo if the message is Cognito's, otherwise by an API.
pub(super) fn token_refusal(json: &Json, options: &ReadContext<'_>) -> Inspection {
    let said = ["error", "error_description", "scope"].map(|name| json.get(name).and_then(Value::as_string));
    let words = said[1].as_deref().unwrap_or_default();
    let is_cognito = options.profile.as_ref().is_some_and(Profile::is_cognito);
    if is_cognito || userinfo::is_own_sentence(words) {
        return answer_of(Purpose::UserInfo, json, None, options);
    }
    let finding = protected_api::refused_without_request(&said);
    Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::ApiChallenge) }.with_findings([finding])
}

/// A response of an endpoint, success or error, without its request; with its status, if that was given.
pub(super) fn answer_of(purpose: Purpose, json: &Json, status: Option<u16>, options: &ReadContext<'_>) -> Inspection {
    // The request was not recorded, so it cannot be checked. Its response is shown as pasted, a failure as such.
    let is_error = json.get("error").is_some();
    let mut request = HttpRequest::get("");
    if !is_error {
        request.method = Method::Other(IMPORT.to_owned());
    }
    let session = answered(session_of(json, options), purpose, request, (json.text(), status), options);
    let mut findings = of_document(diagnose(&session, options.now));
    if status.is_none() {
        let seen = findings.iter_mut().map(|finding| &mut finding.evidence);
        seen.for_each(|seen| seen.retain(|seen| seen.place != Place::RESPONSE_STATUS));
    }
    let parameters = is_error.then(|| members(json));
    let token_sets = tokens::sets_alone(&session, options);
    let kind = if purpose == Purpose::UserInfo { Kind::UserInfo } else { Kind::TokenResponse };
    Inspection { parameters, token_sets, session: Some(session), findings, ..Inspection::new(kind) }
}

/// The session of the client in the tokens: their issuer determines which rules apply.
fn session_of(json: &Json, options: &ReadContext<'_>) -> Session {
    if options.profile.is_some() {
        return options.session();
    }
    let claim = |token: &str, claim: &str| evidence::claim(&Secret::new(json.get(token)?.as_string()?), claim);
    let issuer = claim("id_token", "iss").or_else(|| claim("access_token", "iss"));
    let client = claim("access_token", "client_id").or_else(|| claim("id_token", "aud")).unwrap_or_default();
    match issuer.filter(|issuer| crate::profile::cognito::is_issuer(issuer)) {
        Some(issuer) => options.with_keys(Session::new(Profile::new(Provider::Issuer(issuer), client), None)),
        None => options.session(),
    }
}

/// The members of an object as parameters; those that are not strings as written.
pub(in crate::diagnosis::inspect) fn members(json: &Json) -> Parameters {
    let text = |value: Value<'_>| value.as_string().unwrap_or_else(|| value.raw().to_owned());
    json.root().members().map(|(name, value)| (name.into_owned(), text(value))).collect()
}

fn discovery(json: &Json, options: &ReadContext<'_>) -> Inspection {
    let issuer = json.get("issuer").and_then(Value::as_string).unwrap_or_default();
    let profile = Profile::new(Provider::Issuer(issuer), "");
    let request = HttpRequest::get("");
    let session = answered(Session::new(profile, None), Purpose::Discovery, request, (json.text(), None), options);
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
    let session = answered(options.session(), Purpose::JwkSet, HttpRequest::get(""), (text, None), &options);
    of_document(diagnose(&session, options.now))
}

/// A document alone belongs to no exchange that could be looked up.
fn of_document(mut findings: Vec<Finding>) -> Vec<Finding> {
    for evidence in findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        evidence.exchange = None;
    }
    findings
}

/// Claims about a user outside a token: they have `sub`, or at least an email address or name, and no `exp`.
fn userinfo(json: &Json, options: &ReadContext<'_>) -> Option<Inspection> {
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
