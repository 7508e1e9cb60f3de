//! The session itself: its profile, its log, and what is derived from every entry that is added.

use jiff::Timestamp;

use super::attempt::{Attempt, AuthorizationDraft, CallbackRecord, Entry};
use super::callback_checks::Expected;
use super::clock::ClockOffset;
use super::derived::Derived;
use super::edit::Edit;
use super::exchange::{Delivery, Exchange, Purpose, Received, RedactedBodies};
use super::grant::{Grant, OnlyTokens};
use super::left_out::LeftOut;
use super::log::Log;
use super::origin::Origin;
use super::redeemable::{self, Unredeemable};
use super::target::Target;
use super::userinfo::UserInfo;
use crate::profile::{Profile, cognito};
use crate::protocol::tenant_issuer::is_announced_for;
use crate::protocol::token::alteration::KnownToken;
use crate::protocol::{
    Callback, Check, ClientCredentials, Endpoints, ExchangeId, HttpRequest, HttpResponse, JwkSet, Metadata, Secret,
};
use crate::session::redaction::known_secrets::KnownValues;

/// How a private key in PEM begins.
const PEM: &str = "-----BEGIN ";

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    profile: Profile,
    client_secret: Option<Secret>,
    /// The resource that the person wants to call.
    target: Option<Target>,
    /// The assertion for the next request that authenticates the client.
    assertion: Option<Secret>,
    pub(super) log: Log,
    pub(super) derived: Derived,
    pub(in crate::session) known: KnownValues,
    /// What only its tokens name, if it was read from a record.
    pub(super) record: Option<OnlyTokens>,
}

impl Session {
    /// An empty session.
    pub fn new(profile: Profile, client_secret: Option<Secret>) -> Self {
        Self {
            profile,
            client_secret,
            target: None,
            assertion: None,
            log: Log::default(),
            derived: Derived::default(),
            known: KnownValues::default(),
            record: None,
        }
    }

    /// The session in a record of another program: its profile was read from the log, too.
    pub fn of_record(profile: Profile, log: Vec<Entry>) -> Self {
        let exchanges = || {
            log.iter().filter_map(|entry| match entry {
                Entry::Exchange(exchange) if !exchange.is_import() => Some(exchange),
                _ => None,
            })
        };
        let names_issuer = |it: &Exchange| {
            it.purpose == Purpose::Discovery && it.response().is_some_and(|r| Metadata::read(r).is_ok())
        };
        let names_client = |it: &Exchange| {
            let is_token_request = matches!(it.purpose, Purpose::Token | Purpose::Refresh);
            is_token_request
                && (it.request.form().get("client_id").is_some() || it.request.header("authorization").is_some())
        };
        let asked =
            log.iter().any(|entry| matches!(entry, Entry::Authorization(it) if it.parameter("client_id").is_some()));
        let record =
            OnlyTokens { issuer: !exchanges().any(names_issuer), client: !asked && !exchanges().any(names_client) };
        Self { record: Some(record), ..Self::new(profile, None) }.followed(log)
    }

    /// The session of a log.
    pub fn from_log(profile: Profile, client_secret: Option<Secret>, log: Vec<Entry>) -> Self {
        Self::new(profile, client_secret).followed(log)
    }

    /// The same session with another log.
    pub(super) fn with_log(&self, log: Vec<Entry>) -> Self {
        let session = Self::new(self.profile.clone(), self.client_secret.clone());
        Self { record: self.record, target: self.target.clone(), ..session }.followed(log)
    }

    /// The same session with other texts, and without the client secret.
    pub(in crate::session) fn rewritten(&self, profile: Profile, target: Option<Target>, log: Vec<Entry>) -> Self {
        Self::restored(profile, self.record, target, log).leaving_out(self.left_out())
    }

    /// The session of a saved document.
    pub(in crate::session) fn restored(
        profile: Profile,
        record: Option<OnlyTokens>,
        target: Option<Target>,
        log: Vec<Entry>,
    ) -> Self {
        Self { record, target, ..Self::new(profile, None) }.followed(log)
    }

    /// The session without its pending exchanges, for a program that never sent them.
    pub fn without_pending(&self) -> Self {
        let is_over = |entry: &&Entry| !matches!(entry, Entry::Exchange(it) if it.received == Received::Pending);
        let log = self.log().iter().filter(is_over).cloned().collect();
        self.with_log(log).leaving_out(self.left_out())
    }

    /// The session as it was when its log had that many entries.
    pub fn up_to(&self, length: usize) -> Self {
        self.with_log(self.log().iter().take(length).cloned().collect())
    }

