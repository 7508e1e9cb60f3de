//! Revocation and logout, and what they do not end.

use super::evidence::{Refusal, is_cognito_host, parts, with_form};
use super::{SessionEvidence, cognito_advice, provider_page, sign_out_request, token_endpoint, transport};
use crate::protocol::finding::rules;
use crate::protocol::{Finding, HttpRequest, HttpResponse, Method, Part, Place, Remedy, Secret};
use crate::session::{Entry, Exchange, Purpose, Session, redaction};

rules! {
    pub(super) RULES;

    TOKEN_TYPE: Error "revocation.token_type", "Token type cannot be revoked", "RFC 7009 2.2.1";
    OFF: Error "revocation.disabled", "Revocation disabled for this client", "RFC 7009 2.2.1";
    NO_TOKEN: Error "revocation.no_token", "token missing from the revocation request", "RFC 7009 2.1";
    METHOD: Error "revocation.method", "Revocation request is not a POST", "RFC 7009 2.1";
    REPEATED: Info "revocation.repeated", "Token already revoked", "RFC 7009 2.2";
    UNREADABLE: Error "revocation.unreadable", "Not a revocation response", "RFC 7009 2.2";
    REFUSED: Error "revocation.refused", "Revocation request rejected", "RFC 7009 2.2.1";
    LOGOUT_REFUSED: Error "logout.refused", "Logout request rejected", "OIDC RP-Initiated Logout 2";
    SURVIVED: Info "logout.session_survives", "Provider session still active after revocation";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let revocation = evidence.current(Purpose::Revocation).and_then(|exchange| revocation(evidence, exchange));
    let logout = evidence.current(Purpose::Logout).and_then(|exchange| logout(evidence, exchange));
    [revocation, logout, browser_session_survived(evidence)].into_iter().flatten().collect()
}

fn revocation(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response()?;
    if transport::problem(evidence, exchange).is_some() {
        return None;
    }
    if exchange.succeeded() {
        return None;
    }
    let refusal = Refusal::of(exchange);
    if response.is_success() && refusal.is_none() {
        return Some(no_revocation(exchange, response));
    }
    // The request of a pasted error document is unknown.
    let is_known = exchange.has_request();
    if response.status == 405 && is_known && exchange.request.method == Method::Post {
        return Some(token_endpoint::post_refused(exchange, response));
    }
    if response.status == 405 || is_known && exchange.request.method != Method::Post {
        let finding =
            METHOD.found("The revocation endpoint accepts only POST.", "Send a POST with token in a form body.");
        return Some(finding.seen(Some(exchange.id), Place::REQUEST_METHOD, exchange.request.method.as_str()));
    }
    let Some(refusal) = refusal else {
        let finding = REFUSED.found(
            format!("HTTP {} without an error document.", response.status),
            "Compare the URL of the revocation endpoint with discovery.",
        );
        return Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()));
    };
    let form = exchange.request.form();
    let token = form.get("token").unwrap_or_default();
    if let Some(first) = evidence.session.revocation_of(token).filter(|first| first.id < exchange.id)
        && matches!(refusal.error.as_str(), "invalid_request" | "invalid_token" | "invalid_grant")
    {
        let detail = format!("Exchange {} revoked this token, and the provider rejects a second request.", first.id);
        return Some(refusal.said(REPEATED.found(detail, "There is nothing left to revoke.")));
    }
    Some(refusal.said(refused(evidence, &refusal)))
}

