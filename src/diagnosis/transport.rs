//! Whether an answer came at all, whole and from the right place.

use std::time::Duration;

use super::{SessionEvidence, html};
use crate::protocol::finding::rules;
use crate::protocol::http::origin_of;
use crate::protocol::{Completeness, Finding, HttpResponse, Part, Place, Remedy, RemedyAction};
use crate::session::har::NOT_RECORDED;
use crate::session::{Exchange, Failure, FailureKind, Purpose, Received, redaction};

rules! {
    pub(super) RULES;

    pub(super) DNS: Error "network.dns", "Host not found";
    pub(super) CONNECT: Error "network.connect", "Connection failed";
    pub(super) TLS: Error "network.tls", "TLS handshake failed", "RFC 8446 6.2";
    pub(super) TIMEOUT: Error "network.timeout", "Request timed out";
    BROKEN: Error "network.broken", "Connection closed before a response";
    BLOCKED: Error "browser.cors", "Response blocked by the browser (CORS)", "Fetch 3.3";
    REFUSED: Error "network.refused", "Request not sent", "RFC 6749 3.2";
    SLOW: Warning "network.slow", "Slow response";
    CUT: Error "response.cut", "Response cut short", "RFC 9112 8";
    TOO_LARGE: Error "response.too_large", "Response too large";
    pub(super) THROTTLED: Error "provider.throttled", "Too many requests", "RFC 6585 4";
    UNAVAILABLE: Error "provider.unavailable", "Provider unavailable", "RFC 9110 15.6";
    FORBIDDEN: Error "provider.forbidden", "A proxy or firewall blocked the request";
    REDIRECTED: Error "provider.redirected", "Endpoint redirects", "RFC 9700 4.12";
}

/// From here on an answer is called slow.
const LONG: Duration = Duration::from_secs(3);

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let last = Purpose::ALL.into_iter().filter_map(|purpose| latest(evidence, purpose));
    last.filter(|exchange| !is_not_recorded(exchange))
        .filter_map(|exchange| trouble(evidence, exchange).or_else(|| slow(exchange)))
        .collect()
}

/// An answer whose body the recording left out: who reads the recording says so, and the network did nothing wrong.
fn is_not_recorded(exchange: &Exchange) -> bool {
    let completeness = exchange.response().filter(|response| response.status < 400).map(|it| &it.completeness);
    matches!(completeness, Some(Completeness::Cut { reason }) if reason == NOT_RECORDED)
}

/// Discovery and keys hold for the whole session, everything else for the round.
fn latest<'a>(evidence: &SessionEvidence<'a>, purpose: Purpose) -> Option<&'a Exchange> {
    match purpose {
        Purpose::Discovery | Purpose::JwkSet => evidence.session.last_exchange(purpose),
        Purpose::UserInfo | Purpose::Refresh => evidence.current_for_grant(purpose),
        _ => evidence.current(purpose),
    }
}

/// What kept an exchange from bringing an answer that can be read. Rules that read answers stay silent then: one cause,
/// one finding.
pub(super) fn trouble(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    match &exchange.received {
        Received::Pending => None,
        Received::Failed(failure) => failed(evidence, exchange, failure),
        Received::Response(response) => status_trouble(exchange, response).or_else(|| incomplete(exchange, response)),
    }
}

fn failed(evidence: &SessionEvidence<'_>, exchange: &Exchange, failure: &Failure) -> Option<Finding> {
    if let Some(finding) = blocked_by_browser(evidence, exchange, failure) {
        return Some(finding);
    }
    let place = place(exchange);
    let finding = match failure.kind {
        FailureKind::Cancelled => return None,
        FailureKind::Dns => DNS.found(
            format!("{place}: the host name has no address"),
            if evidence.cognito {
                "Check the domain and its region. A prefix domain is PREFIX.auth.REGION.amazoncognito.com. A custom \
                 domain needs its alias record, and its parent domain an A record. A new domain takes up to an hour."
            } else {
                "Check the spelling of the host name, then this machine's DNS and proxy."
            },
        ),
        FailureKind::Connect => CONNECT.found(
            format!("{place}: the connection was refused or could not be made"),
            "Check host and port, whether the server runs, and whether a firewall or proxy blocks the connection.",
        ),
        FailureKind::Tls => TLS.found(
            format!("{place}: no trusted TLS connection could be made"),
            Remedy::new(if evidence.cognito {
                "Check that the certificate of a custom domain covers this host, is in us-east-1 and is deployed (up \
                 to an hour). Behind a proxy that intercepts TLS, trust its certificate."
            } else {
                "Check the host name, dates and issuer of the certificate."
            })
            .offering(RemedyAction::TrustAuthority),
        ),
        FailureKind::Timeout => TIMEOUT.found(
            format!("{place}: no response within {}", seconds(exchange.timing.total)),
            format!(
                "Try again. If it happens again, check the provider's status, firewalls that silently drop packets, \
                 and what the provider itself waits for.{}",
                aftermath(exchange)
            ),
        ),
        FailureKind::Transport => BROKEN.found(
            format!("{place}: the connection was closed before a response"),
            format!(
                "Try again. If it happens again, a proxy, firewall or load balancer closes the connection.{}",
                aftermath(exchange)
            ),
        ),
        FailureKind::Refused => REFUSED.found(
            format!("{place}: {}", failure.message),
            "Correct the URL. Plain http is for loopback addresses only.",
        ),
    };
    Some(finding.seen(Some(exchange.id), Place::Failure, &failure.message))
}

