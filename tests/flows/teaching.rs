//! What a teacher relies on who shows the flow to a class.

use grantscope::app::Progress;
use grantscope::app::query::guidance;
use grantscope::app::query::next_action;
use grantscope::demo::scenarios::PLANTED_CODE;
use grantscope::session::Step;

use super::{demo, scenario};
use crate::stage::Stage;

fn told(stage: &Stage) -> String {
    guidance::sentence(&stage.model, stage.view())
}

#[test]
fn a_step_with_unverified_tokens_is_not_done() {
    for id in ["jwks-dead", "keys-rotated"] {
        let mut stage = scenario(id);
        stage.press("enter 2 s enter 4 enter 5");
        assert!(stage.view_session().grant().is_some(), "{id}");
        assert_eq!(stage.view().progress(Step::Tokens), Progress::Failed, "{id}");
    }
}

#[test]
fn the_last_enter_begins_another_round_with_a_new_request() {
    let mut stage = demo();
    while stage.view().progress(Step::SignOut) != Progress::Done {
        stage.press("enter");
    }
    assert!(told(&stage).contains("the flow is complete"), "{}", told(&stage));
    let sent = stage.view_session().exchanges().count();
    stage.press("enter");
    assert!(stage.view().step() == Step::Authorize && stage.view().is_composing(Step::Authorize));
    assert_eq!(stage.view_session().exchanges().count(), sent, "nothing is sent by that");
}

#[test]
fn going_to_a_step_focuses_it() {
    let mut stage = scenario("keys-rotated");
    stage.press("enter 2 s enter 4 enter 5 tab");
    assert!(stage.view().is_at_finding());
    stage.press("6");
    assert!(!stage.view().is_at_finding());
    stage.press("tab r");
    assert!(!stage.view().is_at_finding());
}

#[test]
fn the_code_of_a_planted_callback_is_refused_for_its_verifier() {
    let mut stage = scenario("state-forged");
    stage.press("enter 2 s enter");
    assert_eq!(stage.findings(), ["state.mismatch"]);
    assert!(
        next_action::label(stage.view(), true).contains("start again") && told(&stage).contains("changes the scenario")
    );
    stage.press("4 enter");
    let form = stage.view_session().exchanges().last().unwrap().request.form();
    assert_eq!(form.get("code"), Some(PLANTED_CODE));
    assert_eq!(stage.view().progress(Step::Redeem), Progress::Failed, "{:?}", stage.findings());
    let answer = stage.view_session().exchanges().last().unwrap().response().unwrap().text();
    assert!(answer.contains("invalid_grant"), "{answer}");
}

#[test]
fn a_lesson_plays_its_experiment() {
    let mut stage = demo();
    stage.press("2 w down down enter");
    assert_eq!(stage.model.demo.map(|demo| demo.scenario.id), Some("pkce-plain"));
    assert!(stage.model.overlay.is_none() && stage.view().step() == Step::Client);
    // First the prediction.
    stage.press("b enter enter 2 s enter 2");
    let attempt = stage.view_session().attempt().unwrap();
    let verifier = attempt.verifier.as_ref().map(|verifier| verifier.expose());
    assert_eq!(attempt.parameter("code_challenge"), verifier, "plain is the verifier itself");
}

#[test]
fn a_scenario_that_revokes_first_says_so_and_an_old_refresh_token_is_not_the_one_held() {
    let mut stage = scenario("refresh-revoked");
    stage.press("enter 2 s enter 4 enter 7");
    assert!(told(&stage).contains("revoke in step 8"), "{}", told(&stage));
    stage.press("8 enter 7");
    assert!(!told(&stage).contains("revoke in step 8"), "{}", told(&stage));
    stage.press("enter");
    assert_eq!(stage.findings(), ["refresh.revoked"]);
}

#[test]
fn a_refused_old_refresh_token_gives_way_to_the_newest_which_still_works() {
    let mut stage = demo();
    stage.press("A down down down enter enter 2 s enter 4 enter 7");
    let old = stage.view_session().refresh_token().unwrap().expose().to_owned();
    stage.press("enter").wait(60);
    stage.press("r down down e ctrl-u").paste(&old).press("enter enter");
    assert_eq!(stage.findings(), ["refresh.rotated_out"]);
    assert!(told(&stage).contains("sends the newest one"), "{}", told(&stage));
    stage.press("enter");
    assert_eq!(stage.findings(), [""; 0]);
}

