//! Saving the client and the session: what is asked first, and the state afterwards.

use std::time::Duration;

use grantscope::app::model::start_screen::Opened;
use grantscope::app::{Answer, Consent, Effect, SaveOutcome, SecretChange, SentAndSaved, Work};
use grantscope::profile::{Profile, Provider, SecretSource};
use grantscope::session::{Delivery, FailureKind, Session};

use crate::stage::Stage;

/// A confidential client whose secret a command prints.
fn confidential(source: SecretSource) -> Stage {
    let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), "client-1");
    profile.name = Some("conf".into());
    profile.secret_source = source;
    Stage::session(Session::new(profile, Some("fetched".into())))
}

/// The profile that was last to be saved, what to do with its secret, and what was confirmed.
fn saved_profile(stage: &Stage) -> (Profile, SecretChange, Option<Consent>) {
    match stage.asked.last() {
        Some(Effect::Start { work: Work::SaveProfile { profile, secret, consent }, .. }) => {
            (*profile.clone(), secret.clone(), *consent)
        }
        other => panic!("no profile is saved: {other:?}"),
    }
}

fn answer_profile(stage: &mut Stage, outcome: SaveOutcome) {
    let secret_source = Some(saved_profile(stage).0.secret_source);
    stage.reply(Answer::SaveProfile { secret_source, outcome });
}

fn asks(consent: Consent) -> SaveOutcome {
    SaveOutcome::Asks { question: "a question".into(), consent }
}

