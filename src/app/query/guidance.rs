//! What to do now, in one sentence: every screen answers that within three seconds.

use jiff::Timestamp;

use super::progress::Progress;
use super::step_action::StepAction;
use super::{registration, step_action};
use crate::app::model::demo::Demo;
use crate::app::model::session_view::{Listener, SessionView};
use crate::app::model::{Model, Overlay, Screen, session_view};
use crate::diagnosis::code_lifetime;
use crate::diagnosis::preflight::has_no_domain;
use crate::protocol::{Secret, TokenAnswer};
use crate::session::{FailureKind, Purpose, Received, Step};

/// How a list is used.
const CHOOSE: &str = "choose with {up} and {down}, {proceed} takes it, {back} leaves it";

/// A scenario stays on for the next round, too.
const ENDS_SCENARIO: &str = "; {scenarios} ends the scenario";

/// The sentence.
pub fn sentence(model: &Model, view: &SessionView) -> String {
    quoted(model, view).unwrap_or_else(|| model.words(&template(model, view)))
}

/// A sentence that quotes what a person or a provider wrote: braces in it name no action.
fn quoted(model: &Model, view: &SessionView) -> Option<String> {
    if view.editing.is_some() {
        return None;
    }
    match &model.overlay {
        Some(Overlay::Exchanges { .. }) if !view.exchange_search.is_empty() => {
            let (keys, wanted) = (model.words("{find-next} and {find-previous}"), &view.exchange_search);
            return Some(format!(
                "{keys} go to the next and previous match of {wanted:?}{}",
                model.words("; {back} goes back")
            ));
        }
        Some(_) => return None,
        None if view.is_at_finding() => return None,
        None => {}
    }
    match (&view.problem, view.progress(view.step)) {
        (Some(problem), _) => Some(problem.clone()),
        (None, Progress::Blocked(reason)) if view.step != Step::Client => Some(format!("not yet: {reason}")),
        _ => None,
    }
}

