//! Moving through rows, pages and steps, with keys and the mouse.

use super::opening;
use crate::app::model::drawn::{Drawn, Pane, Target};
use crate::app::model::list::List;
use crate::app::model::message::Effect;
use crate::app::model::position::{Focus, Selection};
use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::{exchanges, fields, lifetimes, messages};
use crate::lessons::experiments;
use crate::session::Step;

/// More than the length of any list or page.
pub const END: i32 = i32::MAX / 2;

/// Moves or scrolls by the visible rows.
pub fn page(model: &mut Model, direction: i32) {
    let pane = match (&model.overlay, model.view()) {
        (Some(_), _) => Pane::Overlay,
        (None, Some(view)) => view.position.focus().pane(),
        (None, None) => Pane::Step,
    };
    let pane = if matches!(model.overlay, Some(Overlay::Exchanges { .. })) { Pane::Exchange } else { pane };
    let rows = i32::from(model.drawn.height(pane)).max(2) - 1;
    match model.overlay {
        Some(Overlay::Exchanges { .. }) => scroll_exchange(model, direction * rows),
        _ => step_rows(model, direction * rows),
    }
}

/// Scrolls the selected exchange, which is shown below the list.
fn scroll_exchange(model: &mut Model, by: i32) {
    let (from, limit) = (model.drawn.offset(Pane::Exchange), model.drawn.limit(Pane::Exchange));
    if let Some(Overlay::Exchanges { scroll, at_hit, .. }) = &mut model.overlay {
        if std::mem::take(at_hit) {
            *scroll = from;
        }
        scroll_by(scroll, by, limit);
    }
}

/// Moves the selection in the focused pane, or scrolls it.
pub fn step_rows(model: &mut Model, by: i32) {
    if model.overlay.is_some() {
        return step_on_top(model, by);
    }
    let drawn = &model.drawn;
    match &mut model.screen {
        Screen::Start(start) => {
            let count = start.shown().len();
            move_by(&mut start.cursor, by, count);
        }
        Screen::Session(view) => view.move_rows(by, drawn),
    }
}

/// Moves the selection among the rows of the selected exchange.
fn step_in_exchange(model: &mut Model, by: i32) {
    let Model {
        overlay: Some(Overlay::Exchanges { cursor, scroll, at_hit, .. }), screen: Screen::Session(view), ..
    } = model
    else {
        return;
    };
    let Some(row) = view.exchanges.row else { return };
    let exchange = view.session.nth_exchange(*cursor);
    let count = exchange.map_or(0, |exchange| messages::count(exchange, view.exchanges.is_raw));
    *at_hit = false;
    let mut selection = Selection { row: row.min(count.saturating_sub(1)), scroll: *scroll, about: 0 };
    step_row(&mut selection, by, count, &model.drawn, (Pane::Exchange, true));
    (view.exchanges.row, *scroll) = (Some(selection.row), selection.scroll);
}

fn step_on_top(model: &mut Model, by: i32) {
    if matches!(model.overlay, Some(Overlay::Exchanges { .. }))
        && model.view().is_some_and(|it| it.exchanges.row.is_some())
    {
        return step_in_exchange(model, by);
    }
    let limit = model.drawn.limit(Pane::Overlay);
    let count = match (&model.overlay, model.view()) {
        (Some(Overlay::List(list)), _) => list.shown(&list.kind.choices(model)).len(),
        (Some(Overlay::Diagram { .. }), Some(view)) => view.arrows.len(),
        (Some(Overlay::Lifetimes { .. }), Some(_)) => lifetimes::asked(model).len(),
        _ => 0,
    };
    if let (Some(Overlay::Exchanges { cursor, .. }), Some(view)) = (&model.overlay, model.view()) {
        let mut row = exchanges::row_of(view, *cursor).unwrap_or(0);
        move_by(&mut row, by, exchanges::count(view));
        let to = exchanges::at_row(view, row).unwrap_or(*cursor);
        if let Some(Overlay::Exchanges { cursor, scroll, at_hit, evidence }) = &mut model.overlay {
            (*cursor, *scroll, *at_hit, *evidence) = (to, 0, false, None);
        }
        return;
    }
    let step = model.view().filter(|_| model.demo.is_some()).map(|view| view.step());
    let experiments = step.map_or(0, |step| experiments(step).len());
    match &mut model.overlay {
        Some(
            Overlay::List(List { cursor, .. }) | Overlay::Diagram { cursor } | Overlay::Lifetimes { row: cursor, .. },
        ) => move_by(cursor, by, count),
        // Each row is an experiment for the embedded provider; beyond the last one, the text scrolls.
        Some(Overlay::Why { chosen, scroll }) => {
            let to = chosen.saturating_add_signed(by.signum() as isize);
            if by.abs() == 1 && to <= experiments && *scroll == 0 {
                *chosen = to;
            } else {
                scroll_by(scroll, by, limit);
            }
        }
        Some(
            Overlay::Compare { scroll }
            | Overlay::Fork { scroll, .. }
            | Overlay::WorkedOut { scroll }
            | Overlay::Mistakes { scroll, .. }
            | Overlay::Preflight { scroll }
            | Overlay::Registration { scroll }
            | Overlay::Value { scroll, .. }
            | Overlay::Pasted { scroll, .. }
            | Overlay::Finding { scroll, .. },
        ) => scroll_by(scroll, by, limit),
        Some(Overlay::Copy | Overlay::QrCode | Overlay::Exchanges { .. }) | None => {}
    }
}

