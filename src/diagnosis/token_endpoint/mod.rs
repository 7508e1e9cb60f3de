//! The token endpoint: what happened to the code, and what is missing from a success response.
//!
//! ```text
//!   exchange ─► an error ──► invalid_grant ──► code     which cause the record proves
//!            │            ├► invalid_client ─► client   how it authenticated
//!            │            └► invalid_request ► form     mistakes in the request
//!            ├► tokens ────► granted                    what is missing
//!            └► neither ───► unreadable
//! ```

pub(super) mod client;
mod client_credentials;
mod encoding;
pub(super) mod form;
mod grant_not_allowed;
pub(super) mod granted;
pub(super) mod invalid_grant;

use crate::diagnosis::evidence::{Refusal, with_form};
use crate::diagnosis::{SessionEvidence, federation, provider_page, resource, transport};
use crate::protocol::endpoint::token::MADE_UP_CODE;
use crate::protocol::finding::rules;
use crate::protocol::{ExchangeId, Finding, HttpResponse, Json, Method, Place, Rule, TokenAnswer, http};
use crate::session::{Exchange, Purpose};

pub(super) use client::basic_finding;
pub(super) use form::request_findings;
pub(super) use grant_not_allowed::{GRANT, SCOPE};
pub(super) use granted::of_any_grant;

use grant_not_allowed::GRANT_TYPE;

rules! {
    OWN;

    HEADERS: Error "token_request.headers_refused", "POST rejected with 405 Method Not Allowed", "RFC 9110 15.5.6";
    RESOURCE: Error "token_request.resource_refused", "Resource rejected by the token endpoint", "RFC 8707 2";
    pub(super) REFUSED: Error "token_request.refused", "Token request rejected", "RFC 6749 5.2";
    pub(super) UNREADABLE: Error "token_response.unreadable", "Not a token response", "RFC 6749 5.1";
    pub(in crate::diagnosis) GRANT_NOT_ACCEPTED: Error "grant.not_accepted", "Credentials of the grant not accepted", "RFC 6749 5.2";
    STATUS: Error "token_response.status", "Tokens with an error status", "RFC 6749 5.1";
    DEVICE_PENDING: Info "device.pending", "Device not confirmed yet", "RFC 8628 3.5";
    DEVICE_DENIED: Error "device.denied", "Device rejected by the user", "RFC 8628 3.5";
    pub(in crate::diagnosis) DEVICE_EXPIRED: Error "device.expired", "Device code expired", "RFC 8628 3.5";
}

/// All rules of the token endpoint.
pub(super) const RULES: [&[&Rule]; 8] = [
    OWN,
    client::RULES,
    client_credentials::RULES,
    invalid_grant::RULES,
    encoding::RULES,
    form::RULES,
    grant_not_allowed::RULES,
    granted::RULES,
];

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(exchange) = evidence.current(Purpose::Token) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    let failed = tokens_in_failure(exchange);
    if transport::problem(evidence, exchange).is_some() {
        return failed.into_iter().collect();
    }
    let ignored = client_credentials::person_ignored(&exchange.request, Some(exchange.id));
    if let Some(refusal) = Refusal::of(exchange) {
        // For a made-up code, only what the response says about the client counts.
        if is_client_probe(exchange) && refusal.error == "invalid_grant" {
            return Vec::new();
        }
        let explained = refusal.error == "invalid_client" && resource::client_is_explained(evidence);
        return (!explained).then(|| refused(evidence, &refusal)).into_iter().chain(ignored).collect();
    }
    match exchange.token_answer() {
        Some(TokenAnswer::Tokens(tokens)) => {
            failed.into_iter().chain(ignored).chain(granted::look(evidence, exchange, &tokens)).collect()
        }
        _ => vec![unreadable(exchange, response)],
    }
}

/// Whether a request tests the client with a code that does not exist.
pub(super) fn is_client_probe(exchange: &Exchange) -> bool {
    exchange.purpose == Purpose::Token && exchange.request.form().get("code") == Some(MADE_UP_CODE)
}

/// Tokens in an invalid document whose only fault is their type.
fn malformed_tokens(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let json = Json::from_bytes(&response.body).ok().filter(|_| response.is_success())?;
    granted::malformed_tokens(exchange.id, &json).into_iter().next()
}

/// Tokens in a response with an error status, also to a refresh: they are shown with a warning.
pub(super) fn tokens_in_failure(exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response().filter(|response| !response.is_success())?;
    let has_tokens = matches!(exchange.token_answer(), Some(TokenAnswer::Tokens(_)));
    has_tokens.then(|| status_found(Some(exchange.id), response.status))
}

