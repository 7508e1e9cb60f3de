//! What each action does to the model.

use tui_input::Input;

use super::action::Action;
use super::copy::{self, CopyKind};
use super::demo::Demo;
use super::fields::{self, Field};
use super::layout::Pane;
use super::message::Effect;
use super::model::{Editing, Focus, Masking, Model, Overlay, Screen, SessionView, pane_of, purpose_of};
use super::shelves::{self, Naming};
use super::{keymap, paste, preflight, proceed, tokens, update};
use crate::diagnosis;
use crate::session::{ExchangeId, Purpose, Step, diagram};

/// Does what an action asks for.
pub fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit if asks_first(model, action, "quit") => {}
        Action::Quit => return quit(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Proceed => return enter(model),
        Action::SignIn => return sign_in(model),
        Action::Preflight => return preflight::begin(model),
        Action::OpenBrowser => return proceed::open_browser(model),
        Action::Cancel => return proceed::cancel(model),
        Action::Copy(kind) => return copy(model, kind),
        Action::Mouse => return toggle_mouse(model),
        Action::Chooser if asks_first(model, action, "leave") => {}
        Action::Chooser => return to_chooser(model),
        Action::Commit => return commit(model),
        Action::SaveProfile => return shelves::ask(model, Naming::Profile),
        Action::SaveSession => return shelves::ask(model, Naming::Session),
        Action::SaveWhole => return shelves::ask(model, Naming::WholeSession),
        Action::Back => back(model),
        Action::Up => step_rows(model, -1),
        Action::Down => step_rows(model, 1),
        Action::PageUp => page(model, -1),
        Action::PageDown => page(model, 1),
        Action::Top => step_rows(model, i32::MIN / 2),
        Action::Bottom => step_rows(model, i32::MAX / 2),
        Action::CopyMenu => model.overlay = Some(Overlay::Copy),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Compare => model.overlay = Some(Overlay::Compare { scroll: 0 }),
        Action::Why => model.overlay = Some(Overlay::Why { scroll: 0 }),
        Action::OpenEvidence => open_evidence(model),
        Action::Exchanges => open_exchanges(model),
        Action::Diagram => open_diagram(model),
        Action::ChooseClient => choose_client(model),
        Action::Scenarios => model.overlay = Some(Overlay::Scenarios { cursor: 0 }),
        Action::QrCode => model.overlay = Some(Overlay::QrCode),
        Action::KeepFresh => keep_fresh(model),
        Action::Reveal => reveal(model),
        Action::RecordingSafe => recording_safe(model),
        other => in_session(model, other),
    }
    Vec::new()
}

fn in_session(model: &mut Model, action: Action) {
    let Some(view) = model.view_mut() else { return };
    match action {
        Action::Again => view.compose_again(),
        Action::NextPane => view.focus = next_focus(view.focus),
        Action::PreviousPane => view.focus = next_focus(next_focus(view.focus)),
        Action::NextStep => view.go_to(view.step.next().unwrap_or(view.step)),
        Action::PreviousStep => view.go_to(Step::ALL[(view.step as usize).saturating_sub(1)]),
        Action::GoTo(step) => view.go_to(step),
        Action::Edit => view.edit_selected(),
        Action::NextToken => {
            view.tokens.which = view.tokens.which.next();
            view.cursors[view.step as usize] = 0;
            view.scrolls[view.step as usize] = 0;
        }
        Action::Fold => tokens::toggle_fold(view),
        Action::Search => {
            view.editing = Some(Editing { field: Field::Search, input: Input::new(view.tokens.search.clone()) });
        }
        Action::FindNext => find(model, false),
        Action::FindPrevious => find(model, true),
        Action::Add => view.add_parameter(),
        Action::Remove => view.remove_selected(),
        Action::Reset => view.reset(),
        _ => {}
    }
}

fn next_focus(focus: Focus) -> Focus {
    match focus {
        Focus::Flow => Focus::Step,
        Focus::Step => Focus::Findings,
        Focus::Findings => Focus::Flow,
    }
}

/// While something would be lost the first press asks, the second one does it.
fn asks_first(model: &mut Model, action: Action, verb: &str) -> bool {
    let Some(stake) = model.view().and_then(SessionView::at_stake) else { return false };
    if model.asked_twice.take() == Some(action) {
        return false;
    }
    model.complain(format!("{stake}: press the key again to {verb}"));
    model.asked_twice = Some(action);
    true
}

/// Ends the program.
pub fn quit(model: &mut Model) -> Vec<Effect> {
    model.quitting = true;
    vec![Effect::Quit]
}

