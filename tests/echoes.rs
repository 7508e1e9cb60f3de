//! A provider that repeats what it was sent, in every notation and at every place: none of it is shown, printed, logged
//! or written to a file that others get.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use grantscope::app::Masking;
use grantscope::diagnosis::{diagnose, finding_text};
use grantscope::protocol::{HttpResponse, Parameters, parameters};
use grantscope::session::redaction::whole_session;
use grantscope::session::{
    Delivery, Failure, FailureKind, Purpose, Received, Session, capsule, curl, diagram, saved, write_har,
};
use grantscope::ui::Styles;

use crate::program::{Ended, Sandbox};
use crate::recorded;
use crate::stage::Stage;

/// More of a text than its ends.
const TOO_MUCH: usize = 12;

/// A secret as a provider may write it.
fn notations(secret: &str) -> Vec<String> {
    let json = |text: &str| serde_json::Value::from(text).to_string().trim_matches('"').to_owned();
    let every_byte: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let units: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let numbers: String = secret.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect();
    vec![
        secret.to_owned(),
        parameters::encode(secret),
        parameters::encode(&parameters::encode(secret)),
        every_byte,
        json(secret),
        json(&json(&format!("\"{secret}\""))),
        units,
        secret.replace('&', "&amp;").replace('+', "&plus;").replace('/', "&#47;"),
        numbers,
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        STANDARD.encode(format!("client1:{secret}")),
        STANDARD.encode(format!("c1:{}", parameters::encode(secret))),
        parameters::encode(&STANDARD.encode(format!("1:{secret}"))),
    ]
}

fn echo(secrets: &[String]) -> String {
    let lines = secrets.iter().flat_map(|secret| notations(secret));
    lines.map(|written| format!("you sent {written} here; Basic {written} or Bearer {written} is refused.\n")).collect()
}

/// Fails when more than the ends of a secret stand in a text, in whatever notation.
#[track_caller]
fn assert_shows_none(of_what: &str, text: &str, secrets: &[String]) {
    for secret in secrets {
        for written in notations(secret) {
            let characters: Vec<char> = written.chars().collect();
            for piece in characters.windows(TOO_MUCH.min(characters.len())) {
                let piece: String = piece.iter().collect();
                let place = text.find(&piece);
                assert!(
                    place.is_none(),
                    "{of_what} shows {piece:?} of {written:?}: {:?}",
                    place.map(|at| around(text, at))
                );
            }
        }
    }
}

fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().take(80).last().map_or(0, |(at, _)| at);
    text[start..].chars().take(200).collect()
}

/// What a client holds that nobody else may see. Of tokens that are JWTs others get the claims.
fn secrets() -> Vec<String> {
    let verifier = grantscope::protocol::endpoint::pkce::unguessable(&[3; 32]);
    [recorded::CLIENT_SECRET, recorded::CODE, &verifier, recorded::REFRESH_1, recorded::REFRESH_2, OPAQUE]
        .map(str::to_owned)
        .to_vec()
}

const OPAQUE: &str = "0pAque+access/token==without-claims&x";

/// The recorded session, whose provider then repeats its secrets wherever it answers.
fn session() -> Session {
    repeated(recorded::session(), &secrets())
}

