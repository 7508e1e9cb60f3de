//! Saved sessions: saving a login, running one more step, saving another login under the same name.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grantscope::protocol::HttpResponse;
use grantscope::runtime::sessions::Sessions;
use grantscope::session::{Purpose, Received};

use super::{CONFIDENTIAL, CONFIDENTIAL_SECRET, Demo, PUBLIC, Sandbox, sign_in};
use crate::program::feed;

/// A login without a response, saved as `mine`.
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
    assert!(ended.stderr.contains("Saved as mine, exchanges only"), "{ended:?}");
    assert!(ended.stderr.contains("Did the browser show an error page?"), "{ended:?}");
    assert!(ended.stderr.contains(" 1 discovery"), "the exchanges are numbered: {ended:?}");
    assert!(sandbox.run(&["session", "show", "mine"]).stdout.contains("   1  discovery"));

    let ended = sandbox.run(&unanswered(&demo.client(CONFIDENTIAL)));
    assert_eq!(ended.status, Some(2), "another client: {ended:?}");
    assert!(
        ended.stderr.contains("--save: session \"mine\" already exists") && !ended.stderr.contains("discovery"),
        "{ended:?}"
    );
    signed_in(&sandbox, &demo.client(PUBLIC));
}

#[test]
fn a_saved_session_with_tokens_is_replaced_only_when_asked_to_and_only_by_tokens() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    let unanswered = unanswered(&demo.client(PUBLIC));
    let ended = sandbox.run(&unanswered);
    assert_eq!(ended.status, Some(2), "{ended:?}");
    assert!(
        ended.stderr.contains("--save: session \"mine\" already exists") && !ended.stderr.contains("discovery"),
        "{ended:?}"
    );

    let ended = sandbox.run(&[&unanswered[..], &["--replace"]].concat());
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("Not saved: no tokens received"), "{ended:?}");
    assert_eq!(sandbox.run(&["session", "status", "mine"]).status, Some(0));
    signed_in(&sandbox, &[&["--replace"], &demo.client(PUBLIC)[..]].concat());
}

#[test]
fn two_logins_that_are_saved_under_one_name_both_keep_their_tokens() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let arguments = [&["--paste", "--save", "mine"], &demo.client(PUBLIC)[..]].concat();
    let logins = ["alice", "bob"].map(|who| (who, sandbox.login(&arguments)));
    let ended = logins.map(|(who, mut login)| {
        let callback = sign_in(&login.url, who);
        login.paste(&callback);
        login.end()
    });
    assert_eq!(ended.each_ref().map(|ended| ended.status), [Some(0), Some(0)], "{ended:?}");
    assert!(ended[1].stderr.contains("Saved as mine-2, tokens included."), "{ended:?}");
    for (name, who) in [("mine", "alice"), ("mine-2", "bob")] {
        let asked = sandbox.run(&["userinfo", name]);
        assert!(asked.status == Some(0) && asked.stdout.contains(who), "{name}: {asked:?}");
    }
}

/// The command that prints the file `secret`.
const PRINT_SECRET: &str = if cfg!(windows) { "cmd /c type secret" } else { "cat secret" };

/// A sandbox with the profile `conf` of a confidential client, whose secret is in `source`, and its session `mine`.
fn confidential(demo: &Demo, source: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.0.path().join("secret"), CONFIDENTIAL_SECRET).unwrap();
    let added = sandbox.run(&[&["profile", "add", "conf"], &demo.client(CONFIDENTIAL)[..], source].concat());
    assert_eq!(added.status, Some(0), "{added:?}");
    signed_in(&sandbox, &["--profile", "conf"]);
    sandbox
}