fn back(model: &mut Model) {
    if model.overlay.take().is_some() {
        return;
    }
    let Some(view) = model.view_mut() else { return };
    if view.editing.take().is_none() {
        view.focus = Focus::Step;
        view.problem = None;
    }
    model.notice = None;
}

fn enter(model: &mut Model) -> Vec<Effect> {
    match &model.overlay {
        Some(Overlay::Users { cursor } | Overlay::Clients { cursor } | Overlay::Scenarios { cursor }) => {
            let at = *cursor;
            choose(model, at)
        }
        Some(Overlay::Paste(paste)) => {
            let at = paste.cursor;
            choose(model, at)
        }
        Some(Overlay::Exchanges { .. }) => Vec::new(),
        Some(Overlay::Diagram { cursor }) => {
            let at = *cursor;
            open_arrow(model, at);
            Vec::new()
        }
        Some(_) => {
            model.overlay = None;
            Vec::new()
        }
        None if matches!(model.screen, Screen::Chooser(_)) => shelves::enter(model),
        None if model.view().is_some_and(SessionView::is_at_finding) => {
            let index = model.view().map_or(0, |view| view.finding);
            model.overlay = Some(Overlay::Finding { index, scroll: 0 });
            Vec::new()
        }
        None => proceed::proceed(model),
    }
}

/// Chooses a row of the list on top.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Users { .. }) => proceed::sign_in_as(model, at),
        Some(Overlay::Clients { .. }) => open_demo_client(model, Some(at)),
        Some(Overlay::Scenarios { .. }) => match Demo::scenario(at) {
            Some(scenario) => update::start_demo(model, scenario),
            None => Vec::new(),
        },
        Some(Overlay::Paste(pasted)) => match pasted.choices.get(at) {
            Some(choice) => paste::choose(model, &pasted, *choice),
            None => Vec::new(),
        },
        Some(Overlay::Exchanges { .. }) => {
            model.overlay = Some(Overlay::Exchanges { cursor: at, scroll: 0 });
            Vec::new()
        }
        other => {
            model.overlay = other;
            Vec::new()
        }
    }
}

/// Opens a session of an app client of the embedded provider; `None` is the scenario's own.
pub fn open_demo_client(model: &mut Model, client: Option<usize>) -> Vec<Effect> {
    let (Some(demo), Some(issuer)) = (model.demo, model.demo_issuer.clone()) else { return Vec::new() };
    let (session, title) = demo.session(&issuer, client);
    let effects = update::open(model, session, title);
    if let Some(view) = model.view_mut() {
        view.scenario = (client.is_none() && demo.is_broken()).then_some(demo.scenario);
    }
    effects
}

fn to_chooser(model: &mut Model) -> Vec<Effect> {
    model.screen = Screen::Chooser(super::model::Chooser::default());
    model.demo = None;
    vec![Effect::ReadShelves]
}

fn choose_client(model: &mut Model) {
    if model.demo.is_some() {
        model.overlay = Some(Overlay::Clients { cursor: 0 });
    } else {
        model.complain("app clients can be chosen in the demo only; here, edit the client_id with e");
    }
}

fn keep_fresh(model: &mut Model) {
    let Some(view) = model.view_mut() else { return };
    view.keeps_fresh = !view.keeps_fresh;
    let on = view.keeps_fresh;
    model.say(if on {
        "kept fresh: the tokens are refreshed a minute before the access token ends"
    } else {
        "the tokens are refreshed by hand"
    });
}

fn sign_in(model: &mut Model) -> Vec<Effect> {
    if model.demo.is_some() {
        model.overlay = Some(Overlay::Users { cursor: 0 });
    } else {
        model.complain("only the embedded provider lets this program sign in for you; use the browser (o)");
    }
    Vec::new()
}

fn copy(model: &mut Model, kind: CopyKind) -> Vec<Effect> {
    let text = copy::text(model, kind);
    if model.overlay == Some(Overlay::Copy) {
        model.overlay = None;
    }
    match text {
        Ok(text) => {
            model.copying = Some((kind.what().to_owned(), text.clone()));
            vec![Effect::Copy { what: kind.what().to_owned(), text }]
        }
        Err(reason) => {
            model.complain(reason);
            Vec::new()
        }
    }
}

fn toggle_mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    model.say(if model.mouse {
        "the mouse is captured: click and scroll"
    } else {
        "the mouse belongs to the terminal again: select text as usual"
    });
    vec![Effect::CaptureMouse(model.mouse)]
}

