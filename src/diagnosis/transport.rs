//! Whether a response arrived, completely and from the right server.

use std::time::Duration;

use super::{SessionEvidence, html};
use crate::protocol::finding::rules;
use crate::protocol::judgement::capitalised;
use crate::protocol::urls::origin_of;
use crate::protocol::{Completeness, Finding, HttpResponse, Json, Metadata, Part, Place, Remedy, RemedyAction};
use crate::session::har::NOT_RECORDED;
use crate::session::{Exchange, Failure, FailureKind, Origin, Purpose, Received, redaction};

rules! {
    pub(super) RULES;

    pub(super) DNS: Error "network.dns", "Host not found";
    pub(super) CONNECT: Error "network.connect", "Connection failed";
    pub(super) TLS: Error "network.tls", "TLS handshake failed", "RFC 8446 6.2";
    pub(super) TIMEOUT: Error "network.timeout", "Request timed out";
    BROKEN: Error "network.broken", "Connection closed before a response";
    NO_RESPONSE: Error "network.no_response", "No response recorded";
    BLOCKED: Error "browser.cors", "Response blocked by the browser (CORS)", "Fetch 3.3";
    REFUSED: Error "network.refused", "Request not sent", "RFC 6749 3.2";
    pub(super) SLOW: Warning "network.slow", "Slow response";
    NOT_HTTP: Error "response.not_http", "Response is not valid HTTP", "RFC 9112 2";
    HEAD_TOO_LARGE: Error "response.head_too_large", "Response headers too large", "RFC 9110 5.4";
    CUT: Error "response.cut", "Response cut short", "RFC 9112 8";
    MALFORMED: Error "response.malformed", "Response body is malformed", "RFC 9112 7.1";
    COMPRESSED: Error "response.compressed", "Compressed response cannot be read", "RFC 9110 8.4";
    TOO_LARGE: Error "response.too_large", "Response too large";
    pub(super) THROTTLED: Error "provider.throttled", "Too many requests", "RFC 6585 4";
    UNAVAILABLE: Error "provider.unavailable", "Provider unavailable", "RFC 9110 15.6";
    FORBIDDEN: Error "provider.forbidden", "A proxy or firewall blocked the request";
    REDIRECTED: Error "provider.redirected", "Endpoint redirects", "RFC 9700 4.12";
    UNEXPECTED: Error "provider.unexpected_status", "Unexpected HTTP status", "RFC 9110 15";
}

/// The first bytes of gzip data (RFC 1952 section 2.3.1).
const GZIP: &[u8] = &[0x1f, 0x8b];

/// From this duration on, a response is called slow.
const LONG: Duration = Duration::from_secs(3);

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let last = Purpose::ALL.iter().filter_map(|purpose| latest(evidence, *purpose));
    last.filter(|exchange| !is_not_recorded(exchange))
        .filter_map(|exchange| problem(evidence, exchange).or_else(|| slow(exchange)))
        .collect()
}

/// A response whose body is not in the recording: another finding says so, and the network worked.
fn is_not_recorded(exchange: &Exchange) -> bool {
    let completeness = exchange.response().filter(|response| response.status < 400).map(|it| &it.completeness);
    matches!(completeness, Some(Completeness::Cut { reason }) if reason == NOT_RECORDED)
}

/// Discovery and keys count for the whole session, everything else for the round.
fn latest<'a>(evidence: &SessionEvidence<'a>, purpose: Purpose) -> Option<&'a Exchange> {
    match purpose {
        // There are several locations: one without a complete response is the problem, not that the next one is missing.
        Purpose::ResourceMetadata | Purpose::Discovery if evidence.session.resource().is_some() => {
            let is_incomplete = |it: &&Exchange| match &it.received {
                Received::Pending => false,
                Received::Failed(_) => true,
                Received::Response(response) => response.completeness.problem().is_some(),
            };
            let mut tried = evidence.session.discovery_exchanges().into_iter().filter(|it| it.purpose == purpose);
            tried.find(is_incomplete).or_else(|| evidence.session.last_exchange(purpose))
        }
        Purpose::Discovery | Purpose::JwkSet => evidence.session.last_exchange(purpose),
        Purpose::UserInfo | Purpose::Refresh => evidence.current_for_grant(purpose),
        _ => evidence.current(purpose),
    }
}

