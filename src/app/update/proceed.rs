//! What Enter does: the one deed of each step, and what follows from each answer.

use crate::app::model::list::{self, Choice, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::session_view::{Listener, SessionView, purpose_of};
use crate::app::model::{Model, preflight, registration};
use crate::app::query::fields::{self, Field};
use crate::app::query::progress::Progress;
use crate::app::query::{sign_out, step_action};
use crate::demo::{Cookies, Visit, Visitor};
use crate::profile::is_loopback;
use crate::protocol::{CallbackKind, HttpRequest};
use crate::session::{CallbackRecord, Delivery, ExchangeId, Purpose, Received, Step};

/// What the current step would do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepAction {
    /// Send the request of a purpose.
    Send(Purpose),
    /// Send the browser to the provider.
    Authorize,
    /// Wait for the browser.
    Listen,
    /// Nothing but waiting: an answer is on its way.
    Wait,
    /// Turn to another step.
    GoTo(Step),
    /// Compose the step's request anew: as it was sent it is refused for good.
    Compose,
    /// Compose a new authorization request: what this round brought is used up.
    BeginAgain,
    /// Nothing is left to do.
    Nothing,
}

/// The deed of the current step.
pub fn deed(view: &SessionView) -> StepAction {
    let next = view.step.next().map_or(StepAction::Nothing, StepAction::GoTo);
    let composing = view.again.contains(&view.step);
    match (view.step, view.progress(view.step)) {
        (_, Progress::Blocked(_)) if view.read_only.is_some() => StepAction::GoTo(Step::Authorize),
        (step, Progress::Blocked(_)) => match first_open(view) {
            open if open == step => StepAction::Nothing,
            open => StepAction::GoTo(open),
        },
        (Step::Callback, Progress::Running) => StepAction::Wait,
        (_, Progress::Running) => StepAction::Wait,
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
        (Step::Tokens, _) => next,
        (Step::SignOut, _) if !composing && is_signed_out(view) => StepAction::BeginAgain,
        (Step::SignOut, _) => StepAction::Send(sign_out_purpose(view)),
        (_, Progress::Done) if !composing => next,
        (step, Progress::Failed) if !composing => step_action::deed(view, step),
        (step, _) => purpose_of(step).map_or(StepAction::Nothing, StepAction::Send),
    }
}

/// What Enter says in the footer.
pub fn label(view: &SessionView, has_demo: bool) -> String {
    match deed(view) {
        StepAction::Send(Purpose::Discovery) => "discover".to_owned(),
        StepAction::Send(Purpose::JwkSet) => "fetch the keys".to_owned(),
        StepAction::Send(Purpose::Revocation) => "revoke".to_owned(),
        StepAction::Send(Purpose::Logout) => "log out".to_owned(),
        StepAction::Send(Purpose::Probe) => "probe".to_owned(),
        StepAction::Send(_) => "send".to_owned(),
        StepAction::Authorize if has_demo => "sign in as…".to_owned(),
        StepAction::Authorize => "open the browser".to_owned(),
        StepAction::Listen => "wait for the browser".to_owned(),
        StepAction::Wait => "waiting…".to_owned(),
        StepAction::GoTo(step) => format!("{} {}", step.number(), step.name()),
        StepAction::Compose => "change it".to_owned(),
        StepAction::BeginAgain => "begin again".to_owned(),
        StepAction::Nothing => "done".to_owned(),
    }
}

/// Whether each request of step 8 that can be sent has its answer.
fn is_signed_out(view: &SessionView) -> bool {
    view.exchange_for(Purpose::Probe).is_some() && sign_out::open(view).next().is_none()
}

/// Which of the requests of step 8 the selection stands on.
fn sign_out_purpose(view: &SessionView) -> Purpose {
    match fields::selected(view).map(|row| row.field) {
        Some(Field::Endpoint(purpose) | Field::Parameter(purpose, _) | Field::Bearer(purpose)) => purpose,
        _ => Purpose::Revocation,
    }
}

/// Whether the callback brought tokens and no code: there is nothing to redeem.
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
    let from = if unknown { Step::Client } else { Step::Authorize };
    Step::ALL.into_iter().skip(from as usize).find(open).unwrap_or(view.step)
}

