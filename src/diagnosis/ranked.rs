//! One finding for each rule, errors first.

use crate::protocol::{Evidence, Finding};

/// The maximum number of places in a finding; more would not make it clearer.
const MOST_EVIDENCE: usize = 24;

/// Merges findings of the same rule into the first one, which collects their evidence, and sorts by severity.
pub fn ranked(found: impl IntoIterator<Item = Finding>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for finding in found {
        match findings.iter_mut().find(|known| known.rule == finding.rule) {
            Some(known) => add_evidence(known, finding.evidence),
            None => findings.push(finding),
        }
    }
    // The sort is stable: within a severity, the causal order stays.
    findings.sort_by_key(Finding::severity);
    findings
}

/// Adds what is not yet there, up to the limit.
pub(super) fn add_evidence(finding: &mut Finding, more: Vec<Evidence>) {
    for evidence in more {
        if finding.evidence.len() < MOST_EVIDENCE && !finding.evidence.contains(&evidence) {
            finding.evidence.push(evidence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::clock;
    use crate::protocol::ExchangeId;

    #[test]
    fn one_rule_found_twice_is_one_finding_with_both_places() {
        let [first, second] = [1, 2].map(ExchangeId).map(|id| clock::RULES[0].found("d", "r").seen(Some(id), "f", "v"));
        let ranked = ranked([first.clone(), second, first]);
        assert_eq!(ranked.len(), 1);
        assert_eq!(ranked[0].evidence.len(), 2);
    }
}