    /// Whether it was read from a record of another program.
    pub fn is_record(&self) -> bool {
        self.record.is_some()
    }

    fn followed(self, log: Vec<Entry>) -> Self {
        let mut session = self;
        let mut has_new_keys = false;
        for entry in log {
            let finished = match &entry {
                Entry::Exchange(exchange) if exchange.received != Received::Pending => Some(exchange.id),
                _ => None,
            };
            session.push(entry);
            match finished {
                Some(id) => has_new_keys |= session.conclude(id),
                None => session.take_tokens(),
            }
        }
        // Once at the end, instead of for each JWK Set of a long log.
        if has_new_keys {
            session.judge_again();
        }
        session
    }

    fn push(&mut self, mut entry: Entry) {
        if let (Entry::Callback(record), Some(uri)) = (&mut entry, self.redirect_uri()) {
            record.callback = record.callback.clone().at(&uri);
        }
        self.log.push(entry);
        self.known = KnownValues::default();
    }

    /// Where the response of the last authorization request arrives.
    fn redirect_uri(&self) -> Option<String> {
        let of_request = self.attempt().and_then(|attempt| attempt.parameter("redirect_uri"));
        of_request.or_else(|| self.profile.redirect_uris.first().map(String::as_str)).map(str::to_owned)
    }

    /// The same session, with entries omitted from its log.
    #[must_use]
    pub fn leaving_out(mut self, left_out: Option<LeftOut>) -> Self {
        self.log.left_out = left_out;
        self
    }

    /// What was omitted from the log, if anything.
    pub fn left_out(&self) -> Option<LeftOut> {
        self.log.left_out
    }

    /// The client and its provider.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Changes the client. Recorded entries stay.
    pub fn set_profile(&mut self, profile: Profile, client_secret: Option<Secret>) {
        self.profile = profile;
        self.client_secret = client_secret;
        self.known = KnownValues::default();
    }

    /// The resource that the person wants to call, or that the record begins with.
    pub fn target(&self) -> Option<Target> {
        let recorded = || self.last_exchange(Purpose::Resource).map(|exchange| Target::of_request(&exchange.request));
        self.target.clone().or_else(recorded)
    }

    /// The resource that was set, whatever the record begins with.
    pub(in crate::session) fn chosen_target(&self) -> Option<&Target> {
        self.target.as_ref()
    }

    /// What only its tokens name, if it was read from a record.
    pub(in crate::session) fn only_tokens(&self) -> Option<OnlyTokens> {
        self.record
    }

    /// Sets the resource to call.
    pub fn set_target(&mut self, target: Option<Target>) {
        self.target = target;
    }

    /// Sets the assertion for the next request that authenticates the client (RFC 7523): each is used once.
    pub fn set_assertion(&mut self, assertion: Option<Secret>) {
        self.assertion = assertion;
    }

    /// The assertion for the next request that authenticates the client.
    pub fn assertion(&self) -> Option<&Secret> {
        self.assertion.as_ref()
    }

    /// The audience of its assertions: the issuer, or the token endpoint if no issuer is known.
    pub fn assertion_audience(&self) -> String {
        let known = self.endpoints();
        known.issuer.or(known.token).unwrap_or_default()
    }

    /// Whether a text is a secret of this session: the client secret, a token, a code or a verifier.
    pub fn holds_secret(&self, text: &str) -> bool {
        // Shorter values could also be ordinary words.
        text.len() >= 16 && self.known_secrets().contains(text)
    }

    /// The client secret, or the private key that is kept in its place.
    pub fn client_secret(&self) -> Option<&Secret> {
        self.client_secret.as_ref()
    }

    /// The log, in order.
    pub fn log(&self) -> &[Entry] {
        self.log.entries()
    }

