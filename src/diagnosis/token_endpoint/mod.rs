//! The token endpoint: what became of the code, and what a good answer still lacks.
//!
//! ```text
//!   exchange ─► an error ──► invalid_grant ──► code     which cause the record proves
//!            │            ├► invalid_client ─► client   what it sent to prove itself
//!            │            └► invalid_request ► form     what the request got wrong
//!            ├► tokens ────► granted                    what they lack
//!            └► neither ───► unreadable
//! ```

mod client;
mod code;
mod form;
mod granted;

use crate::diagnosis::case::{Refusal, with_asked, with_form};
use crate::diagnosis::{Area, Case, callback, difference, page, transport};
use crate::protocol::finding::rules;
use crate::protocol::{Finding, HttpResponse, Method, TokenAnswer};
use crate::session::{Exchange, ExchangeId, Purpose};

pub(super) use client::client_id;
pub(super) use client::{basic_credentials, basic_finding};
pub(super) use form::request_findings;
pub(super) use granted::repeated;

rules! {
    RULES;

    REPLAYED: Error "code.replayed", "The code was redeemed before", "RFC 6749 10.5";
    USED_UP: Error "code.used_up", "A failed attempt had used the code up", "RFC 6749 4.1.2";
    CODE_REFUSED: Error "code.refused", "The code was refused", "RFC 6749 5.2";
    /// An error document alone does not say what was handed in.
    GRANT_REFUSED: Error "grant.refused", "The code or refresh token was refused", "RFC 6749 5.2";
    CODE_ALTERED: Error "code.altered", "Another code was sent than came back", "RFC 6749 4.1.3";
    CODE_OTHER_CLIENT: Error "code.other_client", "The code was issued to another client", "RFC 6749 4.1.3";
    VERIFIER_MISSING: Error "pkce.verifier_missing", "The code verifier was not sent", "RFC 7636 4.5";
    VERIFIER_UNEXPECTED: Error "pkce.verifier_unexpected",
        "A code verifier was sent for a request without a challenge", "RFC 9700 4.8.2";
    REDIRECT_CHANGED: Error "redirect_uri.changed", "The token request sends another redirect URI", "RFC 6749 4.1.3";
    GRANT: Error "client.grant_not_allowed", "The client may not use this grant", "RFC 6749 5.2";
    GRANT_TYPE: Error "token_request.grant_type", "The grant type is not supported", "RFC 6749 5.2";
    SECRET_MISSING: Error "client.secret_missing", "No client secret was sent", "RFC 6749 2.3.1";
    SECRET_REFUSED: Error "client.secret_refused", "The client secret was refused", "RFC 6749 5.2";
    SECRET_MALFORMED: Error "client.secret_malformed", "The client secret has white space around it", "RFC 6749 2.3.1";
    BASIC_MALFORMED: Error "client.basic_malformed", "The Basic credentials cannot be read", "RFC 7617 2";
    BASIC_NOT_ENCODED: Warning "client.basic_not_encoded",
        "The Basic credentials are not form-encoded", "RFC 6749 2.3.1";
    CREDENTIALS_TWICE: Error "client.credentials_twice", "The client authenticates in two ways at once", "RFC 6749 2.3";
    METHOD: Error "token_request.method", "The token request is no POST", "RFC 6749 3.2";
    JSON_BODY: Error "token_request.not_a_form", "The token request's body is no form", "RFC 6749 4.1.3";
    IN_QUERY: Error "token_request.in_query", "The token request's parameters are in the URL", "RFC 6749 3.2";
    MISSPELT: Error "token_request.misspelt", "A parameter of the token request is misspelt", "RFC 6749 4.1.3";
    INCOMPLETE: Error "token_request.parameter_missing", "The token request lacks a parameter", "RFC 6749 4.1.3";
    REPEATED: Error "token_request.duplicate_parameter", "The token request repeats a parameter", "RFC 6749 3.2";
    INVALID: Error "token_request.invalid", "The token request was refused as invalid", "RFC 6749 5.2";
    SCOPE: Error "token_request.scope_refused", "A scope was refused at the token endpoint", "RFC 6749 5.2";
    RESOURCE: Error "token_request.resource_refused", "The resource was refused", "RFC 8707 2";
    REFUSED: Error "token_request.refused", "The token request was refused", "RFC 6749 5.2";
    UNREADABLE: Error "token_response.unreadable", "The token endpoint's answer is no token response", "RFC 6749 5.1";
    TYPE_MISSING: Error "token_response.type_missing", "The answer has no token_type", "RFC 6749 5.1";
    TYPE_UNKNOWN: Warning "token_response.type_unknown", "The token_type is not Bearer", "OIDC Core 3.1.3.3";
    DUPLICATE: Warning "token_response.duplicate_member", "A member of the answer repeats", "RFC 8259 4";
    CONFLICT: Error "token_response.conflicting_member",
        "A member of the answer repeats, with different values", "RFC 8259 4";
    STATUS: Error "token_response.status", "Tokens came with the status of a failure", "RFC 6749 5.1";
    LIFETIME: Warning "token_response.lifetime", "expires_in is no positive number", "RFC 6749 5.1";
    CACHEABLE: Info "token_response.cacheable", "The answer may be stored by caches", "RFC 6749 5.1";
    DEVICE_PENDING: Info "device.pending", "The person has not confirmed the device yet", "RFC 8628 3.5";
    DEVICE_EXPIRED: Error "device.expired", "The device code has expired", "RFC 8628 3.5";
    ID_TOKEN_MISSING: Error "id_token.missing", "openid was asked for and no ID token came", "OIDC Core 3.1.3.3";
    REFRESH_MISSING: Info "refresh_token.missing", "No refresh token came", "RFC 6749 1.5";
    NARROWED: Warning "scope.narrowed", "Fewer scopes were granted than asked for", "RFC 6749 5.1";
}

