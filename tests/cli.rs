//! The real binary in a clean environment: standard output, standard error, exit status.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(unix)]
mod documents;
mod early_errors;
#[cfg(target_os = "linux")] // macOS makes FIFOs in another way
mod files;
mod online;
mod refused;

mod saved;
mod schemas;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, Command};

use crate::program::{Ended, Sandbox};
use grantscope::demo::Visit;
use grantscope::protocol::{HttpRequest, Parameters, urls::query_of};
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::session::Received;
use serde_json::Value;

const PUBLIC: &str = "1public00grantscope00demo1";
const CONFIDENTIAL: &str = "2secret00grantscope00demo2";
const CONFIDENTIAL_SECRET: &str = "0demo0secret0of0grantscope0not0a0secret0at0all0demo0";

impl Sandbox {
    /// Starts a login and reads up to the sign-in URL.
    fn login(&self, arguments: &[&str]) -> Login {
        self.login_with(&[&["login", "--json", "--no-browser", "--timeout", "60"], arguments].concat(), |_| {})
    }

    fn login_with(&self, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Login {
        let mut command = self.command(arguments);
        change(&mut command);
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let url = loop {
            let mut line = String::new();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "no URL: {said}");
            said.push_str(&line);
            if line.starts_with("http") {
                break line.trim().to_owned();
            }
        };
        Login { child, stderr, said, url }
    }
}

/// A login that waits for its callback.
struct Login {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
    url: String,
}

impl Login {
    fn parameter(&self, name: &str) -> String {
        Parameters::decode(query_of(&self.url)).get(name).unwrap().to_owned()
    }

    /// Pastes a callback with the state that was sent.
    fn paste(&mut self, callback: &str) {
        let callback = callback.replace("STATE", &self.parameter("state"));
        writeln!(self.child.stdin.as_mut().unwrap(), "{callback}").unwrap();
    }

    /// Reads until a line of standard error contains `text`.
    fn wait_for(&mut self, text: &str) {
        loop {
            let mut line = String::new();
            assert_ne!(self.stderr.read_line(&mut line).unwrap(), 0, "{text:?} was never said: {}", self.said);
            self.said.push_str(&line);
            if line.contains(text) {
                return;
            }
        }
    }

    fn end(mut self) -> Ended {
        self.child.stderr = None;
        let rest = std::thread::spawn(move || {
            let mut rest = String::new();
            self.stderr.read_to_string(&mut rest).unwrap();
            rest
        });
        let ended = Ended::of(self.child.wait_with_output().unwrap());
        Ended { stderr: self.said + &rest.join().unwrap(), ..ended }
    }
}

/// `grantscope demo --serve`, ended when dropped.
struct Demo {
    child: Child,
    issuer: String,
    redirect_uri: String,
}

