//! Saved sessions: a written one is read as the same session, and an unreadable one says why.

#![allow(clippy::unwrap_used)]

use grantscope::protocol::TokenReport;
use grantscope::protocol::text::sanitise;
use grantscope::session::redaction::whole_session;
use grantscope::session::saved::{self, OpenProblem, Tokens, name_problem};
use grantscope::session::{Entry, Origin, Purpose, Received, Session, capsule};
use serde_json::json;

#[test]
fn a_session_saved_whole_is_the_same_session() {
    let session = whole_session::without_credentials(&crate::recorded::public_session());
    let saved = saved::read_own(&saved::write(&session, true, crate::recorded::start())).unwrap();
    assert_eq!(saved.tokens, Tokens::Kept);
    assert_eq!(saved.read_only(), None);
    assert_eq!(saved.saved_at, Some(crate::recorded::start()));
    assert_eq!(saved.session.profile(), session.profile());
    assert_eq!(saved.session.log(), session.log());
    assert_eq!(saved.session.grants(), session.grants());
    assert_eq!(saved.session.refresh_token().unwrap().expose(), crate::recorded::REFRESH_2);
    assert_eq!(saved.session.callback_checks(), session.callback_checks());
}

#[test]
fn writing_what_was_read_gives_the_same_text() {
    for whole in [true, false] {
        let text = saved::write(&crate::recorded::session(), whole, crate::recorded::start());
        let again = saved::write(&saved::read_own(&text).unwrap().session, whole, crate::recorded::start());
        assert!(again == text, "whole: {whole}");
    }
}

#[test]
fn a_file_of_unknown_origin_does_not_say_which_requests_this_program_sent() {
    let text = saved::write(&crate::recorded::session(), true, crate::recorded::start());
    let own = |saved: saved::Saved| saved.session.exchanges().filter(|exchange| exchange.origin == Origin::Own).count();
    assert_eq!(own(saved::read(&text).unwrap()), 0);
    assert!(own(saved::read_own(&text).unwrap()) > 0);
}

#[test]
fn a_masked_session_holds_no_secret_and_still_shows_every_exchange() {
    let session = crate::recorded::session();
    let text = saved::write(&session, false, crate::recorded::start());
    crate::recorded::assert_no_secret("the masked session", &text);
    let saved = saved::read(&text).unwrap();
    assert!(saved.read_only().unwrap().contains("masked"));
    assert_eq!(saved.session.exchanges().count(), session.exchanges().count());
    let statuses = |s: &Session| s.exchanges().map(|e| e.response().map(|r| r.status)).collect::<Vec<_>>();
    assert_eq!(statuses(&saved.session), statuses(&session));
}

#[test]
fn the_client_secret_is_in_no_file_even_when_the_tokens_are_kept() {
    let text = saved::write(&crate::recorded::session(), true, crate::recorded::start());
    for (name, secret) in crate::recorded::secrets() {
        if name.contains("client secret") || name == "basic credentials" {
            assert!(!text.contains(&secret), "the file holds the {name}");
        }
    }
    assert!(text.contains(crate::recorded::REFRESH_2));
}

#[test]
fn a_masked_session_still_shows_claims_and_has_nothing_new_wrong_with_it() {
    let session = crate::recorded::session();
    let saved = saved::read(&saved::write(&session, false, crate::recorded::start())).unwrap();
    for shared in
        [saved.session, saved::read(&capsule::write(&session, &[7; 32], crate::recorded::start())).unwrap().session]
    {
        let (grant, original) = (shared.grant().unwrap(), session.grant().unwrap());
        for (there, here) in [(&grant.id_token, &original.id_token), (&grant.access_token, &original.access_token)] {
            let (there, here) = (there.as_ref().unwrap(), here.as_ref().unwrap());
            assert_eq!((there.kind, there.time("exp")), (here.kind, here.time("exp")));
            let outcomes =
                |report: &TokenReport| report.checks.iter().map(|c| (c.id, c.outcome.status())).collect::<Vec<_>>();
            assert_eq!(outcomes(there), outcomes(here));
        }
        let ids = |session: &Session| {
            let at = crate::recorded::start() + jiff::SignedDuration::from_secs(10);
            grantscope::diagnosis::diagnose(session, at).iter().map(|finding| finding.id()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&shared), ids(&session));
    }
}

