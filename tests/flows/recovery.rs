//! What Enter does after a failure.

use grantscope::app::query::guidance;
use grantscope::app::query::next_action::StepAction;
use grantscope::app::query::next_action::{self, step_action};
use grantscope::app::{Answer, Progress};
use grantscope::protocol::HttpResponse;
use grantscope::session::{Delivery, FailureKind, Purpose, Received, Step};

use super::{demo, elsewhere, purposes, scenario};
use crate::stage::Stage;

/// A client with a callback; the test supplies the responses.
fn at_redeem() -> Stage {
    let mut stage = elsewhere("https://app.example/cb");
    stage.press("2 enter");
    call_back(&mut stage, "abc");
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Redeem);
    stage.answers = false;
    stage
}

fn call_back(stage: &mut Stage, code: &str) {
    let state = stage.view_session().attempt().unwrap().parameter("state").unwrap().to_owned();
    stage.paste(&format!("https://app.example/cb?code={code}&state={state}")).press("enter");
}

/// Sends the request and answers it.
fn answer(stage: &mut Stage, received: Received) {
    stage.press("enter");
    let delivery = Delivery { received, ..Delivery::failed(FailureKind::Dns, "", std::time::Duration::ZERO) };
    stage.reply(Answer::Send(Box::new(delivery)));
}

fn refusal(status: u16, error: &str) -> Received {
    let body = format!(r#"{{"error":"{error}"}}"#);
    Received::Response(HttpResponse::new(status).with_body("application/json", body))
}

fn failure(kind: FailureKind) -> Received {
    Delivery::failed(kind, "it did not work", std::time::Duration::ZERO).received
}

#[test]
fn enter_never_sends_a_dead_code_again_and_the_next_round_is_a_new_one() {
    let mut stage = scenario("verifier-lost");
    stage.press("enter enter enter enter enter enter");
    assert_eq!((stage.view().step(), stage.view().progress(Step::Redeem)), (Step::Redeem, Progress::Failed));
    assert_eq!(next_action::label(stage.view(), true), "start again");
    let (sent, states) = (purposes(&stage).len(), stage.view_session().attempt().cloned());
    stage.press("enter");
    assert_eq!((stage.view().step(), purposes(&stage).len()), (Step::Authorize, sent), "nothing is sent by that");
    stage.press("enter enter");
    assert_eq!(stage.view().step(), Step::Callback);
    assert_ne!(stage.view_session().attempt().cloned(), states);
    assert_eq!(stage.view().progress(Step::Redeem), Progress::Ready);
}

#[test]
fn the_invalid_request_can_still_be_rebuilt_and_sent_on_purpose() {
    let mut stage = scenario("verifier-lost");
    stage.press("enter enter enter enter enter enter r enter");
    assert_eq!(purposes(&stage).iter().filter(|purpose| **purpose == Purpose::Token).count(), 2);
}

#[test]
fn temporary_failures_are_sent_again_and_others_are_rebuilt() {
    let again = StepAction::Send(Purpose::Token);
    for (received, expected) in [
        (refusal(400, "invalid_grant"), StepAction::BeginAgain),
        (refusal(200, "invalid_grant"), StepAction::BeginAgain),
        (refusal(200, "bad_verification_code"), StepAction::BeginAgain),
        (refusal(401, "invalid_client"), StepAction::Compose),
        (refusal(400, "unsupported_grant_type"), StepAction::Compose),
        (refusal(429, "slow_down"), again),
        (refusal(503, "temporarily_unavailable"), again),
        (Received::Response(HttpResponse::new(502).with_body("text/html", "<h1>Bad Gateway</h1>")), again),
        (Received::Response(HttpResponse::new(200).with_body("application/json", "{}")), StepAction::BeginAgain),
        (Received::Response(HttpResponse::new(404).with_body("text/html", "")), StepAction::Compose),
        (failure(FailureKind::Dns), again),
        (failure(FailureKind::Timeout), again),
        (failure(FailureKind::Cancelled), again),
        (failure(FailureKind::Refused), StepAction::Compose),
    ] {
        let mut stage = at_redeem();
        answer(&mut stage, received.clone());
        assert_eq!(stage.view().progress(Step::Redeem), Progress::Failed);
        assert_eq!(step_action(stage.view()), expected, "{received:?}");
    }
}

#[test]
fn a_request_that_has_to_change_is_shown_to_be_changed_and_then_sent() {
    let mut stage = at_redeem();
    answer(&mut stage, refusal(401, "invalid_client"));
    stage.press("enter");
    assert!(stage.view().is_composing(Step::Redeem));
    assert_eq!(purposes(&stage).len(), 1);
    assert_eq!(step_action(stage.view()), StepAction::Send(Purpose::Token));
}

#[test]
fn a_new_code_is_redeemed_although_the_one_before_was_refused() {
    let mut stage = at_redeem();
    answer(&mut stage, refusal(400, "invalid_grant"));
    call_back(&mut stage, "def");
    stage.press("4");
    assert_eq!(step_action(stage.view()), StepAction::Send(Purpose::Token));
}

#[test]
fn a_callback_that_cannot_be_used_leads_to_a_new_request() {
    let mut stage = scenario("state-forged");
    stage.press("enter enter enter enter");
    assert_eq!(stage.view().progress(Step::Callback), Progress::Failed);
    assert_eq!(next_action::label(stage.view(), true), "start again");
    stage.press("enter");
    assert!(stage.view().step() == Step::Authorize && stage.view().is_composing(Step::Authorize));
}

#[test]
fn a_dead_refresh_token_leads_to_a_new_request() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 8 enter 7 enter");
    assert_eq!(stage.view().progress(Step::Refresh), Progress::Failed);
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Authorize);
    assert_eq!(purposes(&stage).iter().filter(|purpose| **purpose == Purpose::Refresh).count(), 1);
}

#[test]
fn a_rejected_access_token_is_refreshed_and_one_without_the_scope_needs_a_new_sign_in() {
    for (status, expected) in [(401, StepAction::GoTo(Step::Refresh)), (403, StepAction::BeginAgain)] {
        let mut stage = demo();
        stage.press("enter enter enter enter enter enter 6");
        stage.answers = false;
        answer(&mut stage, refusal(status, "invalid_token"));
        assert_eq!(step_action(stage.view()), expected);
    }
}

#[test]
fn a_userinfo_request_with_a_wrong_token_is_rebuilt_and_sent() {
    let mut stage = scenario("userinfo-id-token");
    stage.press("enter enter enter enter enter enter 6 enter");
    assert_eq!(step_action(stage.view()), StepAction::Compose);
    let mut stage = scenario("signed-out-everywhere");
    stage.press("enter enter enter enter enter enter 6 enter");
    assert_eq!(step_action(stage.view()), StepAction::GoTo(Step::Refresh));
    stage.press("enter enter");
    assert_eq!(step_action(stage.view()), StepAction::BeginAgain, "the refresh token is dead too");
}

#[test]
fn who_was_refused_as_a_client_is_sent_to_its_secret() {
    let mut stage = Stage::demo(grantscope::demo::scenarios::find("secret-wrong").unwrap());
    stage.press("enter enter enter enter enter enter");
    assert_eq!(stage.view().step(), Step::Redeem);
    let told = guidance::sentence(&stage.model, stage.view());
    assert!(told.contains("change the secret in step 1 "), "{told}");
}
