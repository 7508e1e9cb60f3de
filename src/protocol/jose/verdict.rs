//! The result of checking a signature, and the keys to check it with.

use serde::Serialize;

use crate::protocol::finding::Rule;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::json::{Json, Value};
use crate::protocol::text::secret::Secret;

/// The three outcomes for a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// A key of the provider verified it.
    Verified,
    /// It is invalid, missing or not allowed.
    Failed,
    /// It was not checked; the reason says why.
    NotChecked,
}

/// What is known about a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The outcome.
    pub status: SignatureStatus,
    /// Which key was used and why, or why none was.
    pub reason: SignatureReason,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The header's `alg`.
    pub alg: Option<String>,
}

impl Signature {
    /// A signature that could not be checked.
    pub fn none(reason: SignatureReason) -> Self {
        Self { status: SignatureStatus::NotChecked, reason, kid: None, alg: None }
    }

    /// The same, for a token with a readable header.
    pub fn not_checked(header: &Json, reason: SignatureReason) -> Self {
        let text = |name| header.get(name).and_then(Value::as_string);
        Self { kid: text("kid"), alg: text("alg"), ..Self::none(reason) }
    }
}

/// What to verify a token with.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    /// The provider's JWK Set.
    pub set: Option<&'a JwkSet>,
    /// The client secret, for HMAC algorithms such as HS256 (OpenID Connect Core section 10.1).
    pub secret: Option<&'a Secret>,
}

/// The result, with the rule of its finding.
pub(super) struct Verdict {
    pub(super) status: SignatureStatus,
    pub(super) reason: SignatureReason,
    pub(super) rule: Option<(&'static Rule, &'static str)>,
}

impl Verdict {
    pub(super) fn failed(rule: &'static Rule, reason: SignatureReason, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::Failed, reason, rule: Some((rule, remedy)) }
    }

    pub(super) fn not_checked(rule: &'static Rule, reason: SignatureReason, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::NotChecked, reason, rule: Some((rule, remedy)) }
    }

    /// Verified with `key`, with the reason for its choice.
    pub(super) fn verified(key: String) -> Self {
        Self { status: SignatureStatus::Verified, reason: SignatureReason::VerifiedWith(key), rule: None }
    }
}
