//! One set of tokens, as the token endpoint or a callback gave it, with what is known of each.

use jiff::Timestamp;

use super::attempt::CallbackRecord;
use super::exchange::{Exchange, Purpose};
use crate::protocol::jose::verdict::SignatureReason;
use crate::protocol::{
    Check, CheckId, ExchangeId, Expectations, JwkSet, Outcome, Secret, SignatureStatus, TokenKind, TokenReport,
    TokenResponse,
};

/// What brought tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The browser: the implicit grant or the hybrid flow.
    Callback,
    /// The token endpoint, for a code.
    Code,
    /// The token endpoint, for the client's own credentials: no person signed in (RFC 6749 section 4.4).
    ClientCredentials,
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
    /// Which of its claims nothing else vouches for; `None` when they came from the provider.
    pasted: Option<Pasted>,
    /// What the ID token is held against: the request of its own time.
    expected: Expectations,
}

/// Tokens from elsewhere, whose session has its issuer and its client from the tokens themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pasted {
    /// The issuer and the client.
    Alone,
    /// The issuer; the client stood beside the tokens.
    WithClient,
}

impl Grant {
    /// The tokens of an answer of the token endpoint, not yet looked at. `expected` is that of the time they came,
    /// `code` the code of the callback before.
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
            expected.nonce = None;
            expected.max_age = None;
        } else {
            expected.code = code.map(Secret::new);
        }
        // A recording and a browser's storage name the client apart from the tokens, a recording the issuer too.
        let pasted = match exchange.request.url.as_str() {
            _ if !exchange.is_import() => None,
            "har" => None,
            "amplify_storage" => Some(Pasted::WithClient),
            _ => Some(Pasted::Alone),
        };
        let id = exchange.id;
        Self { source, pasted, exchange: Some(id), ..Self::unread(id, exchange.received_at(), response, expected) }
    }

    /// The tokens in a callback (OpenID Connect Core sections 3.2.2.5 and 3.3.2.5), not yet looked at.
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
            response,
            id_token: None,
            access_token: None,
            refresh_token: None,
            pasted: None,
            expected,
        }
    }

    /// The same tokens, looked at with the provider's keys, or with why there are none.
    pub(super) fn judged_by(mut self, keys: Option<&JwkSet>, without_keys: Option<&'static str>) -> Self {
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
            if let Some(reason) = without_keys.filter(|_| report.signature.reason == SignatureReason::NoKey) {
                report.signature.reason = reason.into();
            }
        }
        self.refresh_token = self.response.refresh_token().map(|t| TokenReport::of(t.expose(), None, &refresh));
        self.leave_what_only_the_tokens_say();
        self
    }

    /// Whether the tokens came from elsewhere, in no exchange of this session.
    pub fn is_pasted(&self) -> bool {
        self.pasted.is_some()
    }

    /// Whether it is pasted and a signature of it was not verified, or its signature was removed: what it says is
    /// nobody's word yet.
    pub fn is_unverified(&self) -> bool {
        let is_verified = |report: &TokenReport| report.signature.status == SignatureStatus::Verified;
        let is_removed = |report: &TokenReport| report.signature.reason.is_removed();
        let mut reports = [&self.id_token, &self.access_token].into_iter().flatten();
        reports.clone().any(is_removed) || self.is_pasted() && !reports.all(is_verified)
    }

    /// Held against what they say themselves, all tokens pass: such a check is not made.
    fn leave_what_only_the_tokens_say(&mut self) {
        let Some(pasted) = self.pasted else { return };
        let checks =
            [&mut self.id_token, &mut self.access_token].into_iter().flatten().flat_map(|report| &mut report.checks);
        for check in checks.filter(|check| check.outcome == Outcome::Pass) {
            let what = match (check.id, pasted) {
                (CheckId::Issuer, _) => "issuer",
                (CheckId::Audience | CheckId::AuthorizedParty | CheckId::Client, Pasted::Alone) => "client",
                _ => continue,
            };
            *check =
                Check::not_checked(check.id, check.spec, format!("only the token names the {what}: {}", check.detail));
        }
    }
}
