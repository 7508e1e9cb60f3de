//! One set of tokens, as the token endpoint or a callback gave it, with what is known of each.

use jiff::{SignedDuration, Timestamp};

use super::exchange::{Exchange, ExchangeId, Purpose};
use super::{CallbackRecord, Session};
use crate::protocol::{Expectations, Secret, TokenKind, TokenReport, TokenResponse};

/// What brought tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The browser: the implicit grant or the hybrid flow.
    Callback,
    /// The token endpoint, for a code or the client's own credentials.
    Code,
    /// The token endpoint, for a refresh token.
    Refresh,
}

/// Tokens from one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What brought it.
    pub source: Source,
    /// The exchange that brought it; `None` when it was a callback.
    pub exchange: Option<ExchangeId>,
    /// The last exchange that had begun when it came, its own included; 0 when there was none.
    pub since: ExchangeId,
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
        let is_refresh = exchange.purpose == Purpose::Refresh;
        let source = if is_refresh { Source::Refresh } else { Source::Code };
        let received_at = exchange.received_at();
        let mut expected = session.expectations(TokenKind::IdToken, received_at);
        if is_refresh {
            // A refreshed ID token should have no nonce, and the old one if it has; its auth_time is still that of the
            // sign-in, which max_age was about (OpenID Connect Core section 12.2).
            expected.nonce = None;
            expected.max_age = None;
        } else {
            expected.code = session.callback().and_then(|record| record.callback.code()).map(Secret::new);
        }
        let id = exchange.id;
        Self { source, exchange: Some(id), ..Self::unread(id, received_at, response, expected) }.judged_by(session)
    }

    /// The tokens in a callback (OpenID Connect Core sections 3.2.2.5 and 3.3.2.5).
    pub(super) fn of_callback(session: &Session, record: &CallbackRecord) -> Option<Self> {
        let response = record.callback.tokens()?;
        let since = session.exchanges().map(|exchange| exchange.id).max().unwrap_or(0);
        let expected = Expectations {
            front_channel: true,
            code: record.callback.code().map(Secret::new),
            ..session.expectations(TokenKind::IdToken, record.received_at)
        };
        Some(Self::unread(since, record.received_at, response, expected).judged_by(session))
    }

    fn unread(since: ExchangeId, received_at: Timestamp, response: TokenResponse, expected: Expectations) -> Self {
        Self {
            source: Source::Callback,
            exchange: None,
            since,
            received_at,
            response,
            id_token: None,
            access_token: None,
            refresh_token: None,
            expected,
        }
    }

    /// The same tokens, looked at with the session's keys.
    pub(super) fn judged_by(mut self, session: &Session) -> Self {
        let keys = session.keys();
        let access = self.response.access_token();
        let expect = |kind| Expectations { kind: Some(kind), ..self.expected.clone() };
        let id_token = Expectations { access_token: access.clone(), ..expect(TokenKind::IdToken) };
        self.id_token = self.response.id_token().map(|t| TokenReport::of(t.expose(), keys, &id_token));
        // What discovery announces is about ID tokens.
        let access_token = Expectations { algorithms: None, ..expect(TokenKind::AccessToken) };
        self.access_token = access.map(|t| TokenReport::of(t.expose(), keys, &access_token));
        // Only its provider reads a refresh token: whatever form it has is right.
        let refresh = Expectations { kind: Some(TokenKind::Opaque), ..Expectations::at(self.expected.now) };
        for report in [&mut self.id_token, &mut self.access_token].into_iter().flatten() {
            session.say_where_the_keys_are(report);
        }
        self.refresh_token = self.response.refresh_token().map(|t| TokenReport::of(t.expose(), None, &refresh));
        self
    }

    /// Whether the client proved itself with its secret when these tokens came. In a saved session the secret is covered,
    /// and that there was one is seen.
    pub fn came_with_client_secret(&self, session: &Session) -> bool {
        let Some(exchange) = self.exchange.and_then(|id| session.exchange(id)) else { return false };
        let is_basic = |value: &str| value.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
        exchange.request.header("authorization").is_some_and(is_basic)
            || exchange.request.form().get("client_secret").is_some()
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
