//! The progress of the registration check, for the footer and the bottom line.

use crate::app::model::registration::{Asking, Registration};
use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay};

/// Whether the registration check is open and running.
pub fn is_asking_on_top(model: &Model) -> bool {
    let is_on_top = matches!(model.overlay, Some(Overlay::Registration { .. }));
    is_on_top && model.view().and_then(|view| view.checks.registration.as_ref()).is_some_and(Registration::is_asking)
}

/// Whether the registration check waits for confirmation.
pub fn is_offered(view: &SessionView) -> bool {
    view.checks.registration.as_ref().is_some_and(|registration| registration.asking == Asking::Offered)
}

/// Whether the registration check can be opened.
pub fn is_open(view: &SessionView) -> bool {
    !is_offered(view) && !view.is_running() && view.session.attempt().is_some()
}

/// What Enter does.
pub fn label(view: &SessionView) -> String {
    let count = view.checks.registration.as_ref().map_or(0, |registration| registration.oracle.len());
    format!("send {count} requests")
}

/// What to do now.
pub fn sentence(view: &SessionView) -> &'static str {
    match view.checks.registration.as_ref().map(|registration| registration.asking) {
        Some(Asking::Offered) => "nothing has been sent yet: {proceed} sends the requests, {back} goes back",
        Some(Asking::Awaiting(_) | Asking::Pausing) => "sending requests: {cancel} cancels the rest",
        _ => "{up} and {down} scroll, {registration} checks again, {back} goes back",
    }
}
