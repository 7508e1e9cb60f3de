//! `config.toml`: the appearance and the keys of the terminal interface.
//!
//! ```text
//!   theme = "light"
//!   mouse = false
//!
//!   [keys]                      # wherever the action has a key
//!   exchanges = "F5"
//!   down = ["down", "ctrl-n"]
//!
//!   [keys.tokens]               # only there
//!   compare = "="
//! ```
//!
//! All problems are reported together, each with its line and column. `grantscope config` prints the sample that
//! [`sample`] writes from the key table.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike, Value};

use super::action::Action;
use super::key::{Key, KeyCode};
use super::keymap::{Binding, KeyContext, Keymap};

/// The settings of the file, with defaults for what it does not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The theme, and where it is set.
    pub theme: Option<(String, At)>,
    /// Whether the mouse is captured at the start.
    pub mouse: Option<bool>,
    /// Whether the sign of a wait moves.
    pub motion: Option<bool>,
    /// Whether only ASCII characters are drawn.
    pub ascii: Option<bool>,
    /// How many of the newest repeated requests a saved session keeps.
    pub kept_requests: Option<usize>,
    /// The keys.
    pub keymap: Keymap,
}

/// A line and a column of a file, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub usize, pub usize);

impl At {
    /// Where a part of a text begins: its beginning without a part.
    pub fn of(text: &str, span: Option<Range<usize>>) -> Self {
        let before = text.get(..span.map_or(0, |span| span.start)).unwrap_or_default();
        let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
        Self(before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {}, column {}: {what}", at.0, at.1)]
pub struct Problem {
    /// Where.
    pub at: At,
    /// What was found and what was expected.
    pub what: String,
}

/// Reads the file's text. What is wrong keeps its default, and is reported.
pub fn read(text: &str) -> (Settings, Vec<Problem>) {
    let (document, problems) = parse(text);
    let raw = document.as_ref().map_or("", |document| document.raw());
    let mut reading = Reading { text: raw, settings: Settings::default(), bound: Vec::new(), problems };
    if let Some(document) = &document {
        reading.top(document.as_table());
        reading.find_clashes();
    }
    reading.problems.sort();
    (reading.settings, reading.problems)
}

/// The document without its invalid lines, which are reported. Empty lines replace them, so line numbers stay the same.
pub fn parse(text: &str) -> (Option<Document<String>>, Vec<Problem>) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut problems: Vec<Problem> = Vec::new();
    loop {
        let rest = lines.join("\n");
        let error = match Document::parse(rest.clone()) {
            Ok(document) => return (Some(document), problems),
            Err(error) => error,
        };
        let at = At::of(&rest, error.span());
        if problems.iter().all(|problem| problem.at.0 != at.0) {
            let what = error.message().lines().collect::<Vec<_>>().join(", ");
            problems.push(Problem { at, what });
        }
        match lines.get_mut(at.0 - 1) {
            // The lines below an invalid header belong to it.
            Some(header) if header.starts_with('[') && !header.ends_with(']') => header.push(']'),
            Some(broken) if !broken.is_empty() => broken.clear(),
            _ => return (None, problems),
        }
    }
}

/// The settings read so far, and the problems.
struct Reading<'a> {
    text: &'a str,
    settings: Settings,
    /// Which rows of the table the user changed, and where.
    bound: Vec<(KeyContext, Action, At)>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn problem(&mut self, at: At, what: String) {
        self.problems.push(Problem { at, what });
    }

    /// The members of a table, each with its place.
    fn members<'t>(&self, table: &'t dyn TableLike) -> Vec<(&'t str, &'t Item, At)> {
        let member = |(name, item): (&'t str, &'t Item)| {
            let span = table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
            (name, item, At::of(self.text, span))
        };
        table.iter().map(member).collect()
    }

