//! What is waited for, and how often the screen changes meanwhile.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::model::list::ListKind;
use crate::app::model::session_view::{Listener, SessionView};
use crate::app::model::{Masking, Model, Overlay};
use crate::session::Exchange;

/// How long grantscope listens for a callback.
pub const BROWSER_LIMIT: SignedDuration = SignedDuration::from_mins(10);

/// A wait shorter than this is not shown: it would only flicker.
const UNSEEN: SignedDuration = SignedDuration::from_millis(150);

/// How often a moving sign changes.
const MOVES: Duration = Duration::from_millis(120);

/// A wait that can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// For a response: the time so far.
    Response(SignedDuration),
    /// For the callback from the browser: the time left.
    Browser(SignedDuration),
}

/// What the session waits for, once it is long enough to be shown.
pub fn seen(model: &Model, view: &SessionView) -> Option<Wait> {
    if let Some(time) = view.session.pending().next().and_then(|exchange| so_far(model, exchange)) {
        return Some(Wait::Response(time));
    }
    let since = view.browser.waits_since.filter(|_| matches!(view.browser.listener, Listener::Waiting(_)))?;
    Some(Wait::Browser(BROWSER_LIMIT - model.now.duration_since(since)))
}

/// How long an exchange has been waiting, once it is long enough to be shown.
pub fn so_far(model: &Model, exchange: &Exchange) -> Option<SignedDuration> {
    Some(model.now.duration_since(exchange.sent_at)).filter(|time| *time >= UNSEEN)
}

/// Which picture of a moving sign with that many pictures is shown.
pub fn picture(now: Timestamp, pictures: usize) -> usize {
    let moves = u128::try_from(now.as_millisecond()).unwrap_or(0) / MOVES.as_millis();
    usize::try_from(moves % pictures.max(1) as u128).unwrap_or(0)
}

impl Model {
    /// How often time changes something on the screen: never while nothing counts.
    pub fn ticks_every(&self) -> Option<Duration> {
        let moves = |view: &&SessionView| self.motion && view.pending().next().is_some();
        let counts = |view: &SessionView| {
            view.is_running() || view.session.grant().is_some() || view.session.callback().is_some()
        };
        if self.view().filter(moves).is_some() {
            Some(MOVES)
        } else {
            let is_brief = matches!(self.masking, Masking::RevealedUntil(_));
            // A theme file that is saved meanwhile is seen at once.
            let sees_themes = matches!(&self.overlay, Some(Overlay::List(list)) if list.kind == ListKind::Themes);
            let is_counting = self.notice.is_some() || is_brief || sees_themes || self.view().is_some_and(counts);
            is_counting.then_some(Duration::from_secs(1))
        }
    }
}
