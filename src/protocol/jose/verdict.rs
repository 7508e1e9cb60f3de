//! What is known of a signature, and what verifies it.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::protocol::finding::Rule;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::brief;
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
    pub fn none(reason: impl Into<SignatureReason>) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), kid: None, alg: None }
    }

    /// The same, of a token whose header could be read.
    pub fn not_checked(header: &Json, reason: impl Into<SignatureReason>) -> Self {
        let text = |name| header.get(name).and_then(Value::as_string);
        Self { kid: text("kid"), alg: text("alg"), ..Self::none(reason) }
    }
}

/// Why a signature has its status. Its `Display` is the sentence, without capital letter and full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureReason {
    /// The key that verified it, and why it was chosen.
    VerifiedWith(String),
    /// Nobody gave a key.
    NoKey,
    /// Nobody gave the secret that an algorithm like this one signs with.
    NoSecret(String),
    /// The value is masked: what is left of it cannot be checked.
    Masked,
    /// The token is from an evidence capsule, which holds no signatures.
    InCapsule,
    /// Anything else, which no code needs to tell apart.
    Other(String),
}

impl SignatureReason {
    /// Whether the signature was removed before the token came here: it is neither right nor wrong.
    pub fn is_removed(&self) -> bool {
        matches!(self, Self::Masked | Self::InCapsule)
    }
}

impl fmt::Display for SignatureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VerifiedWith(key) => write!(f, "verified with {key}"),
            Self::NoKey => f.write_str("no key given"),
            Self::NoSecret(algorithm) => write!(f, "no key given: {algorithm} uses a shared secret"),
            Self::Masked => f.write_str("the value is masked"),
            Self::InCapsule => f.write_str("an evidence capsule holds no signatures"),
            Self::Other(sentence) => f.write_str(sentence),
        }
    }
}

impl<T: Into<String>> From<T> for SignatureReason {
    fn from(sentence: T) -> Self {
        Self::Other(sentence.into())
    }
}

impl Serialize for SignatureReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
    pub(super) fn failed(rule: &'static Rule, reason: impl Into<SignatureReason>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::Failed, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    pub(super) fn not_checked(rule: &'static Rule, reason: impl Into<SignatureReason>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    /// Verified with `key`: which one, and why it was chosen.
    pub(super) fn verified(key: String) -> Self {
        Self { status: SignatureStatus::Verified, reason: SignatureReason::VerifiedWith(brief(&key)), rule: None }
    }
}
