//! The refresh: why a refresh token is rejected.

use jiff::Timestamp;

use super::evidence::{Refusal, claim, client_id, parts, with_form};
use super::{SessionEvidence, resource, token_endpoint, transport};
use crate::protocol::finding::rules;
use crate::protocol::text::secret::is_masked;
use crate::protocol::token::claims::distance;
use crate::protocol::{Finding, Part, Place, Secret, TokenAnswer};
use crate::session::{Exchange, Purpose, redaction};

rules! {
    pub(super) RULES;

    pub(super) ROTATED_OUT: Error "refresh.rotated_out", "Rotated refresh token used again", "RFC 9700 4.14.2";
    pub(super) REVOKED: Error "refresh.revoked", "Refresh token revoked", "RFC 7009 2";
    OTHER_CLIENT: Error "refresh.other_client", "Refresh token issued to another client", "RFC 6749 5.2";
    WRONG_TOKEN: Error "refresh.wrong_token", "Not a refresh token", "RFC 6749 5.2";
    pub(super) EXPIRED: Error "refresh.expired", "Refresh token expired", "RFC 6749 6";
    pub(super) REFUSED: Error "refresh.refused", "Refresh token rejected", "RFC 6749 5.2";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(exchange) = evidence.current_for_grant(Purpose::Refresh) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    let failed = token_endpoint::tokens_in_failure(exchange);
    if transport::problem(evidence, exchange).is_some() {
        return failed.into_iter().collect();
    }
    if let Some(refusal) = Refusal::of(exchange) {
        let finding = match refusal.error.as_str() {
            "invalid_client" if resource::client_is_dead(evidence) => return Vec::new(),
            _ if refusal.is_about_the_grant => refused(evidence, &refusal),
            _ => token_endpoint::common_refusal(evidence, &refusal),
        };
        return vec![refusal.said(finding)];
    }
    match exchange.token_answer() {
        Some(TokenAnswer::Tokens(tokens)) => {
            failed.into_iter().chain(token_endpoint::of_any_grant(evidence, exchange, &tokens)).collect()
        }
        _ => vec![token_endpoint::unreadable(exchange, response)],
    }
}

fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    let token = form.get("refresh_token").unwrap_or_default();
    let finding = wrong_token(evidence, token)
        .or_else(|| revoked(evidence, exchange, token))
        .or_else(|| rotated_out(evidence, exchange, token))
        .or_else(|| other_client(evidence, exchange, token))
        .or_else(|| expired(evidence, exchange, token))
        .unwrap_or_else(|| unexplained(evidence));
    with_form(finding, exchange, "refresh_token")
}

/// Cognito's refresh tokens have five parts; a signed JWT with three parts is an ID or access token.
fn wrong_token(evidence: &SessionEvidence<'_>, token: &str) -> Option<Finding> {
    let issued_as = |name: &str| {
        let is_it = |exchange: &Exchange| answer_member(exchange, name).as_deref() == Some(token);
        !token.is_empty() && evidence.session.exchanges().any(is_it)
    };
    let is_other = (evidence.cognito && parts(token) == 3) || issued_as("access_token") || issued_as("id_token");
    is_other.then(|| {
        WRONG_TOKEN.found(
            "An ID or access token was sent instead of the refresh token.",
            if evidence.cognito {
                "Send the refresh token. Cognito's refresh tokens have five parts separated by dots."
            } else {
                "Send the refresh token."
            },
        )
    })
}

fn revoked(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let revocation = evidence.session.revocation_of(token).filter(|it| it.id < exchange.id)?;
    let finding = REVOKED.found(
        if evidence.cognito {
            format!(
                "Exchange {} revoked this token. Cognito's own endpoints reject every token of the same sign-in.",
                revocation.id
            )
        } else {
            format!("Exchange {} revoked this token.", revocation.id)
        },
        "Sign in again.",
    );
    Some(finding.seen(Some(revocation.id), Place::request_body("token"), redaction::value("token", token)))
}