    fn top(&mut self, table: &Table) {
        for (name, item, at) in self.members(table) {
            let value = item.as_value();
            match name {
                "theme" => match value.and_then(Value::as_str) {
                    Some(theme) => self.settings.theme = Some((theme.to_owned(), at)),
                    None => self.wrong(name, item, "a theme's name in quotes"),
                },
                "mouse" | "motion" | "ascii" => match value.and_then(Value::as_bool) {
                    Some(on) if name == "mouse" => self.settings.mouse = Some(on),
                    Some(on) if name == "motion" => self.settings.motion = Some(on),
                    Some(on) => self.settings.ascii = Some(on),
                    None => self.wrong(name, item, "true or false"),
                },
                "kept_requests" => match value.and_then(Value::as_integer).map(usize::try_from) {
                    Some(Ok(kept @ 1..)) => self.settings.kept_requests = Some(kept),
                    _ => self.wrong(name, item, "a number from 1"),
                },
                "keys" => match item.as_table_like() {
                    Some(table) => self.keys(table),
                    None => self.wrong(name, item, "the header [keys]"),
                },
                _ => self.problem(
                    at,
                    format!("found {name:?}, expected theme, mouse, motion, ascii, kept_requests or [keys]"),
                ),
            }
        }
    }

    fn wrong(&mut self, name: &str, found: &Item, expected: &str) {
        let at = At::of(self.text, found.span());
        let found = found.to_string();
        self.problem(at, format!("{name}: found {}, expected {expected}", found.trim()));
    }

    /// General settings first, so that specific ones override them.
    fn keys(&mut self, table: &dyn TableLike) {
        let (places, actions): (Vec<_>, Vec<_>) =
            self.members(table).into_iter().partition(|(_, item, _)| item.is_table_like());
        for (name, item, at) in actions {
            self.bind(None, name, item, at);
        }
        for (name, item, at) in places {
            let context = KeyContext::ALL.iter().copied().find(|context| context.name() == name);
            match (context, item.as_table_like()) {
                (Some(context), Some(table)) => {
                    for (name, item, at) in self.members(table) {
                        self.bind(Some(context), name, item, at);
                    }
                }
                _ => {
                    let known: Vec<&str> = KeyContext::ALL.iter().map(|context| context.name()).collect();
                    self.problem(at, format!("found [keys.{name}], expected one of {}", known.join(", ")));
                }
            }
        }
    }

    fn bind(&mut self, place: Option<KeyContext>, name: &str, item: &Item, at: At) {
        let Some(action) = Action::named(name) else {
            let what = format!("found the action {name:?}, expected one of those that grantscope config lists");
            return self.problem(at, what);
        };
        let Some(keys) = self.parse_keys(name, item) else { return };
        if keys.is_empty() && action == Action::Back {
            return self
                .problem(at, "back: found no key, expected at least one (no other action closes a dialog)".into());
        }
        let rows = self.settings.keymap.bindings_mut().iter_mut();
        let rows: Vec<&mut Binding> =
            rows.filter(|row| row.action == action && place.is_none_or(|place| row.context == place)).collect();
        let (given, wrong) = give(rows, &keys);
        self.bound.extend(given.into_iter().map(|context| (context, action, at)));
        if let Some(wrong) = wrong {
            self.problem(at, format!("{name}: {wrong}"));
        }
    }

    /// One key or several; `None` if one of them is invalid.
    fn parse_keys(&mut self, name: &str, item: &Item) -> Option<Vec<Key>> {
        let at = At::of(self.text, item.span());
        let names: Option<Vec<&str>> = match item.as_value() {
            Some(Value::String(key)) => Some(vec![key.value()]),
            Some(Value::Array(keys)) => keys.iter().map(Value::as_str).collect(),
            _ => None,
        };
        let Some(names) = names else {
            self.wrong(name, item, "a key in quotes, or a list of them");
            return None;
        };
        let mut keys = Vec::new();
        for key in &names {
            match Key::parse(key) {
                Ok(INTERRUPT) => {
                    self.problem(at, format!("{name}: found ctrl-c, which always quits; expected another key"))
                }
                Ok(key) => keys.push(key),
                Err(what) => self.problem(at, format!("{name}: {what}")),
            }
        }
        (keys.len() == names.len()).then_some(keys)
    }

