//! The way from a protected resource to a token that works: one finding for each failure, with what the operator of the
//! server and what the client can change.

mod call;
mod checks;
mod client;
mod discovery;
mod known_clients;
mod rules;
mod server;

pub(super) use checks::checks;
pub(super) use rules::{NO_CLIENT_ID, OTHER_RESOURCE, REGISTRATION_REFUSED, RULES};

use super::SessionEvidence;
use crate::protocol::Finding;

/// The findings of a session that began with a resource.
pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(discovered) = evidence.session.resource_discovery() else {
        // Another client's registration may be all that was recorded, or a profile be all that is left of it.
        let found = client::refused(evidence).into_iter().chain(client::of_profile(evidence));
        return found.map(known_clients::with_known_clients).collect();
    };
    let mut found = discovery::look(evidence, &discovered);
    found.extend(server::look(evidence, &discovered));
    found.extend(client::look(evidence));
    found.extend(call::look(evidence, &discovered));
    found.into_iter().map(known_clients::with_known_clients).collect()
}

pub(super) use client::{is_dead as client_is_dead, is_explained as client_is_explained, metadata_refused};
pub(super) use discovery::of_document;
