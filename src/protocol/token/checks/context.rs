//! What every check has at hand: the claims, what is expected, and where the outcome goes.

use jiff::Timestamp;

use super::rules::{MISSING, WRONG_TYPE};
use crate::protocol::check_id::CheckId;
use crate::protocol::json::Value;
use crate::protocol::judgement::{Failure, Judgement};
use crate::protocol::token::claims::{Known, numeric_date};
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;

/// What most checks of an ID token are required by.
pub(super) const ID_TOKEN: &str = "OIDC Core 3.1.3.7";

pub(super) struct Checks<'a> {
    pub(super) kind: TokenKind,
    pub(super) known: Known<'a>,
    pub(super) expected: &'a Expectations,
    pub(super) judgement: &'a mut Judgement,
    pub(super) cognito: bool,
    /// Whether it is an access token that its client looks at: what its API alone can judge is not judged.
    pub(super) is_opaque: bool,
    /// Whether only a part of the claims may be shown.
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
        self.unreadable(id, spec, &format!("{claim} is {}", value.kind()), expected, value.raw());
    }

    fn unreadable(&mut self, id: CheckId, spec: &'static str, detail: &str, expected: &str, found: &str) {
        let remedy = "Do not accept this token: an unreadable claim must not be treated as missing.";
        self.judgement.fail(id, spec, &Failure { rule: &WRONG_TYPE, detail, expected, found, remedy });
    }

    /// A claim that is a string. A wrong type fails the check `id` at once.
    pub(super) fn text_claim(&mut self, claim: &str, id: CheckId, spec: &'static str) -> Claim {
        let Some(value) = self.known.get(claim) else { return Claim::Absent };
        let Some(text) = value.as_string() else {
            self.wrong_type(id, spec, claim, value, "a string");
            return Claim::Broken;
        };
        Claim::Text(text)
    }

    /// A claim that is a NumericDate. A wrong type fails the check `id` at once: unreadable is not absent.
    pub(super) fn time_claim(&mut self, claim: &str, id: CheckId, spec: &'static str) -> Date {
        let Some(value) = self.known.get(claim) else { return Date::Absent };
        // What shows decoded claims may write a time as text: API Gateway does, and so does whoever prints a date.
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
