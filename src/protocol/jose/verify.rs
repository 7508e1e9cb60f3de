//! Chooses the key for a signature and verifies it.

use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};

use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::key::{Key, bind_secret};
use crate::protocol::jose::key_refusal::{Refusal, RefusalKind};
use crate::protocol::jose::rules::{
    ALG_MISMATCH, FAILED, NOT_CHECKED, UNKNOWN_KID, UNSUPPORTED, UNUSABLE_KEY, WEAK_KEY,
};
use crate::protocol::jose::signature_reason::{SignatureFault, SignatureReason};
use crate::protocol::jose::verdict::{Keys, SignatureStatus, Verdict};
use crate::protocol::json::{Json, Value};
use crate::protocol::text::secret::Secret;

/// The maximum number of keys to try if the token does not name one.
const MOST_TRIALS: usize = 32;

/// A signature to verify.
pub(super) struct Attempt<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) part: &'a str,
    pub(super) signature: Vec<u8>,
    pub(super) message: &'a str,
    /// Who lent the JWK Set.
    pub(super) lender: Option<&'a str>,
}

/// What may verify a signature: keys, of which one must, otherwise the client secret.
struct Candidates<'a> {
    keys: Vec<&'a Key<'a>>,
    /// Why these keys.
    why: String,
    secret: Option<&'a Secret>,
}

impl Attempt<'_> {
    pub(super) fn with(&self, header: &Json, keys: Keys<'_>) -> Verdict {
        let entries = keys.set.map(JwkSet::entries).unwrap_or_default();
        let kid = header.get("kid").and_then(Value::as_string);
        let candidates = match self.candidates(kid.as_deref(), &entries, keys) {
            Ok(candidates) => candidates,
            Err(verdict) => return verdict,
        };
        let by_keys = || self.first_that_verifies(&candidates);
        match candidates.secret {
            None => by_keys(),
            Some(secret) if candidates.keys.is_empty() => self.by_secret(secret),
            Some(secret) => Some(by_keys())
                .filter(|verdict| verdict.status == SignatureStatus::Verified)
                .unwrap_or_else(|| self.by_secret(secret)),
        }
    }

    /// The key that the token names; otherwise every one that could be meant. The verdict says why there is none.
    fn candidates<'a>(
        &self,
        kid: Option<&str>,
        entries: &'a [Key<'a>],
        keys: Keys<'a>,
    ) -> Result<Candidates<'a>, Verdict> {
        let is_hmac = self.algorithm.family() == AlgorithmFamily::Hmac;
        let may_be_shared = is_hmac && entries.iter().any(|key| key.kty.as_deref() == Some("oct"));
        let secret = keys.secret.filter(|_| is_hmac);
        let all = |why: String| Candidates { keys: entries.iter().collect(), why, secret: None };
        let each = || all("the token has no kid, so every matching key was tried".to_owned());
        let named: Vec<&Key<'_>> = entries.iter().filter(|key| kid.is_some() && key.kid.as_deref() == kid).collect();
        if !named.is_empty() {
            let why = match named.len() {
                1 => "kid matches".to_owned(),
                several => format!("kid matches {several} keys"),
            };
            return Ok(Candidates { keys: named, why, secret: None });
        }
        if secret.is_some() {
            let keys = if kid.is_none() && may_be_shared { each().keys } else { Vec::new() };
            return Ok(Candidates { keys, secret, ..each() });
        }
        // Lent keys are only tried: that they do not have this one says nothing about the token.
        let is_lent_without_it = self.lender.is_some() && keys.set.is_some_and(|set| !set.has_key(kid));
        if keys.set.is_none() || is_lent_without_it {
            return Err(self.no_key());
        }
        match (kid, entries) {
            (_, []) => Err(Verdict::not_checked(
                &UNKNOWN_KID,
                SignatureReason::NoKeys,
                "Ask the provider why its JWK Set is empty, or provide another one.",
            )),
            (None, [_]) => Ok(all("the token has no kid and this is the only key".to_owned())),
            (None, _) => Ok(each()),
            // A single key without a kid, given for a token, does not contradict the token's kid.
            (Some(kid), [only]) if only.value.is_object() && only.value.get("kid").is_none() => {
                Ok(all(format!("the only key given; it has no kid to compare with {kid:?}")))
            }
            // Published keys cannot verify a signature made with a secret, as in Keycloak's refresh tokens.
            (Some(_), _) if is_hmac && !may_be_shared => Err(self.no_key()),
            (Some(kid), _) => Err(unknown_kid(kid, entries)),
        }
    }

    fn no_key(&self) -> Verdict {
        if self.algorithm.family() == AlgorithmFamily::Hmac {
            let reason = SignatureReason::NoSecret(format!("{:?}", self.algorithm));
            return Verdict::not_checked(&NOT_CHECKED, reason, "Set GRANTSCOPE_CLIENT_SECRET to the client secret.");
        }
        Verdict::not_checked(&NOT_CHECKED, SignatureReason::NoKey, "Fetch the JWK Set of the issuer, if you trust it.")
    }

    /// The client secret as UTF-8 (OpenID Connect Core section 10.1).
    fn by_secret(&self, secret: &Secret) -> Verdict {
        match bind_secret(secret.expose().as_bytes(), self.algorithm, "the client secret") {
            Ok(key) if self.verifies(&key) => {
                Verdict::verified(format!("the client secret, which {:?} uses", self.algorithm))
            }
            Ok(_) => self.bad("the client secret"),
            Err(refusal) => refused(&refusal),
        }
    }

    /// Tries every matching key. If none matches, the most informative refusal is returned.
    fn first_that_verifies(&self, Candidates { keys, why, .. }: &Candidates<'_>) -> Verdict {
        let mut tried = Vec::new();
        let mut refusals = Vec::new();
        for key in keys {
            match key.bind(self.algorithm) {
                Ok(_) if tried.len() == MOST_TRIALS => return too_many_keys(),
                Ok(bound) if self.verifies(&bound) => {
                    return Verdict::verified(format!("{} ({}): {why}{}", key.place(), key.describe(), self.lent()));
                }
                Ok(_) => tried.push(key.place()),
                Err(refusal) => refusals.push((key.value.is_object(), refusal)),
            }
        }
        if !tried.is_empty() {
            return self.bad(&format!("{}{}", listed(tried), self.lent()));
        }
        // If a possibly correct key cannot be used, the result is open; an unsuitable key changes nothing.
        let decisive = refusals.iter().min_by_key(|(is_object, refusal)| match refusal.kind() {
            RefusalKind::Forbidden => 0,
            RefusalKind::Unsupported => 1,
            RefusalKind::Unreadable if *is_object => 2,
            RefusalKind::Unfit => 3,
            RefusalKind::Unreadable => 4,
        });
        decisive.map_or_else(|| self.no_key(), |(_, refusal)| refused(refusal))
    }

    /// Whose keys they are, to end a sentence with.
    fn lent(&self) -> String {
        self.lender.map(|lender| format!("; the keys of {lender}")).unwrap_or_default()
    }

    fn verifies(&self, key: &DecodingKey) -> bool {
        let message = self.message.as_bytes();
        self.length_fits() && jsonwebtoken::crypto::verify(self.part, message, key, self.algorithm).unwrap_or(false)
    }

    /// The lengths in RFC 7518 sections 3.2 and 3.4 and RFC 8032; RSA's depends on the key.
    fn expected_length(&self) -> Option<usize> {
        match self.algorithm {
            Algorithm::HS256 => Some(32),
            Algorithm::HS384 => Some(48),
            Algorithm::HS512 | Algorithm::ES256 | Algorithm::EdDSA => Some(64),
            Algorithm::ES384 => Some(96),
            _ => None,
        }
    }

    fn length_fits(&self) -> bool {
        self.expected_length().is_none_or(|length| self.signature.len() == length)
    }

    fn bad(&self, tried: &str) -> Verdict {
        let half = self.signature.len() / 2;
        let is_zero = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0);
        let fault = match self.expected_length() {
            Some(expected) if expected != self.signature.len() => {
                let (found, algorithm) = (self.signature.len(), format!("{:?}", self.algorithm));
                Some(SignatureFault::Length { found, algorithm, expected })
            }
            _ if self.algorithm.family() == AlgorithmFamily::Ec
                && (is_zero(&self.signature[..half]) || is_zero(&self.signature[half..])) =>
            {
                Some(SignatureFault::Zero)
            }
            _ if self.message.ends_with('.') => Some(SignatureFault::Detached),
            _ => None,
        };
        Verdict::failed(
            &FAILED,
            SignatureReason::Mismatch { tried: tried.to_owned(), fault },
            "Do not accept this token. Check whether it was changed or comes from another issuer or environment.",
        )
    }
}