#[test]
fn a_secret_that_begins_like_a_fingerprint_is_redacted_and_a_fingerprint_stays() {
    let shown = |code: &str| {
        let text = format!("http://localhost:8765/callback?code={code}&state=s");
        let mut session = crate::recorded::session();
        session.receive_callback(&text, crate::recorded::start());
        capsule::write(&session, &[7; 32], crate::recorded::start())
    };
    assert!(!shown("fp_SECRET0000000000").contains("fp_SECRET"));
    assert!(!shown("fp_0123456789abcdef0").contains("fp_0123456789abcdef0"));
    assert!(shown("fp_0123456789abcdef").contains("fp_0123456789abcdef"));
}

#[test]
fn a_capsule_holds_no_secret_and_no_identifier_and_its_receipt_counts_them() {
    let text = capsule::write(&crate::recorded::session(), &[7; 32], crate::recorded::start());
    crate::recorded::assert_no_secret("the capsule", &text);
    for identifier in crate::recorded::identifiers() {
        assert!(!text.contains(&identifier), "the capsule holds {identifier}");
    }
    let capsule = saved::read(&text).unwrap();
    assert_eq!(capsule.tokens, Tokens::Fingerprinted);
    assert!(capsule.read_only().unwrap().contains("evidence capsule"));
    let row = |what: &str| capsule.receipt.iter().find(|row| row.what == what).map(|row| (row.values, row.places));
    assert_eq!(row("code"), Some((1, 4)));
    assert_eq!(row("refresh_token"), Some((2, 3)));
    assert_eq!(row("email").map(|(values, _)| values), Some(1));
    assert!(capsule.receipt.iter().all(|row| row.values <= row.places && row.places > 0));
}

#[test]
fn equal_values_stay_equal_within_a_capsule_and_differ_between_two() {
    let session = crate::recorded::public_session();
    let open = |key: u8| saved::read(&capsule::write(&session, &[key; 32], crate::recorded::start())).unwrap().session;
    let (first, second) = (open(1), open(2));
    let received = first.grants()[0].response.refresh_token().unwrap();
    let handed_in = first.last_exchange(Purpose::Refresh).unwrap().request.form();
    assert_eq!(handed_in.get("refresh_token"), Some(received.expose()));
    assert_eq!(received.expose().split('.').count(), 5);
    assert_ne!(first.grants()[1].response.refresh_token(), Some(received.clone()));
    assert_ne!(second.grants()[0].response.refresh_token(), Some(received));
    let bearer = first.last_exchange(Purpose::UserInfo).unwrap().request.header("authorization").unwrap().to_owned();
    assert_eq!(bearer, format!("Bearer {}", first.grants()[0].response.access_token().unwrap().expose()));
    let subject = first.grants()[0].id_token.as_ref().unwrap().claim("sub");
    assert_eq!(subject, first.grants()[1].access_token.as_ref().unwrap().claim("sub"));
    assert!(first.callback_checks().iter().all(|check| !check.failed()));
}

#[test]
fn an_exchange_under_way_is_read_back_as_one_without_an_answer() {
    let mut session = crate::recorded::public_session();
    let request = session.draft(grantscope::session::Purpose::UserInfo).unwrap().build();
    session.begin(grantscope::session::Purpose::UserInfo, request, crate::recorded::start());
    let saved = saved::read(&saved::write(&session, true, crate::recorded::start())).unwrap();
    let Some(Entry::Exchange(last)) = saved.session.log().last() else { panic!("no exchange") };
    assert!(
        matches!(&last.received, Received::Failed(failure) if failure.message.contains("before a response arrived"))
    );
}

