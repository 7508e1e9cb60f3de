//! Which findings say that something was rejected, but not why.

use crate::protocol::Finding;

/// Their ids.
const IDS: [&str; 10] = [
    "token_request.refused",
    "token_request.invalid",
    "authorization.refused",
    "code.refused",
    "grant.refused",
    "client.refused",
    "userinfo.refused",
    "token_response.unreadable",
    "api.refresh_refused",
    "api.token_refused",
];

/// Whether a finding says only that something was rejected.
pub(super) fn is_unspecific(finding: &Finding) -> bool {
    IDS.contains(&finding.id())
}
