//! What every check needs: the claims, the expected values, and the collected results.

use jiff::Timestamp;

use super::rules::{MISSING, WRONG_TYPE};
use crate::protocol::check_id::CheckId;
use crate::protocol::json::Value;
use crate::protocol::judgement::{Failure, Fault, Judgement};
use crate::protocol::token::claims::{KnownClaims, numeric_date};
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;

/// The specification of most ID token checks.
pub(super) const ID_TOKEN: &str = "OIDC Core 3.1.3.7";

pub(super) struct Checks<'a> {
    pub(super) kind: TokenKind,
    pub(super) known: KnownClaims<'a>,
    pub(super) expected: &'a Expectations,
    pub(super) judgement: &'a mut Judgement,
    pub(super) rules: Rules,
    pub(super) extent: Extent,
}

/// Whose rules apply to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Those of the standards.
    Standard,
    /// Cognito's in addition, which are the same for access tokens.
    Cognito,
    /// An access token before its client: only its API can make most checks, so they are skipped.
    OpaqueToClient,
}

/// How much of a token's claims is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    Whole,
    /// Those that another tool decoded and showed: others may be missing, and numbers may be text.
    Excerpt,
}

impl Checks<'_> {
    pub(super) fn missing(&mut self, claim: &str, id: CheckId, spec: &'static str, expected: &str) {
        if self.extent == Extent::Excerpt {
            return self.judgement.skip(id, spec, format!("the decoded claims have no {claim}; the token may"));
        }
        let detail = format!("the token has no {claim}");
        let remedy = "Do not accept this token. Ask the issuer why the claim is missing.";
        let failure = Failure { rule: &MISSING, fault: Fault::Clause(&detail), expected, found: "nothing", remedy };
        self.judgement.fail(id, spec, &failure);
    }

    pub(super) fn wrong_type(
        &mut self,
        id: CheckId,
        spec: &'static str,
        claim: &str,
        value: Value<'_>,
        expected: &str,
    ) {
        let is_empty = value.string_or_strings().is_some_and(|all| all.is_empty());
        let what = if is_empty { "an empty array".to_owned() } else { value.kind().to_string() };
        self.unreadable(id, spec, Fault::OfClaim(claim, &format!("is {what}")), expected, value.raw());
    }

    fn unreadable(&mut self, id: CheckId, spec: &'static str, fault: Fault<'_>, expected: &str, found: &str) {
        let remedy = "Do not accept this token: an unreadable claim must not be treated as missing.";
        self.judgement.fail(id, spec, &Failure { rule: &WRONG_TYPE, fault, expected, found, remedy });
    }

    /// A string claim. A wrong type fails the check `id` at once.
    pub(super) fn text_claim(&mut self, claim: &str, id: CheckId, spec: &'static str) -> Claim {
        let Some(value) = self.known.get(claim) else { return Claim::Absent };
        let Some(text) = value.as_string() else {
            self.wrong_type(id, spec, claim, value, "a string");
            return Claim::Broken;
        };
        Claim::Text(text)
    }

    /// A NumericDate claim. A wrong type fails the check `id` at once, because unreadable does not mean absent.
    pub(super) fn time_claim(&mut self, claim: &str, id: CheckId, spec: &'static str) -> Date {
        let Some(value) = self.known.get(claim) else { return Date::Absent };
        // Tools that show decoded claims may write a time as text, such as API Gateway.
        if self.extent == Extent::Excerpt && value.as_str().is_some() {
            self.judgement.skip(id, spec, format!("{claim} is shown as text"));
            return Date::Broken;
        }
        match numeric_date(value) {
            Ok(time) => Date::At(time),
            Err(what) => {
                let expected = "a number of seconds since 1970";
                let predicate = format!("is {what}");
                self.unreadable(id, spec, Fault::OfClaim(claim, &predicate), expected, value.raw());
                Date::Broken
            }
        }
    }
}

pub(super) enum Claim {
    Text(String),
    Absent,
    Broken,
}

pub(super) enum Date {
    At(Timestamp),
    Absent,
    Broken,
}
