//! Paste anything: what was pasted is recognised, and the person chooses what becomes of it. Nothing is sent by itself.

use super::choice::Choice;
use crate::protocol::{Finding, Parameters, Secret};

/// A paste that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// What was pasted.
    pub text: Secret,
    /// What it is, in words.
    pub what: &'static str,
    /// What had to be changed for it to be understood.
    pub repairs: Vec<String>,
    /// Its parameters, decoded, or what a document says in rows.
    pub parameters: Parameters,
    /// What is wrong with it, the worst first.
    pub findings: Vec<Finding>,
    /// What a discovery document, a JWK Set or a file of profiles says.
    pub facts: Parameters,
    /// The clients that it names.
    pub clients: Vec<String>,
    /// Its parts, where it has several.
    pub parts: Vec<PastedPart>,
    /// The text of one with several parts, line by line: the part that stands there, counted from 1, and the line with its
    /// secrets masked.
    pub lines: Vec<(Option<usize>, String)>,
    /// What can be done with it.
    pub choices: Vec<PasteChoice>,
}

/// One of several parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedPart {
    /// What it is.
    pub what: &'static str,
    /// Where it stands: `lines 3–5`.
    pub place: String,
    /// Its text.
    pub text: Secret,
}

/// What can be done with a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteChoice {
    /// Take it as the callback of this session.
    TakeCallback,
    /// Look at the session that it holds: its exchanges, its tokens, what is wrong.
    OpenSession,
    /// Begin a session with a client that it names, counted from 0.
    UseClient(usize),
    /// Look at one of its parts by itself, counted from 0.
    OpenPart(usize),
    /// Read what it says.
    Read,
    /// Put it away.
    Discard,
}

impl Paste {
    /// The name of a choice and what it does.
    pub fn words(&self, choice: PasteChoice) -> Choice {
        let (name, does) = match choice {
            PasteChoice::TakeCallback => ("take it", "as the callback of this session".to_owned()),
            PasteChoice::OpenSession => {
                ("open it", "look at its tokens and exchanges; this session is left".to_owned())
            }
            PasteChoice::UseClient(at) => {
                let client = self.clients.get(at).map(String::as_str).unwrap_or_default();
                ("use its client", format!("begin a session with {client}"))
            }
            PasteChoice::OpenPart(at) => {
                let does = self.parts.get(at).map(|part| format!("{} ({})", part.what, part.place)).unwrap_or_default();
                return Choice::new(format!("part {}", at + 1), does);
            }
            PasteChoice::Read => ("read it", "what it says, and what is wrong with it; nothing is sent".to_owned()),
            PasteChoice::Discard => ("put it away", "nothing happens".to_owned()),
        };
        Choice::new(name, does)
    }
}
