//! Reads a recording as a session: the entries that belong to a login, sorted by time, and the client that they show.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::classify::{Role, is_callback, is_error_page, role};
use super::entry::HarEntry;
use super::providers::by_provider;
use super::revealed::Revealed;
use crate::profile::{Profile, Provider, cognito};
use crate::protocol::finding::rules;
use crate::protocol::json::{Break, Elements};
use crate::protocol::urls::{absolute, origin_of, place_of, query_of};
use crate::protocol::{
    Callback, CallbackKind, ClientAuthentication, Endpoints, ExchangeId, Finding, HttpRequest, HttpResponse, Json,
    Metadata, Method, Parameters, Pkce, Secret, TokenAnswer,
};
use crate::session::import::token_set::TokenSet;
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::exchange::{Exchange, Purpose};
use crate::session::record::origin::TokenSource;
use crate::session::record::session::Session;

/// The content of a recording.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The session; empty if no entry belongs to a login.
    pub session: Session,
    /// The sessions with other providers, each by its authorization endpoint, in the order of their first request.
    pub others: Vec<Session>,
    /// How many entries the recording has.
    pub entries: usize,
    /// Findings about the recording itself.
    pub findings: Vec<Finding>,
}

rules! {
    /// The findings of this module.
    pub RULES;

    /// The recording is incomplete.
    pub TRUNCATED: Error "har.truncated", "The recording is incomplete", "HAR 1.2";
    /// Entries that are not JSON.
    pub UNREADABLE: Warning "har.entry_unreadable", "Some entries of the recording cannot be read", "HAR 1.2";
    /// No entry belongs to a login.
    pub NO_LOGIN: Info "har.no_login", "No entry of the recording belongs to a login", "HAR 1.2";
    /// Responses without recorded bodies.
    pub NO_BODY: Warning "har.body_missing", "A response body is missing from the recording", "HAR 1.2";
}

/// Whether bytes are a HAR, complete or not, judged by their beginning.
pub fn is_har(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let packed: String = start.trim_start_matches('\u{feff}').chars().filter(|c| !c.is_whitespace()).collect();
    packed.starts_with("{\"log\":{")
        && ["\"version\"", "\"creator\"", "\"entries\"", "\"pages\""].iter().any(|m| packed.contains(m))
}

/// Reads a recording; `None` if the bytes do not contain `log.entries`. It reads one entry at a time, so that only what
/// belongs to the login is kept in memory.
pub fn read(bytes: &[u8]) -> Option<Recording> {
    let mut import = Import::default();
    match Elements::of(bytes, &["log", "entries"])? {
        Err(broken) => import.findings.push(truncated(bytes, &broken, 0)),
        Ok(elements) => {
            for element in elements {
                match element {
                    Ok(element) => import.element(element),
                    Err(broken) => import.findings.push(truncated(bytes, &broken, import.entries)),
                }
            }
        }
    }
    Some(import.finish())
}

fn truncated(bytes: &[u8], broken: &Break, entries: usize) -> Finding {
    let before = &bytes[..broken.offset];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    TRUNCATED
        .found(
            format!(
                "The recording is invalid at byte {} of {} (line {line}): expected {}. The {entries} entries before it \
                 were read.",
                broken.offset,
                bytes.len(),
                broken.what
            ),
            "Save the recording again and wait until the download has finished.",
        )
        .seen(None, "log.entries", format!("byte {}", broken.offset))
}

#[derive(Default)]
struct Import {
    entries: usize,
    unreadable: Vec<usize>,
    found: Vec<(Timestamp, Entry)>,
    /// Possible callbacks. Once all requests are known, it is clear which are real.
    callbacks: Vec<Candidate>,
    seen: HashSet<Seen>,
    /// The failed preflights.
    preflights: Vec<Exchange>,
    findings: Vec<Finding>,
    /// The origins of the authorization endpoints.
    providers: HashSet<String>,
    /// The redirect URIs of their responses.
    redirect_places: HashSet<String>,
    /// The `state` of every authorization request.
    states: HashSet<String>,
    /// The URL of every authorization request.
    requests: HashSet<String>,
    known: Revealed,
}

