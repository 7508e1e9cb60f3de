//! What to do now, in one sentence. Every screen has to answer that within three seconds.

use jiff::Timestamp;
use url::Url;

use super::next_action::StepAction;
use super::progress::{Progress, lacks_key};
use super::{copy, next_action, playing, registration};
use crate::app::keys::action::CopyKind;
use crate::app::model::demo::Demo;
use crate::app::model::list::{List, ListKind};
use crate::app::model::session_view::{Listener, SessionView};
use crate::app::model::{Model, Overlay, Screen, session_view};
use crate::diagnosis::code_lifetime;
use crate::diagnosis::preflight::has_no_domain;
use crate::protocol::Secret;
use crate::protocol::urls::{is_loopback, origin_of};
use crate::session::{Exchange, FailureKind, Purpose, Received, Step};

/// The scenario also applies to the next round.
const ENDS_SCENARIO: &str = "; {scenarios} changes the scenario";

/// The sentence.
pub fn sentence(model: &Model, view: &SessionView) -> String {
    if let Some(sentence) = playing::sentence(model) {
        return sentence;
    }
    quoted(model, view).unwrap_or_else(|| {
        let Template(sentence, rest) = template(model, view);
        model.words(sentence) + &rest
    })
}

/// A sentence with quoted text from a person or a provider, in which braces are literal.
fn quoted(model: &Model, view: &SessionView) -> Option<String> {
    if view.position.editing.is_some() {
        return None;
    }
    match &model.overlay {
        Some(Overlay::Exchanges { .. }) if !view.exchanges.search.is_empty() => {
            let (keys, wanted) = (model.words("{find-next} and {find-previous}"), &view.exchanges.search);
            return Some(format!(
                "{keys} go to the next and previous match of {wanted:?}{}",
                model.words(", {back} goes back")
            ));
        }
        Some(_) => return None,
        None if view.is_at_finding() => return None,
        None => {}
    }
    if let Some((_, request)) = &view.drafts.held {
        let message = format!("{} {}", request.method, request.path());
        return Some(format!("{} {message}", model.words("press {proceed} to send the next message:")));
    }
    match (&view.position.problem, view.progress(view.step())) {
        (Some(problem), _) => Some(problem.clone()),
        (None, Progress::Blocked(_)) if matches!(view.step(), Step::Find | Step::Call) && !has_url(view) => None,
        (None, Progress::Blocked(reason)) if view.step() != Step::Client || has_url(view) => {
            Some(format!("not yet: {reason}"))
        }
        _ => None,
    }
}

/// Whether the session has a resource.
fn has_url(view: &SessionView) -> bool {
    view.session.target().is_some_and(|target| !target.url.is_empty())
}

/// A sentence with action names in braces instead of keys, and literal text after it.
struct Template(&'static str, String);

impl From<&'static str> for Template {
    fn from(sentence: &'static str) -> Self {
        Self(sentence, String::new())
    }
}

/// What to do now.
fn template(model: &Model, view: &SessionView) -> Template {
    if view.position.editing.is_some() {
        return "type the value, {commit} saves, {back} cancels".into();
    }
    if let Some(overlay) = &model.overlay {
        return over_the_step(model, view, overlay).into();
    }
    if view.is_at_finding() {
        return "{proceed} shows the evidence and the fix, {back} goes back to the step".into();
    }
    if matches!(view.step(), Step::Find | Step::Call) && matches!(view.progress(view.step()), Progress::Blocked(_)) {
        return "press {edit} to enter the URL of the API or MCP server".into();
    }
    if matches!(view.progress(view.step()), Progress::Blocked(_)) {
        return "press {edit} to enter the issuer or a user pool ID; then enter the client ID".into();
    }
    step_action(model, view)
}

/// What to do in a list or page that covers the step.
fn over_the_step(model: &Model, view: &SessionView, overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::List(list) => in_list(list),
        Overlay::Copy => "press the key of the value to copy",
        Overlay::Exchanges { .. } if view.exchanges.row.is_some() => {
            "{up} and {down} select a row, {copy-menu} then {copy-value} copies it, {back} returns to the list"
        }
        Overlay::Exchanges { .. } => {
            "{up} and {down} select an exchange, {proceed} selects among its rows, {back} goes back"
        }
        Overlay::Diagram { .. } => "{up} and {down} select an arrow, {proceed} opens its exchange, {back} goes back",
        Overlay::Preflight { .. } if registration::is_open(view) => {
            "{up} and {down} scroll, {registration} checks the registration, {back} goes back"
        }
        Overlay::Registration { .. } => registration::sentence(view),
        Overlay::Why { .. } if model.demo.is_some() && model.playing.is_none() => {
            "predict the result, {up} and {down} select, {proceed} runs the experiment, {back} goes back"
        }
        Overlay::Lifetimes { .. } if model.demo.is_some() => {
            "{earlier} and {later} choose a time, {turn-clock} sets the demo's clock to it, {back} goes back"
        }
        Overlay::Lifetimes { .. } => {
            "{earlier} and {later} choose a time, {up} and {down} select who is asked, {back} goes back"
        }
        Overlay::QrCode => qr_code(model),
        _ => "{up} and {down} scroll, {back} goes back",
    }
}

