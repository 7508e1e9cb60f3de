//! The documents are correct: the commands of the README parse, what the program can write itself is what it says, and
//! the files that the documents name exist.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use clap::Parser;
use grantscope::app::keys::keymap::{BINDINGS, KeyContext};
use grantscope::cli::command_line::CommandLine;

/// The documents whose paths and links are checked.
const DOCUMENTS: [&str; 7] = [
    "README.md",
    "docs/CONTRIBUTING.md",
    "docs/debugging.md",
    "docs/design.md",
    "docs/teaching.md",
    "docs/tokens.md",
    ".github/SECURITY.md",
];

const README: &str = include_str!("../README.md");

#[test]
fn every_command_in_the_readme_parses() {
    let quoted = README
        .split('`')
        .filter(|code| code.starts_with("grantscope ") && code.contains(" --") && !code.contains("COMMAND"));
    let commands: Vec<_> = code_lines().chain(quoted).flat_map(invocations).collect();
    assert!(commands.len() > 25, "found only {commands:?}");
    for words in commands {
        if let Err(error) = CommandLine::try_parse_from(&words) {
            panic!("{}: {error}", words.join(" "));
        }
    }
}

#[test]
fn the_written_documents_are_what_the_program_says() {
    // People's settings contain the names of actions, so a changed name breaks them.
    for (file, text) in [("docs/keys.md", keys()), ("docs/config.toml", grantscope::app::keys::settings::sample())] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(path, text).unwrap_or_else(|error| panic!("{file}: {error}"));
        } else {
            let written = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(written, text, "{file}: run UPDATE_README=1 cargo test readme");
        }
    }
}

#[test]
fn the_settings_in_the_readme_are_read_without_a_complaint() {
    let blocks = README.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("toml\n"));
    let read: Vec<_> =
        blocks.filter(|block| block.contains("[keys]")).map(grantscope::app::keys::settings::read).collect();
    assert!(!read.is_empty() && read.iter().all(|(_, problems)| problems.is_empty()), "{read:?}");
}

/// If a file is moved, the documents must be updated too: CONTRIBUTING lists files.
#[test]
fn every_file_that_a_document_names_exists() {
    const ROOTS: [&str; 7] = ["src/", "tests/", "docs/", "themes/", "fuzz/", ".ci/", ".github/"];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
        let named = quoted.filter(|word| ROOTS.iter().any(|root| word.starts_with(root)) && !word.contains("NAME"));
        let beside = root.join(document);
        let links = text.split("](").skip(1).filter_map(|link| link.split_once(')')).map(|(target, _)| target);
        let linked = links.filter(|target| !target.contains("://")).map(|target| beside.with_file_name(target));
        let paths = named.map(|word| root.join(word)).chain(linked);
        missing.extend(paths.filter(|path| !path.exists()).map(|path| format!("{document}: {}", path.display())));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The key table as Markdown, by context; the context is only in the first of its rows.
fn keys() -> String {
    let mut list = String::from(
        "# Keys\n\nEvery key of the terminal interface, as it is unless `config.toml` changes it. Arrow keys and vi keys both \
         work.\nWritten by `UPDATE_README=1 cargo test readme`.\n\n| where | keys | what |\n|---|---|---|\n",
    );
    for &context in KeyContext::ALL {
        let mut place = context.title();
        for binding in BINDINGS.iter().filter(|binding| binding.context == context) {
            let keys: Vec<_> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
            list += &format!("| {place} | {} | {} |\n", keys.join(" "), binding.help());
            place = "";
        }
    }
    list
}

/// The lines of the README's shell blocks.
fn code_lines() -> impl Iterator<Item = &'static str> {
    README.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n")).flat_map(str::lines)
}

/// The words of each `grantscope …` in a line of shell.
fn invocations(line: &str) -> Vec<Vec<String>> {
    let line = line.split(" #").next().unwrap_or_default();
    let commands = line.split(['|', '&', '>']).map(words);
    commands.filter(|words| words.first().is_some_and(|word| word == "grantscope")).collect()
}

/// The words of a command; double quotes group words.
fn words(command: &str) -> Vec<String> {
    let quoted = command.split('"').enumerate();
    quoted
        .flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}
