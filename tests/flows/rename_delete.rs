//! Renaming and deleting stored items on the start screen.

use grantscope::app::model::start_screen::StoredItem;
use grantscope::app::model::start_screen::{StoredItems, StoredSession};
use grantscope::app::{Answer, Overlay, Screen, Work, WorkError};
use grantscope::profile::{Profile, Provider, SecretSource};

use crate::stage::Stage;

fn stored(sessions: &[&str]) -> Box<StoredItems> {
    let profile = Profile {
        name: Some("staging".to_owned()),
        secret_source: SecretSource::Keyring,
        ..Profile::new(Provider::Issuer("https://op.example".to_owned()), "client-1")
    };
    let session = |name: &&str| StoredSession {
        name: (*name).to_owned(),
        user: Some("alice".into()),
        client: "client-1".into(),
        sign_in: grantscope::session::SignIn { ended: None, expires_at: "2026-03-01T17:06:00Z".parse().ok() },
        has_tokens: true,
    };
    Box::new(StoredItems {
        profiles: vec![profile],
        sessions: sessions.iter().map(session).collect(),
        ..StoredItems::default()
    })
}

/// The entries are the demo, a resource, staging, a new client, the lessons, monday, tuesday.
fn start() -> Stage {
    let mut stage = Stage::at_start();
    stage.start_and_reply(Work::ReadStoredItems, Answer::ReadStoredItems(stored(&["monday", "tuesday"])));
    stage
}

fn cursor(stage: &Stage) -> usize {
    let Screen::Start(chooser) = &stage.model.screen else { panic!("not on the start screen") };
    chooser.cursor
}

fn asks_only(stage: &Stage, work: &Work) {
    assert_eq!(stage.asked.len(), 1, "{:?}", stage.asked);
    assert_eq!(stage.work().next(), Some(work));
}

fn session(name: &str) -> StoredItem {
    StoredItem::Session(name.to_owned())
}

#[test]
fn a_saved_session_is_renamed_and_stays_selected() {
    let mut stage = start();
    stage.press("end r ctrl-u").type_text("a/b").press("enter");
    assert!(stage.model.notice.as_ref().unwrap().is_problem, "no such name can be");
    assert!(stage.asked.is_empty());
    stage.press("ctrl-u").type_text("friday").press("enter");
    asks_only(&stage, &Work::Rename { item: session("tuesday"), to: "friday".to_owned() });
    stage.reply(Answer::Rename(Ok(())));
    assert_eq!(stage.work().last(), Some(&Work::ReadStoredItems));
    stage.reply(Answer::ReadStoredItems(stored(&["friday", "monday"])));
    assert_eq!(cursor(&stage), 6, "the session that was renamed");
}

#[test]
fn letters_type_into_the_name_and_esc_leaves_it() {
    let mut stage = start();
    stage.press("down down r").type_text("q-").paste("x\n").press("esc");
    let Screen::Start(chooser) = &stage.model.screen else { panic!("left") };
    assert!(chooser.prompt.is_none() && stage.asked.is_empty() && stage.model.overlay.is_none());
}

#[test]
fn nothing_is_deleted_before_it_is_said_what_is_lost_and_confirmed() {
    let mut stage = start();
    stage.press("end del enter");
    assert!(stage.asked.is_empty() && stage.model.overlay.is_none(), "enter alone keeps it");
    stage.press("del down enter");
    asks_only(&stage, &Work::Delete(session("tuesday")));
    stage.reply(Answer::Delete(Ok(())));
    stage.reply(Answer::ReadStoredItems(stored(&["monday"])));
    assert_eq!(cursor(&stage), 6, "the selection stays on an entry");
}

#[test]
fn what_is_not_kept_can_be_neither_renamed_nor_deleted() {
    for keys in
        ["home r", "home del", "home down r", "home down del", "home down down down r", "home down down down del"]
    {
        let mut stage = start();
        stage.press("up up up up").press(keys.trim_start_matches("home "));
        assert!(stage.model.overlay.is_none() && stage.asked.is_empty(), "{keys}");
    }
}

#[test]
fn a_click_elsewhere_does_not_change_what_is_renamed() {
    let mut stage = start();
    stage.press("end r ctrl-u").type_text("friday");
    if let Screen::Start(chooser) = &mut stage.model.screen {
        chooser.cursor = 3;
    }
    stage.press("enter");
    asks_only(&stage, &Work::Rename { item: session("tuesday"), to: "friday".to_owned() });
}

#[test]
fn a_failure_is_reported_and_the_entries_are_read_again() {
    let mut stage = start();
    stage.start_and_reply(Work::Delete(session("tuesday")), Answer::Delete(Err(WorkError::of("it is locked"))));
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.is_problem));
    asks_only(&stage, &Work::ReadStoredItems);
    assert!(!matches!(stage.model.overlay, Some(Overlay::List(_))));
}