#[test]
fn a_saved_session_continues_with_the_secret_of_its_profile() {
    let demo = Demo::start(&[]);
    for source in
        [&["--client-secret-command", PRINT_SECRET][..], &["--client-secret-file", "secret", "--plain-secret"]]
    {
        let sandbox = confidential(&demo, source);
        for step in ["refresh", "userinfo", "revoke"] {
            let ended = sandbox.run(&[step, "mine"]);
            assert_eq!(ended.status, Some(0), "{step}: {ended:?}");
        }
        let saved = std::fs::read_to_string(sandbox.0.path().join("data/sessions/mine.json")).unwrap();
        assert!(!saved.contains(CONFIDENTIAL_SECRET));
        assert_eq!(sandbox.run(&["session", "list"]).stdout.lines().count(), 1, "every step was saved in its place");
    }
}

#[test]
fn a_saved_session_whose_profile_is_gone_or_another_client_says_so_and_sends_nothing() {
    let demo = Demo::start(&[]);
    let sandbox = confidential(&demo, &["--client-secret-command", PRINT_SECRET]);
    let refused = |why: &str| {
        let ended = sandbox.run(&["refresh", "mine"]);
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(ended.stderr.contains("the client secret of this session is missing: "), "{ended:?}");
        assert!(ended.stderr.contains(why) && ended.stderr.contains("--client-secret-file"), "{ended:?}");
        assert!(!ended.stderr.contains("400"), "{ended:?}");
    };
    let other = ["profile", "add", "conf", "--profile", "conf", "--replace", "--client-id", PUBLIC];
    assert_eq!(sandbox.run(&other).status, Some(0));
    refused("the profile conf now has another client");
    assert_eq!(sandbox.run(&["userinfo", "mine"]).status, Some(0), "which takes no secret");
    assert_eq!(sandbox.run(&["profile", "remove", "conf"]).status, Some(0));
    refused("conf");
    let given = sandbox.run(&["refresh", "mine", "--client-secret-file", "secret"]);
    assert_eq!(given.status, Some(0), "{given:?}");
}

#[test]
fn a_session_from_elsewhere_takes_no_secret_out_of_a_profile() {
    let demo = Demo::start(&[]);
    let sandbox = confidential(&demo, &["--client-secret-command", PRINT_SECRET]);
    std::fs::copy(sandbox.0.path().join("data/sessions/mine.json"), sandbox.0.path().join("theirs.json")).unwrap();
    assert_eq!(sandbox.run(&["session", "import", "theirs.json"]).status, Some(0));
    for session in ["theirs", "theirs.json"] {
        let ended = sandbox.run(&["refresh", session]);
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(ended.stderr.contains("no profile has a source for it"), "{ended:?}");
    }
}

#[test]
fn imported_tokens_can_be_used_once_their_provider_is_named() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    let document = sandbox.run(&["session", "show", "mine", "--json"]).json();
    let token = |name: &str| document["tokens"][name]["raw"].clone();
    let tokens = ["id_token", "access_token", "refresh_token"].map(|name| (name.to_owned(), token(name)));
    let text = serde_json::Value::Object(tokens.into_iter().collect()).to_string();
    std::fs::write(sandbox.0.path().join("token.json"), text).unwrap();
    assert_eq!(sandbox.run(&["session", "import", "token.json", "--name", "tok"]).status, Some(0));

    for step in ["refresh", "userinfo", "revoke"] {
        let ended = sandbox.run(&[step, "tok"]);
        assert_eq!(ended.status, Some(2), "{step}: {ended:?}");
        let way_on = format!("use --issuer {} (from the tokens: check that it is the right one)", demo.issuer);
        assert!(ended.stderr.contains(&way_on) && !ended.stderr.contains("discovery "), "{step}: {ended:?}");
    }
    let ended = sandbox.run(&["refresh", "tok", "--issuer", &demo.issuer]);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(sandbox.run(&["userinfo", "tok"]).status, Some(0), "what was discovered is saved");

    let added = sandbox.run(&[&["profile", "add", "other"], &demo.client(CONFIDENTIAL)[..]].concat());
    assert_eq!(added.status, Some(0), "{added:?}");
    let ended = sandbox.run(&["refresh", "tok", "--profile", "other"]);
    assert!(ended.status == Some(2) && ended.stderr.contains("--profile: other is for client"), "{ended:?}");
}

