//! The provider's state, its router, and what every answer has in common.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::authorize::AuthorizationAsk;
use super::directory::{self, AppClient, POOL_ID, User};
use super::federation::FederatedUser;
use super::keys::Keys;
use super::knobs::{Endpoint, Fault, Knobs};
use super::scenarios::{ClientFault, PLANTED_CODE, Scenario};
use crate::protocol::http::path_of;
use crate::protocol::{HttpRequest, HttpResponse, Method};

/// How an answer is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What to answer.
    pub response: HttpResponse,
    /// How long to wait before answering.
    pub delay: Duration,
    /// How much of it to send.
    pub delivery: Delivery,
}

/// How much of an answer goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// All of it.
    Whole,
    /// The head with the full `content-length` and this many bytes of the body; then the connection is closed.
    Cut(usize),
    /// Nothing: the connection is closed.
    Nothing,
}

/// The embedded provider: one user pool with its domain.
pub struct Provider {
    pub(super) origin: String,
    pub(super) keys: Keys,
    pub(super) knobs: Knobs,
    pub(super) clients: Vec<AppClient>,
    pub(super) users: Vec<User>,
    pub(super) state: State,
    scenario: Option<&'static str>,
}

/// What the provider remembers between requests. Times are seconds since 1970 by the provider's clock.
#[derive(Default)]
pub(super) struct State {
    /// Login pages handed out: the `_csrf` value and when.
    pub(super) login_pages: BTreeMap<String, i64>,
    /// Browser sessions by the value of the `cognito` cookie.
    pub(super) browser_sessions: BTreeMap<String, BrowserSession>,
    /// Codes not yet redeemed.
    pub(super) codes: BTreeMap<String, Grant>,
    /// Refresh tokens, rotated-out ones too.
    pub(super) refresh_tokens: BTreeMap<String, RefreshToken>,
    /// The `origin_jti` of every revoked family.
    pub(super) revoked: BTreeSet<String>,
    /// Federated sign-ins under way, by the `state` that the identity provider gets.
    pub(super) federations: BTreeMap<String, Federation>,
    /// Email addresses that have met the one-time error after account linking.
    pub(super) linked: BTreeSet<&'static str>,
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

/// What a code, and later a refresh token, stands for.
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
    /// Absolute, from the sign-in; rotation keeps it.
    pub(super) expires: i64,
    /// Until when a rotated-out token still works.
    pub(super) accepted_until: Option<i64>,
}

/// A browser on its way to an identity provider and back.
#[derive(Clone, Debug)]
pub(super) struct Federation {
    pub(super) provider: String,
    /// The query of the authorization request.
    pub(super) query: String,
    pub(super) begun: i64,
    /// The identity provider's code and who it stands for.
    pub(super) code: Option<(String, &'static FederatedUser)>,
}

/// One request being answered: the request, the provider's time, and randomness.
pub(super) struct Turn<'a> {
    pub(super) request: &'a HttpRequest,
    pub(super) now: i64,
    random: &'a mut dyn FnMut() -> [u8; 32],
}

impl Turn<'_> {
    /// 32 unguessable bytes.
    pub(super) fn random(&mut self) -> [u8; 32] {
        (self.random)()
    }

    /// `count` unguessable bytes.
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
        let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
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

