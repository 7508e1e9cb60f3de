//! The promise of redaction: however a response is changed on its way, its secrets are not shown.

#![allow(clippy::unwrap_used)]

use grantscope::protocol::Json;
use grantscope::session::redaction;
use proptest::prelude::*;

/// The maximum number of consecutive characters of a secret that may be shown.
const SHOWN: usize = 6;

const NAMES: [&str; 12] = [
    "access_token",
    "refreshToken",
    "id_token",
    "RefreshToken",
    "client_secret",
    "new_password",
    "code_verifier",
    "device_secret",
    "registration_access_token",
    "SMS_MFA_CODE",
    "subject_token",
    "DeviceKey",
];

/// The notations of a response with members.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Json,
    Spaced,
    Nested,
    Listed,
    InAString,
    Marked,
    Guarded,
    TrailingComma,
    LoneSurrogate,
    Deep,
    Form,
    Multipart,
    Page,
    Xml,
    Script,
    Link,
    EncodedLink,
    TwoBytes,
}

const SHAPES: [Shape; 18] = [
    Shape::Json,
    Shape::Spaced,
    Shape::Nested,
    Shape::Listed,
    Shape::InAString,
    Shape::Marked,
    Shape::Guarded,
    Shape::TrailingComma,
    Shape::LoneSurrogate,
    Shape::Deep,
    Shape::Form,
    Shape::Multipart,
    Shape::Page,
    Shape::Xml,
    Shape::Script,
    Shape::Link,
    Shape::EncodedLink,
    Shape::TwoBytes,
];

fn written(shape: Shape, members: &[(&str, String)]) -> String {
    let each = |write: &dyn Fn(&str, &str) -> String, between: &str| {
        members.iter().map(|(name, value)| write(name, value)).collect::<Vec<_>>().join(between)
    };
    let json = || format!("{{\"expires_in\":3600,{}}}", each(&|n, v| format!("\"{n}\":\"{v}\""), ","));
    match shape {
        Shape::Json => json(),
        Shape::Spaced => format!("{{\n{}\n}}", each(&|n, v| format!("  \"{n}\" : \"{v}\""), ",\n")),
        Shape::Nested => format!("{{\"result\":{},\"text\":{}}}", json(), serde_json::json!(json())),
        Shape::Listed => each(&|n, v| format!("{{\"{n}\":[\"{v}\",\"{v}\"]}}"), "\n"),
        Shape::InAString => serde_json::json!(serde_json::json!(json()).to_string()).to_string(),
        Shape::Marked => format!("\u{feff}{}", json()),
        Shape::Guarded => format!(")]}}',\n{}", json()),
        Shape::TrailingComma => json().replace('}', ",}"),
        Shape::LoneSurrogate => json().replace("{", "{\"x\":\"\\ud800\",\"y\":\"\u{fffd}\u{1}\","),
        Shape::Deep => format!("{{\"d\":{}{},\"e\":{}}}", "[".repeat(200), "]".repeat(200), json()),
        Shape::Form => each(&|n, v| format!("{n}={v}"), "&") + "\n",
        Shape::Multipart => {
            each(&|n, v| format!("--b\r\nContent-Disposition: form-data; name=\"{n}\"\r\n\r\n{v}\r\n"), "") + "--b--"
        }
        Shape::Page => format!(
            "<html><form>{}</form>",
            each(&|n, v| format!("<input type=hidden name=\"{n}\" value=\"{v}\"><meta content='x' name='{n}'/>"), "")
        ),
        Shape::Xml => format!("<r>{}</r>", each(&|n, v| format!("<{n}>{v}</{n}>"), "")),
        Shape::Script => each(&|n, v| format!("var {n} = '{v}'; x({{{n}: \"{v}\"}});"), "\n"),
        Shape::Link => format!("see https://h.example/cb?{} there", each(&|n, v| format!("{n}={v}"), "&")),
        Shape::EncodedLink => {
            format!("to=https%3A%2F%2Fh.example%2Fcb%3F{}&x=1", each(&|n, v| format!("{n}%3D{v}"), "%26"))
        }
        Shape::TwoBytes => json().chars().flat_map(|c| [c, '\0']).collect(),
    }
}

/// Whether a text shows more of a secret than it may.
fn leaks(shown: &str, secret: &str) -> bool {
    let shown = shown.replace('\0', "");
    (0..=secret.len() - SHOWN - 1).any(|at| shown.contains(&secret[at..at + SHOWN + 1]))
}