/// Tokens arrived with this status.
pub(super) fn status_found(exchange: Option<ExchangeId>, status: u16) -> Finding {
    STATUS
        .found(
            format!("HTTP {status} is an error, but the body has tokens. Clients that check the status discard them."),
            "Find out what changes the status: the token endpoint returns tokens with 200. Use these tokens only for \
             inspection.",
        )
        .seen(exchange, Place::RESPONSE_STATUS, status.to_string())
}

/// A response that is neither tokens nor an error, also to a refresh.
pub(super) fn unreadable(exchange: &Exchange, response: &HttpResponse) -> Finding {
    if let Some(finding) = method_refused(exchange, response).or_else(|| malformed_tokens(exchange, response)) {
        return finding;
    }
    let found = match exchange.token_answer() {
        _ if response.is_page() => "The response is an HTML page instead of JSON".to_owned(),
        Some(TokenAnswer::Unreadable(sentence)) => sentence,
        _ => "The document has another form".to_owned(),
    };
    let finding = UNREADABLE
        .found(
            format!("{found}."),
            "Check the URL of the token endpoint. Then check what responds instead of the provider: a proxy, a login \
             page or a web application firewall. The code that was sent may be used up.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string())
        .seen(
            Some(exchange.id),
            Place::response_header("content-type"),
            response.media_type().unwrap_or("absent".into()),
        );
    transport::with_page(finding, exchange, response)
}

fn method_refused(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let method = &exchange.request.method;
    if !exchange.has_request() || (response.status != 405 && *method == Method::Post) {
        return None;
    }
    if *method == Method::Post {
        return Some(post_refused(exchange, response));
    }
    let finding = form::METHOD.found(
        format!("The request method is {method}, but the endpoint accepts only POST."),
        "Send a POST with a form body.",
    );
    let finding = finding.seen(Some(exchange.id), Place::REQUEST_METHOD, method.as_str());
    Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()))
}

/// 405 to a POST, although POST is correct. Cognito responds like this to unsupported headers; a server that is not the
/// endpoint responds like this to any POST.
pub(super) fn post_refused(exchange: &Exchange, response: &HttpResponse) -> Finding {
    let request = &exchange.request;
    let accept = request.header("accept").filter(|accept| accept.contains(','));
    let content_type: Vec<&str> = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("content-type"))
        .map(|header| header.value.as_str())
        .collect();
    let is_form = |value: &str| {
        let (media_type, parameters) = value.split_once(';').unwrap_or((value, "charset=utf-8"));
        media_type.trim().eq_ignore_ascii_case(http::FORM) && parameters.trim().eq_ignore_ascii_case("charset=utf-8")
    };
    let seen = |finding: Finding| {
        finding.seen(Some(exchange.id), Place::REQUEST_METHOD, request.method.as_str()).seen(
            Some(exchange.id),
            Place::RESPONSE_STATUS,
            response.status.to_string(),
        )
    };
    match (content_type.as_slice(), accept) {
        ([], None) | ([_], None) if content_type.iter().all(|value| is_form(value)) && !content_type.is_empty() => {
            seen(HEADERS.found(
                "The request is a POST and its headers are the usual ones, but the response is 405. So something other \
                 than the endpoint responds: a web server for files, a proxy, or another path.",
                "Compare the URL with the endpoint in discovery, letter by letter. Then check what responds at that \
                 address.",
            ))
        }
        ([value], _) if !is_form(value) => seen(HEADERS.found(
            "The request is a POST, so the method is correct. Its Content-Type is not plain \
             application/x-www-form-urlencoded, and Cognito responds to that with 405.",
            "Set the header Content-Type to exactly application/x-www-form-urlencoded.",
        ))
        .seen(Some(exchange.id), Place::request_header("content-type"), *value),
        ([_], Some(accept)) => seen(HEADERS.found(
            "The request is a POST, so the method is correct. Its header Accept is a list, and Cognito responds with \
             405 to some lists.",
            "Set the header Accept to application/json alone, or remove it.",
        ))
        .seen(Some(exchange.id), Place::request_header("accept"), accept),
        (values, _) => seen(HEADERS.found(
            "The request is a POST, so the method is correct. It needs exactly one Content-Type, and Cognito responds \
             with 405 without it.",
            "Set the header Content-Type once, to application/x-www-form-urlencoded.",
        ))
        .seen(
            Some(exchange.id),
            Place::request_header("content-type"),
            if values.is_empty() { "absent".to_owned() } else { values.join(", ") },
        ),
    }
}