pub(super) const AREA: Area = Area {
    rules: RULES,
    missing: |case| case.current(Purpose::Token).is_none().then_some("no token request was sent"),
    look,
};

fn look(case: &Case<'_>) -> Vec<Finding> {
    let Some(exchange) = case.current(Purpose::Token) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    let failed = tokens_in_failure(exchange);
    if transport::trouble(case, exchange).is_some() {
        return failed.into_iter().collect();
    }
    if let Some(refusal) = Refusal::of(exchange) {
        return vec![refused(case, &refusal)];
    }
    match TokenAnswer::read(response) {
        TokenAnswer::Tokens(tokens) => failed.into_iter().chain(granted::look(case, exchange, &tokens)).collect(),
        _ => vec![unreadable(exchange, response)],
    }
}

/// Tokens in an answer whose status is no success, also to a refresh: they are shown, and never taken in silence.
pub(super) fn tokens_in_failure(exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response().filter(|response| !response.is_success())?;
    let has_tokens = matches!(TokenAnswer::read(response), TokenAnswer::Tokens(_));
    has_tokens.then(|| status_found(Some(exchange.id), response.status))
}

/// Tokens came with this status.
pub(super) fn status_found(exchange: Option<ExchangeId>, status: u16) -> Finding {
    STATUS
        .found(
            format!("HTTP {status} is no success, and yet the body has tokens; clients that look at the status drop them."),
            "Find out who changes the status: the token endpoint answers 200 with tokens. Use these only to look at them.",
        )
        .seen(exchange, "response status", status.to_string())
}

