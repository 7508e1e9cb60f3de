//! Whether a token's signature may be trusted. The arithmetic is jsonwebtoken's; the policy stands here (RFC 8725).
//!
//! ```text
//!   header sound? ──no──► failed          crit, b64, none, no alg, repeated or mistyped members (RFC 7515 section 5.2)
//!        │ yes
//!   algorithm known? ──no──► not checked  not supported
//!        │ yes
//!   signature there? ──no──► failed       empty, or no base64url
//!        │ yes
//!   a key given? ──no──► not checked      no key
//!        │ yes
//!   kid in the set? ──no──► not checked   unknown kid
//!        │ yes
//!   fits a key? ──no──► failed            wrong type, curve, use, alg; too weak
//!        │ yes
//!   verifies? ──no──► failed              bad signature
//!        └──yes──► verified
//! ```
//!
//! What a token says about keys (`jku`, `jwk`, `x5u`, `x5c`) is never followed and never trusted.

use std::str::FromStr;

use jsonwebtoken::Algorithm;
use serde::Serialize;

use crate::protocol::finding::Rule;
use crate::protocol::jose::compact::{Compact, REMOVED_SIGNATURE, base64url};
use crate::protocol::jose::header;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::rules::{FAILED, NOT_CHECKED, UNSUPPORTED};
use crate::protocol::jose::verify::Attempt;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Judgement, brief, capitalised};
use crate::protocol::text::secret::Secret;
use crate::protocol::token::classify::is_of_a_load_balancer;

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
    /// One sentence: which key was chosen and why, or why none was.
    pub reason: String,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The header's `alg`.
    pub alg: Option<String>,
}

impl Signature {
    /// A signature that nobody could look at.
    pub fn none(reason: impl Into<String>) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), kid: None, alg: None }
    }

    /// The same, of a token whose header could be read.
    pub fn not_checked(header: &Json, reason: impl Into<String>) -> Self {
        let text = |name| header.get(name).and_then(Value::as_string);
        Self { kid: text("kid"), alg: text("alg"), ..Self::none(reason) }
    }
}

/// Why a signature was not checked for which nobody gave a key.
pub const NO_KEY: &str = "no key given";

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
    pub(super) reason: String,
    pub(super) rule: Option<(&'static Rule, &'static str)>,
}

impl Verdict {
    pub(super) fn failed(rule: &'static Rule, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::Failed, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    pub(super) fn not_checked(rule: &'static Rule, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    pub(super) fn verified(reason: String) -> Self {
        Self { status: SignatureStatus::Verified, reason, rule: None }
    }
}

/// Judges the header and the signature of a JWS of three parts.
pub fn judge(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Signature {
    header::key_hints(header, judgement);
    let mut verdict = verdict(token, header, keys, judgement);
    verdict.reason = brief(&verdict.reason);
    if let Some((rule, remedy)) = verdict.rule
        && !judgement.findings.iter().any(|finding| finding.rule == rule)
    {
        judgement.findings.push(rule.found(format!("{}.", capitalised(&verdict.reason)), remedy));
    }
    Signature { status: verdict.status, ..Signature::not_checked(header, verdict.reason) }
}

fn verdict(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Verdict {
    if let Some(verdict) = header::header_verdict(header, judgement) {
        return verdict;
    }
    if is_of_a_load_balancer(header) {
        let reason = "signed by a load balancer of AWS, not by the issuer that it names";
        let remedy = "Its key is at https://public-keys.auth.elb.REGION.amazonaws.com/KID; compare signer, too.";
        return Verdict::not_checked(&NOT_CHECKED, reason, remedy);
    }
    let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
    let Ok(algorithm) = Algorithm::from_str(&alg) else {
        let reason = format!("algorithm not supported: {alg:?}");
        return Verdict::not_checked(&UNSUPPORTED, reason, "Check this token with a library that knows its algorithm.");
    };
    let part = token.parts[2];
    if part.starts_with(REMOVED_SIGNATURE) {
        let reason = "the signature was removed when this token was masked or put into an evidence capsule";
        return Verdict::not_checked(&NOT_CHECKED, reason, "Look at the session that the capsule was made of.");
    }
    if part.is_empty() {
        return Verdict::failed(
            &FAILED,
            "the signature is empty",
            "Do not accept this token: nothing proves where it comes from.",
        );
    }
    let signature = match base64url(part, "signature") {
        Ok(signature) => signature,
        Err(why) => {
            return Verdict::failed(&FAILED, why, "Copy the token again, whole; if it stays so, do not accept it.");
        }
    };
    let Some(message) = token.signing_input() else {
        return Verdict::failed(&FAILED, "there is no signing input", "Copy the token again, whole.");
    };
    if let Err(why) = base64url(token.parts[1], "payload") {
        return Verdict::failed(&FAILED, why, "Copy the token again, whole; if it stays so, do not accept it.");
    }
    let attempt = Attempt { algorithm, part, signature, message };
    attempt.with(header, keys)
}