/// Why an exchange has no readable response. Rules that read responses are skipped then: one cause, one finding.
pub(super) fn problem(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    match &exchange.received {
        Received::Pending => None,
        Received::Failed(failure) => failed(evidence, exchange, failure),
        Received::Response(response) => status_problem(exchange, response).or_else(|| incomplete(exchange, response)),
    }
}

fn failed(evidence: &SessionEvidence<'_>, exchange: &Exchange, failure: &Failure) -> Option<Finding> {
    if let Some(finding) = blocked_by_browser(evidence, exchange, failure) {
        return Some(finding);
    }
    let place = named(exchange);
    let message = failure.message.trim_end_matches('.');
    let finding = match failure.kind {
        FailureKind::Cancelled => return None,
        FailureKind::Dns => DNS.found(
            format!("The host name has no address: {place}."),
            if evidence.cognito {
                "Check the domain and its region. A prefix domain is PREFIX.auth.REGION.amazoncognito.com. A custom \
                 domain needs its alias record, and its parent domain an A record. A new domain takes up to an hour."
            } else {
                "Check the spelling of the host name, then this machine's DNS and proxy."
            },
        ),
        FailureKind::Connect => CONNECT.found(
            format!("The connection was refused or could not be made: {place}."),
            "Check host and port, whether the server runs, and whether a firewall or proxy blocks the connection.",
        ),
        FailureKind::Tls => TLS.found(
            format!("No trusted TLS connection could be made: {place}."),
            Remedy::new(if evidence.cognito {
                "Check that the certificate of a custom domain covers this host, is in us-east-1 and is deployed (up \
                 to an hour). Behind a proxy that intercepts TLS, trust its certificate."
            } else {
                "Check the host name, dates and issuer of the certificate."
            })
            .offering(RemedyAction::TrustAuthority),
        ),
        FailureKind::NotTls => TLS.found(
            format!("The received bytes are not TLS: {place}."),
            "Check scheme and port: on this port the server speaks another protocol, often plain HTTP.",
        ),
        FailureKind::ConnectTimeout => TIMEOUT.found(
            format!("{}, grantscope's own limit (--connect-timeout): {place}.", capitalised(message)),
            "Try again. If it happens again, check host and port, firewalls that silently drop packets, and whether the \
             server answers TLS on this port.",
        ),
        FailureKind::Timeout if !matches!(exchange.origin, Origin::Own) => TIMEOUT.found(
            format!("{place}: no response in time"),
            format!(
                "Try again. If it happens again, check the provider's status, and firewalls that silently drop packets.{}",
                consequence(exchange)
            ),
        ),
        FailureKind::Timeout => TIMEOUT.found(
            format!(
                "No response within {}, grantscope's own limit (--request-timeout): {place}.",
                seconds(exchange.timing.total)
            ),
            too_slow(exchange),
        ),
        FailureKind::NotHttp => NOT_HTTP.found(
            format!("The received bytes are not an HTTP/1.1 response: {place}."),
            format!(
                "Check scheme, host and port: a server of another protocol may listen there (TLS, HTTP/2 without TLS, \
                 SSH). Otherwise the server, or a proxy in front of it, writes headers that HTTP does not allow.{}",
                consequence(exchange)
            ),
        ),
        FailureKind::HeadTooLarge => HEAD_TOO_LARGE.found(
            format!("The response has more than 100 headers, or headers of more than 400 kB: {place}."),
            format!(
                "Find out what adds the headers: the provider, or a proxy or load balancer in front of it.{}",
                consequence(exchange)
            ),
        ),
        FailureKind::Unknown => NO_RESPONSE.found(
            format!(
                "{place}: the recording has neither a response nor a reason. The browser blocked or cancelled the request, \
                 the page was left, or the connection failed."
            ),
            format!(
                "Read the browser's console at that time: it names CORS, mixed content, a blocked request or a network \
                 error.{}",
                consequence(exchange)
            ),
        ),
        FailureKind::Transport => BROKEN.found(
            format!("The connection was closed before a response: {place}."),
            format!(
                "Try again. If it happens again, a proxy, firewall or load balancer closes the connection.{}",
                consequence(exchange)
            ),
        ),
        // The discovery document names it; there is a separate finding for that.
        FailureKind::Refused if is_discovered(evidence, &exchange.request.url) => return None,
        FailureKind::Refused => REFUSED.found(
            format!("{}: {place}.", capitalised(message)),
            "Correct the URL. Plain http is for loopback addresses only.",
        ),
    };
    Some(finding.seen(Some(exchange.id), Place::Failure, &failure.message))
}

