//! What is known of a signature, and what verifies it.

use serde::Serialize;

use crate::protocol::finding::Rule;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::json::{Json, Value};
use crate::protocol::text::secret::Secret;

/// Three outcomes of looking at a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// A key of the provider verifies it.
    Verified,
    /// It is wrong, missing or forbidden.
    Failed,
    /// It was not checked, and the reason says why.
    NotChecked,
}

/// What is known of a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The outcome.
    pub status: SignatureStatus,
    /// Which key was chosen and why, or why none was.
    pub reason: SignatureReason,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The header's `alg`.
    pub alg: Option<String>,
}

impl Signature {
    /// A signature that nobody could look at.
    pub fn none(reason: SignatureReason) -> Self {
        Self { status: SignatureStatus::NotChecked, reason, kid: None, alg: None }
    }

    /// The same, of a token whose header could be read.
    pub fn not_checked(header: &Json, reason: SignatureReason) -> Self {
        let text = |name| header.get(name).and_then(Value::as_string);
        Self { kid: text("kid"), alg: text("alg"), ..Self::none(reason) }
    }
}

/// What verifies a token.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    /// The provider's JWK Set.
    pub set: Option<&'a JwkSet>,
    /// The client secret, which signs HS256 and its kin (OpenID Connect Core section 10.1).
    pub secret: Option<&'a Secret>,
}

/// How it ended, with the rule that a finding is made of.
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

    /// Verified with `key`: which one, and why it was chosen.
    pub(super) fn verified(key: String) -> Self {
        Self { status: SignatureStatus::Verified, reason: SignatureReason::VerifiedWith(key), rule: None }
    }
}
