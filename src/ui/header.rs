//! The top line: the session and the remaining lifetime of its tokens.

use jiff::SignedDuration;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use super::clocks;
use super::context::Context;
use super::styles::Role;
use super::text::to_u16;
use crate::app::{Masking, SessionView};
use crate::session::{Ended, SignInStatus};

/// How much of the clocks is shown.
#[derive(Clone, Copy)]
struct Form {
    /// The cells of each gauge.
    gauge: usize,
    /// Whether the ID token has a clock, or only its mark.
    has_id_clock: bool,
    /// Whether states are words beside their marks.
    has_words: bool,
}

/// The forms in the order in which the clocks give way to the title: first the gauges, then the words, then the clock of
/// the ID token. No token disappears.
fn forms() -> impl Iterator<Item = Form> {
    let gauges = (4..=14).rev().chain([0]).map(|gauge| Form { gauge, has_id_clock: true, has_words: true });
    gauges.chain([true, false].map(|has_id_clock| Form { gauge: 0, has_id_clock, has_words: false }))
}

/// How far the clocks of two machines may differ without a word about it.
const CLOCKS_MAY_DIFFER: SignedDuration = SignedDuration::from_mins(10);

/// Draws it. Where not even the shortest clocks leave room for the title, it loses whole parts from its end.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    let context = canvas.context;
    let mut left = vec![context.span(" grantscope ", Role::Accent)];
    match context.model.masking {
        Masking::Masked => {}
        Masking::Revealed => left.push(context.span(" secrets revealed ", Role::Warning)),
        Masking::RevealedUntil(end) => {
            let seconds = end.duration_since(context.model.now).as_secs().max(0);
            left.push(context.span(&format!(" secrets revealed for {seconds} s "), Role::Warning));
        }
        Masking::Recording => {
            let words = if context.model.presenter.is_some() { " presenter " } else { " screen recording " };
            left.push(context.span(words, Role::Accent));
        }
    }
    if let Some(ahead) = context.model.demo.map(|demo| demo.ahead).filter(SignedDuration::is_positive) {
        left.push(context.span(&format!(" demo clock +{} ", clocks::short(ahead)), Role::Warning));
    }
    // A session of the demo that was saved after its clock was turned.
    let last = view.session.exchanges().next_back().map(|exchange| exchange.received_at());
    let lead = last.map(|last| last.duration_since(context.model.now)).filter(|lead| *lead > CLOCKS_MAY_DIFFER);
    if let Some(lead) = lead.filter(|_| context.model.demo.is_none()) {
        let words = format!(" recorded by a clock {} ahead ", clocks::short(lead));
        left.push(context.span(&words, Role::Warning));
    }
    let used = left.iter().map(Span::width).sum::<usize>() + 1;
    let ends = view.title.rmatch_indices(" · ").map(|(at, _)| at);
    let titles = std::iter::once(view.title.len()).chain(ends).map(|end| &view.title[..end]);
    let both = titles.flat_map(|title| forms().map(move |form| (title, clocks(context, view, form))));
    let fits = |(title, clocks): &(&str, Line)| used + title.width() + clocks.width() <= area.width.into();
    let shortest = || {
        let form = Form { gauge: 0, has_id_clock: false, has_words: false };
        (view.title.as_str(), clocks(context, view, form))
    };
    let (title, right) = both.into_iter().find(fits).unwrap_or_else(shortest);
    let room = usize::from(area.width).saturating_sub(used + right.width());
    left.push(context.fit(&format!(" {title}"), room + 1, Role::Text));
    canvas.line(area, Line::from(left));
    let width = to_u16(right.width()).min(area.width);
    canvas.line(Rect { x: area.right() - width, width, ..area }, right);
}

/// The clocks in a form.
fn clocks(context: Context, view: &SessionView, form: Form) -> Line<'static> {
    let Some(grant) = view.session.grant() else { return Line::default() };
    let status = view.session.sign_in_status(context.model.now);
    let is_revoked = status == SignInStatus::Ended(Ended::Revoked);
    // Only some providers reject the access token once its refresh token is revoked; UserInfo shows it.
    let ended = if view.session.is_access_token_refused() {
        Some(if is_revoked { "revoked" } else { "rejected" })
    } else {
        None
    };
    let mut spans = Vec::new();
    for (name, clock) in
        [("ID", clocks::id_token(context, view, grant)), ("access", clocks::access_token(context, view, grant))]
    {
        let Some(clock) = clock else { continue };
        spans.push(context.span(&format!("  {name} "), Role::Meaning));
        if name == "access"
            && let Some(word) = ended
        {
            spans.push(context.span(&format!("{} {word}", context.styles.glyphs.bad), Role::Bad));
            // Until then, an API that checks only signatures still accepts it.
            if form.has_words && clock.left > SignedDuration::ZERO {
                spans.push(context.span(&format!(" (exp in {})", clock.words()), Role::Warning));
            }
        } else if name == "ID" && !form.has_id_clock {
            spans.push(clock.mark(context));
        } else {
            spans.extend(clock.spans(context, form.has_words.then_some(form.gauge)));
        }
    }
    if view.session.refresh_token().is_some() {
        spans.push(context.span("  refresh ", Role::Meaning));
        let glyphs = context.styles.glyphs;
        let (mark, word, role) = match (is_revoked, view.keeps_fresh) {
            (true, _) => (glyphs.bad, "revoked", Role::Bad),
            (false, true) => (glyphs.good, "auto-refresh", Role::Good),
            // No client can check it.
            (false, false) => (glyphs.dot, "available", Role::Meaning),
        };
        let words = if form.has_words { format!("{mark} {word}") } else { mark.to_owned() };
        spans.push(context.span(&words, role));
    }
    if let Some(offset) = view.session.clock().significant() {
        let direction = if offset.is_positive() { "ahead" } else { "behind" };
        let text = format!("  {} provider {} {direction}", context.styles.glyphs.warning, clocks::short(offset));
        spans.push(context.span(&text, Role::Warning));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}
