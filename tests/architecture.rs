//! The layer rule: a module imports only what stands below it, and what is pure touches nothing of the world.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first.
const LAYERS: [&str; 10] =
    ["protocol", "profile", "session", "reading", "diagnosis", "demo", "app", "ui", "runtime", "cli"];

/// How many of them are pure.
const PURE: usize = 7;

/// What no pure module names: I/O, the clock, randomness, the environment, asynchrony.
const WORLD: [&str; 26] = [
    "tokio",
    "reqwest",
    "hyper",
    "crossterm",
    "ratatui",
    "arboard",
    "keyring::",
    "tempfile",
    "directories::",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "io::stdin",
    "io::stdout",
    "getrandom::",
    "aws_lc_rs::rand",
    "async fn",
    ".await",
];

/// Every source file of a layer, its tests left out: path and code without comments.
fn sources(layer: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root.join(layer), &mut files);
    let single = root.join(format!("{layer}.rs"));
    files.extend(single.exists().then_some(single));
    let is_test = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "tests" || stem == "testing");
    files.retain(|path| !is_test(path));
    files.into_iter().map(|path| (path.clone(), code(&fs::read_to_string(&path).unwrap()))).collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code before the tests of a file, without comments.
fn code(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules of this crate that code names: after `crate::`, alone or in braces.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => {
                let list = list.split("};").next().unwrap_or_default();
                names.extend(list.split([',', '{', '}']).map(first_word));
            }
            None => names.push(first_word(after)),
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_module_imports_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (height, layer) in LAYERS.iter().enumerate() {
        for (path, code) in sources(layer) {
            for name in named(&code) {
                let above = LAYERS.iter().position(|other| *other == name).is_some_and(|found| found > height);
                if above || (*layer == "cli" && name == "ui") {
                    wrong.push(format!("{}: {layer} imports {name}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_pure_names_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for layer in &LAYERS[..PURE] {
        for (path, code) in sources(layer) {
            for line in code.lines() {
                let worldly = WORLD.iter().filter(|word| line.contains(**word));
                wrong.extend(worldly.map(|word| format!("{}: {word}: {}", path.display(), line.trim())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn drawing_starts_nothing_and_reads_nothing() {
    let mut wrong = Vec::new();
    for (path, code) in sources("ui") {
        let allowed = ["ratatui", "crossterm", "TimeZone::system"];
        for word in WORLD.iter().filter(|word| !allowed.contains(word)) {
            wrong.extend(code.contains(*word).then(|| format!("{}: {word}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A program that is started elsewhere would get the client secret with the rest of the environment.
#[test]
fn programs_are_started_through_one_door() {
    let all = LAYERS.iter().flat_map(|layer| sources(layer));
    let doors: Vec<_> = all.filter(|(_, code)| code.contains("Command::new")).map(|(path, _)| path).collect();
    assert!(matches!(doors.as_slice(), [only] if only.ends_with("src/runtime/child.rs")), "{doors:?}");
}

#[test]
fn every_module_belongs_to_a_layer() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<_> = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.contains(&"protocol"));
    for module in modules {
        assert!(LAYERS.contains(&module), "{module}");
    }
}

#[test]
fn the_reader_of_this_test_sees_imports_in_every_form() {
    assert_eq!(named("use crate::protocol::Secret;"), ["protocol"]);
    assert_eq!(named("use crate::{runtime::clock, session};"), ["runtime", "session"]);
    assert_eq!(named("let x = crate::cli::main();"), ["cli"]);
    assert_eq!(code("use a;\n// use crate::cli;\n#[cfg(test)]\nmod tests { use std::fs; }"), "use a;");
}
