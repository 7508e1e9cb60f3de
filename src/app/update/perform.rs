//! What each action does to the model.

use super::choosing::Chosen;
use super::lifetimes::Until;
use super::{
    arranging, asking, cancel, display, editing, enter, exchanges, keep_fresh, lifetimes, moving, opening, overlays,
    palette, playing, preflight, reading_tokens, registration, rename_delete, saving, set_field, theme,
};
use crate::app::keys::action::{Action, CopyKind};
use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::position::Focus;
use crate::app::model::start_screen::Naming;
use crate::app::model::work::Work;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::registration::is_asking_on_top;
use crate::app::query::{availability, copy, fork, panes};

/// Performs an action.
pub fn perform(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(effects) = playing::perform(model, action) {
        return effects;
    }
    match action {
        Action::Quit if asking::asks_first(model, action, "quits") => {}
        Action::Quit => return quit(model),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Proceed => {
            let chosen = overlays::enter(model);
            return carry_out(model, chosen);
        }
        Action::SignIn => return sign_in(model),
        Action::Preflight => return preflight::begin(model),
        Action::Registration => registration::open(model),
        Action::OpenBrowser => return enter::open_browser(model),
        Action::Cancel => return cancel::cancel(model),
        Action::Copy(kind) => return copy(model, kind),
        Action::Mouse => return display::toggle_mouse(model),
        Action::StartScreen if asking::asks_first(model, action, "leaves this session") => {}
        Action::StartScreen => return opening::to_start_screen(model),
        Action::Rename => rename_delete::ask_name(model),
        Action::Delete => rename_delete::ask_delete(model),
        Action::Commit if matches!(model.screen, Screen::Start(_)) => return rename_delete::commit(model),
        Action::Commit => return editing::commit(model),
        Action::SaveProfile => return saving::ask(model, Naming::Profile),
        Action::SaveSession => return saving::ask(model, Naming::Session),
        Action::SaveWhole => return saving::ask(model, Naming::WholeSession),
        Action::Back if is_asking_on_top(model) => return cancel::cancel(model),
        Action::Back => back(model),
        Action::Up => moving::step_rows(model, -1),
        Action::Down => moving::step_rows(model, 1),
        Action::PageUp => moving::page(model, -1),
        Action::PageDown => moving::page(model, 1),
        Action::Top => moving::step_rows(model, -moving::END),
        Action::Bottom => moving::step_rows(model, moving::END),
        Action::CopyMenu => model.open_overlay(Overlay::Copy),
        Action::Help => palette::open_help(model),
        Action::WorkedOut => model.open_overlay(Overlay::WorkedOut { scroll: 0 }),
        Action::Compare => model.open_overlay(Overlay::Compare { scroll: 0 }),
        Action::Fork => {
            if let Some(fork) = model.view().and_then(fork::fork) {
                model.open_overlay(Overlay::Fork { fork: Box::new(fork), scroll: 0 });
            }
        }
        Action::Notes => overlays::open_notes(model),
        Action::Bench => model.open_list(ListKind::Bench),
        Action::Lifetimes => model.open_overlay(Overlay::Lifetimes { what_if: None, row: 0 }),
        Action::Earlier => lifetimes::look(model, -1),
        Action::Later => lifetimes::look(model, 1),
        Action::MuchEarlier => lifetimes::look(model, -10),
        Action::MuchLater => lifetimes::look(model, 10),
        Action::SixMinutesLater => return lifetimes::go_to(model, Until::SixMinutes),
        Action::Tomorrow => return lifetimes::go_to(model, Until::Tomorrow),
        Action::TokenEnd => return lifetimes::go_to(model, Until::TokenEnd),
        Action::TurnClock => return lifetimes::turn_clock(model),
        Action::Why => model.open_overlay(Overlay::Why { scroll: 0, chosen: 0 }),
        Action::OpenEvidence => overlays::open_evidence(model),
        Action::Exchanges => overlays::open_exchanges(model),
        Action::SaveArchive => exchanges::ask_path(model, false),
        Action::SaveWholeArchive => exchanges::ask_path(model, true),
        Action::Diagram => overlays::open_diagram(model),
        Action::ChooseClient => choose_client(model),
        Action::Scenarios => model.open_list(ListKind::Scenarios),
        Action::Palette => palette::open(model),
        Action::QrCode => model.open_overlay(Overlay::QrCode),
        Action::KeepFresh => keep_fresh::toggle(model),
        Action::Raw => {
            if let Some(view) = model.view_mut() {
                view.exchanges.is_raw ^= true;
            }
        }
        Action::Pager => return editing::page(model),
        Action::Editor => return editing::open_editor(model),
        Action::PrintView => return vec![Effect::Print],
        Action::Reveal => display::reveal(model),
        Action::Presenter => display::present(model),
        Action::RecordingSafe => display::recording_safe(model),
        Action::Zoom => return arranging::zoom(model),
        Action::GrowPane => return arranging::resize(model, 1),
        Action::ShrinkPane => return arranging::resize(model, -1),
        Action::Themes => theme::open(model),
        Action::RevealBriefly => display::reveal_briefly(model),
        Action::Filter if let (None, Screen::Start(start)) = (&model.overlay, &mut model.screen) => {
            start.filter.is_typing = true;
        }
        Action::Filter if let Some(Overlay::List(list)) = &mut model.overlay => list.begin_filter(),
        other => in_session(model, other),
    }
    Vec::new()
}

