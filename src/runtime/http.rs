//! Sends one request and keeps everything that arrives.
//!
//! ```text
//!   HttpRequest ─► refused? ─► connect ─► head ─► chunks … ─► Delivery
//!                     │           │         │        └ cut, late, malformed, too large: the received part is kept, with the reason
//!                     └───────────┴─────────┴► Failed: refused, DNS, connect, TLS, time limit, no HTTP, transport
//! ```
//!
//! Redirects are never followed here: 307 and 308 would send code, verifier and secret to wherever the response says
//! (RFC 9700 section 4.12). There are no cookies, no `Referer`, no retries. All headers are set here, so the recorded
//! request is the one that is sent. Dropping the future cancels the request.
//!
//! Every request has a connection of its own. A server may close an idle connection at the moment of the next request,
//! and nobody can tell whether that request arrived: a code or a refresh token must not be sent twice (RFC 9110 section
//! 9.2.2), and is lost if it is not sent again.
//!
//! No compression is requested, but servers may compress anyway (RFC 9110 section 12.5.3). The codings in
//! `Content-Encoding` are decoded within the limit of the body; the header stays in the record.

use std::error::Error;
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::timeout_at;
use tokio_rustls::rustls::{self, pki_types::CertificateDer};
use url::Url;

use super::trust::{self, CaFileError};
use crate::profile::{UrlProblem, url_problem};
use crate::protocol::text::hexadecimal::hexadecimal;
use crate::protocol::urls::{host_and_port, is_loopback};
use crate::protocol::{Completeness, Header, HttpRequest, HttpResponse, Method, text::sanitise};
use crate::session::{Connection, Delivery, Failure, FailureKind, Received, Timing, redaction};

/// The time limits of a request, and the size limit of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For connecting, including TLS.
    pub connect: Duration,
    /// For the whole exchange.
    pub total: Duration,
    /// For the body, in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(30), body: 8 * 1024 * 1024 }
    }
}

/// Sends requests. Each client is set up when it is first needed: plain http needs no TLS, loopback needs no proxy.
#[derive(Debug)]
pub struct HttpClient {
    limits: Limits,
    certificates: Vec<CertificateDer<'static>>,
    routes: [OnceLock<reqwest::Client>; 3],
}

/// How to reach a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// Plain http, for loopback only.
    Plain,
    /// https to this machine.
    Loopback,
    /// https to other machines, through the proxy in the environment.
    Remote,
}