/// An answer that is neither tokens nor an error, also to a refresh.
pub(super) fn unreadable(exchange: &Exchange, response: &HttpResponse) -> Finding {
    if let Some(finding) = wrong_method(exchange, response) {
        return finding;
    }
    let found = match TokenAnswer::read(response) {
        _ if transport::is_page(response) => "An HTML page came instead of JSON".to_owned(),
        TokenAnswer::Unreadable(sentence) => sentence,
        _ => "the document is of another kind".to_owned(),
    };
    let finding = UNREADABLE
        .found(
            format!("{found}."),
            "Check the token endpoint's URL; then look at what answers in the provider's place: a proxy, a login page, a \
             web application firewall. A code that was sent may be used up.",
        )
        .seen(Some(exchange.id), "response status", response.status.to_string())
        .seen(Some(exchange.id), "response header content-type", response.media_type().unwrap_or("absent".into()));
    transport::with_page(finding, exchange, response)
}

fn wrong_method(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let method = &exchange.request.method;
    let recorded = !exchange.request.url.is_empty();
    if !recorded || (response.status != 405 && *method == Method::Post) {
        return None;
    }
    let finding = if *method == Method::Post {
        METHOD.found(
            format!("HTTP {}: a POST with this content type is not taken here.", response.status),
            "Send a POST with content-type application/x-www-form-urlencoded, straight to the token endpoint; a redirect \
             turns a POST into a GET.",
        )
    } else {
        METHOD.found(
            format!("The request is a {method}; this endpoint takes POST only."),
            "Send a POST with a form body.",
        )
    };
    let finding = finding.seen(Some(exchange.id), "request method", method.as_str());
    Some(finding.seen(Some(exchange.id), "response status", response.status.to_string()))
}

/// Why the token endpoint refuses, by `error` first (RFC 6749 section 5.2), then by what the request shows.
fn refused(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let finding = match refusal.error.as_str() {
        // GitHub's own name for it.
        "invalid_grant" | "bad_verification_code" => code::refused(case, refusal),
        "unauthorized_client" => unauthorized(case, refusal),
        _ => common_refusal(case, refusal),
    };
    refusal.said(finding)
}

/// The refusals that do not depend on what was handed in; shared with the refresh.
pub(super) fn common_refusal(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    match refusal.error.as_str() {
        "invalid_client" | "incorrect_client_credentials" => client::refused(case, refusal),
        "redirect_uri_mismatch" => page::redirect_mismatch(case),
        "consent_required" => callback::consent_missing(),
        "interaction_required" => callback::interaction_needed(),
        "invalid_request" => form::malformed(exchange, refusal),
        "unauthorized_client" => grant_not_allowed(case, refusal),
        "unsupported_grant_type" => with_form(
            GRANT_TYPE.found(
                "The token endpoint does not know this grant type.",
                "Send grant_type=authorization_code or refresh_token, spelt exactly so.",
            ),
            exchange,
            "grant_type",
        ),
        "invalid_scope" => scope_refused(case, refusal),
        "invalid_target" => with_form(
            RESOURCE.found("The provider does not know the API that resource names.", "Correct or remove resource."),
            exchange,
            "resource",
        ),
        "authorization_pending" => DEVICE_PENDING.found(
            "The device flow waits for the person, who has not entered the code yet: no failure.",
            "Ask again after the interval, until tokens or another error come.",
        ),
        "slow_down" => DEVICE_PENDING.found(
            "The device flow waits for the person, and asks too often.",
            "Wait five seconds longer between requests from now on.",
        ),
        "expired_token" => DEVICE_EXPIRED.found(
            "Nobody confirmed the device in time: its code has expired.",
            "Ask the device authorization endpoint for a new one.",
        ),
        "use_dpop_nonce" => REFUSED.found(
            "The token endpoint wants a nonce of its own in the DPoP proof: the ordinary answer to a first request \
             (RFC 9449 section 8).",
            "Make a new proof with the value of the answer's DPoP-Nonce header as nonce, and send the request again.",
        ),
        code => REFUSED.found(
            format!("The token endpoint answered with the error {code:?}."),
            "Look the code up in the provider's documentation; the description is its own hint.",
        ),
    }
}