/// A page with a success status: a proxy, a portal or a login page responded, and nothing was revoked.
fn no_revocation(exchange: &Exchange, response: &HttpResponse) -> Finding {
    let finding = UNREADABLE
        .found(
            "The response is an HTML page: something other than the revocation endpoint responded, so the token may \
             still be valid.",
            "Check the URL of the revocation endpoint and what is in front of it. Then revoke again.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    transport::with_page(finding, exchange, response)
}

/// Problems of a request to the revocation endpoint, independent of its response.
pub(super) fn request_findings(request: &HttpRequest) -> Vec<Finding> {
    let mut found = Vec::new();
    if request.method != Method::Post {
        let finding =
            METHOD.found("The revocation endpoint accepts only POST.", "Send a POST with token in a form body.");
        found.push(finding.seen(None, Place::REQUEST_METHOD, request.method.as_str()));
    }
    let form = request.form();
    match form.get("token").filter(|token| !token.is_empty()) {
        None => found.push(NO_TOKEN.found("token is missing.", "Send the refresh token as token.")),
        Some(token) if parts(token) == 3 && is_cognito_host(&request.url) => found.push(
            TOKEN_TYPE
                .found("An ID or access token was sent. Cognito revokes only refresh tokens.", SEND_REFRESH_TOKEN)
                .seen(None, Place::request_body("token"), redaction::value("token", token)),
        ),
        Some(_) => {}
    }
    found
}

/// What the revocation of a refresh token ends at Cognito.
const SEND_REFRESH_TOKEN: &str = "Send the refresh token. Cognito's own endpoints then also reject the access tokens of its sign-in. APIs that \
     check only signatures accept them until they expire. An ID token cannot be revoked.";

fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    let token = form.get("token").filter(|token| !token.is_empty());
    let finding = match (refusal.error.as_str(), token) {
        ("unsupported_token_type", token) => {
            let seen = if token.is_some_and(|token| parts(token) == 3) { "An ID or access token" } else { "A token" };
            TOKEN_TYPE.found(
                format!("{seen} was sent, of a type that this endpoint does not revoke."),
                if evidence.cognito { SEND_REFRESH_TOKEN } else { "Send the refresh token." },
            )
        }
        ("invalid_request", None) if refusal.has_request() => {
            NO_TOKEN.found("token is missing.", "Send the refresh token as token.")
        }
        ("invalid_request", _) if evidence.cognito => OFF.found(
            "The request is complete, but Cognito rejects it as invalid: token revocation is not enabled for the app \
             client.",
            Remedy::new(
                "Enable token revocation for the app client. Tokens issued before have no origin_jti and cannot be revoked.",
            )
            .at(cognito_advice::app_client("--enable-token-revocation")),
        ),
        ("invalid_client" | "unauthorized_client" | "invalid_grant", _) => {
            return token_endpoint::common_refusal(evidence, refusal);
        }
        (code, _) => REFUSED.found(
            format!("The revocation endpoint returned the error {code:?}."),
            "Look up the error in the provider's documentation.",
        ),
    };
    with_form(finding, exchange, "token")
}

/// The logout request, sent without a browser: a redirect to the requested URL is a success.
fn logout(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let (query, path) = (exchange.request.query(), exchange.request.path());
    let fault = match evidence.cognito {
        true if sign_out_request::is_sign_out(path, &query) => sign_out_request::at_cognito(path, &query),
        true => None,
        // Other providers read the parameters in a successful request.
        false if exchange.succeeded() => None,
        false => sign_out_request::elsewhere(path, &query),
    };
    if let Some(mut finding) = fault {
        finding.evidence.iter_mut().for_each(|seen| seen.exchange = Some(exchange.id));
        return Some(finding);
    }
    let response = exchange.response()?;
    let page = provider_page::Page::of(exchange.id, &exchange.request.url, response)?;
    let finding = provider_page::read(evidence, &page);
    if finding.rule != &provider_page::UNEXPLAINED {
        return Some(finding);
    }
    let finding = LOGOUT_REFUSED.found(
        "The logout endpoint shows an error page. The session at the provider may still be active.",
        "Compare client_id and sign-out URL with the registration, byte for byte.",
    );
    Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()))
}

/// A sign-in after the revocation with an older `auth_time`: the user was not asked to sign in.
fn browser_session_survived(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let session = evidence.session;
    let revocations = session.exchanges().rev().filter(|it| it.purpose == Purpose::Revocation);
    let revocation = revocations.into_iter().find(|it| it.succeeded() && is_of_this_session(session, it))?;
    let logged_out = session.exchanges().any(|e| e.purpose == Purpose::Logout && e.id > revocation.id);
    let grant = session.grant().filter(|grant| grant.since >= revocation.id && !logged_out)?;
    let asked_anew = evidence.round.first().is_some_and(|entry| matches!(entry, Entry::Authorization(_)));
    let signed_in = grant.id_token.as_ref()?.time("auth_time")?;
    let revoked_at = session.clock().corrected(revocation.sent_at);
    (asked_anew && signed_in < revoked_at).then(|| {
        SURVIVED
            .found(
                "The tokens were revoked, but the user did not have to sign in again: its auth_time is before the \
                 revocation. Revocation ends tokens, not the session cookie at the provider.",
                "Also send the browser to the logout endpoint. An identity provider behind it has its own session.",
            )
            .seen(grant.exchange, Place::Claim("id_token", "auth_time"), signed_in.to_string())
            .seen(Some(revocation.id), Place::Request(Part::Sent), revoked_at.to_string())
    })
}

/// Whether a revocation ended tokens that were received here before it.
fn is_of_this_session(session: &Session, revocation: &Exchange) -> bool {
    let form = revocation.request.form();
    let sent = form.get("token").map(Secret::new);
    session.grants().iter().filter(|grant| grant.since < revocation.id).any(|grant| {
        let tokens = [grant.response.refresh_token(), grant.response.access_token()];
        sent.is_some() && tokens.contains(&sent)
    })
}
