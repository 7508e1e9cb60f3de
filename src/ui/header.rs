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

/// Draws it. In a narrow terminal, the clocks take precedence over the title, because they change.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    let context = canvas.context;
    let right = with_gauges(context, view, area.width.into());
    let width = to_u16(right.width()).min(area.width);
    let left = Rect { width: area.width.saturating_sub(width + 1), ..area };
    let right_area = Rect { x: area.right() - width, width, ..area };
    let mut title = vec![context.span(" grantscope ", Role::Accent)];
    if context.model.masking == Masking::Revealed {
        title.push(context.span(" secrets revealed ", Role::Warning));
    }
    if context.model.masking == Masking::Recording {
        title.push(context.span(" recording-safe ", Role::Good));
    }
    let used: usize = title.iter().map(Span::width).sum();
    title.push(context.fit(&format!(" {}", view.title), usize::from(left.width).saturating_sub(used), Role::Text));
    canvas.line(left, Line::from(title));
    canvas.line(right_area, right);
}

/// The widest gauge, and the narrowest useful one.
const GAUGES: (usize, usize) = (14, 4);

/// The gauges to use when the title must be cut, and the minimum length of the title then.
const BESIDE_A_LONG_TITLE: (usize, usize) = (8, 24);

/// The clocks, with gauges as wide as the title allows; for a long title, the gauges are short.
fn with_gauges(context: Context, view: &SessionView, width: usize) -> Line<'static> {
    let plain = clocks_line(context, view, width, Some(0));
    let masking = match context.model.masking {
        Masking::Masked => 0,
        Masking::Revealed | Masking::Recording => " recording-safe ".len(),
    };
    let room = width.saturating_sub(" grantscope  ".len() + masking + plain.width());
    let title = view.title.width();
    let (gauge, least) = BESIDE_A_LONG_TITLE;
    if title.min(least) > room {
        return clocks_line(context, view, width, None);
    }
    let beside = |title: usize| (room.saturating_sub(title) / 2).saturating_sub(1);
    match beside(title).max(beside(title.min(least)).min(gauge)).min(GAUGES.0) {
        gauge if gauge < GAUGES.1 => plain,
        gauge => clocks_line(context, view, width, Some(gauge)),
    }
}

/// The clocks with a gauge of that many cells, or in short form.
fn clocks_line(context: Context, view: &SessionView, width: usize, gauge: Option<usize>) -> Line<'static> {
    let Some(grant) = view.session.grant() else { return Line::default() };
    let status = view.session.sign_in_status(context.model.now);
    let is_revoked = status == SignInStatus::Ended(Ended::Revoked);
    // Only some providers reject the access token once its refresh token is revoked; UserInfo shows it.
    let ended = match view.session.is_access_token_refused() {
        true => Some(if is_revoked { "revoked" } else { "rejected" }),
        false => None,
    };
    let mut spans = Vec::new();
    for (name, clock) in
        [("id", clocks::id_token(context, view, grant)), ("access", clocks::access_token(context, view, grant))]
    {
        let Some(clock) = clock else { continue };
        spans.push(context.span(&format!("  {name} "), Role::Meaning));
        if name == "access"
            && let Some(word) = ended
        {
            spans.push(context.span(&format!("{} {word}", context.styles.glyphs.bad), Role::Bad));
            // Until then, an API that checks only signatures still accepts it.
            if gauge.is_some() && clock.left > SignedDuration::ZERO {
                spans.push(context.span(&format!(" (exp in {})", clock.words()), Role::Warning));
            }
        } else {
            spans.extend(clock.spans(context, gauge));
        }
    }
    if view.session.refresh_token().is_some() && width >= 78 {
        spans.push(context.span("  refresh ", Role::Meaning));
        let glyphs = context.styles.glyphs;
        let (mark, word, role) = match (is_revoked, view.keeps_fresh) {
            (true, _) => (glyphs.bad, "revoked", Role::Bad),
            (false, true) => (glyphs.good, "auto-refresh", Role::Good),
            (false, false) if grant.is_unverified() => (glyphs.unknown, "available", Role::Meaning),
            (false, false) => (glyphs.good, "available", Role::Good),
        };
        spans.push(context.span(&format!("{mark} {word}"), role));
    }
    if let Some(offset) = view.session.clock().significant() {
        let direction = if offset.is_positive() { "ahead" } else { "behind" };
        let text = format!("  {} provider {} {direction}", context.styles.glyphs.warning, clocks::short(offset));
        spans.push(context.span(&text, Role::Warning));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}
