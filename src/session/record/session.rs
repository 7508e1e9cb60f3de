//! The session itself: its profile, its log, and what is derived from every entry that is added.

use jiff::Timestamp;

use super::attempt::{Attempt, AuthorizationDraft, CallbackRecord, Entry};
use super::callback_checks::Expected;
use super::clock::ClockOffset;
use super::exchange::{Connection, Delivery, Exchange, ExchangeId, Purpose, Received, RedactedBodies, Timing};
use super::grant::Grant;
use super::key_refetch;
use super::userinfo::UserInfo;
use crate::profile::{Profile, cognito};
use crate::protocol::tenant_issuer::is_announced_for;
use crate::protocol::{
    Callback, Check, CheckId, ClientCredentials, Endpoints, Expectations, HttpRequest, JwkSet, Metadata, Secret,
    TokenAnswer, TokenKind,
};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    profile: Profile,
    client_secret: Option<Secret>,
    log: Vec<Entry>,
    metadata: Option<Metadata>,
    keys: Option<JwkSet>,
    grants: Vec<Grant>,
    userinfo: Option<UserInfo>,
    clock: ClockOffset,
    /// Whether an answer that no cache keeps told it.
    clock_is_sure: bool,
}

impl Session {
    /// A session in which nothing has happened.
    pub fn new(profile: Profile, client_secret: Option<Secret>) -> Self {
        Self {
            profile,
            client_secret,
            log: Vec::new(),
            metadata: None,
            keys: None,
            grants: Vec::new(),
            userinfo: None,
            clock: ClockOffset::default(),
            clock_is_sure: false,
        }
    }

    /// The session that a log tells.
    pub fn from_log(profile: Profile, client_secret: Option<Secret>, log: Vec<Entry>) -> Self {
        let mut session = Self::new(profile, client_secret);
        for entry in log {
            let finished = match &entry {
                Entry::Exchange(exchange) if exchange.received != Received::Pending => Some(exchange.id),
                _ => None,
            };
            session.log.push(entry);
            match finished {
                Some(id) => session.conclude(id),
                None => session.take_tokens(),
            }
        }
        session
    }

    /// The client and its provider.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Changes the client. What was recorded stays.
    pub fn set_profile(&mut self, profile: Profile, client_secret: Option<Secret>) {
        self.profile = profile;
        self.client_secret = client_secret;
    }

    /// Whether a text is a secret of this session: the client secret, a token, a code or a verifier.
    pub fn holds_secret(&self, text: &str) -> bool {
        // Shorter ones are words, too.
        if text.len() < 16 {
            return false;
        }
        let is = |secret: Option<Secret>| secret.is_some_and(|secret| secret.expose() == text);
        is(self.client_secret.clone())
            || self
                .grants
                .iter()
                .map(|grant| &grant.response)
                .any(|response| is(response.access_token()) || is(response.id_token()) || is(response.refresh_token()))
            || self.log.iter().any(|entry| match entry {
                Entry::Authorization(attempt) => is(attempt.verifier.clone()),
                Entry::Callback(record) => record.callback.code() == Some(text),
                Entry::Exchange(_) => false,
            })
    }

    /// The client secret.
    pub fn client_secret(&self) -> Option<&Secret> {
        self.client_secret.as_ref()
    }

    /// Everything that happened, in order.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// The wire record, in the order of sending.
    pub fn exchanges(&self) -> impl DoubleEndedIterator<Item = &Exchange> {
        self.log.iter().filter_map(|entry| match entry {
            Entry::Exchange(exchange) => Some(exchange),
            _ => None,
        })
    }

    /// One exchange.
    pub fn exchange(&self, id: ExchangeId) -> Option<&Exchange> {
        self.exchanges().find(|exchange| exchange.id == id)
    }

    /// The last exchange for a purpose.
    pub fn last_exchange(&self, purpose: Purpose) -> Option<&Exchange> {
        self.exchanges().rev().find(|exchange| exchange.purpose == purpose)
    }

    /// The endpoints: the profile's own first, what discovery tells for the rest.
    pub fn endpoints(&self) -> Endpoints {
        let told = self.metadata().map(Metadata::endpoints).unwrap_or_default();
        self.profile.provider.endpoints().or(told)
    }

    /// The issuer that tokens are held against: the one that was asked, or the one it announces with the tenant left open.
    fn token_issuer(&self) -> Option<String> {
        let asked = self.endpoints().issuer?;
        let told = self.metadata().and_then(|metadata| metadata.text("issuer"));
        told.filter(|told| is_announced_for(told, &asked)).or(Some(asked))
    }

