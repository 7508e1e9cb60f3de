//! The way from a protected resource to a token that works: one finding for each failure, with what the operator of the
//! server and what the client can change.

mod call;
mod checks;
mod client;
mod known_clients;
mod rules;
mod server;
mod way;

pub(super) use checks::checks;
pub(super) use rules::{NO_WAY, OTHER_RESOURCE, REGISTRATION_REFUSED, RULES};

use super::SessionEvidence;
use crate::protocol::Finding;

/// The findings of a session that began with a resource.
pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(walk) = evidence.session.walk() else { return Vec::new() };
    let mut found = way::look(evidence, &walk);
    found.extend(server::look(evidence, &walk));
    found.extend(client::look(evidence));
    found.extend(call::look(evidence, &walk));
    found.into_iter().map(known_clients::with_known_clients).collect()
}

pub(super) use client::is_explained as client_is_explained;
pub(super) use way::of_document;