    /// The wire record, in the order of sending.
    pub fn exchanges(&self) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        self.log.exchanges()
    }

    /// How many exchanges there are.
    pub fn exchange_count(&self) -> usize {
        self.log.exchange_count()
    }

    /// An exchange by its place among all of them, from 0.
    pub fn nth_exchange(&self, at: usize) -> Option<&Exchange> {
        self.log.nth_exchange(at)
    }

    /// The place of an exchange among all of them, from 0.
    pub fn place_of(&self, id: ExchangeId) -> Option<usize> {
        self.log.place_of(id)
    }

    /// The exchanges for a purpose, in order.
    pub fn exchanges_of(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        self.log.exchanges_of(purpose)
    }

    /// The exchanges for a purpose since the last authorization request, in order.
    pub fn exchanges_of_round(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        self.log.exchanges_of_round(purpose)
    }

    /// The exchanges without a result, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Exchange> {
        self.log.pending()
    }

    /// One exchange.
    pub fn exchange(&self, id: ExchangeId) -> Option<&Exchange> {
        self.log.exchange(id)
    }

    /// The position of an exchange in the log.
    pub fn position(&self, id: ExchangeId) -> Option<usize> {
        self.log.position(id)
    }

    /// The last exchange for a purpose.
    pub fn last_exchange(&self, purpose: Purpose) -> Option<&Exchange> {
        self.log.last_exchange(purpose)
    }

    /// The endpoints: the profile's own, supplemented by discovery.
    pub fn endpoints(&self) -> Endpoints {
        let told = self.metadata().map(Metadata::endpoints).unwrap_or_default();
        self.profile.provider.endpoints().or(told)
    }

    /// The expected issuer of tokens: the configured one, or the one that discovery announces for any tenant.
    pub(super) fn token_issuer(&self) -> Option<String> {
        let asked = self.endpoints().issuer?;
        let told = self.metadata().and_then(|metadata| metadata.text("issuer"));
        told.filter(|told| is_announced_for(told, &asked)).or(Some(asked))
    }

    /// The discovery document, if it belongs to the client's issuer; others are ignored.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.derived.metadata.as_ref().filter(|_| self.other_issuer().is_none())
    }

    /// The issuer in the discovery document, if it has one, and the configured one, if they differ (OpenID Connect
    /// Discovery 1.0 section 4.3).
    pub fn other_issuer(&self) -> Option<(Option<String>, String)> {
        let told = self.derived.metadata.as_ref()?.text("issuer").filter(|told| !told.is_empty());
        let asked = self.profile.provider.issuer()?;
        let is_same = told.as_deref().is_some_and(|told| cognito::is_same_issuer(told, &asked));
        (!is_same).then_some((told, asked))
    }

    /// The provider's keys.
    pub fn keys(&self) -> Option<&JwkSet> {
        self.derived.keys.as_ref()
    }

    /// The positions of the authorization requests in the log.
    pub fn attempts(&self) -> &[usize] {
        self.log.attempts()
    }

    /// The last authorization request.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.log.attempt()
    }

    /// The callback for the last authorization request.
    pub fn callback(&self) -> Option<&CallbackRecord> {
        self.log.callback()
    }

    /// All sets of tokens received, in order.
    pub fn grants(&self) -> &[Grant] {
        &self.derived.grants
    }

    /// Whether the response of an exchange brought tokens.
    pub fn is_granted(&self, id: ExchangeId) -> bool {
        // In the order of arrival, which is nearly always that of sending.
        let found = self.grants().binary_search_by_key(&Some(id), |grant| grant.exchange);
        found.is_ok() || self.grants().iter().any(|grant| grant.exchange == Some(id))
    }

    /// The current tokens: the last set received.
    pub fn grant(&self) -> Option<&Grant> {
        self.derived.grants.last()
    }

    /// The last UserInfo response.
    pub fn userinfo(&self) -> Option<&UserInfo> {
        self.derived.userinfo.as_ref()
    }

    /// The difference between the provider's clock and this machine's.
    pub fn clock(&self) -> ClockOffset {
        self.derived.clock
    }

    /// The client as the token endpoint knows it.
    pub fn credentials(&self) -> ClientCredentials {
        let offered = self.metadata().and_then(|m| m.list("token_endpoint_auth_methods_supported"));
        ClientCredentials {
            client_id: self.profile.client_id.clone(),
            // A private key is kept in place of a client secret, and is never sent.
            client_secret: self.client_secret.clone().filter(|secret| !secret.expose().starts_with(PEM)),
            method: self.profile.authentication.resolve(self.client_secret.is_some(), offered.as_deref()),
            assertion: self.assertion.clone(),
        }
    }

    /// Records that the browser was sent to the provider, and returns the URL.
    pub fn authorize(&mut self, draft: AuthorizationDraft, now: Timestamp) -> String {
        let attempt = Attempt { draft: draft.request, verifier: draft.verifier, sent_at: now, edits: Vec::new() };
        let url = attempt.url();
        self.push(Entry::Authorization(attempt));
        url
    }

    /// Whether the code or the tokens of the callback may be used.
    pub fn may_redeem(&self) -> Result<(), Unredeemable> {
        let record = self.callback().ok_or(Unredeemable::NoCallback)?;
        self.may_use(record)
    }

    /// The same for one callback.
    pub(super) fn may_use(&self, record: &CallbackRecord) -> Result<(), Unredeemable> {
        let response_type = self.attempt().and_then(|attempt| attempt.parameter("response_type"));
        redeemable::may_redeem(&record.callback, &self.callback_checks(), response_type)
    }

    /// Compares the callback with its request.
    pub fn callback_checks(&self) -> Vec<Check> {
        let Some(record) = self.callback() else { return Vec::new() };
        let announces_iss =
            || self.derived.metadata.as_ref()?.json.get("authorization_response_iss_parameter_supported")?.as_bool();
        let expected = Expected {
            attempt: self.attempt(),
            issuer: self.token_issuer(),
            announces_iss: announces_iss() == Some(true),
        };
        expected.checks(&record.callback)
    }

    /// Records a callback. Of those for other requests, which any page on this machine can send, only the last
    /// consecutive ones are kept.
    pub fn receive_callback(&mut self, text: &str, now: Timestamp) {
        let callback = Callback::read(text);
        self.log.make_room_for(&callback);
        let edits = Vec::new();
        self.push(Entry::Callback(CallbackRecord { text: Secret::new(text), callback, received_at: now, edits }));
        self.take_tokens();
    }

    /// How many callbacks since the last authorization request belong to another one, including those that were not
    /// kept.
    pub fn foreign_callbacks(&self) -> usize {
        self.log.foreign_callbacks()
    }

    /// Records that a request is sent, and returns its number, which its result must name.
    pub fn begin(&mut self, purpose: Purpose, request: HttpRequest, now: Timestamp) -> ExchangeId {
        let why = if purpose == Purpose::JwkSet { self.wants_keys(now) } else { None };
        self.begin_because(purpose, request, why, now)
    }

    /// The same with the reason why it is sent automatically.
    pub fn begin_because(
        &mut self,
        purpose: Purpose,
        request: HttpRequest,
        why: Option<String>,
        now: Timestamp,
    ) -> ExchangeId {
        let id = self.log.last_id().next();
        let purpose = if self.is_api_call(purpose, &request) { Purpose::Api } else { purpose };
        let pending = Exchange::pending(id, purpose, Origin::Own, request, now);
        self.push(Entry::Exchange(Exchange { why, ..pending }));
        id
    }

    /// Whether a UserInfo request goes to another URL than UserInfo, whose rules its response need not follow.
    pub fn is_api_call(&self, purpose: Purpose, request: &HttpRequest) -> bool {
        let place = |url: &str| url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let userinfo = || self.endpoints().userinfo;
        purpose == Purpose::UserInfo && userinfo().is_some_and(|userinfo| place(&userinfo) != place(&request.url))
    }

    /// Records a response whose request is unknown, or imported tokens as a response.
    pub fn record(&mut self, purpose: Purpose, origin: Origin, response: HttpResponse, now: Timestamp) {
        let id = self.log.last_id().next();
        self.push(Entry::Exchange(Exchange::without_request(id, purpose, origin, response, now)));
        if self.conclude(id) {
            self.judge_again();
        }
    }

    /// Records what the person edited in the last entry of the log.
    pub fn mark_edited(&mut self, edits: Vec<Edit>) {
        self.log.mark_edited(edits);
    }

    /// Records the result of a request. A second result for an exchange is ignored.
    pub fn absorb(&mut self, id: ExchangeId, delivery: Delivery) {
        let Some(exchange) = self.log.exchange_mut(id) else { return };
        if exchange.received != Received::Pending {
            return;
        }
        exchange.received = delivery.received;
        exchange.redacted = RedactedBodies::default();
        self.known = KnownValues::default();
        exchange.timing = delivery.timing;
        exchange.connection = delivery.connection;
        if !delivery.sent_headers.is_empty() {
            exchange.request.headers = delivery.sent_headers;
        }
        self.log.ended(id);
        if self.conclude(id) {
            self.judge_again();
        }
    }

    /// The JWTs that it received. `whose` says whose they are.
    pub fn known_tokens(&self, whose: &str) -> Vec<KnownToken> {
        let received = self.grants().iter().flat_map(|grant| {
            [("the ID token", grant.response.id_token()), ("the access token", grant.response.access_token())]
        });
        let known = received.filter_map(|(kind, token)| Some((kind, token?)));
        known.map(|(kind, token)| KnownToken { what: format!("{kind} of {whose}"), token }).collect()
    }

    /// Uses the given keys instead of the received ones.
    pub fn give_keys(&mut self, keys: JwkSet) {
        self.derived.keys = Some(keys);
        self.judge_again();
    }

    /// The current refresh token: the last one received.
    pub fn refresh_token(&self) -> Option<Secret> {
        self.derived.refresh_token()
    }
}