fn is_discovered(evidence: &SessionEvidence<'_>, url: &str) -> bool {
    let endpoints = evidence.session.metadata().map(Metadata::endpoints).unwrap_or_default();
    endpoints.members().into_iter().any(|(_, endpoint)| endpoint.as_deref() == Some(url))
}

/// What to do about a response that did not arrive within our own time limit.
fn too_slow(exchange: &Exchange) -> String {
    format!(
        "Try again with a longer limit. If it happens again, check the provider's status, firewalls that silently drop \
         packets, and what the provider itself waits for.{}",
        consequence(exchange)
    )
}

/// Other effects of a missing response.
fn consequence(exchange: &Exchange) -> &'static str {
    match exchange.purpose {
        Purpose::Token => " The code may be used now: start a new authorization request.",
        Purpose::JwkSet => " Without the keys, no signature can be verified.",
        _ => "",
    }
}

/// A script's request whose response the browser withheld: a recording shows the rejected preflight, or that Chromium,
/// which names every network error, has no name for this one.
fn blocked_by_browser(evidence: &SessionEvidence<'_>, exchange: &Exchange, failure: &Failure) -> Option<Finding> {
    let url = &exchange.request.url;
    let is_preflight = |other: &&Exchange| other.request.method.as_str() == "OPTIONS" && other.request.url == *url;
    let preflight = evidence.session.exchanges().find(is_preflight);
    let header = |name| exchange.request.header(name);
    let is_foreign = header("origin").is_some_and(|origin| Some(origin.to_owned()) != origin_of(url));
    let is_script = is_foreign || header("sec-fetch-mode") == Some("cors");
    let is_unnamed = failure.message.contains("net::ERR_FAILED") && is_script;
    let is_broken = matches!(failure.kind, FailureKind::Transport | FailureKind::Unknown);
    if !is_broken || preflight.is_none() && !is_unnamed {
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
        None => finding.seen(Some(preflight.id), Place::PreflightResponse(Part::Whole), "no response"),
    })
}

/// The fix depends on what a script requested: pages must be opened, endpoints must be called.
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

fn status_problem(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let may_be_a_page = matches!(
        exchange.purpose,
        Purpose::SignIn
            | Purpose::AuthorizationProbe
            | Purpose::RegistrationProbe
            | Purpose::Logout
            | Purpose::Probe
            | Purpose::Api
            | Purpose::Resource
            | Purpose::ResourceMetadata
            | Purpose::MisplacedMetadata
            | Purpose::ClientRegistration
            | Purpose::RegistrationRead
            | Purpose::RegistrationDeletion
            | Purpose::Other
    );
    if may_be_a_page {
        return (response.status == 429).then(|| throttled(exchange, response));
    }
    let place = place(exchange);
    let is_json = match response.media_type() {
        Some(media_type) => media_type.ends_with("json"),
        // A paste may not have the headers.
        None => Json::from_bytes(&response.body).is_ok_and(|json| json.root().is_object()),
    };
    let is_challenged = response.header("www-authenticate").is_some();
    let finding = match response.status {
        429 => return Some(throttled(exchange, response)),
        // Only something in front of the provider sends these.
        407 | 511 => FORBIDDEN.found(
            format!("{place} returned {}: a proxy or network requires a sign-in of its own", response.status),
            "Sign in to the proxy or the network first, or remove the proxy from the environment (HTTPS_PROXY, NO_PROXY).",
        ),
        500..600 => UNAVAILABLE.found(
            if response.is_page() {
                format!(
                    "{place} returned {} with an HTML page instead of JSON: the fault is on the provider's side",
                    response.status
                )
            } else {
                format!("{place} returned {}: the fault is on the provider's side", response.status)
            } + "."
                + &retry_after(response),
            "Try again later, and check the provider's status page. Nothing in the request explains this status.",
        ),
        304 if matches!(exchange.purpose, Purpose::Discovery | Purpose::JwkSet)
            && (exchange.is_kept_by_browser() || response.has_document()) =>
        {
            return None;
        }
        301..=303 | 307 | 308 => REDIRECTED
            .found(
                format!("{place} returned {}: credentials are never sent to another address", response.status),
                "Check the endpoint: probably a wrong host or path, or http instead of https.",
            )
            .seen(
                Some(exchange.id),
                Place::response_header("location"),
                redaction::url(response.header("location").unwrap_or("absent")),
            ),
        // A firewall's page says nothing about the token: a provider that rejects it says so in a header (RFC 6750 section 3).
        400..=403 if exchange.purpose == Purpose::UserInfo && response.is_page() && !is_challenged => FORBIDDEN.found(
            format!(
                "{place} returned {} with an HTML page and no WWW-Authenticate header: the response is from a proxy \
                 or firewall, not from the provider",
                response.status
            ),
            "Check the web application firewall, the proxy and the IP allowlist before the provider. The token may \
             be valid.",
        ),
        403 if !is_json && exchange.purpose != Purpose::UserInfo => FORBIDDEN.found(
            format!(
                "{place} returned 403 {}: a proxy or firewall, not the provider, blocked the request",
                if response.is_page() { "with an HTML page instead of JSON" } else { "without a JSON document" }
            ),
            "Check the web application firewall, the proxy and the IP allowlist before the provider.",
        ),
        status if is_unexpected(exchange, response) => UNEXPECTED.found(
            format!("{place} returned {status}, which does not answer this request"),
            "Open the URL and check what responds there: another server than the provider, a proxy, or a gateway with \
             its own rules.",
        ),
        _ => return None,
    };
    let finding = finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    if !response.is_page() {
        return Some(finding);
    }
    let media_type = response.media_type().unwrap_or_else(|| "absent".to_owned());
    let finding = finding.seen(Some(exchange.id), Place::response_header("content-type"), media_type);
    Some(with_page(finding, exchange, response))
}

