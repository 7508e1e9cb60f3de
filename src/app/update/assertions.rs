//! The assertion of a client that authenticates with one: signed while its request is composed, sent once.

use jiff::Timestamp;

use crate::app::model::message::Effect;
use crate::app::model::session_view::{self, SessionView};
use crate::app::model::work::{Work, WorkKind};
use crate::protocol::jose::compact::peek;
use crate::protocol::json::Value;
use crate::protocol::{ClientAuthentication, Secret};

/// The parameter with the assertion.
const NAME: &str = "client_assertion";

/// The shortest time that an assertion must still be valid, in seconds.
const LEFT: i64 = 10;

/// Requests an assertion if the request of the current step needs one.
pub fn settle(view: &mut SessionView, now: Timestamp) -> Option<Effect> {
    let is_shown = session_view::purpose_of(view.step()).is_some_and(|purpose| purpose.authenticates());
    let is_needed = is_shown && view.is_composing(view.step()) && !view.discovery.signing_failed;
    if is_needed && is_lacking(view, now) { sign(view) } else { None }
}

/// Whether the client signs assertions, and has none that can still be sent.
pub fn is_lacking(view: &SessionView, now: Timestamp) -> bool {
    let method = view.session.profile().authentication;
    let signs = matches!(method, ClientAuthentication::PrivateKeyJwt | ClientAuthentication::SecretJwt);
    signs && !is_fresh(view, now)
}

/// Requests an assertion, unless one is being signed or the key is missing.
pub fn sign(view: &mut SessionView) -> Option<Effect> {
    if view.works.is_waiting_for(WorkKind::SignAssertion) {
        return None;
    }
    let key = view.session.client_secret()?.clone();
    let (profile, audience) = (view.session.profile(), view.session.assertion_audience());
    let (method, client_id, key_id) =
        (profile.authentication, profile.client_id.clone(), profile.client_key_id.clone());
    Some(view.works.start(Work::SignAssertion { method, key, key_id, client_id, audience }))
}

/// Whether the assertion can still be sent.
pub fn is_fresh(view: &SessionView, now: Timestamp) -> bool {
    let claims = view.session.assertion().and_then(|assertion| peek(assertion.expose()));
    let end = claims.and_then(|claims| claims.get("exp").and_then(Value::as_i64));
    end.is_some_and(|end| end - now.as_second() > LEFT)
}

/// Takes the assertion, also for the requests that the person edited, except where another one was entered.
pub fn take(view: &mut SessionView, assertion: Secret) {
    if let Some(earlier) = view.session.assertion().cloned() {
        for (_, draft) in &mut view.drafts.edited {
            if draft.parameters.get(NAME) == Some(earlier.expose()) {
                draft.parameters.set(NAME, assertion.expose());
            }
        }
    }
    view.session.set_assertion(Some(assertion));
}