impl HttpClient {
    /// A client. Certificates of the PEM file `ca_file` are trusted in addition to the system's ([`trust`]).
    pub fn new(limits: Limits, ca_file: Option<&Path>) -> Result<Self, CaFileError> {
        let certificates = ca_file.map_or_else(|| Ok(Vec::new()), trust::certificates)?;
        Ok(Self { limits, certificates, routes: Default::default() })
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Sends a request. Every request results in exactly one delivery.
    pub async fn send(&self, request: &HttpRequest) -> Delivery {
        let started = Instant::now();
        let delivery = match self.attempt(request, started).await {
            Ok(delivery) => delivery,
            Err(failure) => Delivery::failed(failure.kind, failure.message, started.elapsed()),
        };
        let url = redaction::url(&request.url);
        tracing::info!(method = %request.method, url = %sanitise::line(&url), outcome = ?delivery.received, "request");
        delivery
    }

    async fn attempt(&self, request: &HttpRequest, started: Instant) -> Result<Delivery, Failure> {
        let url = target(&request.url)?;
        let sent_headers = complete_headers(request, &url);
        let prepared = prepare(request, url.clone(), &sent_headers)?;
        let client = self.client(route(&url)).map_err(Refused::NoTls)?;

        let deadline = tokio::time::Instant::from_std(started + self.limits.total);
        let pending = timeout_at(deadline, client.execute(prepared)).await;
        let mut response = pending
            .map_err(|_| failed(FailureKind::Timeout, self.too_slow(&url)))?
            .map_err(|error| self.explain(&error.without_url(), &url))?;
        let head = started.elapsed();
        let connection = connection(&response);
        let mut received = HttpResponse::new(response.status().as_u16());
        received.headers = response.headers().iter().map(|(name, value)| header(name, value)).collect();
        received.completeness = self.read_body(&mut response, &mut received.body, deadline).await;
        if received.completeness == Completeness::Complete {
            received.completeness = self.decompress(&mut received);
        }
        Ok(Delivery {
            sent_headers,
            received: Received::Response(received),
            timing: Timing { head, total: started.elapsed() },
            connection,
        })
    }

    /// Reads chunk by chunk, so that the part before an error is kept.
    async fn read_body(
        &self,
        response: &mut reqwest::Response,
        body: &mut Vec<u8>,
        deadline: tokio::time::Instant,
    ) -> Completeness {
        loop {
            return match timeout_at(deadline, response.chunk()).await {
                Ok(Ok(None)) => Completeness::Complete,
                Ok(Ok(Some(chunk))) => {
                    let room = self.limits.body - body.len();
                    body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        return Completeness::TooLarge { limit: self.limits.body };
                    }
                    continue;
                }
                Ok(Err(error)) => {
                    let error = error.without_url();
                    let reason = root_cause(&error);
                    // hyper's message for invalid chunks.
                    let is_no_chunk = |kind| matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData);
                    if system(&error).is_some_and(is_no_chunk) {
                        Completeness::Malformed { reason }
                    } else {
                        Completeness::Cut { reason }
                    }
                }
                Err(_) => Completeness::TimedOut { limit: self.limits.total },
            };
        }
    }

    /// Decodes the codings in `Content-Encoding`, the last one first (RFC 9110 section 8.4). If that is not possible,
    /// the body stays as received.
    fn decompress(&self, received: &mut HttpResponse) -> Completeness {
        let named = received.headers.iter().filter(|header| header.name == "content-encoding");
        let named: Vec<String> = named.map(|header| header.value.to_ascii_lowercase()).collect();
        let named = named.join(",");
        let codings = named.split(',').map(str::trim).filter(|coding| !matches!(*coding, "" | "identity"));
        let mut body: Option<Vec<u8>> = None;
        for coding in codings.rev() {
            let bytes = body.as_deref().unwrap_or(&received.body);
            if bytes.is_empty() {
                break;
            }
            match decoded(coding, bytes, self.limits.body) {
                Some(decoded) if decoded.len() > self.limits.body => {
                    received.body = decoded;
                    received.body.truncate(self.limits.body);
                    return Completeness::TooLarge { limit: self.limits.body };
                }
                Some(decoded) => body = Some(decoded),
                None => return Completeness::Compressed { coding: coding.to_owned() },
            }
        }
        if let Some(body) = body {
            received.body = body;
        }
        Completeness::Complete
    }

    fn client(&self, route: Route) -> Result<&reqwest::Client, NoTls> {
        let slot = &self.routes[route as usize];
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.build(route)?;
        Ok(slot.get_or_init(|| client))
    }

    fn build(&self, route: Route) -> Result<reqwest::Client, NoTls> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_max_idle_per_host(0)
            .connect_timeout(self.limits.connect);
        let builder = match route {
            Route::Plain => builder.no_proxy().dns_resolver(ToLoopback).tls_certs_only([]),
            Route::Loopback => self.trusting(builder.no_proxy().dns_resolver(ToLoopback))?,
            Route::Remote => self.trusting(builder)?,
        };
        Ok(builder.build()?)
    }

    fn trusting(&self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, rustls::Error> {
        let builder = builder.tls_info(true);
        if self.certificates.is_empty() {
            return Ok(builder);
        }
        Ok(builder.tls_backend_preconfigured(trust::configuration(&self.certificates)?))
    }

    fn too_slow(&self, url: &Url) -> String {
        format!("no response from {} within {} s", reached(url), self.limits.total.as_secs_f64())
    }

    /// The kind of a failure, and a sentence that contains no query and no body.
    fn explain(&self, error: &reqwest::Error, url: &Url) -> Failure {
        let authority = reached(url);
        let cause = root_cause(error);
        if let Some(tls) = find::<rustls::Error>(error) {
            return match tls {
                rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => {
                    failed(FailureKind::NotTls, format!("{authority} does not speak TLS"))
                }
                tls => failed(FailureKind::Tls, format!("no trusted TLS connection to {authority}: {tls}")),
            };
        }
        if error.is_dns() {
            return failed(FailureKind::Dns, format!("the host name of {authority} was not found: {cause}"));
        }
        // A connection failed after it was made: only an error of the system means that there was none.
        let system = system(error);
        if error.is_timeout() {
            let limit = self.limits.connect.as_secs_f64();
            let what = match url.scheme() {
                "https" if system != Some(io::ErrorKind::TimedOut) => "no completed TLS handshake with",
                _ => "no connection to",
            };
            return failed(FailureKind::ConnectTimeout, format!("{what} {authority} within {limit} s"));
        }
        let is_made = matches!(system, Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset));
        if error.is_connect() && url.scheme() == "https" && is_made {
            return failed(
                FailureKind::Tls,
                format!("{authority} ended the connection during the TLS handshake: {cause}"),
            );
        }
        if error.is_connect() {
            return failed(FailureKind::Connect, format!("cannot connect to {authority}: {cause}"));
        }
        match find::<hyper::Error>(error) {
            Some(http) if http.is_parse_too_large() => {
                failed(FailureKind::HeadTooLarge, format!("{authority} sent more headers than are read: {cause}"))
            }
            Some(http) if http.is_parse() => {
                failed(FailureKind::NotHttp, format!("{authority} did not answer in HTTP/1.1: {cause}"))
            }
            _ => {
                failed(FailureKind::Transport, format!("{authority} closed the connection without a response: {cause}"))
            }
        }
    }
}

