//! The router: one request in, one response out, with the faults of the scenario applied.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::directory::{AppClient, POOL_ID, User};
use super::knobs::{Endpoint, Fault};
use super::pages;
use super::scenarios::{ClientFault, PLANTED_CODE, Scenario};
use super::state::{AuthorizationAsk, Grant, Provider, Turn};
use crate::protocol::urls::path_of;
use crate::protocol::{HttpRequest, HttpResponse};

/// A response, and how to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The response.
    pub response: HttpResponse,
    /// How long to wait before sending it.
    pub delay: Duration,
    /// How much of it to send.
    pub delivery: Delivery,
}

/// How much of a response is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// All of it.
    Whole,
    /// The head with the full `content-length` and this many bytes of the body; then the connection is closed.
    Cut(usize),
    /// Nothing: the connection is closed.
    Nothing,
}

/// A protected resource in the listing.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceListing {
    /// Its URL.
    pub url: String,
    /// What it is.
    pub note: &'static str,
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
    /// The protected resources.
    pub resources: Vec<ResourceListing>,
    /// The issuer of the authorization server that protects most of them.
    pub authorization_server: String,
    /// The active scenario, if any.
    pub scenario: Option<&'static str>,
}

impl Provider {
    /// Applies the settings of a scenario; users, codes and sessions stay.
    pub fn set_scenario(&mut self, scenario: &Scenario) {
        self.knobs = scenario.knobs;
        self.scenario = Some(scenario.id);
        if scenario.faults.contains(&ClientFault::ForgedState) {
            self.plant(scenario);
        }
    }

    /// Issues the code of a forged callback: it belongs to another user's sign-in at the same client.
    fn plant(&mut self, scenario: &Scenario) {
        let Some(client) = self.client(scenario.client_id) else { return };
        let ask = AuthorizationAsk {
            client_id: client.client_id.clone(),
            redirect_uri: client.redirect_uris.first().cloned().unwrap_or_default(),
            implicit: false,
            state: None,
            nonce: None,
            // The verifier is unknown on purpose.
            challenge: Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
            scopes: vec!["openid".to_owned()],
            is_scopeless: false,
            resource: None,
        };
        let grant = Grant { ask, username: "bob".to_owned(), auth_time: 0, expires: i64::MAX / 2 };
        self.state.codes.insert(PLANTED_CODE.to_owned(), grant);
    }

    /// Registers an extra callback URL with every app client that has one.
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

    /// The users, including federated ones who have signed in.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The listing, for a person or a script.
    pub fn listing(&self) -> Listing {
        let domain = self.origin.split_once("://").map(|(_, host)| host.to_owned());
        Listing {
            issuer: self.issuer(),
            domain: domain.filter(|_| self.knobs.domain),
            clients: self.clients.clone(),
            users: self.users.iter().filter(|user| !user.password.is_empty()).cloned().collect(),
            resources: self.resources().into_iter().map(|(url, note)| ResourceListing { url, note }).collect(),
            authorization_server: self.standards_issuer(),
            scenario: self.scenario,
        }
    }

    /// Answers one request at `now`; `random` returns 32 unpredictable bytes per call.
    pub fn answer(&mut self, request: &HttpRequest, now: Timestamp, random: &mut dyn FnMut() -> [u8; 32]) -> Answer {
        let now = now.as_second() + self.knobs.clock_offset + self.state.turned;
        self.state.forget(now, self.knobs.code_lifetime);
        let mut turn = Turn { request, now, random };
        let endpoint = self.endpoint_of(request.path());
        let fault = endpoint.and_then(|endpoint| self.knobs.fault(endpoint));
        let answered = match fault {
            Some(Fault::Page(_) | Fault::Empty | Fault::Garbled | Fault::Throttled | Fault::Dead) => None,
            _ => Some(self.route(endpoint, &mut turn)),
        };
        apply_fault(fault, answered.unwrap_or_else(|| HttpResponse::new(200)), now)
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

    /// Everything that is not an endpoint of its own.
    fn page(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if let Some(response) = self.api(turn) {
            return response;
        }
        let path = path_of(&turn.request.url);
        match path {
            "/" => pages::welcome(self),
            "/error" if self.knobs.domain => pages::error(turn.request),
            "/oauth2/idpresponse" if self.knobs.domain => self.idp_response(turn),
            _ => match path.strip_prefix("/idp/") {
                Some(provider) if self.knobs.domain => self.identity_provider(provider, turn),
                _ => self.protected_resource(turn).unwrap_or_else(pages::not_found),
            },
        }
    }
}

/// Applies a fault and adds the `Date` header from the provider's clock.
fn apply_fault(fault: Option<Fault>, response: HttpResponse, now: i64) -> Answer {
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
        Some(Fault::Page(status)) => response = pages::gateway(status),
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
