//! The remaining lifetime of a token: as words, glyph, gauge and colour.

use jiff::{SignedDuration, Timestamp};
use ratatui::text::Span;

use super::context::Context;
use super::styles::Role;
use crate::protocol::TokenReport;
use crate::session::Grant;

/// A token with less time left is about to expire.
const SOON: SignedDuration = SignedDuration::from_mins(5);

/// A token's lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The time left; negative after the expiry.
    pub left: SignedDuration,
    /// The whole lifetime.
    pub whole: SignedDuration,
    /// Whether it is known only from an unverified token.
    pub is_unverified: bool,
    /// Whether a check of the token failed: its time left is good for nothing.
    pub is_rejected: bool,
}

impl Clock {
    /// A clock from start, expiry and current time.
    pub fn new(begin: Timestamp, end: Timestamp, now: Timestamp) -> Self {
        Self {
            left: end.duration_since(now),
            whole: end.duration_since(begin),
            is_unverified: false,
            is_rejected: false,
        }
    }

    /// The clock of a token.
    fn of(context: Context, grant: &Grant, report: Option<&TokenReport>, end: Timestamp) -> Self {
        Self {
            is_unverified: grant.is_unverified(),
            is_rejected: report.is_some_and(TokenReport::is_bad),
            ..Self::new(grant.received_at, end, context.model.now)
        }
    }

    /// Valid, about to expire, or expired or rejected.
    pub fn role(self) -> Role {
        match self.left {
            _ if self.is_rejected => Role::Bad,
            left if left <= SignedDuration::ZERO => Role::Bad,
            left if left < SOON.min(self.whole / 2) => Role::Warning,
            _ if self.is_unverified => Role::Meaning,
            _ => Role::Good,
        }
    }

    /// `59:41`, `2 h 05`, `expired 3 min ago`.
    pub fn words(self) -> String {
        if self.left > SignedDuration::ZERO {
            countdown(self.left)
        } else {
            format!("expired {} ago", short(-self.left))
        }
    }

    fn glyph(self, context: Context) -> &'static str {
        let glyphs = context.styles.glyphs;
        match self.role() {
            Role::Bad => glyphs.bad,
            Role::Warning => glyphs.warning,
            Role::Meaning => glyphs.unknown,
            _ => glyphs.good,
        }
    }

    /// The glyph alone.
    pub fn mark(self, context: Context) -> Span<'static> {
        context.span(self.glyph(context), self.role())
    }

    /// The glyph, the words, and a gauge of `width` cells (none for 0); without a width, in short form.
    pub fn spans(self, context: Context, width: Option<usize>) -> Vec<Span<'static>> {
        let glyphs = context.styles.glyphs;
        let (role, glyph) = (self.role(), self.glyph(context));
        if self.is_rejected {
            return vec![context.span(&format!("{glyph} rejected"), role)];
        }
        if glyphs.are_words {
            return vec![context.span(&self.words(), role)];
        }
        // One digit takes as much width as two, so that the text beside it does not move.
        let (words, least) = match (self.left > SignedDuration::ZERO, width) {
            (true, _) => (self.words(), 5),
            (false, Some(_)) => (self.words(), "expired 59 min ago".len()),
            (false, None) => ("expired".to_owned(), 0),
        };
        let mut spans = vec![context.span(&format!("{glyph} {words:least$}"), role)];
        let width = width.unwrap_or(0);
        if width > 0 && self.left > SignedDuration::ZERO {
            let full = self.filled(width);
            spans.push(Span::raw(" "));
            spans.push(context.span(&glyphs.full.repeat(full), role));
            spans.push(context.span(&glyphs.empty.repeat(width - full), Role::Dim));
        }
        spans
    }

    fn filled(self, width: usize) -> usize {
        let whole = self.whole.as_secs().max(1);
        let cells = i64::try_from(width).unwrap_or(0);
        let full = (self.left.as_secs().clamp(0, whole) * cells + whole - 1) / whole;
        usize::try_from(full).unwrap_or(0).min(width)
    }
}

/// `59:41`; from one hour on `2 h 05`, from two days on `29 days`.
pub fn countdown(left: SignedDuration) -> String {
    let seconds = left.as_secs();
    match seconds {
        ..=3600 => format!("{:02}:{:02}", seconds / 60, seconds % 60),
        3601..172_800 => format!("{} h {:02}", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// `41 s`, `3 min`, `2 h`, `5 days`: the units change where those of other texts do.
pub fn short(length: SignedDuration) -> String {
    let seconds = length.as_secs().abs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// The clock of the ID token.
pub fn id_token(context: Context, view: &crate::app::SessionView, grant: &Grant) -> Option<Clock> {
    let end = grant.id_token_expires_at(&view.session)?;
    Some(Clock::of(context, grant, grant.id_token.as_ref(), end))
}

/// The clock of the access token.
pub fn access_token(context: Context, view: &crate::app::SessionView, grant: &Grant) -> Option<Clock> {
    let end = grant.access_token_expires_at(&view.session)?;
    Some(Clock::of(context, grant, grant.access_token.as_ref(), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(left: i64) -> Clock {
        Clock {
            left: SignedDuration::from_secs(left),
            whole: SignedDuration::from_hours(1),
            is_unverified: false,
            is_rejected: false,
        }
    }

    #[test]
    fn the_time_left_of_a_rejected_token_is_not_good() {
        assert_eq!(clock(3000).role(), Role::Good);
        assert_eq!(Clock { is_rejected: true, ..clock(3000) }.role(), Role::Bad);
    }

    #[test]
    fn a_clock_says_it_in_words_and_turns_amber_and_red() {
        assert_eq!((clock(3581).words().as_str(), clock(3581).role()), ("59:41", Role::Good));
        assert_eq!((clock(252).words().as_str(), clock(252).role()), ("04:12", Role::Warning));
        assert_eq!((clock(-130).words().as_str(), clock(-130).role()), ("expired 2 min ago", Role::Bad));
        assert_eq!(countdown(SignedDuration::from_hours(26)), "26 h 00");
        assert_eq!(countdown(SignedDuration::from_hours(30 * 24)), "30 days");
    }

    #[test]
    fn a_gauge_is_full_at_the_start_and_never_empty_before_the_end() {
        assert_eq!([clock(3600).filled(8), clock(1800).filled(8), clock(1).filled(8)], [8, 4, 1]);
    }
}
