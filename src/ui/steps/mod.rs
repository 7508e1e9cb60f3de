//! The current step: one file per step, each of which makes pages; here they are framed and placed.

mod authorize;
mod callback;
mod client;
mod compared;
mod message;
mod request;
mod sign_out;
mod tokens;

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::canvas::{Canvas, Context, to_u16};
use super::flow;
use super::page::Page;
use super::styles::Role;
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::fields::SIGN_OUT;
use crate::app::query::{progress, sign_out as signing_out};
use crate::app::{Focus, Progress, SessionView};
use crate::session::Step;

pub use callback::checked;
pub use compared::tokens_in_use;
pub use message::outcome;
pub use request::{Side, answered as exchange_pages};

/// What a step shows.
pub enum Pages {
    /// One page.
    One(Page),
    /// Two, side by side: what was sent and what came back.
    Beside(Page, Page),
}

impl Pages {
    /// Marks every place that has a text; the first line that does.
    pub fn mark(&mut self, wanted: &str) -> Option<usize> {
        match self {
            Self::One(page) => page.mark(wanted),
            Self::Beside(left, right) => [left.mark(wanted), right.mark(wanted)].into_iter().flatten().min(),
        }
    }

    /// Marks the field of a name on one side; its line. A single page begins with that side.
    pub fn mark_name(&mut self, side: Side, name: &str) -> Option<usize> {
        match (self, side) {
            (Self::One(page), _) | (Self::Beside(page, _), Side::Sent) | (Self::Beside(_, page), Side::Came) => {
                page.mark_name(name)
            }
        }
    }

    /// Draws them into a pane.
    pub fn draw(self, canvas: &mut Canvas, area: Rect, pane: Pane, scroll: u16) {
        match self {
            Self::One(page) => canvas.page(area, pane, page, scroll),
            Self::Beside(left, right) => beside(canvas, area, pane, left, right, scroll),
        }
    }
}

/// From this width on two pages stand side by side.
pub const BESIDE: u16 = 90;

/// Draws the current step.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Step));
    let context = canvas.context;
    let step = view.step;
    let mut title = Line::from(vec![
        context.span(&format!(" {} ", step.number()), Role::Accent),
        context.span(&format!("{} ", step.title()), Role::Title),
    ]);
    if step == Step::Tokens && view.session.grant().is_some() {
        // The line that says so scrolls away.
        let which = format!("{} {} ", context.styles.glyphs.dot, view.tokens.which.name());
        title.push_span(context.span(&which, Role::Meaning));
    }
    let inner = canvas.pane(area, title, remark(context, view), view.focus == Focus::Step);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    pages(context, view, inner.width).draw(canvas, inner, Pane::Step, view.scroll());
}

fn pages(context: Context, view: &SessionView, width: u16) -> Pages {
    match view.step {
        Step::Client => client::pages(context, view, width),
        Step::Authorize => authorize::pages(context, view, width),
        Step::Callback => callback::pages(context, view, width),
        Step::Tokens => tokens::pages(context, view, width),
        Step::SignOut => sign_out::pages(context, view, width),
        Step::Redeem | Step::UserInfo | Step::Refresh => request::pages(context, view, width),
    }
}

/// The progress in a word, at the right of the title.
fn remark(context: Context, view: &SessionView) -> Line<'static> {
    let composing = view.again.contains(&view.step);
    let progress = if composing { progress::to_send(view, view.step) } else { view.progress(view.step) };
    let (mark, role) = flow::mark(context, &progress);
    let answered = SIGN_OUT.iter().filter(|purpose| signing_out::last(view, **purpose).is_some()).count();
    let word = match progress {
        Progress::Ready if view.step == Step::SignOut && answered > 0 => format!("{answered} of {}", SIGN_OUT.len()),
        _ => progress.word().to_owned(),
    };
    Line::from(context.span(&format!(" {} ", format!("{mark} {word}").trim_start()), role))
}

/// How two pages divide a width: so many percent for the left one.
pub fn split(width: u16, percent: u16) -> (u16, u16) {
    let width = width.saturating_sub(3);
    let left = to_u16(usize::from(width) * usize::from(percent) / 100);
    (left, width - left)
}

fn beside(canvas: &mut Canvas, area: Rect, pane: Pane, left: Page, right: Page, scroll: u16) {
    let left_width = to_u16(left.width);
    let [left_area, gap, right_area] =
        Layout::horizontal([Constraint::Length(left_width), Constraint::Length(3), Constraint::Fill(1)]).areas(area);
    let bar = if canvas.context.styles.glyphs.has_lines { "│" } else { "|" };
    for y in gap.top()..gap.bottom() {
        let cell = Rect { x: gap.x + 1, y, width: 1, height: 1 };
        let line = Span::styled(bar, canvas.context.style(Role::Border)).into();
        canvas.line(cell, line);
    }
    // The longer page decides how far the pane scrolls; the other one stays at its end. The scrollbar of the left one
    // lies on the line between the two.
    canvas.page(Rect { width: left_area.width + 1, ..left_area }, pane, left, scroll);
    canvas.page(right_area, pane, right, scroll);
}