impl Demo {
    fn start(arguments: &[&str]) -> Self {
        let redirect_uri = format!("http://localhost:{}/callback", free_port());
        let own = ["demo", "--serve", "--json", "--redirect-uri", &redirect_uri];
        let mut child = Sandbox::new().command(&[&own, arguments].concat()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let document: Value = serde_json::from_str(&line).unwrap();
        Self { child, issuer: document["issuer"].as_str().unwrap().to_owned(), redirect_uri }
    }

    fn client<'a>(&'a self, client_id: &'a str) -> [&'a str; 6] {
        ["--issuer", &self.issuer, "--redirect-uri", &self.redirect_uri, "--client-id", client_id]
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// An unused port.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Signs in like a browser and returns the last URL that the browser is redirected to.
fn sign_in(url: &str, who: &str) -> String {
    match crate::program::browse(url, who) {
        Visit::Arrived(url) => url,
        other => panic!("stranded: {other:?}"),
    }
}

/// Sends a browser to the loopback listener.
fn arrive(url: &str) -> u16 {
    let client = HttpClient::new(Limits::default(), None).unwrap();
    let delivery = grantscope::runtime::block_on(client.send(&HttpRequest::get(url))).unwrap();
    let Received::Response(response) = delivery.received else { panic!("the listener did not answer") };
    response.status
}

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

/// What the simulated browser does with the URL in its last argument. Without one, it does nothing.
pub fn act_as_the_browser() {
    let url = std::env::args().next_back().filter(|url| url.starts_with("http"));
    if let Some(url) = url {
        arrive(&sign_in(&url, "alice"));
    }
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

/// The tokens, codes and verifiers of a saved session.
fn secrets(saved: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(saved).unwrap();
    let mut found = Vec::new();
    for entry in document["log"].as_array().unwrap() {
        found.extend(entry["authorization"]["code_verifier"].as_str().map(str::to_owned));
        let body = entry["exchange"]["response"]["body"]["text"].as_str().unwrap_or_default();
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        found.extend(
            ["id_token", "access_token", "refresh_token"]
                .iter()
                .filter_map(|name| Some(body[name].as_str()?.to_owned())),
        );
        let callback = entry["callback"]["text"].as_str().unwrap_or_default();
        found.extend(Parameters::decode(query_of(callback)).get("code").map(str::to_owned));
    }
    assert!(found.len() >= 5, "{found:?}");
    found
}

#[test]
fn a_saved_session_continues_with_userinfo_refresh_and_revoke() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let login = sandbox.login(&[&["--save", "mine"], &demo.client(PUBLIC)[..]].concat());
    arrive(&sign_in(&login.url, "bob"));
    let before = login.end();
    assert_eq!(before.status, Some(0), "{before:?}");

    let userinfo = sandbox.run(&["userinfo", "mine", "--json"]);
    assert_eq!(userinfo.status, Some(0), "{userinfo:?}");
    assert_eq!(userinfo.json()["userinfo"]["username"], "bob");

    let refreshed = sandbox.run(&["refresh", "mine", "--json"]);
    assert_eq!(refreshed.status, Some(0), "{refreshed:?}");
    let raw = |ended: &Ended| ended.json()["tokens"]["access_token"]["raw"].as_str().unwrap().to_owned();
    assert_ne!(raw(&before), raw(&refreshed));
    let kept = |ended: &Ended| ended.json()["tokens"]["refresh_token"]["raw"].clone();
    assert!(kept(&refreshed).is_string() && kept(&refreshed) == kept(&before), "no new one came: it is still in use");
    assert_eq!(refreshed.exchanges().last().map(String::as_str), Some("refresh"));

    let logout = sandbox.run(&["logout-url", "mine"]);
    assert!(logout.stdout.contains("/logout?client_id=") && logout.stdout.lines().count() == 1, "{logout:?}");

    let said = sandbox.run(&["userinfo", "mine"]).stdout;
    assert!(said.starts_with("UserInfo ") && said.contains("username") && said.contains("bob"), "{said}");
    let said = sandbox.run(&["refresh", "mine"]).stdout;
    assert!(said.starts_with("refreshed      yes") && said.contains("kept (the provider sent no new one)"), "{said}");

    let requests = || sandbox.run(&["session", "export", "mine", "--as", "curl"]).stdout.matches(" refresh").count();
    let sent = requests();
    let needless = sandbox.run(&["refresh", "mine", "--within", "60"]);
    assert!(needless.status == Some(0) && needless.stdout.starts_with("refreshed      no: "), "{needless:?}");
    assert_eq!(requests(), sent, "tokens that are still good are not refreshed");
    let needed = sandbox.run(&["refresh", "mine", "--within", "7200"]);
    assert!(needed.stdout.starts_with("refreshed      yes"), "{needed:?}");

    let revoked = sandbox.run(&["revoke", "mine"]);
    assert_eq!(revoked.status, Some(0), "{revoked:?}");
    assert!(
        revoked.stdout.starts_with("revoked        the refresh token: Cognito's endpoints now reject"),
        "{revoked:?}"
    );
    assert!(!revoked.stdout.contains("signed in"), "{revoked:?}");
    let refused = sandbox.run(&["refresh", "mine", "--json"]);
    assert_eq!(refused.status, Some(1));
    assert!(refused.stderr.contains("invalid_grant"), "{refused:?}");
    let refused = sandbox.run(&["refresh", "mine"]);
    assert_eq!(
        (refused.status, refused.stderr.contains("error:")),
        (Some(1), false),
        "the finding says it: {refused:?}"
    );
    assert!(refused.stdout.starts_with("refreshed      no"), "{refused:?}");
    let again = sandbox.run(&["revoke", "mine"]);
    assert_eq!((again.status, again.stdout.lines().count()), (Some(0), 1), "nothing of earlier commands: {again:?}");

    assert!(sandbox.run(&["session", "list"]).stdout.contains("revoked"));
    assert!(sandbox.run(&["session", "show", "mine"]).stdout.starts_with("state          not signed in: "));
    assert!(sandbox.run(&["session", "status", "mine"]).stdout.starts_with("not signed in: "));
    let missing = sandbox.run(&["refresh", "nobody"]);
    assert_eq!((missing.status, missing.stdout.as_str()), (Some(2), ""));
    assert!(missing.stderr.contains("nobody"), "{missing:?}");
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

#[test]
fn a_proxy_that_is_not_there_is_named_and_its_password_is_not() {
    let sandbox = Sandbox::new();
    let arguments = ["preflight", "--issuer", "https://op.example", "--client-id", "c"];
    let mut command = sandbox.command(&arguments);
    let child = command.env("HTTPS_PROXY", "http://me:hunter2@127.0.0.1:1").spawn().unwrap();
    let ended = Ended::of(child.wait_with_output().unwrap());
    let said = format!("{}{}", ended.stdout, ended.stderr);
    assert!(said.contains("cannot connect to op.example (through the proxy 127.0.0.1:1)"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn a_provider_that_is_not_there_is_a_network_failure() {
    let issuer = format!("http://127.0.0.1:{}/pool", free_port());
    let ended = Sandbox::new().run(&["login", "--json", "--issuer", &issuer, "--client-id", "c", "--paste"]);
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert!(ended.stderr.contains("cannot connect to"), "{ended:?}");
    assert_eq!(ended.exchanges(), ["discovery"]);
}

#[test]
fn all_bad_arguments_are_reported_together_with_field_found_and_expected() {
    let ended = Sandbox::new().run(&[
        "login",
        "--issuer",
        "http://op.example/x",
        "--redirect-uri",
        "http://localhost/cb#part",
        "--scope",
        "a\"b",
        "--client-auth",
        "magic",
        "--param",
        "novalue",
        "--timeout",
        "0",
    ]);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""));
    for sentence in [
        "--issuer: plain http to op.example is not allowed, expected https",
        "--redirect-uri: \"http://localhost/cb#part\" has a fragment",
        "--scope: found '\"' in \"a\\\"b\", expected visible ASCII",
        "--client-auth: found \"magic\", expected auto, none, basic, post, private_key_jwt or client_secret_jwt",
        "--param: found \"novalue\", expected KEY=VALUE",
        "--client-id: missing, expected the client identifier",
        "--timeout: found 0, expected seconds above 0",
    ] {
        assert!(ended.stderr.contains(sentence), "{sentence}: {}", ended.stderr);
    }
    assert_eq!(ended.stderr.lines().count(), 7, "{}", ended.stderr);
}

/// Answers every connection with `answer` and returns the address.
fn stub(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let is_whole =
                |text: &str| text.contains("\r\n\r\n") && (text.starts_with("GET") || text.contains("code_verifier"));
            while !is_whole(&String::from_utf8_lossy(&seen)) {
                let mut piece = [0; 4096];
                match stream.read(&mut piece).unwrap() {
                    0 => break,
                    read => seen.extend_from_slice(&piece[..read]),
                }
            }
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn an_invalid_token_response_is_reported_and_recorded() {
    for (answer, sentence) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "HTTP 200 with an empty body, expected a JSON object"),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 21\r\n\r\n<html>sorry\u{7f}.</html>",
            "HTTP 502 with text/html, expected a JSON object",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\naccess_token=abc",
            "expected a JSON object",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            "neither access_token nor error",
        ),
    ] {
        let address = stub(answer);
        let (authorize, token) = (format!("http://{address}/authorize"), format!("http://{address}/token"));
        let sandbox = Sandbox::new();
        let mut login = sandbox.login(&[
            "--paste",
            "--authorization-endpoint",
            &authorize,
            "--token-endpoint",
            &token,
            "--client-id",
            "c",
        ]);
        login.paste("http://localhost:8765/callback?code=abc&state=STATE");
        let ended = login.end();
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.stderr.contains(sentence), "{sentence}: {ended:?}");
        assert_eq!(ended.exchanges(), ["token"], "{ended:?}");
        assert!(!ended.findings().is_empty(), "{ended:?}");
    }
}

#[test]
fn a_discovery_document_of_another_issuer_is_not_followed() {
    let address = stub(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
         {\"issuer\":\"https://evil.example\",\"authorization_endpoint\":\"https://evil.example/a\",\
         \"token_endpoint\":\"https://evil.example/t\"}",
    );
    let issuer = format!("http://{address}");
    let ended = Sandbox::new().run(&["login", "--json", "--paste", "--issuer", &issuer, "--client-id", "c"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("found the issuer https://evil.example, expected http://127.0.0.1"), "{ended:?}");
    assert_eq!(ended.json()["authorization_url"], Value::Null);
}

#[test]
fn a_redirect_of_the_discovery_document_leads_no_further_than_its_origin() {
    for (location, exchanges) in [("/elsewhere", 4), ("https://evil.example/x", 1)] {
        // Every request gets the same redirect: within the origin it is followed, but not forever.
        let answer =
            format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let issuer = format!("http://{}", stub(answer.leak()));
        let ended = Sandbox::new().run(&["login", "--json", "--paste", "--issuer", &issuer, "--client-id", "c"]);
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert_eq!(ended.exchanges().len(), exchanges, "{ended:?}");
        assert!(ended.stderr.contains("HTTP 302, expected 200"), "{ended:?}");
    }
}

#[test]
fn the_proxy_of_the_environment_is_used_and_never_for_this_machine() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line).unwrap();
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").unwrap();
        line
    });
    let sandbox = Sandbox::new();
    let far = ["login", "--json", "--paste", "--issuer", "https://op.example", "--client-id", "c"];
    let ended = crate::program::feed(sandbox.command(&far).env("HTTPS_PROXY", &address), b"");
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert_eq!(asked.join().unwrap().trim_end(), "CONNECT op.example:443 HTTP/1.1");

    // Nothing listens at that port any more, so a request to it would fail.
    let demo = Demo::start(&[]);
    let arguments = [&["login", "--json", "--no-browser"], &demo.client(PUBLIC)[..]].concat();
    let login = sandbox.login_with(&arguments, |command| {
        command.env("HTTP_PROXY", &address).env("http_proxy", &address).env("ALL_PROXY", &address);
    });
    arrive(&sign_in(&login.url, "alice"));
    assert_eq!(login.end().status, Some(0));
}

