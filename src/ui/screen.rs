//! Divides the screen, and folds what does not fit: first the bottom panes, then the list of steps.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::canvas::Canvas;
use super::styles::Role;
use super::text::to_u16;
use super::{findings, flow, footer, header, overlays, start_screen, steps, text};
use crate::app::{Action, Focus, Screen, SessionView};

/// The smallest screen that is drawn: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// The areas of the screen for a session.
struct Parts {
    header: Rect,
    flow: Rect,
    /// Whether the steps are on one line above the current one.
    is_flow_folded: bool,
    step: Rect,
    /// Empty in a small terminal; the lesson key shows it then.
    why: Rect,
    /// Empty in a small terminal without findings; the bottom line says so then.
    findings: Rect,
    next: Rect,
    footer: Rect,
}

/// Draws the screen and its overlay.
pub fn draw(canvas: &mut Canvas) {
    let area = canvas.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return too_small(canvas, area);
    }
    match &canvas.context.model.screen {
        Screen::Start(entries) => start_screen::draw(canvas, entries),
        Screen::Session(view) => session(canvas, view),
    }
    overlays::draw(canvas);
}

fn session(canvas: &mut Canvas, view: &SessionView) {
    let area = canvas.area();
    let parts = match canvas.context.model.is_zoomed {
        true => zoom(area, view.position.focus()),
        false => divide(area, !view.findings.is_empty()),
    };
    header::draw(canvas, view, parts.header);
    if parts.is_flow_folded {
        flow::draw_folded(canvas, view, parts.flow);
    } else {
        flow::draw(canvas, view, parts.flow);
    }
    if parts.step.height > 0 {
        steps::draw(canvas, view, parts.step);
    }
    if parts.why.width > 0 && parts.why.height > 0 {
        findings::draw_why(canvas, view, parts.why);
    }
    if parts.findings.height > 0 {
        findings::draw(canvas, view, parts.findings);
    }
    footer::draw_next(canvas, view, parts.next, parts.findings.height == 0);
    footer::draw(canvas, parts.footer);
}

fn divide(area: Rect, has_findings: bool) -> Parts {
    let (bottom, has_why) = match area.height {
        0..=29 if !has_findings => (0, false),
        0..=19 => (3, false),
        20..=21 => (4, false),
        22..=29 => (6, false),
        30..=34 => (6, true),
        35..=49 => (8, true),
        _ => (11, true),
    };
    let [header, body, low, next, footer] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(6),
        Constraint::Length(bottom),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    // Findings matter more than why the step exists.
    let share = match (has_why, has_findings) {
        (false, _) => 0,
        (true, true) => 38,
        (true, false) => 50,
    };
    let [why, findings] = Layout::horizontal([Constraint::Percentage(share), Constraint::Fill(1)]).areas(low);
    let is_flow_folded = area.width < 78;
    let [flow, step] = if is_flow_folded {
        Layout::vertical([Constraint::Length(1), Constraint::Min(5)]).areas(body)
    } else {
        let columns = if area.width < 100 { 18 } else { 20 };
        Layout::horizontal([Constraint::Length(columns), Constraint::Min(40)]).areas(body)
    };
    Parts { header, flow, is_flow_folded, step, why, findings, next, footer }
}

/// The maximized layout: the focused pane takes everything but the line of steps.
fn zoom(area: Rect, focus: Focus) -> Parts {
    let one = Constraint::Length(1);
    let [header, flow, pane, next, footer] = Layout::vertical([one, one, Constraint::Min(1), one, one]).areas(area);
    let (step, findings) = match focus {
        Focus::Flow | Focus::Step => (pane, Rect::ZERO),
        Focus::Findings => (Rect::ZERO, pane),
    };
    Parts { header, flow, is_flow_folded: true, step, why: Rect::ZERO, findings, next, footer }
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    canvas.drawn.is_too_small = true;
    let model = canvas.context.model;
    let way_out = match (&model.notice, model.question()) {
        (Some(notice), Some(_)) => notice.text.clone(),
        _ => format!("{} quits", model.key(Action::Quit)),
    };
    let mut words = vec![
        "The terminal is too small".to_owned(),
        format!("{} x {} now, {} x {} needed", area.width, area.height, SMALLEST.0, SMALLEST.1),
    ];
    words.extend(text::wrap(&way_out, area.width.into()));
    let top = area.height.saturating_sub(to_u16(words.len())) / 2;
    for (row, text) in (top..area.height).zip(&words) {
        let span = canvas.context.fit(text, area.width.into(), if row == top { Role::Title } else { Role::Meaning });
        canvas.line(Rect { y: area.y + row, height: 1, ..area }, Line::from(span).centered());
    }
}
