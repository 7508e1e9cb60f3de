//! The next action of each step, which Enter performs (`update/enter.rs`). After a failure, the same request is sent
//! again only if the result could differ.

use super::progress::Progress;
use super::resource::{self, ResourceState};
use super::{fields, sign_out};
use crate::app::model::field::Field;
use crate::app::model::session_view;
use crate::app::model::session_view::SessionView;
use crate::protocol::{CallbackKind, HttpResponse, SignatureReason};
use crate::session::{CallbackRecord, Exchange, Failure, FailureKind, NextCall, Purpose, Received, Step};

/// What Enter does in the current step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepAction {
    /// Send a request.
    Send(Purpose),
    /// Open the browser at the provider.
    Authorize,
    /// Wait for the callback.
    Listen,
    /// Send the next request of the discovery from the resource.
    Discover,
    /// Register a client.
    Register,
    /// Call the resource.
    Call,
    /// Build an authorization request with the scopes that the call lacks.
    StepUp,
    /// Repeat the discovery: the resource rejected the token.
    DiscoverAgain,
    /// Nothing: an answer is pending.
    Wait,
    /// Go to another step.
    GoTo(Step),
    /// Rebuild the step's request: the one that was sent can never succeed.
    Compose,
    /// Build a new authorization request: the code or token of this round is used up.
    BeginAgain,
    /// Nothing is left to do.
    Nothing,
}

/// The action of the current step.
pub fn step_action(view: &SessionView) -> StepAction {
    let next = view.next_step().map_or(StepAction::Nothing, StepAction::GoTo);
    let composing = view.drafts.again.contains(&view.step());
    match (view.step(), view.progress(view.step())) {
        (_, Progress::Blocked(_)) if view.storage.read_only.is_some() => StepAction::GoTo(Step::Authorize),
        (step, Progress::Blocked(_)) => match first_open(view) {
            open if open == step => StepAction::Nothing,
            open => StepAction::GoTo(open),
        },
        (_, Progress::Running) => StepAction::Wait,
        (Step::Find, _) => match resource::state(view) {
            ResourceState::Next(_) => StepAction::Discover,
            ResourceState::Register(_) => StepAction::Register,
            ResourceState::NoTarget => StepAction::Nothing,
            ResourceState::NotRegistered | ResourceState::NoClient => StepAction::GoTo(Step::Client),
            ResourceState::Done => next,
        },
        (Step::Call, Progress::Done) if !composing => next,
        (Step::Call, _) => match resource::next_call(view) {
            Some(NextCall::Wants(_)) => StepAction::StepUp,
            Some(NextCall::Unauthorized(_)) if !resource::has_rejected_before(view) => StepAction::DiscoverAgain,
            _ => StepAction::Call,
        },
        (Step::Client, Progress::Done) if !composing => next,
        (Step::Client, _) if view.session.draft(Purpose::Discovery).is_ok() => StepAction::Send(Purpose::Discovery),
        (Step::Client, _) if view.session.draft(Purpose::JwkSet).is_ok() => StepAction::Send(Purpose::JwkSet),
        (Step::Client, _) => next,
        (Step::Authorize, Progress::Done) if !composing => next,
        (Step::Authorize, _) => StepAction::Authorize,
        (Step::Callback, Progress::Done) if has_tokens_already(view) => StepAction::GoTo(Step::Tokens),
        (Step::Callback, Progress::Done) => next,
        (Step::Callback, Progress::Failed) => StepAction::BeginAgain,
        (Step::Callback, _) => StepAction::Listen,
        (Step::Tokens, _) => keys_to_fetch(view).map_or(next, StepAction::Send),
        (Step::SignOut, _) if !composing && is_signed_out(view) => StepAction::BeginAgain,
        (Step::SignOut, _) => StepAction::Send(sign_out_purpose(view)),
        (_, Progress::Done) if !composing => next,
        (step, Progress::Failed) if !composing => after_bad_answer(view, step),
        (step, _) => session_view::purpose_of(step).map_or(StepAction::Nothing, StepAction::Send),
    }
}

/// The footer's label for Enter.
pub fn label(view: &SessionView, has_demo: bool) -> String {
    match step_action(view) {
        StepAction::Send(Purpose::Discovery) => "discover".to_owned(),
        StepAction::Send(Purpose::JwkSet) => "fetch keys".to_owned(),
        StepAction::Send(Purpose::Revocation) => "revoke".to_owned(),
        StepAction::Send(Purpose::Logout) => "sign out".to_owned(),
        StepAction::Send(Purpose::Probe) => "probe".to_owned(),
        StepAction::Send(Purpose::RegistrationRead) => "read registration".to_owned(),
        StepAction::Send(Purpose::RegistrationDeletion) => "delete registration".to_owned(),
        StepAction::Send(_) => "send".to_owned(),
        StepAction::Discover if view.session.discovery_exchanges().is_empty() => "find the way".to_owned(),
        StepAction::Discover if view.progress(Step::Find) == Progress::Failed => "try again".to_owned(),
        StepAction::Discover => "continue".to_owned(),
        StepAction::Register => "register".to_owned(),
        StepAction::Call if view.progress(Step::Call) == Progress::Failed => "call again".to_owned(),
        StepAction::Call => "call it".to_owned(),
        StepAction::StepUp => "request these scopes".to_owned(),
        StepAction::DiscoverAgain => "find the way again".to_owned(),
        StepAction::Authorize if has_demo => "sign in as…".to_owned(),
        StepAction::Authorize => "open browser".to_owned(),
        StepAction::Listen => "wait for callback".to_owned(),
        StepAction::Wait => "waiting…".to_owned(),
        StepAction::GoTo(step) => format!("{} {}", step.number(), view.session.step_name(step)),
        StepAction::Compose => "edit request".to_owned(),
        StepAction::BeginAgain => "start again".to_owned(),
        StepAction::Nothing => "done".to_owned(),
    }
}

