//! Combines the requests, responses, URLs and callbacks of a text into the log of a session.
//!
//! ```text
//!   request, response below it  ─► an exchange
//!   authorization URL           ─► an attempt
//!   callback URL or form        ─► a callback
//!   response without a request  ─► an exchange with an unknown request
//! ```

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::wire::PastedResponse;
use crate::protocol::resource::registration;
use crate::protocol::urls::{path_of, query_of};
use crate::protocol::{Callback, Completeness, ExchangeId, HttpRequest, HttpResponse, Json, Method, Parameters};
use crate::session::har::NOT_RECORDED;
use crate::session::{Attempt, CallbackRecord, Entry, Exchange, Origin, Purpose, Received};

/// What a text contains, in order.
#[derive(Clone, Debug)]
pub enum Step {
    /// A request.
    Request(HttpRequest),
    /// A request of which a log has the first line only.
    Logged(HttpRequest),
    /// A response.
    Response(PastedResponse),
    /// The URL of an authorization request.
    Authorization(String),
    /// A callback.
    Callback(String),
    /// The provider's discovery document, of which neither request nor status is known.
    Discovery(Json),
}

/// The log of a text, all at the same time: a text shows the order, not the times.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The time of all entries.
    pub at: Timestamp,
    /// The entries, in the order of the text.
    pub log: Vec<Entry>,
    /// The exchanges whose response is shown without its status.
    pub without_status: Vec<ExchangeId>,
    /// The exchanges of which a log has the first line only: headers and body of the request are unknown.
    pub without_headers: Vec<ExchangeId>,
    /// The authorization request to which the next page belongs.
    page: Option<HttpRequest>,
    /// Whether the last step is a request of the browser to the application.
    browser: bool,
}

/// Combines the steps. If a response has a `Date`, that is the time of all entries, instead of the time of pasting.
pub fn evidence(steps: Vec<Step>, now: Timestamp) -> Evidence {
    let date = |step: &Step| match step {
        Step::Response(response) => rfc2822::DateTimeParser::new().parse_timestamp(response.header("date")?).ok(),
        _ => None,
    };
    let now = steps.iter().find_map(date).unwrap_or(now);
    let mut evidence = Evidence { at: now, ..Evidence::default() };
    for step in steps {
        let comes_back =
            matches!(&step, Step::Request(request) | Step::Logged(request) if role(request) == Role::Callback);
        match step {
            Step::Authorization(url) => evidence.log.push(Entry::Authorization(Attempt::of_url(&url, now))),
            Step::Callback(text) => evidence.callback(&text, now),
            Step::Request(request) => evidence.request(request, now),
            Step::Logged(request) => {
                let before = evidence.last_id();
                evidence.request(request, now);
                let logged = evidence.last_id();
                evidence.without_headers.extend((logged != before).then_some(logged));
            }
            Step::Response(response) => evidence.response(response, now),
            Step::Discovery(json) => {
                let response = HttpResponse::new(200).with_body("application/json", json.text());
                evidence.answer_alone(Purpose::Discovery, response, now);
                evidence.without_status.push(evidence.last_id());
            }
        }
        evidence.browser = comes_back;
    }
    evidence
}

impl Evidence {
    fn callback(&mut self, text: &str, now: Timestamp) {
        let callback = Callback::read(text);
        let record = CallbackRecord { text: text.into(), callback, received_at: now, edits: Vec::new() };
        self.log.push(Entry::Callback(record));
    }

    fn request(&mut self, request: HttpRequest, now: Timestamp) {
        match role(&request) {
            Role::Authorization => {
                self.log.push(Entry::Authorization(Attempt::of_url(&request.url, now)));
                self.page = Some(request);
            }
            // With response_mode=form_post, the response is the body.
            Role::Callback if is_callback(&request.url) || is_error_page(&request.url) => {
                self.callback(&request.url.clone(), now)
            }
            Role::Callback => self.callback(&String::from_utf8_lossy(&request.body), now),
            Role::Exchange(purpose) => self.exchange(purpose, request, Received::Pending, now),
        }
    }

