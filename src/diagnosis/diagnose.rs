//! Runs the areas of a session in order, and sorts their findings.

use std::borrow::Cow;

use jiff::Timestamp;

use super::edited_values::explained;
use super::{
    SessionEvidence, authorization, callback, clock, cognito_api, discovery, protected_api, refresh, resource,
    sign_out, token_endpoint, tokens, transport, userinfo,
};
use crate::protocol::Finding;
use crate::session::Session;
use crate::session::redaction::Known;

/// The areas in causal order: what fails first comes first.
const AREAS: [fn(&SessionEvidence<'_>) -> Vec<Finding>; 13] = [
    transport::look,
    resource::look,
    discovery::look,
    authorization::look,
    callback::look,
    token_endpoint::look,
    tokens::look,
    refresh::look,
    userinfo::look,
    sign_out::look,
    cognito_api::look,
    protected_api::look,
    clock::look,
];

/// All findings of a session at a time of this machine's clock: one finding per cause, errors first, and within a
/// severity the earliest cause first.
pub fn diagnose(session: &Session, now: Timestamp) -> Vec<Finding> {
    let evidence = SessionEvidence::new(session, now);
    let found = AREAS.iter().flat_map(|look| look(&evidence));
    // A provider's message may repeat what it received.
    let known = session.known_secrets();
    let found = ranked(found).into_iter().map(|finding| explained(finding, session));
    found.map(|finding| concealed(finding, known)).collect()
}

/// The finding without the secrets of its session.
fn concealed(mut finding: Finding, known: &Known) -> Finding {
    let conceal = |text: &mut String| {
        if let Cow::Owned(replaced) = known.replace(text) {
            *text = replaced;
        }
    };
    conceal(&mut finding.detail);
    conceal(&mut finding.remedy.instruction);
    finding.remedy.console.iter_mut().for_each(conceal);
    finding.evidence.iter_mut().for_each(|evidence| conceal(&mut evidence.value));
    finding
}

/// The maximum number of places in a finding; more would not make it clearer.
const MOST_EVIDENCE: usize = 24;

/// Merges findings of the same rule into the first one, which collects their evidence, and sorts by severity.
pub fn ranked(found: impl IntoIterator<Item = Finding>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for finding in found {
        match findings.iter_mut().find(|known| known.rule == finding.rule) {
            Some(known) => {
                for evidence in finding.evidence {
                    if known.evidence.len() < MOST_EVIDENCE && !known.evidence.contains(&evidence) {
                        known.evidence.push(evidence);
                    }
                }
            }
            None => findings.push(finding),
        }
    }
    // The sort is stable: within a severity, the causal order stays.
    findings.sort_by_key(Finding::severity);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ExchangeId;

    #[test]
    fn one_rule_found_twice_is_one_finding_with_both_places() {
        let [first, second] = [1, 2].map(ExchangeId).map(|id| clock::RULES[0].found("d", "r").seen(Some(id), "f", "v"));
        let ranked = ranked([first.clone(), second, first]);
        assert_eq!(ranked.len(), 1);
        assert_eq!(ranked[0].evidence.len(), 2);
    }
}
