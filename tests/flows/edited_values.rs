//! A value that the person edited is the cause of what fails because of it, and the provider is not.

use grantscope::protocol::Finding;
use grantscope::session::Step;

use super::demo;
use crate::stage::Stage;
use grantscope::app::query::fields::{self, Change};

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
    stage.press("3 e ctrl-u").type_text(&edited).press("enter 4 enter");
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
    stage.press("3 e ctrl-u").type_text(&other).press("enter");
    assert!(stage.view_session().callback().unwrap().edits.is_empty());
}

/// The rows of the step: name, value, how it was changed.
fn rows(stage: &Stage) -> Vec<(String, String, Change)> {
    fields::rows(stage.view()).into_iter().map(|row| (row.name, row.value, row.change)).collect()
}

#[test]
fn each_change_is_undone_by_itself_the_last_one_first() {
    let mut stage = at_redeem("redirect_uri");
    let built = rows(&stage);
    stage.press("e x enter e y enter");
    let edited = rows(&stage);
    select(&mut stage, "code_verifier");
    stage.press("-");
    let removed = rows(&stage).into_iter().find(|(name, ..)| name == "code_verifier").unwrap();
    assert_eq!(removed.2, Change::Removed);
    assert_eq!(rows(&stage).len(), built.len(), "the removed row stays");
    stage.press("u");
    assert_eq!(rows(&stage), edited);
    stage.press("u");
    let changed: Vec<_> = rows(&stage).into_iter().filter(|(_, _, change)| *change != Change::None).collect();
    let was = built.iter().find(|(name, ..)| name == "redirect_uri").unwrap().1.clone();
    assert_eq!(changed, [("redirect_uri".to_owned(), format!("{was}x"), Change::Changed(was))]);
    stage.press("u");
    assert_eq!(rows(&stage), built);
    assert!(!stage.view().is_edited(grantscope::session::Purpose::Token));
    assert!(stage.press("u").model.notice.as_ref().unwrap().text.contains("no changes to undo"));
}

#[test]
fn all_changes_are_undone_at_once_and_that_is_undone_too() {
    let mut stage = demo();
    stage.press("enter enter");
    let built = rows(&stage);
    select(&mut stage, "scope");
    stage.press("e x enter -");
    let edited = rows(&stage);
    assert_ne!(edited, built);
    stage.press("U");
    assert_eq!(rows(&stage), built);
    stage.press("u");
    assert_eq!(rows(&stage), edited);
}

#[test]
fn a_removed_parameter_is_put_back_in_its_place_with_another_value() {
    let mut stage = at_redeem("redirect_uri");
    let built = rows(&stage);
    stage.press("- e x enter");
    let was = built.iter().find(|(name, ..)| name == "redirect_uri").unwrap().1.clone();
    let expected = |row: &(String, String, Change)| match row.0.as_str() {
        "redirect_uri" => (row.0.clone(), format!("{was}x"), Change::Changed(was.clone())),
        _ => row.clone(),
    };
    assert_eq!(rows(&stage), built.iter().map(expected).collect::<Vec<_>>());
}

#[test]
fn the_client_shows_what_its_profile_had_and_each_change_is_undone() {
    let mut stage = demo();
    select(&mut stage, "scopes");
    let built = rows(&stage);
    stage.press("e x enter");
    let changed = rows(&stage).into_iter().find(|(name, ..)| name == "scopes").unwrap();
    assert!(matches!(&changed.2, Change::Changed(was) if changed.1 == format!("{was}x")), "{changed:?}");
    stage.press("u");
    assert_eq!(rows(&stage), built);
}

#[test]
fn the_received_callback_is_edited_and_shows_what_it_was() {
    let mut stage = demo();
    stage.press("enter 2 s enter 3");
    assert_eq!(
        grantscope::app::query::availability::label(&stage.model, grantscope::app::Action::Edit),
        "edit callback"
    );
    stage.press("e backspace").type_text("~").press("enter");
    let edits = &stage.view_session().callback().unwrap().edits;
    assert_eq!(edits.iter().map(|edit| edit.name.as_str()).collect::<Vec<_>>(), ["state"]);
    let shown = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    assert!(shown.contains("~ state") && shown.contains("was "), "{shown}");
}

#[test]
fn what_was_changed_stays_in_sight_after_sending() {
    let mut stage = at_redeem("redirect_uri");
    stage.press("e x enter");
    select(&mut stage, "code_verifier");
    stage.press("- enter");
    for size in [(80, 24), (120, 36)] {
        stage.press("home");
        let mut shown = crate::screens::screen(&mut stage, size, &grantscope::ui::Styles::default());
        stage.press("end");
        shown += &crate::screens::screen(&mut stage, size, &grantscope::ui::Styles::default());
        let has = |text: &str| shown.contains(text);
        assert!(has("~ redirect_uri") && has("was"), "{shown}");
        assert!(has("- code_verifier") && has("removed"), "{shown}");
    }
}