/// A callback, or the URL of a page that only looks like one.
struct Candidate {
    at: Timestamp,
    record: CallbackRecord,
    /// Whether the provider redirected the browser to it, or grantscope itself recorded it.
    is_certain: bool,
}

/// The redirect URI, code, state and error of a callback.
type Seen = (Option<String>, Option<String>, Option<String>, Option<String>);

impl Import {
    fn element(&mut self, bytes: &[u8]) {
        self.entries += 1;
        let Ok(json) = Json::from_bytes(bytes) else { return self.unreadable.push(self.entries) };
        let entry = HarEntry::of(&json);
        let Some(role) = role(&entry, &self.known).or_else(|| self.leads_back(&entry)) else { return };
        let at = entry.started();
        match role {
            Role::Authorization => {
                let url = entry.url().unwrap_or_default();
                let attempt = Attempt::of_url(&url, at);
                // Some providers show their form at the same URL, and the browser then posts to it.
                let is_form = entry.method() == "POST" && self.requests.contains(&url);
                if !is_form && !self.is_within_a_login(&attempt) {
                    self.request(&attempt);
                    self.requests.insert(url);
                    self.found.push((at, Entry::Authorization(attempt)));
                }
                self.page(&entry);
            }
            Role::Callback(text) => self.callback(&text, at, entry.own_purpose().is_some()),
            Role::Page => self.page(&entry),
            Role::Request(purpose) => self.exchange(&entry, purpose),
            Role::Preflight => self.preflights.extend(entry.exchange(Purpose::Other).filter(is_refused)),
            Role::Tokens(set) => {
                self.exchange(&entry, Purpose::Other);
                self.tokens(&set, at);
            }
        }
    }

    /// A page at the provider of a login, whatever its path, that redirects the browser to the application.
    fn leads_back(&self, entry: &HarEntry<'_>) -> Option<Role> {
        let url = entry.url()?;
        let to = absolute(&url, &entry.redirect()?)?;
        (is_callback(&to) && origin_of(&to) != origin_of(&url) && self.is_provider(&url)).then_some(Role::Page)
    }

    fn is_provider(&self, url: &str) -> bool {
        origin_of(url).is_some_and(|origin| self.providers.contains(&origin))
    }

    /// Records which callback an authorization request expects.
    fn request(&mut self, attempt: &Attempt) {
        self.providers.extend(origin_of(&attempt.draft.endpoint));
        self.redirect_places.extend(attempt.parameter("redirect_uri").map(place_of));
        self.states.extend(attempt.parameter("state").map(str::to_owned));
    }

    /// A page of the provider: kept if it redirects or shows an error. Its redirect may be the callback.
    fn page(&mut self, entry: &HarEntry<'_>) {
        let Some(exchange) = entry.exchange(Purpose::SignIn) else { return };
        let end = exchange.received_at();
        let own = entry.own_purpose().is_some();
        let url = exchange.request.url.clone();
        if !own && (says_something(&exchange) || exchange.request.method == Method::Post) {
            self.found.push((exchange.sent_at, Entry::Exchange(exchange)));
        }
        if is_error_page(&url) {
            self.callback(&url, end, true);
        }
        match entry.redirect() {
            Some(to) if is_callback(&to) || is_error_page(&to) => {
                let is_certain = own || self.is_provider(&url);
                self.callback(&absolute(&url, &to).unwrap_or(to), end, is_certain);
            }
            _ => {}
        }
    }

    fn exchange(&mut self, entry: &HarEntry<'_>, purpose: Purpose) {
        if let Some(exchange) = entry.exchange(purpose) {
            self.known.learn(&exchange);
            self.found.push((exchange.sent_at, Entry::Exchange(exchange)));
        }
    }

    fn tokens(&mut self, set: &TokenSet, at: Timestamp) {
        let log = set.session(TokenSource::Recording, None, at).log().to_vec();
        self.found.extend(log.into_iter().map(|entry| (at, entry)));
    }