#[test]
fn time_limits_that_are_none_are_refused() {
    for given in ["-1", "0", "NaN", "inf", "1e300", "86401"] {
        let flag = format!("--request-timeout={given}");
        let ended = Sandbox::new().run(&["login", "--issuer", "https://op.example", "--client-id", "c", &flag]);
        assert_eq!(ended.status, Some(2), "{given}: {ended:?}");
        assert!(ended.stderr.contains("--request-timeout: found"), "{given}: {ended:?}");
    }
}

#[test]
fn the_scenarios_are_listed_and_an_unknown_one_is_bad_usage() {
    let sandbox = Sandbox::new();
    let listed = sandbox.run(&["demo", "--list-scenarios", "--json"]);
    assert_eq!(listed.status, Some(0));
    assert!(listed.json().as_array().unwrap().iter().all(|s| s["id"].is_string() && s["findings"].is_array()));
    let breaks = |id: &str| {
        let all = listed.json();
        all.as_array().unwrap().iter().find(|s| s["id"] == id).unwrap()["breaks"].as_str().unwrap().to_owned()
    };
    assert_eq!(breaks("user-disabled"), "user");
    assert_eq!((breaks("code-replayed"), breaks("refresh-revoked")), ("client".to_owned(), "client".to_owned()));
    let text = sandbox.run(&["demo", "--list-scenarios"]).stdout;
    assert!(text.contains("(sign in, redeem the code twice)") && text.contains("every client is affected"), "{text}");
    let unknown = sandbox.run(&["demo", "--serve", "--scenario", "no\u{1b}[2Jne"]);
    assert_eq!(unknown.status, Some(2));
    assert!(unknown.stderr.contains("--scenario") && !unknown.stderr.contains('\u{1b}'), "{unknown:?}");
    let both = sandbox.run(&["login", "--scenario", "clean", "--client-id", "x"]);
    assert!(both.status == Some(2) && both.stderr.contains("its own app client"), "{both:?}");
}

