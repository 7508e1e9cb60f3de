//! What each action does to the model.

use super::{display, editing, exchanges, keep_fresh, moving, overlays, palette, proceed, rename_delete, saving};
use crate::app::keys::action::Action;
use crate::app::model::list::{self, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::session_view::{Focus, SessionView};
use crate::app::model::start_screen::Naming;
use crate::app::model::{Model, Overlay, Question, Screen, StartScreen, preflight, registration};
use crate::app::query::copy::{self, CopyKind};
use crate::app::query::{availability, tokens};
use crate::app::update;
use crate::session::Step;

/// Does what an action asks for.
pub fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit if asks_first(model, action, "quits") => {}
        Action::Quit => return quit(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Proceed => return overlays::enter(model),
        Action::SignIn => return sign_in(model),
        Action::Preflight => return preflight::begin(model),
        Action::Registration => registration::open(model),
        Action::OpenBrowser => return proceed::open_browser(model),
        Action::Cancel => return proceed::cancel(model),
        Action::Copy(kind) => return copy(model, kind),
        Action::Mouse => return display::toggle_mouse(model),
        Action::StartScreen if asks_first(model, action, "leaves") => {}
        Action::StartScreen => return to_start_screen(model),
        Action::Rename => rename_delete::ask_name(model),
        Action::Delete => rename_delete::ask_delete(model),
        Action::Commit if matches!(model.screen, Screen::Start(_)) => return rename_delete::rename(model),
        Action::Commit => return editing::commit(model),
        Action::SaveProfile => return saving::ask(model, Naming::Profile),
        Action::SaveSession => return saving::ask(model, Naming::Session),
        Action::SaveWhole => return saving::ask(model, Naming::WholeSession),
        Action::Back if registration::is_asking_on_top(model) => return proceed::cancel(model),
        Action::Back => back(model),
        Action::Up => moving::step_rows(model, -1),
        Action::Down => moving::step_rows(model, 1),
        Action::PageUp => moving::page(model, -1),
        Action::PageDown => moving::page(model, 1),
        Action::Top => moving::step_rows(model, -moving::END),
        Action::Bottom => moving::step_rows(model, moving::END),
        Action::CopyMenu => model.open_overlay(Overlay::Copy),
        Action::Help => model.open_overlay(Overlay::Help { scroll: 0 }),
        Action::Compare => model.open_overlay(Overlay::Compare { scroll: 0 }),
        Action::Why => model.open_overlay(Overlay::Why { scroll: 0, chosen: 0 }),
        Action::OpenEvidence => overlays::open_evidence(model),
        Action::Exchanges => overlays::open_exchanges(model),
        Action::SaveArchive => exchanges::ask_path(model, false),
        Action::SaveWholeArchive => exchanges::ask_path(model, true),
        Action::Diagram => overlays::open_diagram(model),
        Action::ChooseClient => choose_client(model),
        Action::Scenarios => list::open(model, ListKind::Scenarios),
        Action::Palette => palette::open(model),
        Action::Filter => {
            if let Some(Overlay::List(list)) = &mut model.overlay {
                list.begin_filter();
            }
        }
        Action::QrCode => model.open_overlay(Overlay::QrCode),
        Action::KeepFresh => keep_fresh::toggle(model),
        Action::Reveal => display::reveal(model),
        Action::RecordingSafe => display::recording_safe(model),
        Action::Zoom => model.is_zoomed = !model.is_zoomed,
        other => in_session(model, other),
    }
    Vec::new()
}

