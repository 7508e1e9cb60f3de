//! What judges gather: checks with their outcomes, and the findings that failed ones make.

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
    pub fn pass(&mut self, id: &'static str, spec: &'static str, detail: impl Into<String>) {
        self.checks.push(Check::pass(id, spec, brief(&detail.into())));
    }

    /// A check that could not be made.
    pub fn skip(&mut self, id: &'static str, spec: &'static str, reason: impl Into<String>) {
        self.checks.push(Check::not_checked(id, spec, brief(&reason.into())));
    }

    /// A check that failed, and the finding it makes. `detail` is a sentence without its capital letter and full stop.
    #[expect(clippy::too_many_arguments)]
    pub fn fail(
        &mut self,
        rule: &'static Rule,
        id: &'static str,
        spec: &'static str,
        detail: &str,
        expected: &str,
        found: &str,
        remedy: &str,
    ) {
        let (detail, expected, found) = (&brief(detail), brief(expected), brief(found));
        let text = format!("{}. Expected: {expected}. Found: {found}.", sentence(detail, id));
        self.findings.push(rule.found(text, remedy).seen(None, id, &found));
        self.checks.push(Check::fail(id, spec, detail.as_str(), expected, found));
    }
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
