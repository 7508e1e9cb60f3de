//! The evidence for the rules.

use jiff::{SignedDuration, Timestamp};

use crate::profile::cognito;
use crate::protocol::jose::compact::peek;
use crate::protocol::request_draft::basic_pair;
use crate::protocol::token::claims::numeric_date;
use crate::protocol::{Callback, CallbackKind, Endpoints, ErrorBody, Finding, HttpRequest, Place, Secret, parameters};
use crate::session::{
    Attempt, CallbackRecord, ClockOffset, Entry, Exchange, Grant, Purpose, Session, Source, redaction,
};

/// A session at a given time.
#[derive(Clone, Copy, Debug)]
pub struct SessionEvidence<'a> {
    /// The session.
    pub session: &'a Session,
    /// The current time by this machine's clock.
    pub now: Timestamp,
    /// Whether the provider is Cognito: by the profile, the discovered issuer, a host, or a header that only Cognito
    /// sends.
    pub cognito: bool,
    /// The entries since the last authorization request, including it; all of them if there was none.
    pub round: &'a [Entry],
}

impl<'a> SessionEvidence<'a> {
    /// The evidence of a session.
    pub fn new(session: &'a Session, now: Timestamp) -> Self {
        let log = session.log();
        let start = log.iter().rposition(|entry| matches!(entry, Entry::Authorization(_))).unwrap_or(0);
        Self { session, now, cognito: is_cognito(session), round: &log[start..] }
    }

    /// The current authorization request.
    pub fn attempt(&self) -> Option<&'a Attempt> {
        self.session.attempt()
    }

    /// A parameter of the current authorization request.
    pub fn requested(&self, name: &str) -> Option<&'a str> {
        self.attempt().and_then(|attempt| attempt.parameter(name))
    }

    /// The current callback.
    pub fn callback(&self) -> Option<&'a CallbackRecord> {
        self.session.callback()
    }

    /// Whether a scope was requested; `None` if the request is unknown.
    pub fn asked_scope(&self, scope: &str) -> Option<bool> {
        self.requested("scope").map(|scopes| scopes.split(' ').any(|asked| asked == scope))
    }

    /// The last exchange for a purpose in this round.
    pub fn current(&self, purpose: Purpose) -> Option<&'a Exchange> {
        self.round.iter().rev().filter_map(exchange_of).find(|exchange| exchange.purpose == purpose)
    }

    /// Whether the round reached the token endpoint, or received tokens in another way.
    pub fn has_asked_for_tokens(&self) -> bool {
        let is_later = |grant: &Grant| {
            self.attempt().is_none_or(|attempt| grant.received_at >= attempt.sent_at) && grant.source != Source::Refresh
        };
        self.current(Purpose::Token).is_some() || self.session.grants().iter().any(is_later)
    }

    /// Like [`SessionEvidence::current`], but `None` if newer tokens arrived later, so that an error with old tokens no
    /// longer matters.
    pub fn current_for_grant(&self, purpose: Purpose) -> Option<&'a Exchange> {
        let last_grant = self.session.grant().map(|grant| grant.since).unwrap_or_default();
        self.current(purpose).filter(|exchange| exchange.id >= last_grant)
    }

    /// The exchanges before a given one, in order.
    pub fn before(&self, exchange: &Exchange) -> impl DoubleEndedIterator<Item = &'a Exchange> + use<'a> {
        let id = exchange.id;
        self.session.exchanges().filter(move |other| other.id < id)
    }

    /// The time between the callback and a request, by this machine's clock or the provider's, whichever is longer: the
    /// provider uses its own clock for the lifetime of a code.
    pub fn age_of_code(&self, exchange: &Exchange) -> Option<SignedDuration> {
        let received = self.callback()?.received_at;
        let here = exchange.sent_at.duration_since(received);
        let before = self.before(exchange).filter_map(ClockOffset::from_exchange).next_back();
        let there = ClockOffset::from_exchange(exchange).zip(before).map(|(at_answer, before)| {
            at_answer.corrected(exchange.sent_at).duration_since(before.corrected(received))
        });
        Some(there.map_or(here, |there| there.max(here)))
    }
}

