//! The layer rule: a module imports only lower layers, the files of one layer form no circle, and pure modules do no
//! I/O.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first.
const LAYERS: [&str; 11] =
    ["protocol", "profile", "session", "reading", "diagnosis", "demo", "lessons", "app", "ui", "runtime", "cli"];

/// How many of them are pure.
const PURE: usize = 8;

/// The layers and rooms whose files may still form circles. The list only shrinks.
const STILL_CIRCULAR: &[&str] = &[];

/// What no pure module may name: I/O, the clock, randomness, the environment, asynchrony.
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

/// All source files of a layer without their tests: path, and code without comments.
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

/// The code of a file before its tests, without comments.
fn code(text: &str) -> String {
    let tests = ["#[cfg(test)]\nmod ", "#[cfg(all(test, unix))]\nmod "];
    let shipped = &text[..tests.iter().filter_map(|tests| text.find(tests)).min().unwrap_or(text.len())];
    let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules of this crate in code: after `crate::`, alone or in braces.
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
fn a_module_imports_only_lower_layers() {
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
fn the_files_of_a_layer_form_no_circle() {
    let mut wrong = Vec::new();
    for layer in LAYERS {
        let (mut known, mut ties) = (STILL_CIRCULAR.to_vec(), Files::of_layer(layer).circular_ties());
        known.retain(|known| known.split('/').next() == Some(layer));
        let gone = known.iter().filter(|known| !ties.iter().any(|tie| tie.starts_with(**known)));
        wrong.extend(gone.map(|known| format!("{known} has no circle left: remove it from STILL_CIRCULAR")));
        ties.retain(|tie| !known.iter().any(|known| tie.starts_with(known)));
        wrong.extend(ties);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rooms of app, lowest first: the key table, the model, the queries, the updates.
const ROOMS: [&str; 4] = ["keys", "model", "query", "update"];

#[test]
fn a_room_of_app_imports_only_lower_rooms() {
    let mut wrong = Vec::new();
    for (height, room) in ROOMS.iter().enumerate() {
        for (path, code) in sources(&format!("app/{room}")) {
            let above = ROOMS[height + 1..].iter().filter(|name| code.contains(&format!("app::{name}")));
            wrong.extend(above.map(|name| format!("{}: {room} imports {name}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `GRANTSCOPE_CIRCLES=app cargo test --test tests architecture::the_circles -- --ignored --nocapture` lists what to cut.
#[test]
#[ignore = "lists, and asserts nothing"]
fn the_circles_of_a_layer_can_be_listed() {
    let Ok(layer) = std::env::var("GRANTSCOPE_CIRCLES") else { return };
    let ties = Files::of_layer(&layer).circular_ties();
    println!("{}\n{} ties in circles of {layer}", ties.join("\n"), ties.len());
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

/// Programs must be started through `child`, or they would inherit the client secret in the environment.
#[test]
fn programs_are_started_in_one_place() {
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

/// Facts are types: remedies, places, details and reasons are worded last, and no code reads those words.
#[test]
fn no_code_searches_or_compares_the_sentences_of_the_program() {
    let mut wrong = Vec::new();
    for (path, code) in LAYERS.iter().flat_map(|layer| sources(layer)) {
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
        for sentence in ["detail", "remedy", "instruction", "place.to_string()", "reason", "title"] {
            for search in ["starts_with", "ends_with", "contains", "find", "strip_prefix", "split", "replace"] {
                let call = format!(".{sentence}.{search}(");
                wrong.extend(code.contains(&call).then(|| format!("{}: {call}", path.display())));
            }
            for operator in ["==", "!="] {
                let compared = format!(".{sentence} {operator} \"");
                wrong.extend(code.contains(&compared).then(|| format!("{}: {compared}", path.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_circle_is_seen_through_every_form_of_path() {
    let circular = |a: &str, b: &str| {
        let mut files = Files::default();
        for (path, code) in [("layer", "mod a; mod b; pub use a::A; pub use b::B;"), ("layer/a", a), ("layer/b", b)] {
            files.modules.insert(path.split('/').map(str::to_owned).collect(), Module::read(code));
        }
        files.circular_ties()
    };
    let a = "use super::B; pub struct A(B);";
    for b in [
        "use crate::layer::a::A; pub struct B;",
        "use crate::layer::{b, a::{self, A}}; pub struct B;",
        "pub struct B; fn f() { super::a::f() }",
        "pub struct B; fn f() { crate::layer::A::f() }",
        "use super::A as C; pub struct B;",
        "use super::a; pub struct B(a::A);",
        "use super::a::*; pub struct B;",
        "pub struct B; fn f() { use super::super::layer::A; }",
    ] {
        assert_eq!(circular(a, b).len(), 2, "{b}: {:?}", circular(a, b));
    }
    for b in ["pub struct B;", "pub struct B(&'static str); const T: &str = \"super::A::b\";"] {
        assert_eq!(circular(a, b), [""; 0], "{b}");
    }
}

/// The modules of a crate, with their definitions and imports.
#[derive(Default)]
struct Files {
    modules: BTreeMap<Vec<String>, Module>,
}

/// One file, parsed only for names.
#[derive(Default)]
struct Module {
    defined: BTreeSet<String>,
    /// The name in this file, and the path it refers to.
    imported: Vec<(String, Vec<String>)>,
    /// All other paths in the code.
    inline: BTreeSet<Vec<String>>,
}

impl Files {
    fn of_layer(layer: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Self::default();
        for (path, code) in sources(layer) {
            let inside = path.strip_prefix(&root).unwrap().with_extension("");
            let mut module: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            module.pop_if(|last| last == "mod");
            files.modules.insert(module, Module::read(&code));
        }
        files
    }

    /// All dependencies between two files that are part of a circle, also through other files.
    fn circular_ties(&self) -> Vec<String> {
        let mut ties: BTreeMap<(&Vec<String>, &Vec<String>), String> = BTreeMap::new();
        for (from, module) in &self.modules {
            let imported = module.imported.iter().map(|(_, path)| (path, false));
            for (path, is_inline) in imported.chain(module.inline.iter().map(|path| (path, true))) {
                // The import of a module is a dependency only if something in that module is named.
                if let Some((to, is_module)) = self.resolve(from, path, 0)
                    && (is_inline || !is_module || path.last().is_some_and(|last| last == "*"))
                    && to != from
                {
                    ties.entry((from, to)).or_insert_with(|| path.join("::"));
                }
            }
        }
        let reached = |start: &Vec<String>| {
            let mut reached = BTreeSet::from([start]);
            let mut open = vec![start];
            while let Some(at) = open.pop() {
                open.extend(ties.keys().filter(|(from, to)| *from == at && reached.insert(to)).map(|(_, to)| *to));
            }
            reached.into_iter().cloned().collect::<BTreeSet<_>>()
        };
        let reach: BTreeMap<_, _> = self.modules.keys().map(|module| (module, reached(module))).collect();
        let circular = ties.iter().filter(|((from, to), _)| reach[to].contains(*from));
        circular.map(|((from, to), path)| format!("{} → {} by {path}", from.join("/"), to.join("/"))).collect()
    }

    /// The module that defines what a path names, with re-exports resolved, and whether the path names the module
    /// itself.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<(&Vec<String>, bool)> {
        if depth > 16 {
            return None;
        }
        let mut module = from.to_vec();
        let mut rest = path;
        while let Some((first, after)) = rest.split_first() {
            match first.as_str() {
                "crate" => module.clear(),
                "super" => _ = module.pop(),
                "self" => {}
                _ => break,
            }
            rest = after;
        }
        while let Some((first, after)) = rest.split_first() {
            let child: Vec<_> = module.iter().chain([first]).cloned().collect();
            let is_relative = rest.len() == path.len();
            if let Some((child, _)) = self.modules.get_key_value(&child).filter(|_| !is_relative || module == from) {
                module.clone_from(child);
                rest = after;
                continue;
            }
            let (file, names) = self.modules.get_key_value(&module)?;
            if names.defined.contains(first) || first == "*" {
                return Some((file, false));
            }
            let onward = |target: &[String]| target.iter().chain(after).cloned().collect::<Vec<_>>();
            if let Some((_, target)) = names.imported.iter().find(|(name, _)| name == first) {
                return self.resolve(&module, &onward(target), depth + 1);
            }
            let globs = names.imported.iter().filter(|(name, target)| name == "*" && target.len() > 1);
            let named = globs.map(|(_, target)| [&target[..target.len() - 1], rest].concat());
            let mut found = named.filter_map(|target| self.resolve(&module, &target, depth + 1));
            return found.find(|(to, _)| *to != file).or((!is_relative).then_some((file, false)));
        }
        self.modules.get_key_value(&module).map(|(file, _)| (file, true))
    }
}

impl Module {
    fn read(code: &str) -> Self {
        let words = words(code);
        let mut module = Self::default();
        let (mut at, mut depth) = (0, 0);
        while at < words.len() {
            match words[at].as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                "use" => {
                    let end = at + words[at..].iter().position(|word| word == ";").unwrap_or(words.len() - at - 1);
                    imports(&words[at + 1..end], &[], &mut module.imported);
                    at = end;
                }
                "fn" | "struct" | "enum" | "const" | "static" | "type" | "trait" | "macro_rules" if depth == 0 => {
                    let name = words[at + 1..].iter().find(|word| is_name(word));
                    module.defined.extend(name.cloned());
                }
                "!" if depth == 0 && words.get(at + 1).is_some_and(|next| next == "{") => {
                    // A macro may define what its body contains.
                    let end = at + words[at..].iter().position(|word| word == "}").unwrap_or(words.len() - at - 1);
                    module.defined.extend(words[at..end].iter().filter(|word| is_name(word)).cloned());
                }
                // `pub(in path)` is not a dependency.
                "in" if at > 0 && words[at - 1] == "pub" => at += 1,
                word if is_name(word) && words.get(at + 1).is_some_and(|next| next == "::") => {
                    let mut path = vec![words[at].clone()];
                    while words.get(at + 1).is_some_and(|next| next == "::") && is_name(&words[at + 2]) {
                        at += 2;
                        path.push(words[at].clone());
                    }
                    module.inline.insert(path);
                }
                _ => {}
            }
            at += 1;
        }
        module
    }
}

/// The names that a `use` imports, with their paths.
fn imports(tree: &[String], before: &[String], found: &mut Vec<(String, Vec<String>)>) {
    if let Some(open) = tree.iter().position(|word| word == "{") {
        let before: Vec<_> = before.iter().chain(tree[..open].iter().filter(|word| *word != "::")).cloned().collect();
        let (mut depth, mut start) = (0, open + 1);
        for (at, word) in tree.iter().enumerate().skip(open) {
            depth += i32::from(word == "{") - i32::from(word == "}");
            if depth == 1 && word == "," || depth == 0 {
                imports(&tree[start..at], &before, found);
                start = at + 1;
            }
        }
        return;
    }
    let mut path: Vec<_> = before.iter().chain(tree.iter().filter(|word| *word != "::")).cloned().collect();
    let alias = path.iter().position(|word| word == "as").map(|at| path.split_off(at));
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if let Some(name) = alias.and_then(|words| words.last().cloned()).or_else(|| path.last().cloned())
        && !tree.is_empty()
    {
        found.push((name, path));
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// The words and signs of code, without strings and characters.
fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = if let Some(length) = literal(rest) {
            length
        } else if is_name(rest) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            words.push(rest[..end].to_owned());
            end
        } else if rest.starts_with("::") {
            words.push("::".to_owned());
            2
        } else {
            words.extend("{},;*!".contains(first).then(|| first.to_string()));
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

/// The length in bytes of the string or character at the beginning of code.
fn literal(code: &str) -> Option<usize> {
    let quoted = |quote: char| {
        let mut escaped = false;
        let is_end = |c: char| {
            let is_end = !escaped && c == quote;
            escaped = !escaped && c == '\\';
            is_end
        };
        Some(code[1..].find(is_end).map_or(code.len(), |end| end + 2))
    };
    match code.as_bytes() {
        [b'"', ..] => quoted('"'),
        [b'r', b'#', b'"', ..] => Some(code.find("\"#").map_or(code.len(), |end| end + 2)),
        [b'r', b'"', ..] => Some(code[2..].find('"').map_or(code.len(), |end| end + 3)),
        [b'\'', b'\\', ..] => quoted('\''),
        // A lifetime has no closing quote.
        [b'\'', ..] => code[1..].char_indices().nth(1).filter(|(_, c)| *c == '\'').map(|(end, _)| end + 2),
        _ => None,
    }
}
