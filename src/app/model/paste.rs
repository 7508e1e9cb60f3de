//! Pasted text: grantscope identifies it, and the person chooses what to do with it. Nothing is sent without a choice.

use super::choice::Choice;
use crate::protocol::{Finding, Parameters, Secret};

/// Pasted text for which a choice is pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// What was pasted.
    pub text: Secret,
    /// What it is, as text.
    pub what: &'static str,
    /// What was repaired to read it.
    pub repairs: Vec<String>,
    /// Its decoded parameters, or the rows of a document.
    pub parameters: Parameters,
    /// Its findings, the worst first.
    pub findings: Vec<Finding>,
    /// A discovery document, a JWK Set or a profile file.
    pub facts: Parameters,
    /// The clients it contains.
    pub clients: Vec<String>,
    /// Its parts, if there are several.
    pub parts: Vec<PastedPart>,
    /// The lines of a text with several parts, secrets masked. Each line has the number of the part that it belongs to,
    /// from 1.
    pub lines: Vec<(Option<usize>, String)>,
    /// The choices.
    pub choices: Vec<PasteChoice>,
}

/// One part of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedPart {
    /// What it is.
    pub what: &'static str,
    /// Its position: `lines 3–5`.
    pub place: String,
    /// Its text.
    pub text: Secret,
}

/// What can be done with a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteChoice {
    /// Use it as the callback of this session.
    TakeCallback,
    /// Open the session it contains: exchanges, tokens, findings.
    OpenSession,
    /// Start a session with one of its clients, counted from 0.
    UseClient(usize),
    /// Show one of its parts on its own, counted from 0.
    OpenPart(usize),
    /// Show its content.
    Read,
    /// Discard it.
    Discard,
}

impl Paste {
    /// The label of a choice and its description.
    pub fn words(&self, choice: PasteChoice) -> Choice {
        let (name, does) = match choice {
            PasteChoice::TakeCallback => ("use callback", "continue this session with it".to_owned()),
            PasteChoice::OpenSession => {
                ("open session", "shows its tokens and exchanges; closes the current session".to_owned())
            }
            PasteChoice::UseClient(at) => {
                let client = self.clients.get(at).map(String::as_str).unwrap_or_default();
                ("use client", format!("start a session with {client}"))
            }
            PasteChoice::OpenPart(at) => {
                let does = self.parts.get(at).map(|part| format!("{} ({})", part.what, part.place)).unwrap_or_default();
                return Choice::new(format!("part {}", at + 1), does);
            }
            PasteChoice::Read => ("show details", "shows its content and its problems; sends nothing".to_owned()),
            PasteChoice::Discard => ("discard", "forgets the pasted text".to_owned()),
        };
        Choice::new(name, does)
    }
}