#[test]
fn a_newer_version_something_else_and_a_damaged_file_are_three_sentences() {
    let text = saved::write(&crate::recorded::session(), false, crate::recorded::start());
    let newer = text.replacen("\"version\": 1", "\"version\": 99", 1);
    assert_eq!(saved::read(&newer).unwrap_err(), OpenProblem::Newer { found: 99 });
    assert_eq!(
        saved::read(&newer).unwrap_err().to_string(),
        "the session has format version 99, but this grantscope reads only up to version 1: use a newer grantscope"
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
    let text = saved::write(&crate::recorded::public_session(), true, crate::recorded::start());
    let status = format!("\"status\": \"{}\"", crate::recorded::REFRESH_1);
    let damaged = text.replacen("\"status\": 200", &status, 1);
    let problem = saved::read(&damaged).unwrap_err().to_string();
    assert!(problem.contains("wrong type"), "{problem}");
    crate::recorded::assert_no_secret("the sentence", &problem);
}

/// Values of a saved session that no version ever wrote: opened without a panic and with no more than is there, or
/// refused in one sentence of plain characters.
#[test]
fn values_that_nobody_wrote_are_opened_as_they_are_or_refused_in_a_sentence() {
    let whole: serde_json::Value = serde_json::from_str(include_str!("cases/storage/session-v1.json")).unwrap();
    let long = serde_json::Value::from("x".repeat(1_000_000));
    let escape = json!("\u{1b}]52;c;aGk=\u{7}\u{202e}\n\u{9b}31m");
    let deep: serde_json::Value = (0..100).fold(json!(1), |value, _| json!([value]));
    for (at, value, refused) in [
        ("/version", json!(1.5), true),
        ("/version", json!(-1), true),
        ("/tokens", json!("perhaps"), true),
        ("/saved_at", json!("9999-12-31T23:59:59Z"), false),
        ("/profile", json!(null), true),
        ("/profile/client_id", escape.clone(), false),
        ("/profile/provider", json!({"cognito": {}, "issuer": "x"}), true),
        ("/profile/redirect_uris/0", long.clone(), false),
        ("/profile/parameters", json!([["a"], ["b", "c", "d"]]), true),
        ("/log", json!({}), true),
        ("/log", json!([]), false),
        ("/log/0", json!({}), true),
        ("/log/0", deep, true),
        ("/log/0/authorization/at", json!("-009999-01-01T00:00:00Z"), true),
        ("/log/0/authorization/method", escape.clone(), false),
        ("/log/0/authorization/endpoint", escape.clone(), false),
        ("/log/0/authorization/parameters/4/1", json!(""), false),
        ("/log/1/exchange/id", json!(0), false),
        ("/log/1/exchange/id", json!(u32::MAX), false),
        ("/log/1/exchange/id", json!(u64::MAX), true),
        ("/log/3/exchange/id", json!(1), false),
        ("/log/3/exchange/purpose", escape.clone(), false),
        ("/log/3/exchange/at", json!(1e300), true),
        ("/log/3/exchange/head_ns", json!(u64::MAX), false),
        ("/log/3/exchange/total_ns", json!(-5), true),
        ("/log/3/exchange/request/headers/0/name", escape.clone(), false),
        ("/log/3/exchange/request/body", json!({"text": "a", "base64": "YQ=="}), true),
        ("/log/3/exchange/response/status", json!(65535), false),
        ("/log/3/exchange/response/status", json!(65536), true),
        ("/log/3/exchange/response/body", json!({"base64": "%%%"}), true),
        ("/log/3/exchange/failure", json!({"kind": "timeout", "message": "x"}), false),
        ("/log/2/callback/text", escape.clone(), false),
        ("/log/2/callback/text", long, false),
        ("/log/6/exchange/response/cut", escape.clone(), false),
        ("/log/7/exchange/failure/kind", json!("on fire"), true),
        ("/log/7/exchange/failure/message", escape, false),
    ] {
        let mut damaged = whole.clone();
        let (parent, name) = at.rsplit_once('/').unwrap();
        match damaged.pointer_mut(parent).unwrap() {
            serde_json::Value::Array(entries) => entries[name.parse::<usize>().unwrap()] = value.clone(),
            object => object[name] = value.clone(),
        }
        let shown = format!("{at}: {:.60}", value.to_string());
        match saved::read(&damaged.to_string()) {
            Ok(opened) => {
                assert!(!refused, "{shown} is opened");
                let written = saved::write(&opened.session, true, crate::recorded::start());
                assert!(written.lines().all(|line| !line.chars().any(sanitise::is_unsafe)), "{shown}");
                let findings = grantscope::diagnosis::diagnose(&opened.session, crate::recorded::start());
                let told: String = findings.iter().map(grantscope::diagnosis::finding_text).collect();
                assert!(told.lines().all(|line| !line.chars().any(sanitise::is_unsafe)), "{shown}: {told}");
                assert_eq!(
                    saved::write(&saved::read(&written).unwrap().session, true, crate::recorded::start()),
                    written
                );
            }
            Err(problem) => {
                let problem = problem.to_string();
                assert!(refused, "{shown}: {problem}");
                assert!(problem.len() < 400 && !problem.chars().any(sanitise::is_unsafe), "{shown}: {problem}");
            }
        }
    }
}

#[test]
#[ignore = "writes the case of the current version; run it once after a new version of the format"]
fn write_the_case_of_this_version() {
    let path = format!("{}/tests/cases/storage/session-v{}.json", env!("CARGO_MANIFEST_DIR"), saved::VERSION);
    std::fs::write(path, saved::write(&crate::recorded::public_session(), true, crate::recorded::start())).unwrap();
}

#[test]
fn the_first_version_of_the_format_still_opens() {
    let saved = saved::read(include_str!("cases/storage/session-v1.json")).unwrap();
    assert_eq!(saved.tokens, Tokens::Kept);
    assert_eq!(saved.session.exchanges().count(), 6);
    assert_eq!(saved.session.grants().len(), 2);
    assert_eq!(saved.session.profile(), &crate::recorded::profile());
}

#[test]
fn a_session_name_is_a_plain_file_name_on_every_system() {
    for good in ["work", "2026-01-31", "staging.eu_1", "Zoë"] {
        assert_eq!(name_problem(good), None, "{good}");
    }
    for bad in ["", ".", "..", "../x", "a/b", "a\\b", "-x", ".hidden", "a b", "nul", "COM1.x", "x.", "a\u{0}", "a\n"] {
        assert!(name_problem(bad).is_some_and(|p| p.to_string().starts_with("session name: found ")), "{bad:?}");
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
        let text = saved::write(&crate::recorded::public_session(), true, crate::recorded::start());
        if cut < text.trim_end().len() && text.is_char_boundary(cut) {
            proptest::prop_assert!(saved::read(&text[..cut]).is_err());
        }
    }
}

mod stored {
    use std::fs;

    use grantscope::runtime::sessions::{SessionError, Sessions};
    use grantscope::session::saved::Tokens;

    fn store() -> (tempfile::TempDir, Sessions) {
        let directory = tempfile::tempdir().unwrap();
        let sessions = Sessions::of(directory.path());
        (directory, sessions)
    }

    fn save(sessions: &Sessions, name: &str) {
        sessions.save(name, &crate::recorded::public_session(), true, false, crate::recorded::start()).unwrap();
    }

    #[test]
    fn a_saved_session_is_listed_opened_renamed_and_removed() {
        let (_directory, sessions) = store();
        assert_eq!(sessions.list().unwrap().count(), 0);
        save(&sessions, "work");
        assert_eq!(sessions.open("work").unwrap().saved.tokens, Tokens::Kept);
        sessions.rename("work", "play").unwrap();
        assert_eq!(sessions.list().unwrap().map(|listed| listed.name).collect::<Vec<_>>(), ["play"]);
        sessions.remove("play").unwrap();
        assert!(sessions.open("play").unwrap_err().to_string().starts_with("no saved session \"play\" in "));
        assert!(sessions.remove("play").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn files_and_their_directory_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (directory, sessions) = store();
        save(&sessions, "work");
        let mode = |path: &str| fs::metadata(directory.path().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("sessions"), mode("sessions/work.json")), (0o700, 0o600));
    }

    #[test]
    fn an_existing_name_is_not_replaced_by_accident() {
        let (_directory, sessions) = store();
        save(&sessions, "work");
        save(&sessions, "other");
        let again = sessions.save("work", &crate::recorded::public_session(), false, false, crate::recorded::start());
        assert!(matches!(again, Err(SessionError::Taken(name)) if name == "work"));
        assert!(matches!(sessions.rename("other", "work"), Err(SessionError::Taken(_))));
        assert_eq!(sessions.open("work").unwrap().saved.tokens, Tokens::Kept);
        assert!(sessions.open("other").is_ok());
    }

    #[test]
    fn a_damaged_file_is_reported_left_alone_and_blocks_nothing() {
        let (directory, sessions) = store();
        save(&sessions, "good");
        let path = directory.path().join("sessions/bad.json");
        fs::write(&path, "{\"format\": \"grantscope.session\", \"version\": 1").unwrap();
        let listed: Vec<_> = sessions.list().unwrap().collect();
        assert!(listed[0].opened.as_ref().unwrap_err().to_string().contains("the saved session is damaged: line 1"));
        assert!(listed[1].opened.is_ok());
        assert!(path.exists());
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(sessions.open("bad").unwrap_err().to_string().ends_with("byte 0 is not UTF-8"));
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_cannot_be_written_is_one_sentence_and_nothing_is_lost() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("sessions"), "a file where the directory should be").unwrap();
        let sessions = Sessions::of(directory.path());
        let problem = sessions
            .save("work", &crate::recorded::public_session(), true, true, crate::recorded::start())
            .unwrap_err()
            .to_string();
        assert!(problem.contains("cannot be written"), "{problem}");
        crate::recorded::assert_no_secret("the sentence", &problem);
        assert!(fs::read_to_string(directory.path().join("sessions")).unwrap().starts_with("a file"));
    }

    #[test]
    fn a_file_from_elsewhere_opens_by_its_path() {
        let (_directory, sessions) = store();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/storage/session-v1.json");
        let opened = sessions.open(path).unwrap();
        assert_eq!((opened.name, opened.saved.session.grants().len()), (None, 2));
    }
}

