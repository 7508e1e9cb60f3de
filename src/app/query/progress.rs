//! The progress of each step.

use super::resource::{self, ResourceState};
use super::sign_out;
use super::sign_out::Verdict;
use crate::app::model::session_view::{Listener, SessionView};
use crate::diagnosis::preflight::has_no_domain;
use crate::protocol::token::cross_checks;
use crate::protocol::{Finding, HttpResponse, Severity, SignatureStatus, TokenReport, UserInfoAnswer};
use crate::session::{
    Availability, DiscoveryStep, Exchange, Missing, NextCall, Purpose, Received, Step, TokenProblem, UserInfo,
};

/// Why a step cannot run yet. Its text is half a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// What the session needs and does not have.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// The recording has no secrets: why it only shows what was recorded.
    #[error("{0}")]
    ReadOnly(String),
    /// The authorization server of a resource.
    #[error("the authorization server is unknown: run step 0")]
    NoServer,
    /// The provider.
    #[error("enter the issuer or a user pool ID first")]
    NoIssuer,
    /// The resource.
    #[error("enter the URL of the resource first")]
    NoResource,
}

/// The progress of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It cannot run yet, and why.
    Blocked(Blocked),
    /// It can run.
    Ready,
    /// Waiting for an answer.
    Running,
    /// It worked.
    Done,
    /// It ran and failed.
    Failed,
}