/// An older refresh token was sent, although a later response contained a newer one.
fn rotated_out(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let answers = || evidence.before(exchange).filter(|e| matches!(e.purpose, Purpose::Token | Purpose::Refresh));
    let brought = |e: &Exchange| answer_member(e, "refresh_token");
    // Many providers return the same refresh token each time: nothing rotates then.
    let brought_another = |e: &Exchange| e.purpose == Purpose::Refresh && brought(e).is_some_and(|it| it != token);
    let sent = |e: &Exchange| e.request.form().get("refresh_token").filter(|it| !is_masked(it)).map(str::to_owned);
    let newest = answers().rfind(|e| brought(e).is_some())?;
    // Either the response to this very token contained its successor, or a newer one had already arrived for a token
    // that was not recorded.
    let successor = answers().find(|e| sent(e).as_deref() == Some(token) && brought_another(e)).or_else(|| {
        let own = answers().find(|e| brought(e).as_deref() == Some(token))?;
        (own.id < newest.id && brought_another(newest) && sent(newest).is_none()).then_some(newest)
    })?;
    let finding = ROTATED_OUT.found(
        format!(
            "Exchange {} returned a newer refresh token. The old one is no longer valid, or only for seconds.",
            successor.id
        ),
        if evidence.cognito {
            "Use the newest refresh token: Cognito rejects only the old one, other providers revoke the newest too \
             (RFC 9700 4.14.2). Store each new refresh token before using the tokens issued with it, and refresh in \
             one place only. A grace period of up to 60 seconds helps if several tabs refresh at once. If the newest \
             is lost, sign in again."
        } else {
            "Sign in again: many providers revoke all tokens of a grant on reuse. Store each new refresh token, and \
             refresh in one place only."
        },
    );
    let new = brought(successor).unwrap_or_default();
    Some(finding.seen(
        Some(successor.id),
        Place::response_body("refresh_token"),
        redaction::value("refresh_token", &new),
    ))
}

fn other_client(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let brought_it = |e: &&Exchange| answer_member(e, "refresh_token").as_deref() == Some(token);
    let issued = evidence.before(exchange).rev().find(brought_it)?;
    let (then, now) = (client_id(issued)?, client_id(exchange)?);
    (then != now).then(|| {
        OTHER_CLIENT
            .found(
                format!("{now} sent a refresh token that was issued to {then}."),
                "Refresh with the client that received the token.",
            )
            .seen(Some(issued.id), Place::Request(Part::Parameter("client_id".into())), then)
            .seen(Some(exchange.id), Place::Request(Part::Parameter("client_id".into())), now)
    })
}

/// Some providers' refresh tokens are JWTs with their own expiry (Keycloak, where 0 means none).
fn expired(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let seconds: i64 = claim(&Secret::new(token), "exp")?.parse().ok().filter(|seconds| *seconds > 0)?;
    let end = Timestamp::from_second(seconds).ok()?;
    let sent = evidence.session.clock().corrected(exchange.sent_at);
    (sent >= end).then(|| {
        let detail = format!("The refresh token has exp {end}, {}.", distance(end, sent));
        EXPIRED.found(detail, "Sign in again. Refresh earlier, or extend the refresh token's lifetime.")
    })
}

fn unexplained(evidence: &SessionEvidence<'_>) -> Finding {
    let detail =
        "The refresh token is expired, revoked, or issued to another client. The recording does not show which.";
    REFUSED.found(
        detail,
        if evidence.cognito {
            "Sign in again. If every refresh fails at once, device tracking is on and the token is from an API \
             sign-in: refresh it with its device key. Otherwise the token has expired, or the user is disabled or \
             signed out everywhere."
        } else {
            "Sign in again, and check the provider's log for the reason."
        },
    )
}

/// A member of a token response.
fn answer_member(exchange: &Exchange, name: &str) -> Option<String> {
    let TokenAnswer::Tokens(tokens) = exchange.token_answer()? else { return None };
    tokens.json.get(name)?.as_string()
}
