//! Why the current step exists, below what is told about the selected row.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::context::Context;
use super::page::{About, Page};
use super::styles::Role;
use super::text;
use super::text::to_u16;
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::contexts;
use crate::app::query::lesson::lesson;
use crate::app::query::why;
use crate::app::{Action, Focus, SessionView};
use crate::session::Step;

/// Draws the pane.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect, about: About) {
    canvas.target(area, Target::Pane(Pane::Why));
    let context = canvas.context;
    let mut title = Line::from(Span::raw(" "));
    // A row of which nothing is told leaves the pane to the step.
    let is_of_row = !about.lines.is_empty();
    let name = if is_of_row { &about.name } else { "Why" };
    title.push_span(context.fit(name, usize::from(area.width).saturating_sub(24), Role::Title));
    title.push_span(Span::raw(" "));
    let key = format!(" {}", context.model.key(Action::Why));
    let opens = if is_of_row { " why " } else { " in full " };
    let remark = Line::from(vec![context.span(&key, Role::Key), context.span(opens, Role::Meaning)]);
    let width = to_u16(remark.width());
    let inner = canvas.pane(area, title, remark, Pane::Why);
    if let Some(key) = context.model.keymap.key(&contexts::contexts(context.model), Action::Why) {
        let place = Rect { x: area.right().saturating_sub(width + 1), width, height: 1, ..area };
        canvas.target(place, Target::Key(key));
    }
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let (mut page, told) = page(context, view, inner, about);
    for text in lesson(view.step()).look {
        let mut closer = page.clone();
        closer.blank();
        closer.marked(context, context.styles.glyphs.dot, Role::Accent, text, Role::Meaning);
        if closer.lines.len() <= inner.height.into() {
            page = closer;
        }
    }
    scrolled(canvas, view, inner, page, told);
}

/// The rows that a step of that many rows gives to what is told about the selected row, with the line above it. They do
/// not depend on the row, so that nothing moves when another one is selected.
pub fn rows_below(step: Step, height: u16, is_in_lesson: bool) -> u16 {
    match height {
        26.. if is_in_lesson => 8,
        0..=5 => 0,
        6..=11 => 3,
        12..=16 => 4,
        _ if step == Step::Tokens => 6,
        _ => 4,
    }
}

/// Draws it without a frame, below a line with the name of the selected row.
pub fn draw_below(canvas: &mut Canvas, view: &SessionView, area: Rect, about: About) {
    canvas.target(area, Target::Pane(Pane::Why));
    let context = canvas.context;
    let is_focused = view.position.focus() == Focus::Why;
    let role = if is_focused { Role::BorderFocused } else { Role::Border };
    let line = canvas.horizontal(is_focused);
    let name = text::fit(&about.name, usize::from(area.width).saturating_sub(6), context.styles.glyphs.more);
    let head = Line::from(vec![context.span(line, role), context.span(&format!(" {name} "), Role::Accent)]);
    let rest = usize::from(area.width).saturating_sub(head.width());
    let mut head = head;
    head.push_span(context.span(&line.repeat(rest), role));
    canvas.line(Rect { height: 1, ..area }, head);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    // In a lesson, the lesson explains the step, and asks before it does.
    let (page, told) = match context.model.playing {
        Some(_) => (Page { lines: about.lines.clone(), ..Page::new(body.width) }, about.lines.len()),
        None => page(context, view, body, about),
    };
    scrolled(canvas, view, body, page, told);
}

/// What is told about the selected row and why the step exists, and how many lines are about the row.
fn page(context: Context, view: &SessionView, area: Rect, about: About) -> (Page, usize) {
    let told = about.lines.len();
    let mut page = Page { lines: about.lines, ..Page::new(area.width) };
    if told + context.wrap(why::of(&view.session, view.step()), page.width).len() < area.height.into() {
        page.blank();
    }
    page.prose(context, why::of(&view.session, view.step()), Role::Meaning);
    (page, told)
}

/// Draws the page, and records how many of the lines about the selected row are out of sight.
fn scrolled(canvas: &mut Canvas, view: &SessionView, area: Rect, page: Page, told: usize) {
    canvas.page(area, Pane::Why, page, view.position.selection().about);
    let end = usize::from(canvas.drawn.offset(Pane::Why) + area.height);
    canvas.drawn.unread.push((Pane::Why, to_u16(told.saturating_sub(end))));
}