fn repeated(mut session: Session, secrets: &[String]) -> Session {
    let opaque = format!(r#"{{"access_token":"{OPAQUE}","token_type":"Bearer"}}"#);
    let text = echo(secrets);
    let document =
        serde_json::json!({"error": "invalid_grant", "error_description": text, "trace": {"request": [text]}});
    let json = |status| HttpResponse::new(status).with_body("application/json", document.to_string());
    let page = format!("<html><title>{text}</title><body><p>{text}</p></body></html>");
    let line = text.replace(['\n', '\r'], " ");
    let answers = [
        (Purpose::Refresh, HttpResponse::new(200).with_body("application/json", opaque)),
        (
            Purpose::UserInfo,
            json(401).with_header(
                "www-authenticate",
                format!("Bearer error=\"invalid_token\", error_description=\"{line}\""),
            ),
        ),
        (
            Purpose::UserInfo,
            HttpResponse::new(200)
                .with_body("application/json", serde_json::json!({"sub": recorded::SUB, "note": text}).to_string()),
        ),
        (Purpose::Refresh, json(400).with_header("x-debug", line)),
        (Purpose::Revocation, HttpResponse::new(500).with_body("text/html", page.clone())),
        (Purpose::Refresh, HttpResponse::new(502).with_body("text/html", page)),
        (Purpose::Revocation, HttpResponse::new(400).with_body("text/plain", text.clone())),
    ];
    for (purpose, answer) in answers {
        exchange(&mut session, purpose, Received::Response(answer));
    }
    let message = format!("connection closed: {text}");
    exchange(&mut session, Purpose::Refresh, Received::Failed(Failure { kind: FailureKind::Transport, message }));
    exchange(&mut session, Purpose::Refresh, Received::Response(json(400)));
    session
}

fn exchange(session: &mut Session, purpose: Purpose, received: Received) {
    let request = session.draft(purpose).unwrap().build();
    let id = session.begin(purpose, request, recorded::start());
    let delivery = Delivery::from(received);
    session.absorb(id, delivery);
}

#[test]
fn findings_repeat_no_secret() {
    let session = session();
    let findings = diagnose(&session, recorded::start());
    assert!(findings.len() > 3, "{findings:?}");
    let text: String = findings.iter().map(finding_text).collect();
    assert_shows_none("a finding", &text, &secrets());
    assert_shows_none("JSON", &serde_json::to_string(&findings).unwrap(), &secrets());
}

#[test]
fn what_others_get_repeats_no_secret() {
    let session = session();
    let masked = whole_session::masked(&session);
    assert_shows_none("HAR", &write_har(&session, false), &secrets());
    assert_shows_none("the saved session", &saved::write(&session, false, recorded::start()), &secrets());
    let commands: String = masked.exchanges().map(|exchange| curl::curl(&exchange.request)).collect();
    assert_shows_none("curl", &commands, &secrets());
    let labels: String = diagram::arrows(&session).iter().map(|arrow| arrow.label.clone()).collect();
    assert_shows_none("the diagram", &labels, &secrets());
    // Of an encrypted token others get the header, which says what it is.
    let (tokens, secrets): (Vec<_>, Vec<_>) = secrets().into_iter().partition(|secret| secret.starts_with("eyJ"));
    let tokens: Vec<_> =
        tokens.iter().filter_map(|token| token.split_once('.')).map(|(_, rest)| rest.to_owned()).collect();
    let capsule = capsule::write(&session, &[7; 32], recorded::start());
    assert_shows_none("the capsule", &capsule, &[secrets, tokens].concat());
    // A session that is kept whole never holds what the client proves itself with.
    let whole = saved::write(&session, true, recorded::start());
    assert_shows_none("the whole session", &whole, &[recorded::CLIENT_SECRET.to_owned()]);
}

#[test]
fn a_short_client_secret_is_not_repeated_either() {
    let secret = SHORT.to_owned();
    let mut session = recorded::session();
    session.set_profile(session.profile().clone(), Some(SHORT.into()));
    let session = repeated(session, std::slice::from_ref(&secret));
    let findings: String = diagnose(&session, recorded::start()).iter().map(finding_text).collect();
    assert!(findings.contains("you sent"), "{findings}");
    for (of_what, text) in [
        ("a finding", findings),
        ("HAR", write_har(&session, false)),
        ("the whole HAR", write_har(&session, true)),
        ("the saved session", saved::write(&session, false, recorded::start())),
        ("the whole session", saved::write(&session, true, recorded::start())),
        ("the capsule", capsule::write(&session, &[7; 32], recorded::start())),
        ("the diagram", diagram::arrows(&session).into_iter().map(|arrow| arrow.label).collect()),
    ] {
        assert_shows_none(of_what, &text, std::slice::from_ref(&secret));
    }
    on_screens(&session, &[secret], &["", "x down", "m"]);
}

#[test]
fn no_screen_repeats_a_secret_while_it_is_masked() {
    let keys = [
        "",
        "x",
        "x down",
        "x down down down down",
        "x up",
        "x up up",
        "f",
        "m",
        "d",
        "w",
        "enter",
        "tab pgdn",
        "tab tab pgdn pgdn",
    ];
    on_screens(&session(), &secrets(), &keys);
}

#[track_caller]
fn on_screens(session: &Session, secrets: &[String], keys: &[&str]) {
    for masking in [Masking::Masked, Masking::Recording] {
        let mut stage = Stage::session(session.clone());
        stage.answers = false;
        let mut drawn = String::new();
        for step in ["4", "6", "7", "8"] {
            for keys in keys {
                stage.model.masking = masking;
                stage.press("esc esc").press(step).press(keys);
                for scroll in ["", "pgdn"] {
                    stage.press(scroll);
                    stage.model.masking = masking;
                    drawn += &crate::screens::screen(&mut stage, (200, 60), &Styles::default());
                }
            }
        }
        assert!(drawn.contains("you sent"), "the echo is on the screen");
        assert_shows_none(&format!("{masking:?}"), &drawn, secrets);
    }
}

/// A provider that refuses every code and repeats the request and the client's secret; its issuer.
fn repeating_provider(secret: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let own = issuer.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while stream.read_line(&mut head).unwrap_or(0) > 2 {
                let line = head.lines().last().unwrap_or_default().to_ascii_lowercase();
                length = line.strip_prefix("content-length:").map_or(length, |value| value.trim().parse().unwrap());
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let (status, answer) = if head.starts_with("POST") {
                (400, refusal(&head, &String::from_utf8(body).unwrap(), secret))
            } else if head.contains("openid-configuration") {
                let at = |path: &str| format!("{own}/{path}");
                (200, serde_json::json!({"issuer": own, "authorization_endpoint": at("a"), "token_endpoint": at("t"), "jwks_uri": at("k")}).to_string())
            } else {
                (200, r#"{"keys":[]}"#.to_owned())
            };
            let head = format!(
                "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            stream.get_mut().write_all((head + &answer).as_bytes()).unwrap();
        }
    });
    issuer
}

fn refusal(head: &str, body: &str, secret: &str) -> String {
    let form = Parameters::decode(body);
    let mut sent =
        vec![form.get("code").unwrap().to_owned(), form.get("code_verifier").unwrap().to_owned(), secret.to_owned()];
    let authorization = head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:"));
    sent.extend(authorization.and_then(|line| line.rsplit(' ').next()).map(str::to_owned));
    let text = format!("{}{body}\n{head}", echo(&sent));
    serde_json::json!({"error": "invalid_client", "error_description": text, "request": text}).to_string()
}

const SECRET: &str = "a-client/secret+that=is&echoed%41";
const CODE: &str = "c0de.0f-4n/4uth0riz4ti0n+s3rv3r";

/// Short, and no word.
const SHORT: &str = "k3y7!";

#[test]
fn the_command_line_and_its_log_repeat_no_secret() {
    on_the_command_line(SECRET);
    on_the_command_line(SHORT);
}

fn on_the_command_line(secret: &'static str) {
    let issuer = repeating_provider(secret);
    for format in [&["--json"][..], &[]] {
        let sandbox = Sandbox::new();
        std::fs::write(sandbox.0.path().join("secret"), secret).unwrap();
        let own = [
            "--log-file",
            "log",
            "login",
            "--no-browser",
            "--paste",
            "--issuer",
            &issuer,
            "--client-id",
            "client1",
            "--client-secret-file",
            "secret",
            "--redirect-uri",
            "http://localhost:8765/callback",
            "--save",
            "kept",
        ];
        let mut child = sandbox.command(&[&own, format].concat()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (mut said, mut line) = (String::new(), String::new());
        while !line.starts_with("http") {
            line.clear();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0, "no URL: {said}");
            said += &line;
        }
        let state =
            Parameters::decode(grantscope::protocol::urls::query_of(line.trim())).get("state").unwrap().to_owned();
        let callback = format!("http://localhost:8765/callback?code={}&state={state}\n", parameters::encode(CODE));
        child.stdin.as_mut().unwrap().write_all(callback.as_bytes()).unwrap();
        let rest = std::thread::spawn(move || {
            let mut rest = String::new();
            stderr.read_to_string(&mut rest).unwrap();
            rest
        });
        let ended = Ended::of(child.wait_with_output().unwrap());
        let said = said + &rest.join().unwrap();
        let secrets = [secret, CODE].map(str::to_owned);
        assert_eq!(ended.status, Some(1), "{said}");
        assert!(ended.stdout.contains("you sent"), "the echo is printed: {}", ended.stdout);
        assert_shows_none("standard output", &ended.stdout, &secrets);
        assert_shows_none("standard error", &said, &secrets);
        assert_shows_none("the log", &std::fs::read_to_string(sandbox.0.path().join("log")).unwrap(), &secrets);
        let shown = Ended::of(sandbox.command(&[&["session", "show", "kept"], format].concat()).output().unwrap());
        assert!(shown.stdout.contains("you sent"), "{shown:?}");
        assert_shows_none("session show", &shown.stdout, &secrets);
    }
}