/// `unauthorized_client`: at Cognito either the redirect URI changed or the grant is off; the record tells which.
fn unauthorized(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    redirect_changed(case, refusal.exchange).unwrap_or_else(|| {
        if refusal.hints(&["redirect"]) && case.asked("redirect_uri").is_none() {
            let finding = REDIRECT_CHANGED.found(
                "The redirect URI is not the one of the authorization request, the provider says; neither was recorded.",
                "Send the exact text of the authorization request's redirect_uri; most often a trailing slash differs.",
            );
            return with_form(finding, refusal.exchange, "redirect_uri");
        }
        // Keycloak says so of a wrong secret.
        if !case.cognito && refusal.hints(&["credentials", "client secret"]) {
            return client::refused(case, refusal);
        }
        // Microsoft Entra ID says so of a client it does not know.
        if !case.cognito && refusal.hints(&["was not found", "unknown client"]) {
            return page::CLIENT_UNKNOWN.found(
                "The token endpoint does not know this client_id, or not at this issuer.",
                "Compare client_id and issuer (tenant, realm) with the client's registration.",
            );
        }
        grant_not_allowed(case, refusal)
    })
}

/// A token request without the scope that it needs, or with one it must not have.
fn scope_refused(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let form = refusal.exchange.request.form();
    let (what, remedy) = if refusal.has_request() && form.get("scope").is_none_or(str::is_empty) {
        (
            "The token request has no scope, and the provider gives nothing without one.",
            "Send scope, with what is allowed for this client.",
        )
    } else if case.cognito {
        (
            "A scope of the token request is unknown or not allowed for this client.",
            "Leave scope out: a code brings its own, and the client's own credentials get every scope allowed.",
        )
    } else {
        (
            "A scope of the token request is unknown or not allowed for this client.",
            "Send only scopes that the client's registration allows. For a code or a refresh token leave scope out: they \
             bring their own.",
        )
    };
    with_form(SCOPE.found(what, remedy), refusal.exchange, "scope")
}

/// Whether the request shows that the client proved who it is.
fn is_authenticated(exchange: &Exchange) -> bool {
    let form = exchange.request.form();
    exchange.request.header("authorization").is_some()
        || ["client_secret", "client_assertion"].iter().any(|name| form.get(name).is_some())
}

fn grant_not_allowed(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    let what = match form.get("grant_type") {
        Some(grant) if is_authenticated(exchange) => {
            format!("The client authenticated, but may not use grant_type={grant}.")
        }
        Some(grant) => format!("The client may not use grant_type={grant}."),
        None => "The client may not use this grant; or it sent another redirect_uri than the \
                 authorization request, of which Cognito says the same. The request is not known here."
            .to_owned(),
    };
    let remedy = if case.cognito && case.asked("redirect_uri").is_none() {
        "Allow the grant on the app client (for a code: Authorization code grant). If it is allowed, the redirect URI \
         differs from the authorization request's: Cognito answers the same then."
    } else if case.cognito {
        "Allow the grant on the app client (for a code: Authorization code grant); the redirect URI is the same as \
         before, so it is not that."
    } else if form.get("grant_type").is_none() {
        "Send the redirect_uri of the authorization request, byte for byte (most often a trailing slash differs); if it \
         is the same, allow the grant in the client's registration."
    } else {
        "Allow the grant in the client's registration."
    };
    let finding = GRANT.found(what, remedy);
    with_form(finding, exchange, "grant_type")
}

/// The redirect URI of the token request against the one of the authorization request.
fn redirect_changed(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = case.asked("redirect_uri")?;
    let form = exchange.request.form();
    let sent = form.get("redirect_uri").unwrap_or_default();
    let how = difference(sent, asked)?;
    let finding = REDIRECT_CHANGED.found(
        if sent.is_empty() {
            format!("The token request has no redirect_uri; the authorization request had {asked}.")
        } else {
            format!("Not the text of the authorization request: {how}.")
        },
        "Keep the redirect URI with the pending request and send exactly the same text again.",
    );
    Some(with_form(with_asked(finding, case, "redirect_uri"), exchange, "redirect_uri"))
}
