//! Which findings say that something was rejected, but not why.

use super::token_endpoint::{self, form, invalid_grant};
use super::{authorization_error, cognito_api, protected_api, reported, userinfo};
use crate::protocol::{Finding, Rule};

/// Their rules.
const RULES: [&Rule; 11] = [
    &token_endpoint::REFUSED,
    &form::INVALID,
    &authorization_error::REFUSED,
    &invalid_grant::CODE_REFUSED,
    &invalid_grant::GRANT_REFUSED,
    &token_endpoint::GRANT_NOT_ACCEPTED,
    &reported::CLIENT_REFUSED,
    &userinfo::REFUSED,
    &token_endpoint::UNREADABLE,
    &cognito_api::REFRESH,
    &protected_api::TOKEN_REFUSED,
];

/// Whether a finding says only that something was rejected.
pub(super) fn is_unspecific(finding: &Finding) -> bool {
    RULES.contains(&finding.rule)
}