/// The request for the keys of pasted or imported tokens, until it has been sent.
fn keys_to_fetch(view: &SessionView) -> Option<Purpose> {
    let grant = view.session.grant().filter(|grant| grant.is_pasted() && grant.is_unverified())?;
    let mut reports = [&grant.id_token, &grant.access_token].into_iter().flatten();
    reports.find(|report| report.signature.reason == SignatureReason::NoKey)?;
    let purposes = [Purpose::Discovery, Purpose::JwkSet];
    let is_asked = purposes.iter().any(|purpose| view.session.last_exchange(*purpose).is_some());
    purposes.into_iter().find(|purpose| !is_asked && view.session.draft(*purpose).is_ok())
}

/// Whether every possible request of step 8 has an answer.
fn is_signed_out(view: &SessionView) -> bool {
    sign_out::requests(view).any(|purpose| sign_out::last(view, purpose).is_some())
        && sign_out::open(view).next().is_none()
}

/// The request of step 8 in which a row is selected.
fn sign_out_purpose(view: &SessionView) -> Purpose {
    match fields::selected(view).map(|row| row.field) {
        Some(Field::Endpoint(purpose) | Field::Parameter(purpose, _) | Field::Bearer(purpose)) => purpose,
        _ => Purpose::Revocation,
    }
}

/// Whether the callback contained tokens and no code, so that there is nothing to redeem.
fn has_tokens_already(view: &SessionView) -> bool {
    let brought = |record: &CallbackRecord| record.callback.kind == CallbackKind::Tokens;
    view.session.callback().is_some_and(brought)
}

/// The first step that has not worked yet.
fn first_open(view: &SessionView) -> Step {
    let open =
        |step: &Step| view.progress(*step) != Progress::Done && !(*step == Step::Redeem && has_tokens_already(view));
    let endpoints = view.session.endpoints();
    let unknown = endpoints.authorization.is_none() || endpoints.token.is_none();
    let from = if unknown { Step::Find } else { Step::Authorize };
    view.session.steps().iter().copied().filter(|step| *step >= from).find(open).unwrap_or(view.step())
}

/// The action of a step whose last request failed.
fn after_bad_answer(view: &SessionView, step: Step) -> StepAction {
    let Some((purpose, exchange)) = session_view::purpose_of(step).and_then(|p| Some((p, view.exchange(step)?))) else {
        return StepAction::BeginAgain;
    };
    match &exchange.received {
        Received::Failed(Failure { kind: FailureKind::Refused, .. }) => StepAction::Compose,
        Received::Pending | Received::Failed(_) => StepAction::Send(purpose),
        Received::Response(response) if may_pass(response) => StepAction::Send(purpose),
        Received::Response(_) if has_another_grant(view, purpose, exchange) => StepAction::Send(purpose),
        Received::Response(response) if purpose == Purpose::UserInfo => after_userinfo(view, exchange, response),
        Received::Response(response) if is_spent(exchange, response) => StepAction::BeginAgain,
        Received::Response(_) => StepAction::Compose,
    }
}

/// Whether the provider may answer differently soon: it had an internal error or a rate limit.
fn may_pass(response: &HttpResponse) -> bool {
    matches!(response.status, 408 | 429 | 500..)
}

/// Whether a code or token that has not been sent yet has arrived since.
fn has_another_grant(view: &SessionView, purpose: Purpose, exchange: &Exchange) -> bool {
    let Ok(next) = view.draft(purpose).map(|draft| draft.build()) else { return false };
    let sent = &exchange.request;
    let is_other = |name: &&str| next.form().get(name) != sent.form().get(name);
    ["code", "refresh_token"].iter().any(is_other) || next.header("authorization") != sent.header("authorization")
}

/// A code or refresh token that the provider rejected, or answered without tokens, is used up
/// (RFC 6749 sections 4.1.2 and 5.2). After any other error, the request itself has to change.
fn is_spent(exchange: &Exchange, response: &HttpResponse) -> bool {
    match exchange.refusal() {
        // Cognito also answers this way if redirect_uri differs from the request, and the code may be used up by then.
        Some(body) => body.is_about_the_grant() || body.description().as_deref() == Some("invalid_redirect"),
        None => response.is_success(),
    }
}

/// A rejected access token is refreshed; one without the scope needs a new authorization (RFC 6750 section 3.1).
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

impl SessionView {
    /// The step after the current one when it is done.
    pub fn next_step(&self) -> Option<Step> {
        let steps = self.session.steps();
        let has = |step: &Step| steps.contains(step);
        match self.step() {
            // Discovery belongs to the discovery.
            Step::Find if self.session.is_machine_client() => Some(Step::Redeem),
            Step::Find => Some(Step::Authorize),
            Step::Client if self.session.is_machine_client() => Some(Step::Redeem),
            Step::Tokens if has(&Step::Call) => Some(Step::Call),
            Step::Call => {
                let rest = [Step::UserInfo, Step::Refresh, Step::SignOut];
                rest.into_iter().filter(has).find(|step| self.progress(*step) == Progress::Ready)
            }
            Step::SignOut => None,
            step => resource::following(steps, step),
        }
    }
}
