//! Values that a person edits, types and pastes before a request is sent.

use super::*;

#[test]
fn a_value_is_edited_before_it_is_sent_also_into_something_wrong() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter");
    assert_eq!(stage.view().step(), Step::Redeem);
    // Method and endpoint, grant_type, code, redirect_uri.
    stage.press("down down down e").type_text("/q?");
    assert!(stage.model.overlay.is_none(), "letters type while a text field has the keys");
    stage.press("enter enter");
    let sent = stage.view_session().last_exchange(Purpose::Token).unwrap();
    assert_eq!(sent.request.form().get("redirect_uri"), Some("http://localhost:8765/callback/q?"));
    assert_eq!(stage.view().progress(Step::Redeem), Progress::Failed);
    assert!(!stage.findings().is_empty());
}

#[test]
fn a_changed_authorization_request_is_known_as_changed_until_it_is_reset() {
    let mut stage = demo();
    stage.press("enter enter down down e enter");
    assert!(!stage.view().is_edited(field::AUTHORIZATION), "what was taken as it was is not a change");
    stage.press("del");
    assert!(stage.view().is_edited(field::AUTHORIZATION));
    stage.press("u");
    assert!(!stage.view().is_edited(field::AUTHORIZATION));
}

#[test]
fn esc_leaves_a_text_field_as_it_was_and_never_quits() {
    let mut stage = demo();
    let before = stage.view_session().profile().clone();
    stage.press("down e").type_text("xyz").press("esc esc esc esc");
    assert_eq!(stage.view_session().profile(), &before);
    assert!(!stage.model.quitting);
}

#[test]
fn a_parameter_is_added_and_left_out() {
    let mut stage = demo();
    stage.press("enter enter a").type_text("prompt=login").press("enter");
    let draft = |stage: &Stage| stage.view().drafts.authorization.as_ref().unwrap().request.parameters.clone();
    assert_eq!(draft(&stage).get("prompt"), Some("login"));
    stage.press("home down del");
    assert_eq!(draft(&stage).get("response_type"), None);
}

#[test]
fn another_verifier_makes_another_challenge() {
    let mut stage = demo();
    stage.press("enter enter end e ctrl-u").type_text("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").press("enter");
    let draft = stage.view().drafts.authorization.clone().unwrap();
    let challenge = draft.request.parameters.get("code_challenge");
    assert_eq!(challenge, Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

#[test]
fn a_paste_outside_a_text_field_is_recognised_and_sends_nothing_by_itself() {
    let mut stage = elsewhere("https://app.example/cb");
    stage.press("2 enter");
    let state = stage.view_session().attempt().unwrap().parameter("state").unwrap().to_owned();
    let asked = stage.asked.len();
    stage.paste(&format!("https://app.example/cb?code=abc&state={state}"));
    assert!(list_on_top(&stage).is_some_and(|kind| matches!(kind, ListKind::Paste(_))));
    assert_eq!(stage.view_session().callback(), None);
    assert_eq!(stage.asked.len(), asked, "a paste asks for nothing");
    stage.press("enter");
    assert_eq!(stage.view_session().callback().unwrap().callback.code(), Some("abc"));
    assert_eq!(stage.view().progress(Step::Callback), Progress::Done);
}

#[test]
fn a_paste_into_a_text_field_stays_on_one_line_and_is_not_sent() {
    let mut stage = demo();
    stage.press("down e ctrl-u").paste("abc\r\ndef\n");
    assert_eq!(stage.view().position.editing.as_ref().unwrap().input.value(), "abcdef");
    stage.press("enter");
    assert_eq!(stage.view_session().profile().client_id, "abcdef");
    assert_eq!(stage.view_session().exchanges().count(), 0);
}

#[test]
fn a_paste_goes_into_a_text_field_at_its_cursor_and_a_long_one_takes_no_time() {
    let mut stage = demo();
    stage.press("1 e ctrl-u").type_text("äz").press("left").paste("ö\r\nü").type_text("!");
    let value = |stage: &Stage| stage.view().position.editing.as_ref().unwrap().input.value().to_owned();
    assert_eq!(value(&stage), "äöü!z");
    // Inserted one character at a time, this would take half an hour.
    stage.paste(&"é".repeat(1_000_000));
    assert_eq!(value(&stage).chars().count(), 1_000_005);
    stage.press("esc");
}
