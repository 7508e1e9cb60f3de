//! Waits for the browser at the loopback redirect URI.
//!
//! ```text
//!   browser ─► accept ─► (TLS) ─► request ─► verdict ─┬► Answer: page "you can close this tab", and done
//!                                                     └► anything else: a plain page, recorded; the wait continues
//! ```
//!
//! A favicon, a wrong path, an incomplete request, or a callback with another `state` is no response, because any page or
//! program on this machine can send one. A request with our `state` is from the provider, whatever it lacks. The pages are
//! fixed text; they repeat nothing from the request.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::{Timestamp, ToSpan};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::{TlsAcceptor, rustls};
use url::Url;

use super::clock;
use super::loopback::{self, BindError};
use crate::protocol::{Callback, CallbackKind, Secret, http::FORM};
use crate::session::StateMatch;

/// The time limit for the request of a connection.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How many connections may be open at once; a browser opens a handful. Some systems allow a process 256 files.
const CONNECTIONS: usize = 128;

/// How many hits may be queued. Further ones wait for their page.
const HITS: usize = 64;

/// The largest form that is read, in bytes.
const FORM_LIMIT: usize = 256 * 1024;

/// A request to the listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The time.
    pub at: Timestamp,
    /// Its verdict.
    pub verdict: Verdict,
    /// Whether it has the `state` that was sent. No one else knows it, so this is the response, even at another path.
    pub has_our_state: bool,
    /// The requested URL; for a posted form (`response_mode=form_post`), its parameters are the query.
    pub url: Secret,
}

impl Hit {
    /// Says that a request for another host was rejected.
    pub fn refusal(&self) -> String {
        let host = self.url.expose().split('/').nth(2).unwrap_or_default();
        format!("rejected a request for the host \"{host}\": only localhost and loopback addresses are allowed")
    }
}

/// The verdict on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The response to our request.
    Answer,
    /// A callback with another `state`, or without one.
    OtherState,
    /// The redirect URI without response parameters. They may be in the fragment, which browsers do not send.
    Nothing,
    /// Another path.
    Elsewhere,
    /// Another method than GET and POST, as programs use that only look: a browser's callback is still to come.
    OtherMethod,
    /// The request names another host than this machine: a page of an attacker whose name resolves to it, or a proxy.
    OtherHost,
}

/// A listener for exactly one redirect URI. It is closed when dropped.
#[derive(Debug)]
pub struct Listener {
    redirect_uri: String,
    certificate_sha256: Option<String>,
    hits: mpsc::Receiver<Hit>,
    shared: Arc<Shared>,
    // Dropping it closes all connections.
    _sockets: loopback::Sockets,
}

#[derive(Debug)]
struct Shared {
    /// The redirect URI up to its path.
    location: String,
    path: String,
    /// The expected `state`, once it is known; `Some(None)` if none was sent.
    state: OnceLock<Option<Secret>>,
    hits: mpsc::Sender<Hit>,
}