/// The real binary with its own data directory.
mod commands {
    use grantscope::runtime::sessions::Sessions;
    use grantscope::session::token_set::TokenSet;

    use crate::program::Sandbox;

    struct Home(Sandbox);

    impl Home {
        /// One session saved with tokens, and one masked.
        fn new() -> Self {
            let home = Self(Sandbox::new());
            let sessions = Sessions::of(&home.0.data());
            sessions.save("work", &crate::recorded::session(), true, false, crate::recorded::start()).unwrap();
            sessions.save("shown", &crate::recorded::session(), false, false, crate::recorded::start()).unwrap();
            home
        }

        #[track_caller]
        fn printed(&self, arguments: &[&str], status: i32) -> String {
            let ended = self.0.run(&[&["session"], arguments].concat());
            assert_eq!(ended.status, Some(status), "{arguments:?}: {}", ended.stderr);
            crate::recorded::assert_no_secret("standard error", &ended.stderr);
            if status == 0 { ended.stdout } else { ended.stdout + &ended.stderr }
        }
    }

    #[test]
    fn list_and_show_hold_no_secret_and_say_what_is_there() {
        let home = Home::new();
        let list = home.printed(&["list"], 0);
        assert!(list.starts_with("shown") && list.contains("\nwork"), "{list}");
        assert!(list.contains("alice  shop  expired 2026-01-31T13:00:01Z"), "{list}");
        crate::recorded::assert_no_secret("the list", &list);
        let shown = home.printed(&["show", "work"], 0);
        assert!(shown.contains("revocation") && shown.contains("no answer within 30 s"), "{shown}");
        crate::recorded::assert_no_secret("the text", &shown);
        let json: serde_json::Value = serde_json::from_str(&home.printed(&["list", "--json"], 0)).unwrap();
        assert_eq!((&json[0]["tokens"], &json[1]["tokens"]), (&"masked".into(), &"kept".into()));
        let json: serde_json::Value = serde_json::from_str(&home.printed(&["show", "shown", "--json"], 0)).unwrap();
        assert_eq!((&json["stored_tokens"], &json["exchanges"][1]["name"]), (&"masked".into(), &"token".into()));
        crate::recorded::assert_no_secret("the document of a masked session", &json.to_string());
    }