/// The lifetime of an authorization code: five minutes at Cognito; otherwise ten minutes, the maximum that RFC 6749
/// section 4.1.2 recommends.
pub fn code_lifetime(cognito: bool) -> SignedDuration {
    SignedDuration::from_mins(if cognito { 5 } else { 10 })
}

/// Whether the provider is Cognito, according to the profile and the record.
pub(super) fn is_cognito(session: &Session) -> bool {
    if is_unknown(session) && session.callback().is_some_and(|record| is_cognitos_way(&record.callback)) {
        return true;
    }
    if session.profile().is_cognito() || session.endpoints().issuer.is_some_and(|issuer| cognito::is_issuer(&issuer)) {
        return true;
    }
    session.log().iter().any(|entry| match entry {
        Entry::Exchange(exchange) => {
            exchange.response().is_some_and(|response| response.header("x-amz-cognito-request-id").is_some())
                || is_cognito_host(&exchange.request.url)
        }
        Entry::Callback(record) => record.callback.location.as_deref().is_some_and(is_cognito_host),
        Entry::Authorization(attempt) => is_cognito_host(&attempt.draft.endpoint),
    })
}

/// Whether the provider is unknown.
fn is_unknown(session: &Session) -> bool {
    session.endpoints() == Endpoints::default() && session.attempt().is_none() && session.exchanges().next().is_none()
}

/// Cognito writes `error_description` first and `error` last; others begin with `error`, as RFC 6749 section 4.1.2.1
/// lists them.
fn has_cognitos_order(callback: &Callback) -> bool {
    let place = |name: &str| callback.parameters.iter().position(|(n, _)| n == name);
    callback.error() == Some("invalid_request")
        && matches!((place("error_description"), place("error")), (Some(description), Some(error)) if description < error)
}

/// Whether a callback without a known request is Cognito's: by the parameter order, its sentence, or its error page at
/// a custom domain with a client id in Cognito's form.
fn is_cognitos_way(callback: &Callback) -> bool {
    let sentence = callback.parameters.get("error_description").unwrap_or_default();
    let is_page = callback.kind == CallbackKind::ProviderErrorPage;
    has_cognitos_order(callback)
        || super::federation::is_cognitos(sentence)
        || callback.error() == Some("invalid_request") && super::federation::may_be_cognitos(sentence)
        || is_page && callback.parameters.get("client_id").is_some_and(cognito::is_client_id)
}

/// Whether a URL is on a host of Cognito: a prefix domain, or the pool's own API.
pub(super) fn is_cognito_host(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return false };
    let api = |host: &str| host.starts_with("cognito-idp.") && host.ends_with(".amazonaws.com");
    url.host_str().is_some_and(|host| cognito::is_prefix_domain(host) || api(host))
}

fn exchange_of(entry: &Entry) -> Option<&Exchange> {
    match entry {
        Entry::Exchange(exchange) => Some(exchange),
        _ => None,
    }
}

/// An error document and its exchange.
pub(super) struct Refusal<'a> {
    /// The exchange.
    pub exchange: &'a Exchange,
    /// `error`
    pub error: String,
    /// `error_description`
    pub description: Option<String>,
    /// Whether the code or the refresh token was rejected.
    pub is_about_the_grant: bool,
}

impl<'a> Refusal<'a> {
    /// The error of the token or revocation endpoint; `None` if the response is not an error.
    pub fn of(exchange: &'a Exchange) -> Option<Self> {
        let body = exchange.refusal()?;
        Some(Self {
            exchange,
            error: body.error(),
            description: ErrorBody::description(&body),
            is_about_the_grant: body.is_about_the_grant(),
        })
    }

    /// Adds the provider's error to a finding.
    pub fn said(&self, finding: Finding) -> Finding {
        let finding = finding.seen(Some(self.exchange.id), Place::response_body("error"), &self.error);
        match &self.description {
            Some(text) => finding.seen(Some(self.exchange.id), Place::response_body("error_description"), text),
            None => finding,
        }
    }

