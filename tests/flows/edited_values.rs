//! A value that the person edited is the cause of what fails because of it, and the provider is not.

use grantscope::protocol::Finding;
use grantscope::session::Step;

use super::demo;
use crate::stage::Stage;

/// The demo at step 4 with a code, and the selected row.
fn at_redeem(row: &str) -> Stage {
    let mut stage = demo();
    stage.press("enter 2 s enter 4");
    select(&mut stage, row);
    stage
}

fn select(stage: &mut Stage, row: &str) {
    let rows = grantscope::app::query::fields::rows(stage.view());
    let at = rows.iter().position(|found| found.name == row).unwrap_or_else(|| panic!("{row} in {rows:?}"));
    stage.press("home");
    for _ in 0..at {
        stage.press("down");
    }
}

fn error(stage: &Stage) -> &Finding {
    stage.view().findings.first().unwrap_or_else(|| panic!("no finding at {:?}", stage.view().step()))
}

#[test]
fn a_parameter_edited_in_step_4_is_named_as_the_cause() {
    for (row, edit) in [("code", "e backspace x enter"), ("redirect_uri", "e x enter"), ("code_verifier", "-")] {
        let mut stage = at_redeem(row);
        stage.press(edit).press("enter");
        let finding = error(&stage);
        let told = if edit == "-" { "You removed " } else { "You changed " };
        assert!(finding.detail.starts_with(&format!("{told}{row} in this request")), "{row}: {finding:?}");
        assert!(finding.remedy.to_string().starts_with("Undo the edit"), "{row}: {finding:?}");
    }
}

#[test]
fn a_callback_edited_while_it_is_pasted_is_named_as_the_cause() {
    let mut stage = demo();
    stage.press("enter 2 s enter");
    let url = stage.view_session().callback().unwrap().text.clone();
    stage.press("3 e").paste(url.expose()).press("backspace").type_text("~").press("enter");
    assert_eq!(stage.view().step(), Step::Callback);
    let edited: Vec<_> = stage.view_session().callback().unwrap().edits.iter().map(|edit| edit.name.clone()).collect();
    assert_eq!(edited, ["state"]);
    let finding = error(&stage);
    assert!(finding.detail.starts_with("You changed state in the callback from "), "{finding:?}");
}

#[test]
fn a_code_edited_in_the_callback_is_named_when_step_4_fails() {
    let mut stage = demo();
    stage.press("enter 2 s enter");
    let record = stage.view_session().callback().unwrap();
    let code = record.callback.code().unwrap();
    let edited = record.text.expose().replace(code, &format!("{}0", &code[..code.len() - 1]));
    assert_ne!(edited, record.text.expose());
    stage.press("3 e").type_text(&edited).press("enter 4 enter");
    let finding = error(&stage);
    assert!(finding.detail.starts_with("You changed code in the callback from "), "{finding:?}");
}

#[test]
fn an_edited_byte_of_the_access_token_is_named_when_userinfo_rejects_it() {
    let mut stage = demo();
    stage.press("enter 2 s enter 4 enter 6");
    select(&mut stage, "authorization");
    stage.press("e backspace backspace backspace x enter enter");
    let finding = error(&stage);
    let told = "You changed the token of the authorization header in this request from ";
    assert!(finding.detail.starts_with(told), "{finding:?}");
    assert!(finding.detail.contains("(its signature)"), "{finding:?}");
}

#[test]
fn an_unedited_callback_of_another_sign_in_is_no_edit() {
    let mut stage = demo();
    stage.press("enter 2 s enter");
    let url = stage.view_session().callback().unwrap().text.clone();
    stage.press("3 e").paste(url.expose()).press("enter");
    assert!(stage.view_session().callback().unwrap().edits.is_empty());
    let other = url.expose().replace("code=", "code=00000000-");
    stage.press("3 e").type_text(&other).press("enter");
    assert!(stage.view_session().callback().unwrap().edits.is_empty());
}
