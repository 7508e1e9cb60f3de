//! One set of tokens, as the token endpoint gave it, with what is known of each.

use jiff::{SignedDuration, Timestamp};

use super::Session;
use super::exchange::{Exchange, ExchangeId, Purpose};
use crate::protocol::{Expectations, TokenKind, TokenReport, TokenResponse};

/// Tokens from one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The exchange that brought it.
    pub exchange: ExchangeId,
    /// Whether a code or a refresh token was handed in.
    pub purpose: Purpose,
    /// When it came, by this machine's clock.
    pub received_at: Timestamp,
    /// The answer as received.
    pub response: TokenResponse,
    /// The ID token.
    pub id_token: Option<TokenReport>,
    /// The access token.
    pub access_token: Option<TokenReport>,
    /// The refresh token that came with it.
    pub refresh_token: Option<TokenReport>,
    /// What the ID token is held against: the request of its own time.
    expected: Expectations,
}

impl Grant {
    pub(super) fn new(session: &Session, exchange: &Exchange, response: TokenResponse) -> Self {
        let received_at = exchange.received_at();
        let mut expected = session.expectations(TokenKind::IdToken, received_at);
        if exchange.purpose == Purpose::Refresh {
            // A refreshed ID token should have no nonce, and the old one if it has (OpenID Connect Core section 12.2).
            expected.nonce = None;
        }
        let grant = Self {
            exchange: exchange.id,
            purpose: exchange.purpose,
            received_at,
            response,
            id_token: None,
            access_token: None,
            refresh_token: None,
            expected,
        };
        grant.judged_by(session)
    }

    /// The same tokens, looked at with the session's keys.
    pub(super) fn judged_by(mut self, session: &Session) -> Self {
        let keys = session.keys();
        let access = self.response.access_token();
        let expect = |kind| Expectations { kind: Some(kind), ..self.expected.clone() };
        let id_token = Expectations { access_token: access.clone(), ..expect(TokenKind::IdToken) };
        self.id_token = self.response.id_token().map(|t| TokenReport::of(t.expose(), keys, &id_token));
        let access_token = expect(TokenKind::AccessToken);
        self.access_token = access.map(|t| TokenReport::of(t.expose(), keys, &access_token));
        // Only its provider reads a refresh token: whatever form it has is right.
        let refresh = Expectations { kind: Some(TokenKind::Opaque), ..Expectations::at(self.expected.now) };
        self.refresh_token = self.response.refresh_token().map(|t| TokenReport::of(t.expose(), None, &refresh));
        self
    }

    /// When the access token ends, by this machine's clock: its own `exp`, or `expires_in` from its arrival.
    pub fn access_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        let own = self.access_token.as_ref().and_then(|report| report.time("exp"));
        own.map(|exp| session.clock().local(exp))
            .or_else(|| self.received_at.saturating_add(SignedDuration::from_secs(self.response.expires_in()?)).ok())
    }

    /// When the ID token ends, by this machine's clock.
    pub fn id_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        self.id_token.as_ref()?.time("exp").map(|exp| session.clock().local(exp))
    }
}