    fn response(&mut self, response: PastedResponse, now: Timestamp) {
        let has_status = response.status.is_some();
        let page = self.page.take();
        // The application's response to its own callback is not part of the protocol.
        if matches!(self.log.last(), Some(Entry::Callback(_))) && page.is_none() && self.browser {
            return;
        }
        let url = response.url.clone();
        let answer = answered(response);
        if let Some(page) = page {
            return self.exchange(Purpose::SignIn, page, Received::Response(answer), now);
        }
        let waiting = self.log.iter_mut().rev().find_map(|entry| match entry {
            Entry::Exchange(exchange) => Some(exchange),
            _ => None,
        });
        let id = match waiting.filter(|exchange| exchange.received == Received::Pending) {
            Some(exchange) => {
                exchange.received = Received::Response(answer);
                exchange.id
            }
            None => {
                // For a document fetched with GET, the URL is the whole request.
                let fetched = url.map(HttpRequest::get).and_then(|request| match role(&request) {
                    Role::Exchange(purpose @ (Purpose::Discovery | Purpose::JwkSet)) => Some((purpose, request)),
                    _ => None,
                });
                match fetched {
                    Some((purpose, request)) => self.exchange(purpose, request, Received::Response(answer), now),
                    None => self.answer_alone(purpose_of(&answer), answer, now),
                }
                self.last_id()
            }
        };
        if !has_status {
            self.without_status.push(id);
        }
    }

    fn exchange(&mut self, purpose: Purpose, request: HttpRequest, received: Received, now: Timestamp) {
        let pending = Exchange::pending(self.last_id().next(), purpose, Origin::Recorded, request, now);
        self.log.push(Entry::Exchange(Exchange { received, ..pending }));
    }

    fn answer_alone(&mut self, purpose: Purpose, response: HttpResponse, now: Timestamp) {
        let (id, origin) = (self.last_id().next(), Origin::ResponseOnly);
        self.log.push(Entry::Exchange(Exchange::without_request(id, purpose, origin, response, now)));
    }

    fn last_id(&self) -> ExchangeId {
        let ids = self.log.iter().rev().filter_map(|entry| match entry {
            Entry::Exchange(exchange) => Some(exchange.id),
            _ => None,
        });
        ids.clone().next().unwrap_or_default()
    }
}

/// With the status that its body has at all OAuth endpoints, if the text does not show it.
fn answered(response: PastedResponse) -> HttpResponse {
    let is_error = || Json::from_bytes(&response.body).is_ok_and(|json| json.get("error").is_some());
    let status = response.status.unwrap_or_else(|| if is_error() { 400 } else { 200 });
    // A log has the status of a response, not its body.
    let is_unseen = response.body.is_empty() && response.headers.is_empty() && status < 400;
    // An incomplete paste was cut when it was copied.
    let is_cut = response.body.starts_with(b"{")
        && serde_json::from_slice::<serde::de::IgnoredAny>(&response.body).is_err_and(|error| error.is_eof());
    let completeness = match (is_unseen, is_cut) {
        (true, _) => Completeness::Cut { reason: NOT_RECORDED.to_owned() },
        (_, true) => Completeness::Cut { reason: "the text ends within the body".to_owned() },
        _ => Completeness::Complete,
    };
    HttpResponse { status, headers: response.headers, body: response.body, completeness }
}

/// The purpose of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The browser opens the authorization endpoint.
    Authorization,
    /// The browser returns to the application.
    Callback,
    /// A client calls an endpoint.
    Exchange(Purpose),
}

