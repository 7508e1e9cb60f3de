//! What is wrong, as values: checks with three outcomes, and findings with evidence.

use std::fmt;

use serde::Serialize;

use crate::protocol::ExchangeId;
use crate::protocol::check_id::CheckId;

use super::{Place, Remedy};

/// The outcome of a check. "Not made" is an outcome of its own: it is neither good nor bad news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was expected was found.
    Pass,
    /// Something else was found.
    Fail {
        /// What the rule expects.
        expected: String,
        /// What is there.
        found: String,
    },
    /// The check could not be made, and why.
    NotChecked {
        /// What was missing.
        reason: String,
    },
}

impl Outcome {
    /// `pass`, `fail` or `not_checked`, as the JSON documents say it.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail { .. } => "fail",
            Self::NotChecked { .. } => "not_checked",
        }
    }
}

/// One rule applied to one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which check it is: `exp`, `aud`, `state`.
    pub id: CheckId,
    /// How it went.
    pub outcome: Outcome,
    /// One sentence for this instance.
    pub detail: String,
    /// Where the rule is written: `OIDC Core 3.1.3.7`.
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

/// `{"id", "status", "detail", "spec"}`, with `expected` and `found` where a check failed.
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

/// How much a finding matters. Ordered: the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is broken.
    Error,
    /// Something works and should not be left like this.
    Warning,
    /// Worth knowing.
    Info,
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

/// Declares rules, each once, and the list of them all, so that none is left out of the catalogue.
///
/// ```text
/// rules! {
///     /// Doc of the list.
///     pub RULES;
///
///
///     /// Doc of the rule.
///     pub NAME: Error "area.what_is_wrong", "Title", "Where it is written, if anywhere";
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

/// One thing that can be wrong, declared once as a constant beside the code that looks for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Dotted words, stable: `state.mismatch`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One line for a list.
    pub title: &'static str,
    /// Where it is written; empty when it stands in no specification.
    pub spec: &'static str,
}

impl Rule {
    /// Declares a rule.
    pub const fn new(id: &'static str, severity: Severity, title: &'static str, spec: &'static str) -> Self {
        Self { id, severity, title, spec }
    }

    /// A finding of this rule: what was seen and what it means, then what to do.
    pub fn found(&'static self, detail: impl Into<String>, remedy: impl Into<Remedy>) -> Finding {
        Finding { rule: self, detail: detail.into(), remedy: remedy.into(), evidence: Vec::new() }
    }
}

/// Where a finding was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The exchange; `None` when it is no exchange (a callback, a file).
    pub exchange: Option<ExchangeId>,
    /// The place in it.
    pub place: Place,
    /// What stands there. Secrets are masked before they come here.
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

/// One thing that is wrong in this session, file or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What was seen and what it means.
    pub detail: String,
    /// What to do.
    pub remedy: Remedy,
    /// Where it was seen.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// Adds the place where it was seen.
    #[must_use]
    pub fn seen(mut self, exchange: Option<ExchangeId>, place: impl Into<Place>, value: impl Into<String>) -> Self {
        self.evidence.push(Evidence { exchange, place: place.into(), value: value.into() });
        self
    }

    /// The rule's id.
    pub fn id(&self) -> &'static str {
        self.rule.id
    }

    /// How much it matters.
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
