//! Automatic refresh of tokens.

use grantscope::app::query::lifetimes;
use grantscope::app::{Effect, Message, Work, WorkKind};
use grantscope::demo::{Knobs, scenarios};
use grantscope::diagnosis::lifetimes::Asked;
use grantscope::profile::Profile;
use grantscope::protocol::jose::compact;
use grantscope::protocol::{HttpRequest, HttpResponse};
use grantscope::session::{Exchange, Purpose, Received, Session};

use super::{demo, purposes, scenario};
use crate::stage::{self, Stage};

/// Signed in, with automatic refresh.
fn kept_fresh(mut stage: Stage) -> Stage {
    stage.press("enter enter enter enter enter enter 7 f");
    assert!(stage.view_session().grant().is_some() && stage.view().keeps_fresh);
    stage
}

/// The demo with access tokens of that lifetime.
fn living(seconds: i64) -> Stage {
    let mut stage = demo();
    stage.provider = stage::provider(Knobs { access_token_lifetime: seconds, ..scenarios::CLEAN.knobs });
    kept_fresh(stage)
}

fn refreshes(stage: &Stage) -> usize {
    purposes(stage).iter().filter(|purpose| **purpose == Purpose::Refresh).count()
}

/// Lets seconds pass, one tick each.
fn pass(stage: &mut Stage, seconds: usize) {
    for _ in 0..seconds {
        stage.wait(1);
    }
}

/// The message in the bottom line when it ended.
fn ended(stage: &Stage) -> &str {
    assert!(!stage.view().keeps_fresh);
    &stage.model.notice.as_ref().unwrap().text
}

#[test]
fn an_hour_long_token_is_refreshed_a_minute_before_it_ends() {
    let mut stage = living(3600);
    pass(&mut stage, 3539);
    assert_eq!(refreshes(&stage), 0);
    pass(&mut stage, 2);
    assert_eq!(refreshes(&stage), 1);
    pass(&mut stage, 3500);
    assert_eq!((refreshes(&stage), stage.view().keeps_fresh), (1, true));
}

#[test]
fn a_token_of_a_minute_is_refreshed_in_its_last_quarter_and_no_more_often() {
    let mut stage = living(60);
    pass(&mut stage, 44);
    assert_eq!(refreshes(&stage), 0);
    pass(&mut stage, 2);
    assert_eq!(refreshes(&stage), 1);
    pass(&mut stage, 9 * 46);
    assert_eq!((refreshes(&stage), stage.view().keeps_fresh), (10, true));
}

#[test]
fn tokens_that_are_expired_on_arrival_are_refreshed_once() {
    let mut stage = kept_fresh(scenario("token-expired"));
    pass(&mut stage, 3);
    assert_eq!(refreshes(&stage), 1);
    assert!(ended(&stage).contains("has already expired"), "{}", ended(&stage));
    pass(&mut stage, 60);
    assert_eq!(refreshes(&stage), 1);
}

#[test]
fn tokens_of_a_few_seconds_end_it() {
    let mut stage = living(8);
    pass(&mut stage, 8);
    assert_eq!(refreshes(&stage), 1);
    assert!(ended(&stage).contains("only 8 s"), "{}", ended(&stage));
}

#[test]
fn a_refresh_that_is_refused_ends_it() {
    let mut stage = living(3600);
    stage.provider = stage::provider(Knobs { access_token_lifetime: 60, ..scenarios::CLEAN.knobs });
    pass(&mut stage, 3545);
    assert_eq!(refreshes(&stage), 1, "the other provider knows nothing of that refresh token");
    assert!(ended(&stage).contains("the refresh failed"), "{}", ended(&stage));
}

#[test]
fn a_session_that_is_refreshed_for_days_keeps_as_many_requests_as_its_file() {
    let mut stage = living(60);
    stage.model.kept_requests = 4;
    pass(&mut stage, 60 * 46);
    let kept = refreshes(&stage);
    assert!((4..=22).contains(&kept), "{kept}");
    let session = stage.view_session();
    let left_out = session.left_out().unwrap();
    assert!(left_out.exchanges > 20, "{left_out:?}");
    assert!(session.grant().is_some() && session.refresh_token().is_some() && session.attempt().is_some());
    assert!(stage.view().keeps_fresh);
    // What is not saved is still said to be unsaved.
    assert!(stage.view().would_be_lost().is_some());
}

/// A client with a private key, with tokens that expire in ten minutes.
fn signing() -> Stage {
    let session = super::machine::client_with_key().view_session().clone();
    let profile = Profile { is_machine: false, ..session.profile().clone() };
    let mut session = Session::new(profile, session.client_secret().cloned());
    let now = Stage::at_start().now;
    let id = session.begin(Purpose::Token, HttpRequest::get("https://op.example/token"), now);
    let tokens = r#"{"access_token":"opaque","token_type":"Bearer","expires_in":600,"refresh_token":"r"}"#;
    let response = HttpResponse::new(200).with_body("application/json", tokens);
    session.absorb(id, Received::Response(response).into());
    Stage::session(session)
}

/// The assertions of the refresh requests, and when they expire.
fn assertions(stage: &Stage) -> Vec<i64> {
    let refreshes = stage.view_session().exchanges().filter(|exchange| exchange.purpose == Purpose::Refresh);
    let assertion = |exchange: &Exchange| exchange.request.form().get("client_assertion").unwrap().to_owned();
    let end = |text: String| compact::peek(&text).unwrap().get("exp").unwrap().as_i64().unwrap();
    refreshes.map(|exchange| end(assertion(exchange))).collect()
}

#[test]
fn a_client_that_signs_assertions_sends_a_new_one_with_an_automatic_refresh() {
    let mut stage = signing();
    stage.press("7 f 5");
    pass(&mut stage, 545);
    let [end] = assertions(&stage)[..] else { panic!("{:?}", stage.findings()) };
    assert!(end > stage.now.as_second(), "it had expired when it was sent");
}

#[test]
fn a_client_that_signs_assertions_sends_one_when_the_lifetimes_ask_for_a_refresh() {
    let mut stage = signing();
    let row = lifetimes::asked(&stage.model).iter().position(|asked| *asked == Asked::Refresh).unwrap();
    stage.press("5 T home").press(&"down ".repeat(row)).press("enter");
    assert_eq!(assertions(&stage).len(), 1);
}

#[test]
fn an_assertion_that_cannot_be_signed_ends_automatic_refresh() {
    let mut stage = signing();
    stage.press("7 f 5");
    stage.answers = false;
    pass(&mut stage, 545);
    let Some(Effect::Start { id, work: Work::SignAssertion { .. } }) = stage.waiting.pop_back() else {
        panic!("{:?}", stage.waiting)
    };
    let answer = WorkKind::SignAssertion.lost(false, std::time::Duration::ZERO);
    stage.take(Message::Answered { id, answer });
    assert!(ended(&stage).starts_with("auto-refresh stopped: "), "{}", ended(&stage));
    assert_eq!(refreshes(&stage), 0);
}