/// Scrolls the pane under the mouse.
pub fn scroll(model: &mut Model, x: u16, y: u16, by: i32) {
    let Some(pane) = model.drawn.pane(x, y) else { return };
    let is_on_row = matches!(model.drawn.target(x, y), Some(Target::Row(Pane::Overlay, _)));
    if !is_on_row && matches!(model.overlay, Some(Overlay::Exchanges { .. })) {
        return scroll_exchange(model, by);
    }
    if model.overlay.is_some() || matches!(model.screen, Screen::Start(_)) {
        return step_rows(model, by.signum());
    }
    let limit = model.drawn.limit(pane);
    let Some(view) = model.view_mut() else { return };
    match pane {
        Pane::Step => scroll_by(&mut view.position.selection_mut().scroll, by, limit),
        Pane::Findings => view.move_finding(by.signum()),
        Pane::Why => scroll_by(&mut view.position.selection_mut().about, by, limit),
        Pane::Flow | Pane::Diagram | Pane::Lesson | Pane::Overlay | Pane::Exchange => {}
    }
}

/// Selects a row with the mouse; a second press on it edits or opens it.
pub fn select(model: &mut Model, pane: Pane, at: usize) -> Vec<Effect> {
    if matches!(model.screen, Screen::Start(_)) {
        let again = matches!(&model.screen, Screen::Start(start) if start.cursor == at);
        if let Screen::Start(start) = &mut model.screen {
            start.cursor = at;
        }
        return if again { opening::enter(model) } else { Vec::new() };
    }
    let Some(view) = model.view_mut() else { return Vec::new() };
    match pane {
        Pane::Step => {
            let again = view.position.focus() == Focus::Step && view.position.selection().row == at;
            view.position.focus_on(Focus::Step);
            if again && !fields::rows(view).is_empty() {
                view.edit_selected();
            } else {
                *view.position.selection_mut() = Selection::of(at);
            }
        }
        Pane::Findings => {
            view.position.focus_on(Focus::Findings);
            view.position.select_finding(at);
            model.open_overlay(Overlay::Finding { index: at, scroll: 0 });
        }
        Pane::Diagram => model.open_overlay(Overlay::Diagram { cursor: at }),
        Pane::Lesson => {
            if let Some(playing) = &mut model.playing {
                playing.run.select(at);
            }
        }
        Pane::Exchange => view.exchanges.row = Some(at),
        Pane::Flow | Pane::Why | Pane::Overlay => {}
    }
    Vec::new()
}

/// Moves the selection in a pane; beyond its ends, and over text to read between two rows, the pane scrolls.
fn step_row(selection: &mut Selection, by: i32, count: usize, drawn: &Drawn, (pane, has_text_between): (Pane, bool)) {
    let row = selection.row;
    let to_the_end = by.unsigned_abs() >= END.unsigned_abs();
    let can_move = match by {
        _ if to_the_end => row != if by < 0 { 0 } else { count.saturating_sub(1) },
        ..0 => row > 0,
        _ => row + 1 < count,
    };
    let is_seen = |row| drawn.targets.iter().any(|(_, target)| *target == Target::Row(pane, row));
    // Without a frame, nothing is known about what is between.
    let skips = has_text_between && is_seen(row) && !to_the_end;
    let (offset, limit) = (drawn.offset(pane), drawn.limit(pane));
    if by > 0 && skips && can_move && !is_seen(row + 1) && offset < limit {
        scroll_by(&mut selection.scroll, by, limit);
    } else if by < 0 && skips && row == 1 && !is_seen(0) && selection.scroll == 0 {
        *selection = Selection { scroll: offset.saturating_sub(1), ..Selection::of(0) };
    } else if can_move && (by > 0 || to_the_end || selection.scroll == 0) {
        *selection = Selection::of(row);
        move_by(&mut selection.row, by, count);
    } else {
        scroll_by(&mut selection.scroll, by, limit);
    }
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
    /// Goes to another step in the list.
    pub(in crate::app) fn move_step(&mut self, by: i32) {
        let steps = self.session.steps();
        let mut at = steps.iter().position(|step| *step == self.step()).unwrap_or(0);
        move_by(&mut at, by, steps.len());
        self.position.go_to(steps[at]);
    }

    pub(in crate::app) fn move_rows(&mut self, by: i32, drawn: &Drawn) {
        match self.position.focus() {
            Focus::Flow => self.move_step(by),
            Focus::Findings => self.move_finding(by),
            Focus::Step => self.move_step_rows(by, drawn),
            Focus::Why => scroll_by(&mut self.position.selection_mut().about, by, drawn.limit(Pane::Why)),
        }
    }

    /// Moves the selection, once all that is told about the selected row was visible; beyond its ends, the pane scrolls.
    fn move_step_rows(&mut self, by: i32, drawn: &Drawn) {
        let count = match self.step() {
            Step::Tokens => self.tokens.shown.rows.len(),
            _ => fields::rows(self).len().max(messages::count_of_step(self)),
        };
        let has_text_between = fields::rows(self).is_empty();
        let (unread, shown) = (drawn.unread(Pane::Why), drawn.height(Pane::Why).saturating_sub(1).max(1));
        let selection = self.position.selection_mut();
        let row = selection.row.min(count.saturating_sub(1));
        let to_the_end = by.unsigned_abs() >= END.unsigned_abs();
        if by > 0 && unread > 0 && !to_the_end {
            scroll_by(&mut selection.about, by.min(unread.min(shown).into()), drawn.limit(Pane::Why));
        } else if by < 0 && selection.scroll == 0 && selection.about > 0 && !to_the_end {
            scroll_by(&mut selection.about, by.max(-i32::from(shown)), drawn.limit(Pane::Why));
        } else {
            selection.row = row;
            step_row(selection, by, count, drawn, (Pane::Step, has_text_between));
        }
    }

    fn move_finding(&mut self, by: i32) {
        let mut at = self.position.finding();
        move_by(&mut at, by, self.findings.len());
        self.position.select_finding(at);
    }
}