/// The recorded requests of a session file.
#[cfg(unix)]
fn recorded_requests(sandbox: &Sandbox) -> usize {
    let text = std::fs::read_to_string(sandbox.0.path().join("data/sessions/mine.json")).unwrap();
    text.matches("\"sent_at\"").count()
}

#[cfg(unix)]
#[test]
fn a_refresh_whose_answer_could_not_be_saved_is_not_sent() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    let before = recorded_requests(&sandbox);
    std::os::unix::fs::symlink("data/sessions/mine.json", sandbox.0.path().join("link.json")).unwrap();
    let refused = sandbox.run(&["refresh", "link.json"]);
    assert!(refused.status == Some(2) && refused.stdout.is_empty(), "{refused:?}");
    assert!(refused.stderr.contains("symbolic link"), "{refused:?}");
    assert_eq!(recorded_requests(&sandbox), before);
    assert_eq!(sandbox.run(&["refresh", "mine"]).status, Some(0), "its refresh token is still good");
}

#[test]
fn a_login_that_could_not_be_saved_does_not_begin() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    // A file blocks the directory.
    std::fs::create_dir(sandbox.0.path().join("data")).unwrap();
    std::fs::write(sandbox.0.path().join("data/sessions"), "").unwrap();
    let refused = sandbox.run(&[&["login", "--no-browser", "--save", "mine"], demo.client(PUBLIC).as_slice()].concat());
    assert!(refused.status == Some(2) && refused.stderr.contains("--save: "), "{refused:?}");
    assert!(!refused.stderr.contains("http"), "{refused:?}");
}

#[test]
fn the_status_of_a_session_shows_the_rejections_in_its_record() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    assert_eq!(sandbox.run(&["userinfo", "mine"]).status, Some(0));
    let sessions = sandbox.0.path().join("data/sessions");
    std::fs::copy(sessions.join("mine.json"), sessions.join("elsewhere.json")).unwrap();
    assert_eq!(sandbox.run(&["revoke", "elsewhere"]).status, Some(0));

    assert_eq!(sandbox.run(&["refresh", "mine"]).status, Some(1));
    let status = sandbox.run(&["session", "status", "mine", "--json"]);
    assert_eq!(status.status, Some(0), "its access token lives on: {status:?}");
    assert_eq!((status.findings().len(), &status.json()["can_refresh"]), (1, &false.into()), "{status:?}");
    let online = sandbox.run(&["session", "status", "mine", "--online"]);
    assert!(online.status == Some(1) && !online.stdout.contains("grantscope refresh"), "{online:?}");

    assert_eq!(sandbox.run(&["userinfo", "mine"]).status, Some(1));
    let status = sandbox.run(&["session", "status", "mine"]);
    assert_eq!(status.status, Some(1), "{status:?}");
    assert!(status.stdout.starts_with("not signed in: UserInfo rejected the access token"), "{status:?}");
    assert!(status.stdout.contains("error: "), "{status:?}");
}

/// Runs `grantscope token mine` with more arguments.
fn token(sandbox: &Sandbox, arguments: &[&str]) -> super::Ended {
    sandbox.run(&[&["token", "mine"], arguments].concat())
}

