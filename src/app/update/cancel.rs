//! Cancelling pending work.

use super::{listening, registration};
use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::preflight::Preflight;

/// Cancels all pending work of the session. A request remains in the record with its result, which has no effect.
pub fn cancel(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.browser.sign_in = None;
    view.drafts.held = None;
    view.checks.preflight = Preflight::Off;
    registration::call_off(view);
    let mut effects = listening::stop_listening(view);
    effects.extend(view.works.cancel_all());
    effects
}