    /// Whether the provider itself is the client here, of another provider, and receives the response.
    fn is_within_a_login(&self, attempt: &Attempt) -> bool {
        attempt.parameter("redirect_uri").is_some_and(|uri| self.is_provider(uri))
    }

    /// A callback appears twice: as the target of a redirect, and as the page that is then opened.
    fn callback(&mut self, text: &str, at: Timestamp, is_certain: bool) {
        let callback = Callback::read(text);
        let place = callback.location.as_deref().map(place_of);
        // Another provider responds there, not the application's.
        let is_elsewhere = place.as_ref().is_some_and(|to| self.is_provider(to) && !self.redirect_places.contains(to));
        let is_page = callback.kind == CallbackKind::ProviderErrorPage;
        if callback.kind == CallbackKind::Nothing || is_elsewhere && !is_page {
            return;
        }
        let text_of = |value: Option<&str>| value.map(str::to_owned);
        if self.seen.insert((place, text_of(callback.code()), text_of(callback.state()), text_of(callback.error()))) {
            let record = CallbackRecord { text: text.into(), callback, received_at: at, edits: Vec::new() };
            self.callbacks.push(Candidate { at, record, is_certain });
        }
    }

    /// Keeps the callbacks that respond to an authorization request, matched by the redirecting provider, the redirect
    /// URI or the state. Other pages also have parameters named `code` and `state`. Without a recorded request, the
    /// code must be redeemed, or the response must be one that only a provider sends.
    fn take_callbacks(&mut self) {
        let (mut codes, mut places) = (HashSet::new(), HashSet::new());
        for (_, entry) in &self.found {
            let Entry::Exchange(exchange) = entry else { continue };
            if exchange.purpose == Purpose::Token {
                let form = exchange.request.form();
                codes.extend(form.get("code").map(str::to_owned));
                places.extend(form.get("redirect_uri").map(place_of));
            }
        }
        for Candidate { at, record, is_certain } in std::mem::take(&mut self.callbacks) {
            let callback = &record.callback;
            let place = callback.location.as_deref().map(place_of);
            let is_at = |places: &HashSet<String>| place.as_ref().is_none_or(|place| places.contains(place));
            let is_answer = callback.state().is_some_and(|state| self.states.contains(state));
            let is_redeemed = callback.code().is_some_and(|code| codes.contains(code));
            let is_ours = is_certain || is_answer || is_redeemed || is_at(&self.redirect_places) || is_at(&places);
            let is_telling = self.providers.is_empty() && callback.kind != CallbackKind::Code;
            if is_ours || is_telling {
                self.found.push((at, Entry::Callback(record)));
            }
        }
    }

    /// A failed preflight explains why its request failed; it says nothing about other requests.
    fn take_preflights(&mut self) {
        let failed: HashSet<String> = self
            .found
            .iter()
            .filter_map(|(_, entry)| match entry {
                Entry::Exchange(exchange) if exchange.response().is_none() => Some(exchange.request.url.clone()),
                _ => None,
            })
            .collect();
        let told = std::mem::take(&mut self.preflights).into_iter().filter(|it| failed.contains(&it.request.url));
        self.found.extend(told.map(|preflight| (preflight.sent_at, Entry::Exchange(preflight))));
    }

    fn finish(mut self) -> Recording {
        self.take_preflights();
        self.take_callbacks();
        self.found.sort_by_key(|(at, _)| *at);
        let mut log: Vec<Entry> = self.found.into_iter().map(|(_, entry)| entry).collect();
        attach_verifiers(&mut log);
        let mut findings = self.findings;
        if let Some(first) = self.unreadable.first() {
            let detail =
                format!("{} entries are not valid JSON; the first one is number {first}.", self.unreadable.len());
            findings.push(UNREADABLE.found(detail, "The other entries were read."));
        }
        if log.is_empty() {
            let detail = format!(
                "None of the {} entries is an authorization request, a callback, a token request, UserInfo, revocation or logout.",
                self.entries
            );
            findings.push(
                NO_LOGIN.found(
                    detail,
                    "Open the network panel before the login, turn \"preserve log\" on, and record again.",
                ),
            );
        }
        let mut last = ExchangeId::default();
        let mut sessions = by_provider(log).into_iter().map(|mut log| {
            number(&mut log, &mut last);
            findings.extend(missing_bodies(&log));
            Session::of_record(profile(&log), log)
        });
        let session = sessions.next().unwrap_or_else(|| Session::from_log(profile(&[]), None, Vec::new()));
        let others = sessions.collect();
        Recording { session, others, entries: self.entries, findings }
    }
}