/// What Enter does in the step.
fn step_action(model: &Model, view: &SessionView) -> Template {
    let has_demo = model.demo.is_some();
    match next_action::step_action(view) {
        StepAction::Send(Purpose::Discovery) if was_cancelled(view) => "cancelled: press {proceed} to try again".into(),
        StepAction::Send(purpose) if view.step() == Step::Tokens => {
            let from =
                view.session.draft(purpose).ok().and_then(|draft| origin_of(&draft.endpoint)).unwrap_or_default();
            // The scheme alone would be left of it on a narrow screen.
            let host = from.split_once("://").map_or(from.as_str(), |(_, host)| host).to_owned();
            Template("not verified: {proceed} fetches the keys from ", host)
        }
        StepAction::Send(Purpose::Discovery) if has_no_domain(&view.session) => {
            "the user pool has no domain: {next-pane} shows the cause; {proceed} tries again".into()
        }
        StepAction::Send(Purpose::Discovery) if view.progress(Step::Client) == Progress::Failed => {
            "request failed: read the response, edit the client with {edit}, try again with {proceed}".into()
        }
        StepAction::Send(Purpose::Discovery) => {
            "press {proceed} to fetch the discovery document and the signing keys".into()
        }
        StepAction::Send(Purpose::JwkSet) => "press {proceed} to fetch the signing keys".into(),
        StepAction::Send(Purpose::Revocation) => {
            "press {proceed} to revoke the refresh token; the logout request is below".into()
        }
        StepAction::Send(Purpose::Logout) => {
            "press {proceed} to sign out as the browser would; {open-browser} opens the logout request in your browser"
                .into()
        }
        StepAction::Send(Purpose::Probe) => "press {proceed} to check whether the access token still works".into(),
        StepAction::Send(Purpose::RegistrationRead) => {
            "press {proceed} to see the registration as the provider has it now".into()
        }
        StepAction::Send(Purpose::RegistrationDeletion) => {
            "press {proceed} to delete the client at the provider; {quit} quits and leaves it there".into()
        }
        StepAction::Send(_) if was_cancelled(view) => {
            "cancelled: {proceed} sends the request again, {again} prepares a new one".into()
        }
        StepAction::Send(Purpose::Refresh) if has_newer_refresh_token(view) => {
            "an older refresh token was rejected: {proceed} sends the newest one; {next-pane} shows the cause".into()
        }
        StepAction::Send(Purpose::Refresh) if needs_revocation(view) => {
            "this scenario needs a revoked token: revoke in step 8 ({go-to-sign-out}), then return here".into()
        }
        StepAction::Send(_) if view.progress(view.step()) == Progress::Failed && !view.is_composing(view.step()) => {
            "this may be temporary: {proceed} sends the request again; {next-pane} shows the cause, {again} prepares a new request"
                .into()
        }
        StepAction::Send(_) => "press {proceed} to send this request, or {edit} to edit a value first".into(),
        StepAction::Discover if view.session.discovery_exchanges().is_empty() => {
            "press {proceed} to call the resource without a token and follow what it names".into()
        }
        StepAction::Discover if view.progress(Step::Find) == Progress::Failed => {
            "the way ends here: {next-pane} shows the cause; {proceed} tries again, {edit} edits the URL".into()
        }
        StepAction::Discover => "press {proceed} to send the next request to the host shown above".into(),
        StepAction::Register => "press {proceed} to register this client, or enter a client ID in step 1".into(),
        StepAction::Call if view.progress(Step::Call) == Progress::Failed => {
            "the call failed: {next-pane} shows the cause; {proceed} calls again".into()
        }
        StepAction::Call => "press {proceed} to call the resource with the access token".into(),
        StepAction::StepUp => "the token lacks a scope: {proceed} requests all scopes together".into(),
        StepAction::DiscoverAgain => {
            "the token is rejected: {proceed} finds the way again, because the server may have changed".into()
        }
        StepAction::Authorize if has_demo => {
            "press {proceed} to choose who signs in, or {edit} to edit a parameter first".into()
        }
        StepAction::Authorize => "press {proceed} to open the browser, or {edit} to edit a parameter first".into(),
        StepAction::Listen => "press {proceed} to wait for the callback, or paste the callback URL here".into(),
        StepAction::Wait => waiting(view).into(),
        StepAction::GoTo(step) => go_on(view, step, model.now),
        StepAction::Compose if is_client_refused(view) => {
            "client rejected: {next-pane} shows the cause; change the secret in step 1 ({go-to-client})".into()
        }
        StepAction::Compose => {
            "request rejected: {next-pane} shows the cause; {proceed} lets you edit the request".into()
        }
        StepAction::BeginAgain => {
            let is_broken = model.demo.is_some_and(Demo::is_broken);
            Template(begin_again(view), if is_broken { model.words(ENDS_SCENARIO) } else { String::new() })
        }
        StepAction::Nothing => "nothing left to do in this step".into(),
    }
}

