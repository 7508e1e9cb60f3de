//! The hash of an access token or code in an ID token (`at_hash`, `c_hash`), and its comparison.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::check_id::CheckId;
use crate::protocol::finding::Rule;
use crate::protocol::judgement::{Failure, Fault, Judgement};
use crate::protocol::text::secret::is_masked;

/// A claim of an ID token that is a hash of another value in the response.
#[derive(Clone, Copy)]
pub(super) struct HashClaim {
    /// The check, with the name of the claim.
    pub(super) id: CheckId,
    /// The specification of the comparison.
    pub(super) spec: &'static str,
    /// What is hashed, for a sentence.
    pub(super) of: &'static str,
    /// The rule if the hash does not match.
    pub(super) rule: &'static Rule,
}

impl HashClaim {
    /// Compares the claim's value with the hash of `value` under the ID token's `alg`.
    pub(super) fn compare(self, claim: &str, value: &str, alg: &str, judgement: &mut Judgement) {
        let Self { id, spec, of, rule } = self;
        match half_hash(alg, value) {
            None => judgement.skip(id, spec, format!("no hash is defined for the algorithm {alg:?}")),
            Some(hash) if hash == claim => judgement.pass(id, spec, format!("{id} matches the {of}")),
            Some(_) if is_masked(value) => judgement.skip(id, spec, format!("the {of} is masked")),
            Some(hash) => {
                let predicate = format!("does not match the {of}");
                let fault = Fault::OfClaim(id.as_str(), &predicate);
                let remedy = "Do not use them together: one of them was swapped or replaced.";
                let failure = Failure { rule, fault, expected: &hash, found: claim, remedy };
                judgement.fail(id, spec, &failure);
            }
        }
    }
}

/// The left half of the hash of an access token or code, with the hash function of the ID token's `alg` (OpenID Connect
/// Core section 3.1.3.6; Ed25519 uses SHA-512). `None` for an algorithm without one.
pub fn half_hash(alg: &str, value: &str) -> Option<String> {
    let hash = match alg {
        "EdDSA" | "Ed25519" => &digest::SHA512,
        _ if !matches!(alg.get(..2), Some("RS" | "PS" | "ES" | "HS")) => return None,
        _ => match alg.get(2..)? {
            "256" => &digest::SHA256,
            "384" => &digest::SHA384,
            "512" => &digest::SHA512,
            _ => return None,
        },
    };
    let full = digest::digest(hash, value.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(&full.as_ref()[..full.as_ref().len() / 2]))
}
