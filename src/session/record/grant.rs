//! One set of tokens from the token endpoint or a callback, with the reports on each.

use jiff::Timestamp;

use super::attempt::CallbackRecord;
use super::exchange::{Exchange, Purpose};
use super::origin::{Origin, TokenSource};
use crate::protocol::SignatureReason;
use crate::protocol::{
    Check, CheckId, ExchangeId, Expectations, JwkSet, Nonce, Outcome, Secret, SignatureStatus, TokenKind, TokenReport,
    TokenResponse,
};

/// The source of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The browser: implicit grant or hybrid flow.
    Callback,
    /// The token endpoint, for a code.
    Code,
    /// The token endpoint, for the client's own credentials: no user signed in (RFC 6749 section 4.4).
    ClientCredentials,
    /// The token endpoint, for a refresh token.
    Refresh,
}

/// The tokens of one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Decides which checks apply: only a code or a callback answers a request with a nonce.
    pub source: Source,
    /// The exchange of the response; `None` for a callback.
    pub exchange: Option<ExchangeId>,
    /// The last exchange that had started when it arrived, including its own; 0 if there was none.
    pub since: ExchangeId,
    /// When it arrived, by this machine's clock.
    pub received_at: Timestamp,
    /// The response as received.
    pub response: TokenResponse,
    /// The ID token.
    pub id_token: Option<TokenReport>,
    /// The access token.
    pub access_token: Option<TokenReport>,
    /// The refresh token in the same response.
    pub refresh_token: Option<TokenReport>,
    /// The refresh token that was sent for these tokens.
    sent_refresh_token: Option<Secret>,
    /// The access token as received; its report has it without what a repair removed.
    access_token_text: Option<Secret>,
    /// Which of its claims nothing else confirms; `None` if they were received from the provider.
    pasted: Option<OnlyTokens>,
    /// What the ID token is compared with: the request from its own time.
    expected: Expectations,
}

/// What only the tokens name, in a session of another program: compared with that, every token would pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) struct OnlyTokens {
    /// The issuer.
    pub(in crate::session) issuer: bool,
    /// The client.
    pub(in crate::session) client: bool,
}

impl Grant {
    /// The access token as received, without reading it from the response again: it may have megabytes.
    pub(super) fn access_token_text(&self) -> Option<Secret> {
        self.access_token_text.clone()
    }

    /// The tokens of a token response, not yet checked. `expected` has the values at that time, `code` is the code of
    /// the callback before.
    pub(super) fn new(
        exchange: &Exchange,
        response: TokenResponse,
        mut expected: Expectations,
        code: Option<&str>,
    ) -> Self {
        let source = match exchange.request.form().get("grant_type") {
            _ if exchange.purpose == Purpose::Refresh => Source::Refresh,
            Some("client_credentials") => Source::ClientCredentials,
            _ => Source::Code,
        };
        if source != Source::Code {
            // No browser was asked for these. A refreshed ID token should have no nonce, and the old one if it has; its auth_time is still that of the
            // sign-in, which max_age was about (OpenID Connect Core section 12.2).
            expected.nonce = Nonce::Unknown;
            expected.max_age = None;
        } else {
            expected.code = code.map(Secret::new);
        }
        // A browser's storage names the client separately from the tokens. For a recording, all of it is searched.
        let pasted = match exchange.origin {
            Origin::Own | Origin::Recorded | Origin::Import(TokenSource::Recording) => None,
            Origin::Import(TokenSource::AmplifyStorage) => Some(OnlyTokens { issuer: true, client: false }),
            Origin::Import(_) | Origin::ResponseOnly => Some(OnlyTokens { issuer: true, client: true }),
        };
        let id = exchange.id;
        let unread = Self::unread(id, exchange.received_at(), response, expected);
        let sent_refresh_token = exchange.request.form().get("refresh_token").map(Secret::new);
        Self { source, pasted, sent_refresh_token, exchange: Some(id), ..unread }
    }

    /// The tokens of a callback (OpenID Connect Core sections 3.2.2.5 and 3.3.2.5), not yet checked.
    pub(super) fn of_callback(record: &CallbackRecord, since: ExchangeId, expected: Expectations) -> Option<Self> {
        let response = record.callback.tokens()?;
        let code = record.callback.code().map(Secret::new);
        let expected = Expectations { front_channel: true, code, ..expected };
        Some(Self::unread(since, record.received_at, response, expected))
    }

