//! Collects checks with their outcomes, and the findings of failed ones.

use crate::protocol::check_id::CheckId;
use crate::protocol::finding::{Check, Finding, Rule};

/// Collected checks and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// All checks, whether made or not.
    pub checks: Vec<Check>,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// A check that passed.
    pub fn pass(&mut self, id: CheckId, spec: &'static str, detail: impl Into<String>) {
        self.checks.push(Check::pass(id, spec, brief(&detail.into())));
    }

    /// A check that could not be made.
    pub fn skip(&mut self, id: CheckId, spec: &'static str, reason: impl Into<String>) {
        self.checks.push(Check::not_checked(id, spec, brief(&reason.into())));
    }

    /// A check that failed, and its finding.
    pub fn fail(&mut self, id: CheckId, spec: &'static str, failure: &Failure<'_>) {
        let (expected, found) = (brief(failure.expected), brief(failure.found));
        let text = format!("{}: expected {expected}, found {found}.", failure.fault.sentence());
        let detail = failure.fault.clause();
        let finding = failure.rule.found(text, failure.remedy);
        self.findings.push(finding.seen(None, id.as_str(), &found));
        self.checks.push(Check::fail(id, spec, detail, expected, found));
    }
}

/// The description of a failed check.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The rule of its finding.
    pub rule: &'static Rule,
    /// What is wrong.
    pub fault: Fault<'a>,
    /// The expected value.
    pub expected: &'a str,
    /// The value that was found.
    pub found: &'a str,
    /// The fix.
    pub remedy: &'a str,
}

/// What is wrong in a failed check.
#[derive(Clone, Copy, Debug)]
pub enum Fault<'a> {
    /// A claim or header parameter by its name, and what is wrong with it: `nonce`, `does not match`.
    OfClaim(&'a str, &'a str),
    /// A sentence without its capital letter and full stop.
    Clause(&'a str),
}

impl Fault<'_> {
    /// To follow a colon.
    fn clause(self) -> String {
        match self {
            Self::OfClaim(name, predicate) => format!("{name} {}", brief(predicate)),
            Self::Clause(clause) => brief(clause),
        }
    }

    /// To begin a sentence. The name of a claim keeps its case.
    fn sentence(self) -> String {
        match self {
            Self::OfClaim(..) => self.clause(),
            Self::Clause(_) => capitalised(&self.clause()),
        }
    }
}

/// A text shortened for a sentence: a claim may have megabytes. Screens show the claim itself in full.
pub(super) fn brief(text: &str) -> String {
    const LONGEST: usize = 600;
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    format!("{}… ({} bytes)", &text[..text.floor_char_boundary(LONGEST)], text.len())
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