/// Why the browser cannot be waited for.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ListenError {
    #[error("redirect URI: {0}")]
    NotAUrl(#[from] url::ParseError),
    #[error("the redirect URI is not on this machine")]
    Elsewhere,
    #[error("no certificate for the https redirect URI: {0}")]
    NoCertificate(#[from] rcgen::Error),
    #[error("no certificate for the https redirect URI: {0}")]
    UnusableCertificate(#[from] rustls::Error),
    #[error(transparent)]
    Port(#[from] BindError),
}

impl Listener {
    /// Binds to host, port and path of `redirect_uri`, for `localhost` in both address families; port 0 chooses a free
    /// port.
    pub async fn bind(redirect_uri: &str) -> Result<Self, ListenError> {
        let mut url = Url::parse(redirect_uri)?;
        let addresses = loopback::addresses(&url);
        let port = url.port_or_known_default();
        let (false, Some(port), "http" | "https") = (addresses.is_empty(), port, url.scheme()) else {
            return Err(ListenError::Elsewhere);
        };
        let (acceptor, certificate_sha256) = match url.scheme() {
            "https" => certificate(&url).map(|(acceptor, fingerprint)| (Some(acceptor), Some(fingerprint)))?,
            _ => (None, None),
        };
        let mut sockets = loopback::bind(&addresses, port).await?;
        let redirect_uri = if port == 0 {
            // A URL with a host and a special scheme accepts any port.
            let _ = url.set_port(Some(sockets.port()));
            url.to_string()
        } else {
            redirect_uri.to_owned()
        };
        let (sender, hits) = mpsc::channel(HITS);
        let shared = Arc::new(Shared {
            location: redirect_uri.split(['?', '#']).next().unwrap_or_default().to_owned(),
            path: url.path().to_owned(),
            state: OnceLock::new(),
            hits: sender,
        });
        let for_connections = Arc::clone(&shared);
        sockets.serve(CONNECTIONS, move |stream| {
            let work = connection(stream, acceptor.clone(), Arc::clone(&for_connections));
            // An incomplete request or failed handshake affects no other connection.
            async { drop(tokio::time::timeout(TIMEOUT, work).await) }
        });
        Ok(Self { redirect_uri, certificate_sha256, hits, shared, _sockets: sockets })
    }

    /// The redirect URI to send: as given, with the actual port instead of 0.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The SHA-256 fingerprint of the certificate for an https redirect URI. Browsers warn about it.
    pub fn certificate_sha256(&self) -> Option<&str> {
        self.certificate_sha256.as_deref()
    }

    /// Sets the expected `state`; `None` if the request sends none. Until then, no callback is accepted.
    pub fn expect(&self, state: Option<&str>) {
        // A second attempt needs its own listener.
        let _ = self.shared.state.set(state.map(Secret::new));
    }

    /// The next request, whatever its verdict. Dropping the future loses nothing.
    pub async fn hit(&mut self) -> Hit {
        match self.hits.recv().await {
            Some(hit) => hit,
            // `shared` owns the sender as long as the listener exists.
            None => std::future::pending().await,
        }
    }
}

/// A temporary certificate for the redirect URI's host.
fn certificate(url: &Url) -> Result<(TlsAcceptor, String), ListenError> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let key = rcgen::KeyPair::generate()?;
    let der = certificate_parameters(host, clock::now())?.self_signed(&key)?.der().clone();
    let fingerprint = super::http::fingerprint(&der);
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![der], key.into())?;
    Ok((TlsAcceptor::from(Arc::new(config)), fingerprint))
}

/// The content of the certificate. Browsers reject one that is valid for years, even if the person trusts it (Apple's:
/// more than 825 days), or that is not for a server. Clocks are assumed to differ by a day at most.
fn certificate_parameters(host: &str, now: Timestamp) -> Result<rcgen::CertificateParams, rcgen::Error> {
    let day = |days: i64| {
        let date = now.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(days.days());
        rcgen::date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    let mut parameters = rcgen::CertificateParams::new([host.to_owned()])?;
    (parameters.not_before, parameters.not_after) = (day(-1), day(7));
    parameters.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "grantscope, for this redirect URI only");
    Ok(parameters)
}

async fn connection(stream: TcpStream, acceptor: Option<TlsAcceptor>, shared: Arc<Shared>) {
    match acceptor {
        None => serve(stream, &shared).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, &shared).await;
            }
        }
    }
}