    /// Whether the request itself was recorded: a pasted error document has none.
    pub fn has_request(&self) -> bool {
        is_recorded(&self.exchange.request)
    }

    /// Whether the provider's description contains one of these words. Only a hint, never the sole reason.
    pub fn hints(&self, words: &[&str]) -> bool {
        let text = self.description.as_deref().unwrap_or_default().to_ascii_lowercase();
        words.iter().any(|word| text.contains(word))
    }
}

/// Whether a request was recorded, instead of only its response or its grant.
fn is_recorded(request: &HttpRequest) -> bool {
    let is_grant_alone = || request.headers.is_empty() && request.form().iter().all(|(name, _)| name == "grant_type");
    !request.query().is_empty() || !(request.body.is_empty() || is_grant_alone())
}

/// Adds a form parameter of a request to a finding, masked if it is a secret; `absent` is shown if it is missing.
pub(super) fn with_form(finding: Finding, exchange: &Exchange, name: &str) -> Finding {
    if !is_recorded(&exchange.request) && exchange.request.form().get(name).is_none() {
        // Only the response is known, so absence cannot be claimed.
        return finding;
    }
    let form = exchange.request.form();
    let value = form.get(name).map_or("absent".into(), |value| redaction::value(name, value).into_owned());
    finding.seen(Some(exchange.id), Place::request_body(name), value)
}

/// Adds a parameter of the authorization request to a finding, if there is a request.
pub(super) fn with_requested(finding: Finding, evidence: &SessionEvidence<'_>, name: &str) -> Finding {
    if evidence.attempt().is_none() {
        return finding;
    }
    let value = evidence.requested(name).map_or("absent".into(), |value| redaction::value(name, value).into_owned());
    finding.seen(None, Place::authorization_request(name), value)
}

/// Adds a parameter of the callback to a finding.
pub(super) fn with_callback(finding: Finding, callback: &Callback, name: &str) -> Finding {
    match callback.parameters.get(name) {
        Some(value) => finding.seen(None, Place::callback(name), redaction::value(name, value).trim()),
        None => finding,
    }
}

/// The kind of a compact token by the number of its parts: 3 for a signed JWT, 5 for an encrypted one.
pub(super) fn parts(token: &str) -> usize {
    if token.starts_with("eyJ") { token.split('.').count() } else { 1 }
}

/// The id and secret in a `Basic` header, decoded; `None` if it is invalid.
pub(super) fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (id, secret) = basic_pair(header)?;
    Some((parameters::decode(&id), parameters::decode(&secret)))
}

/// The client in a token request.
pub(super) fn client_id(exchange: &Exchange) -> Option<String> {
    named_client(&exchange.request)
}

/// The client in a request to the token endpoint.
pub(super) fn named_client(request: &HttpRequest) -> Option<String> {
    let form = request.form();
    form.get("client_id").map(str::to_owned).or_else(|| {
        let header = request.header("authorization")?;
        basic_credentials(header).map(|(id, _)| id)
    })
}

/// A claim of a JWT without any check.
pub(super) fn claim(token: &Secret, name: &str) -> Option<String> {
    let claims = peek(token.expose())?;
    let value = claims.get(name)?;
    Some(value.as_string().unwrap_or_else(|| value.raw().to_owned()))
}

/// A date claim without any check.
pub(super) fn date(token: &Secret, name: &str) -> Option<Timestamp> {
    numeric_date(peek(token.expose())?.get(name)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_a_date_when_it_is_a_number_within_the_calendar() {
        use base64::Engine;
        let token = |claims: &str| {
            Secret::new(format!("e30.{}.x", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims)))
        };
        assert_eq!(date(&token(r#"{"exp":10.5}"#), "exp"), Timestamp::from_second(10).ok());
        for exp in ["-1e300", "1e300", "\"NaN\"", "\"10\"", "null"] {
            assert_eq!(date(&token(&format!("{{\"exp\":{exp}}}")), "exp"), None, "{exp}");
        }
    }
}