fn notice(stage: &Stage) -> &str {
    stage.model.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn a_profile_is_named_only_once_it_is_saved_and_what_is_in_the_way_is_asked_about() {
    let mut stage = super::elsewhere("http://localhost:8765/callback");
    stage.press("p").type_text("conf").press("enter");
    assert_eq!(saved_profile(&stage).2, None);
    answer_profile(&mut stage, asks(Consent::Replace));
    assert_eq!(
        (notice(&stage), stage.view().title.as_str()),
        ("a question: enter replaces it, esc cancels; or type another name", "test")
    );
    assert_eq!(stage.view_session().profile().name, None);

    stage.press("enter");
    assert_eq!(saved_profile(&stage).2, Some(Consent::Replace), "the same name once more agrees");
    answer_profile(&mut stage, asks(Consent::Replace));
    stage.type_text("2").press("enter");
    assert_eq!(saved_profile(&stage).2, None, "another name agrees to nothing");
    answer_profile(&mut stage, SaveOutcome::Done("saved".into()));
    assert_eq!((notice(&stage), stage.view().title.as_str()), ("saved", "conf2"));
    assert_eq!(stage.view_session().profile().name.as_deref(), Some("conf2"));
}

#[test]
fn a_secret_is_kept_with_its_profile_only_where_it_is_not_yet() {
    let command = || SecretSource::Command(vec!["cat".into()]);
    let mut stage = confidential(command());
    stage.press("p enter");
    assert_eq!(saved_profile(&stage).1, SecretChange::None, "the command prints it");
    stage.press("down down down down e").type_text("typed").press("enter p enter");
    assert_eq!(saved_profile(&stage).1, SecretChange::Store("typed".into()));
    stage.press("del p enter");
    let (profile, deed, _) = saved_profile(&stage);
    assert_eq!((profile.secret_source, deed), (SecretSource::None, SecretChange::Remove), "a public client now");

    let mut stage = confidential(SecretSource::None);
    stage.press("p enter");
    assert_eq!(saved_profile(&stage).1, SecretChange::Store("fetched".into()), "nothing has it yet");
}

#[test]
fn a_secret_that_was_not_kept_stays_to_be_kept_with_the_next_saving() {
    let mut stage = confidential(SecretSource::None);
    stage.press("p enter");
    answer_profile(&mut stage, asks(Consent::PlainSecret));
    stage.press("enter");
    assert_eq!(saved_profile(&stage).2, Some(Consent::PlainSecret));
    answer_profile(&mut stage, asks(Consent::PlainSecret));
    stage.press("esc p enter");
    assert_eq!(saved_profile(&stage).1, SecretChange::Store("fetched".into()));
    assert_eq!(saved_profile(&stage).2, None, "esc takes the word back");
}

#[test]
fn a_client_secret_is_typed_again_and_an_empty_text_keeps_it() {
    let mut stage = confidential(SecretSource::None);
    let secret = |stage: &Stage| stage.view_session().client_secret().map(|secret| secret.expose().to_owned());
    stage.press("down down down down e");
    assert_eq!(stage.view().position.editing.as_ref().unwrap().input.value(), "");
    stage.press("enter");
    assert_eq!(secret(&stage).as_deref(), Some("fetched"));
    stage.press("e").type_text("new").press("esc");
    assert_eq!(secret(&stage).as_deref(), Some("fetched"));
    stage.press("e").type_text("new").press("enter");
    assert_eq!(secret(&stage).as_deref(), Some("new"));
    stage.press("del");
    assert_eq!(secret(&stage), None);
}

/// The session of the demo with tokens, opened as the saved session `mine`.
pub fn opened() -> Stage {
    let mut stage = super::demo();
    stage.press("enter enter enter enter enter enter");
    let session = stage.view_session().clone();
    let mut later = Stage::at_start();
    (later.provider, later.now) = (stage.provider, stage.now);
    let opened = Box::new(Opened { session, read_only: None, problem: None });
    later.start_and_reply(Work::OpenSession("mine".into()), Answer::OpenSession(Ok(opened)));
    later
}

/// The name of the session that was last to be saved, whether the file is its own, and what was confirmed.
fn saved_session(stage: &Stage) -> (String, bool, Option<Consent>) {
    match stage.asked.last() {
        Some(Effect::Start { work: Work::SaveSession { name, is_own, consent, .. }, .. }) => {
            (name.clone(), *is_own, *consent)
        }
        other => panic!("no session is saved: {other:?}"),
    }
}

fn answer_session(stage: &mut Stage, outcome: SaveOutcome) {
    stage.reply(Answer::SaveSession { other_name: None, outcome });
}

#[test]
fn an_opened_session_is_left_unasked_until_new_tokens_come_and_saved_back_under_its_name() {
    let mut stage = opened();
    stage.press("6 enter").press("q");
    assert!(stage.model.quitting, "UserInfo brings no tokens");

    let mut stage = opened();
    stage.press("7 enter q");
    assert_eq!(notice(&stage), "the saved tokens are older: W saves the new ones, q again quits");
    stage.press("W enter");
    assert_eq!(saved_session(&stage), ("mine".to_owned(), true, None));
    answer_session(&mut stage, SaveOutcome::Failed("the disk is full".into()));
    stage.press("q");
    assert!(!stage.model.quitting, "nothing was saved");
    stage.press("W enter");
    answer_session(&mut stage, SaveOutcome::Done("saved".into()));
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn tokens_of_a_saved_session_are_saved_as_they_come_or_taken_from_the_program_that_got_newer_ones() {
    let refreshed = |saved| {
        let mut stage = opened();
        stage.answers = false;
        stage.press("7 enter");
        let Some(Work::SendAndSave { name, session, .. }) = stage.work().last().cloned() else { panic!() };
        assert_eq!((name.as_str(), session.exchanges().count() > 0), ("mine", true));
        let grants = session.grants().len();
        let mut ahead = opened();
        ahead.press("7 enter");
        let response = ahead.view_session().exchanges().last().unwrap().received.clone();
        let delivery = Delivery { received: response, ..Delivery::failed(FailureKind::Dns, "", Duration::ZERO) };
        stage.reply(Answer::SendAndSave(SentAndSaved::Answered(Box::new(delivery), Some(("mine".into(), saved)))));
        assert_eq!(stage.view_session().grants().len(), grants + 1);
        stage
    };
    let mut stage = refreshed(SaveOutcome::Done("saved in mine".into()));
    assert_eq!(notice(&stage), "saved in mine");
    stage.press("q");
    assert!(stage.model.quitting, "nothing is lost");

    let mut stage = refreshed(SaveOutcome::Failed("the disk is full".into()));
    assert!(
        notice(&stage) == "the disk is full" && stage.view().position.editing.is_none(),
        "nobody's typing is disturbed"
    );
    stage.press("q");
    assert!(!stage.model.quitting);

    let newer = refreshed(SaveOutcome::Done("saved in mine".into())).view_session().clone();
    let mut stage = opened();
    stage.answers = false;
    stage.press("7 enter");
    stage.reply(Answer::SendAndSave(SentAndSaved::Newer(Box::new(newer.clone()))));
    assert_eq!(stage.view_session().grants(), newer.grants());
    assert!(stage.view().pending().next().is_none(), "the request was not sent");
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn a_session_saved_under_a_new_name_is_asked_about_what_has_it_and_is_its_own_from_then_on() {
    let mut stage = opened();
    stage.press("7 enter W").type_text("2").press("enter");
    assert_eq!(saved_session(&stage), ("mine2".to_owned(), false, None));
    answer_session(&mut stage, asks(Consent::Replace));
    stage.press("enter");
    assert_eq!(saved_session(&stage), ("mine2".to_owned(), false, Some(Consent::Replace)));
    answer_session(&mut stage, SaveOutcome::Done("saved".into()));
    stage.press("W enter");
    assert_eq!(saved_session(&stage), ("mine2".to_owned(), true, None));
    stage.press("S enter");
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.is_problem), "a masked copy needs another name");
}

#[test]
fn a_client_that_was_changed_is_made_again_what_the_profile_says() {
    let mut stage = super::elsewhere("http://localhost:8765/callback");
    let opened = stage.view_session().profile().clone();
    stage.press("u");
    assert!(notice(&stage).contains("there are no changes to undo"), "{}", notice(&stage));
    stage.press("down e").type_text("9").press("enter");
    assert_ne!(*stage.view_session().profile(), opened);
    stage.press("u");
    assert_eq!(*stage.view_session().profile(), opened);
}

#[test]
fn a_refresh_token_that_stays_in_use_is_still_there_to_be_read() {
    use grantscope::app::model::tokens_view::TokenTab;
    use grantscope::app::query::tokens::report;
    let mut stage = super::demo();
    stage.press("enter enter enter enter enter enter");
    let first = report(stage.view(), TokenTab::Refresh).cloned();
    stage.press("7 enter");
    assert!(stage.view_session().grant().unwrap().refresh_token.is_none(), "the demo's client does not rotate");
    assert!(first.is_some() && report(stage.view(), TokenTab::Refresh).cloned() == first);
}