/// Statuses that mean neither success nor rejection. A missing page, a rejection by the provider, and a page instead of
/// the discovery document are judged by the rules of the endpoint.
fn is_unexpected(exchange: &Exchange, response: &HttpResponse) -> bool {
    match (response.status, exchange.purpose) {
        // A part, and no request for one was sent (RFC 9110 section 15.3.7).
        (206, _) => exchange.request.header("range").is_none(),
        (100..200 | 300..400 | 600.., _) => true,
        (404 | 410, _) => false,
        // Providers respond like this if they do not know the tenant or user pool.
        (400, Purpose::Discovery) => false,
        (400..500, Purpose::Discovery) => !response.is_page(),
        (400..500, Purpose::JwkSet) => true,
        _ => false,
    }
}

/// Adds the title of a page and the beginning of its text to a finding.
pub(super) fn with_page(mut finding: Finding, exchange: &Exchange, response: &HttpResponse) -> Finding {
    if !response.is_page() {
        return finding;
    }
    let html = response.text();
    if let Some(title) = html::title(&html) {
        finding = finding.seen(Some(exchange.id), Place::Page(Part::Title), title);
    }
    let text: String = html::body_text(&html).chars().take(PAGE_TEXT).collect();
    if text.is_empty() { finding } else { finding.seen(Some(exchange.id), Place::Page(Part::Text), text) }
}

/// How many characters of a page identify its origin.
const PAGE_TEXT: usize = 160;

