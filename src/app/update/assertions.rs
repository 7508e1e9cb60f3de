//! The assertion of a client that authenticates with one: signed while its request is composed, sent once.

use jiff::Timestamp;

use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::session_view::{self, SessionView};
use crate::app::model::work::{Work, WorkError, WorkKind};
use crate::protocol::jose::compact::peek;
use crate::protocol::json::Value;
use crate::protocol::{ClientAuthentication, Secret};

/// The shortest time that an assertion must still be valid, in seconds.
const LEFT: i64 = 10;

/// Requests an assertion if the request of the current step needs one.
pub fn settle(view: &mut SessionView, now: Timestamp) -> Option<Effect> {
    let method = view.session.profile().authentication;
    let signs = matches!(method, ClientAuthentication::PrivateKeyJwt | ClientAuthentication::SecretJwt);
    let is_needed = session_view::purpose_of(view.step()).is_some_and(|purpose| purpose.authenticates());
    if !signs || !is_needed || !view.is_composing(view.step()) || is_fresh(view, now) || view.discovery.signing_failed {
        return None;
    }
    if view.works.is_waiting_for(WorkKind::SignAssertion) {
        return None;
    }
    let key = view.session.client_secret()?.clone();
    let (profile, audience) = (view.session.profile(), view.session.assertion_audience());
    let (client_id, key_id) = (profile.client_id.clone(), profile.client_key_id.clone());
    Some(view.works.start(Work::SignAssertion { method, key, key_id, client_id, audience }))
}

/// Whether the assertion can still be sent.
pub fn is_fresh(view: &SessionView, now: Timestamp) -> bool {
    let claims = view.session.assertion().and_then(|assertion| peek(assertion.expose()));
    let end = claims.and_then(|claims| claims.get("exp").and_then(Value::as_i64));
    end.is_some_and(|end| end - now.as_second() > LEFT)
}

/// Takes the assertion.
pub fn signed(model: &mut Model, result: Result<Secret, WorkError>) {
    let Some(view) = model.view_mut() else { return };
    match result {
        Ok(assertion) => view.session.set_assertion(Some(assertion)),
        Err(error) => {
            view.discovery.signing_failed = true;
            view.position.problem = Some(error.to_string());
        }
    }
}