impl Progress {
    /// One word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Blocked(_) => "not yet",
            Self::Ready => "ready",
            Self::Running => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// The step to show first for a session with recorded exchanges: a failed one, or else its tokens, or else the last one
/// that is done.
pub fn ended_at(view: &SessionView) -> Step {
    let is = |step: &Step, wanted| of(view, *step) == wanted;
    let steps = || view.session.steps().iter().copied();
    let failed = steps().find(|step| is(step, Progress::Failed));
    let tokens = || view.session.grant().map(|_| Step::Tokens);
    let done = || steps().rfind(|step| is(step, Progress::Done));
    failed.or_else(tokens).or_else(done).or_else(|| steps().next()).unwrap_or_default()
}

/// The progress of `step`.
pub fn of(view: &SessionView, step: Step) -> Progress {
    if !is_recorded(view, step)
        && let Some(reason) = missing(view, step)
    {
        return Progress::Blocked(reason);
    }
    match step {
        Step::Find => find(view),
        Step::Call => call(view),
        Step::Client => client(view),
        Step::Authorize if view.session.attempt().is_some() && !view.drafts.again.contains(&step) => Progress::Done,
        Step::Authorize => Progress::Ready,
        Step::Callback => callback(view),
        Step::Tokens => tokens(view),
        // It is unknown what a response without its request belongs to.
        Step::Redeem => answered(view.exchange_for(Purpose::Token).filter(|e| !e.is_import() && !is_alone(e)), |e| {
            view.session.is_granted(e.id)
        }),
        Step::Refresh => {
            answered(view.exchange_for(Purpose::Refresh).filter(|e| !e.is_import()), |e| view.session.is_granted(e.id))
        }
        Step::UserInfo => answered(view.exchange(step).filter(|e| !e.is_import()), |e| {
            if e.purpose == Purpose::Api {
                return e.succeeded();
            }
            let answer = view.session.userinfo().filter(|answer| answer.exchange == e.id);
            answer.is_some_and(|answer| is_good(view, answer))
        }),
        Step::SignOut => sign_out(view),
    }
}

/// Whether it is a success without its request.
fn is_alone(exchange: &Exchange) -> bool {
    !exchange.has_request() && exchange.response().is_some_and(HttpResponse::is_success)
}

/// Whether this round has a result to show, even if a new request could be sent.
fn is_recorded(view: &SessionView, step: Step) -> bool {
    match step {
        // Pasted tokens have no exchange.
        Step::Redeem | Step::UserInfo | Step::Refresh => view.exchange(step).is_some_and(|e| !e.is_import()),
        Step::SignOut => sign_out::requests(view).any(|purpose| sign_out::last(view, purpose).is_some()),
        Step::Call => !resource::calls(view).is_empty(),
        _ => false,
    }
}

/// Why a step cannot send its request.
fn missing(view: &SessionView, step: Step) -> Option<Blocked> {
    let needs_secrets = matches!(step, Step::Redeem | Step::UserInfo | Step::Refresh | Step::SignOut | Step::Call);
    match view.session.availability(step) {
        Availability::Blocked(missing) => Some(missing.into()),
        Availability::Ready => view.storage.read_only.clone().filter(|_| needs_secrets).map(Blocked::ReadOnly),
    }
}

/// The progress of a step whose next request is shown.
pub fn to_send(view: &SessionView, step: Step) -> Progress {
    missing(view, step).map_or(Progress::Ready, Progress::Blocked)
}

/// Whether UserInfo returned claims about the user of the ID token.
fn is_good(view: &SessionView, answer: &UserInfo) -> bool {
    if matches!(answer.answer, UserInfoAnswer::Refused { .. } | UserInfoAnswer::Unreadable(_)) {
        return false;
    }
    let id_token = view.session.grants().iter().rev().find_map(|grant| grant.id_token.as_ref()?.claims.as_ref());
    let judged =
        answer.claims().map(|claims| cross_checks::userinfo(id_token, claims, view.session.profile().is_cognito()));
    let is_error = |finding: &Finding| finding.severity() == Severity::Error;
    !answer.report.as_ref().is_some_and(TokenReport::is_bad)
        && !judged.is_some_and(|it| it.findings.iter().any(is_error))
}

fn answered(exchange: Option<&Exchange>, is_good: impl Fn(&Exchange) -> bool) -> Progress {
    match exchange {
        None => Progress::Ready,
        Some(exchange) if exchange.received == Received::Pending => Progress::Running,
        Some(exchange) if is_good(exchange) => Progress::Done,
        Some(_) => Progress::Failed,
    }
}

/// Discovery first, then the keys: step 1 is done when both were fetched and the authorization endpoint is known.
fn client(view: &SessionView) -> Progress {
    let discovery = answered(view.exchange_for(Purpose::Discovery), |_| view.session.metadata().is_some());
    let keys = answered(view.exchange_for(Purpose::JwkSet), |_| view.session.keys().is_some());
    match (discovery, keys) {
        (Progress::Running, _) | (_, Progress::Running) => Progress::Running,
        _ if view.drafts.again.contains(&Step::Client) => Progress::Ready,
        (Progress::Failed, _) | (_, Progress::Failed) => Progress::Failed,
        (_, Progress::Done) if has_no_domain(&view.session) => Progress::Failed,
        (_, Progress::Done) => Progress::Done,
        // In the discovery from a resource, the keys are fetched for the tokens that need them.
        (Progress::Done, _) if view.session.target().is_some() => Progress::Done,
        _ if can_ask(view) => Progress::Ready,
        _ => without_documents(view),
    }
}

/// Whether there is a document to fetch from the provider.
pub fn can_ask(view: &SessionView) -> bool {
    [Purpose::Discovery, Purpose::JwkSet].iter().any(|purpose| view.session.draft(*purpose).is_ok())
}

/// Step 1 if the endpoints were configured individually, or not at all.
fn without_documents(view: &SessionView) -> Progress {
    let endpoints = view.session.endpoints();
    match (endpoints.authorization, endpoints.token) {
        (None, None) if view.session.target().is_some() => Progress::Blocked(Blocked::NoServer),
        (Some(_), Some(_)) => Progress::Done,
        (Some(_), None) | (None, Some(_)) => Progress::Ready,
        (None, None) => Progress::Blocked(Blocked::NoIssuer),
    }
}

/// Step 0: done when the authorization server and a client id are known.
fn find(view: &SessionView) -> Progress {
    let is_running = view.session.discovery_exchanges().into_iter().any(|it| it.received == Received::Pending);
    match resource::state(view) {
        ResourceState::NoTarget => Progress::Blocked(Blocked::NoResource),
        _ if is_running => Progress::Running,
        ResourceState::Next(DiscoveryStep::Stopped(_)) | ResourceState::NotRegistered | ResourceState::NoClient => {
            Progress::Failed
        }
        ResourceState::Next(_) | ResourceState::Register(_) => Progress::Ready,
        ResourceState::Done => Progress::Done,
    }
}

/// Step 9: done when the resource answered with what was requested.
fn call(view: &SessionView) -> Progress {
    if resource::calls(view).iter().any(|it| it.received == Received::Pending) {
        return Progress::Running;
    }
    match resource::next_call(view) {
        None | Some(NextCall::Send(_)) => Progress::Ready,
        Some(NextCall::Answered) => Progress::Done,
        Some(_) => Progress::Failed,
    }
}

fn callback(view: &SessionView) -> Progress {
    if view.session.callback().is_none() {
        if view.browser.stranded.is_some() {
            return Progress::Failed;
        }
        let waits = matches!(view.browser.listener, Listener::Starting | Listener::Waiting(_));
        return if waits || view.browser.sign_in.is_some() { Progress::Running } else { Progress::Ready };
    }
    if view.session.may_redeem().is_ok() { Progress::Done } else { Progress::Failed }
}

fn tokens(view: &SessionView) -> Progress {
    let Some(grant) = view.session.grant() else { return Progress::Ready };
    let is_bad = view.session.token_problems().iter().any(TokenProblem::is_failure);
    match () {
        () if is_bad || lacks_key(view) => Progress::Failed,
        () if grant.is_unverified() => Progress::Ready,
        () => Progress::Done,
    }
}

/// Whether the ID token could not be verified because the provider's keys could not be fetched or do not include its
/// key. Without a JWKS URL, nothing has failed.
pub fn lacks_key(view: &SessionView) -> bool {
    let id_token = view.session.grant().and_then(|grant| grant.id_token.as_ref());
    let signature = id_token.map(|report| &report.signature);
    let is_open = signature.is_some_and(|it| it.status == SignatureStatus::NotChecked && !it.reason.is_removed());
    let has_answer = |exchange: &Exchange| exchange.received != Received::Pending;
    is_open && view.session.last_exchange(Purpose::JwkSet).is_some_and(has_answer)
}

impl SessionView {
    /// The progress of a step.
    pub fn progress(&self, step: Step) -> Progress {
        of(self, step)
    }
}

/// Why auto-refresh cannot be turned on.
pub fn cannot_keep_fresh(view: &SessionView) -> Option<String> {
    if view.keeps_fresh {
        return None;
    }
    if let Progress::Blocked(reason) = to_send(view, Step::Refresh) {
        return Some(reason.to_string());
    }
    if !view.session.can_refresh() {
        return Some("the refresh token was revoked or rejected".to_owned());
    }
    let end = view.session.grant().and_then(|grant| grant.access_token_expires_at(&view.session));
    end.is_none().then(|| "the expiry of the access token is unknown".to_owned())
}

/// The progress of step 8: done when every possible request had the expected answer.
fn sign_out(view: &SessionView) -> Progress {
    let answers: Vec<_> =
        sign_out::requests(view).filter_map(|it| sign_out::last(view, it).map(|exchange| (it, exchange))).collect();
    let is_bad = |(purpose, exchange): &(Purpose, &Exchange)| {
        sign_out::verdict(view, *purpose, exchange).is_none_or(|(verdict, _)| verdict == Verdict::Bad)
    };
    if answers.iter().any(|(_, exchange)| exchange.received == Received::Pending) {
        Progress::Running
    } else if answers.iter().any(is_bad) {
        Progress::Failed
    } else if answers.is_empty() || sign_out::open(view).next().is_some() {
        Progress::Ready
    } else {
        Progress::Done
    }
}
