//! Draws the pages of the current step, with their frame.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::flow;
use super::super::styles::Role;
use super::super::why;
use super::parts::{Pages, Room};
use super::{authorize, call, callback, client, find, request, sign_out, tokens};
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::{progress, sign_out as signing_out};
use crate::app::{Progress, SessionView};
use crate::session::Step;

/// Draws the current step, and why it exists with what is told about the selected row: in a pane of its own, or below
/// the step if that has no area.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect, why: Rect) {
    let inner = if area.is_empty() { area } else { frame(canvas, view, area) };
    let is_about_apart = !why.is_empty();
    let about = if is_about_apart { why.width.saturating_sub(4) } else { inner.width };
    let room = Room { width: inner.width, height: inner.height, about, is_about_apart };
    if canvas.spoken.is_some() {
        let room = Room { about: 0, ..room };
        return pages(canvas.context, view, room).draw(canvas, inner, Pane::Step, 0);
    }
    let mut pages = pages(canvas.context, view, room);
    let about = pages.take_about();
    let is_in_lesson = canvas.context.model.playing.is_some();
    let rows = why::rows_below(view.step(), inner.height, is_in_lesson);
    let below = if why.is_empty() && !about.name.is_empty() { rows } else { 0 };
    let [list, below] = Layout::vertical([Constraint::Fill(1), Constraint::Length(below)]).areas(inner);
    if !area.is_empty() {
        pages.draw(canvas, list, Pane::Step, view.position.selection().scroll);
    }
    if !why.is_empty() {
        why::draw(canvas, view, why, about);
    } else if !below.is_empty() {
        why::draw_below(canvas, view, below, about);
    }
}

/// The frame of the step; returns the area inside.
fn frame(canvas: &mut Canvas, view: &SessionView, area: Rect) -> Rect {
    canvas.target(area, Target::Pane(Pane::Step));
    let context = canvas.context;
    let step = view.step();
    let title = if view.is_at_api() { "Call an API" } else { view.session.step_title(step) };
    let mut title = Line::from(vec![
        context.span(&format!(" {} ", step.number()), Role::Accent),
        context.span(&format!("{title} "), Role::Title),
    ]);
    if step == Step::Tokens && view.session.grant().is_some() {
        // The line that says so may be scrolled away.
        let which = format!("{} {} ", context.styles.glyphs.dot, view.tokens.which.name());
        title.push_span(context.span(&which, Role::Meaning));
    }
    let inner = canvas.pane(area, title, remark(context, view), Pane::Step);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    match view.step() {
        Step::Find => find::pages(context, view, room),
        Step::Call => call::pages(context, view, room),
        Step::Client => client::pages(context, view, room),
        Step::Authorize => authorize::pages(context, view, room),
        Step::Callback => callback::pages(context, view, room),
        Step::Tokens => tokens::pages(context, view, room),
        Step::SignOut => sign_out::pages(context, view, room),
        Step::Redeem | Step::UserInfo | Step::Refresh => request::pages(context, view, room),
    }
}

/// The progress in one word, at the right of the title.
fn remark(context: Context, view: &SessionView) -> Line<'static> {
    let step = view.step();
    let composing = view.drafts.again.contains(&step);
    let progress = if composing { progress::to_send(view, step) } else { view.progress(step) };
    if view.is_of_previous_attempt(step) {
        return Line::from(context.span(" of the previous attempt ", Role::Meaning));
    }
    let (mark, role) = flow::mark(context, &progress);
    let mark = if context.styles.glyphs.are_words { "" } else { mark };
    let requests = || signing_out::requests(view);
    let answered = requests().filter(|purpose| signing_out::last(view, *purpose).is_some()).count();
    let word = match progress {
        Progress::Ready if view.step() == Step::SignOut && answered > 0 => {
            format!("{answered} of {}", requests().count())
        }
        _ => progress.word().to_owned(),
    };
    Line::from(context.span(&format!(" {} ", format!("{mark} {word}").trim_start()), role))
}