fn reveal(model: &mut Model) {
    model.masking = match model.masking {
        Masking::Masked => Masking::Revealed,
        Masking::Revealed => Masking::Masked,
        Masking::Recording => {
            model.complain("recording-safe: secrets stay masked (V turns it off)");
            Masking::Recording
        }
    };
}

fn recording_safe(model: &mut Model) {
    model.masking = match model.masking {
        Masking::Recording => Masking::Masked,
        _ => Masking::Recording,
    };
    let on = model.masking == Masking::Recording;
    model.say(if on { "recording-safe: secrets stay masked" } else { "recording-safe is off" });
}

fn open_exchanges(model: &mut Model) {
    let count = model.view().map_or(0, |view| view.session.exchanges().count());
    model.overlay = Some(Overlay::Exchanges { cursor: count.saturating_sub(1), scroll: 0 });
}

fn open_diagram(model: &mut Model) {
    let count = model.view().map_or(0, |view| diagram::arrows(&view.session).len());
    model.overlay = Some(Overlay::Diagram { cursor: count.saturating_sub(1) });
}

/// Opens the exchange behind an arrow of the diagram.
fn open_arrow(model: &mut Model, at: usize) {
    let Some(view) = model.view() else { return };
    let arrow = diagram::arrows(&view.session).into_iter().nth(at);
    match arrow.and_then(|arrow| arrow.exchange) {
        Some(id) => open_exchange(model, id),
        None => model.complain("this arrow is the browser's: there is no exchange of ours behind it"),
    }
}

/// Opens the exchange in which the open finding was seen.
fn open_evidence(model: &mut Model) {
    let Some(Overlay::Finding { index, .. }) = model.overlay else { return };
    let finding = model.view().and_then(|view| view.findings.get(index));
    match finding.and_then(|finding| finding.evidence.iter().find_map(|evidence| evidence.exchange)) {
        Some(id) => open_exchange(model, id),
        None => model.complain("no exchange of ours is behind this finding: what was seen stands above"),
    }
}

/// Opens the exchanges at one of them.
pub fn open_exchange(model: &mut Model, id: ExchangeId) {
    let at = model.view().and_then(|view| view.session.exchanges().position(|exchange| exchange.id == id));
    if let Some(cursor) = at {
        model.overlay = Some(Overlay::Exchanges { cursor, scroll: 0 });
    }
}

fn commit(model: &mut Model) -> Vec<Effect> {
    let Some(editing) = model.view_mut().and_then(|view| view.editing.take()) else { return Vec::new() };
    let text = editing.input.value();
    let done = match (editing.field, model.view_mut()) {
        (Field::Callback, _) => Ok(proceed::take_callback(model, text)),
        (Field::Name(naming), _) => shelves::save(model, naming, text),
        (Field::Search, Some(view)) => fields::set(view, Field::Search, text).map(|()| {
            find(model, false);
            Vec::new()
        }),
        (field, Some(view)) => fields::set(view, field, text).map(|()| Vec::new()),
        (_, None) => Ok(Vec::new()),
    };
    done.unwrap_or_else(|problem| {
        if let Some(view) = model.view_mut() {
            view.editing = Some(editing);
        }
        model.complain(problem);
        Vec::new()
    })
}

/// Goes to the next place in the token that has what is searched for.
fn find(model: &mut Model, back: bool) {
    let Some(view) = model.view_mut() else { return };
    let wanted = view.tokens.search.clone();
    if wanted.is_empty() {
        model.complain("nothing is searched for: press / first");
    } else if !tokens::find(view, back) {
        model.complain(format!("nothing here has {wanted:?}"));
    }
}

fn page(model: &mut Model, direction: i32) {
    let pane = match (&model.overlay, model.view()) {
        (Some(_), _) => Pane::Overlay,
        (None, Some(view)) => pane_of(view.focus),
        _ => return,
    };
    let rows = i32::from(model.drawn.height(pane)).max(2) - 1;
    let limit = model.drawn.limit(pane);
    if let Some(Overlay::Exchanges { scroll, .. }) = &mut model.overlay {
        return scroll_by(scroll, direction * rows, limit);
    }
    step_rows(model, direction * rows);
}