/// What `demo --serve --json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// The issuer.
    pub issuer: String,
    /// Host and port of the pool's domain; `None` when it has none.
    pub domain: Option<String>,
    /// The app clients.
    pub clients: Vec<AppClient>,
    /// The users with a password.
    pub users: Vec<User>,
    /// The scenario, when one is set.
    pub scenario: Option<&'static str>,
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
        }
    }

    /// The issuer that discovery advertises: pool id behind the host, no trailing slash.
    pub fn issuer(&self) -> String {
        format!("{}/{POOL_ID}", self.origin)
    }

    /// Changes the settings to those of a scenario; users, codes and sessions stay.
    pub fn set_scenario(&mut self, scenario: &Scenario) {
        self.knobs = scenario.knobs;
        self.scenario = Some(scenario.id);
        if scenario.faults.contains(&ClientFault::ForgedState) {
            self.plant(scenario);
        }
    }

    /// Issues the code that a forged callback brings: that of another person's sign-in at the same client.
    fn plant(&mut self, scenario: &Scenario) {
        let Some(client) = self.client(scenario.client_id) else { return };
        let ask = AuthorizationAsk {
            client_id: client.client_id.clone(),
            redirect_uri: client.redirect_uris.first().cloned().unwrap_or_default(),
            implicit: false,
            state: None,
            nonce: None,
            // Of a verifier that nobody here has.
            challenge: Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
            scopes: vec!["openid".to_owned()],
            is_scopeless: false,
            resource: None,
        };
        let grant = Grant { ask, username: "bob".to_owned(), auth_time: 0, expires: i64::MAX / 2 };
        self.state.codes.insert(PLANTED_CODE.to_owned(), grant);
    }

    /// Registers a further callback URL with every app client that has any.
    pub fn register_redirect_uri(&mut self, uri: &str) {
        for client in self.clients.iter_mut().filter(|client| !client.redirect_uris.is_empty()) {
            if !client.redirect_uris.iter().any(|known| known == uri) {
                client.redirect_uris.push(uri.to_owned());
            }
        }
    }

    /// The app clients.
    pub fn clients(&self) -> &[AppClient] {
        &self.clients
    }

    /// The users, federated ones who have signed in included.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// What there is, for a person or a script.
    pub fn listing(&self) -> Listing {
        let domain = self.origin.split_once("://").map(|(_, host)| host.to_owned());
        Listing {
            issuer: self.issuer(),
            domain: domain.filter(|_| self.knobs.domain),
            clients: self.clients.clone(),
            users: self.users.iter().filter(|user| !user.password.is_empty()).cloned().collect(),
            scenario: self.scenario,
        }
    }

    /// Answers one request at `now`; `random` gives 32 unguessable bytes per call.
    pub fn answer(&mut self, request: &HttpRequest, now: Timestamp, random: &mut dyn FnMut() -> [u8; 32]) -> Answer {
        let now = now.as_second() + self.knobs.clock_offset;
        self.state.forget(now, self.knobs.code_lifetime);
        let mut turn = Turn { request, now, random };
        let endpoint = self.endpoint_of(request.path());
        let fault = endpoint.and_then(|endpoint| self.knobs.fault(endpoint));
        let answered = match fault {
            Some(Fault::Page(_) | Fault::Empty | Fault::Garbled | Fault::Throttled | Fault::Dead) => None,
            _ => Some(self.route(endpoint, &mut turn)),
        };
        strike(fault, answered.unwrap_or_else(|| HttpResponse::new(200)), now)
    }

    fn endpoint_of(&self, path: &str) -> Option<Endpoint> {
        let in_pool = path.strip_prefix('/').and_then(|path| path.strip_prefix(POOL_ID));
        match in_pool {
            Some("/.well-known/openid-configuration") => return Some(Endpoint::Discovery),
            Some("/.well-known/jwks.json") => return Some(Endpoint::Jwks),
            Some(_) => return None,
            None if !self.knobs.domain => return None,
            None => {}
        }
        Some(match path {
            "/oauth2/authorize" => Endpoint::Authorize,
            "/login" => Endpoint::Login,
            "/oauth2/token" => Endpoint::Token,
            "/oauth2/userInfo" => Endpoint::UserInfo,
            "/oauth2/revoke" => Endpoint::Revoke,
            "/logout" => Endpoint::Logout,
            _ => return None,
        })
    }

    fn route(&mut self, endpoint: Option<Endpoint>, turn: &mut Turn<'_>) -> HttpResponse {
        match endpoint {
            Some(Endpoint::Discovery) => self.discovery(turn),
            Some(Endpoint::Jwks) => self.jwks(turn),
            Some(Endpoint::Authorize) => self.authorize(turn),
            Some(Endpoint::Login) => self.login(turn),
            Some(Endpoint::Token) => self.token(turn),
            Some(Endpoint::UserInfo) => self.userinfo(turn),
            Some(Endpoint::Revoke) => self.revoke(turn),
            Some(Endpoint::Logout) => self.logout(turn),
            None => self.page(turn),
        }
    }

    /// Everything that is no endpoint of its own.
    fn page(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        let path = path_of(&turn.request.url);
        match path {
            "/" => super::pages::welcome(self),
            "/error" if self.knobs.domain => super::pages::error(turn.request),
            "/oauth2/idpresponse" if self.knobs.domain => self.idp_response(turn),
            _ => match path.strip_prefix("/idp/") {
                Some(provider) if self.knobs.domain => self.identity_provider(provider, turn),
                _ => super::pages::not_found(),
            },
        }
    }

    /// The app client called `id`.
    pub(super) fn client(&self, id: &str) -> Option<&AppClient> {
        self.clients.iter().find(|client| client.client_id == id)
    }

    /// The user called `username`; names are compared without regard to case, as in pools created by default.
    pub(super) fn user(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username.eq_ignore_ascii_case(username))
    }
}

