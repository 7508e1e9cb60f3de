//! Pasted texts from public threads: `tests/cases/reported/NAME.txt` with `NAME.expected.json`, which names the thread, or
//! the program whose format it has. `findings` are exactly the ids of the findings from the messages in it, `inspection`
//! those of the whole inspection at the time `at`, `profile` members of its client. Names, ids and tokens are made up.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::fs;
use std::path::PathBuf;

use grantscope::diagnosis::inspect::{Inspection, Options, inspect};
use grantscope::diagnosis::reported;
use grantscope::protocol::Finding;
use grantscope::reading::sentences;
use serde_json::Value;

/// Every input with its expected result.
fn cases() -> Vec<(String, String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/reported");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let read = |path: PathBuf| {
        let expected = fs::read_to_string(path.with_extension("expected.json")).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap(), serde_json::from_str(&expected).unwrap())
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn what_people_pasted_gives_the_findings_that_it_proves() {
    let mut wrong = Vec::new();
    let cases = cases();
    for (name, text, expected) in cases.iter().filter(|(_, _, expected)| expected.get("findings").is_some()) {
        let said = sentences::find(text);
        let mut found: Vec<String> = reported::findings(&said).iter().map(Finding::id).map(str::to_owned).collect();
        found.sort();
        let mut expected: Vec<&str> =
            expected["findings"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} read right\n{}", cases.len() - wrong.len(), cases.len(), wrong.join("\n"));
}

fn inspected(text: &str, expected: &Value) -> Inspection {
    let at = expected["at"].as_str().unwrap_or("2026-11-30T03:10:00Z");
    inspect(text.as_bytes(), &Options::at(at.parse().unwrap()))
}

#[test]
fn an_inspection_of_what_people_pasted_names_the_kind_and_the_cause() {
    let mut wrong = Vec::new();
    for (name, text, expected) in cases().iter().filter(|(_, _, expected)| expected.get("inspection").is_some()) {
        let read = inspected(text, expected);
        let ids: Vec<&str> = read.findings.iter().map(Finding::id).collect();
        let wanted: Vec<&str> =
            expected["inspection"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        if ids != wanted || read.kind.name() != expected["kind"].as_str().unwrap() {
            wrong.push(format!("{name}: expected {} {wanted:?}, found {} {ids:?}", expected["kind"], read.kind.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_configuration_that_people_pasted_gives_its_client() {
    let mut wrong = Vec::new();
    for (name, text, expected) in cases().iter().filter(|(_, _, expected)| expected.get("profile").is_some()) {
        let read = inspected(text, expected);
        let found = serde_json::to_value(&read.profile).unwrap();
        for (member, value) in expected["profile"].as_object().unwrap() {
            if found[member] != *value {
                wrong.push(format!("{name}: {member} is {}, not {value}", found[member]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_byte_is_in_one_part_or_unread_and_no_unread_error_is_passed_over() {
    const ERROR_WORDS: [&str; 7] = ["error", "failed", "denied", "invalid", "mismatch", "exception", "rejected"];
    for (name, text, expected) in &cases() {
        let read = inspected(text, expected);
        let text = read.text.expose();
        let mut seen = vec![false; text.len()];
        for span in read.parts.iter().map(|part| &part.span).chain(&read.unread) {
            assert!(seen[span.clone()].iter().all(|seen| !seen), "{name}: {span:?} twice");
            seen[span.clone()].fill(true);
        }
        for (at, character) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            assert!(read.parts.is_empty() || seen[at], "{name}: {character} at {at}");
        }
        let unread: String = read.unread.iter().map(|span| text[span.clone()].to_ascii_lowercase()).collect();
        let passes_over = read.findings.is_empty() && ERROR_WORDS.iter().any(|word| unread.contains(word));
        assert!(!passes_over, "{name}: {unread}");
    }
}

/// What pasting and logging put around a text, none of which changes what it says.
type Dress = (&'static str, fn(&str) -> String);

const DRESSES: [Dress; 6] = [
    ("quoted in a chat", |text| each_line(text, |line| format!("> {line}"))),
    ("with carriage returns", |text| text.replace("\r\n", "\n").replace('\n', "\r\n")),
    ("in colour", |text| each_line(text, |line| format!("\u{1b}[32m{line}\u{1b}[0m"))),
    ("behind times", |text| each_line(text, |line| format!("2026-11-30T03:00:08.123Z {line}"))),
    ("from a container", |text| each_line(text, |line| format!("app-1  | {line}"))),
    ("in a log's JSON", |text| serde_json::json!({"time": "2026-11-30T03:00:08Z", "log": text}).to_string()),
];

fn each_line(text: &str, dressed: fn(&str) -> String) -> String {
    text.trim_end().lines().map(dressed).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_put_around_a_text_changes_no_finding() {
    let mut wrong = Vec::new();
    for (name, text, expected) in &cases() {
        let ids =
            |text: &str| inspected(text, expected).findings.iter().map(|it| it.id().to_owned()).collect::<Vec<_>>();
        let plain = ids(text);
        for (dress, dressed) in DRESSES {
            let found = ids(&dressed(text));
            if found != plain {
                wrong.push(format!("{dress}: {name}: expected {plain:?}, found {found:?}"));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