/// Does what remains to be done after a row was chosen.
pub fn carry_out(model: &mut Model, chosen: Chosen) -> Vec<Effect> {
    match chosen {
        Chosen::Done(effects) => effects,
        Chosen::Perform(action) => perform(model, action),
    }
}

fn in_session(model: &mut Model, action: Action) {
    if let (Action::Undo | Action::Reset, Some(reason)) = (action, availability::unavailable_because(model, action)) {
        let reason = reason.words(model);
        return model.warn(reason);
    }
    let is_in_exchanges = matches!(model.overlay, Some(Overlay::Exchanges { .. }));
    let (previous, next) = panes::around(model, &model.drawn);
    let Some(view) = model.view_mut() else { return };
    match action {
        Action::Again => {
            view.position.focus_on(Focus::Step);
            view.compose_again();
        }
        Action::NextPane => view.position.focus_on(next),
        Action::PreviousPane => view.position.focus_on(previous),
        Action::NextStep => view.move_step(1),
        Action::PreviousStep => view.move_step(-1),
        Action::GoTo(step) => {
            // Going to a step also focuses it.
            view.position.focus_on(Focus::Step);
            view.position.go_to(step);
        }
        Action::Edit => view.edit_selected(),
        Action::NextToken => view.show_token(view.tokens.which.next()),
        Action::Fold => reading_tokens::toggle_fold(view),
        Action::Search if is_in_exchanges => exchanges::ask_search(view),
        Action::Search => view.search(),
        Action::Filter if is_in_exchanges => exchanges::ask_filter(view),
        Action::FindNext => editing::find(model, false),
        Action::FindPrevious => editing::find(model, true),
        Action::Add => view.add_parameter(),
        Action::Remove => view.remove_selected(),
        Action::Undo => undo(model),
        Action::Reset => view.reset(),
        _ => {}
    }
}

/// Undoes the last change, and says how many more there are.
fn undo(model: &mut Model) {
    let Some(view) = model.view_mut() else { return };
    set_field::undo(view);
    let more = view.undoable();
    model.say(if more == 0 { "change undone".to_owned() } else { format!("change undone; {more} more") });
}

/// Quits.
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
    if let (None, Screen::Start(start)) = (&model.overlay, &mut model.screen)
        && start.filter.is_on()
    {
        (start.filter, start.cursor) = (Box::default(), 0);
        return;
    }
    // A focused text field comes before the overlay that contains it.
    let was_typing = match &mut model.screen {
        Screen::Start(start) => start.prompt.take().is_some(),
        Screen::Session(view) => view.position.editing.take().is_some(),
    };
    if was_typing {
        return model.notice = None;
    }
    if overlays::leave_rows(model) || model.close_overlay().is_some() {
        return;
    }
    let Some(view) = model.view_mut() else { return };
    view.position.focus_on(Focus::Step);
    view.position.problem = None;
    model.notice = None;
}

fn choose_client(model: &mut Model) {
    if model.demo.is_some() {
        model.open_list(ListKind::Clients);
    } else {
        model.warn(model.words("app clients can be chosen only in the demo; edit the client ID with {edit}"));
    }
}

fn sign_in(model: &mut Model) -> Vec<Effect> {
    if model.demo.is_some() {
        model.open_list(ListKind::Users);
    } else {
        let words = "grantscope can sign in for you only at the embedded provider; use the browser ({open-browser})";
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
        Ok(text) => vec![model.works.start(Work::Copy { what, text })],
        Err(error) => {
            model.warn(error.to_string());
            Vec::new()
        }
    }
}
