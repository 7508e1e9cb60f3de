//! Pasted inputs, `tests/cases/inspect/NAME`, and in `NAME.expected.json` the expected kind, repairs, parameters,
//! tokens, client and the ids of its findings.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::fs;

use grantscope::diagnosis::catalogue;
use grantscope::diagnosis::inspect::{Inspection, Kind, Options, TokenSet, inspect};
use grantscope::protocol::Place;
use serde_json::{Value, json};

use crate::answers::{assert_approved, cases};

/// The time of every case.
fn options() -> Options {
    Options::at("2026-01-02T03:04:05Z".parse().unwrap())
}

fn summary(inspection: &Inspection) -> Value {
    let tokens = inspection.tokens().map(|set| {
        let has = |report: &Option<_>| report.is_some();
        json!({"id": has(&set.id_token), "access": has(&set.access_token), "refresh": has(&set.refresh_token),
               "other": set.other.len()})
    });
    let parameters = inspection.parameters.as_ref().map(|parameters| parameters.iter().collect::<Vec<_>>());
    json!({
        "kind": inspection.kind.name(),
        "repairs": inspection.repairs,
        "parameters": parameters,
        "client_id": inspection.profile.as_ref().and_then(|profile| profile.client_id.clone()),
        "tokens": tokens,
        "sets": inspection.token_sets.len(),
        "findings": inspection.findings.iter().map(|finding| finding.id()).collect::<Vec<_>>(),
        "exit": match inspection.kind {
            Kind::Unknown => 2,
            _ => i32::from(inspection.has_errors()),
        },
    })
}

#[test]
fn every_case_is_what_it_is_and_has_exactly_its_findings() {
    assert_approved("inspect", |case| summary(&inspect(&fs::read(case).unwrap(), &options())));
}

/// Everything that was read, in full, as comparable text.
fn everything(text: &[u8]) -> String {
    let read = inspect(text, &options());
    let tokens: Vec<_> = read.token_sets.iter().flat_map(TokenSet::reports).collect();
    let parameters = read.parameters.as_ref().map(|parameters| parameters.iter().collect::<Vec<_>>());
    let client = serde_json::to_value(&read.profile).unwrap();
    format!("{:?}\n{:?}\n{parameters:?}\n{client:#}\n{tokens:#?}\n{:#?}", read.kind, read.repairs, read.findings)
}

#[test]
fn every_case_reads_the_same_with_every_end_of_its_lines() {
    for case in ["inspect", "import"].into_iter().flat_map(cases) {
        let Ok(text) = fs::read_to_string(&case) else { continue };
        let plain = everything(text.as_bytes());
        for end in ["\r", "\r\n"] {
            let other = everything(text.replace('\n', end).as_bytes());
            assert_eq!(plain, other, "{} with {end:?}", case.display());
        }
    }
}

#[test]
fn a_truncated_token_shows_the_claims_before_its_end() {
    let token = include_str!("cases/inspect/id_token.txt");
    let cut = &token[..token.rfind('.').unwrap() * 2 / 3];
    let read = inspect(cut.as_bytes(), &options());
    let claims = read.tokens().unwrap().other[0].claims.as_ref().unwrap();
    assert!(claims.get("sub").is_some() && claims.get("iss").is_some(), "{}", claims.text());
    assert_eq!(read.findings[0].id(), "jwt.malformed");
}

#[test]
fn tokens_are_not_held_against_what_they_say_themselves() {
    let token = include_str!("cases/inspect/id_token.txt").trim();
    let read = inspect(format!("{{\"id_token\":\"{token}\",\"token_type\":\"Bearer\"}}").as_bytes(), &options());
    let checks = &read.tokens().unwrap().id_token.as_ref().unwrap().checks;
    for id in ["iss", "aud"] {
        let check = checks.iter().find(|check| check.id.as_str() == id).unwrap();
        assert_eq!(serde_json::to_value(check).unwrap()["status"], "not_checked", "{id}: {}", check.detail);
    }
}