/// Why a request was not sent.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Url(#[from] UrlProblem),
    #[error("URL: {0}")]
    NotAUrl(#[from] url::ParseError),
    #[error("method: found {0:?}, expected a token like GET")]
    Method(String),
    #[error("header: {0:?} is not a header name")]
    HeaderName(String),
    #[error("header {0}: the value has characters that are not allowed in a header")]
    HeaderValue(String),
    #[error("TLS cannot be set up: {0}")]
    NoTls(#[source] NoTls),
}

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
enum NoTls {
    #[error("{}", root_cause(.0))]
    Client(#[from] reqwest::Error),
    #[error(transparent)]
    Certificates(#[from] rustls::Error),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        failed(FailureKind::Refused, refused.to_string())
    }
}

fn failed(kind: FailureKind, message: String) -> Failure {
    Failure { kind, message }
}

/// The URL to send to.
fn target(text: &str) -> Result<Url, Refused> {
    match url_problem("URL", text) {
        Some(problem) => Err(problem.into()),
        None => Ok(Url::parse(text)?),
    }
}

fn route(url: &Url) -> Route {
    match url.scheme() {
        "http" => Route::Plain,
        _ if is_loopback(url) => Route::Loopback,
        _ => Route::Remote,
    }
}

/// Host and port, which contain no secrets.
fn authority(url: &Url) -> String {
    host_and_port(url).unwrap_or_default()
}

/// Host and port, and the proxy in between, which may be what refused or responded.
fn reached(url: &Url) -> String {
    let destination = url.as_str().parse::<hyper::Uri>().ok().filter(|_| route(url) == Route::Remote);
    let proxy = destination.and_then(|uri| Matcher::from_system().intercept(&uri));
    match proxy.as_ref().and_then(|proxy| proxy.uri().authority()) {
        Some(proxy) => {
            // The part before `@` is a password.
            let proxy = proxy.as_str().rsplit('@').next().unwrap_or_default();
            format!("{} (through the proxy {proxy})", authority(url))
        }
        None => authority(url),
    }
}

/// The request's headers in the order in which they are sent: `host` first (RFC 9110 section 7.2), then the request's
/// own, then those that the transport adds.
fn complete_headers(request: &HttpRequest, url: &Url) -> Vec<Header> {
    let added = |name: &str, value: String| Header { added_by_transport: true, ..Header::new(name, value) };
    let mut headers = Vec::new();
    if request.header("host").is_none() {
        headers.push(added("host", authority(url)));
    }
    let own = request.headers.iter().map(|header| Header { name: header.name.to_ascii_lowercase(), ..header.clone() });
    headers.extend(own);
    if request.header("user-agent").is_none() {
        headers.push(added("user-agent", concat!("grantscope/", env!("CARGO_PKG_VERSION")).to_owned()));
    }
    if request.header("accept").is_none() {
        headers.push(added("accept", "*/*".to_owned()));
    }
    let has_body = !request.body.is_empty() || request.method == Method::Post;
    if has_body && request.header("content-length").is_none() {
        headers.push(added("content-length", request.body.len().to_string()));
    }
    headers
}

fn prepare(request: &HttpRequest, url: Url, headers: &[Header]) -> Result<reqwest::Request, Refused> {
    let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes())
        .map_err(|_| Refused::Method(request.method.as_str().to_owned()))?;
    let mut map = HeaderMap::with_capacity(headers.len());
    for header in headers {
        let name =
            HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| Refused::HeaderName(header.name.clone()))?;
        let value = HeaderValue::from_str(&header.value)
            .or_else(|_| HeaderValue::from_bytes(header.value.as_bytes()))
            .map_err(|_| Refused::HeaderValue(header.name.clone()))?;
        map.append(name, value);
    }
    let mut prepared = reqwest::Request::new(method, url);
    *prepared.headers_mut() = map;
    if !request.body.is_empty() {
        *prepared.body_mut() = Some(request.body.clone().into());
    }
    Ok(prepared)
}