fn refused(refusal: &Refusal) -> Verdict {
    let reason = SignatureReason::Key(refusal.clone());
    match refusal.kind() {
        RefusalKind::Unfit => Verdict::failed(
            &ALG_MISMATCH,
            reason,
            "Do not accept this token: the key must decide the algorithm, not the token.",
        ),
        RefusalKind::Forbidden => Verdict::failed(&WEAK_KEY, reason, "Ask the provider to replace the key."),
        RefusalKind::Unsupported => {
            Verdict::not_checked(&UNSUPPORTED, reason, "Check this token with a library that supports its algorithm.")
        }
        RefusalKind::Unreadable => {
            Verdict::not_checked(&UNUSABLE_KEY, reason, "Provide a JWK Set in which this key is complete.")
        }
    }
}

fn unknown_kid(kid: &str, entries: &[Key<'_>]) -> Verdict {
    let known: Vec<String> = entries.iter().filter_map(|key| Some(format!("{:?}", key.kid.as_ref()?))).collect();
    let known = (!known.is_empty()).then(|| listed(known));
    Verdict::not_checked(
        &UNKNOWN_KID,
        SignatureReason::UnknownKid { kid: kid.to_owned(), known },
        "Fetch the JWK Set again: keys rotate. If the kid stays unknown, the token probably comes from another issuer (compare iss).",
    )
}

/// Limits the work for hostile sets; real ones have a handful of keys, and their tokens name one.
fn too_many_keys() -> Verdict {
    let reason = SignatureReason::TooManyKeys(MOST_TRIALS);
    Verdict::not_checked(&UNUSABLE_KEY, reason, "Provide a JWK Set with only the issuer's keys.")
}

/// The names, separated by commas; only the first few if there are many.
fn listed(mut names: Vec<String>) -> String {
    const MOST: usize = 6;
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let names = names.join(", ");
    if more > 0 { format!("{names} and {more} more") } else { names }
}
