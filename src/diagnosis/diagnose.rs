//! Runs the areas of a session in order.

use std::borrow::Cow;

use jiff::Timestamp;

use super::edited_values::explained;
use super::{
    SessionEvidence, authorization, callback, clock, cognito_api, discovery, protected_api, ranked, refresh, resource,
    sign_out, token_endpoint, tokens, transport, userinfo,
};
use crate::protocol::Finding;
use crate::session::Session;
use crate::session::redaction::KnownSecrets;

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
fn concealed(mut finding: Finding, known: &KnownSecrets) -> Finding {
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