#[test]
fn undecodable_and_unknown_input_is_reported_with_a_next_step() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.0.path().join("id.txt"), "x").unwrap();
    let file = sandbox.run(&["decode", "id.txt"]);
    assert_eq!(file.status, Some(2));
    assert!(file.stderr.contains("grantscope decode - < id.txt"), "{file:?}");
    let time = sandbox.run(&["decode", "--at", "yesterday", "x"]);
    assert!(time.status == Some(2) && time.stderr.contains("2026-05-14T09:30:00Z"), "{time:?}");
    let unknown = sandbox.run(&["inspect", "-"]);
    assert_eq!(unknown.status, Some(2));
    assert!(!unknown.stdout.contains("Nothing is wrong"), "{unknown:?}");

    // {"alg":"RS256"}.{}
    let keys = format!("http://127.0.0.1:{}/keys", free_port());
    let decoded = sandbox.run(&["decode", "--jwks", &keys, "eyJhbGciOiJSUzI1NiJ9.e30.YQ"]);
    assert_eq!(decoded.status, Some(3), "{decoded:?}");
    let first = decoded.stdout.lines().next().unwrap();
    assert!(first.contains("NOT VERIFIED: the JWK Set could not be fetched"), "{first}");
    assert!(!decoded.stdout.to_lowercase().contains("no key given"), "{decoded:?}");

    let keys = "https://user:HIDDENPW@op.example/keys?client_secret=HIDDENSECRET";
    let decoded = sandbox.run(&["decode", "--jwks", keys, "eyJhbGciOiJSUzI1NiJ9.e30.YQ"]);
    assert!(decoded.stderr.contains("op.example/keys"), "{decoded:?}");
    assert!(!decoded.stdout.contains("HIDDEN") && !decoded.stderr.contains("HIDDEN"), "{decoded:?}");
}