/// The sentence with the names of actions for their keys.
fn template(model: &Model, view: &SessionView) -> String {
    if view.editing.is_some() {
        return "type the value; {commit} takes it, {back} leaves it as it was".to_owned();
    }
    match &model.overlay {
        Some(Overlay::List(list)) if list.kind.is_typed() => {
            return "type what you want to do; {up} and {down} choose, {proceed} does it, {back} goes back".to_owned();
        }
        Some(Overlay::List(list)) if list.filter.is_typing => {
            return "type part of a name or a title; {up} and {down} choose, {proceed} takes it, {back} shows all"
                .to_owned();
        }
        Some(Overlay::List(_)) => {
            return CHOOSE.to_owned();
        }
        Some(Overlay::Copy) => return "press the key of what shall be copied".to_owned(),
        Some(Overlay::Exchanges { .. }) => {
            return "{up} and {down} choose an exchange, {page-up} and {page-down} read it; {back} goes back"
                .to_owned();
        }
        Some(Overlay::Diagram { .. }) => {
            return "{up} and {down} choose an arrow, {proceed} opens its exchange; {back} goes back".to_owned();
        }
        Some(Overlay::Preflight { .. }) if registration::is_open(view) => {
            return "read with {up} and {down}; {registration} asks what is registered; {back} goes back".to_owned();
        }
        Some(Overlay::Registration { .. }) => return registration::sentence(view),
        Some(Overlay::Why { .. }) if model.demo.is_some() => {
            return "predict, choose with {up} and {down}, {proceed} plays it; {back} goes back".to_owned();
        }
        Some(Overlay::QrCode) => return "the phone's camera reads it; {back} goes back".to_owned(),
        Some(_) => return "read with {up} and {down}; {back} goes back".to_owned(),
        None => {}
    }
    if view.is_at_finding() {
        return "press {proceed} for the evidence and the remedy; {back} goes back to the step".to_owned();
    }
    if matches!(view.progress(view.step), Progress::Blocked(_)) {
        return "{edit} enters the issuer or a user pool id; then enter the client_id".to_owned();
    }
    let has_demo = model.demo.is_some();
    match step_action::step_action(view) {
        StepAction::Send(Purpose::Discovery) if was_called_off(view) => "called off: {proceed} asks again".to_owned(),
        StepAction::Send(Purpose::Discovery) if has_no_domain(&view.session) => {
            "nobody can sign in here: {next-pane} leads to the cause; {proceed} asks again".to_owned()
        }
        StepAction::Send(Purpose::Discovery) if view.progress(Step::Client) == Progress::Failed => {
            "that did not work: read the answer, change the client with {edit}, {proceed} asks again".to_owned()
        }
        StepAction::Send(Purpose::Discovery) => {
            "press {proceed} to read the provider's discovery document and its keys".to_owned()
        }
        StepAction::Send(Purpose::JwkSet) => "press {proceed} to fetch the provider's keys".to_owned(),
        StepAction::Send(Purpose::Revocation) => {
            "press {proceed} to revoke the refresh token; {down} to the logout request".to_owned()
        }
        StepAction::Send(Purpose::Logout) => {
            "press {proceed} to log out as the browser would; {open-browser} opens it in your browser".to_owned()
        }
        StepAction::Send(Purpose::Probe) => "press {proceed} to see whether the access token still works".to_owned(),
        StepAction::Send(_) if was_called_off(view) => {
            "called off: {proceed} sends it again, {again} makes the request anew".to_owned()
        }
        StepAction::Send(Purpose::Refresh) if has_newer_refresh_token(view) => {
            "the old token is dead, the newest still works: {proceed} sends that one; {next-pane} leads to the cause"
                .to_owned()
        }
        StepAction::Send(Purpose::Refresh) if owes_revocation(view) => {
            "the scenario shows after a revocation: revoke in step 8 ({go-to-sign-out}), then come back".to_owned()
        }
        StepAction::Send(_) if view.progress(view.step) == Progress::Failed && !view.is_composing(view.step) => {
            "that may pass: {proceed} sends it again; {next-pane} leads to the cause, {again} makes the request anew"
                .to_owned()
        }
        StepAction::Send(_) => "press {proceed} to send this request; {edit} changes a value first".to_owned(),
        StepAction::Authorize if has_demo => {
            "press {proceed} and choose who signs in; {edit} changes a parameter first".to_owned()
        }
        StepAction::Authorize => {
            "press {proceed} to open the browser at the provider; {edit} changes a parameter first".to_owned()
        }
        StepAction::Listen => "press {proceed} to wait for the browser, or paste the callback URL here".to_owned(),
        StepAction::Wait => waiting(view),
        StepAction::GoTo(step) => go_on(view, step, model.now),
        StepAction::Compose if is_client_refused(view) => {
            "refused: {next-pane} leads to the cause; the secret is changed in step 1 ({go-to-client})".to_owned()
        }
        StepAction::Compose => {
            "refused: {next-pane} leads to the cause; {proceed} shows the request to be changed".to_owned()
        }
        StepAction::BeginAgain => {
            let is_broken = model.demo.is_some_and(Demo::is_broken);
            format!("{}{}", begin_again(view), if is_broken { ENDS_SCENARIO } else { "" })
        }
        StepAction::Nothing => "nothing is left to do here".to_owned(),
    }
}

/// Whether the person gave up the request of the step: that has no other cause.
fn was_called_off(view: &SessionView) -> bool {
    let last = view.exchange(view.step).filter(|_| !view.is_composing(view.step));
    last.is_some_and(|exchange| matches!(&exchange.received, Received::Failed(f) if f.kind == FailureKind::Cancelled))
}

fn waiting(view: &SessionView) -> String {
    if view.sign_in.is_some() {
        return "signing in as the browser would…".to_owned();
    }
    match &view.listener {
        Listener::Starting(_) | Listener::Waiting { .. } if view.step == Step::Callback => {
            "sign in in the browser; the callback is captured here, or paste its URL".to_owned()
        }
        _ => "waiting for the answer; {cancel} gives up".to_owned(),
    }
}

