//! The cause of a failure is on the screen, at the step that shows it.

use super::*;

/// How often Enter is pressed in a login without a fault, from the first step to the end of the last one.
fn enters_of_the_normal_flow() -> usize {
    let mut stage = Stage::demo(&CLEAN);
    let is_over = |stage: &Stage| stage.view_session().exchanges().any(|exchange| exchange.purpose == Purpose::Logout);
    (1..).find(|_| is_over(stage.press("enter"))).unwrap()
}

#[test]
fn enter_alone_shows_the_cause_of_every_scenario() {
    // A request that is repeated or out of order needs keys of its own.
    const AGAIN: [&str; 3] = ["code-replayed", "refresh-rotated-out", "refresh-revoked"];
    let most = enters_of_the_normal_flow();
    for size in [(80, 24), (120, 36)] {
        for scenario in scenarios::ALL {
            let mut stage = Stage::demo(scenario);
            let found = (0..most).any(|_| !stage.press("enter").findings().is_empty());
            assert_eq!(found, !AGAIN.contains(&scenario.id), "{}: {most} times enter", scenario.id);
            if !found {
                continue;
            }
            let title = stage.view().findings[0].rule.title;
            let start: Vec<_> = title.split(' ').take(4).collect();
            let shown = words(&mut stage, size);
            assert!(shown.contains(&start.join(" ")), "{}: {title:?} is not on the screen: {shown}", scenario.id);
        }
    }
}

#[test]
fn a_request_under_way_says_how_long_and_how_long_at_most() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter").wait(7);
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains(" waiting for the response") && shown.contains("7.0 s of 30 s"), "{shown}");
}

#[test]
fn who_gave_up_is_not_led_to_a_cause_that_there_is_not() {
    use grantscope::session::{Delivery, FailureKind};
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter ctrl-x");
    let delivery = Delivery::failed(FailureKind::Cancelled, "called off", std::time::Duration::ZERO);
    stage.reply(Answer::Send(Box::new(delivery)));
    let shown = words(&mut stage, (120, 36));
    assert!(
        shown.contains("cancelled: enter sends the request again") && !shown.contains("shows the cause"),
        "{shown}"
    );
}

#[test]
fn a_pool_without_a_domain_fails_at_the_first_step() {
    let mut stage = Stage::demo(scenarios::find("no-domain").unwrap());
    stage.press("enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("✗ failed") && !shown.contains("✓ done"), "{shown}");
    assert!(!shown.contains("HTTP 200") && shown.contains("no domain"), "{shown}");
}

#[test]
fn what_the_command_line_does_by_a_command_the_screen_does_by_keys() {
    use grantscope::profile::{Profile, Provider};
    use grantscope::session::Session;
    let endpoints = grantscope::protocol::Endpoints {
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        ..Default::default()
    };
    let mut profile = Profile::new(Provider::Explicit(endpoints), "client-1");
    profile.redirect_uris = vec!["http://localhost:8765/callback".to_owned()];
    let mut stage = Stage::session(Session::new(profile, None));
    stage.press("2 o");
    let waiting = words(&mut stage, (120, 36));
    assert!(
        waiting.contains("error page? Then no callback will arrive") && waiting.contains("f checks this"),
        "{waiting}"
    );
    stage.paste("https://op.example/error?error=redirect_mismatch").press("enter tab enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("f, then r to find out what the"), "{shown}");
}

#[test]
fn a_page_in_place_of_a_document_shows_what_a_reader_sees_before_its_style() {
    let mut stage = Stage::demo(scenarios::find("token-blocked").unwrap());
    stage.press("enter enter enter enter enter enter");
    let shown = words(&mut stage, (80, 24));
    let at = |text: &str| shown.find(text);
    assert!(at("An HTML page").is_some() && at("could not be satisfied").is_some(), "{shown}");
    assert!(at("color-scheme").is_none_or(|style| Some(style) > at("could not be satisfied")), "{shown}");
}

#[test]
fn the_pane_of_findings_has_room_for_the_cause_and_the_finding_itself_for_the_command() {
    let mut stage = Stage::demo(scenarios::find("redirect-slash").unwrap());
    stage.press("enter enter enter enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("There is an extra trailing slash") && !shown.contains("aws cognito-idp"), "{shown}");
    stage.press("tab enter");
    let opened = words(&mut stage, (120, 36));
    assert!(opened.contains("--callback-urls URL"), "{opened}");
}

#[test]
fn every_scenario_shows_at_the_step_it_names() {
    // The effect of a repeated or out-of-order request is visible only in its step.
    const AGAIN: [(&str, &str); 3] = [
        ("code-replayed", "4 r enter"),
        ("refresh-rotated-out", "7 enter r enter"),
        ("refresh-revoked", "8 enter 7 enter"),
    ];
    for scenario in scenarios::ALL {
        let mut stage = Stage::demo(scenario);
        match AGAIN.iter().find(|(id, _)| *id == scenario.id) {
            Some((_, keys)) => drop(stage.press("enter enter enter enter enter enter").press(keys)),
            None => drop((0..16).find(|_| !stage.press("enter").findings().is_empty())),
        }
        assert!(!stage.findings().is_empty(), "{}", scenario.id);
        assert_eq!(stage.view().step(), scenario.step(), "{}", scenario.id);
    }
}