/// What else an answer that did not come leaves behind.
fn aftermath(exchange: &Exchange) -> &'static str {
    match exchange.purpose {
        Purpose::Token => " The code may be used now: start a new authorization request.",
        Purpose::JwkSet => " Without the keys, no signature can be verified.",
        _ => "",
    }
}

/// A request of a page's script whose answer the browser kept to itself: a recording shows the preflight that was refused,
/// or that Chromium, which names every failure of the network, has no name for this one.
fn blocked_by_browser(evidence: &SessionEvidence<'_>, exchange: &Exchange, failure: &Failure) -> Option<Finding> {
    let url = &exchange.request.url;
    let is_preflight = |other: &&Exchange| other.request.method.as_str() == "OPTIONS" && other.request.url == *url;
    let preflight = evidence.session.exchanges().find(is_preflight);
    let header = |name| exchange.request.header(name);
    let is_foreign = header("origin").is_some_and(|origin| Some(origin.to_owned()) != origin_of(url));
    let is_script = is_foreign || header("sec-fetch-mode") == Some("cors");
    let is_unnamed = failure.message.contains("net::ERR_FAILED") && is_script;
    if failure.kind != FailureKind::Transport || preflight.is_none() && !is_unnamed {
        return None;
    }
    let is_page = matches!(exchange.purpose, Purpose::SignIn | Purpose::Logout);
    let finding = blocked(is_page, evidence.cognito).seen(Some(exchange.id), Place::Failure, &failure.message);
    let Some(preflight) = preflight else { return Some(finding) };
    Some(match preflight.response() {
        Some(response) => {
            let allowed = response.header("access-control-allow-origin").unwrap_or("absent");
            finding.seen(Some(preflight.id), Place::PreflightResponse(Part::Status), response.status.to_string()).seen(
                Some(preflight.id),
                Place::PreflightResponse(Part::Header("access-control-allow-origin".into())),
                allowed,
            )
        }
        None => finding.seen(Some(preflight.id), Place::PreflightResponse(Part::Whole), "no answer"),
    })
}

/// What to do depends on what a script asked for: pages are opened, endpoints are asked.
pub(super) fn blocked(is_page: bool, may_be_cognito: bool) -> Finding {
    if is_page {
        return BLOCKED.found(
            "A script requested a sign-in page. Sign-in pages work only in the address bar and never allow scripts. \
             An API that redirects to a sign-in sends scripts there too.",
            "Navigate instead of fetching (window.location.assign). Have the API answer scripts with 401, not with a \
             redirect.",
        );
    }
    BLOCKED.found(
        "The response did not allow the origin of the page, so the script could not read it. A proxy or firewall \
         error, a wrong path and an unregistered origin all look like this.",
        if may_be_cognito {
            "Send the same request outside the browser to see the response. Cognito's token, UserInfo and revocation \
             endpoints allow every origin: do not send your own headers or credentials: 'include'. For other \
             endpoints, register the origin of the page for the client."
        } else {
            "Send the same request outside the browser to see the response. Register the origin of the page for the \
             client, and do not send your own headers or credentials: 'include'."
        },
    )
}

fn status_trouble(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let may_be_a_page = matches!(
        exchange.purpose,
        Purpose::SignIn
            | Purpose::AuthorizationProbe
            | Purpose::RegistrationProbe
            | Purpose::Logout
            | Purpose::Probe
            | Purpose::Other
    );
    if may_be_a_page {
        return (response.status == 429).then(|| throttled(exchange, response));
    }
    let place = place(exchange);
    let is_json = response.media_type().is_some_and(|media_type| media_type.ends_with("json"));
    let finding = match response.status {
        429 => return Some(throttled(exchange, response)),
        500.. => UNAVAILABLE.found(
            if is_page(response) {
                format!(
                    "{place} returned {} with an HTML page instead of JSON: the fault is on the provider's side",
                    response.status
                )
            } else {
                format!("{place} returned {}: the fault is on the provider's side", response.status)
            },
            "Try again later, and check the provider's status page. Nothing in the request explains this status.",
        ),
        304 if matches!(exchange.purpose, Purpose::Discovery | Purpose::JwkSet) => return None,
        300..400 => REDIRECTED
            .found(
                format!("{place} returned {}: credentials are never sent on to another address", response.status),
                "Check the endpoint: probably a wrong host or path, or http instead of https.",
            )
            .seen(
                Some(exchange.id),
                Place::response_header("location"),
                redaction::url(response.header("location").unwrap_or("absent")),
            ),
        403 if !is_json && exchange.purpose != Purpose::UserInfo => FORBIDDEN.found(
            format!(
                "{place} returned 403 {}: a proxy or firewall, not the provider, blocked the request",
                if is_page(response) { "with an HTML page instead of JSON" } else { "without a JSON document" }
            ),
            "Check the web application firewall, the proxy and the IP allowlist before the provider.",
        ),
        _ => return None,
    };
    let finding = finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    if !is_page(response) {
        return Some(finding);
    }
    let media_type = response.media_type().unwrap_or_else(|| "absent".to_owned());
    let finding = finding.seen(Some(exchange.id), Place::response_header("content-type"), media_type);
    Some(with_page(finding, exchange, response))
}

