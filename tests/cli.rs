//! The real binary in a clean environment: standard output, standard error, exit status.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(unix)]
mod documents;
mod early_errors;
#[cfg(target_os = "linux")] // macOS makes FIFOs in another way
mod files;
mod login;
mod network;
mod online;
mod refused;

mod saved;
mod schemas;
mod settings;

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

/// What the simulated browser does with the URL in its last argument. Without one, it does nothing.
pub fn act_as_the_browser() {
    let url = std::env::args().next_back().filter(|url| url.starts_with("http"));
    if let Some(url) = url {
        arrive(&sign_in(&url, "alice"));
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
        "--client-id: missing, expected the client ID",
        "--timeout: found 0, expected seconds above 0",
    ] {
        assert!(ended.stderr.contains(sentence), "{sentence}: {}", ended.stderr);
    }
    assert_eq!(ended.stderr.lines().count(), 7, "{}", ended.stderr);
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
    std::fs::write(sandbox.0.path().join("id.txt"), "eyJhbGciOiJSUzI1NiJ9.e30.").unwrap();
    let file = sandbox.run(&["decode", "id.txt"]);
    assert!(file.status == Some(1) && file.stdout.contains("RS256"), "{file:?}");
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