#[test]
fn a_token_that_holds_more_than_a_token_is_not_exported_as_one() {
    let sandbox = Sandbox::new();
    let file = sandbox.0.path().join("answer.json");
    for (inside, named) in
        [("\\u001b]0;x\\u0007", "\\u{1b}"), ("\\r\\nX-Injected: 1", "\\u{d}"), ("\\u202e", "\\u{202e}")]
    {
        let answer = format!("{{\"access_token\":\"abcdefgh{inside}\",\"token_type\":\"Bearer\",\"expires_in\":60}}");
        std::fs::write(&file, answer).unwrap();
        for form in ["header", "access-token"] {
            let ended = sandbox.run(&["session", "export", "answer.json", "--as", form]);
            assert!(ended.status == Some(1) && ended.stdout.is_empty(), "{ended:?}");
            assert!(ended.stderr.contains(&format!("found {named} at character 9")), "{ended:?}");
        }
    }
    std::fs::write(&file, "{\"access_token\":\"abc|def-._~+/=\",\"token_type\":\"Bearer\"}").unwrap();
    let ended = sandbox.run(&["session", "export", "answer.json", "--as", "access-token"]);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), "abc|def-._~+/=\n"), "{ended:?}");
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["session", "list"]);
    command.env("GRANTSCOPE_DATA_DIR", "").env("GRANTSCOPE_CONFIG_DIR", "");
    let ended = crate::program::feed(&mut command, b"");
    assert_eq!(ended.status, Some(0), "{ended:?}");
}