/// Whether a page came where a document was expected.
pub fn is_page(response: &HttpResponse) -> bool {
    let text = response.text();
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let is_html = response.media_type().is_some_and(|media_type| media_type == "text/html");
    start.starts_with("<!doctype html") || start.starts_with("<html") || is_html && !response.body.is_empty()
}

/// Adds the title of a page that came to a finding, and how its text begins.
pub(super) fn with_page(mut finding: Finding, exchange: &Exchange, response: &HttpResponse) -> Finding {
    if !is_page(response) {
        return finding;
    }
    let html = response.text();
    if let Some(title) = html::title(&html) {
        finding = finding.seen(Some(exchange.id), Place::Page(Part::Title), title);
    }
    let text: String = html::body_text(&html).chars().take(PAGE_TEXT).collect();
    if text.is_empty() { finding } else { finding.seen(Some(exchange.id), Place::Page(Part::Text), text) }
}

/// So many characters of a page tell whose it is.
const PAGE_TEXT: usize = 160;

fn throttled(exchange: &Exchange, response: &HttpResponse) -> Finding {
    // RFC 9110 section 10.2.3: a number of seconds, or a date.
    let wait = match response.header("retry-after") {
        Some(wait) if wait.bytes().all(|byte| byte.is_ascii_digit()) => format!(" Retry-After is {wait} s."),
        Some(wait) => format!(" Retry-After is {wait}."),
        None => String::new(),
    };
    THROTTLED
        .found(
            format!("{} returned 429: the provider's request quota is used up.{wait}", place(exchange)),
            "Wait, then send fewer requests: reuse tokens until they expire, and refresh in one place, not in every \
             tab.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, "429")
}

fn incomplete(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let place = place(exchange);
    match &response.completeness {
        Completeness::Complete => None,
        Completeness::Cut { reason } => Some(
            CUT.found(
                format!(
                    "{place}: {} bytes of the body were received, then the connection was closed",
                    response.body.len()
                ),
                "Try again. What was received is kept. The usual cause is a proxy or load balancer with a short \
                 timeout.",
            )
            .seen(Some(exchange.id), Place::RESPONSE_BODY, reason),
        ),
        Completeness::TooLarge { limit } => Some(
            TOO_LARGE
                .found(
                    format!("{place}: the body is larger than {limit} bytes, and the rest was not read"),
                    "Check the URL: no OAuth or OpenID Connect document is this large.",
                )
                .seen(Some(exchange.id), Place::RESPONSE_BODY, format!("more than {limit} bytes")),
        ),
    }
}

fn slow(exchange: &Exchange) -> Option<Finding> {
    let took = exchange.timing.total;
    (took >= LONG && exchange.response().is_some()).then(|| {
        SLOW.found(
            format!("{} took {}", place(exchange), seconds(took)),
            "Find out what the provider waits for (triggers, identity providers, databases). Applications with a \
             timeout of a few seconds fail here, and when they retry, the code is already used.",
        )
        .seen(Some(exchange.id), Place::Duration, seconds(took))
    })
}

/// Which request, for the beginning of a sentence: `The token endpoint (https://h/oauth2/token)`.
fn place(exchange: &Exchange) -> String {
    let url = exchange.request.url.split(['?', '#']).next().unwrap_or_default();
    let name = match exchange.purpose {
        Purpose::Discovery => "The discovery document",
        Purpose::JwkSet => "The JWK Set",
        Purpose::AuthorizationProbe | Purpose::RegistrationProbe => "The authorization endpoint",
        Purpose::SignIn => "The sign-in page",
        Purpose::Token | Purpose::Refresh => "The token endpoint",
        Purpose::UserInfo | Purpose::Probe => "UserInfo",
        Purpose::Revocation => "The revocation endpoint",
        Purpose::Logout => "The logout endpoint",
        Purpose::Other => "The request",
    };
    format!("{name} ({})", redaction::url(url))
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
