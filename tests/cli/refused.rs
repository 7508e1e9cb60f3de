//! What the command line refuses: to print a secret that is in the wrong place, to redeem an invalid callback, to begin
//! a login that cannot succeed.

use super::{Demo, PUBLIC, Sandbox, sign_in};

#[test]
fn an_unexpected_argument_is_not_printed() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc";
    for arguments in [
        ["decode", "Bearer", token].as_slice(),
        &["decode", "a", "hunter2"],
        &["session", "export", "x", "--as", token],
        &[token],
    ] {
        let ended = Sandbox::new().run(arguments);
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(!ended.stderr.contains("eyJ") && !ended.stderr.contains("hunter2"), "{ended:?}");
    }
    let ended = Sandbox::new().run(&["profile", "show", "staging", "production"]);
    assert!(ended.stderr.contains("'production'"), "a plain word is: {ended:?}");
}

#[test]
fn a_code_that_a_finding_forbids_to_redeem_is_not_redeemed() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    type Change = fn(&str) -> String;
    let changes: [(&str, Change); 3] = [
        ("callback.wrong_place", |callback| callback.replace("//localhost:", "//127.0.0.1:")),
        ("callback.code_and_error", |callback| format!("{callback}&error=access_denied")),
        ("callback.conflicting_parameter", |callback| format!("{callback}&code=other")),
    ];
    for (finding, change) in changes {
        let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
        let callback = change(&sign_in(&login.url, "alice"));
        login.paste(&callback);
        let ended = login.end();
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.findings().contains(&finding.to_owned()), "{finding}: {ended:?}");
        assert!(!ended.exchanges().contains(&"token".to_owned()), "{finding}: {ended:?}");
    }
}

#[test]
fn a_word_that_is_no_code_of_the_provider_is_sent_nowhere() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    for word in ["hunter2", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc"] {
        login.paste(word);
        login.wait_for("That is not an authorization code of this provider");
    }
    let callback = sign_in(&login.url, "alice");
    login.paste(callback.split("code=").nth(1).unwrap().split('&').next().unwrap());
    assert_eq!(login.end().exchanges().iter().filter(|name| *name == "token").count(), 1);
}

#[test]
fn a_login_that_could_not_end_does_not_begin() {
    let sandbox = Sandbox::new();
    let client = ["login", "--no-browser", "--client-id", "c", "--redirect-uri", "http://localhost:8765/callback"];
    for (arguments, problem) in [
        (["--authorization-endpoint", "https://op.example/a"].as_slice(), "--token-endpoint: missing"),
        (&["--token-endpoint", "https://op.example/t"], "--authorization-endpoint: missing"),
        (&["--issuer", "https://op.example", "--client-auth", "basic"], "--client-auth: basic needs a client secret"),
    ] {
        let ended = sandbox.run(&[&client[..], arguments].concat());
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(ended.stderr.contains(problem) && ended.stderr.lines().count() == 1, "{ended:?}");
    }
}