    /// Reports two actions with the same key in the same context.
    fn find_clashes(&mut self) {
        let mut found = Vec::new();
        for &context in KeyContext::ALL {
            let rows: Vec<&Binding> = self.settings.keymap.of(context).collect();
            for (at, first) in rows.iter().enumerate() {
                for second in &rows[at + 1..] {
                    let Some(key) = first.keys.iter().find(|key| second.keys.contains(key)) else { continue };
                    let (one, other) = (first.action.name(), second.action.name());
                    let place = context.title().to_lowercase();
                    let what = format!(
                        "found the key {key} for both {one} and {other} {place}, expected it for only one of them"
                    );
                    found.push(Problem { at: self.place_of_row(context, &[first.action, second.action]), what });
                }
            }
        }
        if !found.is_empty() {
            // One of both would have no key: the default ones are known to be enough.
            self.settings.keymap = Keymap::default();
        }
        self.problems.extend(found);
    }

    /// The last place that set the keys of any of these rows.
    fn place_of_row(&self, context: KeyContext, actions: &[Action]) -> At {
        let bound = self.bound.iter().filter(|(at, action, _)| *at == context && actions.contains(action));
        bound.map(|(_, _, at)| *at).max().unwrap_or(At(1, 1))
    }
}

/// The key that quits, whatever the settings say.
const INTERRUPT: Key = Key { code: KeyCode::Char('c'), ctrl: true, alt: false };

/// Sets the keys of one action. In text contexts, letters cannot be bound: a row that would lose all its keys keeps
/// the old ones if another row accepts the new keys. Returns the changed rows, and the reason for a failure.
fn give(rows: Vec<&mut Binding>, keys: &[Key]) -> (Vec<KeyContext>, Option<String>) {
    if rows.is_empty() {
        return (Vec::new(), Some("this action has no key in this context; set it in [keys]".to_owned()));
    }
    let mut given = Vec::new();
    let is_fixed = |row: &Binding| row.keys.contains(&INTERRUPT);
    for row in rows {
        let typed = row.context.is_typed();
        let own: Vec<Key> = keys.iter().copied().filter(|key| !typed || key.typed().is_none()).collect();
        if !is_fixed(row) && (keys.is_empty() || !own.is_empty()) {
            given.push(row.context);
            row.keys = own.into();
        }
    }
    let wrong = given.is_empty().then(|| {
        "letters type text in this context and ctrl-c always quits; expected a key such as ctrl-r or F5".to_owned()
    });
    (given, wrong)
}