fn in_session(model: &mut Model, action: Action) {
    if let (Action::Reset, Some(reason)) = (action, availability::obstacle(model, action)) {
        return model.warn(reason);
    }
    let is_in_exchanges = matches!(model.overlay, Some(Overlay::Exchanges { .. }));
    let Some(view) = model.view_mut() else { return };
    match action {
        Action::Again => {
            view.focus = Focus::Step;
            view.compose_again();
        }
        Action::NextPane => view.focus = next_focus(view.focus),
        Action::PreviousPane => view.focus = next_focus(next_focus(view.focus)),
        Action::NextStep => view.go_to(view.step.next().unwrap_or(view.step)),
        Action::PreviousStep => view.go_to(Step::ALL[(view.step as usize).saturating_sub(1)]),
        Action::GoTo(step) => {
            // Whoever names a step wants its keys.
            view.focus = Focus::Step;
            view.go_to(step);
        }
        Action::Edit => view.edit_selected(),
        Action::NextToken => view.turn_to_next_token(),
        Action::Fold => tokens::toggle_fold(view),
        Action::Search if is_in_exchanges => exchanges::ask_search(view),
        Action::Search => view.search(),
        Action::FindNext => editing::find(model, false),
        Action::FindPrevious => editing::find(model, true),
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
pub fn asks_first(model: &mut Model, action: Action, verb: &str) -> bool {
    let Some(stake) = model.view().and_then(SessionView::would_be_lost) else { return false };
    let question = Question { action, stake };
    if model.question() == Some(question) {
        model.notice = None;
        return false;
    }
    let key = model.key(action);
    let stake = model.words(stake);
    model.ask(format!("{stake}: {key} {verb} all the same"), question);
    true
}

/// Ends the program.
pub fn quit(model: &mut Model) -> Vec<Effect> {
    model.quitting = true;
    vec![Effect::Quit]
}

fn back(model: &mut Model) {
    if let Some(Overlay::List(list)) = &mut model.overlay
        && list.clear_filter()
    {
        return;
    }
    // What is typed into stands above what lies on top.
    let was_typing = match &mut model.screen {
        Screen::Start(start) => start.renaming.take().is_some(),
        Screen::Session(view) => view.editing.take().is_some(),
    };
    if was_typing {
        return model.notice = None;
    }
    if model.close_overlay().is_some() {
        return;
    }
    let Some(view) = model.view_mut() else { return };
    view.focus = Focus::Step;
    view.problem = None;
    model.notice = None;
}

/// Opens a session of an app client of the embedded provider; `None` is the scenario's own.
pub fn open_demo_client(model: &mut Model, client: Option<usize>) -> Vec<Effect> {
    let (Some(demo), Some(issuer)) = (model.demo, model.demo_issuer.clone()) else { return Vec::new() };
    let (session, title) = demo.session(&issuer, client);
    let effects = update::open(model, session, title);
    model.demo = Some(demo);
    if let Some(view) = model.view_mut() {
        view.scenario = (client.is_none() && demo.is_broken()).then_some(demo.scenario);
    }
    effects
}

fn to_start_screen(model: &mut Model) -> Vec<Effect> {
    let mut effects = update::replace_screen(model, Screen::Start(StartScreen::default()));
    effects.push(Effect::ReadStoredItems);
    effects
}

fn choose_client(model: &mut Model) {
    if model.demo.is_some() {
        list::open(model, ListKind::Clients);
    } else {
        model.warn(model.words("app clients can be chosen in the demo only; here, edit the client_id with {edit}"));
    }
}

fn sign_in(model: &mut Model) -> Vec<Effect> {
    if model.demo.is_some() {
        list::open(model, ListKind::Users);
    } else {
        let words = "only the embedded provider lets this program sign in for you; use the browser ({open-browser})";
        model.warn(model.words(words));
    }
    Vec::new()
}

fn copy(model: &mut Model, kind: CopyKind) -> Vec<Effect> {
    let (text, what) = (copy::text(model, kind), copy::what(model, kind));
    if matches!(model.overlay, Some(Overlay::Copy)) {
        model.close_overlay();
    }
    match text {
        Ok(text) => vec![Effect::Copy { what, text }],
        Err(reason) => {
            model.warn(reason);
            Vec::new()
        }
    }
}