/// Does the deed of the current step.
pub fn proceed(model: &mut Model) -> Vec<Effect> {
    let has_demo = model.demo.is_some();
    let Some(view) = model.view_mut() else { return Vec::new() };
    match deed(view) {
        StepAction::GoTo(step) => {
            view.go_to(step);
            Vec::new()
        }
        StepAction::Compose => {
            view.compose_again();
            Vec::new()
        }
        StepAction::BeginAgain => {
            view.go_to(Step::Authorize);
            view.compose_again();
            Vec::new()
        }
        StepAction::Authorize if has_demo => {
            list::open(model, ListKind::Users);
            Vec::new()
        }
        StepAction::Authorize => open_browser(model),
        StepAction::Listen => listen(model),
        StepAction::Send(purpose) => send(model, purpose),
        StepAction::Wait | StepAction::Nothing => Vec::new(),
    }
}

/// Sends the request of a purpose as it stands on the screen.
fn send(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let needs_secrets = !matches!(purpose, Purpose::Discovery | Purpose::JwkSet);
    if let Some(reason) = view.read_only.clone().filter(|_| needs_secrets) {
        view.problem = Some(reason);
        return Vec::new();
    }
    let draft = match view.draft(purpose) {
        Ok(draft) => draft,
        Err(reason) => {
            view.problem = Some(reason);
            return Vec::new();
        }
    };
    view.problem = None;
    view.edited.retain(|(p, _)| *p != purpose);
    let mut request = draft.build();
    // Step 8 plays the browser too: the cookies of the sign-in go along.
    if purpose == Purpose::Logout
        && let Some(cookies) = view.browser.1.header()
    {
        request = request.with_header("cookie", cookies);
    }
    let step = view.step;
    view.again.retain(|s| *s != step);
    view.scrolls[step as usize] = 0;
    if step == Step::SignOut {
        view.select_next_request(purpose);
    }
    vec![view.begin(purpose, request, now)]
}

/// Sends the refresh request as the session drafts it.
pub fn refresh(view: &mut SessionView, now: jiff::Timestamp) -> Vec<Effect> {
    view.draft(Purpose::Refresh).map(|draft| view.begin(Purpose::Refresh, draft.build(), now)).into_iter().collect()
}

/// Hands the authorization request, or in step 8 the logout request, to the browser.
pub fn open_browser(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.step == Step::SignOut {
        return match view.draft(Purpose::Logout) {
            Ok(draft) => vec![Effect::OpenBrowser(draft.url())],
            Err(reason) => {
                view.problem = Some(reason);
                Vec::new()
            }
        };
    }
    let url = match (view.authorize(now), view.session.attempt()) {
        (Some(url), _) => url,
        (None, Some(attempt)) => attempt.url(),
        (None, None) => {
            view.problem = Some("the authorization endpoint is not known: run step 1".to_owned());
            return Vec::new();
        }
    };
    view.go_to(Step::Callback);
    let mut effects = listen(model);
    match model.view_mut() {
        Some(view) if matches!(view.listener, Listener::Starting(_)) => view.to_open = Some(url),
        _ => effects.push(Effect::OpenBrowser(url)),
    }
    effects
}

/// Waits at the redirect URI of the last authorization request, where it is on this machine.
pub fn listen(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(attempt) = view.session.attempt() else { return Vec::new() };
    let redirect_uri = attempt.parameter("redirect_uri").unwrap_or_default().to_owned();
    let state = attempt.parameter("state").map(str::to_owned);
    let mut effects = stop_listening(view);
    match url::Url::parse(&redirect_uri) {
        Ok(url) if is_loopback(&url) && matches!(url.scheme(), "http" | "https") => {
            view.last_listener += 1;
            view.listener = Listener::Starting(view.last_listener);
            effects.push(Effect::Listen { id: view.work(view.last_listener), redirect_uri, state });
        }
        _ => {
            let reason = format!("{redirect_uri} is not on this machine: paste the callback here");
            view.listener = Listener::Failed(reason);
        }
    }
    effects
}

/// Stops the listener, when one waits.
pub fn stop_listening(view: &mut SessionView) -> Vec<Effect> {
    view.to_open = None;
    match std::mem::take(&mut view.listener) {
        Listener::Starting(id) | Listener::Waiting { id, .. } => vec![Effect::StopListening(view.work(id))],
        Listener::Off | Listener::Failed(_) => Vec::new(),
    }
}

/// Gives up whatever is awaited.
pub fn cancel(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let mut effects = stop_listening(view);
    view.sign_in = None;
    registration::call_off(view);
    effects.extend(view.pending().map(|id| Effect::Cancel(view.work(id))));
    effects
}

/// Takes a pasted or typed callback.
pub fn take_callback(model: &mut Model, text: &str) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.session.receive_callback(text, now);
    view.go_to(Step::Callback);
    stop_listening(view)
}

