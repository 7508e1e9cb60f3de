//! Whether a client may accept the tokens that it received: what speaks against it. Commands and screens only word it.

use std::fmt;

use super::grant::{Grant, Source};
use super::session::Session;
use crate::protocol::token::cross_checks;
use crate::protocol::{Check, CheckId, Finding, Json, Severity, SignatureReason, SignatureStatus, TokenReport};

/// What speaks against accepting tokens. `Display` words it as half a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenProblem<'a> {
    /// The signature of a token is invalid, missing or not allowed.
    Signature(&'static str, &'a SignatureReason),
    /// The signature of the ID token was not checked, but must be (OpenID Connect Core section 3.1.3.7 step 6).
    Unverified(&'a SignatureReason),
    /// A check of a token failed.
    Check(&'static str, &'a Check),
    /// A token is damaged, so nothing in it could be checked.
    Damaged(&'static str, &'a Finding),
    /// The scope `openid` was requested, but there is no ID token (OpenID Connect Core section 3.1.3.3).
    NoIdToken,
    /// A refresh brought the ID token of another sign-in (OpenID Connect Core section 12.2).
    AnotherSignIn,
}

impl<'a> TokenProblem<'a> {
    /// The worst fault of one token; expiry is the least one.
    pub fn of(name: &'static str, report: &'a TokenReport) -> Option<Self> {
        if report.signature.status == SignatureStatus::Failed {
            return Some(Self::Signature(name, &report.signature.reason));
        }
        let failed = report.checks.iter().filter(|check| check.failed());
        let worst = failed.min_by_key(|check| check.id == CheckId::Expiry).map(|check| Self::Check(name, check));
        worst.or_else(|| report.damage().map(|finding| Self::Damaged(name, finding)))
    }

    /// Whether something is wrong, instead of unknown.
    pub fn is_failure(&self) -> bool {
        !matches!(self, Self::Unverified(_))
    }

    /// Whether it is only that time has passed.
    pub fn is_expiry(&self) -> bool {
        matches!(self, Self::Check(_, check) if check.id == CheckId::Expiry)
    }
}

impl fmt::Display for TokenProblem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(name, reason) => write!(f, "{name}: the signature is not verified: {reason}"),
            Self::Unverified(reason) => write!(f, "ID token: the signature is not verified: {reason}"),
            Self::Check(name, check) => write!(f, "{name}: {}", check.detail),
            Self::Damaged(name, finding) => write!(f, "{name}: {}", finding.detail),
            Self::NoIdToken => f.write_str("no ID token received although the scope openid was requested"),
            Self::AnotherSignIn => f.write_str("the refresh returned the ID token of another sign-in"),
        }
    }
}

impl Session {
    /// What speaks against accepting the current tokens, at the time when they arrived; empty if nothing does. Only its
    /// API can judge an access token fully, so its signature need not be verified.
    pub fn token_problems(&self) -> Vec<TokenProblem<'_>> {
        let Some(grant) = self.grant() else { return Vec::new() };
        let mut problems = Vec::new();
        if let Some(report) = &grant.id_token {
            let is_open = report.signature.status == SignatureStatus::NotChecked;
            problems.extend(is_open.then_some(TokenProblem::Unverified(&report.signature.reason)));
            problems.extend(TokenProblem::of("ID token", report));
        }
        problems.extend(grant.access_token.as_ref().and_then(|report| TokenProblem::of("access token", report)));
        problems.extend(self.lacks_id_token(grant).then_some(TokenProblem::NoIdToken));
        problems.extend(self.is_of_another_sign_in(grant).then_some(TokenProblem::AnotherSignIn));
        problems
    }

    /// The claims of the ID token before the current tokens, from the same sign-in.
    pub fn earlier_id_claims(&self) -> Option<&Json> {
        let (current, earlier) = self.derived.sign_ins.split_last()?;
        let same = self.grants().iter().zip(earlier).filter(|(_, sign_in)| *sign_in == current);
        same.rev().find_map(|(grant, _)| grant.id_token.as_ref()?.claims.as_ref())
    }

    fn is_of_another_sign_in(&self, grant: &Grant) -> bool {
        let new = grant.id_token.as_ref().filter(|_| grant.source == Source::Refresh);
        let (Some(old), Some(new)) = (self.earlier_id_claims(), new.and_then(|report| report.claims.as_ref())) else {
            return false;
        };
        cross_checks::refreshed(old, new).findings.iter().any(|it| it.severity() == Severity::Error)
    }

    /// A code returns an ID token with `openid`; a refresh may (OpenID Connect Core section 12.2).
    fn lacks_id_token(&self, grant: &Grant) -> bool {
        let at = grant.exchange.filter(|_| grant.source == Source::Code).and_then(|id| self.position(id));
        let attempt = at.and_then(|at| self.log.round_before(at).0);
        let scope = attempt.and_then(|attempt| attempt.parameter("scope")).unwrap_or_default();
        grant.id_token.is_none() && scope.split(' ').any(|scope| scope == "openid")
    }
}
