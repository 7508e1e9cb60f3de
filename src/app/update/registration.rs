//! Checks what is registered for a client: one request at a time.

use jiff::Timestamp;

use crate::app::model::message::Effect;
use crate::app::model::registration::{Asking, Registration};
use crate::app::model::session_view::SessionView;
use crate::app::model::work::Work;
use crate::app::model::{Model, Overlay};
use crate::app::query::registration::is_offered;
use crate::diagnosis::preflight::has_no_domain;
use crate::diagnosis::registration_oracle::{Oracle, PAUSE};
use crate::session::{Exchange, Purpose};

/// Shows the probes; new ones are planned if the last ones were answered or cancelled. Sends nothing.
pub fn open(model: &mut Model) {
    let now = model.now;
    let is_again = matches!(model.overlay, Some(Overlay::Registration { .. }));
    let Some(view) = model.view_mut() else { return };
    if view.checks.registration.is_none() || is_again {
        match plan(view, now) {
            Ok(registration) => view.checks.registration = Some(registration),
            Err(problem) => return model.warn(model.words(problem)),
        }
    }
    model.open_overlay(Overlay::Registration { scroll: 0 });
}

/// The probes derived from the last authorization request. They are sent to the client's own endpoint, even if the
/// person edited the endpoint of that request.
fn plan(view: &SessionView, now: Timestamp) -> Result<Registration, &'static str> {
    if view.is_running() {
        return Err("a request is still running: {cancel} cancels it");
    }
    let endpoint = view.session.endpoints().authorization.ok_or("the authorization endpoint is missing")?;
    if has_no_domain(&view.session) {
        return Err("this user pool has no domain, so there is no endpoint to send requests to");
    }
    let attempt =
        view.session.attempt().ok_or("send an authorization request first: the probes are variations of it")?;
    let base = crate::protocol::RequestDraft { endpoint, ..attempt.draft.clone() };
    Ok(Registration { oracle: Oracle::plan(&view.session, &base, now), asking: Asking::Offered })
}

/// Sends the first probe after confirmation.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    model.view_mut().filter(|view| is_offered(view)).map_or_else(Vec::new, |view| ask(view, now))
}

fn ask(view: &mut SessionView, now: Timestamp) -> Vec<Effect> {
    let Some(registration) = &mut view.checks.registration else { return Vec::new() };
    let Some(request) = registration.oracle.next_probe().map(|probe| probe.draft.build()) else {
        registration.asking = Asking::Ended;
        return Vec::new();
    };
    let exchange = view.session.begin(Purpose::RegistrationProbe, request.clone(), now);
    registration.asking = Asking::Awaiting(exchange);
    vec![view.works.start(Work::Send { exchange, request })]
}

/// Handles an answer; one that arrives after a cancel is recorded and changes nothing here.
pub fn answered(view: &mut SessionView, exchange: Exchange, now: Timestamp) -> Vec<Effect> {
    let Some(registration) = view.checks.registration.as_mut().filter(|r| r.asking == Asking::Awaiting(exchange.id))
    else {
        return Vec::new();
    };
    registration.oracle.record(exchange.received, now);
    if registration.oracle.next_probe().is_none() {
        registration.asking = Asking::Ended;
        return Vec::new();
    }
    registration.asking = Asking::Pausing;
    vec![view.works.start(Work::Pause(PAUSE))]
}

/// Continues after a pause.
pub fn pause_ended(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let is_pausing =
        |view: &SessionView| view.checks.registration.as_ref().is_some_and(|r| r.asking == Asking::Pausing);
    model.view_mut().filter(|view| is_pausing(view)).map_or_else(Vec::new, |view| ask(view, now))
}

/// Cancels the remaining probes.
pub fn call_off(view: &mut SessionView) {
    if let Some(registration) = view.checks.registration.as_mut().filter(|registration| registration.is_asking()) {
        registration.asking = Asking::CalledOff;
    }
}
