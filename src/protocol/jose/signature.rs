//! Whether a token's signature can be trusted. jsonwebtoken does the arithmetic; the policy is here (RFC 8725).
//!
//! ```text
//!   header valid? ──no──► failed          crit, b64, none, no alg, repeated or mistyped members (RFC 7515 section 5.2)
//!        │ yes
//!   algorithm known? ──no──► not checked  not supported
//!        │ yes
//!   signature there? ──no──► failed       empty, or not base64url
//!        │ yes
//!   candidates? ──none──► not checked     no key, empty set, unknown kid
//!        │   the key with the token's kid; without a kid every key; for HMAC also the client secret
//!        │ yes
//!   matches a key? ──no──► failed         wrong type, curve, use, alg; too weak
//!        │ yes
//!   verifies? ──no──► failed              bad signature
//!        └──yes──► verified
//! ```
//!
//! Keys in the token itself (`jku`, `jwk`, `x5u`, `x5c`) are never fetched and never trusted.

use std::str::FromStr;

use jsonwebtoken::Algorithm;

use crate::protocol::jose::base64url::base64url;
use crate::protocol::jose::compact::{Compact, REMOVED_SIGNATURE};
use crate::protocol::jose::header::{self, is_of_a_load_balancer};
use crate::protocol::jose::rules::{FAILED, NOT_CHECKED, UNSUPPORTED};
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::jose::verdict::{Keys, Signature, Verdict};
use crate::protocol::jose::verify::Attempt;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Judgement, capitalised};
use crate::protocol::remedy::{Remedy, RemedyAction};

/// Checks the header and the signature of a JWS with three parts.
pub fn judge(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Signature {
    header::key_hints(header, judgement);
    let verdict = verdict(token, header, keys, judgement);
    if let Some((rule, remedy)) = verdict.rule
        && !judgement.findings.iter().any(|finding| finding.rule == rule)
    {
        let remedy = match verdict.reason {
            SignatureReason::NoKey => Remedy::new(remedy).offering(RemedyAction::FetchKeys),
            _ => Remedy::new(remedy),
        };
        judgement.findings.push(rule.found(format!("{}.", capitalised(&verdict.reason.to_string())), remedy));
    }
    Signature { status: verdict.status, ..Signature::not_checked(header, verdict.reason) }
}

fn verdict(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Verdict {
    if let Some(verdict) = header::header_verdict(header, judgement) {
        return verdict;
    }
    if is_of_a_load_balancer(header) {
        let remedy = "Get its key from https://public-keys.auth.elb.REGION.amazonaws.com/KID, and compare signer.";
        return Verdict::not_checked(&NOT_CHECKED, SignatureReason::LoadBalancer, remedy);
    }
    let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
    let Ok(algorithm) = Algorithm::from_str(&alg) else {
        return Verdict::not_checked(
            &UNSUPPORTED,
            SignatureReason::UnknownAlgorithm(alg),
            "Check this token with a library that supports its algorithm.",
        );
    };
    let part = token.parts[2];
    if let Some(rest) = part.strip_prefix(REMOVED_SIGNATURE) {
        let is_masked = rest.bytes().all(|byte| byte == b'_');
        let reason = if is_masked { SignatureReason::Masked } else { SignatureReason::InCapsule };
        return Verdict::not_checked(&NOT_CHECKED, reason, "Check the token in the original session.");
    }
    if part.is_empty() {
        return Verdict::failed(
            &FAILED,
            SignatureReason::Empty,
            "Do not accept this token: nothing proves where it comes from.",
        );
    }
    let signature = match base64url(part, "signature") {
        Ok(signature) => signature,
        Err(why) => {
            return Verdict::failed(
                &FAILED,
                SignatureReason::Unread(why.into()),
                "Copy the whole token again. If the error stays, do not accept the token.",
            );
        }
    };
    let Some(message) = token.signing_input() else {
        return Verdict::failed(&FAILED, SignatureReason::NothingSigned, "Copy the whole token again.");
    };
    if let Err(why) = base64url(token.parts[1], "payload") {
        return Verdict::failed(
            &FAILED,
            SignatureReason::Unread(why.into()),
            "Copy the whole token again. If the error stays, do not accept the token.",
        );
    }
    let lender = keys.set.and_then(|set| set.lender.as_deref());
    let attempt = Attempt { algorithm, part, signature, message, lender };
    attempt.with(header, keys)
}
