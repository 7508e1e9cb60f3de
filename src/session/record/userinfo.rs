//! What UserInfo said, with what is known of it where it is a token.

use jiff::Timestamp;

use super::exchange::{Exchange, ExchangeId};
use crate::protocol::{Expectations, HttpResponse, Json, JwkSet, TokenReport, UserInfoAnswer};

/// An answer of UserInfo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    /// The exchange that brought it.
    pub exchange: ExchangeId,
    /// The answer as received.
    pub answer: UserInfoAnswer,
    /// The report on a signed or encrypted answer (OpenID Connect Core section 5.3.2).
    pub report: Option<TokenReport>,
    received_at: Timestamp,
}

impl UserInfo {
    /// The answer, not yet looked at.
    pub(super) fn new(exchange: &Exchange, response: &HttpResponse) -> Self {
        let answer = UserInfoAnswer::read(response);
        Self { exchange: exchange.id, answer, report: None, received_at: exchange.received_at() }
    }

    /// When it came, by this machine's clock.
    pub(super) fn received_at(&self) -> Timestamp {
        self.received_at
    }

    /// The same answer, looked at with the provider's keys.
    pub(super) fn judged_by(mut self, keys: Option<&JwkSet>, expected: Expectations) -> Self {
        if let UserInfoAnswer::Jwt(token) = &self.answer {
            let expected = Expectations { nonce: None, max_age: None, ..expected };
            self.report = Some(TokenReport::of(token.expose(), keys, &expected));
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
