//! Valid and forged tokens: every file in `tests/cases/tokens/` has one token, its keys and the expected result.
//!
//! ```text
//! {"why": "…", "token": "…", "jwks": {…}|"text"|null,
//!  "options": {"at", "issuer", "client_id", "nonce", "access_token", "leeway", "client_secret"},
//!  "expected": {"exit": 0|1|2, "kind": "…", "signature": "…", "reason": "part of it",
//!               "failed": ["check"], "findings": ["id"]}}
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;

use crate::program::{Ended, Sandbox, feed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grantscope::protocol::{Expectations, Finding, JwkSet, Nonce, Secret, TokenKind, TokenReport};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Case {
    #[serde(skip)]
    name: String,
    why: String,
    token: String,
    jwks: Value,
    options: Options,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    at: String,
    issuer: Option<String>,
    client_id: Option<String>,
    nonce: Option<String>,
    access_token: Option<String>,
    leeway: Option<i64>,
    client_secret: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    exit: i32,
    kind: String,
    signature: String,
    reason: String,
    failed: Vec<String>,
    findings: Vec<String>,
}

/// The part of the document that is tested. The claims are left out, because serde_json has no number like 1e999.
#[derive(Deserialize)]
struct Document {
    kind: String,
    signature: Value,
    checks: Vec<Value>,
    findings: Vec<Value>,
}

/// The findings of every case, in order.
pub fn findings() -> Vec<Finding> {
    Case::all().iter().flat_map(|case| case.report().findings).collect()
}

impl Case {
    fn all() -> Vec<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tokens");
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.into_iter().map(|path| Self::read(&path)).collect()
    }

    fn read(path: &std::path::Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut case: Self = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        case.name = path.file_stem().unwrap().to_string_lossy().into_owned();
        case.expected.failed.sort();
        case.expected.findings.sort();
        case
    }

    fn jwks_text(&self) -> Option<String> {
        match &self.jwks {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    fn expectations(&self) -> Expectations {
        let options = &self.options;
        Expectations {
            issuer: options.issuer.clone(),
            client_id: options.client_id.clone(),
            nonce: options.nonce.as_deref().map_or(Nonce::Unknown, |nonce| Nonce::of_request(Some(nonce))),
            access_token: options.access_token.clone().map(Secret::new),
            client_secret: options.client_secret.clone().map(Secret::new),
            leeway: SignedDuration::from_secs(options.leeway.unwrap_or(60)),
            ..Expectations::at(options.at.parse::<Timestamp>().unwrap())
        }
    }

    fn report(&self) -> TokenReport {
        let keys = self.jwks_text().map(|text| JwkSet::parse(&text).unwrap());
        let mut report = TokenReport::of(&self.token, keys.as_ref(), &self.expectations());
        report.findings.extend(keys.iter().flat_map(JwkSet::findings));
        report
    }

    /// The result of the library, as the document of `decode --json` and the exit status.
    fn judged(&self) -> (Document, i32) {
        let report = self.report();
        let exit = match report.kind {
            TokenKind::Opaque => 2,
            _ if report.is_verified() => 0,
            _ => 1,
        };
        (serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap(), exit)
    }

    /// The output of the program with the token on standard input.
    fn decoded(&self) -> (Document, i32) {
        let sandbox = Sandbox::new();
        let mut command = sandbox.command(&["decode", "--json", "-", "--at", &self.options.at]);
        if let Some(text) = self.jwks_text() {
            let file = sandbox.0.path().join("jwks.json");
            fs::write(&file, text).unwrap();
            command.arg("--jwks").arg(file);
        }
        let leeway = self.options.leeway.map(|seconds| seconds.to_string());
        for (flag, value) in [
            ("--issuer", &self.options.issuer),
            ("--client-id", &self.options.client_id),
            ("--nonce", &self.options.nonce),
            ("--access-token", &self.options.access_token),
            ("--leeway", &leeway),
        ] {
            command.args(value.iter().flat_map(|value| [flag, value.as_str()]));
        }
        command.envs(self.options.client_secret.iter().map(|secret| ("GRANTSCOPE_CLIENT_SECRET", secret)));
        let ended = feed(&mut command, self.token.as_bytes());
        assert!(!ended.stdout.chars().any(is_dangerous), "{}: control characters in the output", self.name);
        (serde_json::from_str(&ended.stdout).unwrap(), ended.status.unwrap())
    }

    /// The differences between the expected and the actual result, as one text; `None` if there are none.
    fn difference(&self, (document, exit): (Document, i32)) -> Option<String> {
        let failed: Vec<_> = document.checks.iter().filter(|check| check["status"] == "fail").collect();
        let reason = document.signature["reason"].as_str().unwrap();
        let found = Expected {
            exit,
            kind: document.kind,
            signature: document.signature["status"].as_str().unwrap().to_owned(),
            reason: if reason.contains(&self.expected.reason) {
                self.expected.reason.clone()
            } else {
                reason.to_owned()
            },
            failed: ids(failed),
            findings: ids(&document.findings),
        };
        let differs = || format!("{}: {}\n  expected {:?}\n  found    {found:?}", self.name, self.why, self.expected);
        (found != self.expected).then(differs)
    }
}

fn ids<'a>(items: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let mut ids: Vec<_> = items.into_iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn is_dangerous(character: char) -> bool {
    character != '\n' && grantscope::protocol::text::sanitise::is_unsafe(character)
}

#[test]
fn every_case_ends_as_its_file_says() {
    let cases = Case::all();
    let differences: Vec<_> = cases.iter().filter_map(|case| case.difference(case.judged())).collect();
    assert!(differences.is_empty(), "{} of {} cases:\n{}", differences.len(), cases.len(), differences.join("\n"));
    assert!(cases.len() >= 120);
}

#[test]
fn the_program_says_what_the_library_says() {
    let differences: Vec<_> =
        Case::all().iter().step_by(7).filter_map(|case| case.difference(case.decoded())).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_failed_check_names_what_was_expected_and_found_and_makes_a_finding() {
    for case in Case::all() {
        let (document, _) = case.judged();
        for check in document.checks.iter().filter(|check| check["status"] == "fail") {
            for member in ["expected", "found", "detail", "spec"] {
                assert!(
                    check[member].as_str().is_some_and(|text| !text.is_empty()),
                    "{}: {member} of {check}",
                    case.name
                );
            }
            assert!(!document.findings.is_empty(), "{}", case.name);
        }
        for finding in &document.findings {
            assert!(
                finding["remedy"].as_str().is_some_and(|text| text.ends_with(['.', '?'])),
                "{}: {finding}",
                case.name
            );
        }
    }
}

/// Runs `decode` with the token on standard input.
fn decode(arguments: &[&str], token: &[u8]) -> Ended {
    feed(&mut Sandbox::new().command(&[&["decode"], arguments, &["-"]].concat()), token)
}

fn case(name: &str) -> Case {
    Case::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tokens").join(name).with_extension("json"))
}

#[test]
fn what_is_no_token_is_one_sentence_on_standard_error() {
    for (text, sentence) in [
        ("", "the input is empty"),
        ("hello", "found no dots, expected 3 parts (signed) or 5 parts (encrypted) separated by dots"),
        ("a.b", "found 2 parts, expected 3 parts (signed) or 5 parts (encrypted) separated by dots"),
        ("aGk.e30.YQ", "the header is not JSON: line 1 column 1: expected a value, found 'h'"),
        ("eyJhbGciOiJSUzI1NiJ9.e30", "found 2 parts, expected 3 (signed) or 5 (encrypted)"),
    ] {
        let output = decode(&[], text.as_bytes());
        assert_eq!(output.status, Some(2), "{text}");
        assert!(output.stdout.is_empty(), "{text}");
        assert_eq!(output.stderr, format!("error: not a token: {sentence}\n"));
    }
}

#[test]
fn any_bytes_end_with_a_status_and_no_control_character() {
    let header = "eyJhbGciOiJSUzI1NiJ9";
    let token = |payload: &str| format!("{header}.{}.YQ", URL_SAFE_NO_PAD.encode(payload)).into_bytes();
    let many: Vec<String> = (0..100_000).map(|n| format!("\"c{n}\":{n}")).collect();
    let same: Vec<String> = (0..100_000).map(|n| format!("\"c\":{n}")).collect();
    for (name, bytes, status) in [
        ("every byte", (0..=255).collect::<Vec<u8>>().repeat(2000), 2),
        ("dots", vec![b'.'; 1_000_000], 2),
        ("quotes", vec![b'"'; 1_000_000], 2),
        ("lines", b"a\n".repeat(500_000), 2),
        ("nesting", token(&format!("{{\"x\":{}", "[".repeat(100_000))), 1),
        ("many claims", token(&format!("{{{}}}", many.join(","))), 1),
        ("the same claim", token(&format!("{{{}}}", same.join(","))), 1),
        ("control characters", token(&format!("{{\"x\":\"{}\"}}", "\u{9b}\u{202e}".repeat(50_000))), 1),
        ("a long signature", format!("{header}.e30.{}", "A".repeat(1_000_000)).into_bytes(), 1),
    ] {
        for arguments in [&["--json"][..], &[]] {
            let output = decode(arguments, &bytes);
            assert_eq!(output.status, Some(status), "{name}");
            for text in [output.stdout, output.stderr] {
                assert!(!text.chars().any(is_dangerous), "{name}");
            }
        }
    }
}

#[test]
fn a_key_url_that_fails_does_not_hide_the_token() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let case = case("good-rs256");
    let url = format!("http://127.0.0.1:{port}/jwks.json");
    let output = decode(&["--json", "--jwks", &url, "--at", &case.options.at], case.token.as_bytes());
    assert_eq!(output.status, Some(3));
    let document: Document = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!((document.kind.as_str(), &document.signature["status"]), ("id_token", &Value::from("not_checked")));
    assert!(document.signature["reason"].as_str().unwrap().contains("cannot connect to"));
}

#[test]
fn keys_are_fetched_from_the_url_that_was_given_and_from_nowhere_else() {
    let case = case("jku-verified");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap());
    let body = case.jwks_text().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let length = body.len();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
            .unwrap();
        String::from_utf8(request).unwrap()
    });
    let output = decode(&["--json", "--jwks", &url, "--at", &case.options.at, "--nonce", "n-1"], case.token.as_bytes());
    assert!(server.join().unwrap().starts_with("GET /keys HTTP/1.1\r\n"));
    assert_eq!(output.status, Some(0), "{}", output.stdout);
}

#[test]
fn unreadable_keys_and_bad_arguments_are_refused_with_the_name_of_the_flag() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    fs::write(&file, "-----BEGIN PUBLIC KEY-----").unwrap();
    let file = file.to_str().unwrap();
    for (arguments, sentence) in [
        (["--jwks", "/nowhere/keys.json"], "--jwks: /nowhere/keys.json: No such file"),
        (["--jwks", file], "the JWK Set is not JSON"),
        (["--jwks", "http://example.com/keys"], "--jwks: http://example.com/keys"),
        (["--at", "yesterday"], "--at"),
        (["--leeway", "-1"], "--leeway"),
    ] {
        let output = decode(&arguments, case("good-rs256").token.as_bytes());
        let said = output.stderr;
        assert_eq!(output.status, Some(2), "{said}");
        assert!(said.contains(sentence), "{said}");
    }
}
