//! The result of an inspection.

use std::ops::Range;

use super::kind::Kind;
use super::token_set::TokenSet;
use crate::profile::import::{self, ImportKind, ImportedProfile};
use crate::protocol::json::Value;
use crate::protocol::{Finding, Json, Parameters, Secret, Severity};
use crate::session::Session;

/// The result of an inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The kind of the input.
    pub kind: Kind,
    /// What was repaired to read it.
    pub repairs: Vec<String>,
    /// The parameters of a URL, a form or an error document, decoded once. A client secret in them is masked.
    pub parameters: Option<Parameters>,
    /// The client that it names, or the first of several.
    pub profile: Option<ImportedProfile>,
    /// The rows of a discovery document, a JWK Set or a profile file, including what is missing; the further clients of
    /// a configuration.
    pub facts: Parameters,
    /// Every set of tokens in time order.
    pub token_sets: Vec<TokenSet>,
    /// The session of a recording, a saved session or a set of tokens.
    pub session: Option<Session>,
    /// The sessions with other providers in a recording.
    pub others: Vec<Session>,
    /// The findings, errors first.
    pub findings: Vec<Finding>,
    /// The parts of a text with several, in order.
    pub parts: Vec<ReadPart>,
    /// The byte ranges of such a text that were not recognised, in order.
    pub unread: Vec<Range<usize>>,
    /// The repaired text to which the ranges refer; empty if there are none.
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

    /// The last complete set of tokens, otherwise the last one.
    pub fn tokens(&self) -> Option<&TokenSet> {
        let complete = self.token_sets.iter().rev().find(|set| set.is_complete());
        complete.or(self.token_sets.last())
    }

    /// All sessions of a recording or a saved session, one for each provider.
    pub fn recorded(&self) -> impl Iterator<Item = &Session> {
        let is_recorded = matches!(self.kind, Kind::Har | Kind::Session);
        self.session.iter().chain(&self.others).filter(move |_| is_recorded)
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    pub(super) fn with_findings(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }
}

/// A recognised part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPart {
    /// Its kind.
    pub kind: Kind,
    /// Its place.
    pub span: Range<usize>,
}

/// The members of an object as parameters; those that are not strings as written.
pub(super) fn members(json: &Json) -> Parameters {
    let text = |value: Value<'_>| value.as_string().unwrap_or_else(|| value.raw().to_owned());
    json.root().members().map(|(name, value)| (name.into_owned(), text(value))).collect()
}

/// The result of an importer as an inspection.
pub(super) fn imported(import: import::Import) -> Inspection {
    let kind = match import.kind {
        ImportKind::AuthorizationUrl => Kind::AuthorizationUrl,
        ImportKind::LoginPage => Kind::LoginPage,
        ImportKind::LogoutUrl => Kind::LogoutUrl,
        ImportKind::Issuer => Kind::Issuer,
        kind => Kind::Configuration(kind),
    };
    // A pool's issuer and a login page are complete without a client.
    let is_provider = matches!(import.kind, ImportKind::Issuer | ImportKind::UserPool);
    let kept = |finding: &Finding| !(is_provider && finding.rule == &import::rules::NO_CLIENT_ID);
    let mut profiles = import.profiles.into_iter();
    let first = profiles.next();
    let row = |profile: ImportedProfile| {
        let provider = profile.issuer.or(profile.domain).unwrap_or_default();
        (profile.client_id.or(profile.name).unwrap_or_default(), provider)
    };
    Inspection {
        repairs: import.repairs,
        profile: first,
        facts: profiles.map(row).collect(),
        findings: import.findings.into_iter().filter(kept).collect(),
        ..Inspection::new(kind)
    }
}
