//! The notes: what everything that is shown is, why it is there, what goes wrong without it, and where it is written.
//!
//! One catalogue, in `notes.toml`: steps, parameters, other rows, HTTP headers, members of a token response, header
//! parameters of tokens, claims, checks, and findings. The section of a finding is its rule's.

use std::collections::HashMap;
use std::sync::LazyLock;

use toml_edit::{Document, Item};

const TEXT: &str = include_str!("notes.toml");

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A step, by its name.
    Step,
    /// A parameter of a request or a callback.
    Parameter,
    /// Another row of a step.
    Row,
    /// An HTTP header, in lower case.
    Header,
    /// A member of a token response.
    Member,
    /// A header parameter of a token.
    TokenHeader,
    /// A claim.
    Claim,
    /// A check, by its id.
    Check,
    /// A finding, by its id.
    Finding,
}

impl Subject {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 9] = [
        Self::Step,
        Self::Parameter,
        Self::Row,
        Self::Header,
        Self::Member,
        Self::TokenHeader,
        Self::Claim,
        Self::Check,
        Self::Finding,
    ];

    /// Its name in the file and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Parameter => "parameter",
            Self::Row => "row",
            Self::Header => "header",
            Self::Member => "member",
            Self::TokenHeader => "token-header",
            Self::Claim => "claim",
            Self::Check => "check",
            Self::Finding => "finding",
        }
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub subject: Subject,
    /// The claim, parameter or member, as in its specification.
    pub name: String,
    /// A few words beside a value; empty if there are none.
    pub short: String,
    /// The note.
    pub text: String,
    /// The section; empty if no standard has one.
    pub spec: String,
    /// The type of a claim.
    pub kind: String,
}

impl Note {
    /// The note with its section.
    pub fn with_spec(&self) -> String {
        if self.spec.is_empty() { self.text.clone() } else { format!("{} ({})", self.text, self.spec) }
    }
}

static NOTES: LazyLock<Vec<Note>> = LazyLock::new(read);

/// Every note, in the order of the file.
pub fn all() -> &'static [Note] {
    &NOTES
}

/// The note about something.
pub fn note(subject: Subject, name: &str) -> Option<&'static Note> {
    static PLACES: LazyLock<HashMap<(Subject, &'static str), &'static Note>> =
        LazyLock::new(|| all().iter().map(|note| ((note.subject, note.name.as_str()), note)).collect());
    PLACES.get(&(subject, name)).copied()
}

/// A few words about a parameter, to stand beside its value.
pub fn parameter_meaning(name: &str) -> Option<&'static str> {
    note(Subject::Parameter, name).map(|note| note.short.as_str()).filter(|short| !short.is_empty())
}

fn read() -> Vec<Note> {
    let Ok(document) = TEXT.parse::<Document<String>>() else { return Vec::new() };
    let mut notes = Vec::new();
    for subject in Subject::ALL {
        let table = document.get(subject.name()).and_then(Item::as_table_like);
        for (name, item) in table.into_iter().flat_map(|table| table.iter()) {
            let text = |member: &str| item.get(member).and_then(Item::as_str).unwrap_or_default().to_owned();
            let (short, kind) = (text("short"), text("type"));
            notes.push(Note { subject, name: name.to_owned(), short, text: text("note"), spec: text("spec"), kind });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_is_a_short_text_and_stands_once() {
        let mut seen = std::collections::HashSet::new();
        for note in all() {
            let words = note.text.split_whitespace().count();
            assert!((2..=60).contains(&words), "{}: {words} words", note.name);
            assert!(note.text.ends_with(['.', '…', ')']), "{}: {}", note.name, note.text);
            assert!(seen.insert((note.subject, &note.name)), "{}", note.name);
        }
        assert!(all().len() > 250, "{}", all().len());
        assert!(Subject::ALL.iter().all(|subject| all().iter().any(|note| note.subject == *subject)));
    }
}
