//! The call of the resource with a token: the audience, and scopes that are asked for later.

use super::rules::{CALL_FAILED, RESOURCE_ABSENT, STEP_UP, STEP_UP_LOOP};
use crate::diagnosis::SessionEvidence;
use crate::diagnosis::evidence::with_requested;
use crate::protocol::resource::challenge;
use crate::protocol::resource::discovery::ResourceDiscovery;
use crate::protocol::{Finding, HttpResponse, Place};
use crate::session::{Exchange, NextCall};

pub(super) fn look(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Vec<Finding> {
    missing(evidence, discovered).into_iter().chain(step_up(evidence)).chain(failed(evidence)).collect()
}

/// A call that ended with neither an answer nor one of the statuses that are about the token (401, 403) or the pace (429).
fn failed(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    // Applications call for more reasons than a token.
    let call = evidence.session.calls().next_back().filter(|_| !evidence.session.is_record())?;
    let response = call.response().filter(|response| response.completeness.problem().is_none())?;
    let seen = |finding: Finding| finding.seen(Some(call.id), Place::RESPONSE_STATUS, response.status.to_string());
    if let Some(target) = response.header("location").filter(|_| response.is_redirect()) {
        let finding = seen(CALL_FAILED.found(
            "The resource redirects the call. The token was not sent to the other URL, and clients that follow send it there \
             or lose it.",
            "Give clients the URL that answers. If the resource redirects to a login page, it did not read the token.",
        ));
        return Some(finding.seen(Some(call.id), Place::response_header("location"), target));
    }
    match response.status {
        401 | 403 | 429 => None,
        200..300 => {
            let target = evidence.session.target()?;
            let Ok(NextCall::NoMessage(problem)) = evidence.session.next_call(&target, false) else { return None };
            Some(seen(CALL_FAILED.found(
                format!("The MCP server did not answer with its tools: {problem}."),
                "Check that the URL is the endpoint of an MCP server with streamable HTTP, and what the server logs for this \
                 request. For an API, call it with GET.",
            )))
        }
        status => Some(seen(CALL_FAILED.found(
            format!(
                "The resource answered the call with {status}. The token is not the reason: that would be 401 or 403."
            ),
            "Check the URL and the kind of the call, and what the resource logs for this request.",
        ))),
    }
}

fn missing(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let endpoint = discovered.server()?.text("authorization_endpoint")?;
    evidence.attempt().filter(|attempt| attempt.draft.endpoint == endpoint)?;
    let identifier = discovered.identifier()?;
    if evidence.requested("resource").is_some() {
        return None;
    }
    let finding = RESOURCE_ABSENT.found(
        "The authorization request does not name the resource, so the token may be for another one.",
        format!("Send resource={identifier} in the authorization request and in the token request."),
    );
    Some(with_requested(finding, evidence, "resource"))
}

/// The scopes that a 403 response asks for (RFC 6750 section 3.1).
fn asked_scopes(exchange: &Exchange) -> Option<String> {
    let response = exchange.response().filter(|response| response.status == 403)?;
    let challenges = challenge::challenges(response);
    let challenge = challenge::of_token(&challenges)?;
    (challenge.get("error") == Some("insufficient_scope"))
        .then(|| challenge.get("scope").unwrap_or_default().to_owned())
}

fn step_up(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let calls: Vec<&Exchange> = evidence.session.calls().collect();
    let refused: Vec<(&Exchange, String)> = calls.iter().filter_map(|it| Some((*it, asked_scopes(it)?))).collect();
    let (last, scopes) = refused.last()?;
    let seen = |finding: Finding| {
        finding.seen(Some(last.id), Place::RESPONSE_STATUS, "403").seen(
            Some(last.id),
            Place::response_header("www-authenticate"),
            last.response().and_then(|response| response.header("www-authenticate")).unwrap_or("absent"),
        )
    };
    let succeeded = calls.last().and_then(|call| call.response()).is_some_and(HttpResponse::is_success);
    if succeeded {
        return Some(seen(STEP_UP.found(
            format!("The first token lacked {scopes}. A second authorization request asked for all scopes together."),
            "Name all scopes of the operation in the first challenge, so that clients ask the user only once.",
        )));
    }
    let is_repeated = refused.len() > 1 && last.id == calls.last()?.id;
    is_repeated.then(|| {
        seen(STEP_UP_LOOP.found(
            "The resource asks for more scopes again, although the token was requested with the scopes that it asked for. \
             grantscope stops here; a client without a limit would sign in forever.",
            "Check whether the authorization server grants the scope to this user and client, and whether the resource reads \
             the scopes of the token. A lack of permission is 403 without insufficient_scope.",
        ))
    })
}
