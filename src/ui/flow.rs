//! The list of steps: how far each has come, which one is shown, which one comes next.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::{Canvas, Context, to_u16};
use super::styles::Role;
use super::text;
use crate::app::layout::{Pane, Target};
use crate::app::{Focus, Progress, SessionView};
use crate::session::Step;

/// The mark and the role of a step's progress.
pub fn mark(context: Context, progress: &Progress) -> (&'static str, Role) {
    let glyphs = context.styles.glyphs;
    match progress {
        Progress::Blocked(_) => (" ", Role::Dim),
        Progress::Ready => (glyphs.dot, Role::Text),
        Progress::Running => (glyphs.running, Role::Warning),
        Progress::Done => (glyphs.good, Role::Good),
        Progress::Failed => (glyphs.bad, Role::Bad),
    }
}

/// Draws the list.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Flow));
    let context = canvas.context;
    let title = context.span(" Flow ", Role::Title);
    let inner = canvas.pane(area, title.into(), Line::default(), view.focus == Focus::Flow);
    let spread = if inner.height >= 16 { 2 } else { 1 };
    for step in Step::ALL {
        let y = inner.y + to_u16(step as usize) * spread;
        if y >= inner.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..inner };
        canvas.target(row, Target::Step(step));
        let line = entry(context, view, step, inner.width.into());
        canvas.line(row, line);
    }
}

fn entry(context: Context, view: &SessionView, step: Step, width: usize) -> Line<'static> {
    let progress = view.progress(step);
    let (mark, mark_role) = mark(context, &progress);
    let is_here = view.step == step;
    let name_role = match progress {
        _ if is_here => Role::Accent,
        Progress::Blocked(_) => Role::Dim,
        _ => Role::Text,
    };
    let here = if is_here { context.styles.glyphs.here } else { " " };
    let name = text::pad(&format!("{} {}", step.number(), step.name()), width.saturating_sub(5), "");
    let line = Line::from(vec![
        context.span(here, Role::Accent),
        Span::raw(" "),
        context.span(mark, mark_role),
        Span::raw(" "),
        Span::styled(name, context.style(name_role)),
    ]);
    if is_here { line.style(context.style(Role::Selected)) } else { line }
}

/// Draws the list in one line: numbers with their marks, and the name of the current step.
pub fn draw_folded(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    let context = canvas.context;
    let mut x = area.x + 1;
    for step in Step::ALL {
        let (mark, mark_role) = mark(context, &view.progress(step));
        let is_here = view.step == step;
        let role = if is_here { Role::Accent } else { mark_role };
        let name = if is_here { format!(" {}", step.name()) } else { String::new() };
        let spans = vec![context.span(mark, mark_role), context.span(&format!("{}{name}", step.number()), role)];
        let mut line = Line::from(spans);
        if is_here {
            line = line.style(context.style(Role::Selected));
        }
        let width = to_u16(line.width());
        if x + width > area.right() {
            break;
        }
        let place = Rect { x, width, ..area };
        canvas.target(place, Target::Step(step));
        canvas.line(place, line);
        x += width + 2;
    }
}
