//! Which findings say that something was rejected, but not why.

use super::token_endpoint::{self, form, invalid_grant};
use super::{authorization_error, cognito_api, protected_api, reported, userinfo};
use crate::protocol::token::checks;
use crate::protocol::{Evidence, Finding, Rule, Severity};

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

/// Whether a finding is an error that may be the cause of a reported failure. A token in a report has often expired
/// since: what the clock says about it now does not explain what failed then.
pub(super) fn may_be_the_cause(finding: &Finding) -> bool {
    let is_exp = |seen: &Evidence| seen.exchange.is_none() && seen.place.name() == Some("exp");
    let is_by_the_clock = finding.rule == &checks::EXPIRED && finding.evidence.iter().any(is_exp);
    finding.severity() == Severity::Error && !is_by_the_clock
}
