//! How the core handles answers: each counts once, and none leaves anything blocked.

use std::time::Duration;

use grantscope::app::{Answer, Message, News, WorkError, WorkKind};
use grantscope::demo::scenarios::CLEAN;
use grantscope::session::Session;
use strum::IntoEnumIterator;

use crate::stage::{Stage, states};

fn elsewhere() -> Stage {
    let mut stage = states::elsewhere("http://localhost:8765/callback");
    stage.press("2 enter");
    stage
}

fn discovered() -> Stage {
    let mut stage = super::demo();
    stage.press("enter");
    stage
}

fn after_preflight() -> Stage {
    let mut profile = Stage::demo(&CLEAN).view_session().profile().clone();
    profile.redirect_uris = vec!["http://localhost:8765/callback".to_owned()];
    let mut stage = Stage::session(Session::new(profile, None));
    stage.press("f");
    stage
}

/// A stage on which a kind of work can be requested, and how. A new kind does not compile without a line here.
fn asking(kind: WorkKind) -> (Stage, fn(&mut Stage)) {
    match kind {
        WorkKind::Send => (super::demo(), |stage| {
            stage.press("1 enter");
        }),
        WorkKind::SendAndSave => (super::saving::opened(), |stage| {
            stage.press("7 r enter");
        }),
        WorkKind::Pause => (after_preflight(), |stage| {
            stage.answer_all();
            stage.answers = false;
            stage.press("r enter");
            let probe = stage.waiting.pop_back().unwrap();
            stage.answer(probe);
        }),
        WorkKind::DrawRandomness => (elsewhere(), |stage| {
            stage.press("2 r");
        }),
        WorkKind::SignAssertion => (super::machine::client_with_key(), |stage| {
            stage.press("1 4");
        }),
        WorkKind::Listen => (elsewhere(), |stage| {
            stage.press("2 o");
        }),
        WorkKind::OpenBrowser => (elsewhere(), |stage| {
            stage.press("2 o");
            let news = News::Listening("http://localhost:8765/callback".to_owned());
            stage.take(Message::News { id: stage.last("Listen"), news });
        }),
        WorkKind::Copy => (elsewhere(), |stage| {
            stage.press("esc 2 y u");
        }),
        WorkKind::Page => (super::demo(), |stage| {
            stage.press("1 enter O");
        }),
        WorkKind::EditText => (elsewhere(), |stage| {
            stage.press("esc 1 E");
        }),
        WorkKind::StartDemo => (Stage::at_start(), |stage| {
            stage.press("enter");
        }),
        WorkKind::TurnDemoClock => (
            {
                let mut stage = discovered();
                stage.press("2 s enter");
                stage
            },
            |stage| {
                stage.press("esc T 6");
            },
        ),
        WorkKind::KeepDemo => (states::lesson("redirect"), |stage| {
            stage.press("]");
        }),
        WorkKind::RestoreDemo => (states::lesson("redirect"), |stage| {
            stage.press("] [");
        }),
        WorkKind::SaveScore => (states::lesson("redirect"), |stage| {
            stage.press("[ ] ] ] ] ]");
        }),
        WorkKind::KeepTheme => (super::demo(), |stage| {
            let theme = grantscope::app::model::theme::Theme { name: "dark".to_owned(), about: String::new() };
            stage.model.themes.all = vec![theme];
            stage.press("ctrl-t enter");
        }),
        WorkKind::KeepPanes => (super::demo(), |stage| {
            stage.press("z");
        }),
        WorkKind::ReadStoredItems => (Stage::at_start(), |stage| {
            stage.press("home down down enter C");
        }),
        WorkKind::FetchSecret => (states::stored(), |stage| {
            stage.press("C");
            states::read_stored_items(stage);
            stage.press("home down down enter");
        }),
        WorkKind::OpenSession => (states::stored(), |stage| {
            stage.press("end enter");
        }),
        WorkKind::FindKeys => (Stage::at_start(), |stage| {
            let claims = "eyJzdWIiOiJhIiwiaXNzIjoiaHR0cHM6Ly9vcC5leGFtcGxlIn0";
            stage.press("esc").paste(&format!("eyJhbGciOiJSUzI1NiJ9.{claims}.AAAA")).press("enter");
        }),
        WorkKind::SaveProfile => (elsewhere(), |stage| {
            stage.press("esc 1 p ctrl-u").type_text("conf").press("enter");
        }),
        WorkKind::SaveSession => (elsewhere(), |stage| {
            stage.press("esc S ctrl-u").type_text("one").press("enter");
        }),
        WorkKind::Rename => (states::stored(), |stage| {
            stage.press("esc end r ctrl-u").type_text("friday").press("enter");
        }),
        WorkKind::Delete => (states::stored(), |stage| {
            stage.press("end del down enter");
        }),
        WorkKind::SaveArchive => (discovered(), |stage| {
            stage.press("esc esc x s ctrl-u").type_text("a.har").press("enter");
        }),
    }
}

