//! Opening a session or the start screen, and what the model does on its own afterwards.

use jiff::{SignedDuration, Timestamp};
use tui_input::Input;

use super::{assertions, cancel, preflight};
use crate::app::model::demo::{DEMO_RESOURCE, Demo};
use crate::app::model::field::AUTHORIZATION;
use crate::app::model::list::{List, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::session_view::{Findings, SessionView};
use crate::app::model::start_screen::{Opened, Prompt, PromptKind, StartEntry, StartScreen};
use crate::app::model::tokens_view::TokenTab;
use crate::app::model::work::{Work, WorkError, WorkKind};
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::{exchanges, progress, tokens};
use crate::demo::{Scenario, scenarios};
use crate::diagnosis::diagnose;
use crate::lessons;
use crate::profile::{Profile, Provider, SecretSource, resource_problem};
use crate::protocol::{ClientAuthentication, Endpoints, JwkSet, Secret, SignatureReason};
use crate::session::{Session, Step, diagram, saved};

/// Opens the selected entry of the start screen.
pub fn enter(model: &mut Model) -> Vec<Effect> {
    let Screen::Start(start) = &model.screen else { return Vec::new() };
    let StartScreen { stored, cursor, .. } = start;
    match start.shown().get(*cursor) {
        Some(StartEntry::Demo) if !model.is_starting_demo() => start_demo(model, &scenarios::CLEAN),
        Some(StartEntry::Profile(at)) => match stored.profiles.get(*at).cloned() {
            Some(profile) => open_profile(model, profile),
            None => Vec::new(),
        },
        Some(StartEntry::Paste) => {
            model.say("paste a text now: grantscope identifies it and sends nothing");
            Vec::new()
        }
        Some(StartEntry::Lessons) => {
            open_lessons(model, None);
            Vec::new()
        }
        Some(StartEntry::Resource) => {
            ask_resource(model);
            Vec::new()
        }
        Some(StartEntry::NewClient) => open_profile(model, Profile::new(Provider::Issuer(String::new()), "")),
        Some(StartEntry::Session(at)) => match stored.sessions.get(*at).map(|session| session.name.clone()) {
            Some(name) => vec![model.works.start(Work::OpenSession(name))],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn ask_resource(model: &mut Model) {
    if let Screen::Start(start) = &mut model.screen {
        start.prompt = Some(Box::new(Prompt { kind: PromptKind::Resource, input: Input::default() }));
    }
}

/// Opens a session that begins at the URL of a resource; an empty one stands for the demo's MCP server.
pub fn open_resource(model: &mut Model, url: &str) -> Vec<Effect> {
    if url.is_empty() {
        if let Screen::Start(start) = &mut model.screen {
            start.prompt = None;
        }
        return start_demo_at(model, &scenarios::CLEAN, Some(DEMO_RESOURCE));
    }
    match resource_problem("resource", url) {
        Some(problem) => {
            model.warn(problem.to_string());
            Vec::new()
        }
        None => {
            let profile = Profile::new(Provider::Explicit(Endpoints::default()), "");
            open(model, Session::from_resource(profile, None, url), url)
        }
    }
}

/// Opens a session for a profile. Its secret is fetched in the background: a keyring may ask for a password.
pub fn open_profile(model: &mut Model, profile: Profile) -> Vec<Effect> {
    let title = match (&profile.name, profile.client_id.is_empty()) {
        (Some(name), _) => name.clone(),
        (None, true) => "a new client: fill in step 1".to_owned(),
        (None, false) => profile.client_id.clone(),
    };
    let mut effects = open(model, Session::new(profile.clone(), None), title);
    if profile.secret_source != SecretSource::None {
        let work = Work::FetchSecret(Box::new(profile));
        effects.extend(model.view_mut().map(|view| view.works.start(work)));
    }
    effects
}

/// Reads the client's private key from its file.
pub fn fetch_key(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let profile = view.session.profile().clone();
    let is_key = profile.authentication == ClientAuthentication::PrivateKeyJwt;
    if !is_key || view.session.client_secret().is_some() || profile.secret_source == SecretSource::None {
        return Vec::new();
    }
    view.discovery.signing_failed = false;
    vec![view.works.start(Work::FetchSecret(Box::new(profile)))]
}

/// Adds a fetched secret to the session that waits for it, unless that session was closed meanwhile.
pub fn secret_fetched(model: &mut Model, of: &Profile, result: Result<Option<Secret>, WorkError>) {
    let whose = |profile: &Profile| (profile.name.clone(), profile.client_id.clone());
    let Some(view) = model.view_mut().filter(|view| whose(view.session.profile()) == whose(of)) else { return };
    match result {
        Ok(secret) => {
            if view.session.client_secret().is_none() && !view.storage.secret_changed {
                let profile = view.session.profile().clone();
                view.session.set_profile(profile, secret);
                view.forget_changes(|purpose| purpose != AUTHORIZATION);
            }
        }
        Err(error) => model.warn(error.to_string()),
    }
}

/// Shows a saved session.
pub fn session_opened(model: &mut Model, name: &str, result: Result<Box<Opened>, WorkError>) -> Vec<Effect> {
    if model.view().is_some() {
        return Vec::new();
    }
    match result {
        Ok(opened) => {
            let effects = open(model, opened.session, format!("saved session {name}"));
            if let Some(view) = model.view_mut() {
                view.storage.saved_as = opened.read_only.is_none().then(|| name.to_owned());
                view.storage.read_only = opened.read_only.or(view.storage.read_only.take());
            }
            if let Some(problem) = opened.problem {
                model.warn(format!("{problem}; enter it in step 1"));
            }
            effects
        }
        Err(error) => {
            model.warn(error.to_string());
            Vec::new()
        }
    }
}

/// Looks in the saved sessions for the keys of a pasted token whose signature was not checked for want of one.
pub fn find_keys(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(grant) = view.session.grant().filter(|grant| grant.is_pasted()) else { return Vec::new() };
    let mut reports = [&grant.id_token, &grant.access_token].into_iter().flatten();
    let Some(report) = reports.find(|it| it.signature.reason == SignatureReason::NoKey) else {
        return Vec::new();
    };
    let kid = report.signature.kid.clone();
    let Some(issuer) = report.claim("iss").filter(|_| view.session.keys().is_none()) else { return Vec::new() };
    vec![view.works.start(Work::FindKeys { issuer, kid })]
}

/// Checks a pasted token with the keys of a saved session, unless there are others by now.
pub fn keys_found(model: &mut Model, issuer: &str, keys: JwkSet) {
    let Some(view) = model.view_mut() else { return };
    if view.session.keys().is_some() || view.session.profile().provider.issuer().as_deref() != Some(issuer) {
        return;
    }
    let lender = keys.lender.clone().unwrap_or_default();
    view.session.give_keys(keys);
    view.findings = Findings::default();
    model.say(format!("signature checked with the keys of {lender}"));
}

/// Puts a session on the screen.
pub fn open(model: &mut Model, session: Session, title: impl Into<String>) -> Vec<Effect> {
    model.opened += 1;
    let mut view = SessionView::new(model.opened, session, title);
    view.storage.read_only = saved::read_only(&view.session).map(str::to_owned);
    view.position.go_to(progress::ended_at(&view));
    // Show the token that exists: a pasted one may be any of the three.
    view.tokens.which =
        TokenTab::ALL.into_iter().find(|which| tokens::report(&view, *which).is_some()).unwrap_or_default();
    let mut effects = replace_screen(model, Screen::Session(Box::new(view)));
    effects.extend(settle(model, false));
    effects
}

/// The only way to another screen. It cancels the pending work of the old session; the embedded provider stops unless
/// the new session uses it.
pub fn replace_screen(model: &mut Model, screen: Screen) -> Vec<Effect> {
    let given_up = cancel::cancel(model);
    model.screen = screen;
    // What is wrong with the settings stays until it was read: the first session opens by itself.
    let mistakes = model.overlay.take_if(|overlay| matches!(overlay, Overlay::Mistakes { .. }));
    model.close_overlays();
    model.overlay = mistakes;
    model.demo = None;
    model.playing = None;
    given_up
}

/// What the model does on its own: draft an authorization request, compute findings.
pub fn settle(model: &mut Model, is_tick: bool) -> Vec<Effect> {
    let Model { screen: Screen::Session(view), random, random_failed, works, now, demo, .. } = model else {
        return Vec::new();
    };
    view.find_findings(*now, is_tick);
    if let Some(title) = demo.and_then(|demo| demo.revealed(&view.title, &view.findings)) {
        view.title = title;
    }
    let is_wanted = view.drafts.authorization.is_none() && view.is_composing(Step::Authorize);
    if is_wanted && view.session.endpoints().authorization.is_some() {
        match random.take() {
            Some(random) => {
                view.drafts.authorization = view.session.draft_authorization(&random).ok();
                if let (Some(draft), Some(scenario)) = (&mut view.drafts.authorization, view.scenario) {
                    scenario.amend_authorization(draft);
                }
                view.drafts.built_authorization.clone_from(&view.drafts.authorization);
            }
            None if !*random_failed && !works.is_waiting_for(WorkKind::DrawRandomness) => {
                return vec![works.start(Work::DrawRandomness)];
            }
            None => {}
        }
    }
    preflight::settle(view, *now).into_iter().chain(assertions::settle(view, *now)).collect()
}

/// Starts the embedded provider; its session opens once it runs.
pub fn start_demo(model: &mut Model, scenario: &'static Scenario) -> Vec<Effect> {
    start_demo_at(model, scenario, scenario.resource)
}

/// The same, with a session that begins at one of its resources.
fn start_demo_at(model: &mut Model, scenario: &'static Scenario, resource: Option<&'static str>) -> Vec<Effect> {
    model.demo = Some(Demo { scenario, ahead: SignedDuration::ZERO, resource });
    model.demo_issuer = None;
    model.playing = None;
    vec![model.works.start(Work::StartDemo { scenario: scenario.id })]
}

/// Opens the session of the embedded provider, unless the person has gone elsewhere.
pub fn demo_bound(model: &mut Model, issuer: String) -> Vec<Effect> {
    model.demo_issuer = Some(issuer);
    open_demo_client(model, None)
}

/// Says why the embedded provider is not available.
pub fn demo_failed(model: &mut Model, error: &WorkError) {
    model.demo = None;
    model.playing = None;
    model.warn(format!("the embedded provider did not start: {error}"));
}

/// Opens a session for an app client of the embedded provider by its id; `None` is the scenario's client.
pub fn open_demo_client(model: &mut Model, client: Option<&str>) -> Vec<Effect> {
    let (Some(demo), Some(issuer)) = (model.demo, model.demo_issuer.clone()) else { return Vec::new() };
    let (session, title) = demo.session(&issuer, client);
    let effects = open(model, session, title);
    model.demo = Some(demo);
    if let Some(view) = model.view_mut() {
        view.scenario = (client.is_none() && demo.is_broken()).then_some(demo.scenario);
    }
    effects
}

/// Closes the session and reads the stored profiles and sessions again.
pub fn to_start_screen(model: &mut Model) -> Vec<Effect> {
    let mut effects = replace_screen(model, Screen::Start(StartScreen::default()));
    effects.extend(read_stored_items(model));
    effects
}

/// Opens the list of lessons at one of them, or at the first one that was not played yet.
pub fn open_lessons(model: &mut Model, at: Option<usize>) {
    let is_played =
        |name: &str| matches!(&model.screen, Screen::Start(start) if start.stored.scores.get(name).is_some());
    let cursor = at.or_else(|| lessons::all().iter().position(|lesson| !is_played(&lesson.name))).unwrap_or(0);
    model.open_overlay(Overlay::List(List { cursor, ..List::new(ListKind::Lessons) }));
}

/// Reads the saved profiles and sessions for the start screen.
pub fn read_stored_items(model: &mut Model) -> Vec<Effect> {
    vec![model.works.start(Work::ReadStoredItems)]
}

impl SessionView {
    /// Selects the row of step 5 that a new failure is about.
    fn show_failure(&mut self) {
        let failure = tokens::first_failure(self);
        if let Some((which, row)) = failure.filter(|_| failure != self.tokens.failure) {
            self.tokens.which = which;
            self.position.select_in(Step::Tokens, row);
        }
        self.tokens.failure = failure;
    }

    /// Computes the findings if something happened or a token may have expired meanwhile.
    fn find_findings(&mut self, now: Timestamp, is_tick: bool) {
        let happened = (self.session.log().len(), self.pending().count(), self.session.foreign_callbacks());
        let is_new = !self.findings.are_of(happened);
        let shown = (self.tokens.which, self.tokens.folded.as_slice());
        let is_of = |(which, folded): &(TokenTab, Vec<String>)| (*which, folded.as_slice()) == shown;
        if is_new || !self.tokens.shown.of.as_ref().is_some_and(is_of) {
            self.tokens.shown = tokens::shown(self);
        }
        if is_new {
            self.exchanges.found = exchanges::found(self);
            self.arrows = diagram::arrows(&self.session);
            let starts = self.arrows.iter().enumerate().filter(|(_, arrow)| arrow.round.is_some());
            self.rounds = starts.map(|(at, _)| at).collect();
        }
        if is_new || (is_tick && self.session.grant().is_some()) {
            self.findings.renew(happened, diagnose(&self.session, now));
            self.position.select_finding(self.position.finding().min(self.findings.len().saturating_sub(1)));
            self.show_failure();
        }
    }
}