/// Why the token endpoint rejected the request, by `error` first (RFC 6749 section 5.2), then by the request.
fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let finding = match refusal.error.as_str() {
        _ if let Some(finding) = client_credentials::refused(evidence, refusal) => finding,
        _ if refusal.is_about_the_grant => {
            other_grant(refusal).unwrap_or_else(|| invalid_grant::refused(evidence, refusal))
        }
        "unauthorized_client" => unauthorized(evidence, refusal),
        _ => common_refusal(evidence, refusal),
    };
    refusal.said(finding)
}

/// `invalid_grant` for a grant without a code: what was presented instead was not accepted.
fn other_grant(refusal: &Refusal<'_>) -> Option<Finding> {
    let form = refusal.exchange.request.form();
    let (name, detail, remedy) = match form.get("grant_type")? {
        "password" => (
            "username",
            "Username or password was not accepted, or the user may not sign in this way (locked, second factor).",
            "Check the user and the password at the provider. Prefer the code grant: OAuth 2.1 leaves this grant out.",
        ),
        "urn:ietf:params:oauth:grant-type:device_code" => (
            "device_code",
            "The device code was not accepted: it is unknown, already used, or was issued to another client.",
            "Request a new code from the device authorization endpoint, and poll with the same client.",
        ),
        "urn:ietf:params:oauth:grant-type:jwt-bearer" | "urn:ietf:params:oauth:grant-type:saml2-bearer" => (
            "assertion",
            "The assertion was not accepted: its issuer, audience, times or signature is not what the provider expects.",
            "Decode the assertion and compare iss, sub, aud and exp with the provider's documentation. aud is usually \
             the token endpoint, and exp at most minutes away.",
        ),
        "urn:ietf:params:oauth:grant-type:token-exchange" => (
            "subject_token",
            "The subject token was not accepted: it is invalid, expired, or not of the type that was named.",
            "Decode the subject token, and compare its issuer, audience and exp with what the provider accepts.",
        ),
        _ => return None,
    };
    Some(with_form(GRANT_NOT_ACCEPTED.found(detail, remedy), refusal.exchange, name))
}

fn is_quoted(value: &str) -> bool {
    value.len() > 1 && ['"', '\''].iter().any(|quote| value.starts_with(*quote) && value.ends_with(*quote))
}

/// Errors that do not depend on the code or token in the request; shared with the refresh.
pub(super) fn common_refusal(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    match refusal.error.as_str() {
        "invalid_client" | "incorrect_client_credentials" => {
            let request = Some(&exchange.request).filter(|request| request.body.is_empty());
            let misplaced = request.and_then(|request| form::in_query(request, Some(exchange.id)));
            misplaced.unwrap_or_else(|| client::refused(evidence, refusal))
        }
        // Auth0's words for a wrong secret.
        "access_denied" if refusal.description.as_deref() == Some("Unauthorized") => client::refused(evidence, refusal),
        "redirect_uri_mismatch" => provider_page::redirect_mismatch(evidence),
        "consent_required" => federation::consent_missing(),
        "interaction_required" => federation::interaction_needed(),
        "invalid_request" => form::malformed(evidence, refusal),
        "unauthorized_client" => grant_not_allowed(evidence, refusal),
        "unsupported_grant_type" if exchange.request.form().get("grant_type").is_some_and(is_quoted) => with_form(
            GRANT_TYPE.found(
                "The value of grant_type has quotation marks around it: they were sent as part of the value.",
                "Remove the quotation marks around the values, of the other parameters too.",
            ),
            exchange,
            "grant_type",
        ),
        "unsupported_grant_type" if exchange.request.form().get("grant_type") == Some("password") => with_form(
            GRANT_TYPE.found(
                if evidence.cognito {
                    "Cognito's token endpoint has no password grant."
                } else {
                    "The token endpoint has no password grant, or not for this client. OAuth 2.1 leaves this grant out."
                },
                if evidence.cognito {
                    "Sign in at the authorization endpoint with the code grant. To send a password from an application, \
                     call InitiateAuth of the user pools API."
                } else {
                    "Sign in at the authorization endpoint with the code grant, which never shows the password to the \
                     client."
                },
            ),
            exchange,
            "grant_type",
        ),
        "unsupported_grant_type" => with_form(
            GRANT_TYPE.found(
                "The token endpoint does not know this grant type.",
                "Send grant_type=authorization_code or grant_type=refresh_token, spelled exactly like this.",
            ),
            exchange,
            "grant_type",
        ),
        "invalid_scope" => scope_refused(evidence, refusal),
        "invalid_target" => with_form(
            RESOURCE.found(
                "The provider does not know the API that the parameter resource names.",
                "Correct or remove resource.",
            ),
            exchange,
            "resource",
        ),
        "authorization_pending" => DEVICE_PENDING.found(
            "The user has not entered the device code yet. This is not an error.",
            "Repeat the request after the interval until tokens or another error are returned.",
        ),
        "slow_down" => DEVICE_PENDING.found(
            "The user has not entered the device code yet, and the client polls too often.",
            "Increase the interval between requests by five seconds.",
        ),
        "expired_token" => DEVICE_EXPIRED.found(
            "No one confirmed the device in time, so its code has expired.",
            "Request a new code from the device authorization endpoint.",
        ),
        "access_denied" if exchange.request.form().get("grant_type").is_some_and(|grant| grant.ends_with(":device_code")) => {
            DEVICE_DENIED.found(
                "The user rejected the sign-in on the page for the device code.",
                "Request a new code from the device authorization endpoint, and have the user accept it.",
            )
        }
        "use_dpop_nonce" => REFUSED.found(
            "The token endpoint requires its own nonce in the DPoP proof. This is the normal response to a first \
             request (RFC 9449 section 8).",
            "Create a new proof with the value of the DPoP-Nonce header as nonce, and send the request again.",
        ),
        code => REFUSED.found(
            format!("The token endpoint returned the error {code:?}."),
            "Look up the error in the provider's documentation. A description is the provider's own hint.",
        ),
    }
}