    fn unread(since: ExchangeId, received_at: Timestamp, response: TokenResponse, expected: Expectations) -> Self {
        Self {
            source: Source::Callback,
            exchange: None,
            since,
            received_at,
            sent_refresh_token: None,
            access_token_text: response.access_token(),
            response,
            id_token: None,
            access_token: None,
            refresh_token: None,
            pasted: None,
            expected,
        }
    }

    /// The same tokens, checked with the provider's keys, or with the reason why there are none.
    pub(super) fn judged_by(mut self, keys: Option<&JwkSet>, without_keys: Option<&SignatureReason>) -> Self {
        let access = self.access_token_text();
        let expect = |kind| Expectations { kind: Some(kind), ..self.expected.clone() };
        let id_token = Expectations { access_token: access.clone(), ..expect(TokenKind::IdToken) };
        self.id_token = self.response.id_token().map(|t| TokenReport::of(t.expose(), keys, &id_token));
        // The algorithms in discovery apply to ID tokens.
        let access_token = Expectations { algorithms: None, ..expect(TokenKind::AccessToken) };
        self.access_token = access.map(|t| TokenReport::of(t.expose(), keys, &access_token));
        // Only its provider reads a refresh token, so any form is valid.
        let refresh = Expectations { kind: Some(TokenKind::Opaque), ..Expectations::at(self.expected.now) };
        for report in [&mut self.id_token, &mut self.access_token].into_iter().flatten() {
            if let Some(reason) = without_keys.filter(|_| report.signature.reason == SignatureReason::NoKey) {
                report.signature.reason = reason.clone();
            }
        }
        self.refresh_token = self.response.refresh_token().map(|t| TokenReport::of(t.expose(), None, &refresh));
        self.leave_what_only_the_tokens_say();
        self
    }

    /// The same tokens in a session that was read from a record, unless they are pasted anyway.
    #[must_use]
    pub(super) fn in_record(self, record: Option<OnlyTokens>) -> Self {
        Self { pasted: self.pasted.or(record), ..self }
    }

    /// The refresh token that was sent for these tokens.
    pub(super) fn sent_refresh_token(&self) -> Option<&Secret> {
        self.sent_refresh_token.as_ref()
    }

    /// Whether these are the tokens for the code of a callback that brought tokens, too (OpenID Connect Core section 3.3).
    pub(super) fn is_for_code_of(&self, callback: &Self) -> bool {
        let code = callback.expected.code.as_ref().filter(|_| callback.source == Source::Callback);
        self.source == Source::Code && code.is_some() && self.expected.code.as_ref() == code
    }

    /// Whether this program did not receive the tokens itself.
    pub fn is_pasted(&self) -> bool {
        self.pasted.is_some()
    }

    /// Whether it is pasted and a signature of it was not verified or was removed: then its content is not yet
    /// trustworthy.
    pub fn is_unverified(&self) -> bool {
        let is_verified = |report: &TokenReport| report.signature.status == SignatureStatus::Verified;
        let is_removed = |report: &TokenReport| report.signature.reason.is_removed();
        let reports = [&self.id_token, &self.access_token].into_iter().flatten();
        // An opaque access token has no signature; it counts like the ID token of the same response.
        let is_opaque = |report: &&TokenReport| report.header.is_none() && self.id_token.is_some();
        reports.clone().any(is_removed) || self.is_pasted() && !reports.filter(|it| !is_opaque(it)).all(is_verified)
    }

    /// Compared with their own values, all tokens would pass, so these checks are not made.
    fn leave_what_only_the_tokens_say(&mut self) {
        let Some(pasted) = self.pasted else { return };
        let checks =
            [&mut self.id_token, &mut self.access_token].into_iter().flatten().flat_map(|report| &mut report.checks);
        for check in checks.filter(|check| check.outcome == Outcome::Pass) {
            let what = match check.id {
                CheckId::Issuer if pasted.issuer => "issuer",
                CheckId::Audience | CheckId::AuthorizedParty | CheckId::Client if pasted.client => "client",
                _ => continue,
            };
            *check =
                Check::not_checked(check.id, check.spec, format!("only the token names the {what}: {}", check.detail));
        }
    }
}