#[test]
fn no_line_of_an_inspection_is_written_by_its_input() {
    let sandbox = Sandbox::new();
    let file = sandbox.0.path().join("login.txt");
    let forged = "%0AID%20token%20%20signature%20verified";
    let url = "https://op.example/authorize?response_type=code&state=s";
    std::fs::write(
        &file,
        format!("{url}{forged}&client_id=c{forged}&redirect_uri=http%3A%2F%2Flocalhost%2Fcb{forged}"),
    )
    .unwrap();
    let ended = sandbox.run(&["inspect", "login.txt"]);
    assert!(ended.stdout.contains("signature verified"), "{ended:?}");
    assert!(!ended.stdout.lines().any(|line| line.starts_with("ID token")), "{}", ended.stdout);
}

#[test]
fn help_version_completions_and_manual_come_on_standard_output() {
    let sandbox = Sandbox::new();
    for arguments in [&["--help"][..], &["--version"], &["completions", "zsh"], &["man"], &["login", "--help"]] {
        let ended = sandbox.run(arguments);
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(ended.stdout.contains("grantscope"), "{arguments:?}");
    }
    let manual = sandbox.run(&["man"]).stdout;
    for told in [".TH grantscope-session-export", ".TH grantscope-profile-import", "The time limit for connecting"] {
        assert!(manual.contains(told), "{told}");
    }
    let unknown = sandbox.run(&["--no\u{1b}]0;x\u{7}pe"]);
    assert_eq!(unknown.status, Some(2));
    assert!(!unknown.stderr.contains('\u{1b}'), "{unknown:?}");
}