/// Moves the selection of whatever has the keys, or scrolls it.
fn step_rows(model: &mut Model, by: i32) {
    let limit = |pane| model.drawn.limit(pane);
    let (overlay_limit, step_limit) = (limit(Pane::Overlay), limit(Pane::Step));
    let (users, clients) = model.demo.map_or((0, 0), |demo| (demo.users().len() + 1, demo.clients().len()));
    let exchanges = model.view().map_or(0, |view| view.session.exchanges().count());
    let arrows = model.view().map_or(0, |view| diagram::arrows(&view.session).len());
    match &mut model.overlay {
        Some(Overlay::Users { cursor }) => return move_by(cursor, by, users),
        Some(Overlay::Clients { cursor }) => return move_by(cursor, by, clients),
        Some(Overlay::Scenarios { cursor }) => return move_by(cursor, by, Demo::scenarios().len()),
        Some(Overlay::Paste(paste)) => return move_by(&mut paste.cursor, by, paste.choices.len()),
        Some(Overlay::Diagram { cursor }) => return move_by(cursor, by, arrows),
        Some(Overlay::Exchanges { cursor, scroll }) => {
            *scroll = 0;
            return move_by(cursor, by, exchanges);
        }
        Some(
            Overlay::Help { scroll }
            | Overlay::Compare { scroll }
            | Overlay::Preflight { scroll }
            | Overlay::Why { scroll }
            | Overlay::Finding { scroll, .. },
        ) => {
            return scroll_by(scroll, by, overlay_limit);
        }
        Some(_) => return,
        None => {}
    }
    match &mut model.screen {
        Screen::Chooser(chooser) => move_by(&mut chooser.cursor, by, shelves::doors(&chooser.shelves).len()),
        Screen::Session(view) => view.move_rows(by, step_limit),
    }
}

/// Scrolls the pane under the mouse.
pub fn scroll(model: &mut Model, x: u16, y: u16, by: i32) {
    let Some(pane) = model.drawn.pane(x, y) else { return };
    if model.overlay.is_some() || matches!(model.screen, Screen::Chooser(_)) {
        return step_rows(model, by.signum());
    }
    let limit = model.drawn.limit(pane);
    let Some(view) = model.view_mut() else { return };
    match pane {
        Pane::Step => scroll_by(&mut view.scrolls[view.step as usize], by, limit),
        Pane::Findings => move_by(&mut view.finding, by.signum(), view.findings.len()),
        Pane::Flow | Pane::Why | Pane::Overlay => {}
    }
}

/// Selects a row by the mouse; a second press on it edits or opens it.
pub fn select(model: &mut Model, pane: Pane, at: usize) -> Vec<Effect> {
    if matches!(model.screen, Screen::Chooser(_)) {
        let again = matches!(&model.screen, Screen::Chooser(chooser) if chooser.cursor == at);
        if let Screen::Chooser(chooser) = &mut model.screen {
            chooser.cursor = at;
        }
        return if again { shelves::enter(model) } else { Vec::new() };
    }
    let Some(view) = model.view_mut() else { return Vec::new() };
    match pane {
        Pane::Step => {
            let again = view.focus == Focus::Step && view.cursor() == at;
            view.focus = Focus::Step;
            view.cursors[view.step as usize] = at;
            if again {
                view.edit_selected();
            }
        }
        Pane::Findings => {
            view.focus = Focus::Findings;
            view.finding = at;
            model.overlay = Some(Overlay::Finding { index: at, scroll: 0 });
        }
        Pane::Flow | Pane::Why | Pane::Overlay => {}
    }
    Vec::new()
}

fn move_by(cursor: &mut usize, by: i32, count: usize) {
    let last = i64::try_from(count.saturating_sub(1)).unwrap_or(i64::MAX);
    let to = i64::try_from(*cursor).unwrap_or(last).saturating_add(by.into()).clamp(0, last);
    *cursor = usize::try_from(to).unwrap_or(0);
}

fn scroll_by(scroll: &mut u16, by: i32, limit: u16) {
    let to = i32::from(*scroll).saturating_add(by).clamp(0, limit.into());
    *scroll = u16::try_from(to).unwrap_or(0);
}

impl SessionView {
    /// Turns to a step.
    pub fn go_to(&mut self, step: Step) {
        self.step = step;
        self.editing = None;
        self.problem = None;
    }

    /// Whether the keys are with a finding, which Enter opens.
    pub fn is_at_finding(&self) -> bool {
        self.focus == Focus::Findings && !self.findings.is_empty()
    }

    /// Shows the current step's next request although an older one was answered.
    pub fn compose_again(&mut self) {
        if !self.again.contains(&self.step) {
            self.again.push(self.step);
        }
        self.scrolls[self.step as usize] = 0;
    }

    fn edit_selected(&mut self) {
        if self.step == Step::Callback {
            self.editing = Some(Editing { field: Field::Callback, input: Input::default() });
            return;
        }
        if !self.is_composing(self.step) && self.step != Step::Client {
            self.compose_again();
        }
        let Some(row) = fields::selected(self) else { return };
        self.editing = Some(Editing { field: row.field, input: Input::new(row.value) });
    }