fn count(stage: &Stage, kind: WorkKind) -> usize {
    stage.started.iter().filter(|(_, work)| WorkKind::from(work) == kind).count()
}

#[test]
fn an_answer_counts_once_and_after_a_failure_the_same_can_be_asked_for_again() {
    for kind in WorkKind::iter() {
        for is_cancelled in [true, false] {
            let (mut stage, ask) = asking(kind);
            stage.answers = false;
            let before = count(&stage, kind);
            ask(&mut stage);
            assert_eq!(count(&stage, kind), before + 1, "{kind:?} is asked for");
            let id = stage.last(&format!("{kind:?}"));
            let lost = || Message::Answered { id, answer: kind.lost(is_cancelled, Duration::ZERO) };
            stage.take(lost());
            let (shown, asked) = (format!("{:?}", stage.model), stage.asked.len());
            stage.take(lost());
            assert_eq!((format!("{:?}", stage.model), stage.asked.len()), (shown, asked), "{kind:?}: a second answer");
            let before = count(&stage, kind);
            ask(&mut stage);
            assert!(count(&stage, kind) > before, "{kind:?} is asked for again");
        }
    }
}

#[test]
fn the_answer_to_what_was_superseded_changes_nothing_on_the_screen() {
    for kind in WorkKind::iter().filter(|kind| kind.supersedes()) {
        let (mut stage, ask) = asking(kind);
        stage.answers = false;
        ask(&mut stage);
        let id = stage.last(&format!("{kind:?}"));
        let work = stage.started.iter().find(|(started, _)| *started == id).unwrap().1.clone();
        let works = stage.model.works_of(id).unwrap();
        let _newer = works.start(work);
        let screen = |stage: &Stage| format!("{:?} {:?}", stage.model.notice, stage.model.overlay);
        let (shown, asked) = (screen(&stage), stage.asked.len());
        stage.take(Message::Answered { id, answer: kind.lost(false, Duration::ZERO) });
        assert_eq!((screen(&stage), stage.asked.len()), (shown, asked), "{kind:?}");
    }
}

#[test]
fn a_click_or_a_paste_draws_randomness_again_too() {
    let (mut stage, ask) = asking(WorkKind::DrawRandomness);
    stage.answers = false;
    ask(&mut stage);
    for (at, again) in [Message::Paste("x".into()), super::leaving::click_at(1, 1)].into_iter().enumerate() {
        stage.reply(Answer::DrawRandomness(Err(WorkError::of("the system gives no random bytes"))));
        stage.take(Message::Tick);
        assert_eq!(count(&stage, WorkKind::DrawRandomness), at + 2);
        stage.take(again);
        assert_eq!(count(&stage, WorkKind::DrawRandomness), at + 3);
    }
}

#[test]
fn nothing_follows_from_what_was_cancelled_while_preflight_waited_for_it() {
    let mut stage = Stage::session(after_preflight().view_session().clone());
    stage.answers = false;
    stage.press("f esc ctrl-x");
    let sent = count(&stage, WorkKind::Send);
    stage.answer_all();
    assert_eq!(count(&stage, WorkKind::Send), sent, "no document and no authorization request is asked for");
}