/// Signs in as a user of the embedded provider; the row after the last user opens the browser.
pub fn sign_in_as(model: &mut Model, at: usize) -> Vec<Effect> {
    let now = model.now;
    let Some(Choice { name: username, .. }) = model.demo.and_then(|demo| demo.users().into_iter().nth(at)) else {
        return open_browser(model);
    };
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(url) = view.authorize(now).or_else(|| view.session.attempt().map(|attempt| attempt.url())) else {
        view.problem = Some("the authorization endpoint is not known: run step 1".to_owned());
        return Vec::new();
    };
    let mut effects = stop_listening(view);
    // Another person gets a browser without cookies, as a private window would be; the same one may still be known to
    // the provider, who then asks nothing.
    let (last, cookies) = std::mem::take(&mut view.browser);
    let cookies = if last == username { cookies } else { Cookies::default() };
    let visitor = Visitor::new(&url, &username, cookies);
    let request = visitor.start();
    view.browser.0 = username;
    view.sign_in = Some(visitor);
    view.go_to(Step::Callback);
    effects.push(view.begin(Purpose::SignIn, request, now));
    effects
}

/// Takes the answer to a request, and does what follows without a question: what the session knows of, the next
/// question about the registration, the browser's next page.
pub fn finished(model: &mut Model, id: ExchangeId, delivery: Delivery) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.session.absorb(id, delivery);
    if let Some((purpose, request)) = view.session.follow_up(id, now) {
        return vec![view.begin(purpose, request, now)];
    }
    let Some(exchange) = view.session.exchange(id).cloned() else { return Vec::new() };
    match exchange.purpose {
        Purpose::Discovery | Purpose::JwkSet => {
            preflight::answered(view);
            Vec::new()
        }
        Purpose::RegistrationProbe => registration::answered(view, exchange, now),
        Purpose::SignIn => match &exchange.received {
            Received::Response(response) => turn_page(model, response),
            _ => {
                view.sign_in = None;
                view.problem =
                    Some("the provider did not answer the sign-in; {exchanges} shows the exchange".to_owned());
                Vec::new()
            }
        },
        _ => Vec::new(),
    }
}

fn turn_page(model: &mut Model, response: &crate::protocol::HttpResponse) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(mut visitor) = view.sign_in.take() else { return Vec::new() };
    let visit = visitor.next(response);
    view.browser.1 = visitor.cookies().clone();
    match visit {
        Visit::Request(request) => {
            view.sign_in = Some(visitor);
            return vec![view.begin(Purpose::SignIn, request, now)];
        }
        Visit::Arrived(url) => view.receive_callback(&url, now),
        Visit::Stranded { url, text } => view.stranded = Some((url, text)),
    }
    Vec::new()
}

impl SessionView {
    /// Records a request and asks for it to be sent.
    pub(in crate::app) fn begin(&mut self, purpose: Purpose, request: HttpRequest, now: jiff::Timestamp) -> Effect {
        if matches!(purpose, Purpose::Discovery | Purpose::JwkSet) {
            self.again.retain(|step| *step != Step::Client);
        }
        let id = self.session.begin(purpose, request.clone(), now);
        Effect::Send { id: self.work(id), request }
    }

    /// In step 8, turns to the next request without an answer: one after that of a purpose, else any.
    fn select_next_request(&mut self, after: Purpose) {
        let open: Vec<Purpose> = sign_out::open(self).filter(|purpose| *purpose != after).collect();
        let later = fields::SIGN_OUT.iter().skip_while(|purpose| **purpose != after).find(|p| open.contains(p));
        let next = later.or(open.first());
        let row = fields::rows(self).iter().position(|row| next.is_some_and(|p| row.field == Field::Endpoint(*p)));
        if let Some(row) = row {
            self.cursors[Step::SignOut as usize] = row;
        }
    }

    /// Records a callback; a scenario may have its own idea of what arrived, and when.
    pub fn receive_callback(&mut self, url: &str, now: jiff::Timestamp) {
        match self.scenario {
            Some(scenario) => {
                let at = now.saturating_sub(scenario.callback_age()).unwrap_or(now);
                self.session.receive_callback(&scenario.amend_callback(url), at);
            }
            None => self.session.receive_callback(url, now),
        }
    }

    /// Records that the browser is sent to the provider with the request of step 2.
    fn authorize(&mut self, now: jiff::Timestamp) -> Option<String> {
        let draft = self.authorization.take()?;
        self.again.retain(|step| *step != Step::Authorize);
        self.edited.clear();
        self.stranded = None;
        // A new round has secrets of its own.
        self.read_only = None;
        Some(self.session.authorize(draft, now))
    }
}