    fn add_parameter(&mut self) {
        let purpose = match self.step {
            Step::Authorize => fields::AUTHORIZATION,
            step => match purpose_of(step) {
                Some(purpose) if step != Step::Client => purpose,
                _ => return,
            },
        };
        self.editing = Some(Editing { field: Field::NewParameter(purpose), input: Input::default() });
    }

    fn remove_selected(&mut self) {
        let Some(row) = fields::selected(self) else { return };
        self.problem = fields::remove(self, row.field).err();
    }

    fn reset(&mut self) {
        match self.step {
            Step::Authorize => self.authorization = None,
            Step::SignOut => self.edited.retain(|(p, _)| !matches!(p, Purpose::Revocation | Purpose::Logout)),
            step => {
                let purpose = purpose_of(step);
                self.edited.retain(|(p, _)| Some(*p) != purpose);
            }
        }
    }

    fn move_rows(&mut self, by: i32, limit: u16) {
        match self.focus {
            Focus::Flow => {
                let mut at = self.step as usize;
                move_by(&mut at, by, Step::ALL.len());
                self.go_to(Step::ALL[at]);
            }
            Focus::Findings => move_by(&mut self.finding, by, self.findings.len()),
            Focus::Step => self.move_step_rows(by, limit),
        }
    }

    /// The selection first; beyond its ends the pane scrolls.
    fn move_step_rows(&mut self, by: i32, limit: u16) {
        let count = match self.step {
            Step::Tokens => tokens::rows(self).len(),
            _ => fields::rows(self).len(),
        };
        let at = self.step as usize;
        let cursor = self.cursors[at].min(count.saturating_sub(1));
        let can_move = if by < 0 { cursor > 0 && self.scrolls[at] == 0 } else { cursor + 1 < count };
        if can_move {
            self.cursors[at] = cursor;
            move_by(&mut self.cursors[at], by, count);
        } else {
            scroll_by(&mut self.scrolls[at], by, limit);
        }
    }

    /// Looks for what is wrong, when something has happened or a token may have ended in the meantime.
    pub fn find_findings(&mut self, now: jiff::Timestamp, is_tick: bool) {
        let happened = (self.session.log().len(), self.pending().count());
        if self.diagnosed != Some(happened) || (is_tick && self.session.grant().is_some()) {
            self.diagnosed = Some(happened);
            self.findings = diagnosis::diagnose(&self.session, now);
            self.finding = self.finding.min(self.findings.len().saturating_sub(1));
        }
    }
}

/// The footer's words for an action at this moment: what Enter does depends on the step.
pub fn label(model: &Model, action: Action) -> String {
    match (action, &model.overlay, model.view()) {
        (Action::Proceed, None, Some(view)) if view.is_at_finding() => "open".to_owned(),
        (Action::Proceed, None, Some(view)) => proceed::label(view, model.demo.is_some()),
        (Action::Proceed, Some(Overlay::Users { .. }), _) => "sign in".to_owned(),
        (Action::Proceed, Some(Overlay::Diagram { .. }), _) => "open exchange".to_owned(),
        (Action::Proceed, ..) => "choose".to_owned(),
        (Action::NextPane, _, Some(view)) if view.focus == Focus::Step => "findings".to_owned(),
        (Action::Reveal, ..) if model.reveals() => "mask".to_owned(),
        _ => action.label().to_owned(),
    }
}

/// Whether an action makes sense at this moment; the footer leaves out what does not.
pub fn is_available(model: &Model, action: Action) -> bool {
    let Some(view) = model.view() else { return true };
    match action {
        Action::Proceed if model.overlay.is_none() => {
            view.is_at_finding() || proceed::deed(view) != proceed::Deed::Rest
        }
        Action::NextPane => !view.findings.is_empty(),
        Action::Copy(kind) => copy::text(model, kind).is_ok(),
        Action::SignIn | Action::ChooseClient | Action::Scenarios => model.demo.is_some(),
        Action::Again => !view.is_composing(view.step),
        Action::Edit => view.step == Step::Callback || !fields::rows(view).is_empty(),
        Action::Reset => purpose_of(view.step).is_some_and(|purpose| view.is_edited(purpose)),
        Action::Cancel => view.is_running(),
        Action::Reveal => model.masking != Masking::Recording,
        _ => true,
    }
}

/// Whether a binding exists for `action` at this moment.
pub fn is_bound(model: &Model, action: Action) -> bool {
    let contexts = keymap::contexts(model);
    keymap::BINDINGS.iter().any(|binding| binding.action == action && contexts.contains(&binding.context))
}
