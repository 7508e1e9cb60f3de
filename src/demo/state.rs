//! The provider's state, and the context in which endpoints answer one request.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::{self, AppClient, POOL_ID, User};
use super::federated_users::FederatedUser;
use super::keys::Keys;
use super::knobs::Knobs;
use super::resource::Registrations;
use crate::protocol::HttpRequest;
use crate::protocol::text::hexadecimal::hexadecimal;

/// The embedded provider: one user pool with its domain.
pub struct Provider {
    pub(super) origin: String,
    pub(super) keys: Keys,
    pub(super) knobs: Knobs,
    pub(super) clients: Vec<AppClient>,
    pub(super) users: Vec<User>,
    pub(super) state: State,
    pub(super) scenario: Option<&'static str>,
    /// Earlier states by number, see [`Provider::keep`].
    kept: BTreeMap<usize, State>,
}

/// What the provider stores between requests. Times are seconds since 1970 by the provider's clock.
#[derive(Clone, Default)]
pub(super) struct State {
    /// How many seconds a person turned the clock ahead.
    pub(super) turned: i64,
    /// The login pages that were served: the `_csrf` value and the time.
    pub(super) login_pages: BTreeMap<String, i64>,
    /// Browser sessions by the value of the `cognito` cookie.
    pub(super) browser_sessions: BTreeMap<String, BrowserSession>,
    /// Codes not yet redeemed.
    pub(super) codes: BTreeMap<String, Grant>,
    /// Refresh tokens, including rotated ones.
    pub(super) refresh_tokens: BTreeMap<String, RefreshToken>,
    /// The `origin_jti` of every revoked family.
    pub(super) revoked: BTreeSet<String>,
    /// Pending federated sign-ins, by the `state` sent to the identity provider.
    pub(super) federations: BTreeMap<String, Federation>,
    /// Email addresses that have already had the one-time error after account linking.
    pub(super) linked: BTreeSet<&'static str>,
    /// What the authorization server beside the pool stores.
    pub(super) standards: Registrations,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
pub(super) struct BrowserSession {
    pub(super) username: String,
    /// The identity provider; `COGNITO` for a password.
    pub(super) method: String,
    /// The last interactive sign-in.
    pub(super) auth_time: i64,
}

/// What a code, and later a refresh token, grants.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) ask: AuthorizationAsk,
    pub(super) username: String,
    pub(super) auth_time: i64,
    pub(super) expires: i64,
}

/// A refresh token of a family.
#[derive(Clone, Debug)]
pub(super) struct RefreshToken {
    pub(super) grant: Grant,
    pub(super) origin_jti: String,
    /// The absolute expiry, counted from the sign-in; rotation keeps it.
    pub(super) expires: i64,
    /// Until when a rotated token still works.
    pub(super) accepted_until: Option<i64>,
}

/// A browser that is at an identity provider.
#[derive(Clone, Debug)]
pub(super) struct Federation {
    pub(super) provider: String,
    /// The query of the authorization request.
    pub(super) query: String,
    pub(super) begun: i64,
    /// The identity provider's code and its user.
    pub(super) code: Option<(String, &'static FederatedUser)>,
}

/// One request being answered, with the provider's time and randomness.
pub(super) struct Turn<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) now: i64,
    pub(super) random: &'a mut dyn FnMut() -> [u8; 32],
}

impl Turn<'_> {
    /// 32 unpredictable bytes.
    pub(super) fn random(&mut self) -> [u8; 32] {
        (self.random)()
    }

    /// `count` unpredictable bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 32);
        while bytes.len() < count {
            bytes.extend(self.random());
        }
        bytes.truncate(count);
        bytes
    }

    /// A UUID of version 4 (RFC 9562 section 5.4).
    pub(super) fn uuid(&mut self) -> String {
        let mut bytes = self.random();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = hexadecimal(&bytes[..16]);
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// The value of a cookie.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("cookie"));
        pairs
            .flat_map(|header| header.value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(found, value)| (found == name).then_some(value))
    }
}

/// A request that passed all checks: its code or tokens will be bound to it.
#[derive(Clone, Debug)]
pub(super) struct AuthorizationAsk {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    /// Whether tokens were requested instead of a code.
    pub(super) implicit: bool,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<String>,
    pub(super) scopes: Vec<String>,
    /// Whether no scope was requested, so that `scopes` has all of the client's.
    pub(super) is_scopeless: bool,
    pub(super) resource: Option<String>,
}

impl Provider {
    /// A provider at `origin` (`http://localhost:9876`, without a trailing slash).
    pub fn new(origin: &str, keys: Keys, knobs: Knobs) -> Self {
        Self {
            origin: origin.to_owned(),
            keys,
            knobs,
            clients: directory::clients(),
            users: directory::users(),
            state: State::default(),
            scenario: None,
            kept: BTreeMap::new(),
        }
    }

    /// Keeps its state under a number, so that a step can be taken back.
    pub fn keep(&mut self, number: usize) {
        self.kept.insert(number, self.state.clone());
    }

    /// Restores the state that was kept under a number, if there is one.
    pub fn restore(&mut self, number: usize) {
        if let Some(state) = self.kept.get(&number) {
            self.state = state.clone();
        }
    }

    /// Turns its clock so many seconds ahead of real time, beside any fault of the scenario.
    pub fn turn_clock(&mut self, seconds: i64) {
        self.state.turned = seconds;
    }

    /// The issuer that discovery announces: the pool id after the host, no trailing slash.
    pub fn issuer(&self) -> String {
        format!("{}/{POOL_ID}", self.origin)
    }

    /// The app client called `id`.
    pub(super) fn client(&self, id: &str) -> Option<&AppClient> {
        self.clients.iter().find(|client| client.client_id == id)
    }

    /// The user called `username`, ignoring case, as in pools with default settings.
    pub(super) fn user(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username.eq_ignore_ascii_case(username))
    }
}

impl State {
    /// Drops what has expired, so that a demo can run for weeks.
    pub(super) fn forget(&mut self, now: i64, code_lifetime: i64) {
        self.login_pages.retain(|_, begun| now - *begun <= SIGN_IN_LIFETIME);
        self.federations.retain(|_, federation| now - federation.begun <= SIGN_IN_LIFETIME);
        self.browser_sessions.retain(|_, session| now - session.auth_time < BROWSER_SESSION_LIFETIME);
        self.standards.forget(now);
        self.codes.retain(|_, grant| grant.expires + code_lifetime >= now);
        self.refresh_tokens.retain(|_, token| token.expires > now && token.accepted_until.is_none_or(|end| end >= now));
    }
}

/// Seconds in which an interactive sign-in must be finished.
pub(super) const SIGN_IN_LIFETIME: i64 = 300;

/// The lifetime of the `cognito` cookie in seconds, from the last interactive sign-in.
pub(super) const BROWSER_SESSION_LIFETIME: i64 = 3600;
