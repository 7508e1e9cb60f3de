//! docs/troubleshooting.md: every finding with its meaning and its fix, as the recorded cases show it.
//! `UPDATE_README=1` writes it again.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its case must fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use grantscope::diagnosis::catalogue;
use grantscope::diagnosis::inspect::{Options, inspect};
use grantscope::protocol::Finding;

/// One finding of each rule that some case has, always the same one.
fn examples() -> BTreeMap<&'static str, Finding> {
    let options = || Options::at("2026-01-02T03:04:05Z".parse().unwrap());
    let read = |folder| {
        let files = crate::answers::cases(folder).into_iter().filter_map(|case| std::fs::read(case).ok());
        files.flat_map(|text| inspect(&text, &options()).findings).collect::<Vec<_>>()
    };
    let mut examples = BTreeMap::new();
    let pasted = ["inspect", "reported", "import", "storage", "har"].into_iter().flat_map(read);
    let judged = crate::diagnosis::findings().into_iter().chain(crate::tokens::findings());
    for finding in judged.chain(pasted) {
        examples.entry(finding.id()).or_insert(finding);
    }
    examples
}

/// A text in which nothing is Markdown.
fn plain(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for special in ["\\", "<", "*", "`", "["] {
        line = line.replace(special, &format!("\\{special}"));
    }
    line
}

fn document() -> String {
    let examples = examples();
    let mut text = "# Troubleshooting\n\nEvery finding of grantscope by its id, which `--json`, `inspect --list-findings` and the window of a \
                    finding show: what it is, what it means in one recorded case, and the fix. A finding of your own names your \
                    values and its evidence.\n"
        .to_owned();
    let mut rules: Vec<_> = catalogue().collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let mut area = "";
    for rule in rules {
        let (first, _) = rule.id.split_once('.').unwrap_or((rule.id, ""));
        if first != area {
            area = first;
            let _ = write!(text, "\n## {area}\n");
        }
        let spec = if rule.spec.is_empty() { String::new() } else { format!(", {}", plain(rule.spec)) };
        let _ = write!(text, "\n### `{}`\n\n**{}** ({}{spec})\n", rule.id, plain(rule.title), rule.severity);
        if let Some(finding) = examples.get(rule.id) {
            let _ = write!(text, "\n{}\n\nFix: {}\n", plain(&finding.detail), plain(&finding.remedy.to_string()));
        }
    }
    text
}

/// Redaction leaves these words in sentences, also if one of them is a secret of 4 to 7 characters. Without the word, a
/// client whose secret is `pattern` would see a title with a mask in it.
#[test]
fn redaction_knows_every_short_word_of_a_title() {
    let text = include_str!("../src/session/redaction/words.txt");
    let known: Vec<&str> = text.split_whitespace().collect();
    assert!(known.is_sorted_by(|a, b| a < b), "words.txt is sorted and has each word once");
    assert!(known.iter().all(|word| (4..8).contains(&word.len()) && !word.contains(char::is_uppercase)));
    let titles = catalogue().map(|rule| rule.title.to_ascii_lowercase());
    let words = titles
        .flat_map(|title| title.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect::<Vec<_>>());
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let short = words.filter(|word| (4..8).contains(&word.len()) && !is_number(word));
    let unknown: BTreeSet<String> = short.filter(|word| known.binary_search(&word.as_str()).is_err()).collect();
    assert!(unknown.is_empty(), "add to words.txt: {unknown:?}");
}

#[test]
fn the_page_of_all_findings_is_what_the_program_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/troubleshooting.md");
    let text = document();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == text, "docs/troubleshooting.md: run UPDATE_README=1 cargo test troubleshooting");
    let (headings, fixes) = (text.matches("\n### ").count(), text.matches("\nFix: ").count());
    assert!(fixes * 10 >= headings * 7, "only {fixes} of {headings} findings have a case");
}