/// What the QR code is for, and whether a phone can open its URL and return from it.
fn qr_code(model: &Model) -> &'static str {
    let is_here = |url: &str| Url::parse(url).is_ok_and(|url| is_loopback(&url));
    let url = copy::text(model, CopyKind::Url).ok();
    let Some(url) = url.as_ref().and_then(|url| Url::parse(url.expose()).ok()) else { return "{back} goes back" };
    if is_loopback(&url) {
        return "a phone cannot open this URL: its host is this machine; {back} goes back";
    }
    if url.query_pairs().any(|(name, value)| name == "redirect_uri" && is_here(&value)) {
        "a phone cannot return to the redirect URI: its host is this machine; {back} goes back"
    } else {
        "this step's URL, to open on a phone; {back} goes back"
    }
}

/// Whether the person cancelled this step's request: then there is no other cause to show.
fn was_cancelled(view: &SessionView) -> bool {
    let last = view.exchange(view.step()).filter(|_| !view.is_composing(view.step()));
    last.is_some_and(|exchange| matches!(&exchange.received, Received::Failed(f) if f.kind == FailureKind::Cancelled))
}

fn waiting(view: &SessionView) -> &'static str {
    if view.browser.sign_in.is_some() {
        return "signing in (grantscope acts as the browser)…";
    }
    match &view.browser.listener {
        Listener::Starting | Listener::Waiting(_) if view.step() == Step::Callback => {
            "sign in with the browser; grantscope waits for the callback, or paste its URL here"
        }
        _ => "waiting for the response; {cancel} cancels",
    }
}

/// Whether the provider rejected a refresh token although the session has a newer one.
fn has_newer_refresh_token(view: &SessionView) -> bool {
    let refused = view.exchange_for(Purpose::Refresh).filter(|_| !view.is_composing(Step::Refresh));
    let refused = refused.filter(|_| view.progress(Step::Refresh) == Progress::Failed);
    let sent = refused.and_then(|exchange| exchange.request.form().get("refresh_token").map(Secret::new));
    sent.is_some() && sent != view.session.refresh_token()
}

/// Whether the last response rejected the client itself (RFC 6749 section 5.2). The secret is edited in step 1.
fn is_client_refused(view: &SessionView) -> bool {
    let refused = session_view::purpose_of(view.step()).and_then(|purpose| view.exchange_for(purpose)?.refusal());
    refused.is_some_and(|body| body.error() == "invalid_client")
}

/// Whether the callback is older than the lifetime of a code.
fn is_code_expired(view: &SessionView, now: Timestamp) -> bool {
    let unused = view.session.callback().filter(|_| view.exchange_for(Purpose::Token).is_none());
    let lifetime = code_lifetime(view.session.profile().is_cognito());
    unused.is_some_and(|record| record.callback.code().is_some() && now.duration_since(record.received_at) > lifetime)
}

/// Whether the active scenario revokes before it refreshes, and nothing was revoked in this round yet.
fn needs_revocation(view: &SessionView) -> bool {
    let Some(scenario) = view.scenario else { return false };
    let at = |purpose| scenario.requests.iter().position(|next| *next == purpose);
    at(Purpose::Revocation) < at(Purpose::Refresh)
        && at(Purpose::Revocation).is_some()
        && view.exchange_for(Purpose::Revocation).is_none()
}

