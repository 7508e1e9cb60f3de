//! What came of an inspection.

use std::ops::Range;

use super::kind::Kind;
use super::token_set::TokenSet;
use crate::profile::import::{self, ImportKind, ImportedProfile};
use crate::protocol::{Finding, Parameters, Secret, Severity};
use crate::session::Session;

/// What came of an inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// What the input is.
    pub kind: Kind,
    /// What had to be changed for it to be understood.
    pub repairs: Vec<String>,
    /// The parameters of a URL, a form or an error document, decoded once. A client secret among them is masked.
    pub parameters: Option<Parameters>,
    /// The client that it names, the first when it names several.
    pub profile: Option<ImportedProfile>,
    /// What a discovery document, a JWK Set or a file of profiles says, in rows, with what is missing.
    pub facts: Parameters,
    /// Every set of tokens in time order.
    pub token_sets: Vec<TokenSet>,
    /// The session that a recording, a saved session or a set of tokens is.
    pub session: Option<Session>,
    /// The sessions with further providers that a recording holds.
    pub others: Vec<Session>,
    /// What is wrong, errors first.
    pub findings: Vec<Finding>,
    /// The parts of a text that has several, in its order.
    pub parts: Vec<ReadPart>,
    /// What of such a text was not understood: spans of bytes, in its order.
    pub unread: Vec<Range<usize>>,
    /// The text that the spans are of, after the repairs; empty where there are none.
    pub text: Secret,
}

impl Inspection {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            repairs: Vec::new(),
            parameters: None,
            profile: None,
            facts: Parameters::new(),
            token_sets: Vec::new(),
            session: None,
            others: Vec::new(),
            findings: Vec::new(),
            parts: Vec::new(),
            unread: Vec::new(),
            text: Secret::default(),
        }
    }

    /// The last complete set of tokens, else the last.
    pub fn tokens(&self) -> Option<&TokenSet> {
        let complete = self.token_sets.iter().rev().find(|set| set.is_complete());
        complete.or(self.token_sets.last())
    }

    /// Every session of a recording or a saved session, one for each provider.
    pub fn recorded(&self) -> impl Iterator<Item = &Session> {
        let is_recorded = matches!(self.kind, Kind::Har | Kind::Session);
        self.session.iter().chain(&self.others).filter(move |_| is_recorded)
    }

    /// Whether something is broken.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    pub(super) fn with_findings(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }
}

/// A part that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPart {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What an importer read, as an inspection.
pub(super) fn imported(import: import::Import) -> Inspection {
    let kind = match import.kind {
        ImportKind::AuthorizationUrl => Kind::AuthorizationUrl,
        ImportKind::LoginPage => Kind::LoginPage,
        ImportKind::LogoutUrl => Kind::LogoutUrl,
        ImportKind::Issuer => Kind::Issuer,
        kind => Kind::Configuration(kind),
    };
    // An issuer and a login page of a pool are whole without a client.
    let is_provider = matches!(import.kind, ImportKind::Issuer | ImportKind::UserPool);
    let kept = |finding: &Finding| !(is_provider && finding.id() == import::rules::NO_CLIENT_ID.id);
    Inspection {
        repairs: import.repairs,
        profile: import.profiles.into_iter().next(),
        findings: import.findings.into_iter().filter(kept).collect(),
        ..Inspection::new(kind)
    }
}