#[test]
fn one_app_client_has_tokens_of_five_minutes() {
    let mut stage = demo();
    stage.press("A down down down down down down enter enter 2 s enter 4 enter");
    let report = stage.view_session().grant().unwrap().access_token.clone().unwrap();
    let lives = report.time("exp").unwrap().duration_since(report.time("iat").unwrap());
    assert_eq!(lives.as_secs(), 300);
}

#[test]
fn problems_at_userinfo_are_distinguished() {
    let mut stage = scenario("userinfo-foreign");
    stage.press("enter 2 s enter 4 enter 6 enter");
    assert!(
        stage.view().findings[0].remedy.instruction.contains("UserInfo responds about another"),
        "{:?}",
        stage.view().findings
    );
}

#[test]
fn two_runs_of_a_step_are_compared_with_what_differs_and_the_finding_of_each() {
    let screen = |stage: &mut Stage, size| crate::screens::screen(stage, size, &grantscope::ui::Styles::default());
    let mut stage = demo();
    stage.press("enter 2 s enter 4 enter D");
    assert!(stage.model.overlay.is_none() && screen(&mut stage, (120, 36)).contains("no two runs yet"));
    stage.press("2 r s enter 4 home down down down e").type_text("/").press("enter enter D");
    for size in [(80, 24), (120, 36)] {
        let shown = screen(&mut stage, size);
        assert!(shown.contains("Two runs side by side"), "{shown}");
        let row = |name: &str| shown.lines().find(|line| line.contains(&format!("~ {name}"))).map(str::to_owned);
        assert!(row("redirect_uri").is_some(), "{shown}");
    }
    let shown = screen(&mut stage, (200, 60));
    let has = |text: &str| assert!(shown.contains(text), "{text}\n{shown}");
    has("changed by you: redirect_uri");
    has("- access_token");
    has("+ error");
    has("B: Redirect URI changed in the token request");
    has("A: none");
    assert!(!shown.contains("~ grant_type"), "{shown}");
    for secret in ["code", "code_verifier"] {
        let value = stage.view_session().exchanges().last().unwrap().request.form().get(secret).map(str::to_owned);
        assert!(value.is_none_or(|value| !shown.contains(&value)), "{secret}");
    }
    stage.press("esc 6 enter r home down e").type_text("x").press("enter enter D");
    let calls = screen(&mut stage, (200, 60));
    let token = stage.view_session().grant().unwrap().response.access_token().unwrap();
    assert!(calls.contains("~ authorization") && calls.contains("Bearer "), "{calls}");
    assert!(!calls.contains(&token.expose()[..40]), "{calls}");
    stage.press("esc 2 D");
    let logins = screen(&mut stage, (200, 60));
    assert!(logins.contains("new in every run") && logins.contains("~ nonce"), "{logins}");
}

#[test]
fn in_presenter_mode_each_key_sends_at_most_one_message_is_shown_and_reveals_nothing() {
    let mut stage = demo();
    stage.press("P");
    let secret_keys = ["v", "V"];
    let mut sent = stage.view_session().exchanges().count();
    let mut at_once = 0;
    for _ in 0..40 {
        stage.press("enter");
        let now = stage.view_session().exchanges().count();
        assert!(now - sent <= 1, "one key sent {} messages", now - sent);
        at_once += now - sent;
        sent = now;
        let screen = crate::screens::screen(&mut stage, (80, 24), &grantscope::ui::Styles::default());
        assert!(screen.contains("  enter  "), "the pressed key is shown\n{screen}");
        if stage.view().progress(Step::SignOut) == Progress::Done {
            break;
        }
    }
    assert!(at_once >= 10 && stage.view().progress(Step::SignOut) == Progress::Done, "the whole flow by one key");
    stage.press(secret_keys[0]);
    assert!(!stage.model.reveals());
    stage.press("P");
    assert!(stage.model.presenter.is_none() && stage.model.masking == grantscope::app::Masking::Masked);
}

#[test]
fn a_message_that_waits_for_the_presenters_key_is_given_up_with_its_sign_in() {
    let mut stage = demo();
    stage.press("P enter enter 2 s enter");
    assert!(stage.view().drafts.held.is_some() && told(&stage).contains("send the next message: GET /login"));
    stage.press("ctrl-x");
    assert!(stage.view().drafts.held.is_none() && stage.view().browser.sign_in.is_none());
}