/// Whether a page redirects, shows an error, or was not received. A shown login page says nothing. Microsoft Entra ID
/// shows its errors with status 200.
fn says_something(page: &Exchange) -> bool {
    let is_telling = |it: &HttpResponse| it.is_redirect() || it.status >= 400 || it.text().contains("AADSTS");
    page.response().is_none_or(is_telling)
}

/// Whether the response to a preflight does not allow the script's request (Fetch 4.8).
fn is_refused(preflight: &Exchange) -> bool {
    let allows = |it: &HttpResponse| it.is_success() && it.header("access-control-allow-origin").is_some();
    !preflight.response().is_some_and(allows)
}

/// Numbers the exchanges of a log from `last` on, so that each number is unique in the whole recording.
fn number(log: &mut [Entry], last: &mut ExchangeId) {
    for entry in log {
        if let Entry::Exchange(exchange) = entry {
            *last = last.next();
            exchange.id = *last;
        }
    }
}

/// The verifier first appears when the code is redeemed; it belongs to the request with the matching challenge.
fn attach_verifiers(log: &mut [Entry]) {
    let mut verifiers: HashMap<String, Secret> = HashMap::new();
    for exchange in exchanges(log) {
        let form = exchange.request.form();
        let Some(verifier) = form.get("code_verifier") else { continue };
        verifiers.entry(Pkce::from_verifier(verifier).challenge).or_insert_with(|| verifier.into());
        // The method `plain`: the challenge is the verifier.
        verifiers.entry(verifier.to_owned()).or_insert_with(|| verifier.into());
    }
    for entry in log {
        let Entry::Authorization(attempt) = entry else { continue };
        attempt.verifier = attempt.parameter("code_challenge").and_then(|challenge| verifiers.get(challenge)).cloned();
    }
}

fn exchanges(log: &[Entry]) -> impl DoubleEndedIterator<Item = &Exchange> {
    log.iter().filter_map(|entry| match entry {
        Entry::Exchange(exchange) => Some(exchange),
        _ => None,
    })
}

fn missing_bodies(log: &[Entry]) -> Option<Finding> {
    let mattering =
        |purpose| matches!(purpose, Purpose::Token | Purpose::Refresh | Purpose::UserInfo | Purpose::Discovery);
    let exchange = exchanges(log).find(|exchange| {
        let empty = exchange.response().is_some_and(|r| r.body.is_empty() && r.completeness != Default::default());
        mattering(exchange.purpose) && empty
    })?;
    let detail = format!("The {} response had a body that the recording does not contain.", exchange.purpose.name());
    let remedy = "Turn \"preserve log\" on, record again, and save \"with content\".";
    Some(NO_BODY.found(detail, remedy).seen(Some(exchange.id), "response body", "not recorded"))
}

/// The client that a log shows: from its authorization request, otherwise its token request, otherwise its tokens.
pub fn profile(log: &[Entry]) -> Profile {
    let attempt = log.iter().rev().find_map(|entry| match entry {
        Entry::Authorization(attempt) => Some(attempt),
        _ => None,
    });
    let of_purpose = |purpose| exchanges(log).rev().find(move |exchange| exchange.purpose == purpose);
    let token_request = of_purpose(Purpose::Token).or_else(|| of_purpose(Purpose::Refresh)).map(|e| &e.request);
    let tokens = exchanges(log).rev().find_map(token_set).unwrap_or_default();
    let form = token_request.map(HttpRequest::form).unwrap_or_default();
    let asked = |name: &str| attempt.and_then(|attempt| attempt.parameter(name));
    let client_id = asked("client_id").or_else(|| form.get("client_id")).map(str::to_owned);

    let mut profile = tokens.profile(client_id.as_deref());
    profile.provider = provider(log, attempt, &profile);
    if let Some(attempt) = attempt {
        take_request(&mut profile, attempt, &announced(log, attempt));
    } else {
        // What was not requested in the recording does not belong to the client.
        profile.scopes =
            form.get("scope").map(|scopes| scopes.split_whitespace().map(str::to_owned).collect()).unwrap_or_default();
        if let Some(uri) = form.get("redirect_uri") {
            profile.redirect_uris = vec![uri.to_owned()];
        }
    }
    if let Some(request) = token_request {
        let basic =
            request.header("authorization").is_some_and(|value| value.to_ascii_lowercase().starts_with("basic "));
        profile.authentication = match form.get("client_secret") {
            Some(_) => ClientAuthentication::Post,
            None if basic => ClientAuthentication::Basic,
            None => ClientAuthentication::Auto,
        };
    }
    profile
}

