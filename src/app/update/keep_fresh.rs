//! Tokens that are refreshed by themselves before they end, where the person asked for that.
//!
//! Nothing makes a storm of it: each refresh has to bring an access token that lives on, else they are by hand again.

use jiff::{SignedDuration, Timestamp};

use super::sending;
use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::query::progress::Progress;
use crate::session::{Grant, Source, Step};

/// How long before its end an access token is replaced, at most.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// Tokens of a shorter life are not kept fresh: a provider would be asked every few seconds.
const SHORTEST: SignedDuration = SignedDuration::from_secs(20);

/// Turns it on, or off again.
pub fn toggle(model: &mut Model) {
    let Some(view) = model.view_mut() else { return };
    let is_on = !view.keeps_fresh;
    view.keeps_fresh = is_on;
    model.say(match is_on {
        true => "auto-refresh is on: refreshes in the last minute or quarter of the access token's lifetime",
        false => "auto-refresh is off",
    });
}

/// Refreshes when it is time to, or ends it and says why.
pub fn tick(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut().filter(|view| view.keeps_fresh) else { return Vec::new() };
    if view.pending().next().is_some() {
        return Vec::new();
    }
    if let Some(reason) = hopeless(view) {
        view.keeps_fresh = false;
        model.warn(format!("auto-refresh stopped: {reason}"));
        return Vec::new();
    }
    if is_due(view, now) { sending::refresh(view, now) } else { Vec::new() }
}

/// Why another refresh would be no better than the last one.
fn hopeless(view: &SessionView) -> Option<String> {
    if view.progress(Step::Refresh) == Progress::Failed {
        return Some("the refresh failed".to_owned());
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

/// Whether the last minute of the access token has begun, or the last quarter of one that lives less than four minutes.
fn is_due(view: &SessionView, now: Timestamp) -> bool {
    let grant = view.session.grant();
    let Some((end, life)) =
        grant.and_then(|grant| Some((grant.access_token_expires_at(&view.session)?, life(view, grant)?)))
    else {
        return false;
    };
    end.duration_since(now) <= AHEAD.min(life / 4).max(SignedDuration::ZERO)
}

/// How long the access token had to live when it came.
fn life(view: &SessionView, grant: &Grant) -> Option<SignedDuration> {
    Some(grant.access_token_expires_at(&view.session)?.duration_since(grant.received_at))
}
