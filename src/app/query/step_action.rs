//! What is left to do after a bad answer: the same request once more only where the next answer may be another one.

use super::progress::Progress;
use crate::app::model::session_view::{SessionView, purpose_of};
use crate::app::update::proceed::StepAction;
use crate::protocol::{HttpResponse, TokenAnswer};
use crate::session::{Exchange, Failure, FailureKind, Purpose, Received, Step};

/// The deed of a step whose last request came to nothing.
pub fn deed(view: &SessionView, step: Step) -> StepAction {
    let Some((purpose, exchange)) = purpose_of(step).and_then(|p| Some((p, view.exchange_for(p)?))) else {
        return StepAction::BeginAgain;
    };
    match &exchange.received {
        Received::Failed(Failure { kind: FailureKind::Refused, .. }) => StepAction::Compose,
        Received::Pending | Received::Failed(_) => StepAction::Send(purpose),
        Received::Response(response) if may_pass(response) => StepAction::Send(purpose),
        Received::Response(_) if has_another_grant(view, purpose, exchange) => StepAction::Send(purpose),
        Received::Response(response) if purpose == Purpose::UserInfo => after_userinfo(view, exchange, response),
        Received::Response(response) if is_spent(response) => StepAction::BeginAgain,
        Received::Response(_) => StepAction::Compose,
    }
}

/// Whether the provider may answer otherwise in a moment: it failed itself, or was asked too often.
fn may_pass(response: &HttpResponse) -> bool {
    matches!(response.status, 408 | 429 | 500..)
}

/// Whether a code or token has come since that was not handed in yet.
fn has_another_grant(view: &SessionView, purpose: Purpose, exchange: &Exchange) -> bool {
    let Ok(next) = view.draft(purpose).map(|draft| draft.build()) else { return false };
    let sent = &exchange.request;
    let is_other = |name: &&str| next.form().get(name) != sent.form().get(name);
    ["code", "refresh_token"].iter().any(is_other) || next.header("authorization") != sent.header("authorization")
}

/// A code or refresh token that the provider refused, or took for something else than tokens, is used up
/// (RFC 6749 sections 4.1.2 and 5.2); after any other refusal the request itself has to change.
fn is_spent(response: &HttpResponse) -> bool {
    match TokenAnswer::read(response) {
        // Cognito calls another redirect_uri than that of the request so, and the code may be burnt by then.
        TokenAnswer::Refused(body) => {
            body.error() == "invalid_grant" || body.description().as_deref() == Some("invalid_redirect")
        }
        TokenAnswer::Tokens(_) | TokenAnswer::Unreadable(_) => response.is_success(),
    }
}

/// A refused access token is renewed; one without the scope is asked for anew (RFC 6750 section 3.1).
fn after_userinfo(view: &SessionView, exchange: &Exchange, response: &HttpResponse) -> StepAction {
    let token = view.session.grant().and_then(|grant| grant.response.access_token());
    let is_ours = token
        .is_some_and(|token| exchange.request.header("authorization") == Some(&format!("Bearer {}", token.expose())));
    let can_refresh = matches!(view.progress(Step::Refresh), Progress::Ready | Progress::Done);
    match response.status {
        200..300 => StepAction::GoTo(Step::Refresh),
        401 if is_ours && can_refresh => StepAction::GoTo(Step::Refresh),
        401 | 403 if is_ours => StepAction::BeginAgain,
        _ => StepAction::Compose,
    }
}
