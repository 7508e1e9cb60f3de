//! Checks with three outcomes, and findings with evidence.

use std::fmt;

use serde::Serialize;

use crate::protocol::ExchangeId;
use crate::protocol::check_id::CheckId;

use super::{Place, Remedy};

/// The outcome of a check. "Not checked" is an outcome of its own: it is neither good nor bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The expected value was found.
    Pass,
    /// Another value was found.
    Fail {
        /// The expected value.
        expected: String,
        /// The value that was found.
        found: String,
    },
    /// The check could not be made.
    NotChecked {
        /// Why: what was missing.
        reason: String,
    },
}

impl Outcome {
    /// `pass`, `fail` or `not_checked`, as in the JSON documents.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail { .. } => "fail",
            Self::NotChecked { .. } => "not_checked",
        }
    }
}

/// The result of one rule for one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The name of the check: `exp`, `aud`, `state`.
    pub id: CheckId,
    /// Passed, failed, or not made and why.
    pub outcome: Outcome,
    /// One sentence about this result.
    pub detail: String,
    /// The specification: `OIDC Core 3.1.3.7`.
    pub spec: &'static str,
}

impl Check {
    /// A check that passed.
    pub fn pass(id: CheckId, spec: &'static str, detail: impl Into<String>) -> Self {
        Self { id, outcome: Outcome::Pass, detail: detail.into(), spec }
    }

    /// A check that failed.
    pub fn fail(
        id: CheckId,
        spec: &'static str,
        detail: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let outcome = Outcome::Fail { expected: expected.into(), found: found.into() };
        Self { id, outcome, detail: detail.into(), spec }
    }

    /// A check that could not be made.
    pub fn not_checked(id: CheckId, spec: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { id, detail: reason.clone(), outcome: Outcome::NotChecked { reason }, spec }
    }

    /// Whether the check failed.
    pub fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Fail { .. })
    }
}

/// `{"id", "status", "detail", "spec"}`, and `expected` and `found` for a failed check.
impl Serialize for Check {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("status", self.outcome.status())?;
        map.serialize_entry("detail", &self.detail)?;
        if let Outcome::Fail { expected, found } = &self.outcome {
            map.serialize_entry("expected", expected)?;
            map.serialize_entry("found", found)?;
        }
        map.serialize_entry("spec", self.spec)?;
        map.end()
    }
}

/// The severity of a finding, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is broken.
    Error,
    /// Something works, but should be changed.
    Warning,
    /// Information.
    Info,
}

impl Severity {
    /// What a finding of it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

/// Declares rules and the list of all of them, so that the catalogue is complete.
///
/// ```text
/// rules! {
///     /// Doc of the list.
///     pub RULES;
///
///
///     /// Doc of the rule.
///     pub NAME: Error "area.what_is_wrong", "Title", "The specification, if there is one";
/// }
/// ```
macro_rules! rules {
    (
        $(#[$about:meta])* $reach:vis $all:ident;
        $($(#[$doc:meta])* $visible:vis $name:ident: $severity:ident $id:literal, $title:literal $(, $spec:literal)?;)+
    ) => {
        $($(#[$doc])* $visible const $name: $crate::protocol::Rule = $crate::protocol::Rule::new(
            $id, $crate::protocol::Severity::$severity, $title, concat!($($spec)?),
        );)+
        $(#[$about])* $reach const $all: &[&$crate::protocol::Rule] = &[$(&$name),+];
    };
}
pub(crate) use rules;

/// A kind of problem, declared as a constant next to the code that detects it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// A stable id of dotted words: `state.mismatch`.
    pub id: &'static str,
    /// How bad it is in general, whatever a single finding says.
    pub severity: Severity,
    /// A one-line title.
    pub title: &'static str,
    /// The specification, or empty.
    pub spec: &'static str,
}

impl Rule {
    /// Declares a rule.
    pub const fn new(id: &'static str, severity: Severity, title: &'static str, spec: &'static str) -> Self {
        Self { id, severity, title, spec }
    }

    /// The first word of the id: `state`.
    pub fn area(&self) -> &'static str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// A finding of this rule: what was seen and what it means, then the fix.
    pub fn found(&'static self, detail: impl Into<String>, remedy: impl Into<Remedy>) -> Finding {
        Finding { rule: self, detail: detail.into(), remedy: remedy.into(), evidence: Vec::new() }
    }
}

/// The evidence of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The exchange; `None` if the evidence is something else (a callback, a file).
    pub exchange: Option<ExchangeId>,
    /// The place in it.
    pub place: Place,
    /// The value. Secrets are already masked.
    pub value: String,
}

/// The place in words, with its exchange: `exchange 3, response status`.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(exchange) = self.exchange {
            write!(f, "exchange {exchange}, ")?;
        }
        self.place.fmt(f)
    }
}

/// `{"exchange", "field", "value"}`.
impl Serialize for Evidence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("exchange", &self.exchange)?;
        map.serialize_entry("field", &self.place.to_string())?;
        map.serialize_entry("value", &self.value)?;
        map.end()
    }
}

/// One problem in a session, file or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem it is; findings of one rule may have different details.
    pub rule: &'static Rule,
    /// What was seen and what it means.
    pub detail: String,
    /// The fix.
    pub remedy: Remedy,
    /// Where it was seen, in the order in which reports list it.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// Adds evidence.
    #[must_use]
    pub fn seen(mut self, exchange: Option<ExchangeId>, place: impl Into<Place>, value: impl Into<String>) -> Self {
        self.evidence.push(Evidence { exchange, place: place.into(), value: value.into() });
        self
    }

    /// The rule's id.
    pub fn id(&self) -> &'static str {
        self.rule.id
    }

    /// That of its rule.
    pub fn severity(&self) -> Severity {
        self.rule.severity
    }
}

/// `{"id", "severity", "title", "detail", "remedy", "spec", "evidence"}`.
impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.rule.id)?;
        map.serialize_entry("severity", &self.rule.severity)?;
        map.serialize_entry("title", self.rule.title)?;
        map.serialize_entry("detail", &self.detail)?;
        map.serialize_entry("remedy", &self.remedy.to_string())?;
        map.serialize_entry("spec", self.rule.spec)?;
        map.serialize_entry("evidence", &self.evidence)?;
        map.end()
    }
}