impl State {
    /// Drops what has run out, so that a demo may run for weeks.
    fn forget(&mut self, now: i64, code_lifetime: i64) {
        self.login_pages.retain(|_, begun| now - *begun <= SIGN_IN_LIFETIME);
        self.federations.retain(|_, federation| now - federation.begun <= SIGN_IN_LIFETIME);
        self.browser_sessions.retain(|_, session| now - session.auth_time < BROWSER_SESSION_LIFETIME);
        self.codes.retain(|_, grant| grant.expires + code_lifetime >= now);
        self.refresh_tokens.retain(|_, token| token.expires > now && token.accepted_until.is_none_or(|end| end >= now));
    }
}

/// Seconds in which an interactive sign-in must be finished.
pub(super) const SIGN_IN_LIFETIME: i64 = 300;

/// Seconds that the `cognito` cookie lives, from the last interactive sign-in.
pub(super) const BROWSER_SESSION_LIFETIME: i64 = 3600;

/// Applies a fault and adds the `Date` header by the provider's clock.
fn strike(fault: Option<Fault>, response: HttpResponse, now: i64) -> Answer {
    let (mut response, mut delay, mut delivery) = (response, Duration::ZERO, Delivery::Whole);
    match fault {
        None => {}
        Some(Fault::Slow(wait)) => delay = wait,
        Some(Fault::Dead) => delivery = Delivery::Nothing,
        Some(Fault::Cut(length)) => delivery = Delivery::Cut(length),
        Some(Fault::Empty) => {}
        Some(Fault::Garbled) => {
            response = response.with_body("application/json;charset=UTF-8", "{\"access_token\":\"ey")
        }
        Some(Fault::Page(status)) => response = super::pages::gateway(status),
        Some(Fault::Throttled) => {
            response = HttpResponse::new(429).with_header("retry-after", "5").with_body("text/plain", "Rate exceeded");
        }
    }
    if let Ok(date) = Timestamp::from_second(now) {
        let printed = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&date);
        response.headers.extend(printed.map(|date| crate::protocol::Header::new("date", date)));
    }
    Answer { response, delay, delivery }
}

/// The headers seen on every answer of the domain. `Strict-Transport-Security` is left out: over plain
/// http browsers ignore it, and behind somebody's https proxy it would lock all of localhost to https.
pub(super) fn domain_headers(response: HttpResponse) -> HttpResponse {
    response
        .with_header("cache-control", "no-cache, no-store, max-age=0, must-revalidate")
        .with_header("pragma", "no-cache")
        .with_header("expires", "0")
        .with_header("x-content-type-options", "nosniff")
        .with_header("x-xss-protection", "1; mode=block")
        .with_header("x-frame-options", "DENY")
        .with_header("server", "Server")
}

/// A JSON answer of the token, revocation or UserInfo endpoint: any origin may read it, and a request id.
pub(super) fn api_response(turn: &mut Turn<'_>, status: u16) -> HttpResponse {
    domain_headers(HttpResponse::new(status))
        .with_header("access-control-allow-origin", "*")
        .with_header("x-amz-cognito-request-id", turn.uuid())
}

/// The media type of the API's JSON.
pub(super) const JSON: &str = "application/json;charset=UTF-8";

/// The answer to a method that an endpoint does not take: 405 and an empty body. A browser's CORS
/// preflight is let through, since the three API endpoints allow any origin.
pub(super) fn wrong_method(turn: &mut Turn<'_>, allowed: Method) -> HttpResponse {
    if turn.request.method.as_str() == "OPTIONS" {
        return HttpResponse::new(200)
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-allow-methods", allowed.as_str())
            .with_header("access-control-allow-headers", "authorization, content-type");
    }
    domain_headers(HttpResponse::new(405)).with_header("allow", allowed.as_str())
}
