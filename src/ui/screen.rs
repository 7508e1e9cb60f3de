//! Divides the screen, and folds what does not fit: first the bottom panes, then the list of steps.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::canvas::Canvas;
use super::styles::Role;
use super::text::to_u16;
use super::{diagram, findings, flow, footer, header, lesson, overlays, presenter, start_screen, steps, text};
use crate::app::model::panes::{Panes, sized};
use crate::app::{Action, Focus, Screen, SessionView};

/// The smallest screen that is drawn: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 16);

/// From this width on, the sequence diagram stands beside the step.
const WIDE: u16 = 160;

/// The areas of the screen for a session.
struct Parts {
    header: Rect,
    flow: Rect,
    /// Whether the steps are on one line above the current one.
    is_flow_folded: bool,
    step: Rect,
    /// Empty in a narrow terminal; a key shows it then.
    diagram: Rect,
    /// Empty in a small terminal: what is told about the selected row then stands below the step.
    why: Rect,
    /// Empty without findings: the frame of the step says so then.
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
    presenter::draw(canvas);
}

fn session(canvas: &mut Canvas, view: &SessionView) {
    let area = canvas.area();
    if let (Some(playing), false) = (&canvas.context.model.playing, canvas.context.model.panes.is_zoomed) {
        return lesson::draw(canvas, view, playing);
    }
    let parts = if canvas.context.model.panes.is_zoomed {
        zoom(area, view.position.focus())
    } else {
        divide(area, !view.findings.is_empty(), canvas.context.model.panes)
    };
    header::draw(canvas, view, parts.header);
    if parts.is_flow_folded {
        flow::draw_folded(canvas, view, parts.flow);
    } else {
        flow::draw(canvas, view, parts.flow);
    }
    steps::draw(canvas, view, parts.step, parts.why);
    if !parts.diagram.is_empty() {
        diagram::draw_beside(canvas, view, parts.diagram);
    }
    if parts.findings.is_empty() {
        findings::draw_summary(canvas, view, parts.step);
    } else {
        findings::draw(canvas, view, parts.findings);
    }
    footer::draw_next(canvas, view, parts.next);
    footer::draw(canvas, parts.footer);
}

fn divide(area: Rect, has_findings: bool, panes: Panes) -> Parts {
    let one = Constraint::Length(1);
    let [header, body, next, footer] = Layout::vertical([one, Constraint::Min(6), one, one]).areas(area);
    let needed = match area.height {
        _ if !has_findings => 0,
        0..=19 => 3,
        20..=21 => 4,
        22..=29 => 7,
        30..=34 => 6,
        35..=49 => 8,
        _ => 11,
    };
    let flow = |columns| sized(columns, panes.flow, 6, area.width.saturating_sub(42));
    // A pane that is not there does not come by making it larger.
    let lower = |rows| if rows == 0 { 0 } else { sized(rows, panes.below, 3, body.height.saturating_sub(6)) };
    let below = |area, rows| Layout::vertical([Constraint::Min(6), Constraint::Length(rows)]).areas(area);
    let beside = |area, columns| Layout::horizontal([Constraint::Length(columns), Constraint::Min(40)]).areas(area);
    if area.width >= WIDE {
        // The step keeps the width for a request beside its response.
        let columns = (area.width - FLOW.1 - STEP).clamp(48, 76);
        let [rest, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(columns)]).areas(body);
        let [diagram, why] =
            below(right, sized((body.height / 3).clamp(7, 16), panes.why, 4, body.height.saturating_sub(6)));
        let [flow, step] = beside(rest, flow(FLOW.1));
        let [step, findings] = below(step, lower(needed));
        return Parts { header, flow, is_flow_folded: false, step, diagram, why, findings, next, footer };
    }
    let is_flow_folded = area.width < 78;
    if area.height < 30 && !is_flow_folded {
        // The list of steps keeps its height, so that no step moves when there are findings.
        let [flow, rest] = beside(body, flow(if area.width < 100 { FLOW.0 } else { FLOW.1 }));
        let [step, findings] = below(rest, lower(needed));
        let (diagram, why) = (Rect::ZERO, Rect::ZERO);
        return Parts { header, flow, is_flow_folded, step, diagram, why, findings, next, footer };
    }
    // Without findings, the explanation gets the whole width, and the rows to be read in full.
    let rows = if has_findings || area.height < 30 { needed } else { 8 };
    let [body, low] = below(body, lower(rows));
    // Findings matter more than why the step exists.
    let share = match (area.height >= 30, has_findings) {
        (false, _) => 0,
        (true, true) => 38,
        (true, false) => 100,
    };
    let [why, findings] = Layout::horizontal([Constraint::Percentage(share), Constraint::Fill(1)]).areas(low);
    let [flow, step] = if is_flow_folded {
        Layout::vertical([one, Constraint::Min(5)]).areas(body)
    } else {
        beside(body, flow(if area.width < 100 { FLOW.0 } else { FLOW.1 }))
    };
    Parts { header, flow, is_flow_folded, step, diagram: Rect::ZERO, why, findings, next, footer }
}

/// The columns of the list of steps in a narrow and in a wide terminal.
const FLOW: (u16, u16) = (18, 20);

/// The columns that the step needs for a request beside its response.
const STEP: u16 = 92;

/// The maximized layout: the focused pane takes everything but the line of steps.
fn zoom(area: Rect, focus: Focus) -> Parts {
    let one = Constraint::Length(1);
    let [header, flow, pane, next, footer] = Layout::vertical([one, one, Constraint::Min(1), one, one]).areas(area);
    let of = |is_it: bool| if is_it { pane } else { Rect::ZERO };
    Parts {
        header,
        flow,
        is_flow_folded: true,
        step: of(matches!(focus, Focus::Flow | Focus::Step)),
        diagram: Rect::ZERO,
        why: of(focus == Focus::Why),
        findings: of(focus == Focus::Findings),
        next,
        footer,
    }
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