#[test]
fn a_token_is_printed_as_it_is_while_it_lives_and_nothing_is_sent() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    drop(demo);
    let access = token(&sandbox, &[]);
    assert_eq!(access.status, Some(0), "{access:?}");
    assert_eq!((access.stdout.matches('.').count(), access.stderr.as_str()), (2, ""));
    let header = token(&sandbox, &["--as", "header"]);
    assert_eq!(header.stdout, format!("Authorization: Bearer {}", access.stdout));
    let document = token(&sandbox, &["--as", "json"]).json();
    assert_eq!((document["kind"].as_str(), document["token_type"].as_str()), (Some("access"), Some("Bearer")));
    assert_eq!(document["token"].as_str().unwrap(), access.stdout.trim());
    let id_token = token(&sandbox, &["--kind", "id"]);
    assert!(id_token.stdout.matches('.').count() == 2 && id_token.stdout != access.stdout);

    let failed = token(&sandbox, &["--within", "86400"]);
    assert_eq!(failed.status, Some(3), "it ends within a day, and the provider is gone: {failed:?}");
    assert_eq!(failed.stdout, "");
}

#[test]
fn a_token_that_ends_soon_is_refreshed_first_and_a_revoked_one_says_how_to_get_another() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    let old = token(&sandbox, &[]).stdout;
    let new = token(&sandbox, &["--within", "86400"]);
    assert_eq!(new.status, Some(0), "{new:?}");
    assert!(new.stdout != old && new.stdout.matches('.').count() == 2, "{new:?}");
    assert_eq!(token(&sandbox, &[]).stdout, new.stdout, "the new tokens were kept");

    assert_eq!(sandbox.run(&["revoke", "mine"]).status, Some(0));
    let revoked = token(&sandbox, &[]);
    assert_eq!((revoked.status, revoked.stdout.as_str()), (Some(1), ""), "{revoked:?}");
    assert!(revoked.stderr.contains("its tokens were revoked") && revoked.stderr.contains("--replace"), "{revoked:?}");
}

#[test]
fn a_refresh_token_that_the_provider_rejected_is_not_sent_again() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    drop(demo);
    let sessions = Sessions::of(&sandbox.data());
    let mut session = sessions.open("mine").unwrap().saved.session;
    let now = session.grant().unwrap().received_at;
    let id = session.begin(Purpose::Refresh, session.draft(Purpose::Refresh).unwrap().build(), now);
    let refused = HttpResponse::new(400).with_body("application/json", r#"{"error":"invalid_grant"}"#);
    session.absorb(id, Received::Response(refused).into());
    sessions.save("mine", &session, true, true, now).unwrap();
    let ended = token(&sandbox, &["--within", "86400"]);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(1), ""), "nothing is sent: {ended:?}");
    assert!(ended.stderr.contains("the provider rejected its refresh token"), "{ended:?}");
    assert_eq!(token(&sandbox, &[]).status, Some(0), "the access token may be used until it expires");
}

#[test]
fn kubectl_gets_a_credential_of_the_version_that_it_names() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    for (asked, version) in [(None, "v1"), (Some("v1beta1"), "v1beta1"), (Some("v1alpha1"), "v1")] {
        let mut command = sandbox.command(&["token", "mine", "--as", "exec-credential", "--kind", "id"]);
        if let Some(asked) = asked {
            let info = format!(r#"{{"apiVersion":"client.authentication.k8s.io/{asked}","kind":"ExecCredential"}}"#);
            command.env("KUBERNETES_EXEC_INFO", info);
        }
        let ended = super::Ended::of(command.output().unwrap());
        let credential = ended.json();
        assert_eq!(credential["kind"], "ExecCredential", "{ended:?}");
        assert_eq!(credential["apiVersion"], format!("client.authentication.k8s.io/{version}"));
        assert_eq!(credential["status"]["token"].as_str().unwrap().matches('.').count(), 2);
        let ends = credential["status"]["expirationTimestamp"].as_str().unwrap();
        assert!(ends.ends_with('Z') && !ends.contains("..") && ends.len() == 20, "RFC 3339: {ends}");
        let members: Vec<_> = credential.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["apiVersion", "kind", "spec", "status"], "what the schema has, and nothing else");
    }
}