/// `unauthorized_client`: at Cognito, either the redirect URI differs or the grant is disabled; the record shows which.
fn unauthorized(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    invalid_grant::redirect_changed(evidence, refusal.exchange).unwrap_or_else(|| {
        if refusal.hints(&["redirect"]) && evidence.requested("redirect_uri").is_none() {
            let finding = invalid_grant::REDIRECT_CHANGED.found(
                "The provider reports that the redirect URI differs from the authorization request's. Neither is \
                 recorded.",
                "Send the exact text of the authorization request's redirect_uri. Most often a trailing slash \
                 differs.",
            );
            return with_form(finding, refusal.exchange, "redirect_uri");
        }
        // Keycloak returns this for a wrong secret.
        if !evidence.cognito && refusal.hints(&["credentials", "client secret"]) {
            return client::refused(evidence, refusal);
        }
        // Microsoft Entra ID returns this for an unknown client.
        if !evidence.cognito && refusal.hints(&["was not found", "unknown client"]) {
            return provider_page::CLIENT_UNKNOWN.found(
                "The token endpoint does not know this client_id, or not at this issuer.",
                "Compare client_id and issuer (tenant, realm) with the client's registration.",
            );
        }
        grant_not_allowed(evidence, refusal)
    })
}

/// A token request without a required scope, or with one that is not allowed.
fn scope_refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let form = refusal.exchange.request.form();
    let (what, remedy) = if refusal.has_request() && form.get("scope").is_none_or(str::is_empty) {
        (
            "The token request has no scope, and the provider requires one.",
            "Send a scope that is allowed for this client.",
        )
    } else if evidence.cognito {
        (
            "A scope of the token request is unknown or not allowed for this client.",
            "Remove scope: a code has its own scopes, and the client credentials grant returns every allowed scope.",
        )
    } else {
        (
            "A scope of the token request is unknown or not allowed for this client.",
            "Send only scopes that the client's registration allows. For a code or a refresh token, remove scope: \
             they have their own.",
        )
    };
    with_form(SCOPE.found(what, remedy), refusal.exchange, "scope")
}

/// Whether the request authenticated the client.
fn is_authenticated(exchange: &Exchange) -> bool {
    let form = exchange.request.form();
    exchange.request.header("authorization").is_some()
        || ["client_secret", "client_assertion"].iter().any(|name| form.get(name).is_some())
}

fn grant_not_allowed(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    let what = match form.get("grant_type") {
        Some(grant) if is_authenticated(exchange) => {
            format!("The client authenticated, but may not use grant_type={grant}.")
        }
        Some(grant) => format!("The client may not use grant_type={grant}."),
        None => "The client may not use this grant, or it sent another redirect_uri than the authorization request \
                 (Cognito returns the same error for both). The request is unknown."
            .to_owned(),
    };
    let remedy = if evidence.cognito && evidence.requested("redirect_uri").is_none() {
        "Allow the grant for the app client (for a code: authorization code grant). If it is allowed, the redirect \
         URI differs from the authorization request's: Cognito then gives the same error."
    } else if evidence.cognito {
        "Allow the grant for the app client (for a code: authorization code grant). The redirect URI is not the \
         cause: it is the same as in the authorization request."
    } else if form.get("grant_type").is_none() {
        "Send the redirect_uri of the authorization request, byte for byte (most often a trailing slash differs). If \
         it is the same, allow the grant in the client's registration."
    } else {
        "Allow the grant in the client's registration."
    };
    let finding = GRANT.found(what, remedy);
    with_form(finding, exchange, "grant_type")
}