    /// The discovery document, as long as it is that of the client's issuer: what another one says counts for nothing.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref().filter(|_| self.other_issuer().is_none())
    }

    /// The issuer that the discovery document names and the one that was asked, when they are not the same (OpenID
    /// Connect Discovery 1.0 section 4.3).
    pub fn other_issuer(&self) -> Option<(String, String)> {
        let told = self.metadata.as_ref()?.text("issuer")?;
        let asked = self.profile.provider.issuer()?;
        (!cognito::is_same_issuer(&told, &asked)).then_some((told, asked))
    }

    /// The provider's keys.
    pub fn keys(&self) -> Option<&JwkSet> {
        self.keys.as_ref()
    }

    /// The last authorization request.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.log.iter().rev().find_map(|entry| match entry {
            Entry::Authorization(attempt) => Some(attempt),
            _ => None,
        })
    }

    /// The callback that answers the last authorization request.
    pub fn callback(&self) -> Option<&CallbackRecord> {
        let since_attempt = self.log.iter().rev().take_while(|entry| !matches!(entry, Entry::Authorization(_)));
        since_attempt.into_iter().find_map(|entry| match entry {
            Entry::Callback(record) => Some(record),
            _ => None,
        })
    }

    /// Every set of tokens received, in order.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The tokens in use: the last set received.
    pub fn grant(&self) -> Option<&Grant> {
        self.grants.last()
    }

    /// The last answer of UserInfo.
    pub fn userinfo(&self) -> Option<&UserInfo> {
        self.userinfo.as_ref()
    }

    /// How far the provider's clock is from this machine's.
    pub fn clock(&self) -> ClockOffset {
        self.clock
    }

    /// The client as the token endpoint meets it.
    pub fn credentials(&self) -> ClientCredentials {
        let offered = self.metadata().and_then(|m| m.list("token_endpoint_auth_methods_supported"));
        ClientCredentials {
            client_id: self.profile.client_id.clone(),
            client_secret: self.client_secret.clone(),
            method: self.profile.authentication.resolve(self.client_secret.is_some(), offered.as_deref()),
        }
    }

    /// Records that the browser is sent to the provider, and returns the URL.
    pub fn authorize(&mut self, draft: AuthorizationDraft, now: Timestamp) -> String {
        let attempt = Attempt { draft: draft.request, verifier: draft.verifier, sent_at: now };
        let url = attempt.url();
        self.log.push(Entry::Authorization(attempt));
        url
    }

    /// Compares the callback with the request it answers.
    pub fn callback_checks(&self) -> Vec<Check> {
        let Some(record) = self.callback() else { return Vec::new() };
        let announces_iss =
            || self.metadata.as_ref()?.json.get("authorization_response_iss_parameter_supported")?.as_bool();
        let expected = Expected {
            attempt: self.attempt(),
            issuer: self.token_issuer(),
            announces_iss: announces_iss() == Some(true),
        };
        expected.checks(&record.callback)
    }

    /// Records a callback.
    pub fn receive_callback(&mut self, text: &str, now: Timestamp) {
        let callback = Callback::read(text);
        self.log.push(Entry::Callback(CallbackRecord { text: Secret::new(text), callback, received_at: now }));
        self.take_tokens();
    }

    /// Takes the tokens of the callback that was recorded last. Those of a callback that answers another request are
    /// evidence and nothing more: any page can send the browser to the redirect URI.
    fn take_tokens(&mut self) {
        let Some(Entry::Callback(record)) = self.log.last() else { return };
        let is_foreign = |check: &Check| check.failed() && matches!(check.id, CheckId::State | CheckId::Issuer);
        if self.callback_checks().iter().any(is_foreign) {
            return;
        }
        let since = self.exchanges().map(|exchange| exchange.id).max().unwrap_or(0);
        let expected = self.expectations(TokenKind::IdToken, record.received_at);
        let grant = Grant::of_callback(record, since, expected);
        self.grants.extend(grant.map(|grant| grant.judged_by(self.keys(), self.why_no_keys())));
    }

    /// Records that a request goes out, and returns its number, which its delivery must bring back.
    pub fn begin(&mut self, purpose: Purpose, request: HttpRequest, now: Timestamp) -> ExchangeId {
        let last = self.exchanges().map(|exchange| exchange.id).max().unwrap_or(0);
        let id = last + 1;
        let why = if purpose == Purpose::JwkSet { self.wants_keys(now) } else { None };
        self.log.push(Entry::Exchange(Exchange {
            id,
            purpose,
            why,
            request,
            sent_at: now,
            received: Received::Pending,
            timing: Timing::default(),
            connection: Connection::default(),
            redacted: RedactedBodies::default(),
        }));
        id
    }

    /// Records what became of a request. A delivery for an exchange that has one already is ignored.
    pub fn absorb(&mut self, id: ExchangeId, delivery: Delivery) {
        let found = self.log.iter_mut().find_map(|entry| match entry {
            Entry::Exchange(exchange) if exchange.id == id && exchange.received == Received::Pending => Some(exchange),
            _ => None,
        });
        let Some(exchange) = found else { return };
        exchange.received = delivery.received;
        exchange.redacted = RedactedBodies::default();
        exchange.timing = delivery.timing;
        exchange.connection = delivery.connection;
        if !delivery.sent_headers.is_empty() {
            exchange.request.headers = delivery.sent_headers;
        }
        self.conclude(id);
    }

    /// Derives what follows from a finished exchange.
    fn conclude(&mut self, id: ExchangeId) {
        let Some(exchange) = self.exchange(id).cloned() else { return };
        let Some(response) = exchange.response() else { return };
        // Discovery and keys are what caches keep, and not every cache says so: another answer knows better.
        let is_cacheable = matches!(exchange.purpose, Purpose::Discovery | Purpose::JwkSet);
        if let Some(offset) = ClockOffset::from_exchange(&exchange).filter(|_| !is_cacheable || !self.clock_is_sure) {
            self.clock = offset;
            self.clock_is_sure = !is_cacheable;
        }
        match exchange.purpose {
            Purpose::Discovery => {
                if let Ok(metadata) = Metadata::read(response) {
                    self.metadata = Some(metadata);
                }
            }
            Purpose::JwkSet => {
                if response.has_document()
                    && let Ok(keys) = JwkSet::parse(&response.text())
                {
                    self.keys = Some(keys);
                    self.judge_again();
                }
            }
            Purpose::Token | Purpose::Refresh => {
                if let TokenAnswer::Tokens(tokens) = TokenAnswer::read(response) {
                    let expected = self.expectations(TokenKind::IdToken, exchange.received_at());
                    let code = self.callback().and_then(|record| record.callback.code());
                    let grant = Grant::new(&exchange, tokens, expected, code);
                    self.grants.push(grant.judged_by(self.keys(), self.why_no_keys()));
                }
            }
            Purpose::UserInfo => self.userinfo = Some(self.judged(UserInfo::new(&exchange, response))),
            _ => {}
        }
    }

    /// Judges by keys that a person gives, in place of those that were received.
    pub fn give_keys(&mut self, keys: JwkSet) {
        self.keys = Some(keys);
        self.judge_again();
    }

    /// Looks at every token again, now that the keys are there or have changed.
    fn judge_again(&mut self) {
        let grants = std::mem::take(&mut self.grants);
        let without_keys = self.why_no_keys();
        self.grants = grants.into_iter().map(|grant| grant.judged_by(self.keys(), without_keys)).collect();
        self.userinfo = self.userinfo.take().map(|answer| self.judged(answer));
    }

    fn judged(&self, answer: UserInfo) -> UserInfo {
        let expected = self.expectations(TokenKind::UserInfo, answer.received_at());
        answer.judged_by(self.keys(), expected)
    }

    /// Why there are no keys, when they were asked for.
    fn why_no_keys(&self) -> Option<&'static str> {
        let look = self.last_exchange(Purpose::JwkSet).filter(|_| self.keys().is_none());
        look.map(key_refetch::why_missing)
    }

    /// Why the JWK Set should be asked for once more.
    pub fn wants_keys(&self, now: Timestamp) -> Option<String> {
        let uri = self.endpoints().jwks_uri?;
        self.keys()?;
        key_refetch::wanted(&uri, self.grant(), self.userinfo(), self.exchanges(), now)
    }

    /// What a token of this session is held against, at a time of this machine's clock.
    pub fn expectations(&self, kind: TokenKind, now: Timestamp) -> Expectations {
        let attempt = self.attempt();
        let nonce = attempt.map(|attempt| attempt.parameter("nonce").unwrap_or_default().to_owned());
        Expectations {
            kind: Some(kind),
            issuer: self.token_issuer(),
            // Of a document that was pasted alone nobody knows the client.
            client_id: Some(self.profile.client_id.clone()).filter(|client_id| !client_id.is_empty()),
            nonce,
            max_age: attempt.and_then(|a| a.parameter("max_age")?.parse().ok()),
            client_secret: self.client_secret.clone(),
            algorithms: self.metadata().and_then(|metadata| match kind {
                TokenKind::IdToken => metadata.list("id_token_signing_alg_values_supported"),
                TokenKind::UserInfo => metadata.list("userinfo_signing_alg_values_supported"),
                _ => None,
            }),
            cognito: self.profile.is_cognito().then_some(true),
            as_client: true,
            ..Expectations::at(self.clock.corrected(now))
        }
    }

    /// The refresh token in use: the last one received, since a refresh without rotation brings none (RFC 6749
    /// section 6).
    pub fn refresh_token(&self) -> Option<Secret> {
        self.grants.iter().rev().find_map(|grant| grant.response.refresh_token())
    }
}
