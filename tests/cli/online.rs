//! `preflight`, `session status --online` and `session remove`, against the embedded provider.

use super::{Demo, PUBLIC, Sandbox, free_port, sign_in};

/// A check of `preflight --json` by its outcome.
fn checks(document: &serde_json::Value, outcome: &str) -> Vec<String> {
    let checks = document["checks"].as_array().unwrap().iter();
    checks.filter(|check| check["status"] == outcome).map(|check| check["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn preflight_of_a_client_in_order_is_status_0_and_names_what_was_checked() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let ended = sandbox.run(&[&["preflight", "--json"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let passed = checks(&ended.json(), "pass");
    for check in ["host", "discovery", "jwks", "clock", "authorization_request"] {
        assert!(passed.iter().any(|id| id == check), "{check}: {passed:?}");
    }
    assert_eq!((checks(&ended.json(), "fail"), ended.findings()), (Vec::new(), Vec::new()));
    let text = sandbox.run(&[&["preflight"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!(text.status, Some(0));
    assert!(text.stdout.contains("pass authorization_request"), "{text:?}");
}

#[test]
fn preflight_of_a_client_that_is_refused_is_status_1_and_names_the_cause() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let elsewhere = ["--issuer", &demo.issuer, "--client-id", PUBLIC, "--redirect-uri", "http://localhost:1/other"];
    let ended = sandbox.run(&[&["preflight", "--json"], &elsewhere[..]].concat());
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert_eq!(ended.findings(), ["redirect_uri.not_registered"]);
    assert_eq!(checks(&ended.json(), "fail"), ["authorization_request"]);
    let unknown = sandbox.run(&[&["preflight", "--json"], &demo.client("nobody")[..]].concat());
    assert_eq!((unknown.status, unknown.findings()), (Some(1), vec!["client.unknown".to_owned()]));
}

#[test]
fn preflight_of_a_provider_that_does_not_answer_is_status_3() {
    let issuer = format!("http://127.0.0.1:{}", free_port());
    let client = ["--issuer", &issuer, "--client-id", "c", "--redirect-uri", "http://localhost:8765/callback"];
    let ended = Sandbox::new().run(&[&["preflight", "--json"], &client[..]].concat());
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert_eq!(checks(&ended.json(), "fail"), ["discovery"]);
    assert_eq!(ended.json()["findings"][0]["id"], "network.connect");
}

/// A sandbox with the session `mine` of a public client.
fn signed_in(demo: &Demo) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut login = sandbox.login(&[&["--paste", "--save", "mine"], &demo.client(PUBLIC)[..]].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    let ended = login.end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    sandbox
}

#[test]
fn status_online_asks_the_provider_and_knows_of_a_revocation_that_the_record_does_not() {
    let demo = Demo::start(&[]);
    let sandbox = signed_in(&demo);
    let ended = sandbox.run(&["session", "status", "mine", "--online", "--json"]);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let document = ended.json();
    assert_eq!((&document["signed_in"], &document["online"]), (&true.into(), &true.into()));
    assert_eq!(document["reason"], "UserInfo accepts the access token");

    let sessions = sandbox.0.path().join("data/sessions");
    std::fs::copy(sessions.join("mine.json"), sessions.join("elsewhere.json")).unwrap();
    assert_eq!(sandbox.run(&["revoke", "elsewhere"]).status, Some(0));
    assert_eq!(sandbox.run(&["session", "status", "mine"]).status, Some(0), "offline, nothing is known of it");
    let ended = sandbox.run(&["session", "status", "mine", "--online"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stdout.starts_with("not signed in: "), "{ended:?}");
    assert_eq!(sandbox.run(&["session", "status", "elsewhere", "--online"]).status, Some(1));
}

#[test]
fn status_online_asks_the_provider_even_if_the_record_says_that_the_sign_in_ended() {
    let demo = Demo::start(&[]);
    let sandbox = signed_in(&demo);
    assert_eq!(sandbox.run(&["revoke", "mine"]).status, Some(0));
    let offline = sandbox.run(&["session", "status", "mine", "--json"]);
    assert_eq!((offline.status, offline.json()["reason"].as_str()), (Some(1), Some("its tokens were revoked")));
    let online = sandbox.run(&["session", "status", "mine", "--online", "--json"]);
    assert_eq!(online.status, Some(1), "{online:?}");
    assert!(online.json()["reason"].as_str().is_some_and(|reason| reason.contains("UserInfo")), "{online:?}");
}

#[test]
fn status_online_claims_no_answer_if_there_is_nothing_to_ask_with() {
    let demo = Demo::start(&[]);
    let sandbox = signed_in(&demo);
    let document = sandbox.run(&["session", "show", "mine", "--json"]).json();
    let text = serde_json::json!({ "id_token": document["tokens"]["id_token"]["raw"] }).to_string();
    std::fs::write(sandbox.0.path().join("token.json"), text).unwrap();
    assert_eq!(sandbox.run(&["session", "import", "token.json", "--name", "alone"]).status, Some(0));
    drop(demo);
    let ended = sandbox.run(&["session", "status", "alone", "--online", "--json"]);
    assert_eq!(ended.json()["online"], false, "{ended:?}");
    let text = sandbox.run(&["session", "status", "alone", "--online"]);
    assert!(text.stdout.starts_with("not expired; the session has no access token"), "{text:?}");
}

#[test]
fn status_online_of_a_provider_that_is_gone_says_nothing_about_the_session() {
    let demo = Demo::start(&[]);
    let sandbox = signed_in(&demo);
    drop(demo);
    let ended = sandbox.run(&["session", "status", "mine", "--online"]);
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert_eq!(ended.stdout, "");
}

#[test]
fn a_removed_session_leaves_no_token_on_disk() {
    let demo = Demo::start(&[]);
    let sandbox = signed_in(&demo);
    let sessions = sandbox.0.path().join("data/sessions");
    let saved = std::fs::read_to_string(sessions.join("mine.json")).unwrap();
    let tokens = super::secrets(&saved);
    assert!(!tokens.is_empty());
    assert_eq!(sandbox.run(&["session", "remove", "mine"]).status, Some(0));
    for entry in std::fs::read_dir(&sessions).unwrap() {
        let left = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(tokens.iter().all(|token| !left.contains(token)));
    }
    for gone in [&["session", "show", "mine"][..], &["refresh", "mine"], &["session", "delete", "mine"]] {
        let ended = sandbox.run(gone);
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(ended.stderr.contains("no saved session \"mine\""), "{ended:?}");
    }
}