    #[test]
    fn what_is_shared_holds_no_secret_unless_asked() {
        let home = Home::new();
        for form in [
            ["--as", "har"].as_slice(),
            &["--as", "json"],
            &["--as", "capsule"],
            &["--as", "curl", "--masked"],
            &["--as", "fetch", "--masked"],
            &["--as", "axios", "--masked"],
        ] {
            let printed = home.printed(&[["export", "work"].as_slice(), form].concat(), 0);
            assert!(printed.contains("shop.auth.us-east-1.amazoncognito.com"), "{form:?}");
            crate::recorded::assert_no_secret(&format!("{form:?}"), &printed);
        }
        for form in ["har", "json"] {
            assert!(home.printed(&["export", "work", "--as", form, "--whole"], 0).contains(crate::recorded::REFRESH_2));
        }
        for form in ["amplify-v6", "amplify-v5", "env", "header", "access-token"] {
            let tokens = home.printed(&["export", "work", "--as", form], 0);
            assert!(tokens.contains(&crate::recorded::access_token(2)), "{form}");
            let refused = home.printed(&["export", "shown", "--as", form], 1);
            assert!(refused.contains("masked tokens: it can be viewed but not continued"), "{refused}");
        }
        for (form, option) in [
            ("env", ["--masked"].as_slice()),
            ("header", &["--masked"]),
            ("amplify-v6", &["--masked"]),
            ("access-token", &["--masked"]),
            ("har", &["--exchange", "2"]),
            ("har", &["--form", "console"]),
            ("env", &["--origin", "https://app.example"]),
            ("capsule", &["--whole"]),
        ] {
            let refused = home.printed(&[["export", "work", "--as", form].as_slice(), option].concat(), 2);
            assert!(refused.contains(option[0]), "an option without effect is refused: {refused}");
        }
        let playwright = ["export", "work", "--as", "amplify-v6", "--form", "playwright", "--origin"];
        assert!(home.printed(&[&playwright[..], &["bad"]].concat(), 2).contains("--origin: found \"bad\""));
        let alone = home.printed(&["export", "work", "--as", "access-token"], 0);
        assert_eq!(alone, crate::recorded::access_token(2) + "\n");
        assert!(
            home.printed(&["export", "work", "--as", "curl", "--exchange", "2"], 0).contains(crate::recorded::CODE)
        );
        let refused = home.printed(&["export", "work", "--as", "curl", "--exchange", "9"], 2);
        assert!(refused.contains("--exchange: found 9, expected one of 1, 2, 3, 4, 5, 6"), "{refused}");
    }

