//! What ties an ID token to its authorization request and to its access token.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{AT_HASH, Checks, Claim, ID_TOKEN, NONCE, UNSOLICITED};
use crate::protocol::json::{Json, Value};

impl Checks<'_> {
    /// OIDC Core 3.1.3.7 item 11.
    pub(super) fn nonce(&mut self) {
        let id = "nonce";
        let expected = self.expected.nonce.as_deref();
        let found = match self.text_claim("nonce", id, ID_TOKEN) {
            Claim::Text(found) => Some(found),
            Claim::Broken => return,
            Claim::Absent => None,
        };
        let remedy = "Do not accept this token: it answers another request, or none. Start the login again.";
        match (expected, found) {
            (None | Some(""), None) => {}
            (None, Some(_)) => self.judgement.skip(id, ID_TOKEN, "no nonce given to compare with"),
            (Some(""), Some(_)) => {
                let detail = "The authorization request sent no nonce, yet the ID token has one. Cognito makes one up for \
                              federated sign-ins.";
                self.judgement.findings.push(UNSOLICITED.found(detail, "Send a nonce, so that it can be compared."));
                self.judgement.skip(id, ID_TOKEN, "the token has a nonce, but the request sent none");
            }
            (Some(expected), Some(found)) if expected == found => {
                self.judgement.pass(id, ID_TOKEN, "nonce is the one that was sent");
            }
            (Some(expected), Some(found)) => {
                self.judgement.fail(
                    &NONCE,
                    id,
                    ID_TOKEN,
                    "nonce is not the one that was sent",
                    expected,
                    &found,
                    remedy,
                );
            }
            (Some(expected), None) => {
                self.judgement.fail(
                    &NONCE,
                    id,
                    ID_TOKEN,
                    "the nonce that was sent did not come back",
                    expected,
                    "no nonce",
                    remedy,
                );
            }
        }
    }

    /// OIDC Core section 3.1.3.8, where `at_hash` is present.
    pub(super) fn access_token_hash(&mut self, header: &Json) {
        let (id, spec) = ("at_hash", "OIDC Core 3.1.3.8");
        let found = match self.text_claim("at_hash", id, spec) {
            Claim::Text(found) => found,
            // Optional where the token came from the token endpoint (section 3.1.3.6).
            Claim::Absent if self.expected.access_token.is_some() => {
                return self.judgement.skip(id, spec, "the token has no at_hash");
            }
            Claim::Absent | Claim::Broken => return,
        };
        let Some(access_token) = &self.expected.access_token else {
            return self.judgement.skip(id, spec, "no access token given to compare with");
        };
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        match at_hash(&alg, access_token.expose()) {
            None => self.judgement.skip(id, spec, format!("the algorithm {alg:?} names no hash")),
            Some(hash) if hash == found => self.judgement.pass(id, spec, "at_hash is the hash of the access token"),
            Some(hash) => {
                let detail = "at_hash is not the hash of this access token";
                let remedy = "Do not use these two tokens together: one of them was replaced.";
                self.judgement.fail(&AT_HASH, id, spec, detail, &hash, &found, remedy);
            }
        }
    }
}

/// The left half of the hash of an access token, with the hash that the ID token's `alg` uses (OpenID Connect Core
/// section 3.1.3.6; Ed25519 hashes with SHA-512). `None` for an algorithm without one.
pub fn at_hash(alg: &str, access_token: &str) -> Option<String> {
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
    let full = digest::digest(hash, access_token.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(&full.as_ref()[..full.as_ref().len() / 2]))
}