/// The same token alone, in a token response and in a callback, with the key that signed it and with another one.
#[test]
fn inspect_verifies_with_the_keys_that_are_given_and_with_no_others() {
    let sandbox = Sandbox::new();
    let case = |name: &str| -> Value {
        let file = format!("{}/tests/cases/tokens/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    };
    let (good, forged) = (case("good-rs256"), case("signature-other-key"));
    let write = |name: &str, text: String| std::fs::write(sandbox.0.path().join(name), text).unwrap();
    write("keys.json", good["jwks"].to_string());
    for (case, status, exit) in [(&good, "verified", Some(0)), (&forged, "failed", Some(1))] {
        let token = case["token"].as_str().unwrap();
        write("token", token.to_owned());
        write(
            "answer",
            format!(r#"{{"id_token":"{token}","access_token":"a-b","token_type":"Bearer","expires_in":1}}"#),
        );
        write("callback", format!("http://localhost/cb#id_token={token}&state=x"));
        for file in ["token", "answer", "callback"] {
            let at = case["options"]["at"].as_str().unwrap();
            let ended = sandbox.run(&["inspect", file, "--jwks", "keys.json", "--json", "--at", at]);
            assert_eq!(ended.status, exit, "{file}: {ended:?}");
            assert_eq!(ended.json()["tokens"]["id_token"]["signature"]["status"], status, "{file}: {ended:?}");
            let without = sandbox.run(&["inspect", file, "--json", "--at", at]);
            assert_eq!(without.json()["tokens"]["id_token"]["signature"]["status"], "not_checked", "{file}");
        }
    }
    let pasted = sandbox.run(&["inspect", "http://localhost/cb#access_token=very-secret"]);
    assert!(pasted.status == Some(2) && !pasted.stderr.contains("secret"), "{pasted:?}");
    let missing = sandbox.run(&["inspect", "token", "--jwks", "nowhere.json"]);
    assert_eq!((missing.status, missing.stdout.as_str()), (Some(2), ""), "{missing:?}");
}

#[test]
fn how_the_terminal_interface_reaches_providers_is_read_before_it_opens() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.0.path().join("empty.pem"), "").unwrap();
    for (arguments, said) in [
        (&["--ca-file", "missing.pem"][..], "--ca-file: missing.pem"),
        (&["--ca-file", "empty.pem"], "--ca-file: empty.pem has no certificate"),
        (&["--request-timeout", "0"], "--request-timeout: found 0"),
        (&["--connect-timeout", "5"], "needs a terminal"),
        (&["--ca-file", "empty.pem", "profile", "list"], "put these options after the command"),
        (&["--profile", "x", "preflight"], "put these options after the command"),
    ] {
        let ended = sandbox.run(arguments);
        assert_eq!(ended.status, Some(2), "{arguments:?}: {ended:?}");
        assert!(ended.stderr.contains(said), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_settings_file_with_mistakes_is_reported_with_every_line_and_column_at_once() {
    let sandbox = Sandbox::new();
    let config = sandbox.0.path().join("config");
    std::fs::create_dir(&config).unwrap();
    let file = config.join("config.toml");
    std::fs::write(&file, "mouse = 1\n\n[keys]\nexchanges = \"d\"\nno-such = \"x\"\n").unwrap();
    for arguments in [&["--linear"][..], &["demo", "--linear"]] {
        let ended = sandbox.run(arguments);
        assert_eq!(ended.status, Some(0), "{ended:?}");
        let places =
            ["line 1, column 9: mouse", "line 4, column 1: found the key d", "line 5, column 1: found the action"];
        let lines: Vec<&str> = ended.stderr.lines().collect();
        assert_eq!(lines.len(), 3, "{}", ended.stderr);
        for (line, place) in lines.iter().zip(places) {
            assert!(line.contains("config.toml: ") && line.contains(place), "{line}");
            assert!(ended.stdout.contains(place), "the interface says it too: {}", ended.stdout);
        }
    }
    std::fs::write(&file, "theme = \"lihgt\"\n").unwrap();
    let stderr = sandbox.run(&["demo"]).stderr;
    assert!(stderr.contains("config.toml: line 1, column 1: theme: found \"lihgt\", expected dark, light"), "{stderr}");
    assert_eq!(sandbox.run(&["demo", "--list-scenarios"]).status, Some(0), "what opens no screen reads no settings");
}

#[test]
fn a_settings_file_from_powershell_is_read() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.config()).unwrap();
    for (mark, bytes) in [(b"\xff\xfe", u16::to_le_bytes as fn(u16) -> [u8; 2]), (b"\xfe\xff", u16::to_be_bytes)] {
        let text = "mouse = false\r\nmotion = 1\r\n".encode_utf16().flat_map(bytes);
        let written: Vec<u8> = mark.iter().copied().chain(text).collect();
        std::fs::write(sandbox.config().join("config.toml"), written).unwrap();
        let stderr = sandbox.run(&["--linear"]).stderr;
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains("line 2, column 10: motion: found 1"), "{stderr}");
    }
}

#[test]
fn config_prints_a_settings_file_and_says_where_it_belongs() {
    let sandbox = Sandbox::new();
    let ended = sandbox.run(&["config"]);
    assert_eq!(ended.status, Some(0));
    assert!(ended.stdout.contains("#theme = \"dark\"") && ended.stdout.contains("[keys.session]"));
    assert!(ended.stderr.contains("config/config.toml"), "{}", ended.stderr);
}

#[test]
fn inspect_says_first_what_the_input_is_and_last_in_a_long_report_what_is_wrong() {
    let sandbox = Sandbox::new();
    let case = |name: &str| format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
    let text =
        |arguments: &[&str]| sandbox.run(&[&["inspect", "--at", "2026-01-02T03:04:05Z"], arguments].concat()).stdout;
    let answer = text(&[&case("inspect/token_response_expired.json")]);
    assert!(answer.starts_with("A token response: "), "{answer}");
    assert!(answer.find("ID token  ").unwrap() < answer.find("token.expired").unwrap(), "{answer}");
    assert_eq!(answer.matches("token.expired").count(), 1, "{answer}");
    assert!(answer.lines().count() < 60, "{answer}");
    let full = text(&["--full", &case("inspect/token_response_expired.json")]);
    assert!(full.contains("Checks") && full.len() > answer.len(), "{full}");
    let discovery = text(&[&case("inspect/discovery_cognito.json")]);
    for said in ["token_endpoint   ", "/oauth2/token", "code_challenge_methods_supported", "absent; PKCE"] {
        assert!(discovery.contains(said), "{said}: {discovery}");
    }
    assert!(text(&[&case("inspect/jwks_good.json")]).contains("RSA, 2048 bits, alg RS256, use sig"));
    let recording = text(&[&case("har/chromium-spa.har")]);
    assert!(recording.contains("   3  12:00:05  token          POST https://"), "{recording}");
}
