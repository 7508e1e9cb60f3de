//! What people pasted into public threads: sentences of libraries and servers, and the ids of exactly the findings that
//! they must give: `tests/cases/reported/NAME.txt` with `NAME.expected.json`, which names the thread. Names, ids and
//! tokens in them are made up.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::fs;
use std::path::PathBuf;

use grantscope::diagnosis::reported;
use grantscope::protocol::Finding;
use grantscope::reading::sentences;
use serde_json::Value;

/// Every input with what is expected of it.
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
    for (name, text, expected) in &cases {
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
