//! Tokens that are refreshed automatically before they expire, if the person turned that on.
//!
//! To avoid a request loop, it turns itself off unless each refresh returns an access token that expires later.

use jiff::{SignedDuration, Timestamp};

use super::sending;
use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::query::progress::{Progress, to_send};
use crate::session::{Grant, Source, Step};

/// The maximum time before the expiry at which an access token is refreshed.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// Tokens with a shorter lifetime are not refreshed automatically: that would send a request every few seconds.
const SHORTEST: SignedDuration = SignedDuration::from_secs(20);

/// Turns it on or off.
pub fn toggle(model: &mut Model) {
    let Some(view) = model.view_mut() else { return };
    let is_on = !view.keeps_fresh;
    view.keeps_fresh = is_on;
    model.say(if is_on {
        "auto-refresh is on: refreshes in the last minute or quarter of the access token's lifetime"
    } else {
        "auto-refresh is off"
    });
}

/// Refreshes if it is time to, or turns itself off and says why.
pub fn tick(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut().filter(|view| view.keeps_fresh) else { return Vec::new() };
    if view.pending().next().is_some() || view.drafts.refreshes_once_signed {
        return Vec::new();
    }
    if let Some(reason) = refresh_is_useless(view) {
        view.keeps_fresh = false;
        model.warn(format!("auto-refresh stopped: {reason}"));
        return Vec::new();
    }
    if is_due(view, now) { sending::refresh(view, now) } else { Vec::new() }
}

/// Why another refresh would not help.
fn refresh_is_useless(view: &SessionView) -> Option<String> {
    if view.progress(Step::Refresh) == Progress::Failed {
        return Some("the refresh failed".to_owned());
    }
    if let Progress::Blocked(reason) = to_send(view, Step::Refresh) {
        return Some(reason.to_string());
    }
    let (last, earlier) = view.session.grants().split_last()?;
    if last.source != Source::Refresh {
        return None;
    }
    let (end, life) = (last.access_token_expires_at(&view.session)?, life(view, last)?);
    let before = earlier.last().and_then(|grant| grant.access_token_expires_at(&view.session));
    if life <= SignedDuration::ZERO {
        Some("the new access token has already expired".to_owned())
    } else if before.is_some_and(|before| end <= before) {
        Some("the new access token does not expire later than the old one".to_owned())
    } else if life < SHORTEST {
        Some(format!("the access tokens are valid for only {} s", life.as_secs_f64().round()))
    } else {
        None
    }
}

/// Whether the access token is in its last minute, or in the last quarter of a lifetime below four minutes.
fn is_due(view: &SessionView, now: Timestamp) -> bool {
    let grant = view.session.grant();
    let Some((end, life)) =
        grant.and_then(|grant| Some((grant.access_token_expires_at(&view.session)?, life(view, grant)?)))
    else {
        return false;
    };
    end.duration_since(now) <= AHEAD.min(life / 4).max(SignedDuration::ZERO)
}

/// The lifetime of the access token when it was received.
fn life(view: &SessionView, grant: &Grant) -> Option<SignedDuration> {
    Some(grant.access_token_expires_at(&view.session)?.duration_since(grant.received_at))
}
