//! Overlays: opening them, and what Enter does in them.

use super::choosing::Chosen;
use super::{asking, choosing, enter, lifetimes, opening, playing, registration};
use crate::app::keys::action::Action;
use crate::app::model::list::{List, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::{availability, fields};
use crate::lessons::experiments;
use crate::protocol::ExchangeId;
use crate::protocol::Place;
use crate::protocol::notes::{Subject, note};

/// Performs Enter in the topmost overlay, or else on the screen.
pub fn enter(model: &mut Model) -> Chosen {
    Chosen::Done(match &model.overlay {
        Some(Overlay::List(List { cursor, .. }) | Overlay::Diagram { cursor }) => {
            let at = *cursor;
            return choose_row(model, at);
        }
        Some(Overlay::Exchanges { .. }) => {
            // Its rows can be selected.
            if let Some(view) = model.view_mut() {
                view.exchanges.row.get_or_insert(0);
            }
            Vec::new()
        }
        Some(Overlay::Registration { .. }) => registration::start(model),
        Some(Overlay::Lifetimes { row, .. }) => lifetimes::ask(model, *row),
        Some(Overlay::Why { chosen: 1.., .. }) => play(model),
        Some(_) => {
            model.close_overlay();
            Vec::new()
        }
        None => enter_screen(model),
    })
}

/// Runs the selected experiment of the lesson.
fn play(model: &mut Model) -> Vec<Effect> {
    let (Some(Overlay::Why { chosen, .. }), Some(view)) = (&model.overlay, model.view()) else { return Vec::new() };
    let Some(experiment) = experiments(view.step()).get(chosen.saturating_sub(1)) else { return Vec::new() };
    if asking::asks_first(model, Action::Proceed, "leaves this session") {
        return Vec::new();
    }
    model.close_overlays();
    playing::start(model, experiment.lesson.clone(), 0)
}

fn enter_screen(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    if let Some(view) = model.view_mut()
        && let Some((purpose, request)) = view.drafts.held.take()
    {
        return vec![view.begin(purpose, request, now)];
    }
    match &model.screen {
        Screen::Start(_) => opening::enter(model),
        Screen::Session(view) if view.is_at_finding() => {
            model.open_overlay(Overlay::Finding { index: view.position.finding(), scroll: 0 });
            Vec::new()
        }
        Screen::Session(_) => enter::proceed(model),
    }
}

/// Chooses a row of the topmost overlay.
pub fn choose_row(model: &mut Model, at: usize) -> Chosen {
    match &mut model.overlay {
        Some(Overlay::List(_)) => return choosing::choose(model, at),
        Some(Overlay::Diagram { .. }) => open_arrow(model, at),
        Some(Overlay::Lifetimes { row, .. }) => *row = at,
        Some(Overlay::Exchanges { cursor, scroll, at_hit, evidence }) => {
            (*cursor, *scroll, *at_hit, *evidence) = (at, 0, false, None);
            leave_rows(model);
        }
        _ => {}
    }
    Chosen::NOTHING
}

/// Opens the exchanges with the last one selected.
pub fn open_exchanges(model: &mut Model) {
    show_all(model);
    let count = model.view().map_or(0, |view| view.session.exchange_count());
    let cursor = count.saturating_sub(1);
    model.open_overlay(Overlay::Exchanges { cursor, scroll: 0, at_hit: false, evidence: None });
}

fn show_all(model: &mut Model) {
    if let Some(view) = model.view_mut() {
        view.exchanges.row = None;
        view.exchanges.filter.clear();
        view.exchanges.found = None;
    }
}

/// Returns the focus from the rows of an exchange to the list. False if it was there.
pub fn leave_rows(model: &mut Model) -> bool {
    let is_open = matches!(model.overlay, Some(Overlay::Exchanges { .. }));
    is_open && model.view_mut().is_some_and(|view| view.exchanges.row.take().is_some())
}

/// Opens the notes, at that of the finding in view or of the selected row if it has one.
pub fn open_notes(model: &mut Model) {
    let finding = match (&model.overlay, model.view()) {
        (Some(Overlay::Finding { index, .. }), Some(view)) => view.findings.get(*index),
        (None, Some(view)) if view.is_at_finding() => view.findings.get(view.position.finding()),
        _ => None,
    };
    let row = || model.view().and_then(fields::selected).map(|row| row.name);
    let name = finding.map(|finding| finding.id().to_owned()).or_else(row);
    let subjects = [Subject::Finding, Subject::Parameter, Subject::Row];
    let known = name.filter(|name| subjects.iter().any(|it| note(*it, name).is_some()));
    model.open_list(ListKind::Notes);
    if let (Some(Overlay::List(list)), Some(name)) = (&mut model.overlay, known) {
        list.filter.input = tui_input::Input::new(name);
    }
}

/// Opens the diagram with its last arrow selected.
pub fn open_diagram(model: &mut Model) {
    let count = model.view().map_or(0, |view| view.arrows.len());
    model.open_overlay(Overlay::Diagram { cursor: count.saturating_sub(1) });
}

/// Opens the exchange of an arrow in the diagram.
fn open_arrow(model: &mut Model, at: usize) {
    let Some(view) = model.view() else { return };
    match view.arrows.get(at).and_then(|arrow| arrow.exchange) {
        Some(id) => open_exchange(model, id, None),
        None => model.warn("the browser sent this request, so there is no recorded exchange"),
    }
}

/// Opens the exchange that shows the open finding.
pub fn open_evidence(model: &mut Model) {
    match availability::evidence(model) {
        Some((id, field)) => open_exchange(model, id, Some(field)),
        None => model.warn("this finding has no exchange; its evidence is shown above"),
    }
}

/// Opens the exchanges at one of them, with the evidence of a finding marked.
fn open_exchange(model: &mut Model, id: ExchangeId, evidence: Option<Place>) {
    let at = model.view().and_then(|view| view.session.place_of(id));
    if let Some(cursor) = at {
        show_all(model);
        model.open_overlay(Overlay::Exchanges { cursor, scroll: 0, at_hit: evidence.is_some(), evidence });
    }
}
