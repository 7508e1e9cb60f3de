//! The oracles of the fuzz targets on stable Rust: every seed as it is, then seeded mutations of it. And a monkey at the
//! keyboard. `GRANTSCOPE_FUZZ_RUNS=20000 cargo test fuzzed::` runs longer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../fuzz/oracles.rs"]
mod oracles;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use grantscope::app::{Key, KeyCode, Masking, Message};
use grantscope::demo::scenarios::CLEAN;
use grantscope::protocol::Secret;
use grantscope::ui::Styles;

use crate::stage::Stage;

/// A small generator of our own (Marsaglia's xorshift): the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

fn runs(default: usize) -> usize {
    std::env::var("GRANTSCOPE_FUZZ_RUNS").map_or(default, |runs| runs.parse().unwrap())
}

/// Pieces that parsers look for.
const PIECES: [&str; 24] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    "=",
    "&",
    "%",
    "\\u",
    "\n",
    "\r\n\r\n",
    ":",
    "://",
    "\0",
    "eyJ",
    ".",
    "code=",
    "state=",
    "\u{1b}[31m",
    "\u{202e}",
    "&#x",
    "access_token",
    "Basic ",
    "9999999999999999999",
];

fn mutated(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            4 => {
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len() + 1);
                let piece = other[from..(from + 60).min(other.len())].to_vec();
                drop(bytes.splice(at..end, piece));
            }
            _ => drop(bytes.splice(at..end, PIECES[numbers.below(PIECES.len())].bytes())),
        }
    }
    bytes
}

/// Tries every seed and then mutations; a find is printed as the seed that it came from.
fn fuzz(seeds: &[Vec<u8>], count: usize, oracle: impl Fn(&[u8])) {
    let try_one = |bytes: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| oracle(bytes))).is_err() {
            panic!("found {:?}", String::from_utf8_lossy(bytes));
        }
    };
    seeds.iter().for_each(|seed| try_one(seed));
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    (0..runs(count)).for_each(|_| try_one(&mutated(seeds, &mut numbers)));
}

/// The small files of some directories below the repository.
fn files(directories: &[&str]) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for directory in directories {
        let mut paths: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(directory))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && path.metadata().unwrap().len() < 6000)
            .collect();
        paths.sort();
        // Every few of a large directory.
        let step = paths.len().div_ceil(40).max(1);
        seeds.extend(paths.iter().step_by(step).map(|path| std::fs::read(path).unwrap()));
    }
    seeds
}

/// The seeds of a target, which reach what no other input does.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn any_text_is_read() {
    fuzz(&files(&["tests/cases/reported"]), 300, oracles::reading);
}

#[test]
fn any_configuration_is_imported() {
    let own =
        "[work]\nissuer = \"https://op.example\"\nclient_id = \"c\"\nredirect_uris = [\"http://localhost:8765/cb\"]\n";
    let other = "COGNITO_USER_POOL_ID=us-east-1_Pool12345\nCLIENT_ID: 'abc'\nconst c = { clientId: \"x\", authority: 'https://op.example' };\n";
    fuzz(
        &texts(&[own, other, "{\"aws_user_pools_id\":\"us-east-1_Pool12345\",\"oauth\":{\"domain\":\"d.example\"}}"]),
        1000,
        oracles::profiles,
    );
}

#[test]
fn any_answer_of_a_provider_is_judged_and_repeats_no_secret() {
    let seeds = [
        "\0\0application/json\n{\"issuer\":\"https://op.example\",\"jwks_uri\":\"https://op.example/k\"}",
        "\u{1}\0application/json\n{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":\"1\"}]}",
        "\u{2}\u{1}application/json\n{\"error\":\"invalid_grant\",\"error_description\":\"code \"}",
        "\u{3}\u{1}text/html\n<html><title>Error</title><body>token=",
        "\u{4}\u{2}application/json\n{\"sub\":\"alice\",\"x\":[1,{\"y\":\"",
        "\u{5}\u{5}text/plain\nBearer ",
    ];
    fuzz(&texts(&seeds), 400, oracles::answer);
}

#[test]
fn any_callback_is_read_and_redeemed_only_with_the_state_that_was_sent() {
    let seeds = [
        "http://localhost:8765/callback?code=abc&state=x#y",
        "/callback?error=access_denied&error_description=no",
        "code=1&state=2",
        "https://op.example/error?x",
    ];
    fuzz(&texts(&seeds), 600, oracles::callback);
}

#[test]
fn any_saved_session_is_opened_or_refused() {
    let session = crate::recorded::public_session();
    let seeds = [true, false].map(|whole| grantscope::session::saved::write(&session, whole, crate::recorded::start()));
    fuzz(&seeds.map(String::into_bytes), 150, oracles::saved_session);
}

