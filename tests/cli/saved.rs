//! What becomes of a saved session: a login that is saved, one step more, another login under its name.

use super::{CONFIDENTIAL, Demo, PUBLIC, Sandbox, sign_in};

/// A login that nobody answers, saved as `mine`.
fn unanswered<'a>(client: &[&'a str]) -> Vec<&'a str> {
    [&["login", "--no-browser", "--timeout", "0.05", "--save", "mine"], client].concat()
}

/// Signs in and saves the session as `mine`.
fn signed_in(sandbox: &Sandbox, arguments: &[&str]) {
    let mut login = sandbox.login(&[&["--paste", "--no-userinfo", "--save", "mine"], arguments].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    let ended = login.end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(ended.stderr.contains("Saved as mine, tokens included"), "{ended:?}");
}

#[test]
fn a_login_that_failed_is_saved_too_and_the_next_try_of_the_same_client_takes_its_place() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let ended = sandbox.run(&unanswered(&demo.client(PUBLIC)));
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("Saved as mine, no tokens came"), "{ended:?}");
    assert!(ended.stderr.contains("Does the browser show an error page?"), "{ended:?}");
    assert!(ended.stderr.contains(" 1 discovery"), "the exchanges are numbered: {ended:?}");
    assert!(sandbox.run(&["session", "show", "mine"]).stdout.contains("   1  discovery"));

    let ended = sandbox.run(&unanswered(&demo.client(CONFIDENTIAL)));
    assert_eq!(ended.status, Some(2), "another client: {ended:?}");
    assert!(ended.stderr.contains("--save: found \"mine\"") && !ended.stderr.contains("discovery"), "{ended:?}");
    signed_in(&sandbox, &demo.client(PUBLIC));
}

#[test]
fn a_saved_session_with_tokens_is_replaced_only_when_asked_to_and_only_by_tokens() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    let unanswered = unanswered(&demo.client(PUBLIC));
    let ended = sandbox.run(&unanswered);
    assert_eq!(ended.status, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("--save: found \"mine\"") && !ended.stderr.contains("discovery"), "{ended:?}");

    let ended = sandbox.run(&[&unanswered[..], &["--replace"]].concat());
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("Nothing was saved: no tokens came"), "{ended:?}");
    assert_eq!(sandbox.run(&["session", "status", "mine"]).status, Some(0));
    signed_in(&sandbox, &[&["--replace"], &demo.client(PUBLIC)[..]].concat());
}