fn go_on(view: &SessionView, to: Step, now: Timestamp) -> Template {
    let name = format!("{} {}", to.number(), view.session.step_name(to));
    if view.step() == Step::Callback && is_code_expired(view, now) {
        return Template("the code has probably expired: {proceed} continues to ", name);
    }
    match view.progress(view.step()) {
        Progress::Ready if view.step() == Step::Client => Template(
            "the issuer is missing: {edit} enters it (for endpoints and keys); {proceed} continues without it to ",
            name,
        ),
        Progress::Ready if view.step() == Step::Tokens => {
            Template("the tokens are not verified; {proceed} continues to ", name)
        }
        Progress::Failed if ends_here(view) => Template(
            "this step failed, and a real client would stop here: {next-pane} goes to the finding, {proceed} continues to ",
            name,
        ),
        Progress::Failed => Template("this step failed: {next-pane} shows the cause; {proceed} continues to ", name),
        _ if view.step() == Step::Find && to != Step::Client => {
            Template("done, and step 1 with it: {proceed} continues to ", name)
        }
        _ if view.step() == Step::Call => Template("done: {proceed} continues with the tokens, at ", name),
        _ if is_to_repeat(view) => "done; repeat the step to see the effect: {again}, then {proceed}".into(),
        _ => Template("done: {proceed} continues to ", name),
    }
}

/// Whether what failed must not be used: a rejected token, or UserInfo about another user.
fn ends_here(view: &SessionView) -> bool {
    match view.step() {
        Step::Tokens => !lacks_key(view),
        Step::UserInfo => view.exchange(Step::UserInfo).is_some_and(Exchange::succeeded),
        _ => false,
    }
}

fn begin_again(view: &SessionView) -> &'static str {
    match view.step() {
        Step::Callback if view.browser.stranded.is_some() => {
            "no callback arrived: {proceed} builds a new authorization request"
        }
        Step::Callback => "this callback cannot be used: {proceed} builds a new authorization request",
        Step::UserInfo => "request rejected: {next-pane} shows the cause; {proceed} starts again at step 2",
        Step::Refresh => "this token is no longer valid: {next-pane} shows the cause; {proceed} starts again at step 2",
        Step::SignOut => "the flow is complete: {proceed} starts again at step 2, {quit} quits",
        _ => {
            "this code is no longer valid: {next-pane} shows the cause; {proceed} starts again at step 2, {again} prepares a new request"
        }
    }
}

/// Whether the active scenario needs more requests from a step than this round has sent.
fn is_to_repeat(view: &SessionView) -> bool {
    let Some((scenario, purpose)) = view.scenario.zip(session_view::purpose_of(view.step())) else { return false };
    let walked = scenario.requests.iter().filter(|next| **next == purpose).count();
    (1..walked).contains(&view.exchanges_for(purpose).count())
}

/// How to use a list.
fn in_list(list: &List) -> &'static str {
    match &list.kind {
        ListKind::Help(_) if list.is_filtered() => {
            "type to search, {up} and {down} select, {proceed} runs it, {back} shows all keys"
        }
        ListKind::Help(_) => "type to search, {up} and {down} select, {proceed} runs it, {back} closes the help",
        ListKind::Notes if list.is_filtered() => {
            "type to search, {up} and {down} select a note, {back} shows all notes"
        }
        ListKind::Notes => "type to search, {up} and {down} select a note, {back} closes the notes",
        kind if kind.is_typed() && list.is_filtered() => {
            "type a command, {up} and {down} select, {proceed} runs it, {back} shows all commands"
        }
        kind if kind.is_typed() => "type a command, {up} and {down} select, {proceed} runs it, {back} closes the list",
        _ if list.filter.is_typing => {
            "type to filter, {up} and {down} select, {proceed} confirms, {back} shows all rows"
        }
        _ => "{up} and {down} select, {proceed} confirms, {back} cancels",
    }
}

/// The sentence of the start screen.
pub fn on_start_screen(model: &Model) -> String {
    if let Some(Overlay::List(list)) = &model.overlay {
        return model.words(in_list(list));
    }
    match &model.screen {
        _ if model.overlay.is_some() => model.words("{up} and {down} scroll, {back} goes back"),
        Screen::Start(start) if start.filter.is_typing => {
            model.words("type to filter, {up} and {down} select, {proceed} opens, {back} shows all")
        }
        Screen::Start(_) if model.is_starting_demo() => "starting the embedded provider…".to_owned(),
        _ => model.words("{up} and {down} select, {proceed} opens; or paste anything to identify it"),
    }
}
