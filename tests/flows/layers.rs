//! Overlays: going back closes one at a time, and copying works in all of them.

use grantscope::app::keys::action::CopyKind;
use grantscope::app::model::drawn::Drawn;
use grantscope::app::query::copy;
use grantscope::app::{Answer, Effect, ListenOutcome, Message, News, Overlay, SaveOutcome, Work, WorkError, WorkKind};
use grantscope::demo::scenarios::CLEAN;
use grantscope::session::Step;

use super::list_on_top;
use crate::stage::Stage;

/// Signed in, at the tokens.
fn signed_in() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    stage
}

/// The kind of the overlay, by its first word.
fn on_top(stage: &Stage) -> String {
    let overlay = format!("{:?}", stage.model.overlay);
    overlay.trim_start_matches("Some(").split([' ', '(', ')']).next().unwrap_or_default().to_owned()
}

/// The open overlay after each `esc`, down to the screen.
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
    stage.press("x ?");
    assert_eq!(way_back(&mut stage), ["List", "Exchanges", "None"]);
    stage.press("1 f r ?");
    assert_eq!(way_back(&mut stage), ["List", "Registration", "Preflight", "None"]);

    let mut stage = Stage::demo(grantscope::demo::scenarios::find("verifier-foreign").unwrap());
    stage.press("enter enter enter enter enter enter tab enter enter");
    assert_eq!(way_back(&mut stage), ["Exchanges", "Finding", "None"]);
}

#[test]
fn no_window_is_open_twice() {
    let mut stage = signed_in();
    stage.press("x ?");
    grantscope::app::update::palette::open_help(&mut stage.model);
    assert_eq!(way_back(&mut stage), ["List", "Exchanges", "None"]);
}

#[test]
fn discarding_a_paste_shows_what_was_below_it() {
    let mut stage = signed_in();
    stage.press("x").paste("https://app.example/cb?error=access_denied&state=1");
    assert!(list_on_top(&stage).is_some());
    stage.press("end enter");
    assert_eq!(way_back(&mut stage), ["Exchanges", "None"]);
}

#[test]
fn copying_works_in_every_layer_and_is_about_what_it_covers() {
    for layer in ["x", "d", "w", "1 f", "5 c"] {
        let mut stage = signed_in();
        stage.press(layer);
        let under = stage.model.overlay.clone();
        stage.press("y");
        assert_eq!(stage.model.overlay, Some(Overlay::Copy), "{layer}");
        stage.press("a");
        assert!(
            matches!(stage.asked.last(), Some(Effect::Start { work: Work::Copy { what, .. }, .. }) if what == "Access token"),
            "{layer}"
        );
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

#[test]
fn no_browser_is_opened_if_the_listener_cannot_listen() {
    let opens = |stage: &Stage| stage.has_asked(WorkKind::OpenBrowser);
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2");
    stage.answers = false;
    stage.press("o");
    assert!(!opens(&stage), "somebody has to listen first");
    stage.reply(Answer::Listen(ListenOutcome::Failed(WorkError::of("port 8765 is taken by another program"))));
    assert!(!opens(&stage), "its code would go to that program");
    stage.press("2 o");
    let news = News::Listening("http://localhost:8765/callback".to_owned());
    stage.take(Message::News { id: stage.last("Listen"), news });
    assert!(opens(&stage));
}

#[test]
fn a_name_that_could_not_be_saved_can_be_corrected() {
    let mut stage = signed_in();
    stage.press("S").type_text("one").press("enter");
    stage.reply(Answer::SaveSession { other_name: None, outcome: SaveOutcome::Failed("one exists".to_owned()) });
    assert_eq!(stage.view().position.editing.as_ref().map(|editing| editing.input.value()), Some("one"));
}

#[test]
fn where_nothing_is_shown_no_key_acts_but_the_one_that_quits() {
    let mut stage = signed_in();
    stage.take(Message::Drawn(Drawn { is_too_small: true, ..Drawn::default() }));
    let before = (stage.asked.len(), stage.view().step());
    stage.press("enter 4 x e").type_text("abc");
    assert_eq!((stage.asked.len(), stage.view().step(), stage.model.overlay.is_some()), (before.0, before.1, false));
    stage.press("q");
    assert!(stage.model.question().is_some() && !stage.model.quitting, "unsaved tokens are asked about");
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn what_is_done_in_a_step_leads_to_it_in_the_palette() {
    let mut stage = signed_in();
    stage.press(":").type_text("revok").press("enter");
    assert_eq!(stage.view().step(), Step::SignOut);
}
