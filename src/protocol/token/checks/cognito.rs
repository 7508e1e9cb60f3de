//! Rules for Cognito's tokens only.

use super::context::{Checks, Claim, Extent, ID_TOKEN};
use super::rules::{ALG, POOL, WRONG_KIND};
use crate::protocol::check_id::CheckId;
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault};
use crate::protocol::token::kind::TokenKind;

impl Checks<'_> {
    /// Rules for Cognito's tokens only.
    pub(super) fn cognito(&mut self, header: &Json) {
        self.token_use();
        let issuer = self.known.text("iss").unwrap_or_default();
        if CognitoIssuer::is_host_of(&issuer) {
            match CognitoIssuer::parse(&issuer) {
                Some(pool) if pool.is_replica() => self.judgement.pass(
                    CheckId::UserPool,
                    "Cognito",
                    format!(
                        "the issuer is the replica in {} of the multi-Region user pool {}",
                        pool.region, pool.pool_id
                    ),
                ),
                Some(pool) => self.judgement.pass(
                    CheckId::UserPool,
                    "Cognito",
                    format!("the issuer is user pool {} in {}", pool.pool_id, pool.region),
                ),
                None => {
                    let fault = Fault::OfClaim("iss", "is on a Cognito host, but does not name a user pool");
                    let expected = "https://cognito-idp.REGION.amazonaws.com/REGION_ID";
                    self.judgement.fail(
                        CheckId::UserPool,
                        "Cognito",
                        &Failure { rule: &POOL, fault, expected, found: &issuer, remedy: "Do not accept this token." },
                    );
                }
            }
        }
        if self.kind == TokenKind::IdToken {
            match self.text_claim("cognito:username", CheckId::CognitoUsername, "Cognito") {
                Claim::Text(name) => self.judgement.pass(
                    CheckId::CognitoUsername,
                    "Cognito",
                    format!("cognito:username is present: {name}"),
                ),
                Claim::Absent => {
                    self.missing("cognito:username", CheckId::CognitoUsername, "Cognito", "the user name in the pool")
                }
                Claim::Broken => {}
            }
        }
        if self.extent == Extent::Excerpt && header.get("alg").is_none() {
            return;
        }
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        if alg == "RS256" {
            return self.judgement.pass(CheckId::CognitoAlgorithm, ID_TOKEN, "alg is RS256, which Cognito uses");
        }
        let remedy = "Do not accept this token: Cognito did not issue it.";
        let fault = Fault::Clause("Cognito signs with RS256 only");
        let failure = Failure { rule: &ALG, fault, expected: "RS256", found: &alg, remedy };
        self.judgement.fail(CheckId::CognitoAlgorithm, ID_TOKEN, &failure);
    }

    fn token_use(&mut self) {
        let (id, spec) = (CheckId::TokenUse, "Cognito, RFC 8725 3.12");
        let wanted = match self.expected.kind.unwrap_or(self.kind) {
            TokenKind::IdToken => "id",
            TokenKind::AccessToken => "access",
            _ => "id or access",
        };
        match self.text_claim("token_use", id, spec) {
            Claim::Text(found) if wanted.split(" or ").any(|word| word == found) => {
                self.judgement.pass(id, spec, format!("token_use is {found}"));
            }
            Claim::Text(found) => {
                let remedy = "Use the ID token in the client to learn who signed in. Send the access token to the API.";
                let fault = Fault::OfClaim("token_use", "is for another kind of token");
                let failure = Failure { rule: &WRONG_KIND, fault, expected: wanted, found: &found, remedy };
                self.judgement.fail(id, spec, &failure);
            }
            Claim::Absent => self.missing("token_use", id, spec, wanted),
            Claim::Broken => {}
        }
    }
}
