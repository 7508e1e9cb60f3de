//! The one place where the model changes: a message in, effects out. Synchronous and total.

pub mod display;
pub mod editing;
pub mod exchanges;
pub mod keep_fresh;
pub mod moving;
pub mod overlays;
pub mod palette;
pub mod perform;
pub mod proceed;
pub mod rename_delete;
pub mod saving;

use std::mem;

use jiff::{SignedDuration, Timestamp};
use tui_input::{Input, InputRequest};

use super::model::{Masking, Model, Overlay, Screen};
use crate::app::keys::action::Action;
use crate::app::keys::key::{Key, KeyCode};
use crate::app::keys::keymap;
use crate::app::model::demo::Demo;
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::message::{Effect, ListenOutcome, Message, MouseKind};
use crate::app::model::session_view::{Focus, Listener, SessionView};
use crate::app::model::{paste, preflight, registration, start_screen};
use crate::app::query::fields::Field;
use crate::app::query::tokens::{self, Which};
use crate::app::query::{availability, progress};
use crate::demo::Scenario;
use crate::diagnosis::diagnose;
use crate::protocol::Secret;
use crate::session::{Session, Step, saved};

/// How long a line at the bottom stays.
const NOTICE_STAYS: SignedDuration = SignedDuration::from_secs(8);

/// Takes a message at a time of this machine's clock, and returns what is to be done outside.
pub fn update(model: &mut Model, message: Message, now: Timestamp) -> Vec<Effect> {
    model.now = now;
    // What a session that was left had asked for is nobody's: the next one would take it for its own evidence.
    let session = model.view().map(|view| view.number);
    if message.work().is_some_and(|work| Some(work.session) != session) {
        return Vec::new();
    }
    let is_tick = message == Message::Tick;
    let (place, is_key) = (place(model), matches!(message, Message::Key(_)));
    let mut effects = match message {
        Message::Key(key) => key_pressed(model, key),
        Message::Paste(text) => pasted(model, &text),
        Message::Mouse { kind, x, y } => mouse(model, kind, x, y),
        Message::Drawn(drawn) => {
            model.drawn = drawn;
            return Vec::new();
        }
        Message::Resized => Vec::new(),
        Message::Tick => ticked(model),
        Message::Random(random) => {
            model.random = Some(*random);
            model.random_asked = false;
            Vec::new()
        }
        Message::ExchangeFinished { id, delivery } => proceed::finished(model, id.number, *delivery),
        Message::Listening { id, at } => listening(model, id.number, at),
        Message::UnexpectedCallback { id, url } => unexpected_callback(model, id.number, &url),
        Message::ListenEnded { id, outcome } => listen_ended(model, id.number, outcome),
        Message::PauseEnded(id) => registration::pause_ended(model, id.number),
        Message::BrowserOpened(result) => browser_opened(model, result),
        Message::Copied { what, text, result } => copied(model, what, text, result),
        Message::Failed(reason) => {
            model.warn(reason);
            Vec::new()
        }
        Message::DemoStarted(result) => demo_started(model, result),
        Message::StoredItemsRead(stored) => {
            if let Screen::Start(start) = &mut model.screen {
                start.stored = *stored;
                rename_delete::keep_selection(start);
            }
            Vec::new()
        }
        Message::SecretFetched { profile, result } => {
            start_screen::secret_fetched(model, &profile, result);
            Vec::new()
        }
        Message::SessionOpened { name, result } => start_screen::session_opened(model, &name, result),
        Message::ProfileSaved { profile, outcome } => {
            saving::profile_saved(model, *profile, outcome);
            Vec::new()
        }
        Message::SessionSaved { name, session, whole, outcome } => {
            saving::session_saved(model, name, &session, whole, outcome);
            Vec::new()
        }
        Message::StoredItemChanged { result, select } => rename_delete::changed(model, result, select),
        Message::ArchiveSaved { path, whole, outcome } => {
            saving::tell(model, Field::Archive { whole }, path, outcome);
            Vec::new()
        }
        Message::Terminate => perform::quit(model),
    };
    effects.extend(settle(model, is_tick));
    // A question is about what was on the screen.
    if !is_key && place != self::place(model) {
        model.withdraw_question();
    }
    effects
}

/// What the screen is about: the step, what lies on top, and what would be lost.
fn place(model: &Model) -> impl PartialEq + use<> {
    (model.view().map(|view| (view.step, view.would_be_lost())), model.overlay.as_ref().map(mem::discriminant))
}

/// Puts a session on the screen.
pub fn open(model: &mut Model, session: Session, title: impl Into<String>) -> Vec<Effect> {
    model.opened += 1;
    let mut view = SessionView::new(model.opened, session, title);
    view.read_only = saved::read_only(&view.session).map(str::to_owned);
    view.step = progress::ended_at(&view);
    // The token that is there: a pasted one may be any of the three.
    view.tokens.which =
        Which::ALL.into_iter().find(|which| tokens::report(&view, *which).is_some()).unwrap_or_default();
    let mut effects = replace_screen(model, Screen::Session(Box::new(view)));
    effects.extend(settle(model, false));
    effects
}

