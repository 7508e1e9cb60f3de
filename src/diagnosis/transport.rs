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

    pub(super) DNS: Error "network.dns", "The host name was not found";
    pub(super) CONNECT: Error "network.connect", "Nothing answers at that host and port";
    pub(super) TLS: Error "network.tls", "The TLS handshake failed", "RFC 8446 6.2";
    TIMEOUT: Error "network.timeout", "No answer within the time limit";
    BROKEN: Error "network.broken", "The connection ended before an answer came";
    BLOCKED: Error "browser.cors", "The browser keeps an answer from the page's script", "Fetch 3.3";
    REFUSED: Error "network.refused", "The request was not sent", "RFC 6749 3.2";
    SLOW: Warning "network.slow", "The answer took long";
    CUT: Error "response.cut", "The answer ended early", "RFC 9112 8";
    TOO_LARGE: Error "response.too_large", "The answer is larger than the limit";
    THROTTLED: Error "provider.throttled", "Too many requests", "RFC 6585 4";
    UNAVAILABLE: Error "provider.unavailable", "The provider fails", "RFC 9110 15.6";
    FORBIDDEN: Error "provider.forbidden", "Something before the provider refuses the request";
    REDIRECTED: Error "provider.redirected", "An endpoint redirects elsewhere", "RFC 9700 4.12";
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
            format!("{place}: no address is known for the host"),
            if evidence.cognito {
                "Check the domain and its region. A prefix domain is PREFIX.auth.REGION.amazoncognito.com; a custom \
                 domain needs its alias record, and its parent an A record. A new domain takes up to an hour."
            } else {
                "Check the host name for typing errors, then this machine's name resolution and proxy."
            },
        ),
        FailureKind::Connect => CONNECT.found(
            format!("{place}: the connection was refused or not possible"),
            "Check host and port, whether the server runs, and whether a firewall or a proxy stands between.",
        ),
        FailureKind::Tls => TLS.found(
            format!("{place}: no trusted connection could be made"),
            Remedy::new(if evidence.cognito {
                "Check that the certificate of a custom domain covers this host, lies in us-east-1 and has been \
                 deployed (up to an hour). Behind a proxy that opens TLS, trust its certificate."
            } else {
                "Check the certificate's host name, dates and issuer."
            })
            .offering(RemedyAction::TrustAuthority),
        ),
        FailureKind::Timeout => TIMEOUT.found(
            format!("{place}: nothing came in {}", seconds(exchange.timing.total)),
            format!(
                "Try again. If it stays like this, look at the provider's status, at firewalls that drop silently, and at \
                 what the provider itself waits for.{}",
                aftermath(exchange)
            ),
        ),
        FailureKind::Transport => BROKEN.found(
            format!("{place}: the connection ended without a response"),
            format!(
                "Try again. If it stays like this, something between here and the provider ends the connection: a proxy, \
                 a firewall, a load balancer.{}",
                aftermath(exchange)
            ),
        ),
        FailureKind::Refused => {
            REFUSED.found(format!("{place}: {}", failure.message), "Correct the URL; plain http is for loopback only.")
        }
    };
    Some(finding.seen(Some(exchange.id), Place::Failure, &failure.message))
}

/// What else an answer that did not come leaves behind.
fn aftermath(exchange: &Exchange) -> &'static str {
    match exchange.purpose {
        Purpose::Token => " The code that was sent may be used up: start a new authorization request.",
        Purpose::JwkSet => " Until its keys come, no signature can be verified.",
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
            "A script asked for a page of the sign-in. Such pages are made for the address bar and never allow it; a \
             redirect of an API that wants a sign-in leads a script there too.",
            "Navigate instead of fetching (window.location.assign); let the API answer 401 to scripts, not a redirect.",
        );
    }
    BLOCKED.found(
        "The answer did not allow the page's origin, so the script never saw it, whatever it said: an error of a proxy or \
         firewall, a wrong path and an unregistered origin all look like this.",
        if may_be_cognito {
            "Send the same request outside the browser to see the answer. Cognito's token endpoint, UserInfo and \
             revocation allow every origin: leave out headers of your own and credentials: 'include'. Elsewhere register \
             the page's origin for the client."
        } else {
            "Send the same request outside the browser to see the answer. Register the page's origin for the client, and \
             leave out headers of your own and credentials: 'include'."
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
                    "{place} answered {} with an HTML page instead of JSON: the fault is on the provider's side",
                    response.status
                )
            } else {
                format!("{place} answered {}: the fault is on the provider's side", response.status)
            },
            "Try again later, and look at the provider's status page. Nothing in the request explains this status.",
        ),
        304 if matches!(exchange.purpose, Purpose::Discovery | Purpose::JwkSet) => return None,
        300..400 => REDIRECTED
            .found(
                format!("{place} answered {}: credentials are never sent on to another place", response.status),
                "Check the endpoint: it is probably the wrong host or path, or plain http where https is expected.",
            )
            .seen(
                Some(exchange.id),
                Place::response_header("location"),
                redaction::url(response.header("location").unwrap_or("absent")),
            ),
        403 if !is_json && exchange.purpose != Purpose::UserInfo => FORBIDDEN.found(
            format!(
                "{place} answered 403 {}: a firewall, not the provider, refuses the request",
                if is_page(response) { "with an HTML page instead of JSON" } else { "without a JSON document" }
            ),
            "Look at the web application firewall, the proxy and the allowed addresses before the provider.",
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
        Some(wait) if wait.bytes().all(|byte| byte.is_ascii_digit()) => format!(" It asks to wait {wait} s."),
        Some(wait) => format!(" It asks to wait until {wait}."),
        None => String::new(),
    };
    THROTTLED
        .found(
            format!("{} answered 429: the provider's request quota is used up.{wait}", place(exchange)),
            "Wait, then send less: keep tokens until they end instead of fetching new ones, and refresh once, not in \
             every tab.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, "429")
}

fn incomplete(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let place = place(exchange);
    match &response.completeness {
        Completeness::Complete => None,
        Completeness::Cut { reason } => Some(
            CUT.found(
                format!("{place}: {} bytes of the body came, then the connection ended", response.body.len()),
                "Try again; what came is kept. A proxy or load balancer with a short time limit is the usual cause.",
            )
            .seen(Some(exchange.id), Place::RESPONSE_BODY, reason),
        ),
        Completeness::TooLarge { limit } => Some(
            TOO_LARGE
                .found(
                    format!("{place}: the body is larger than {limit} bytes; the rest was not read"),
                    "Check the URL: none of the protocol's documents is that large.",
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
            "Find out what the provider waits for (triggers, identity providers, databases); applications with a time \
             limit of a few seconds fail here, and a repeated request finds its code used.",
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
