//! All import formats, with files like the real tools' output: `tests/cases/import/NAME`, and the expected result in
//! `NAME.expected.json` (findings by id).

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::fs;

use grantscope::profile::import::{Import, recognise};
use serde_json::{Value, json};

use crate::answers::{assert_approved, cases};

fn summary(import: &Import) -> Value {
    let mut document = serde_json::to_value(import).unwrap();
    document["findings"] = json!(import.findings.iter().map(|finding| finding.id()).collect::<Vec<_>>());
    document
}

#[test]
fn every_case_gives_its_profiles_its_account_and_its_findings() {
    assert_approved("import", |case| {
        recognise(&fs::read_to_string(case).unwrap()).as_ref().map_or(Value::Null, summary)
    });
}

#[test]
fn every_case_without_byte_order_mark_and_line_ends_of_its_own_reads_the_same_with_them() {
    for case in cases("import") {
        let text = fs::read_to_string(&case).unwrap();
        let Some(plain) = recognise(&text) else { panic!("{} is not recognised", case.display()) };
        let windows = recognise(&format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
        assert_eq!(plain.profiles, windows.profiles, "{}", case.display());
        assert_eq!(windows.repairs[0], "removed the byte order mark");
        // What a terminal sends for a paste.
        assert_eq!(recognise(&text.replace('\n', "\r")).unwrap(), plain, "{}", case.display());
    }
}

/// The secrets of a case: long words that name themselves as secrets.
fn secrets(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() > 30 && word.contains("secret")).collect()
}

#[test]
fn every_case_cut_at_any_byte_is_survived_and_shows_no_secret() {
    let mut seen = 0;
    for case in cases("import") {
        let text = fs::read_to_string(&case).unwrap();
        for at in text.char_indices().map(|(at, _)| at).step_by(7).chain([text.len()]) {
            let Some(import) = recognise(&text[..at]) else { continue };
            let shown = grantscope::protocol::text::sanitise::json_text(&import) + &format!("{import:?}");
            for secret in secrets(&text) {
                seen += 1;
                assert!(!shown.contains(&secret[..6]), "{} shows {secret}", case.display());
            }
        }
    }
    assert!(seen > 50, "secrets were looked for {seen} times only");
}

#[test]
fn what_is_imported_is_inspected_as_the_same_kind() {
    use grantscope::diagnosis::inspect::{Options, inspect};
    let now = "2026-03-01T09:30:00Z".parse().unwrap();
    for case in cases("import") {
        let bytes = fs::read(&case).unwrap();
        let import = recognise(&String::from_utf8(bytes.clone()).unwrap()).unwrap();
        let inspection = inspect(&bytes, &Options::at(now));
        assert_eq!(Some(inspection.kind.name()), summary(&import)["kind"].as_str(), "{}", case.display());
    }
}
