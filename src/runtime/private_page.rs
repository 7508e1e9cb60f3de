//! Gives the browser a URL that no other user of this machine may read: the command line of every program can be listed.
//!
//! ```text
//!   browser, opened at http://127.0.0.1:PORT/RANDOM ─► 303, Location: the URL ─► the provider     once, then closed
//! ```

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::Empty;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, Notify};

use super::loopback::{self, BindError};
use super::random::{self, NoRandomness};
use crate::protocol::Secret;
use crate::protocol::parameters::Parameters;
use crate::protocol::urls::query_of;
use crate::session::redaction;

/// How long a browser may take to ask for the page.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Why the page is not served.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum PageError {
    #[error(transparent)]
    Path(#[from] NoRandomness),
    #[error(transparent)]
    Port(#[from] BindError),
}

/// What to open in a browser for a URL: itself, or where it has a secret in its query, a page that leads to it. Needs the
/// asynchronous runtime.
pub async fn address(url: &str) -> Result<Cow<'_, str>, PageError> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && is_needed(url) { serve(url).await.map(Cow::Owned) } else { Ok(url.into()) }
}

/// Whether a URL has a secret in its query: a token as `id_token_hint`, a request object.
fn is_needed(url: &str) -> bool {
    Parameters::decode(query_of(url)).iter().any(|(name, _)| redaction::is_secret(name))
}

/// Serves a redirect to `url` once, at the address that is returned, on a task of its own.
async fn serve(url: &str) -> Result<String, PageError> {
    let path = format!("/{}", URL_SAFE_NO_PAD.encode(random::bytes()?));
    let mut sockets = loopback::bind(&[IpAddr::V4(Ipv4Addr::LOCALHOST)], 0).await?;
    let address = format!("http://127.0.0.1:{}{path}", sockets.port());
    let (page, taken) = (Arc::new(Mutex::new(Some(Secret::new(url)))), Arc::new(Notify::new()));
    let done = Arc::clone(&taken);
    sockets.serve(16, move |stream| connection(stream, path.clone(), Arc::clone(&page), Arc::clone(&taken)));
    tokio::spawn(async move {
        // Dropping the sockets closes them; what a browser asked for has gone out by then.
        drop(tokio::time::timeout(TIMEOUT, done.notified()).await);
        drop(sockets);
    });
    Ok(address)
}

async fn connection(stream: TcpStream, path: String, page: Arc<Mutex<Option<Secret>>>, taken: Arc<Notify>) {
    let service = service_fn(|request: Request<Incoming>| {
        let is_asked = request.method() == hyper::Method::GET && request.uri().path() == path;
        let page = Arc::clone(&page);
        async move {
            let url = if is_asked { page.lock().await.take() } else { None };
            Ok::<_, Infallible>(redirect(url.as_ref()))
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    drop(tokio::time::timeout(Duration::from_secs(20), served).await);
    if page.lock().await.is_none() {
        taken.notify_one();
    }
}

fn redirect(url: Option<&Secret>) -> Response<Empty<Bytes>> {
    let mut response = Response::new(Empty::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    if let Some(location) = url.and_then(|url| hyper::header::HeaderValue::from_str(url.expose()).ok()) {
        *response.status_mut() = StatusCode::SEE_OTHER;
        response.headers_mut().insert("location", location);
    }
    for (name, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const LOGOUT: &str = "https://op.example/end?id_token_hint=eyJh.eyJi.c&client_id=c";

    async fn get(address: &str, path: &str) -> Option<String> {
        let port = url::Url::parse(address).unwrap().port().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        Some(answer)
    }

    #[tokio::test]
    async fn the_url_is_given_once_and_only_at_the_address_that_nobody_can_guess() {
        assert!(is_needed(LOGOUT) && !is_needed("https://op.example/authorize?client_id=c&state=s&code_challenge=x"));
        let address = address(LOGOUT).await.unwrap();
        assert!(!address.contains("eyJ"), "{address}");
        assert!(get(&address, "/").await.unwrap().starts_with("HTTP/1.1 404"));
        let path = url::Url::parse(&address).unwrap().path().to_owned();
        let page = get(&address, &path).await.unwrap();
        assert!(page.starts_with("HTTP/1.1 303") && page.contains(&format!("location: {LOGOUT}\r\n")), "{page}");
        let again = get(&address, &path).await.unwrap_or_default();
        assert!(!again.contains("eyJ"), "{again}");
    }
}