#[test]
fn any_header_and_claims_are_found_valid_only_as_a_second_implementation_finds_them() {
    let claims = r#"{"iss":"https://op.example","sub":"u","aud":"client-1","nonce":"nonce-0123456789","iat":1780000000,"exp":1780003600}"#;
    let headers = [
        r#"{"alg":"EdDSA","kid":"ed"}"#,
        r#"{"alg":"ES256","kid":"ec"}"#,
        r#"{"alg":"PS256","kid":"rsa"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"EdDSA","crit":["exp"],"kid":"ed"}"#,
    ];
    let seeds: Vec<_> = headers.iter().map(|header| format!("\n{header}\n{claims}").into_bytes()).collect();
    let verified = seeds.iter().filter(|seed| oracles::signed(seed)).count();
    assert_eq!(verified, 3, "the first three are verified");
    fuzz(&seeds, 400, |bytes| _ = oracles::signed(bytes));
    let token = include_str!("cases/tokens/access-token-generic.json");
    let case: serde_json::Value = serde_json::from_str(token).unwrap();
    let seed = format!("{}\n{}", case["jwks"], case["token"].as_str().unwrap()).into_bytes();
    fuzz(&[seed], 300, |bytes| _ = oracles::token(bytes));
}

#[test]
fn a_secret_is_replaced_in_every_notation_whatever_stands_around_it() {
    let seeds = ["s3cret/of+a=client\nYou sent , error=x%20y&", "abcdefg8\n{\"a\":\"\\u0061 \"} aGVsbG8gd29ybGQ="];
    fuzz(&texts(&seeds), 400, oracles::redaction);
}

#[test]
fn any_request_to_the_listener_is_answered_without_repeating_it() {
    let seeds = [
        "GET /callback?code=fuzzed-0code&state=fuzzed-0state-that-was-sent HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /callback HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 23\r\n\r\ncode=fuzzed-0a&state=bc",
        "GET http://[::1]/favicon.ico HTTP/1.0\r\n\r\n",
    ];
    fuzz(&texts(&seeds), 200, oracles::listener);
}

#[test]
fn every_seed_of_the_fuzz_targets_is_read() {
    type Oracle = fn(&[u8]);
    let targets: [(&str, Oracle); 10] = [
        ("answer", oracles::answer),
        ("callback", oracles::callback),
        ("inspect", oracles::reading),
        ("listener", oracles::listener),
        ("profiles", oracles::profiles),
        ("redaction", oracles::redaction),
        ("saved_session", oracles::saved_session),
        ("screen", oracles::screen),
        ("signed", |bytes| _ = oracles::signed(bytes)),
        ("token", |bytes| _ = oracles::token(bytes)),
    ];
    for (target, oracle) in targets {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{target}");
        fuzz(&seeds, 0, oracle);
    }
}

/// What nobody may see of the session while secrets are masked.
fn secrets(stage: &Stage) -> Vec<String> {
    let Some(view) = stage.model.view() else { return Vec::new() };
    let session = &view.session;
    let verifiers = session.attempt().and_then(|attempt| attempt.verifier.clone());
    let codes = session.callback().and_then(|record| record.callback.code().map(Secret::new));
    let tokens = session.grants().iter().flat_map(|grant| {
        let response = &grant.response;
        [response.access_token(), response.id_token(), response.refresh_token()].into_iter().flatten()
    });
    let every = verifiers.into_iter().chain(codes).chain(tokens);
    // A row of a screen may show a part of a value: its middle.
    let middle = |secret: &Secret| {
        let text = secret.expose().rsplit('.').next().unwrap_or_default();
        text.get(8..22).map(str::to_owned)
    };
    every.filter_map(|secret| middle(&secret)).collect()
}

#[test]
fn a_monkey_at_the_keyboard_finds_no_panic_and_no_secret() {
    const KEYS: [KeyCode; 12] = [
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Down,
        KeyCode::PageDown,
        KeyCode::Backspace,
        KeyCode::Left,
        KeyCode::Right,
    ];
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut stage = Stage::demo(&CLEAN);
    for at in 0..runs(1500) {
        let key = match numbers.below(4) {
            0 => Key::plain(KEYS[numbers.below(KEYS.len())]),
            1 => Key::char(char::from(b'1' + u8::try_from(numbers.below(8)).unwrap())),
            2 => Key::plain(KeyCode::Enter),
            _ => Key::char(char::from(b' ' + u8::try_from(numbers.below(95)).unwrap())),
        };
        stage.take(Message::Key(key));
        if numbers.below(40) == 0 {
            stage.paste(&String::from_utf8_lossy(
                &(0..numbers.below(60)).map(|_| u8::try_from(numbers.below(256)).unwrap()).collect::<Vec<_>>(),
            ));
        }
        if numbers.below(60) == 0 {
            stage.wait(i64::try_from(numbers.below(4000)).unwrap());
        }
        if stage.model.masking == Masking::Revealed {
            stage.model.masking = Masking::Masked;
        }
        if at % 5 == 0 {
            let size = [(60, 16), (80, 24), (120, 36), (33, 7)][numbers.below(4)];
            let drawn = crate::screens::screen(&mut stage, size, &Styles::default());
            for secret in secrets(&stage) {
                assert!(!drawn.contains(&secret), "after {at} keys {secret} is shown:\n{drawn}");
            }
        }
        if stage.model.view().is_none() && numbers.below(10) == 0 {
            stage = Stage::demo(&CLEAN);
        }
    }
}