/// The one way to another screen. What the session that is left awaits is given up, and the embedded provider belongs to
/// the sessions that are opened with it.
pub fn replace_screen(model: &mut Model, screen: Screen) -> Vec<Effect> {
    let given_up = proceed::cancel(model);
    model.screen = screen;
    model.close_overlays();
    model.demo = None;
    given_up
}

/// What follows from the model alone: an authorization request wants to be drafted, findings to be found.
fn settle(model: &mut Model, is_tick: bool) -> Vec<Effect> {
    let Model { screen: Screen::Session(view), random, random_asked, now, .. } = model else { return Vec::new() };
    view.find_findings(*now, is_tick);
    let is_wanted = view.authorization.is_none() && view.is_composing(Step::Authorize);
    if is_wanted && view.session.endpoints().authorization.is_some() {
        match random.take() {
            Some(random) => {
                view.authorization = view.session.draft_authorization(&random).ok();
                view.authorization_changed = false;
                if let (Some(draft), Some(scenario)) = (&mut view.authorization, view.scenario) {
                    scenario.amend_authorization(draft);
                }
            }
            None if !*random_asked => {
                *random_asked = true;
                return vec![Effect::DrawRandomness];
            }
            None => {}
        }
    }
    preflight::settle(view, *now).into_iter().collect()
}

impl SessionView {
    /// Looks for what is wrong, when something has happened or a token may have ended in the meantime.
    fn find_findings(&mut self, now: Timestamp, is_tick: bool) {
        let happened = (self.session.log().len(), self.pending().count());
        if self.diagnosed != Some(happened) || (is_tick && self.session.grant().is_some()) {
            self.diagnosed = Some(happened);
            self.findings = diagnose(&self.session, now);
            self.finding = self.finding.min(self.findings.len().saturating_sub(1));
        }
    }
}

fn key_pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let contexts = keymap::contexts(model);
    let action = model.keymap.find(&contexts, key);
    if model.drawn.is_too_small && !matches!(action, Some(Action::Quit | Action::Suspend)) {
        return Vec::new();
    }
    if model.question().is_none_or(|question| Some(question.action) != action) {
        model.notice = None;
    }
    match action {
        Some(action) => match availability::is_refused(model, action) {
            Some(reason) => {
                model.warn(format!("not now: {reason}"));
                Vec::new()
            }
            None => perform::perform(model, action),
        },
        None => {
            if let Some(request) = text_request(key) {
                type_into(model, |input| {
                    input.handle(request);
                });
            }
            Vec::new()
        }
    }
}

