//! Preflight in the terminal interface: discovery, keys, and the authorization request sent once without a browser.

use jiff::Timestamp;

use super::listening;
use crate::app::model::message::Effect;
use crate::app::model::preflight::Preflight;
use crate::app::model::registration::Registration;
use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay};
use crate::app::query::progress::Progress;
use crate::diagnosis::preflight::has_no_domain;
use crate::session::{Purpose, Step};

/// Starts preflight. Its authorization request starts a new round whose callback never arrives: step 2 builds the next
/// request.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.checks.registration.as_ref().is_some_and(Registration::is_asking) {
        model.open_overlay(Overlay::Registration { scroll: 0 });
        return Vec::new();
    }
    // Someone who waits for a callback while the browser shows an error page wants to know the cause: stop waiting.
    if view.pending().next().is_some() || view.browser.sign_in.is_some() {
        model.warn(model.words("a request is still running: {cancel} cancels it"));
        return Vec::new();
    }
    if view.step() == Step::Callback && view.progress(Step::Callback) == Progress::Done {
        model.warn("preflight would discard this valid callback; step 2 starts a new round");
        return Vec::new();
    }
    let mut stopped = listening::stop_listening(view);
    // The next registration check refers to the request that is sent now.
    view.checks.registration = None;
    compose_authorization(view);
    let draft = |purpose| Some((purpose, view.session.draft(purpose).ok()?));
    let effects = match draft(Purpose::Discovery).or_else(|| draft(Purpose::JwkSet)) {
        Some((purpose, draft)) => {
            view.checks.preflight = Preflight::Documents;
            vec![view.begin(purpose, draft.build(), now)]
        }
        None => {
            view.checks.preflight = Preflight::Request;
            Vec::new()
        }
    };
    model.open_overlay(Overlay::Preflight { scroll: 0 });
    stopped.extend(effects);
    stopped
}

/// Continues after an answer, unless another request followed from it.
pub fn answered(view: &mut SessionView) {
    if view.checks.preflight == Preflight::Documents {
        view.checks.preflight = Preflight::Request;
    }
}

/// Sends the authorization request once it has been built.
pub fn settle(view: &mut SessionView, now: Timestamp) -> Option<Effect> {
    if view.checks.preflight != Preflight::Request {
        return None;
    }
    let nowhere = view.session.endpoints().authorization.is_none();
    if nowhere || has_no_domain(&view.session) {
        view.checks.preflight = Preflight::Off;
        return None;
    }
    let draft = view.drafts.authorization.take()?;
    view.checks.preflight = Preflight::Off;
    let request = draft.request.build();
    view.session.authorize(draft, now);
    compose_authorization(view);
    Some(view.begin(Purpose::AuthorizationProbe, request, now))
}

fn compose_authorization(view: &mut SessionView) {
    if !view.drafts.again.contains(&Step::Authorize) {
        view.drafts.again.push(Step::Authorize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Answer, Key, Message, Work, open, update};
    use crate::profile::{Profile, Provider};
    use crate::protocol::HttpResponse;
    use crate::session::{Delivery, Randomness, Received, Session};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn answer(model: &mut Model, effects: &[Effect], response: HttpResponse) -> Vec<Effect> {
        let id = effects.iter().find_map(|effect| match effect {
            Effect::Start { id, work: Work::Send { .. } } => Some(*id),
            _ => None,
        });
        let delivery = Delivery::from(Received::Response(response));
        update(model, Message::Answered { id: id.unwrap(), answer: Answer::Send(Box::new(delivery)) }, NOW)
    }

    fn sent_to(effects: &[Effect]) -> Vec<String> {
        let url = |effect: &Effect| match effect {
            Effect::Start { work: Work::Send { request, .. }, .. } => {
                Some(request.url.split('?').next().unwrap_or_default().to_owned())
            }
            _ => None,
        };
        effects.iter().filter_map(url).collect()
    }

    #[test]
    fn it_asks_for_both_documents_and_sends_the_authorization_request_once() {
        let mut model = Model::new(NOW);
        open(&mut model, Session::new(Profile::new(Provider::Issuer("https://op.example".into()), "c"), None), "t");
        let effects = update(&mut model, Message::Key(Key::char('f')), NOW);
        assert_eq!(sent_to(&effects), ["https://op.example/.well-known/openid-configuration"]);
        let document = r#"{"issuer":"https://op.example","authorization_endpoint":"https://op.example/authorize",
            "jwks_uri":"https://op.example/jwks"}"#;
        let json = |body: &str| HttpResponse::new(200).with_body("application/json", body);
        let effects = answer(&mut model, &effects, json(document));
        assert_eq!(sent_to(&effects), ["https://op.example/jwks"]);
        assert!(sent_to(&answer(&mut model, &effects, json(r#"{"keys":[]}"#))).is_empty(), "randomness comes first");
        let Some(Effect::Start { id, work: Work::DrawRandomness }) = effects.last() else { panic!("{effects:?}") };
        let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
        let answer_to_it = Message::Answered { id: *id, answer: Answer::DrawRandomness(Ok(Box::new(random))) };
        let effects = update(&mut model, answer_to_it, NOW);
        assert_eq!(sent_to(&effects), ["https://op.example/authorize"]);
        let effects = answer(&mut model, &effects, HttpResponse::new(302).with_header("location", "/login"));
        assert!(sent_to(&effects).is_empty(), "nothing is followed: {effects:?}");
        assert!(model.view().unwrap().is_composing(Step::Authorize), "step 2 composes the next request");
    }
}
