//! Proof Key for Code Exchange (RFC 7636), and the other values that must be unpredictable.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::text::secret::Secret;

/// A code verifier with its `S256` challenge. The method `plain` is not supported: RFC 9700 section 2.1.1 advises
/// against it, and Cognito rejects it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pkce {
    /// 43 to 128 unreserved characters (RFC 7636 section 4.1).
    pub verifier: Secret,
    /// `BASE64URL(SHA256(ASCII(code_verifier)))` (RFC 7636 section 4.2).
    pub challenge: String,
}

impl Pkce {
    /// The only method used.
    pub const METHOD: &'static str = "S256";

    /// Derives the challenge of a verifier of any length: a person may want to send an invalid one.
    pub fn from_verifier(verifier: &str) -> Self {
        Self { verifier: Secret::new(verifier), challenge: URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes())) }
    }

    /// Whether a verifier belongs to a challenge (RFC 7636 section 4.6), by the method that the authorization request
    /// named; without one it is `plain` (section 4.3). `None` for a method that RFC 7636 does not define.
    pub fn matches(verifier: &str, challenge: &str, method: Option<&str>) -> Option<bool> {
        match method {
            Some(Self::METHOD) => Some(Self::from_verifier(verifier).fits(challenge)),
            None | Some("plain") => Some(verifier == challenge),
            Some(_) => None,
        }
    }

    /// Whether a verifier has the form of RFC 7636 section 4.1: 43 to 128 unreserved characters.
    pub fn is_verifier(text: &str) -> bool {
        (43..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
    }

    /// Whether a challenge is the hash of this verifier (RFC 7636 section 4.6).
    pub fn fits(&self, challenge: &str) -> bool {
        self.challenge == challenge
    }

    /// A verifier of 43 characters from 32 random bytes, as RFC 7636 section 4.1 recommends.
    pub fn from_random(bytes: &[u8; 32]) -> Self {
        Self::from_verifier(&unguessable(bytes))
    }
}

/// A value for `state`, `nonce` or a verifier: base64url uses only `[A-Za-z0-9-_]`, which no provider re-encodes.
pub fn unguessable(random: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(random)
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_gives_its_challenge() {
        let bytes = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let pkce = Pkce::from_random(&bytes);
        assert_eq!(pkce.verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(pkce.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
