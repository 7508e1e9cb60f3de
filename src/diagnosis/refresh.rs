//! The refresh: why a refresh token is refused.

use jiff::Timestamp;

use super::evidence::{Refusal, claim, client_id, parts, with_form};
use super::{SessionEvidence, token_endpoint, transport};
use crate::protocol::finding::rules;
use crate::protocol::token::claims::distance;
use crate::protocol::{Finding, HttpResponse, Part, Place, Secret, TokenAnswer};
use crate::session::{Exchange, Purpose, redaction};

rules! {
    pub(super) RULES;

    pub(super) ROTATED_OUT: Error "refresh.rotated_out", "A refresh token was used after its rotation", "RFC 9700 4.14.2";
    pub(super) REVOKED: Error "refresh.revoked", "The refresh token was revoked", "RFC 7009 2";
    OTHER_CLIENT: Error "refresh.other_client", "The refresh token was issued to another client", "RFC 6749 5.2";
    WRONG_TOKEN: Error "refresh.wrong_token", "What was sent is no refresh token", "RFC 6749 5.2";
    pub(super) EXPIRED: Error "refresh.expired", "The refresh token has expired", "RFC 6749 6";
    pub(super) REFUSED: Error "refresh.refused", "The refresh token was refused", "RFC 6749 5.2";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(exchange) = evidence.current_for_grant(Purpose::Refresh) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    let failed = token_endpoint::tokens_in_failure(exchange);
    if transport::trouble(evidence, exchange).is_some() {
        return failed.into_iter().collect();
    }
    if let Some(refusal) = Refusal::of(exchange) {
        let finding = match refusal.error.as_str() {
            "invalid_grant" => refused(evidence, &refusal),
            _ => token_endpoint::common_refusal(evidence, &refusal),
        };
        return vec![refusal.said(finding)];
    }
    match TokenAnswer::read(response) {
        TokenAnswer::Tokens(tokens) => {
            failed.into_iter().chain(token_endpoint::repeated(exchange.id, &tokens)).collect()
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
        .or_else(|| other_client(evidence, exchange))
        .or_else(|| expired(evidence, exchange, token))
        .unwrap_or_else(|| unexplained(evidence));
    with_form(finding, exchange, "refresh_token")
}

/// Cognito's refresh tokens have five parts; a signed JWT of three parts is an ID or access token.
fn wrong_token(evidence: &SessionEvidence<'_>, token: &str) -> Option<Finding> {
    let issued_as = |name: &str| {
        let is_it = |exchange: &Exchange| answer_member(exchange, name).as_deref() == Some(token);
        !token.is_empty() && evidence.session.exchanges().any(is_it)
    };
    let is_other = (evidence.cognito && parts(token) == 3) || issued_as("access_token") || issued_as("id_token");
    is_other.then(|| {
        WRONG_TOKEN.found(
            "The token that was sent is an ID or access token.",
            if evidence.cognito {
                "Send the refresh token; at Cognito it has five parts between dots."
            } else {
                "Send the refresh token."
            },
        )
    })
}

fn revoked(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let is_it = |other: &&Exchange| {
        other.purpose == Purpose::Revocation
            && other.response().is_some_and(HttpResponse::is_success)
            && other.request.form().get("token") == Some(token)
    };
    let revocation = evidence.before(exchange).rev().find(is_it)?;
    let finding = REVOKED.found(
        if evidence.cognito {
            format!(
                "Exchange {} revoked this token; Cognito's own endpoints refuse every token of the same sign-in.",
                revocation.id
            )
        } else {
            format!("Exchange {} revoked this token.", revocation.id)
        },
        "Sign in again.",
    );
    Some(finding.seen(Some(revocation.id), Place::request_body("token"), redaction::value("token", token)))
}

/// A later answer brought a newer refresh token, and the older one was sent.
fn rotated_out(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let answers = || evidence.before(exchange).filter(|e| matches!(e.purpose, Purpose::Token | Purpose::Refresh));
    let brought = |e: &Exchange| answer_member(e, "refresh_token");
    let used_before = |e: &&Exchange| {
        e.purpose == Purpose::Refresh && e.request.form().get("refresh_token") == Some(token) && brought(e).is_some()
    };
    let newest = answers().rfind(|e| brought(e).is_some())?;
    // Either the answer to this very token brought its successor, or a newer one came than the one that is sent.
    let successor = answers().find(used_before).or_else(|| {
        let own = answers().find(|e| brought(e).as_deref() == Some(token))?;
        (own.id < newest.id && newest.purpose == Purpose::Refresh).then_some(newest)
    })?;
    let finding = ROTATED_OUT.found(
        format!("Exchange {} brought a newer refresh token; the old one is dead, or lives for seconds only.", successor.id),
        if evidence.cognito {
            "Refresh with the newest token: Cognito refuses the old one only, where others revoke the newest too (RFC 9700 \
             4.14.2). Store each refresh token that comes back before using the tokens beside it, and refresh in one place \
             only; a grace period of up to 60 seconds helps tabs that race. Is the newest lost? Sign in again."
        } else {
            "Store each refresh token that comes back, and refresh in one place only. Sign in again now: many providers \
             revoke the whole family on reuse."
        },
    );
    let new = brought(successor).unwrap_or_default();
    Some(finding.seen(
        Some(successor.id),
        Place::response_body("refresh_token"),
        redaction::value("refresh_token", &new),
    ))
}

fn other_client(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let redeemed = evidence.before(exchange).rev().find(|e| e.purpose == Purpose::Token)?;
    let (then, now) = (client_id(redeemed)?, client_id(exchange)?);
    (then != now).then(|| {
        OTHER_CLIENT
            .found(format!("{now} sends a refresh token that was issued to {then}."), "Refresh with the same client.")
            .seen(Some(redeemed.id), Place::Request(Part::Parameter("client_id".into())), then)
            .seen(Some(exchange.id), Place::Request(Part::Parameter("client_id".into())), now)
    })
}

/// Some providers' refresh tokens are JWTs, and say themselves when they end (Keycloak; 0 stands for no end there).
fn expired(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &str) -> Option<Finding> {
    let seconds: i64 = claim(&Secret::new(token), "exp")?.parse().ok().filter(|seconds| *seconds > 0)?;
    let end = Timestamp::from_second(seconds).ok()?;
    let sent = evidence.session.clock().corrected(exchange.sent_at);
    (sent >= end).then(|| {
        let detail = format!("The refresh token says itself that it ended at {end}, {}.", distance(end, sent));
        EXPIRED.found(detail, "Sign in again, and refresh sooner, or have its lifetime prolonged.")
    })
}

fn unexplained(evidence: &SessionEvidence<'_>) -> Finding {
    let detail = "The refresh token is expired, revoked, or not this client's; nothing in the record tells which.";
    REFUSED.found(
        detail,
        if evidence.cognito {
            "Sign in again. If it happens at once and always, remembered devices are on and the token came from an API \
             sign-in: refresh it with its device key. Else: lifetime over, user disabled, or signed out everywhere."
        } else {
            "Sign in again, and look at the provider's log for the reason."
        },
    )
}

/// A member of a token response.
fn answer_member(exchange: &Exchange, name: &str) -> Option<String> {
    let TokenAnswer::Tokens(tokens) = TokenAnswer::read(exchange.response()?) else { return None };
    tokens.json.get(name)?.as_string()
}