    #[test]
    fn an_exported_request_that_cannot_be_repeated_says_why() {
        let home = Home::new();
        let all = home.printed(&["export", "work", "--as", "curl"], 0);
        for comment in [
            "# 1 sign_in, as sent: the form and cookies of a page work only once\n",
            "# 2 token, as sent: its code has been redeemed\n",
            "# 3 userinfo, as sent: its token has been replaced\n",
            "# 4 refresh, as sent: its token has been replaced\n",
            "# 5 other\n",
            "# 6 revocation\n",
        ] {
            assert!(all.contains(comment), "{comment}: {all}");
        }
        let one = home.printed(&["export", "work", "--as", "curl", "--exchange", "3", "--masked"], 0);
        assert!(one.starts_with("# as sent: its token"), "{one}");
        assert!(home.printed(&["export", "work", "--as", "fetch", "--exchange", "6"], 0).starts_with("const"));
    }

    #[test]
    fn every_amplify_form_is_printed_and_an_exported_file_is_the_owners_alone() {
        let home = Home::new();
        for version in ["amplify-v6", "amplify-v5"] {
            let console = home.printed(&["export", "work", "--as", version, "--form", "console"], 0);
            assert!(console.lines().all(|line| line.starts_with("localStorage.setItem(\"")), "{console}");
            let state = ["export", "work", "--as", version, "--form", "playwright", "--origin", "https://app.example"];
            let state: serde_json::Value = serde_json::from_str(&home.printed(&state, 0)).unwrap();
            assert_eq!(state["origins"][0]["origin"], "https://app.example");
        }
        let file = home.0.0.path().join("session.har");
        assert_eq!(home.printed(&["export", "work", "--as", "har", "--output", file.to_str().unwrap()], 0), "");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_session_is_renamed_and_removed_and_no_token_stays_behind() {
        let home = Home::new();
        assert!(home.printed(&["rename", "work", "shown"], 2).contains("already exists"));
        assert!(home.printed(&["rename", "work", "../elsewhere"], 2).contains("session name"));
        assert_eq!(home.printed(&["rename", "work", "home"], 0), "");
        assert!(home.printed(&["show", "work"], 2).contains("no saved session \"work\""));
        assert!(home.printed(&["show", "home"], 0).contains("Exchanges"));
        assert_eq!(home.printed(&["remove", "home"], 0), "");
        assert!(home.printed(&["remove", "home"], 2).contains("no saved session \"home\""));
        for entry in std::fs::read_dir(home.0.data().join("sessions")).unwrap() {
            let path = entry.unwrap().path();
            crate::recorded::assert_no_secret("what is left", &std::fs::read_to_string(&path).unwrap());
        }
        assert!(home.printed(&["list"], 0).starts_with("shown "), "the other one is still there");
    }

    #[test]
    fn status_answers_by_exit_status() {
        let home = Home::new();
        let expired = home.printed(&["status", "work"], 1);
        assert!(expired.contains("not signed in: the access token expired at 2026-01-31T13:00:01Z"), "{expired}");
        assert!(expired.contains("grantscope refresh"), "{expired}");
        let token = crate::recorded::jwt(r#"{"exp":4102444800,"iat":1769860801,"token_use":"access"}"#, "s");
        let set = TokenSet { access_token: Some(token.as_str().into()), ..TokenSet::default() };
        let session = set.session(grantscope::session::TokenSource::TokenResponse, Some("c"), crate::recorded::start());
        Sessions::of(&home.0.data()).save("fresh", &session, true, false, crate::recorded::start()).unwrap();
        assert_eq!(
            home.printed(&["status", "fresh"], 0),
            "not expired, provider not asked; it expires at 2100-01-01T00:00:00Z\n"
        );
        let json: serde_json::Value = serde_json::from_str(&home.printed(&["status", "fresh", "--json"], 0)).unwrap();
        assert_eq!((&json["signed_in"], &json["can_refresh"]), (&true.into(), &false.into()));
        Sessions::of(&home.0.data()).save("cold", &session, false, false, crate::recorded::start()).unwrap();
        let masked = home.printed(&["status", "cold"], 1);
        assert!(masked.contains("not signed in: it was saved with masked tokens"), "{masked}");
        let json: serde_json::Value =
            serde_json::from_str(&home.printed(&["status", "cold", "--online", "--json"], 1)).unwrap();
        assert_eq!(json["online"], false, "nobody was asked");
        assert!(home.printed(&["status", "nobody"], 2).contains("no saved session \"nobody\""));
    }

    /// A shell lets no file grow, so that the disk seems full.
    #[cfg(unix)]
    #[test]
    fn a_disk_that_fills_up_while_saving_loses_nothing_and_is_one_sentence() {
        let home = Home::new();
        let before = std::fs::read(home.0.data().join("sessions/work.json")).unwrap();
        let file = home.0.data().join("sessions/work.json");
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" --data-dir \"$1\" session import \"$2\" --name full";
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_grantscope")]).args([&home.0.data(), &file]);
        let crate::program::Ended { status, stderr: error, .. } = crate::program::Ended::of(shell.output().unwrap());
        assert_eq!(status, Some(2), "{error}");
        assert!(error.contains("full.json cannot be written: "), "{error}");
        crate::recorded::assert_no_secret("standard error", &error);
        assert_eq!(std::fs::read(&file).unwrap(), before);
        let left: Vec<_> =
            std::fs::read_dir(home.0.data().join("sessions")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "work, shown and the lock: {left:?}");
    }

    #[test]
    fn what_was_exported_is_imported_again() {
        let home = Home::new();
        let file = home.0.0.path().join("taken");
        for (name, form) in [
            ("har", ["--as", "har", "--whole"].as_slice()),
            ("v6", &["--as", "amplify-v6"]),
            ("json", &["--as", "json", "--whole"]),
        ] {
            std::fs::write(&file, home.printed(&[["export", "work"].as_slice(), form].concat(), 0)).unwrap();
            home.printed(&["import", file.to_str().unwrap(), "--name", name], 0);
            let v5 = home.printed(&["export", name, "--as", "amplify-v5", "--no-oauth-sign-in"], 0);
            assert!(
                v5.contains(&crate::recorded::access_token(2)) && v5.contains(crate::recorded::REFRESH_2),
                "{name}"
            );
            let straight = home.printed(&["export", file.to_str().unwrap(), "--as", "header"], 0);
            assert_eq!(straight, format!("Authorization: Bearer {}\n", crate::recorded::access_token(2)));
        }
        std::fs::write(&file, home.printed(&["export", "work", "--as", "har"], 0)).unwrap();
        let refused = home.printed(&["import", file.to_str().unwrap(), "--name", "masked"], 2);
        assert!(refused.contains("masked tokens: it can be viewed but not continued"), "{refused}");
        let refused = home.printed(&["export", file.to_str().unwrap(), "--as", "header"], 1);
        assert!(refused.contains("masked tokens: it can be viewed but not continued"), "{refused}");
        std::fs::write(&file, "{}").unwrap();
        assert!(
            home.printed(&["import", file.to_str().unwrap(), "--name", "x"], 2)
                .contains("found no session, expected a saved session")
        );
        home.printed(&["rename", "har", "trace"], 0);
        home.printed(&["remove", "trace"], 0);
        home.printed(&["remove", "trace"], 2);
    }
}
