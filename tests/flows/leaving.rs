//! Leaving an unsaved session: the question is withdrawn when anything happens in between.

use grantscope::app::model::drawn::{Area, Drawn, Pane, Target};
use grantscope::app::{self, Answer, Effect, Message, MouseKind, Work};
use grantscope::profile::{Profile, Provider};
use grantscope::session::{Received, Session};

use crate::stage::{Stage, key};

/// A session with unsaved tokens, and the question asked.
fn asked() -> Stage {
    let mut stage = super::demo();
    stage.press("enter enter enter enter enter enter q");
    assert!(stage.model.notice.as_ref().unwrap().text == "tokens are not saved: W saves them, q again quits");
    stage
}

fn click(stage: &mut Stage, target: Target) {
    let everywhere = Area { x: 0, y: 0, width: 80, height: 24 };
    stage.take(Message::Drawn(Drawn { targets: vec![(everywhere, target)], ..Drawn::default() }));
    stage.take(click_at(1, 1));
}

pub fn click_at(x: u16, y: u16) -> Message {
    Message::Mouse { kind: MouseKind::Press, x, y }
}

#[test]
fn the_line_goes_once_it_is_answered_and_with_any_other_key() {
    let mut stage = asked();
    stage.press("down");
    assert!(stage.model.notice.is_none());
    stage.press("C C");
    assert!(stage.model.view().is_none() && stage.model.notice.is_none());
}

/// Whether the next press asks again.
fn asks_anew(mut stage: Stage) -> bool {
    stage.press("q");
    !stage.model.quitting
}

#[test]
fn a_click_elsewhere_takes_the_question_back_and_one_on_the_same_key_answers_it() {
    let mut stage = asked();
    click(&mut stage, Target::Pane(Pane::Findings));
    assert!(stage.model.notice.is_none() && asks_anew(stage));
    let mut stage = asked();
    click(&mut stage, Target::Key(key("q")));
    assert!(stage.model.quitting);
}

#[test]
fn a_paste_takes_the_question_back() {
    let mut stage = asked();
    stage.paste("something");
    assert!(stage.model.notice.is_none(), "the line goes with the question");
    stage.press("esc");
    assert!(asks_anew(stage));
}

#[test]
fn the_question_ends_with_its_line_at_the_bottom() {
    let mut stage = asked();
    stage.wait(30);
    assert!(stage.model.notice.is_none() && asks_anew(stage));
}

#[test]
fn an_answer_that_says_something_or_changes_what_is_at_stake_takes_the_question_back() {
    let mut stage = asked();
    let copy = Work::Copy { what: "it".to_owned(), text: "text".into() };
    stage.start_and_reply(copy, Answer::Copy(Ok("copied".to_owned())));
    assert!(asks_anew(stage));

    // It asked because a response was pending; the response has arrived with tokens, which are unsaved.
    let mut stage = super::demo();
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter q");
    assert!(stage.model.notice.as_ref().unwrap().text.starts_with("a request is still running"));
    stage.answer_all();
    assert!(asks_anew(stage));
}

#[test]
fn time_that_passes_and_a_frame_that_is_drawn_leave_the_question_as_it_is() {
    let mut stage = asked();
    stage.wait(2);
    stage.take(Message::Drawn(Drawn::default()));
    stage.take(Message::Resized);
    assert!(!asks_anew(stage));
}

/// Opens a session of another provider and requests its discovery document.
fn open_another(stage: &mut Stage) {
    let provider = Provider::Issuer("https://other.example".into());
    let first = app::open(&mut stage.model, Session::new(Profile::new(provider, "another"), None), "another");
    stage.perform(first);
    stage.press("enter");
}

#[test]
fn leaving_a_session_cancels_its_request_and_ignores_the_answer() {
    let mut stage = super::demo();
    stage.answers = false;
    stage.press("enter C C");
    assert!(stage.model.view().is_none());
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::Cancel(_))), "{:?}", stage.asked);
    open_another(&mut stage);

    // The response had already arrived when the request was cancelled.
    let of_the_first = stage.waiting.pop_front().unwrap();
    assert!(
        matches!(&of_the_first, Effect::Start { work: Work::Send { request, .. }, .. } if request.url.starts_with(crate::stage::ORIGIN))
    );
    stage.answer(of_the_first);
    assert!(stage.view_session().metadata().is_none());
    assert_eq!(stage.view_session().exchanges().last().unwrap().received, Received::Pending);
}

#[test]
fn leaving_a_session_stops_its_listener_and_ignores_its_callback() {
    let mut stage = super::elsewhere("http://localhost:8765/callback");
    stage.press("2 enter");
    let listener = stage
        .asked
        .iter()
        .find(|effect| matches!(effect, Effect::Start { work: Work::Listen { .. }, .. }))
        .unwrap()
        .clone();
    stage.press("C C");
    assert!(stage.asked.iter().any(|effect| *effect == Effect::Cancel(stage.last("Listen"))), "{:?}", stage.asked);

    let next = super::elsewhere("http://localhost:8765/callback").model.view().unwrap().session.clone();
    let first = app::open(&mut stage.model, next, "the same client");
    stage.perform(first);
    stage.press("2");
    stage.answers = false;
    stage.press("enter");
    stage.answer(listener);
    assert!(
        matches!(stage.view().browser.listener, app::model::session_view::Listener::Starting),
        "{:?}",
        stage.view().browser.listener
    );
}

#[test]
fn the_embedded_provider_signs_in_only_at_itself() {
    let mut stage = super::demo();
    open_another(&mut stage);
    stage.press("2 s");
    assert!(stage.model.demo.is_none() && super::list_on_top(&stage).is_none());

    // It does not cover what was opened while it started.
    let mut stage = Stage::at_start();
    stage.answers = false;
    stage.press("enter");
    open_another(&mut stage);
    stage.answer_all();
    assert_eq!(stage.view().title, "another");
}

#[test]
fn whatever_is_chosen_in_place_of_a_session_asks_first_when_something_would_be_lost() {
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIiwiaXNzIjoiaHR0cHM6Ly9vcC5leGFtcGxlIn0.AAAA";
    let with_tokens = || {
        let mut stage = super::demo();
        stage.press("enter enter enter enter enter enter");
        stage
    };
    let opened = |stage: &Stage| stage.model.opened;
    for way in ["", "1 b down", "1 A down"] {
        let mut stage = with_tokens();
        match way {
            "" => stage.paste(TOKEN),
            keys => stage.press(keys),
        };
        assert!(super::list_on_top(&stage).is_some(), "{way}");
        let before = opened(&stage);
        stage.press("enter");
        assert_eq!(opened(&stage), before, "{way}: it asks");
        assert!(stage.model.notice.as_ref().unwrap().text.ends_with("enter again leaves this session"), "{way}");
        stage.press("down up enter");
        assert_eq!(opened(&stage), before, "{way}: another key takes the question back");
        stage.press("enter");
        assert_ne!(opened(&stage), before, "{way}: the second time it is done");
        assert!(super::list_on_top(&stage).is_none() && stage.model.notice.is_none());
    }
    // Without a loss nothing is asked, and neither for what stays in the session.
    let mut stage = super::demo();
    stage.press("1 b enter");
    assert_eq!(opened(&stage), 2);
    let mut stage = with_tokens();
    stage.paste(TOKEN).press("down enter");
    assert!(super::list_on_top(&stage).is_none());
}
