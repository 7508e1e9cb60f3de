//! The TOML of a lesson: members by name, and every mistake with its place.

use std::ops::{Range, RangeInclusive};

use toml_edit::{Document, Item, TableLike};

/// A mistake in the file of a lesson. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line} column {column}: {what}")]
pub struct Problem {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// What was found and what was expected.
    pub what: String,
}

/// A text, and the mistakes found in it.
pub(super) struct Source<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

/// A table of the document.
pub(super) struct Members<'t> {
    pub(super) table: &'t dyn TableLike,
    /// Where it begins; the whole document has no place.
    pub(super) span: Option<Range<usize>>,
    /// What it is, for mistakes: `step 3`.
    pub(super) what: String,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, problems: Vec::new() }
    }

    /// The mistakes, in the order of the file.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort();
        self.problems.dedup();
        self.problems
    }

    /// The document without its invalid lines, which are reported. Empty lines replace them, so that all places stay
    /// the same.
    pub(super) fn parse(&mut self) -> Option<Document<String>> {
        let mut lines: Vec<String> = self.text.lines().map(str::to_owned).collect();
        loop {
            let rest = lines.join("\n");
            let error = match Document::parse(rest.clone()) {
                Ok(document) => return Some(document),
                Err(error) => error,
            };
            let (line, column) = place(&rest, error.span());
            let what = error.message().lines().collect::<Vec<_>>().join(", ");
            self.problems.push(Problem { line, column, what });
            match lines.get_mut(line - 1) {
                // What is inside a text of several lines cannot be told from what follows it.
                Some(broken) if !broken.trim().is_empty() && !broken.contains("\"\"\"") => broken.clear(),
                _ => return None,
            }
        }
    }

    pub(super) fn report(&mut self, span: Option<Range<usize>>, what: impl Into<String>) {
        let (line, column) = place(self.text, span);
        self.problems.push(Problem { line, column, what: what.into() });
    }

    /// Reports a member, at its value.
    pub(super) fn wrong(&mut self, at: &Members<'_>, name: &str, what: impl std::fmt::Display) {
        let span = at.table.get(name).and_then(Item::span).or_else(|| at.span.clone());
        self.report(span, format!("{}{name}: {what}", at.prefix()));
    }

    pub(super) fn missing(&mut self, at: &Members<'_>, name: &str) {
        self.report(at.span.clone(), format!("{}: {name} is missing", at.what));
    }

    /// Reports every member that is not one of these.
    pub(super) fn only(&mut self, at: &Members<'_>, known: &[&str]) {
        for (name, item) in at.table.iter().filter(|(name, _)| !known.contains(name)) {
            let span = at.table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
            self.report(span, format!("{}found {name:?}, expected {}", at.prefix(), known.join(", ")));
        }
    }

    pub(super) fn text(&mut self, at: &Members<'_>, name: &str) -> Option<String> {
        let item = at.table.get(name)?;
        match item.as_str() {
            // A text of several lines is one paragraph.
            Some(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => {
                self.wrong(at, name, format_args!("found {}, expected a string", kind(item)));
                None
            }
        }
    }

    pub(super) fn required_text(&mut self, at: &Members<'_>, name: &str) -> String {
        if at.table.get(name).is_none() {
            self.missing(at, name);
        }
        self.text(at, name).unwrap_or_default()
    }

    pub(super) fn flag(&mut self, at: &Members<'_>, name: &str) -> Option<bool> {
        let item = at.table.get(name)?;
        if item.as_bool().is_none() {
            self.wrong(at, name, format_args!("found {}, expected true or false", kind(item)));
        }
        item.as_bool()
    }

    pub(super) fn number(&mut self, at: &Members<'_>, name: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let item = at.table.get(name)?;
        let Some(found) = item.as_integer() else {
            self.wrong(at, name, format_args!("found {}, expected a number", kind(item)));
            return None;
        };
        let fitting = u32::try_from(found).ok().filter(|number| range.contains(number));
        if fitting.is_none() {
            self.wrong(at, name, format_args!("found {found}, expected {} to {}", range.start(), range.end()));
        }
        fitting
    }

    pub(super) fn list(&mut self, at: &Members<'_>, name: &str) -> Vec<String> {
        let Some(item) = at.table.get(name) else { return Vec::new() };
        let texts = item.as_array().and_then(|array| array.iter().map(|item| item.as_str().map(words)).collect());
        if texts.is_none() {
            self.wrong(at, name, format_args!("found {}, expected an array of strings", kind(item)));
        }
        texts.unwrap_or_default()
    }

    pub(super) fn text_or_list(&mut self, at: &Members<'_>, name: &str) -> Vec<String> {
        match at.table.get(name) {
            Some(item) if item.is_str() => self.text(at, name).into_iter().collect(),
            _ => self.list(at, name),
        }
    }

    pub(super) fn table<'t>(&mut self, at: &Members<'t>, name: &str) -> Option<Members<'t>> {
        let item = at.table.get(name)?;
        let table = item.as_table_like();
        if table.is_none() {
            self.wrong(at, name, format_args!("found {}, expected a table", kind(item)));
        }
        Some(Members { table: table?, span: span_of(item), what: name.to_owned() })
    }

    pub(super) fn tables<'t>(&mut self, at: &Members<'t>, name: &str) -> Vec<Members<'t>> {
        let Some(item) = at.table.get(name) else { return Vec::new() };
        let Some(tables) = item.as_array_of_tables() else {
            self.wrong(at, name, format_args!("found {}, expected [[{name}]]", kind(item)));
            return Vec::new();
        };
        tables.iter().map(|table| Members { table, span: table.span(), what: name.to_owned() }).collect()
    }
}

impl Members<'_> {
    fn prefix(&self) -> String {
        if self.span.is_none() { String::new() } else { format!("{}: ", self.what) }
    }
}

fn span_of(item: &Item) -> Option<Range<usize>> {
    item.span()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Line and column of a place, from 1.
fn place(text: &str, span: Option<Range<usize>>) -> (usize, usize) {
    let before = text.get(..span.map_or(0, |span| span.start)).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn kind(item: &Item) -> &'static str {
    match item.type_name() {
        "string" => "a string",
        "integer" => "an integer",
        "float" => "a number with a point",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "an array",
        _ => "a table",
    }
}