fn throttled(exchange: &Exchange, response: &HttpResponse) -> Finding {
    let wait = retry_after(response);
    THROTTLED
        .found(
            format!("{} returned 429: the provider's request quota is used up.{wait}", place(exchange)),
            "Wait, then send fewer requests: reuse tokens until they expire, and refresh in one place, not in every \
             tab.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, "429")
}

/// How long to wait, as a sentence after another one (RFC 9110 section 10.2.3: a number of seconds, or a date).
fn retry_after(response: &HttpResponse) -> String {
    match response.header("retry-after") {
        Some(wait) if wait.bytes().all(|byte| byte.is_ascii_digit()) => format!(" Retry-After is {wait} s."),
        Some(wait) => format!(" Retry-After is {wait}."),
        None => String::new(),
    }
}

fn incomplete(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    // The response of the revocation endpoint is its status (RFC 7009 section 2.2).
    if exchange.purpose == Purpose::Revocation && response.is_success() {
        return None;
    }
    let place = place(exchange);
    let received = response.body.len();
    match &response.completeness {
        Completeness::Complete if response.body.starts_with(GZIP) => Some(
            COMPRESSED
                .found(
                    format!("{place}: the body is gzip data, but Content-Encoding does not say so"),
                    "Have the server or the proxy name the coding in Content-Encoding, or not compress.",
                )
                .seen(Some(exchange.id), Place::response_header("content-encoding"), "absent"),
        ),
        Completeness::Complete => None,
        Completeness::Compressed { coding } => Some(
            COMPRESSED
                .found(
                    match coding.as_str() {
                        "gzip" | "x-gzip" | "deflate" => {
                            format!("{place}: Content-Encoding is {coding}, but the body is not valid {coding} data")
                        }
                        _ => format!("{place}: the body is compressed as {coding}, which grantscope cannot read"),
                    },
                    "No compression was requested. Have the server or the proxy send the document uncompressed to clients \
                     that send no Accept-Encoding.",
                )
                .seen(Some(exchange.id), Place::response_header("content-encoding"), coding),
        ),
        Completeness::TimedOut { limit } => Some(
            TIMEOUT
                .found(
                    format!(
                        "{place}: {received} bytes of the body were received within {}, but not its end. This is \
                         grantscope's own limit (--request-timeout).",
                        seconds(*limit)
                    ),
                    too_slow(exchange),
                )
                .seen(Some(exchange.id), Place::RESPONSE_BODY, beginning(exchange, response)),
        ),
        Completeness::Malformed { reason } => Some(
            MALFORMED
                .found(
                    format!("{place}: the chunks of the body are invalid after {received} bytes"),
                    format!(
                        "Check the server and the proxies in front of it: one of them writes Transfer-Encoding: \
                         chunked and sends invalid chunks.{}",
                        consequence(exchange)
                    ),
                )
                .seen(Some(exchange.id), Place::RESPONSE_BODY, reason)
                .seen(Some(exchange.id), Place::RESPONSE_BODY, beginning(exchange, response)),
        ),
        Completeness::Cut { reason } => Some(
            CUT.found(
                format!("{place}: {received} bytes of the body were received, then the connection was closed"),
                "Try again. The received part is shown. The usual cause is a proxy or load balancer with a short \
                 timeout.",
            )
            .seen(Some(exchange.id), Place::RESPONSE_BODY, reason)
            .seen(Some(exchange.id), Place::RESPONSE_BODY, beginning(exchange, response)),
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
        // A code or a rotated refresh token is used up by the first try.
        let retried = match exchange.purpose {
            Purpose::Token => ", and when they retry, the code is already used",
            Purpose::Refresh => ", and when they retry, the refresh token may be used already",
            _ => "",
        };
        SLOW.found(
            format!("{} took {}.", place(exchange), seconds(took)),
            format!(
                "Find out what the provider waits for (triggers, identity providers, databases). Applications with a \
                 timeout of a few seconds fail here{retried}."
            ),
        )
        .seen(Some(exchange.id), Place::Duration, seconds(took))
    })
}

/// The request, for the beginning of a sentence: `The token endpoint (https://h/oauth2/token)`.
fn place(exchange: &Exchange) -> String {
    capitalised(&named(exchange))
}

/// The same within a sentence.
fn named(exchange: &Exchange) -> String {
    let url = exchange.request.url.split(['?', '#']).next().unwrap_or_default();
    let name = match exchange.purpose {
        Purpose::Discovery => "the discovery document",
        Purpose::JwkSet => "the JWK Set",
        Purpose::AuthorizationProbe | Purpose::RegistrationProbe => "the authorization endpoint",
        Purpose::SignIn => "the sign-in page",
        Purpose::Token | Purpose::Refresh => "the token endpoint",
        Purpose::UserInfo | Purpose::Probe => "UserInfo",
        Purpose::Api => "the API",
        Purpose::Revocation => "the revocation endpoint",
        Purpose::Logout => "the logout endpoint",
        Purpose::Resource => "the resource",
        Purpose::ResourceMetadata => "the protected resource metadata",
        Purpose::MisplacedMetadata => "the authorization server metadata",
        Purpose::ClientRegistration => "the registration endpoint",
        Purpose::RegistrationRead | Purpose::RegistrationDeletion => "the client configuration endpoint",
        Purpose::Other => "the request",
    };
    // The URL of a pasted response is not known.
    if url.is_empty() { name.to_owned() } else { format!("{name} ({})", redaction::url(url)) }
}

/// The beginning of a body. Not shown for incomplete tokens, whose end is unknown.
fn beginning(exchange: &Exchange, response: &HttpResponse) -> String {
    if response.body.is_empty() || matches!(exchange.purpose, Purpose::Token | Purpose::Refresh) {
        return format!("{} bytes", response.body.len());
    }
    redaction::text(&response.text()).chars().take(PAGE_TEXT).collect()
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
