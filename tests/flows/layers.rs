//! What lies on top: going back leads one layer back, and copying works in every layer.

use grantscope::app::copy::CopyKind;
use grantscope::app::{Effect, Overlay, copy};
use grantscope::demo::scenarios::CLEAN;

use crate::list_on_top;
use crate::stage::Stage;

/// Signed in, at the tokens.
fn signed_in() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    stage
}

/// The kind of what lies on top, by its first word.
fn on_top(stage: &Stage) -> String {
    let overlay = format!("{:?}", stage.model.overlay);
    overlay.trim_start_matches("Some(").split([' ', '(', ')']).next().unwrap_or_default().to_owned()
}

/// What lies on top after each `esc`, down to the screen.
fn way_back(stage: &mut Stage) -> Vec<String> {
    let mut way = vec![on_top(stage)];
    while stage.model.overlay.is_some() {
        stage.press("esc");
        way.push(on_top(stage));
    }
    way
}

#[test]
fn esc_leads_one_layer_back() {
    let mut stage = signed_in();
    stage.press("d home enter");
    assert_eq!(way_back(&mut stage), ["Exchanges", "Diagram", "None"]);
    stage.press("x ? :");
    assert_eq!(way_back(&mut stage), ["List", "Help", "Exchanges", "None"]);
    stage.press("1 f r ?");
    assert_eq!(way_back(&mut stage), ["Help", "Registration", "Preflight", "None"]);

    let mut stage = Stage::demo(grantscope::demo::scenarios::find("verifier-foreign").unwrap());
    stage.press("enter enter enter enter enter enter tab enter enter");
    assert_eq!(way_back(&mut stage), ["Exchanges", "Finding", "None"]);
}

#[test]
fn no_window_is_open_twice() {
    let mut stage = signed_in();
    stage.press("x ? ? ?");
    assert_eq!(way_back(&mut stage), ["Help", "Exchanges", "None"]);
}

#[test]
fn a_paste_that_is_put_away_leaves_what_it_covered() {
    let mut stage = signed_in();
    stage.press("x").paste("https://app.example/cb?error=access_denied&state=1");
    assert!(list_on_top(&stage).is_some());
    stage.press("end enter");
    assert_eq!(way_back(&mut stage), ["Exchanges", "None"]);
}

#[test]
fn copying_works_in_every_layer_and_is_about_what_it_covers() {
    for layer in ["x", "d", "w", "?", "1 f", "5 c"] {
        let mut stage = signed_in();
        stage.press(layer);
        let under = stage.model.overlay.clone();
        stage.press("y");
        assert_eq!(stage.model.overlay, Some(Overlay::Copy), "{layer}");
        stage.press("a");
        assert!(matches!(stage.asked.last(), Some(Effect::Copy { what, .. }) if what.contains("access")), "{layer}");
        assert_eq!(stage.model.overlay, under, "{layer}");
    }
    let mut stage = signed_in();
    stage.press("x home y");
    let line = copy::text(&stage.model, CopyKind::Curl).unwrap();
    assert!(line.expose().contains("openid-configuration"), "the selected exchange, not the step's");
}

#[test]
fn the_start_screen_has_nothing_to_copy_and_a_list_on_it_says_so() {
    let mut stage = Stage::at_start();
    grantscope::app::update(
        &mut stage.model,
        grantscope::app::Message::Paste(grantscope::protocol::Secret::new("nonsense")),
        stage.now,
    );
    stage.press("y");
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.text.contains("no session is open")));
}
