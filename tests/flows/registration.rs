//! The registration check in the terminal interface.

use grantscope::app::model::registration::{Asking, Registration};
use grantscope::app::{Effect, Overlay, Work};
use grantscope::demo::scenarios::CLEAN;
use grantscope::demo::{Endpoint, Fault, Knobs};
use grantscope::diagnosis::registration_oracle::PAUSE;
use grantscope::session::{Purpose, Session};

use crate::stage::{ORIGIN, Stage, provider};

/// A client of the embedded provider after its preflight, with a redirect URI.
fn after_preflight(redirect_uri: &str) -> Stage {
    let mut profile = Stage::demo(&CLEAN).view_session().profile().clone();
    profile.redirect_uris = vec![redirect_uri.to_owned()];
    let mut stage = Stage::session(Session::new(profile, None));
    stage.press("f");
    stage
}

fn registration(stage: &Stage) -> &Registration {
    stage.view().checks.registration.as_ref().unwrap()
}

fn recorded(stage: &Stage) -> usize {
    stage.view_session().exchanges().filter(|exchange| exchange.purpose == Purpose::RegistrationProbe).count()
}

#[test]
fn a_second_key_sends_one_request_at_a_time_and_it_ends_in_the_sentence_that_is_needed() {
    let mut stage = after_preflight("http://localhost:8765/callback/");
    let before = stage.asked.len();
    stage.press("r");
    assert_eq!(stage.asked.len(), before, "the question alone sends nothing");
    let count = registration(&stage).oracle.len();
    stage.press("enter");
    assert_eq!(registration(&stage).asking, Asking::Ended);
    assert_eq!(
        registration(&stage).oracle.sentences()[0],
        "The redirect URI is registered as http://localhost:8765/callback; http://localhost:8765/callback/ was sent: \
         there is an extra trailing slash."
    );
    let asked = &stage.asked[before..];
    assert_eq!(asked.len(), 2 * count - 1, "a pause between any two");
    for (at, effect) in asked.iter().enumerate() {
        match effect {
            Effect::Start { work: Work::Send { request, .. }, .. } if at % 2 == 0 => {
                assert!(request.url.starts_with(&format!("{ORIGIN}/oauth2/authorize?")), "{}", request.url);
            }
            Effect::Start { work: Work::Pause(length), .. } if at % 2 == 1 => assert_eq!(*length, PAUSE),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(recorded(&stage), count, "every request is on record");
    assert_eq!(stage.findings(), ["redirect_uri.not_registered"], "what preflight found, and nothing more");
}

#[test]
fn esc_calls_it_off_and_what_was_answered_stays() {
    for keys in ["esc", "ctrl-x"] {
        let mut stage = after_preflight("http://localhost:8765/callback");
        stage.press("r");
        stage.answers = false;
        stage.press("enter");
        let first = stage.waiting.pop_front().unwrap();
        stage.answer(first);
        assert!(
            matches!(stage.waiting.front(), Some(Effect::Start { work: Work::Pause(_), .. })),
            "{:?}",
            stage.waiting
        );
        stage.press(keys);
        assert_eq!(registration(&stage).asking, Asking::CalledOff);
        assert!(stage.model.overlay.is_some(), "the rows are still there");
        stage.answer_all();
        assert_eq!((recorded(&stage), registration(&stage).oracle.rows().len()), (1, 1), "the pause ends in nothing");
        stage.press("esc");
        assert!(matches!(stage.model.overlay, Some(Overlay::Preflight { .. })), "from where they were asked");
        assert!(!stage.view().is_running());
    }
}

#[test]
fn a_request_that_is_under_way_is_given_up_with_it() {
    let mut stage = after_preflight("http://localhost:8765/callback");
    stage.press("r");
    stage.answers = false;
    stage.press("enter esc");
    assert!(stage.asked.contains(&Effect::Cancel(stage.last("Send"))));
    stage.answer_all();
    assert!(registration(&stage).oracle.rows().is_empty(), "an answer that comes all the same makes no row");
}

#[test]
fn the_first_429_ends_it() {
    let mut stage = after_preflight("http://localhost:8765/callback");
    stage.provider = provider(Knobs { faults: &[(Endpoint::Authorize, Fault::Throttled)], ..Knobs::FAITHFUL });
    stage.press("r enter");
    assert_eq!((registration(&stage).asking, recorded(&stage)), (Asking::Ended, 1));
    let said = registration(&stage).oracle.sentences();
    assert!(said.last().unwrap().starts_with("Ended early: the provider returned 429"), "{said:?}");
}

#[test]
fn the_questions_go_to_the_clients_own_endpoint_whatever_was_typed_into_the_request() {
    let mut stage = after_preflight("http://localhost:8765/callback");
    stage.press("esc 2 home e ctrl-u").type_text("https://elsewhere.example/authorize").press("enter f r enter");
    let last = stage.view_session().attempt().unwrap().draft.endpoint.clone();
    assert_eq!(last, "https://elsewhere.example/authorize", "preflight sent what the person typed");
    let probes = stage.view_session().exchanges().filter(|exchange| exchange.purpose == Purpose::RegistrationProbe);
    assert!(probes.into_iter().all(|exchange| exchange.request.url.starts_with(ORIGIN)));
    assert_eq!(recorded(&stage), registration(&stage).oracle.len());
}

#[test]
fn it_goes_on_behind_a_paste_and_f_brings_it_back() {
    let mut stage = after_preflight("http://localhost:8765/callback");
    stage.press("r");
    stage.answers = false;
    stage.press("enter");
    stage.paste("http://localhost:8765/callback?code=x&state=y").press("esc f");
    assert!(matches!(stage.model.overlay, Some(Overlay::Registration { .. })));
    assert!(registration(&stage).is_asking());
    stage.answer_all();
    assert_eq!(registration(&stage).asking, Asking::Ended);
}

#[test]
fn an_answer_that_comes_to_another_client_moves_nothing() {
    let mut stage = after_preflight("http://localhost:8765/callback");
    stage.press("r");
    stage.answers = false;
    stage.press("enter esc esc esc down e").type_text("x").press("enter");
    assert!(stage.view().checks.registration.is_none(), "a changed client has another registration");
    stage.answer_all();
    assert!(stage.view().checks.registration.is_none());
}