/// Answers one request. The hit is reported after the page was sent, so that the receiver may end the program at once.
async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, shared: &Shared) {
    let seen = OnceLock::new();
    let service = service_fn(|request| async {
        let (verdict, url) = shared.judge(request).await;
        tracing::info!(?verdict, "hit on the redirect URI");
        let has_our_state = shared.returns_our_state(&Callback::read(&url));
        let _ = seen.set(Hit { at: clock::now(), verdict, has_our_state, url: Secret::new(url) });
        Ok::<_, Infallible>(page(verdict))
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .max_buf_size(128 * 1024)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    tracing::debug!(error = served.err().map(|error| error.to_string()), "loopback connection");
    if let Some(hit) = seen.into_inner() {
        // Nobody is listening any more if the response has already arrived.
        let _ = shared.hits.send(hit).await;
    }
}

impl Shared {
    async fn judge(&self, request: Request<Incoming>) -> (Verdict, String) {
        let asked = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        let host = host(&request);
        if !is_ours(&host) {
            return (Verdict::OtherHost, format!("http://{host}{asked}"));
        }
        if !matches!(*request.method(), Method::GET | Method::POST) {
            return (Verdict::OtherMethod, asked);
        }
        let (path, query) = asked.split_once('?').unwrap_or((&asked, ""));
        if path != self.path {
            let url = format!("{}{asked}", self.location.strip_suffix(&self.path).unwrap_or(&self.location));
            return (Verdict::Elsewhere, url);
        }
        let parameters = match *request.method() {
            Method::POST => match form(request).await {
                Some(form) => form,
                None => return (Verdict::Nothing, asked),
            },
            _ => query.to_owned(),
        };
        let url = if parameters.is_empty() { self.location.clone() } else { format!("{}?{parameters}", self.location) };
        (self.verdict(&Callback::read(&url)), url)
    }

    /// Whether it has the `state` that was sent, which only the provider knows.
    fn returns_our_state(&self, callback: &Callback) -> bool {
        let sent = self.state.get().and_then(Option::as_ref);
        sent.is_some() && StateMatch::of(sent.map(Secret::expose), callback) == StateMatch::Returned
    }

    fn verdict(&self, callback: &Callback) -> Verdict {
        let answers = callback.code().is_some() || callback.error().is_some() || callback.kind == CallbackKind::Tokens;
        if !answers && callback.parameters.get("response").is_none() && !self.returns_our_state(callback) {
            return Verdict::Nothing;
        }
        let Some(sent) = self.state.get() else { return Verdict::OtherState };
        if StateMatch::of(sent.as_ref().map(Secret::expose), callback).is_foreign() {
            Verdict::OtherState
        } else {
            Verdict::Answer
        }
    }
}

/// The host in a request; empty if it names none. Several are no host (RFC 9112 section 3.2).
fn host(request: &Request<Incoming>) -> String {
    let named = request.headers().get_all("host").iter().map(|host| String::from_utf8_lossy(host.as_bytes()));
    let named = || named.collect::<Vec<_>>().join(", ");
    request.uri().authority().map_or_else(named, ToString::to_string)
}

/// Whether a name means this machine, at any port: a tunnel may have another one.
fn is_ours(host: &str) -> bool {
    Url::parse(&format!("http://{host}/")).is_ok_and(|url| !loopback::addresses(&url).is_empty() && url.path() == "/")
}

/// The body of a form, unless it is too large.
async fn form(request: Request<Incoming>) -> Option<String> {
    let media_type = request.headers().get("content-type")?.to_str().ok()?.split(';').next()?.trim().to_owned();
    if !media_type.eq_ignore_ascii_case(FORM) {
        return None;
    }
    let body = Limited::new(request.into_body(), FORM_LIMIT).collect().await.ok()?;
    String::from_utf8(body.to_bytes().to_vec()).ok()
}

/// The page runs and loads nothing; its text and style are our own.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; \
                               form-action 'none'";

fn page(verdict: Verdict) -> Response<Full<Bytes>> {
    let (status, text) = match verdict {
        Verdict::Answer => (200, "You can close this tab. grantscope has received the callback."),
        Verdict::OtherState => (400, "This is not the callback that grantscope expects: the state does not match."),
        Verdict::Nothing => {
            (400, "This URL has no code or error. If it has a part after #, paste the whole URL into grantscope.")
        }
        Verdict::Elsewhere => (404, "Not found."),
        Verdict::OtherMethod => (405, "Only GET and POST are allowed."),
        Verdict::OtherHost => (
            421,
            "Rejected: the Host header of this request does not name this machine. Open the redirect URI with \
             localhost or its loopback address.",
        ),
    };
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><title>grantscope</title>\
         <style>:root{{color-scheme:light dark}}body{{font:1.25rem/1.5 system-ui,sans-serif;margin:25vh auto;\
         max-width:32rem;padding:0 1rem}}</style><p>{text}</p></html>\n"
    );
    let mut response = Response::new(Full::new(Bytes::from(html)));
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", PAGE_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    if verdict == Verdict::OtherMethod {
        response.headers_mut().insert("allow", hyper::header::HeaderValue::from_static("GET, POST"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_is_valid_for_days_and_for_a_server_whatever_the_clock_says() {
        for now in ["2026-11-21T12:00:00Z", "1969-12-31T23:59:59Z", "9999-12-30T22:00:00Z"] {
            let parameters = certificate_parameters("localhost", now.parse().unwrap()).unwrap();
            let days = (parameters.not_after - parameters.not_before).whole_days();
            assert!((1..=8).contains(&days), "{now}: {days}");
            assert_eq!(parameters.extended_key_usages, [rcgen::ExtendedKeyUsagePurpose::ServerAuth]);
            assert!(parameters.self_signed(&rcgen::KeyPair::generate().unwrap()).is_ok());
        }
    }
}
