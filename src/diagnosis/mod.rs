//! What is wrong, found by rules over recorded evidence.
//!
//! ```text
//!   Session, now ──► Case ──► areas: transport → discovery → authorization → callback → token endpoint
//!                                    → tokens → refresh → UserInfo → sign-out → API → clock
//!                                      each: rules, what they need, one pure function
//!                         ──► one cause, one finding ──► errors first, then in causal order
//! ```
//!
//! Every rule is a constant beside the code that looks for it; [`catalogue`] lists them all. Errors are told apart by
//! the recorded requests and tokens, by `error` and by status; a provider's sentence is a hint only, since it may
//! change any day. Advice that holds for Cognito only is given only where the provider is Cognito ([`Case::cognito`]).

mod advice;
mod api;
mod authorization;
mod callback;
mod case;
mod clock;
mod difference;
mod discovery;
mod html;
pub mod inspect;
pub mod oracle;
mod page;
pub mod preflight;
mod refresh;
mod signout;
mod text;
mod token_endpoint;
mod tokens;
mod transport;
mod userinfo;

use jiff::Timestamp;

use crate::profile::import;
use crate::protocol::{Finding, Rule};
use crate::session::{Session, har, storage};

pub use advice::in_short;
pub use case::{Case, code_lifetime};
pub use difference::difference;
pub use html::{body_text, title};
pub use page::ORACLE_COMMAND;
pub use text::finding_text;
pub use transport::is_page;

/// Rules that look at one part of a session.
struct Area {
    /// Every rule that `look` can find.
    rules: &'static [&'static Rule],
    /// What is missing for the rules to say anything; `None` when it is there.
    missing: fn(&Case<'_>) -> Option<&'static str>,
    /// The findings.
    look: fn(&Case<'_>) -> Vec<Finding>,
}

/// The areas in causal order: what breaks first stands first.
const AREAS: [Area; 12] = [
    transport::AREA,
    discovery::AREA,
    authorization::AREA,
    callback::AREA,
    page::AREA,
    token_endpoint::AREA,
    tokens::AREA,
    refresh::AREA,
    userinfo::AREA,
    signout::AREA,
    api::AREA,
    clock::AREA,
];

/// Everything that is wrong in a session at a time of this machine's clock: one finding for one cause, errors first,
/// within a severity the earliest cause first.
pub fn diagnose(session: &Session, now: Timestamp) -> Vec<Finding> {
    let case = Case::new(session, now);
    let found = AREAS.iter().filter(|area| (area.missing)(&case).is_none()).flat_map(|area| (area.look)(&case));
    ranked(found)
}

/// A finding with more places than this is not made clearer by another.
const MOST_EVIDENCE: usize = 24;

/// Merges findings of one rule into the first of them, whose evidence grows, and puts the worst first.
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
    // Stable: within a severity the order of finding, which is causal, stays.
    findings.sort_by_key(Finding::severity);
    findings
}

/// Every rule there is, of every module that has some.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    let own = AREAS.iter().map(|area| area.rules);
    own.chain(tokens::PROTOCOL_RULES)
        .chain([inspect::RULES, import::rules::RULES, storage::RULES, har::RULES])
        .flat_map(|rules| rules.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_id_of_dotted_words_and_a_title() {
        let mut seen = std::collections::HashSet::new();
        for rule in catalogue() {
            assert!(seen.insert(rule.id), "{} is declared twice", rule.id);
            assert!(rule.id.contains('.') && !rule.title.is_empty(), "{}", rule.id);
            assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c)));
        }
    }

    #[test]
    fn one_rule_found_twice_is_one_finding_with_both_places() {
        let [first, second] = [1, 2].map(|id| clock::AREA.rules[0].found("d", "r").seen(Some(id), "f", "v"));
        let ranked = ranked([first.clone(), second, first]);
        assert_eq!(ranked.len(), 1);
        assert_eq!(ranked[0].evidence.len(), 2);
    }
}
