//! Binds an ID token to its authorization request, and to the access token and code issued with it.

use super::context::{Checks, Claim, ID_TOKEN, Rules};
use super::rules::{AT_HASH, C_HASH, NONCE, UNSOLICITED};
use crate::protocol::check_id::CheckId;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault};
use crate::protocol::text::secret::Secret;
use crate::protocol::token::at_hash::HashClaim;
use crate::protocol::token::expectations::Nonce;

impl Checks<'_> {
    /// OIDC Core 3.1.3.7 item 11; required for a token that came through the browser (3.2.2.10, 3.2.2.11).
    pub(super) fn nonce(&mut self) {
        let id = CheckId::Nonce;
        let found = match self.text_claim("nonce", id, ID_TOKEN) {
            Claim::Text(found) => Some(found),
            Claim::Broken => return,
            Claim::Absent => None,
        };
        let remedy = "Reject this token and sign in again. It does not belong to this request.";
        match (&self.expected.nonce, found) {
            (Nonce::Unknown | Nonce::NotSent, None) if self.expected.front_channel => {
                self.missing("nonce", id, "OIDC Core 3.2.2.10", "the nonce of the authorization request");
            }
            (Nonce::Unknown | Nonce::NotSent, None) => {}
            (Nonce::Unknown, Some(_)) => self.judgement.skip(id, ID_TOKEN, "no expected nonce was given"),
            (Nonce::NotSent, Some(_)) => {
                let detail = if self.rules == Rules::Cognito {
                    "The authorization request had no nonce, but the ID token has one. Cognito adds one for federated \
                     sign-ins."
                } else {
                    "The authorization request had no nonce, but the ID token has one."
                };
                self.judgement.findings.push(
                    UNSOLICITED.found(detail, "Send a nonce in the authorization request, so that it can be checked."),
                );
                self.judgement.skip(id, ID_TOKEN, "the token has a nonce, but the request had none");
            }
            (Nonce::Sent(expected), Some(found)) if *expected == found => {
                self.judgement.pass(id, ID_TOKEN, "nonce matches");
            }
            (Nonce::Sent(expected), found) => {
                let fault = match found {
                    Some(_) => Fault::OfClaim("nonce", "does not match the authorization request"),
                    None => Fault::Clause("the ID token has no nonce"),
                };
                let found = found.as_deref().unwrap_or("no nonce");
                self.judgement.fail(id, ID_TOKEN, &Failure { rule: &NONCE, fault, expected, found, remedy });
            }
        }
    }

    /// `at_hash`: optional from the token endpoint (OIDC Core section 3.1.3.6), required beside an access token in a
    /// callback (3.2.2.10). Cognito sometimes omits it there.
    pub(super) fn access_token_hash(&mut self, header: &Json) {
        let spec = "OIDC Core 3.1.3.8, 3.2.2.9";
        let claim = HashClaim { id: CheckId::AccessTokenHash, spec, of: "access token", rule: &AT_HASH };
        let is_required = self.expected.front_channel && self.rules != Rules::Cognito;
        self.hash(claim, self.expected.access_token.as_ref(), is_required, header);
    }

    /// `c_hash`: required beside a code in a callback (OIDC Core section 3.3.2.11).
    pub(super) fn code_hash(&mut self, header: &Json) {
        let spec = "OIDC Core 3.3.2.10";
        let claim = HashClaim { id: CheckId::CodeHash, spec, of: "authorization code", rule: &C_HASH };
        let (code, is_required) = (self.expected.code.as_ref(), self.expected.front_channel);
        if code.is_some() && !is_required && self.known.get("c_hash").is_none() {
            return;
        }
        self.hash(claim, code, is_required, header);
    }

    fn hash(&mut self, claim: HashClaim, value: Option<&Secret>, is_required: bool, header: &Json) {
        let HashClaim { id, spec, of, .. } = claim;
        match (self.text_claim(id.as_str(), id, spec), value) {
            (Claim::Text(found), Some(value)) => {
                let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
                claim.compare(&found, value.expose(), &alg, self.judgement);
            }
            (Claim::Text(_), None) => self.judgement.skip(id, spec, format!("no {of} was given to compare with")),
            (Claim::Absent, Some(_)) if is_required => {
                self.missing(id.as_str(), id, spec, &format!("the hash of the {of}"))
            }
            (Claim::Absent, Some(_)) => self.judgement.skip(id, spec, format!("the token has no {id}")),
            (Claim::Absent, None) | (Claim::Broken, _) => {}
        }
    }
}