#[test]
fn a_saved_session_lends_its_keys_to_a_pasted_token_and_recognises_an_edited_copy() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    drop(demo);
    let token = sandbox.run(&["token", "mine"]).stdout.trim().to_owned();
    let parts: Vec<&str> = token.split('.').collect();

    let decoded = sandbox.run(&["decode", &token, "--json"]);
    let reason = decoded.json()["signature"]["reason"].as_str().unwrap().to_owned();
    assert_eq!(decoded.json()["signature"]["status"], "verified", "{decoded:?}");
    assert!(reason.contains("the keys of saved session mine, fetched 20"), "{reason}");
    let inspected = feed(&mut sandbox.command(&["inspect", "-"]), token.as_bytes());
    assert!(inspected.stdout.contains("the keys of saved session mine"), "{inspected:?}");

    // Another directory of sessions knows nothing of it.
    let elsewhere = sandbox.run(&["decode", &token, "--json", "--data-dir", "elsewhere"]);
    assert_eq!(elsewhere.json()["signature"]["status"], "not_checked", "{elsewhere:?}");

    // The claims of a copy say another time.
    let mut claims: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    claims["exp"] = 4_102_444_800_i64.into();
    let edited = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims.to_string()), parts[2]);
    for ended in [
        sandbox.run(&["decode", &edited, "--json"]),
        feed(&mut sandbox.command(&["inspect", "-", "--json"]), edited.as_bytes()),
    ] {
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.findings().contains(&"token.altered".to_owned()), "{ended:?}");
        assert!(ended.stdout.contains("the access token of saved session mine"), "{ended:?}");
        assert!(ended.stdout.contains("the claims (exp)"), "{ended:?}");
    }
}

#[test]
fn a_session_that_was_given_as_a_file_lends_no_keys() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    signed_in(&sandbox, &demo.client(PUBLIC));
    drop(demo);
    let token = sandbox.run(&["token", "mine"]).stdout.trim().to_owned();
    // The same file beside the directory of saved sessions.
    let file = sandbox.data().join("sessions/mine.json");
    std::fs::rename(&file, sandbox.0.path().join("mine.json")).unwrap();
    let ended = sandbox.run(&["decode", &token, "--json"]);
    assert_eq!(ended.json()["signature"]["status"], "not_checked", "{ended:?}");
}

#[test]
fn tokens_that_failed_their_verification_are_bad_for_every_command() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "nonce-mismatch"]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste", "--save", "mine"], &demo.client(PUBLIC)[..]].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    let ended = login.end();
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("Saved as mine, tokens included"), "{ended:?}");
    let shown = sandbox.run(&["session", "show", "mine"]).stdout;
    assert!(!shown.contains("signed in as") && shown.contains("not signed in: the tokens failed"), "{shown}");

    let status = sandbox.run(&["session", "status", "mine"]);
    assert_eq!(status.status, Some(1), "{status:?}");
    assert!(status.stdout.starts_with("not signed in: its tokens failed their verification"), "{status:?}");
    assert!(status.stdout.contains("The nonce does not match"), "{status:?}");
    for arguments in [&["token", "mine"][..], &["token", "mine", "--json"], &["token", "mine", "--as", "header"]] {
        let token = sandbox.run(arguments);
        assert_eq!((token.status, token.stdout.as_str()), (Some(1), ""), "{token:?}");
        assert!(token.stderr.contains("sign in again with `grantscope login"), "{token:?}");
    }
    let rows = sandbox.run(&["session", "list", "--json"]).json();
    assert_eq!((&rows[0]["signed_in"], &rows[0]["tokens"]), (&false.into(), &"kept".into()), "{rows}");
}

#[test]
fn a_session_without_tokens_keeps_none_and_says_so_once() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    sandbox.run(&unanswered(&demo.client(PUBLIC)));
    let rows = sandbox.run(&["session", "list", "--json"]).json();
    assert_eq!(rows[0]["tokens"], serde_json::Value::Null, "{rows}");
    let token = sandbox.run(&["token", "mine"]);
    assert!(token.stderr.contains("mine: the session has no tokens: sign in again"), "{token:?}");
}
