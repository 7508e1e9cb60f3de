//! What ties an ID token to its authorization request, and to the access token and code that came with it.

use super::context::{Checks, Claim, ID_TOKEN};
use super::rules::{AT_HASH, C_HASH, NONCE, UNSOLICITED};
use crate::protocol::check_id::CheckId;
use crate::protocol::finding::Rule;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::Failure;
use crate::protocol::text::secret::Secret;
use crate::protocol::token::half_hash::half_hash;

impl Checks<'_> {
    /// OIDC Core 3.1.3.7 item 11; required of a token that came through the browser (3.2.2.10, 3.2.2.11).
    pub(super) fn nonce(&mut self) {
        let id = CheckId::Nonce;
        let expected = self.expected.nonce.as_deref();
        let found = match self.text_claim("nonce", id, ID_TOKEN) {
            Claim::Text(found) => Some(found),
            Claim::Broken => return,
            Claim::Absent => None,
        };
        let remedy = "Do not accept this token: it answers another request, or none. Start the login again.";
        match (expected, found) {
            (None | Some(""), None) if self.expected.front_channel => {
                self.missing("nonce", id, "OIDC Core 3.2.2.10", "the nonce that the authorization request must send");
            }
            (None | Some(""), None) => {}
            (None, Some(_)) => self.judgement.skip(id, ID_TOKEN, "no nonce given to compare with"),
            (Some(""), Some(_)) => {
                let detail = match self.cognito {
                    true => {
                        "The authorization request sent no nonce, yet the ID token has one. Cognito makes one up for \
                             federated sign-ins."
                    }
                    false => "The authorization request sent no nonce, yet the ID token has one.",
                };
                self.judgement.findings.push(UNSOLICITED.found(detail, "Send a nonce, so that it can be compared."));
                self.judgement.skip(id, ID_TOKEN, "the token has a nonce, but the request sent none");
            }
            (Some(expected), Some(found)) if expected == found => {
                self.judgement.pass(id, ID_TOKEN, "nonce is the one that was sent");
            }
            (Some(expected), Some(found)) => {
                self.judgement.fail(
                    id,
                    ID_TOKEN,
                    &Failure {
                        rule: &NONCE,
                        detail: "nonce is not the one that was sent",
                        expected,
                        found: &found,
                        remedy,
                    },
                );
            }
            (Some(expected), None) => {
                self.judgement.fail(
                    id,
                    ID_TOKEN,
                    &Failure {
                        rule: &NONCE,
                        detail: "the nonce that was sent did not come back",
                        expected,
                        found: "no nonce",
                        remedy,
                    },
                );
            }
        }
    }

    /// `at_hash`: optional where the token came from the token endpoint (OIDC Core section 3.1.3.6), required beside an
    /// access token in a callback (3.2.2.10). Cognito does not always set it there.
    pub(super) fn access_token_hash(&mut self, header: &Json) {
        let hashed = Hashed { id: CheckId::AccessTokenHash, of: "access token", rule: &AT_HASH };
        let is_required = self.expected.front_channel && !self.cognito;
        self.hash(&hashed, "OIDC Core 3.1.3.8, 3.2.2.9", self.expected.access_token.as_ref(), is_required, header);
    }

    /// `c_hash`: required beside a code in a callback (OIDC Core section 3.3.2.11).
    pub(super) fn code_hash(&mut self, header: &Json) {
        let hashed = Hashed { id: CheckId::CodeHash, of: "authorization code", rule: &C_HASH };
        let (code, is_required) = (self.expected.code.as_ref(), self.expected.front_channel);
        if code.is_some() && !is_required && self.known.get("c_hash").is_none() {
            return;
        }
        self.hash(&hashed, "OIDC Core 3.3.2.10", code, is_required, header);
    }

    fn hash(&mut self, hashed: &Hashed, spec: &'static str, value: Option<&Secret>, is_required: bool, header: &Json) {
        let Hashed { id, of, rule } = *hashed;
        let claim = id.as_str();
        let found = match self.text_claim(claim, id, spec) {
            Claim::Text(found) => found,
            Claim::Absent if value.is_some() && is_required => {
                return self.missing(claim, id, spec, &format!("the hash of the {of} it came with"));
            }
            Claim::Absent if value.is_some() => {
                return self.judgement.skip(id, spec, format!("the token has no {claim}"));
            }
            Claim::Absent | Claim::Broken => return,
        };
        let Some(value) = value else {
            return self.judgement.skip(id, spec, format!("no {of} given to compare with"));
        };
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        match half_hash(&alg, value.expose()) {
            None => self.judgement.skip(id, spec, format!("the algorithm {alg:?} names no hash")),
            Some(hash) if hash == found => self.judgement.pass(id, spec, format!("{claim} is the hash of the {of}")),
            Some(hash) => {
                let detail = format!("{claim} is not the hash of this {of}");
                let remedy = "Do not use these two together: one of them was replaced.";
                self.judgement.fail(
                    id,
                    spec,
                    &Failure { rule, detail: &detail, expected: &hash, found: &found, remedy },
                );
            }
        }
    }
}

/// A claim that is the hash of what came with the token.
struct Hashed {
    id: CheckId,
    of: &'static str,
    rule: &'static Rule,
}
