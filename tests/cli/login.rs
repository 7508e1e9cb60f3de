//! Logins: with the browser, with a pasted callback, interrupted.

use super::*;

#[test]
fn a_login_at_the_embedded_provider_gives_the_whole_document_and_status_0() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let login = sandbox.login(&demo.client(PUBLIC));
    assert_eq!(arrive(&sign_in(&login.url, "alice")), 200);
    let ended = login.end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let document = ended.json();
    assert_eq!(document["issuer"], demo.issuer);
    assert_eq!(document["redirect_uri"], demo.redirect_uri);
    assert_eq!(document["profile"], Value::Null);
    for token in ["id_token", "access_token"] {
        assert_eq!(document["tokens"][token]["signature"]["status"], "verified", "{token}");
        assert_eq!(document["tokens"][token]["kind"], token);
        assert_eq!(document["tokens"][token]["raw"].as_str().unwrap().split('.').count(), 3);
    }
    assert_eq!(document["tokens"]["refresh_token"]["kind"], "jwe");
    assert_eq!(document["tokens"]["token_type"], "Bearer");
    assert_eq!(document["userinfo"]["sub"], document["tokens"]["id_token"]["claims"]["sub"]);
    assert_eq!(ended.findings(), [""; 0]);
    assert_eq!(ended.exchanges(), ["discovery", "jwks", "token", "userinfo"]);
    assert_eq!(document["exchanges"][2]["status"], 200);
}

#[test]
#[cfg(target_os = "linux")]
fn while_a_login_waits_no_secret_stands_in_the_arguments_of_its_processes_or_the_browsers_environment() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let (script, part, seen) = ("browser.sh", "arguments.part", "arguments");
    let place = |name: &str| sandbox.0.path().join(name).display().to_string();
    // The browser's parent is grantscope, so the script reads what `ps` shows of both, and the environment that it
    // received.
    let text = format!(
        "/bin/cat /proc/$PPID/cmdline /proc/$$/cmdline /proc/$$/environ > {0} && /bin/mv {0} {1}\n",
        place(part),
        place(seen)
    );
    std::fs::write(place(script), text).unwrap();
    let mut child = sandbox
        .command(&[&["login"], &demo.client(CONFIDENTIAL)[..]].concat())
        .env("BROWSER", format!("/bin/sh {}", place(script)))
        .env("GRANTSCOPE_CLIENT_SECRET", CONFIDENTIAL_SECRET)
        .spawn()
        .unwrap();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !std::path::Path::new(&place(seen)).exists() && std::time::Instant::now() < end {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let arguments = String::from_utf8_lossy(&std::fs::read(place(seen)).unwrap()).into_owned();
    assert!(
        arguments.contains("BROWSER=") && arguments.contains("--client-id") && arguments.contains("code_challenge="),
        "{arguments}"
    );
    assert!(!arguments.contains(CONFIDENTIAL_SECRET), "{arguments}");
    assert!(!arguments.contains("code_verifier"), "{arguments}");
}

