//! Pasted text: grantscope identifies it, and the person chooses what to do with it. Nothing is sent without a choice.

use super::choice::Choice;
use crate::protocol::token::compare::Difference;
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
    /// Whether it is one token without its response.
    pub is_token: bool,
    /// Whether its client has no id: it names only a provider.
    pub is_provider: bool,
    /// The URL of the resource that it is about.
    pub resource: Option<String>,
    /// The clients it contains.
    pub clients: Vec<String>,
    /// Its parts, if there are several.
    pub parts: Vec<PastedPart>,
    /// The lines of a text with several parts, secrets masked. Each line has the number of the part that it belongs to,
    /// from 1.
    pub lines: Vec<(Option<usize>, String)>,
    /// The session's token of the same kind, and what differs.
    pub compared: Option<(String, Vec<Difference>)>,
    /// Whether a session is open, which another one would replace.
    pub is_in_session: bool,
    /// The lines that belong to no part: `lines 3–5`.
    pub unread: Option<String>,
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
    /// Start a session at the resource that it is about.
    FromResource,
    /// Start a session with one of its clients, counted from 0.
    UseClient(usize),
    /// The same, and save the client as a profile.
    SaveClient(usize),
    /// Compare it with the session's own token.
    Compare,
    /// Show one of its parts on its own, counted from 0.
    OpenPart(usize),
    /// Show its content.
    Read,
    /// Discard it.
    Discard,
}

impl Paste {
    /// The part that a choice opens, counted from 0.
    pub fn part_of(&self, choice: usize) -> Option<usize> {
        match self.choices.get(choice)? {
            PasteChoice::OpenPart(at) => Some(*at),
            _ => None,
        }
    }

    /// What its parts are, each kind once: `a token request, a token response`.
    pub fn named_parts(&self) -> String {
        let mut kinds: Vec<&str> = Vec::new();
        for part in &self.parts {
            if !kinds.contains(&part.what) {
                kinds.push(part.what);
            }
        }
        kinds.join(", ")
    }

    /// The label of a choice and its description.
    pub fn words(&self, choice: PasteChoice) -> Choice {
        let (name, does) = match choice {
            PasteChoice::TakeCallback => ("use callback", "continue this session with it".to_owned()),
            PasteChoice::OpenSession => {
                let closes = if self.is_in_session { "; closes the current session" } else { "" };
                if self.is_token {
                    ("open token", format!("shows its claims and checks, and offers to verify it{closes}"))
                } else {
                    ("open session", format!("shows its tokens and exchanges{closes}"))
                }
            }
            PasteChoice::FromResource => {
                let url = self.resource.as_deref().unwrap_or_default();
                ("start at resource", format!("find the way to a token from {url}"))
            }
            PasteChoice::UseClient(at) => {
                let client = self.clients.get(at).map(String::as_str).unwrap_or_default();
                let name = if self.is_provider { "use as provider" } else { "use as client" };
                (name, format!("start a session with {client}"))
            }
            PasteChoice::SaveClient(_) => {
                ("save client", "start a session with it, and save it as a profile".to_owned())
            }
            PasteChoice::Compare => {
                let other = self.compared.as_ref().map(|(other, _)| other.as_str()).unwrap_or_default();
                ("compare", format!("with {other}, claim by claim"))
            }
            PasteChoice::OpenPart(at) => {
                let does = self.parts.get(at).map(|part| format!("{} ({})", part.what, part.place)).unwrap_or_default();
                return Choice::new(format!("part {}", at + 1), does);
            }
            PasteChoice::Read => ("show details", "all of its content and its problems".to_owned()),
            PasteChoice::Discard => ("discard", "forgets the pasted text".to_owned()),
        };
        Choice::new(name, does)
    }
}