#[test]
fn every_finding_of_every_case_is_in_the_catalogue() {
    for case in cases("inspect") {
        for finding in inspect(&fs::read(&case).unwrap(), &options()).findings {
            assert!(catalogue().any(|rule| rule.id == finding.id()), "{}: {}", case.display(), finding.id());
        }
    }
}

#[test]
fn no_case_survives_being_cut_anywhere_with_a_panic() {
    for case in cases("inspect") {
        let bytes = fs::read(&case).unwrap();
        for end in (0..bytes.len()).step_by(1 + bytes.len() / 97) {
            inspect(&bytes[..end], &options());
        }
    }
}

#[test]
fn an_error_document_alone_points_at_no_exchange_and_names_both_grants() {
    let inspection = inspect(br#"{"error":"invalid_grant"}"#, &options());
    let finding = &inspection.findings[0];
    assert!(finding.evidence.iter().all(|evidence| evidence.exchange.is_none()), "{:?}", finding.evidence);
    assert!(finding.detail.contains("code") && finding.detail.contains("refresh token"), "{}", finding.detail);
}

#[test]
fn nothing_is_claimed_about_an_unknown_request() {
    let inspection = inspect(b"http://localhost:8765/callback?error=invalid_request&state=x", &options());
    let finding = &inspection.findings[0];
    assert!(finding.detail.contains("unknown"), "{}", finding.detail);
    assert!(finding.evidence.iter().all(|evidence| !matches!(evidence.place, Place::AuthorizationRequest(_))));
}

/// Words that mark a text as an error.
const ERROR_WORDS: [&str; 9] =
    ["error", "fail", "denied", "invalid", "mismatch", "exception", "rejected", "unauthorized", "forbidden"];

/// The first word of an error, or error status, in a text.
fn error_word(text: &str) -> Option<String> {
    // 443 is a port.
    let is_status = |word: &&str| word.len() == 3 && matches!(word.parse(), Ok(400..=442_u16 | 444..=599));
    let lower = text.to_ascii_lowercase();
    let word = ERROR_WORDS.iter().find(|word| lower.contains(**word)).map(|word| (*word).to_owned());
    word.or_else(|| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').find(is_status).map(str::to_owned))
}

#[test]
fn no_problems_are_claimed_over_an_error_that_was_not_read() {
    for directory in ["diagnosis", "har", "import", "inspect", "reported", "storage", "tokens"] {
        for case in cases(directory) {
            let read = inspect(&fs::read(&case).unwrap(), &options());
            if read.findings.is_empty() && read.kind != Kind::Unknown {
                let text = read.text.expose();
                let word = read.unread.iter().find_map(|span| error_word(&text[span.clone()]));
                assert_eq!(word, None, "{}", case.display());
            }
        }
    }
}

#[test]
fn a_403_without_its_request_is_the_answer_of_an_api() {
    for (body, kind) in [
        ("{\"message\":\"Forbidden\"}", "api_challenge"),
        ("{\"error\":\"Forbidden\"}", "api_challenge"),
        ("{\"error\":\"invalid_client\"}", "token_response"),
    ] {
        let text = format!("HTTP/1.1 403 Forbidden\ncontent-type: application/json\n\n{body}");
        assert_eq!(inspect(text.as_bytes(), &options()).kind.name(), kind, "{body}");
    }
}

#[test]
fn an_opaque_token_in_prose_is_found_by_its_form() {
    let text = "My app sends gho_16C7e42F292c6912E7710c838347Ae178B4a. What is wrong?";
    let read = inspect(text.as_bytes(), &options());
    assert_eq!(read.kind.name(), "access_token");
    let report = read.tokens().and_then(|set| set.access_token.as_ref()).expect("the token");
    assert_eq!(report.raw.expose(), "gho_16C7e42F292c6912E7710c838347Ae178B4a");
}

#[test]
fn two_thousand_tokens_are_all_read() {
    let token = fs::read_to_string("tests/cases/inspect/access_token_bearer.txt").unwrap();
    let token = token.trim().trim_start_matches("Bearer ").trim();
    let read = inspect(format!("{token}\n").repeat(2_000).as_bytes(), &options());
    assert_eq!(read.token_sets.iter().flat_map(|set| set.reports()).count(), 2_000);
    assert!(!read.findings.iter().any(|finding| finding.id() == "input.too_many_tokens"));
}

#[test]
fn the_beginning_of_a_text_beyond_the_limit_is_read_and_the_limit_is_named() {
    let mut text = String::from("https://app.example.com/cb?error=access_denied&state=s1\n");
    text.push_str(&"the weather is fine\n".repeat((16 << 20) / 20 + 1));
    let read = inspect(text.as_bytes(), &options());
    assert_eq!(read.kind.name(), "callback");
    let finding = read.findings.iter().find(|finding| finding.id() == "input.too_long").expect("the limit");
    assert!(finding.detail.contains("the first 16777216 bytes are read"), "{}", finding.detail);
}

/// The time that this thread has used the processor: other programs do not count.
#[cfg(target_os = "linux")]
fn processor_time() -> std::time::Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    std::time::Duration::from_nanos(nanoseconds)
}

/// A reader that looks at the rest of the text for each part takes four times as long for twice the text, and far more for
/// sixteen times; a linear one takes sixteen times as long.
#[cfg(target_os = "linux")]
#[test]
fn the_time_of_an_inspection_grows_with_the_text_and_not_with_its_square() {
    for (name, piece) in crate::nasty_inputs::NASTY {
        let time = |bytes: usize| {
            let text = crate::nasty_inputs::repeated(piece, bytes);
            let start = processor_time();
            inspect(text.as_bytes(), &options());
            processor_time() - start
        };
        // The first run compiles expressions, and other programs take the caches: the least time is the work.
        let small = (0..4).map(|_| time(8_000)).min().unwrap_or_default();
        let large = time(128_000);
        let most = small * 32 + std::time::Duration::from_millis(50);
        assert!(large < most, "{name}: {small:?} for 8 kB, {large:?} for 128 kB");
    }
}

/// Combined pastes: parts with a blank line between them.
const PIECES: [&str; 8] = [
    "$ curl -X POST https://d.example/oauth2/token -d grant_type=authorization_code -d code=c1 -d client_id=a",
    "HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n{\"error\":\"invalid_grant\"}",
    "https://app.example.com/cb?code=c1&state=s1",
    "https://d.example/oauth2/authorize?client_id=a&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&state=s1&scope=openid",
    "OperationalError: the printer is on fire",
    "the weather is fine",
    "No matching state found in storage",
    "COGNITO_CLIENT_ID=3n4b5c6d7e8f9g0h1i2j3k4l5m\nCOGNITO_USER_POOL_ID=eu-west-1_AbCdEfGhI",
];

#[test]
fn a_callback_is_not_joined_with_the_variables_below_it() {
    for between in ["\n", "\n\n"] {
        let read = inspect(format!("{}{between}{}", PIECES[2], PIECES[7]).as_bytes(), &options());
        let labels: Vec<_> = read.parts.iter().map(|part| part.kind.name()).collect();
        assert_eq!(labels, ["callback", "dotenv"], "{between:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(48) })]

    #[test]
    fn every_byte_of_a_text_with_parts_is_in_a_part_or_unread(pieces in proptest::collection::vec(0..PIECES.len(), 2..6)) {
        let text = pieces.iter().map(|piece| PIECES[*piece]).collect::<Vec<_>>().join("\n\n");
        let read = inspect(text.as_bytes(), &options());
        let text = read.text.expose();
        let mut seen = vec![false; text.len()];
        for span in read.parts.iter().map(|part| &part.span).chain(&read.unread) {
            proptest::prop_assert!(seen[span.clone()].iter().all(|seen| !seen), "{:?} twice in {}", span, text);
            seen[span.clone()].fill(true);
        }
        for (at, character) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            proptest::prop_assert!(read.parts.is_empty() || seen[at], "{} at {} of {}", character, at, text);
        }
    }

    /// What a part means may depend on its neighbours; where it stands may not.
    #[test]
    fn the_parts_of_two_texts_below_each_other_are_those_of_each(
        above in proptest::collection::vec(0..PIECES.len(), 2..4),
        below in proptest::collection::vec(0..PIECES.len(), 2..4),
    ) {
        let text = |pieces: &[usize]| pieces.iter().map(|piece| PIECES[*piece]).collect::<Vec<_>>().join("\n\n");
        let spans = |text: &str| {
            inspect(text.as_bytes(), &options()).parts.into_iter().map(|part| part.span).collect::<Vec<_>>()
        };
        let (above, below) = (text(&above), text(&below));
        let between = "\n\nthe weather is fine\n\n";
        let (first, second) = (spans(&above), spans(&below));
        proptest::prop_assume!(!first.is_empty() && !second.is_empty());
        let offset = above.len() + between.len();
        let shifted = second.into_iter().map(|span| span.start + offset..span.end + offset);
        let expected: Vec<_> = first.into_iter().chain(shifted).collect();
        proptest::prop_assert_eq!(spans(&format!("{above}{between}{below}")), expected);
    }

    #[test]
    fn any_text_at_all_gives_an_answer_in_linear_work(text in "\\PC{0,200}", piece in 0..PIECES.len()) {
        inspect(format!("{text}\n{}\n{text}", PIECES[piece]).as_bytes(), &options());
    }
}

/// Prints figures, asserts none: `cargo test --release inspect::doubling -- --ignored --nocapture`.
#[test]
#[ignore = "prints ratios of times"]
fn measure_doubling_a_nasty_text() {
    const NASTY: [&str; 12] = [
        "curl -d '",
        "fetch(\"",
        "{\"a\":",
        "{'a': ",
        "[[",
        "https://a.example/?code=",
        "eyJhbGciOiJSUzI1NiJ9.",
        "HTTP/1.1 200 OK\n",
        "error=invalid&state=",
        "AADSTS50011: ",
        "Set-Cookie: a=",
        "a: &x\n  - ",
    ];
    for nasty in NASTY {
        let time = |size: usize| {
            let text = nasty.repeat(size / nasty.len());
            let from = std::time::Instant::now();
            inspect(text.as_bytes(), &options());
            from.elapsed().as_secs_f64()
        };
        let (one, two) = (time(1 << 20), time(1 << 21));
        println!("{:8.0} ms {:8.0} ms  x{:.2}  {nasty:?}", one * 1e3, two * 1e3, two / one);
    }
}

#[test]
fn each_provider_of_a_recording_has_its_own_session_and_every_exchange_its_own_number() {
    let read = inspect(include_bytes!("cases/inspect/recording_two_providers.har"), &options());
    let clients: Vec<_> = read.recorded().map(|session| session.profile().client_id.as_str()).collect();
    assert_eq!(clients, ["client-one", "client-two"]);
    let numbers: Vec<_> = read.recorded().flat_map(|s| s.exchanges()).map(|it| it.id).collect();
    assert!(numbers.is_sorted() && numbers.iter().all(|id| numbers.iter().filter(|it| *it == id).count() == 1));
    let refused = read.findings.iter().find(|finding| finding.id() == "client.secret_missing").unwrap();
    let second: Vec<_> = read.others[0].exchanges().map(|it| it.id).collect();
    assert!(refused.evidence.iter().filter_map(|it| it.exchange).all(|id| second.contains(&id)), "{refused:?}");
}
