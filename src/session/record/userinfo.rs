//! UserInfo's response, with a report if it is a token.

use super::exchange::Exchange;
use crate::protocol::{ExchangeId, Expectations, HttpResponse, Json, JwkSet, Nonce, TokenReport, UserInfoAnswer};

/// A response of UserInfo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    /// The exchange of the response.
    pub exchange: ExchangeId,
    /// The response as received.
    pub answer: UserInfoAnswer,
    /// The report on a signed or encrypted response (OpenID Connect Core section 5.3.2).
    pub report: Option<TokenReport>,
    /// The expected values when it arrived.
    expected: Expectations,
}

impl UserInfo {
    /// The response, not yet checked. `expected` has the expected values of a signed one.
    pub(super) fn new(exchange: &Exchange, response: &HttpResponse, expected: Expectations) -> Self {
        let expected = Expectations { nonce: Nonce::Unknown, max_age: None, ..expected };
        Self { exchange: exchange.id, answer: UserInfoAnswer::read(response), report: None, expected }
    }

    /// The same response, checked with the provider's keys.
    pub(super) fn judged_by(mut self, keys: Option<&JwkSet>) -> Self {
        if let UserInfoAnswer::Jwt(token) = &self.answer {
            self.report = Some(TokenReport::of(token.expose(), keys, &self.expected));
        }
        self
    }

    /// The claims, plain or signed. The report says whether a signature was verified.
    pub fn claims(&self) -> Option<&Json> {
        match &self.answer {
            UserInfoAnswer::Claims(claims) => Some(claims),
            _ => self.report.as_ref()?.claims.as_ref(),
        }
    }
}
