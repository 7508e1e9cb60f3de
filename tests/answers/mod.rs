//! Cases with their approved answers: `tests/cases/FOLDER/NAME` and `NAME.expected.json` beside it.
//!
//! To accept new answers after reading them: `GRANTSCOPE_ACCEPT=1 cargo test --test tests import:: inspect::`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The cases of a folder, in order.
pub fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = format!("{}/tests/cases/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
    files.sort();
    files
}

/// Holds what `answer` makes of every case of a folder against what was approved.
pub fn assert_approved(folder: &str, answer: impl Fn(&Path) -> Value) {
    let accept = std::env::var_os("GRANTSCOPE_ACCEPT").is_some();
    let mut wrong = Vec::new();
    for case in cases(folder) {
        let got = answer(&case);
        let approved = format!("{}.expected.json", case.display());
        if accept {
            fs::write(&approved, serde_json::to_string_pretty(&got).unwrap() + "\n").unwrap();
        }
        let expected: Value = serde_json::from_str(&fs::read_to_string(approved).unwrap()).unwrap();
        if got != expected {
            wrong.push(format!("{}: got {got:#}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