/// The query of the announced authorization endpoint, which is the provider's and not the client's: Azure AD B2C has
/// its user flow in it.
fn announced(log: &[Entry], attempt: &Attempt) -> Parameters {
    let endpoints = exchanges(log).rev().filter(|exchange| exchange.purpose == Purpose::Discovery);
    let mut announced = endpoints.filter_map(|it| Metadata::read(it.response()?).ok()?.endpoints().authorization);
    let own = announced.find(|url| url.split(['?', '#']).next() == Some(attempt.draft.endpoint.as_str()));
    Parameters::decode(query_of(own.as_deref().unwrap_or_default()))
}

/// What the authorization request requested.
fn take_request(profile: &mut Profile, attempt: &Attempt, announced: &Parameters) {
    const OWN: [&str; 8] = [
        "client_id",
        "response_type",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];
    let asked = |name: &str| attempt.parameter(name);
    profile.redirect_uris = asked("redirect_uri").into_iter().map(str::to_owned).collect();
    profile.scopes = asked("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    profile.response_type = asked("response_type").unwrap_or("code").to_owned();
    profile.pkce = asked("code_challenge").is_some();
    let further = attempt
        .draft
        .parameters
        .iter()
        .filter(|(name, value)| !OWN.contains(name) && announced.get(name) != Some(*value));
    profile.parameters = further.collect();
}

fn token_set(exchange: &Exchange) -> Option<TokenSet> {
    match exchange.token_answer()? {
        TokenAnswer::Tokens(tokens) => TokenSet::from_json(&tokens.json),
        _ => None,
    }
}

/// The issuer is from discovery if it was recorded, otherwise from the tokens; the endpoints are those that were used.
fn provider(log: &[Entry], attempt: Option<&Attempt>, from_tokens: &Profile) -> Provider {
    let discovered = exchanges(log)
        .rev()
        .filter(|exchange| exchange.purpose == Purpose::Discovery)
        .find_map(|exchange| Metadata::read(exchange.response()?).ok()?.text("issuer"));
    let issuer = discovered.clone().or_else(|| from_tokens.provider.issuer());
    let authorization = attempt.map(|attempt| attempt.draft.endpoint.clone());
    if let Some(pool) = issuer.as_deref().and_then(cognito::amazon_user_pool_id) {
        let host = authorization.as_deref().and_then(origin_of);
        let domain = host.and_then(|origin| Some(origin.strip_prefix("https://")?.to_owned()));
        return Provider::Cognito { user_pool_id: pool.to_owned(), domain };
    }
    if let Some(issuer) = discovered {
        return Provider::Issuer(issuer);
    }
    let used = |purpose| {
        let exchange = exchanges(log).find(|e| e.purpose == purpose && !e.is_import())?;
        exchange.request.url.split(['?', '#']).next().map(str::to_owned)
    };
    Provider::Explicit(Endpoints {
        issuer,
        authorization,
        token: used(Purpose::Token).or_else(|| used(Purpose::Refresh)),
        userinfo: used(Purpose::UserInfo),
        revocation: used(Purpose::Revocation),
        end_session: used(Purpose::Logout),
        jwks_uri: used(Purpose::JwkSet),
    })
}