/// Whether the provider refused a refresh token, and a newer one is held.
fn has_newer_refresh_token(view: &SessionView) -> bool {
    let refused = view.exchange_for(Purpose::Refresh).filter(|_| !view.is_composing(Step::Refresh));
    let refused = refused.filter(|_| view.progress(Step::Refresh) == Progress::Failed);
    let sent = refused.and_then(|exchange| exchange.request.form().get("refresh_token").map(Secret::new));
    sent.is_some() && sent != view.session.refresh_token()
}

/// Whether the last answer refused the client itself (RFC 6749 section 5.2): its secret is no value of the request.
fn is_client_refused(view: &SessionView) -> bool {
    let answer = session_view::purpose_of(view.step).and_then(|purpose| view.exchange_for(purpose)?.response());
    let refused = answer.map(TokenAnswer::read);
    matches!(refused, Some(TokenAnswer::Refused(body)) if body.error() == "invalid_client")
}

/// Whether more time has passed since the callback than a code lives.
fn is_code_over(view: &SessionView, now: Timestamp) -> bool {
    let unused = view.session.callback().filter(|_| view.exchange_for(Purpose::Token).is_none());
    let lifetime = code_lifetime(view.session.profile().is_cognito());
    unused.is_some_and(|record| record.callback.code().is_some() && now.duration_since(record.received_at) > lifetime)
}

/// Whether the chosen scenario revokes before it refreshes, and that was not done in this round.
fn owes_revocation(view: &SessionView) -> bool {
    let Some(scenario) = view.scenario else { return false };
    let at = |purpose| scenario.walk.iter().position(|next| *next == purpose);
    at(Purpose::Revocation) < at(Purpose::Refresh)
        && at(Purpose::Revocation).is_some()
        && view.exchange_for(Purpose::Revocation).is_none()
}

fn go_on(view: &SessionView, to: Step, now: Timestamp) -> String {
    let name = format!("{} {}", to.number(), to.name());
    if view.step == Step::Callback && is_code_over(view, now) {
        return format!("the code's time is over: {{proceed}} goes on to {name}, where it is refused");
    }
    match view.progress(view.step) {
        Progress::Ready if view.step == Step::Client => format!(
            "the issuer is not known: {{edit}} types it, for the endpoints and keys; {{proceed}} goes on to {name} without"
        ),
        Progress::Failed => {
            format!("something is wrong: {{next-pane}} leads to the cause; {{proceed}} goes on to {name}")
        }
        _ if is_to_repeat(view) => {
            "done once, and what is to be shown comes of a second time: {again}, then {proceed}".to_owned()
        }
        _ => format!("done: {{proceed}} goes on to {name}"),
    }
}

fn begin_again(view: &SessionView) -> String {
    match view.step {
        Step::Callback if view.stranded.is_some() => "no callback came: {proceed} composes a new request",
        Step::Callback => "that callback cannot be used: {proceed} composes a new request",
        Step::UserInfo => "refused: {next-pane} leads to the cause; {proceed} begins again at 2 with another request",
        Step::Refresh => "that token is dead: {next-pane} leads to the cause; {proceed} begins again at 2",
        Step::SignOut => "that was the whole flow: {proceed} begins another round at 2, {quit} quits",
        _ => "that code is dead: {next-pane} leads to the cause; {proceed} begins again at 2, {again} makes the request anew",
    }
    .to_owned()
}

/// Whether the chosen scenario sends the request of a step more often than it was sent in this round.
fn is_to_repeat(view: &SessionView) -> bool {
    let Some((scenario, purpose)) = view.scenario.zip(session_view::purpose_of(view.step)) else { return false };
    let walked = scenario.walk.iter().filter(|next| **next == purpose).count();
    (1..walked).contains(&view.exchanges_for(purpose).count())
}

/// The sentence of the start screen.
pub fn on_start_screen(model: &Model) -> String {
    match &model.screen {
        _ if matches!(model.overlay, Some(Overlay::List(_))) => model.words(CHOOSE),
        _ if model.overlay.is_some() => model.words("read with {up} and {down}; {back} goes back"),
        Screen::Start(start) if start.starting => "starting the embedded provider…".to_owned(),
        _ => model.words("choose with {up} and {down}, {proceed} opens it; or paste something here"),
    }
}