/// What a key does to a text field.
fn text_request(key: Key) -> Option<InputRequest> {
    if let Some(character) = key.typed() {
        return Some(InputRequest::InsertChar(character));
    }
    Some(match (key.code, key.ctrl, key.alt) {
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, ..) | (KeyCode::Char('d'), true, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, true, _) | (KeyCode::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true, _) | (KeyCode::Char('f'), _, true) => InputRequest::GoToNextWord,
        (KeyCode::Left, ..) | (KeyCode::Char('b'), true, _) => InputRequest::GoToPrevChar,
        (KeyCode::Right, ..) | (KeyCode::Char('f'), true, _) => InputRequest::GoToNextChar,
        (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => InputRequest::GoToStart,
        (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true, _) | (KeyCode::Backspace, ..) => InputRequest::DeletePrevWord,
        (KeyCode::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        (KeyCode::Char('u'), true, _) => InputRequest::DeleteLine,
        _ => return None,
    })
}

/// Into the text field that has the keys; elsewhere a paste is recognised and the person decides. It sends nothing.
fn pasted(model: &mut Model, text: &Secret) -> Vec<Effect> {
    model.withdraw_question();
    let line: String = text.expose().trim().chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    if !type_into(model, |input| insert(input, &line)) {
        paste::pasted(model, text);
    }
    Vec::new()
}

/// Inserts a text as one piece: character by character a long one takes the square of its length.
fn insert(input: &mut Input, text: &str) {
    let (before, cursor) = (input.value(), input.cursor());
    let at = before.char_indices().nth(cursor).map_or(before.len(), |(at, _)| at);
    let value = [&before[..at], text, &before[at..]].concat();
    *input = Input::new(value).with_cursor(cursor + text.chars().count());
}

/// Changes the text field that has the keys. False when none has.
fn type_into(model: &mut Model, change: impl FnOnce(&mut Input)) -> bool {
    let Some(input) = model.text_field() else { return false };
    let before = input.value().to_owned();
    change(input);
    let has_changed = *input.value() != before;
    if let Some(Overlay::List(list)) = &mut model.overlay
        && has_changed
    {
        list.cursor = 0;
    }
    true
}

fn mouse(model: &mut Model, kind: MouseKind, x: u16, y: u16) -> Vec<Effect> {
    match kind {
        MouseKind::WheelUp => moving::scroll(model, x, y, -3),
        MouseKind::WheelDown => moving::scroll(model, x, y, 3),
        MouseKind::Press => return pressed(model, x, y),
    }
    Vec::new()
}

fn pressed(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let target = model.drawn.target(x, y);
    if !matches!(target, Some(Target::Key(_))) {
        model.withdraw_question();
    }
    let Some(target) = target else { return Vec::new() };
    match target {
        Target::Key(key) => return key_pressed(model, key),
        Target::Row(Pane::Overlay, at) => return overlays::choose_row(model, at),
        Target::Row(pane, at) => return moving::select(model, pane, at),
        Target::Step(step) => {
            if let Some(view) = model.view_mut() {
                view.go_to(step);
                view.focus = Focus::Flow;
            }
        }
        Target::Pane(pane) => {
            if let Some(view) = model.view_mut() {
                match pane {
                    Pane::Flow => view.focus = Focus::Flow,
                    Pane::Step => view.focus = Focus::Step,
                    Pane::Findings => view.focus = Focus::Findings,
                    Pane::Why | Pane::Overlay => {}
                }
            }
        }
    }
    Vec::new()
}

fn ticked(model: &mut Model) -> Vec<Effect> {
    if model.notice.as_ref().is_some_and(|notice| model.now.duration_since(notice.at) > NOTICE_STAYS) {
        model.notice = None;
    }
    keep_fresh::tick(model)
}

fn listening(model: &mut Model, id: u32, at: String) -> Vec<Effect> {
    if let Some(view) = model.view_mut()
        && view.listener == Listener::Starting(id)
    {
        view.listener = Listener::Waiting { id, at };
        return view.to_open.take().map(Effect::OpenBrowser).into_iter().collect();
    }
    Vec::new()
}

/// Evidence, and the wait goes on: any page on this machine can send one.
fn unexpected_callback(model: &mut Model, id: u32, url: &Secret) -> Vec<Effect> {
    let now = model.now;
    if let Some(view) = model.view_mut()
        && view.last_listener == id
    {
        view.receive_callback(url.expose(), now);
        model.warn("a callback came with another state than was sent; still listening");
    }
    Vec::new()
}

fn listen_ended(model: &mut Model, id: u32, outcome: ListenOutcome) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.last_listener != id {
        return Vec::new();
    }
    view.listener = Listener::Off;
    match outcome {
        ListenOutcome::Callback(url) => {
            view.receive_callback(url.expose(), now);
            view.go_to(Step::Callback);
            model.say("the browser came back: its callback was captured");
        }
        ListenOutcome::Failed(reason) => {
            view.listener = Listener::Failed(reason);
            if view.to_open.take().is_some() {
                let words = "no browser was opened: the code would have gone to whoever has the port; {copy-menu} \
                             {copy-url} copies the URL";
                model.warn(model.words(words));
            }
        }
        ListenOutcome::Stopped => {}
    }
    Vec::new()
}

fn browser_opened(model: &mut Model, result: Result<(), String>) -> Vec<Effect> {
    match result {
        Ok(()) => model.say("the browser was asked to open the URL"),
        Err(reason) => {
            let here = if model.demo.is_some() { ", {go-to-authorize} {sign-in} signs in here" } else { "" };
            let way_on = model.words(&format!("{{copy-menu}} {{copy-url}} copies the URL{here}"));
            model.warn(format!("no browser was opened: {way_on} ({reason})"));
        }
    }
    Vec::new()
}

fn copied(model: &mut Model, what: String, text: Secret, result: Result<String, String>) -> Vec<Effect> {
    match result {
        Ok(sentence) => model.say(sentence),
        Err(reason) => {
            model.warn(reason);
            // Neither way took it: the terminal's own selection still can. In a recording nothing is shown.
            if model.masking != Masking::Recording {
                model.open_overlay(Overlay::Value { what, text, scroll: 0 });
            }
        }
    }
    Vec::new()
}

/// Starts the embedded provider, whose session opens as soon as it answers.
pub fn start_demo(model: &mut Model, scenario: &'static Scenario) -> Vec<Effect> {
    model.demo = Some(Demo { scenario });
    model.demo_issuer = None;
    if let Screen::Start(start) = &mut model.screen {
        start.starting = true;
    }
    vec![Effect::StartDemo { scenario: scenario.id }]
}

fn demo_started(model: &mut Model, result: Result<String, String>) -> Vec<Effect> {
    if let Screen::Start(start) = &mut model.screen {
        start.starting = false;
    }
    match result {
        Ok(issuer) => {
            model.demo_issuer = Some(issuer);
            perform::open_demo_client(model, None)
        }
        Err(reason) => {
            model.demo = None;
            model.warn(format!("the embedded provider did not start: {reason}"));
            Vec::new()
        }
    }
}
