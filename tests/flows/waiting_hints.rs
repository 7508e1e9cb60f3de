//! What someone is told who waits for a browser that will not return.

use grantscope::app::model::session_view::Listener;
use grantscope::app::query::guidance;
use grantscope::app::{Answer, Effect, Message, Overlay, Work, WorkError};
use grantscope::protocol::Outcome;
use grantscope::session::{Purpose, Step};

use super::{elsewhere, purposes};
use crate::stage::Stage;

#[test]
fn who_waits_in_step_3_can_have_the_client_checked_and_the_wait_is_given_up() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("2 o");
    assert!(matches!(stage.view().browser.listener, Listener::Waiting(_)) && stage.view().step() == Step::Callback);
    stage.answers = false;
    stage.press("f");
    assert!(matches!(stage.model.overlay, Some(Overlay::Preflight { .. })));
    assert!(stage.waiting.iter().any(|effect| *effect == Effect::Cancel(stage.last("Listen"))), "{:?}", stage.waiting);
    assert_eq!(stage.view().browser.listener, Listener::Off);
    assert_eq!(purposes(&stage), [Purpose::Discovery]);
}

#[test]
fn an_error_page_of_the_provider_is_not_held_against_the_request_as_if_it_were_a_callback() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("2 o");
    stage.paste("https://op.example/error?error=redirect_mismatch&client_id=client-1").press("enter");
    assert_eq!(stage.findings(), ["redirect_uri.not_registered"]);
    let checks = stage.view_session().callback_checks();
    assert!(matches!(&checks[..], [only] if matches!(only.outcome, Outcome::NotChecked { .. })), "{checks:?}");
}

#[test]
fn preflight_in_step_3_does_not_throw_away_a_code_that_came() {
    let mut stage = super::demo();
    stage.press("enter enter enter enter 3");
    let sent = purposes(&stage).len();
    stage.press("f");
    assert_eq!((purposes(&stage).len(), &stage.model.overlay), (sent, &None));
    assert!(stage.view_session().callback().is_some() && stage.model.notice.is_some());
}

#[test]
fn what_a_person_searches_for_is_shown_as_typed_and_names_no_action() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("x /").type_text("{quit}").press("enter");
    assert!(guidance::sentence(&stage.model, stage.view()).contains("\"{quit}\""));
}

#[test]
fn a_failed_draw_of_randomness_is_reported_and_the_next_key_draws_again() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.answers = false;
    stage.press("2");
    stage.press("2 enter 2 r");
    stage.reply(Answer::DrawRandomness(Err(WorkError::of("the system gives no random bytes"))));
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.is_problem));
    let drawn = |stage: &Stage| stage.work().filter(|work| **work == Work::DrawRandomness).count();
    let before = drawn(&stage);
    stage.take(Message::Tick);
    assert_eq!(drawn(&stage), before, "no key, no new draw");
    stage.press("2");
    assert_eq!(drawn(&stage), before + 1);
}
