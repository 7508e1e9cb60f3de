//! Saved sessions: what is written is read back as the same session, and what cannot be read says why.

mod recorded;

use grantscope::session::saved::{self, OpenProblem, Tokens, name_problem};
use grantscope::session::{Entry, Received, Session};

#[test]
fn a_session_saved_whole_is_the_same_session() {
    let session = recorded::public_session();
    let saved = saved::read(&saved::write(&session, true, recorded::start())).unwrap();
    assert_eq!(saved.tokens, Tokens::Kept);
    assert_eq!(saved.read_only(), None);
    assert_eq!(saved.saved_at, Some(recorded::start()));
    assert_eq!(saved.session.profile(), session.profile());
    assert_eq!(saved.session.log(), session.log());
    assert_eq!(saved.session.grants(), session.grants());
    assert_eq!(saved.session.refresh_token().unwrap().expose(), recorded::REFRESH_2);
    assert_eq!(saved.session.callback_checks(), session.callback_checks());
}

#[test]
fn writing_what_was_read_gives_the_same_text() {
    for whole in [true, false] {
        let text = saved::write(&recorded::session(), whole, recorded::start());
        let again = saved::write(&saved::read(&text).unwrap().session, whole, recorded::start());
        assert!(again == text, "whole: {whole}");
    }
}

#[test]
fn a_masked_session_holds_no_secret_and_still_shows_every_exchange() {
    let session = recorded::session();
    let text = saved::write(&session, false, recorded::start());
    recorded::assert_no_secret("the masked session", &text);
    let saved = saved::read(&text).unwrap();
    assert!(saved.read_only().unwrap().contains("masked"));
    assert_eq!(saved.session.exchanges().count(), session.exchanges().count());
    let statuses = |s: &Session| s.exchanges().map(|e| e.response().map(|r| r.status)).collect::<Vec<_>>();
    assert_eq!(statuses(&saved.session), statuses(&session));
}

#[test]
fn the_client_secret_is_in_no_file_even_when_the_tokens_are_kept() {
    let text = saved::write(&recorded::session(), true, recorded::start());
    for (name, secret) in recorded::secrets() {
        if name.contains("client secret") || name == "basic credentials" {
            assert!(!text.contains(&secret), "the file holds the {name}");
        }
    }
    assert!(text.contains(recorded::REFRESH_2));
}

#[test]
fn an_exchange_under_way_is_read_back_as_one_without_an_answer() {
    let mut session = recorded::public_session();
    let request = session.draft(grantscope::session::Purpose::UserInfo).unwrap().build();
    session.begin(grantscope::session::Purpose::UserInfo, request, recorded::start());
    let saved = saved::read(&saved::write(&session, true, recorded::start())).unwrap();
    let Some(Entry::Exchange(last)) = saved.session.log().last() else { panic!("no exchange") };
    assert!(matches!(&last.received, Received::Failed(failure) if failure.message.contains("before an answer came")));
}

#[test]
fn a_newer_version_something_else_and_a_damaged_file_are_three_sentences() {
    let text = saved::write(&recorded::session(), false, recorded::start());
    let newer = text.replacen("\"version\": 1", "\"version\": 99", 1);
    assert_eq!(saved::read(&newer).unwrap_err(), OpenProblem::Newer { found: 99 });
    assert_eq!(
        saved::read(&newer).unwrap_err().to_string(),
        "the session was saved in version 99 of the format, and this grantscope reads up to version 1: use a newer one"
    );
    for other in ["{}", "[]", "hello", "", r#"{"format":"har","version":1}"#] {
        assert_eq!(saved::read(other).unwrap_err(), OpenProblem::NotASession, "{other}");
    }
    let cut = &text[..text.len() / 2];
    let problem = saved::read(cut).unwrap_err().to_string();
    assert!(problem.starts_with("the saved session is damaged: line "), "{problem}");
    assert!(problem.ends_with("the document ends too early"), "{problem}");
    let wrong_time =
        text.replacen("2026-01-31T12:00:00.123456789Z\",\n        \"method", "yesterday\",\n        \"method", 1);
    let problem = saved::read(&wrong_time).unwrap_err().to_string();
    assert_eq!(problem, "the saved session is damaged: log entry 1: at: expected a time such as 2026-01-31T12:00:00Z");
}

#[test]
fn a_damaged_file_does_not_repeat_a_secret_in_its_sentence() {
    let text = saved::write(&recorded::public_session(), true, recorded::start());
    let status = format!("\"status\": \"{}\"", recorded::REFRESH_1);
    let damaged = text.replacen("\"status\": 200", &status, 1);
    let problem = saved::read(&damaged).unwrap_err().to_string();
    assert!(problem.contains("wrong type"), "{problem}");
    recorded::assert_no_secret("the sentence", &problem);
}

#[test]
#[ignore = "writes the case of the current version; run it once after a new version of the format"]
fn write_the_case_of_this_version() {
    let path = format!("{}/tests/cases/storage/session-v{}.json", env!("CARGO_MANIFEST_DIR"), saved::VERSION);
    std::fs::write(path, saved::write(&recorded::public_session(), true, recorded::start())).unwrap();
}

#[test]
fn the_first_version_of_the_format_still_opens() {
    let saved = saved::read(include_str!("cases/storage/session-v1.json")).unwrap();
    assert_eq!(saved.tokens, Tokens::Kept);
    assert_eq!(saved.session.exchanges().count(), 6);
    assert_eq!(saved.session.grants().len(), 2);
    assert_eq!(saved.session.profile(), &recorded::profile());
}

#[test]
fn a_session_name_is_a_plain_file_name_on_every_system() {
    for good in ["work", "2026-01-31", "staging.eu_1", "Zoë"] {
        assert_eq!(name_problem(good), None, "{good}");
    }
    for bad in ["", ".", "..", "../x", "a/b", "a\\b", "-x", ".hidden", "a b", "nul", "COM1.x", "x.", "a\u{0}", "a\n"] {
        assert!(name_problem(bad).is_some_and(|p| p.starts_with("session name: found ")), "{bad:?}");
    }
    assert!(name_problem(&"x".repeat(65)).is_some());
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = saved::read(&text).is_ok();
    }

    #[test]
    fn a_session_cut_anywhere_is_refused_without_a_panic(cut in 0usize..20_000) {
        let text = saved::write(&recorded::public_session(), true, recorded::start());
        if cut < text.trim_end().len() && text.is_char_boundary(cut) {
            proptest::prop_assert!(saved::read(&text[..cut]).is_err());
        }
    }
}