/// The purpose of a request, judged by its parameters and its URL.
pub fn role(request: &HttpRequest) -> Role {
    let path = path_of(&request.url).trim_end_matches('/').to_ascii_lowercase();
    let query = Parameters::decode(query_of(&request.url));
    let form = request.form();
    let sends = |name: &str| form.get(name).or_else(|| query.get(name));
    if is_authorization(&request.url) {
        return Role::Authorization;
    }
    let is_posted = request.method == Method::Post && is_answer(&form) && form.get("state").is_some();
    if is_callback(&request.url) || is_error_page(&request.url) || is_posted {
        return Role::Callback;
    }
    let ends = |names: &[&str]| names.iter().any(|name| path.ends_with(name));
    Role::Exchange(match sends("grant_type") {
        Some("refresh_token") => Purpose::Refresh,
        Some(_) => Purpose::Token,
        None if ends(&["/token", "/tokens", "/access_token"]) => Purpose::Token,
        // Slack's token endpoint has a name of its own, and needs no grant_type.
        None if !request.body.starts_with(b"{") && has_code_of_client(&form) => Purpose::Token,
        None if path.contains("/.well-known/") && (path.contains("openid") || path.contains("oauth-authorization")) => {
            Purpose::Discovery
        }
        None if registration::is_registration(&request.method, &String::from_utf8_lossy(&request.body)) => {
            Purpose::ClientRegistration
        }
        None if ends(&["/jwks.json", "/jwks", "/certs", "/keys"]) => Purpose::JwkSet,
        None if ends(&["/userinfo"]) => Purpose::UserInfo,
        None if ends(&["/revoke", "/revocation"]) => Purpose::Revocation,
        None if ends(&["/logout", "/end_session", "/session/end"]) => Purpose::Logout,
        None => Purpose::Other,
    })
}

/// Whether a URL is an authorization request: RFC 6749 section 4.1.1 requires `response_type` and `client_id`. GitHub
/// leaves the first one out.
pub fn is_authorization(url: &str) -> bool {
    let query = Parameters::decode(query_of(url));
    let path = path_of(url).to_ascii_lowercase();
    let is_page = path.ends_with("/login") || path.ends_with("/signup") || path.ends_with("/logout");
    let has = |name: &str| query.get(name).is_some();
    has("client_id") && (has("response_type") || has("state") && path.ends_with("/login/oauth/authorize")) && !is_page
}

/// Whether a URL is a callback with a response of the authorization endpoint.
pub fn is_callback(url: &str) -> bool {
    is_answer(&Parameters::decode(query_of(url)))
        || is_answer(&Parameters::decode(crate::protocol::urls::fragment_of(url)))
}

/// Whether a URL is that of a provider's error page, which the client never receives.
pub fn is_error_page(url: &str) -> bool {
    let query = Parameters::decode(query_of(url));
    path_of(url) == "/error" && query.get("error").is_some() && query.get("client_id").is_some()
}

fn has_code_of_client(form: &Parameters) -> bool {
    form.get("code").is_some() && form.get("client_id").is_some() && form.get("response_type").is_none()
}

/// Whether parameters are a response of the authorization endpoint.
fn is_answer(parameters: &Parameters) -> bool {
    let has = |name: &str| parameters.get(name).is_some();
    (has("code") || has("error") || has("access_token") || has("id_token"))
        && (has("state") || has("iss") || has("error_description") || has("token_type"))
        && !has("client_id")
        && !has("response_type")
        && !has("grant_type")
}

/// Whether a response alone is that of an API which rejects the caller: a 401 or 403 without an error code of OAuth.
pub fn is_refusal_of_api(response: &PastedResponse) -> bool {
    let json = Json::from_bytes(&response.body).ok();
    response.status.is_some_and(|status| json.is_some_and(|json| is_refusal(status, &json)))
}

fn is_refusal(status: u16, json: &Json) -> bool {
    let has = |name: &str| json.get(name).is_some();
    // The codes of RFC 6749 section 5.2 and of its extensions are lower-case words with underscores.
    let is_code =
        |error: String| error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && error.contains('_');
    let code = json.get("error").and_then(|error| error.as_string());
    matches!(status, 401 | 403)
        && json.root().is_object()
        && !has("access_token")
        && !has("id_token")
        && !code.is_some_and(is_code)
}

/// The endpoint of a response without its request, if only one endpoint responds like this.
fn purpose_of(response: &HttpResponse) -> Purpose {
    let Ok(json) = Json::from_bytes(&response.body) else { return Purpose::Other };
    let has = |name: &str| json.get(name).is_some();
    if is_refusal(response.status, &json) {
        Purpose::Other
    } else if has("access_token") || has("id_token") || has("error") {
        Purpose::Token
    } else if has("issuer") && (has("authorization_endpoint") || has("jwks_uri")) {
        Purpose::Discovery
    } else if has("keys") {
        Purpose::JwkSet
    } else {
        Purpose::Other
    }
}
