//! What UserInfo said, with what is known of it where it is a token.

use super::exchange::Exchange;
use crate::protocol::{ExchangeId, Expectations, HttpResponse, Json, JwkSet, TokenReport, UserInfoAnswer};

/// An answer of UserInfo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    /// The exchange that brought it.
    pub exchange: ExchangeId,
    /// The answer as received.
    pub answer: UserInfoAnswer,
    /// The report on a signed or encrypted answer (OpenID Connect Core section 5.3.2).
    pub report: Option<TokenReport>,
    /// What it is held against: what was known when it came.
    expected: Expectations,
}

impl UserInfo {
    /// The answer, not yet looked at. `expected` is what a signed one is held against.
    pub(super) fn new(exchange: &Exchange, response: &HttpResponse, expected: Expectations) -> Self {
        let expected = Expectations { nonce: None, max_age: None, ..expected };
        Self { exchange: exchange.id, answer: UserInfoAnswer::read(response), report: None, expected }
    }

    /// The same answer, looked at with the provider's keys.
    pub(super) fn judged_by(mut self, keys: Option<&JwkSet>) -> Self {
        if let UserInfoAnswer::Jwt(token) = &self.answer {
            self.report = Some(TokenReport::of(token.expose(), keys, &self.expected));
        }
        self
    }

    /// The claims, plain or signed. Whether a signature was verified, its report says.
    pub fn claims(&self) -> Option<&Json> {
        match &self.answer {
            UserInfoAnswer::Claims(claims) => Some(claims),
            _ => self.report.as_ref()?.claims.as_ref(),
        }
    }
}