fn check(text: &str, media_type: &str, members: &[(&str, String)]) -> Result<(), TestCaseError> {
    for (media_type, is_sent) in [(None, false), (Some(media_type), false), (Some(media_type), true)] {
        let shown = match is_sent {
            true => redaction::sent_body(media_type, text.as_bytes()),
            false => redaction::body(media_type, text.as_bytes()),
        };
        for (name, secret) in members {
            prop_assert!(!leaks(&shown, secret), "{name}: {secret}\nof  {text}\nin  {shown}");
        }
    }
    Ok(())
}

fn members() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let secret = "[A-Za-z0-9][A-Za-z0-9_.~-]{9,30}[0-9][A-Za-z]{6}";
    proptest::collection::vec((proptest::sample::select(&NAMES[..]), secret), 1..4)
}

fn media_type() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&["application/json", "text/plain", "text/html", "application/x-www-form-urlencoded"][..])
}

#[test]
fn a_field_of_a_page_is_read_in_any_order() {
    let page = "<input value='abcdefghijkl' type=hidden name=code><input name=state value='abcdefghijkl'>";
    let shown = "<input value='••••••ijkl' type=hidden name=code><input name=state value='abcdefghijkl'>";
    assert_eq!(redaction::body(Some("text/html"), page.as_bytes()), shown);
}

#[test]
fn every_value_of_an_encoded_query_and_every_element_of_nested_arrays_is_masked() {
    let shown = |text: &str| redaction::body(Some("text/html"), text.as_bytes());
    let query = "back=%2Fx%3Ftoken%3Dabcdefghijkl%26x%3D1%26token%3Dmnopqrstuvwx end";
    assert!(!shown(query).contains("abcdefgh") && !shown(query).contains("mnopqrst"), "{}", shown(query));
    assert!(shown(query).ends_with(" end"));
    let cut = r#"{"tokens":["abcdefghijkl","mnopqrstuvwx"],"x":["1"],"access_token":["qrstuvwxyzab"#;
    assert!(!leaks(&shown(cut), "abcdefghijkl") && !leaks(&shown(cut), "qrstuvwxyzab"), "{}", shown(cut));
}

#[test]
fn text_without_secrets_stays_byte_for_byte() {
    for text in [
        "The code is wrong. error code: 1020, token: expired; see https://op.example/help?topic=token#code",
        "{\"error\":\"invalid_grant\",\"code\":\"E12\",\"token_type\":\"Bearer\"",
        "{\"code\":\"NotAuthorizedException\",\"password\":null,\"session\":true}",
        "<p class=\"token\">Your session has <code>expired</code></p><input name=token>",
        "a=b==&c=%zz&&=",
    ] {
        assert_eq!(redaction::body(None, text.as_bytes()), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_shows_no_secret_however_it_is_written_and_wherever_it_is_cut(
        shape in proptest::sample::select(&SHAPES[..]),
        members in members(),
        media_type in media_type(),
        cut in any::<proptest::sample::Index>(),
    ) {
        let text = written(shape, &members);
        check(&text, media_type, &members)?;
        let cut = (0..=cut.index(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        check(&text[..cut], media_type, &members)?;
    }

    #[test]
    fn a_damaged_document_shows_no_secret(
        members in members(),
        media_type in media_type(),
        at in any::<proptest::sample::Index>(),
        damage in proptest::sample::select(&["", "\"", "\\", "{", "]", ",", ":", " ", "\n", "\0", "\u{1b}", "é", "&", "="][..]),
        replaces in any::<bool>(),
    ) {
        let text = written(Shape::Json, &members);
        let outside = |at: &usize| members.iter().all(|(_, secret)| {
            !text.match_indices(secret.as_str()).any(|(start, _)| (start..start + secret.len()).contains(at))
        });
        let places: Vec<usize> = (1..text.len()).filter(outside).collect();
        let at = places[at.index(places.len())];
        let damaged = format!("{}{damage}{}", &text[..at], &text[at + usize::from(replaces)..]);
        // An intact document that gives the value another name is not damaged.
        let count = |text: &str, name: &str| text.matches(&format!("\"{name}\"")).count();
        let is_renamed = members.iter().any(|(name, _)| count(&damaged, name) != count(&text, name));
        if !(is_renamed && Json::parse(damaged.as_str()).is_ok()) {
            check(&damaged, media_type, &members)?;
        }
    }
}