fn header(name: &HeaderName, value: &HeaderValue) -> Header {
    Header::new(name.as_str(), String::from_utf8_lossy(value.as_bytes()))
}

fn connection(response: &reqwest::Response) -> Connection {
    let tls = response.extensions().get::<reqwest::tls::TlsInfo>();
    Connection {
        remote: response.remote_addr().map(|address| address.to_string()),
        version: Some(format!("{:?}", response.version())),
        certificate_sha256: tls.and_then(|tls| tls.peer_certificate()).map(fingerprint),
    }
}

/// The SHA-256 fingerprint of a certificate, in lower-case hexadecimal.
pub(crate) fn fingerprint(der: &[u8]) -> String {
    hexadecimal(&crate::protocol::endpoint::pkce::sha256(der))
}

/// An error and its causes. An I/O error that wraps another one returns it only through `get_ref`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error = *error;
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

/// The root cause of an error: a sentence of the system or a library.
fn root_cause(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| error.to_string(), ToString::to_string)
}

/// The first error of a type among the causes.
fn find<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    causes(error).find_map(|cause| cause.downcast_ref::<E>())
}

/// The kind of the innermost I/O error.
fn system(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// The decompressed body, at most one byte more than `limit`; `None` if it cannot be decompressed.
fn decoded(coding: &str, bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    fn all(reader: impl Read, limit: usize) -> Option<Vec<u8>> {
        let mut decoded = Vec::new();
        reader.take(limit as u64 + 1).read_to_end(&mut decoded).ok()?;
        Some(decoded)
    }
    match coding {
        "gzip" | "x-gzip" => all(MultiGzDecoder::new(bytes), limit),
        // With the header of zlib, as the standard requires, and without, as some servers send it.
        "deflate" => all(ZlibDecoder::new(bytes), limit).or_else(|| all(DeflateDecoder::new(bytes), limit)),
        _ => None,
    }
}

/// Resolves `localhost` and names below it to this machine, whatever DNS says (RFC 6761 section 6.3).
#[derive(Debug)]
struct ToLoopback;

impl reqwest::dns::Resolve for ToLoopback {
    fn resolve(&self, _name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        let addresses: reqwest::dns::Addrs = Box::new(addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}
