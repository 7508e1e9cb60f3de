//! What a configuration lacks: a client, a provider, values that are set elsewhere.

use super::catalogue::{ID_AFTER_DEPLOYMENT, NO_CLIENT_ID, NO_ISSUER, NO_PROVIDER, UNRESOLVED_VARIABLE};
use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::short;
use crate::protocol::Finding;

pub(super) fn missing(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let is_elsewhere = draft.is_resource || kind == ImportKind::NativeApp || draft.lacks(&[Field::ClientId]);
    if profile.client_id.is_some() || is_elsewhere {
        return None;
    }
    Some(match kind {
        _ if kind.is_deployed() => ID_AFTER_DEPLOYMENT.found(
            "The deployment creates the client; its outputs contain the client id",
            "Deploy, then set the client id with --client-id, or import the outputs",
        ),
        _ => NO_CLIENT_ID.found(
            "The configuration does not name an app client",
            "Set the client id with --client-id or in the profile",
        ),
    })
}

pub(super) fn provider_missing(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let is_elsewhere = draft.lacks(&[
        Field::Issuer,
        Field::Discovery,
        Field::UserPoolId,
        Field::Domain,
        Field::Authorization,
        Field::Token,
    ]);
    if profile.user_pool_id.is_some()
        || profile.issuer.is_some()
        || is_elsewhere
        || kind.is_deployed()
        || matches!(kind, ImportKind::McpConfig | ImportKind::NativeApp)
    {
        return None;
    }
    if draft.is_served {
        return Some(
            NO_ISSUER
                .found("The configuration of the server does not name its own URL", "Set the issuer in the profile"),
        );
    }
    // A wrong issuer has a finding of its own.
    if draft.issuer.is_some() {
        return None;
    }
    let endpoint = profile.domain.is_some() || profile.endpoints.authorization.is_some();
    Some(if endpoint {
        NO_ISSUER.found(
            "Only the domain is known, not the user pool or issuer: tokens cannot be verified",
            "Set the user pool id or the issuer in the profile",
        )
    } else {
        NO_PROVIDER.found("The configuration does not name a provider", "Set the user pool id or the issuer")
    })
}

/// One finding for all values that are missing from the text.
pub(super) fn unresolved(kind: ImportKind, draft: &Draft) -> Option<Finding> {
    let counts = |field: Field| match field {
        Field::ClientId | Field::Issuer | Field::Discovery | Field::Domain | Field::Authorization | Field::Token => {
            !kind.is_deployed()
        }
        Field::UserPoolId | Field::Region => !kind.is_deployed(),
        _ => false,
    };
    let mut named: Vec<String> = Vec::new();
    for (field, expression) in draft.unresolved.iter().filter(|(field, _)| counts(*field)) {
        let line = format!("{} ({})", field.name(), short(expression));
        if !named.contains(&line) && named.len() < 4 {
            named.push(line);
        }
    }
    let names = named.join(", ");
    (!named.is_empty()).then(|| {
        UNRESOLVED_VARIABLE.found(
            format!("Not in the file: {names}. The value is set elsewhere, and grantscope runs no code to get it"),
            "Set the real values as options or in the profile",
        )
    })
}
