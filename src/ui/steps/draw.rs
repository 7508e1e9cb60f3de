//! Draws the pages of the current step, with their frame.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::flow;
use super::super::styles::Role;
use super::parts::Pages;
use super::{authorize, callback, client, request, sign_out, tokens};
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::field::SIGN_OUT;
use crate::app::query::{progress, sign_out as signing_out};
use crate::app::{Focus, Progress, SessionView};
use crate::session::Step;

/// Draws the current step.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Step));
    let context = canvas.context;
    let step = view.step();
    let mut title = Line::from(vec![
        context.span(&format!(" {} ", step.number()), Role::Accent),
        context.span(&format!("{} ", step.title()), Role::Title),
    ]);
    if step == Step::Tokens && view.session.grant().is_some() {
        // The line that says so may be scrolled away.
        let which = format!("{} {} ", context.styles.glyphs.dot, view.tokens.which.name());
        title.push_span(context.span(&which, Role::Meaning));
    }
    let inner = canvas.pane(area, title, remark(context, view), view.position.focus() == Focus::Step);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    pages(context, view, inner.width).draw(canvas, inner, Pane::Step, view.position.selection().scroll);
}

fn pages(context: Context, view: &SessionView, width: u16) -> Pages {
    match view.step() {
        Step::Client => client::pages(context, view, width),
        Step::Authorize => authorize::pages(context, view, width),
        Step::Callback => callback::pages(context, view, width),
        Step::Tokens => tokens::pages(context, view, width),
        Step::SignOut => sign_out::pages(context, view, width),
        Step::Redeem | Step::UserInfo | Step::Refresh => request::pages(context, view, width),
    }
}

/// The progress in one word, at the right of the title.
fn remark(context: Context, view: &SessionView) -> Line<'static> {
    let composing = view.drafts.again.contains(&view.step());
    let progress = if composing { progress::to_send(view, view.step()) } else { view.progress(view.step()) };
    let (mark, role) = flow::mark(context, &progress);
    let answered = SIGN_OUT.iter().filter(|purpose| signing_out::last(view, **purpose).is_some()).count();
    let word = match progress {
        Progress::Ready if view.step() == Step::SignOut && answered > 0 => format!("{answered} of {}", SIGN_OUT.len()),
        _ => progress.word().to_owned(),
    };
    Line::from(context.span(&format!(" {} ", format!("{mark} {word}").trim_start()), role))
}
