//! The callback: waited for, pasted or typed, and with another state than the sent one.

use super::*;

#[test]
fn a_loopback_redirect_uri_is_listened_at_before_the_browser_opens() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.asked.clear();
    stage.press("2 enter");
    let state = stage.view_session().attempt().unwrap().parameter("state").map(str::to_owned);
    let url = stage.view_session().attempt().unwrap().url();
    let listen = Work::Listen { redirect_uri: "http://localhost:8765/callback".into(), state: state.clone() };
    assert!(stage.work().skip_while(|work| **work != listen).nth(1) == Some(&Work::OpenBrowser { url }));
    let callback = format!("http://localhost:8765/callback?code=abc&state={}", state.unwrap());
    let outcome = grantscope::app::ListenOutcome::Callback(callback.into());
    stage.reply(Answer::Listen(outcome));
    assert_eq!((stage.view().step(), stage.view().progress(Step::Callback)), (Step::Callback, Progress::Done));
}

#[test]
fn a_late_callback_of_a_listener_that_was_given_up_moves_nothing() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("2 enter");
    let first = stage.last("Listen");
    stage.press("2 r enter");
    assert_ne!(stage.last("Listen"), first);
    let outcome = grantscope::app::ListenOutcome::Callback("http://localhost:8765/callback?code=old".into());
    stage.take(Message::Answered { id: first, answer: Answer::Listen(outcome) });
    assert_eq!(stage.view_session().callback(), None);
}

#[test]
fn a_redirect_uri_elsewhere_asks_for_a_paste() {
    let mut stage = elsewhere("myapp://callback");
    stage.press("2 enter");
    assert!(!stage.has_asked(WorkKind::Listen));
    assert!(stage.has_asked(WorkKind::OpenBrowser));
}

#[test]
fn a_browser_that_does_not_open_does_not_end_the_login() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("2 enter");
    stage.reply(Answer::OpenBrowser(Err(WorkError::of("no display"))));
    assert!(stage.model.notice.as_ref().unwrap().text.contains("no display"));
    assert!(stage.view().is_running());
}

#[test]
fn a_typed_callback_is_taken() {
    let mut stage = elsewhere("https://app.example/cb");
    stage.press("2 enter e").type_text("https://app.example/cb?code=abc").press("enter");
    assert_eq!(stage.view_session().callback().unwrap().callback.code(), Some("abc"));
    assert_eq!(stage.view().position.editing.as_ref().map(|_| ()), None);
}

#[test]
fn a_callback_with_another_state_is_shown_and_the_wait_continues() {
    let mut stage = elsewhere("http://localhost:8765/callback");
    stage.press("2 enter y u");
    let url = stage.view_session().attempt().unwrap().url();
    assert!(stage.work().any(|work| matches!(work, Work::Copy { text, .. } if text.expose() == url)));
    let stray = "http://localhost:8765/callback?code=abc&state=forged";
    stage.take(Message::News { id: stage.last("Listen"), news: News::UnexpectedCallback(stray.into()) });
    assert_eq!(stage.view().progress(Step::Callback), Progress::Failed);
    assert!(stage.view().is_running());
    let state = stage.view_session().attempt().unwrap().parameter("state").unwrap().to_owned();
    let ours = format!("http://localhost:8765/callback?code=abc&state={state}");
    stage.reply(Answer::Listen(grantscope::app::ListenOutcome::Callback(ours.into())));
    assert_eq!(stage.view().progress(Step::Callback), Progress::Done);
}

#[test]
fn enter_at_a_failed_callback_composes_a_new_request() {
    let mut stage = scenario("state-forged");
    stage.press("enter enter enter enter");
    assert_eq!((stage.view().step(), stage.view().progress(Step::Callback)), (Step::Callback, Progress::Failed));
    stage.press("enter");
    assert_eq!((stage.view().step(), stage.view().progress(Step::Authorize)), (Step::Authorize, Progress::Ready));
    assert!(stage.view().drafts.authorization.is_some());
    stage.press("enter");
    assert!(list_on_top(&stage) == Some(&ListKind::Users));
}

#[test]
fn the_implicit_grant_brings_its_tokens_in_the_callback_and_nothing_is_redeemed() {
    let mut stage = demo();
    let profile = scenarios::profile(&stage.provider.issuer(), "5tokens00grantscope00demo5").unwrap();
    let profile = Profile { response_type: "token".to_owned(), pkce: false, ..profile };
    let demo = stage.model.demo;
    let first = app::open(&mut stage.model, Session::new(profile, None), "implicit");
    stage.model.demo = demo;
    stage.perform(first);
    stage.press("enter enter enter enter");
    assert_eq!(stage.view().step(), Step::Callback);
    assert_eq!(stage.view().progress(Step::Callback), Progress::Done);
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Tokens);
    assert_eq!(stage.view().progress(Step::Tokens), Progress::Done);
    let grant = stage.view_session().grant().unwrap();
    assert!(grant.id_token.as_ref().unwrap().is_verified() && grant.access_token.as_ref().unwrap().is_verified());
    assert!(grant.refresh_token.is_none());
    assert_eq!(stage.findings(), ["authorization.implicit_grant"]);
    stage.press("6 enter");
    assert_eq!(stage.view().progress(Step::UserInfo), Progress::Done);
    for (step, key) in [(Step::Redeem, "4"), (Step::Refresh, "7")] {
        stage.press(key);
        assert!(matches!(stage.view().progress(step), Progress::Blocked(_)), "{step:?}");
    }
}

#[test]
fn a_callback_on_the_start_screen_can_be_read() {
    let mut stage = Stage::at_start();
    stage.paste("https://app.example/cb?error=access_denied&error_description=no+user&state=s").press("enter");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Pasted { .. })));
    stage.press("esc");
    assert!(list_on_top(&stage).is_some(), "back to what can be done with it");
    stage.press("esc");
    assert!(stage.model.overlay.is_none());
}