#[test]
fn the_browser_command_gets_the_url_and_text_output_shows_no_secret() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let browser = format!("{} --exact the_scripted_browser --ignored", std::env::current_exe().unwrap().display());
    let log = sandbox.0.path().join("log");
    let arguments =
        [&["login", "--log-file", log.to_str().unwrap(), "--save", "kept"], &demo.client(PUBLIC)[..]].concat();
    let child = sandbox.command(&arguments).env("BROWSER", browser).spawn().unwrap();
    let ended = Ended::of(child.wait_with_output().unwrap());
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("signature verified") && ended.stdout.contains("alice"), "{}", ended.stdout);
    assert!(!ended.stdout.contains('\u{1b}') && !ended.stderr.contains('\u{1b}'));

    let saved = std::fs::read_to_string(sandbox.0.path().join("data/sessions/kept.json")).unwrap();
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.contains("/oauth2/token"), "{logged}");
    for secret in secrets(&saved) {
        for (place, text) in [("stdout", &ended.stdout), ("stderr", &ended.stderr), ("the log", &logged)] {
            assert!(!text.contains(&secret), "{place} holds {secret}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_confidential_client_takes_its_secret_from_a_file_or_the_environment_never_from_an_argument() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    std::fs::write(sandbox.0.path().join("secret"), format!("{CONFIDENTIAL_SECRET}\n")).unwrap();
    let login = sandbox.login(&[&["--client-secret-file", "secret"], &demo.client(CONFIDENTIAL)[..]].concat());
    arrive(&sign_in(&login.url, "alice"));
    assert_eq!(login.end().status, Some(0));

    let arguments = [&["login", "--json", "--no-browser"], &demo.client(CONFIDENTIAL)[..]].concat();
    let login = sandbox.login_with(&arguments, |command| {
        command.env("GRANTSCOPE_CLIENT_SECRET", CONFIDENTIAL_SECRET);
    });
    arrive(&sign_in(&login.url, "alice"));
    assert_eq!(login.end().status, Some(0));

    for secret in ["--client-secret=hunter2", "--client-secret"] {
        let ended = sandbox.run(&["login", "--issuer", &demo.issuer, "--client-id", "x", secret]);
        assert_eq!(ended.status, Some(2));
        assert!(ended.stderr.contains("--client-secret-file") && !ended.stderr.contains("hunter2"), "{ended:?}");
    }
}

#[test]
fn a_callback_with_a_foreign_state_is_ignored_and_the_wait_continues() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&demo.client(PUBLIC));
    assert_eq!(arrive(&format!("{}?code=stolen&state=theirs", demo.redirect_uri)), 400);
    login.wait_for("Ignored a callback: its state does not match");
    assert_eq!(arrive(&sign_in(&login.url, "alice")), 200);
    let ended = login.end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(ended.findings(), [""; 0]);
}

#[test]
fn a_pasted_callback_with_a_foreign_state_is_not_redeemed() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    login.paste("http://localhost:1/callback?code=abc&state=theirs");
    let ended = login.end();
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.findings().contains(&"state.mismatch".to_owned()), "{ended:?}");
    assert!(!ended.exchanges().contains(&"token".to_owned()), "{ended:?}");
}

#[test]
fn a_pasted_callback_finishes_the_login_and_useless_pastes_are_reported() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    login.paste("hello there");
    login.wait_for("That text has no code");
    login.paste("https://p.example/login?client_id=c&response_type=code");
    login.wait_for("That is the login page");
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    assert_eq!(login.end().status, Some(0));
}

#[test]
fn an_error_in_the_callback_ends_the_login_with_status_1() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    login.paste("http://localhost/cb?error=access_denied&error_description=no\u{1b}]0;x&state=STATE");
    let ended = login.end();
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("access_denied") && !ended.stderr.contains('\u{1b}'), "{ended:?}");
    assert!(!ended.stdout.contains('\u{1b}'));
}

#[test]
fn without_a_callback_the_status_is_4() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let arguments = [&["login", "--json", "--no-browser", "--timeout", "0.05"], &demo.client(PUBLIC)[..]].concat();
    let ended = sandbox.run(&arguments);
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("no callback arrived within 0.05 s"), "{ended:?}");
    assert_eq!(ended.json()["tokens"], Value::Null);
    // run() closes standard input.
    let ended = sandbox.run(&[&["login", "--json", "--no-browser", "--paste"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("standard input ended before a callback was read"), "{ended:?}");
}

// Windows has no signals; Ctrl-C there is an event of the console that all its programs receive, the tests too.
#[cfg(unix)]
#[test]
fn an_interrupted_login_prints_how_far_it_got_and_has_status_130() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let login = sandbox.login(&demo.client(PUBLIC));
    let signal = Command::new("/bin/sh").args(["-c", &format!("kill -INT {}", login.child.id())]).status();
    assert!(signal.unwrap().success());
    let ended = login.end();
    assert_eq!(ended.status, Some(130), "{ended:?}");
    assert_eq!(ended.exchanges(), ["discovery", "jwks"]);
}

#[test]
fn a_taken_port_is_named_and_the_callback_pasted() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let port = url::Url::parse(&demo.redirect_uri).unwrap().port().unwrap();
    let _taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let mut login = sandbox.login(&demo.client(PUBLIC));
    assert!(login.said.contains(&format!("port {port} is in use by ")), "{}", login.said);
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    assert_eq!(login.end().status, Some(0));
}
