//! What judges gather: checks with their outcomes, and the findings that failed ones make.

use crate::protocol::check_id::CheckId;
use crate::protocol::finding::{Check, Finding, Rule};

/// Checks and findings as they are gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Every check, made or not.
    pub checks: Vec<Check>,
    /// What is wrong.
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

    /// A check that failed, and the finding it makes.
    pub fn fail(&mut self, id: CheckId, spec: &'static str, failure: &Failure<'_>) {
        let (detail, expected, found) = (brief(failure.detail), brief(failure.expected), brief(failure.found));
        let text = format!("{}. Expected: {expected}. Found: {found}.", sentence(&detail, id.as_str()));
        let finding = failure.rule.found(text, failure.remedy);
        self.findings.push(finding.seen(None, id.as_str(), &found));
        self.checks.push(Check::fail(id, spec, detail, expected, found));
    }
}

/// What a failed check says.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The rule of the finding that it makes.
    pub rule: &'static Rule,
    /// A sentence without its capital letter and full stop.
    pub detail: &'a str,
    /// What the check expects.
    pub expected: &'a str,
    /// What it received.
    pub found: &'a str,
    /// What to do.
    pub remedy: &'a str,
}

/// A text for a sentence: a claim may have megabytes, and the claims themselves are shown whole elsewhere.
pub(super) fn brief(text: &str) -> String {
    const LONGEST: usize = 600;
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    format!("{}… ({} bytes)", &text[..text.floor_char_boundary(LONGEST)], text.len())
}

/// The detail of a check as a sentence. A claim's name stays as it is written.
fn sentence(detail: &str, id: &str) -> String {
    match detail.strip_prefix(id) {
        Some(rest) if rest.starts_with(' ') => detail.to_owned(),
        _ => capitalised(detail),
    }
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
