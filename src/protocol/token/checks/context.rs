//! What every check needs: the claims, the expected values, and the collected results.

use jiff::Timestamp;

use super::rules::{MISSING, WRONG_TYPE};
use crate::protocol::check_id::CheckId;
use crate::protocol::json::Value;
use crate::protocol::judgement::{Failure, Judgement};
use crate::protocol::token::claims::{Known, numeric_date};
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;

/// The specification of most ID token checks.
pub(super) const ID_TOKEN: &str = "OIDC Core 3.1.3.7";

pub(super) struct Checks<'a> {
    pub(super) kind: TokenKind,
    pub(super) known: Known<'a>,
    pub(super) expected: &'a Expectations,
    pub(super) judgement: &'a mut Judgement,
    pub(super) cognito: bool,
    /// Whether it is an access token checked by its client, so that checks which only the API can make are skipped.
    pub(super) is_opaque: bool,
    /// Whether the claims may be incomplete.
    pub(super) is_excerpt: bool,
}

impl Checks<'_> {
    pub(super) fn missing(&mut self, claim: &str, id: CheckId, spec: &'static str, expected: &str) {
        if self.is_excerpt {
            return self.judgement.skip(id, spec, format!("the decoded claims have no {claim}; the token may"));
        }
        let detail = format!("the token has no {claim}");
        let remedy = "Do not accept this token. Ask the issuer why the claim is missing.";
        self.judgement.fail(id, spec, &Failure { rule: &MISSING, detail: &detail, expected, found: "nothing", remedy });
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
        self.unreadable(id, spec, &format!("{claim} is {what}"), expected, value.raw());
    }

    fn unreadable(&mut self, id: CheckId, spec: &'static str, detail: &str, expected: &str, found: &str) {
        let remedy = "Do not accept this token: an unreadable claim must not be treated as missing.";
        self.judgement.fail(id, spec, &Failure { rule: &WRONG_TYPE, detail, expected, found, remedy });
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
        if self.is_excerpt && value.as_str().is_some() {
            self.judgement.skip(id, spec, format!("{claim} is shown as text"));
            return Date::Broken;
        }
        match numeric_date(value) {
            Ok(time) => Date::At(time),
            Err(what) => {
                let expected = "a number of seconds since 1970";
                self.unreadable(id, spec, &format!("{claim} is {what}"), expected, value.raw());
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