/// A settings file with the default values, each line commented out.
pub fn sample() -> String {
    let mut text = String::from(
        "# Settings of grantscope's terminal interface. Each line shows the default: remove the # and change the value.\n\
         # Arguments win over this file.\n\n\
         #theme = \"dark\"\n#mouse = true\n#motion = true\n#ascii = false\n\n\
         # A saved session keeps its sign-ins, and of refreshes, UserInfo and key requests the first ten and so many of the\n\
         # newest, successful and failed ones.\n\
         #kept_requests = 50\n\n\
         # A name directly below [keys] sets the keys of that action everywhere; in [keys.session] and the like, only there.\n\
         # One key or a list: \"g\", \"Q\", \"ctrl-r\", \"alt-x\", \"F5\", \"enter\", \"space\"; [] removes all keys. ctrl-c always quits.\n\
         [keys]\n",
    );
    let keymap = Keymap::default();
    for &context in KeyContext::ALL {
        text += &format!("\n# {}\n[keys.{}]\n", context.title(), context.name());
        for row in keymap.of(context).filter(|row| !row.keys.contains(&INTERRUPT)) {
            let keys: Vec<String> = row.keys.iter().map(|key| format!("{:?}", key.to_string())).collect();
            let setting = format!("#{} = [{}]", row.action.name(), keys.join(", "));
            text += &format!("{setting:<44} # {}\n", row.help());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(settings: &Settings, context: KeyContext, action: Action) -> Vec<String> {
        let row = settings.keymap.of(context).find(|row| row.action == action).unwrap();
        row.keys.iter().map(ToString::to_string).collect()
    }

    fn problems(text: &str) -> Vec<String> {
        read(text).1.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_sample_has_the_defaults_commented_out_and_with_every_line_enabled() {
        assert_eq!(read(&sample()), (Settings::default(), Vec::new()));
        let sample = sample();
        let lines = sample.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting.to_owned(),
            _ => line.to_owned(),
        });
        let settings = read(&lines.collect::<Vec<_>>().join("\n")).0;
        assert_eq!(settings.keymap, Keymap::default());
        assert_eq!((settings.mouse, settings.ascii), (Some(true), Some(false)));
        assert_eq!(settings.theme.unwrap().0, "dark");
    }

    #[test]
    fn a_name_below_keys_holds_everywhere_and_a_place_wins() {
        let text = "[keys]\nback = [\"esc\", \"Z\"]\n[keys.exchanges]\nback = \"x\"\n";
        let settings = read(text).0;
        assert_eq!(keys(&settings, KeyContext::Menu, Action::Back), ["esc", "Z"]);
        assert_eq!(keys(&settings, KeyContext::Exchanges, Action::Back), ["x"]);
        assert_eq!(keys(&settings, KeyContext::Text, Action::Back), ["esc"], "Z types there");
    }

    #[test]
    fn ctrl_c_ends_the_program_whatever_the_file_says() {
        let settings = read("keys.quit = []").0;
        assert_eq!(settings.keymap.find(&[KeyContext::Global, KeyContext::Always], INTERRUPT), Some(Action::Quit));
        assert_eq!(settings.keymap.find(&[KeyContext::Global], Key::char('q')), None);
        assert_eq!(
            problems("[keys]\nhelp = \"ctrl-c\"\n[keys.always]\nquit = \"F10\"\nsuspend = \"s\""),
            [
                "line 2, column 8: help: found ctrl-c, which always quits; expected another key",
                "line 4, column 1: quit: letters type text in this context and ctrl-c always quits; expected a key such as ctrl-r or F5",
                "line 5, column 1: suspend: letters type text in this context and ctrl-c always quits; expected a key such as ctrl-r or F5",
            ]
        );
    }

    #[test]
    fn all_problems_are_reported_together_with_their_lines() {
        let text = "thema = 1\nmouse = \"off\"\ntheme = light\n\n[keys]\nexchange = \"x\"\nzoom = [\"ctrl-i\", \"F99\"]\n\
                    help = 1\nback = []\n[keys.nowhere]\nhelp = \"h\"\n[keys.tokens]\nhelp = \"h\"\n";
        let lines: Vec<usize> = read(text).1.iter().map(|problem| problem.at.0).collect();
        assert_eq!(lines, [1, 2, 3, 6, 7, 7, 8, 9, 10, 13]);
        assert_eq!(problems(text)[1], "line 2, column 9: mouse: found \"off\", expected true or false");
    }

    #[test]
    fn two_actions_on_one_key_in_one_place_are_both_named() {
        assert_eq!(
            problems("[keys]\n\nexchanges = [\"X\", \"d\"]\n"),
            [
                "line 3, column 1: found the key d for both exchanges and diagram in a session, expected it for only one of them"
            ]
        );
        assert!(read("[keys]\nexchanges = \"d\"\ndiagram = \"x\"\n").1.is_empty(), "they may change places");
    }

    #[test]
    fn what_is_right_holds_beside_a_mistake() {
        let (settings, problems) = read("mouse = false\nmotion = \"no\"\n[keys]\nexchanges = \"F5\"\nhelp = 1\n");
        assert_eq!((settings.mouse, settings.motion, problems.len()), (Some(false), None, 2), "{problems:?}");
        assert_eq!(keys(&settings, KeyContext::Session, Action::Exchanges), ["F5"]);
    }

    #[test]
    fn a_broken_header_takes_nothing_below_it_along() {
        let text = "[keys\nhelp = \"h\"\n[keys.tokens\ncompare = \"=\"\nfold = = \nsearch = \"nothing\"\n";
        let lines: Vec<usize> = read(text).1.iter().map(|problem| problem.at.0).collect();
        assert_eq!(lines, [1, 3, 5, 6]);
    }
}
