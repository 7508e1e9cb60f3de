//! Serves the embedded provider on loopback.
//!
//! ```text
//!   connection ─► HttpRequest ─► Provider::answer (one at a time) ─► wait its delay ─► whole, cut, or nothing
//! ```
//!
//! The port is bound at once; the RSA keys are generated in the background, and requests wait for them.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use http_body_util::{BodyExt, Limited};
use hyper::Request;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;

use super::loopback::{self, BindError};
use super::{clock, random};
use crate::demo::{Answer, Delivery, KeyError, Keys, Knobs, Provider};
use crate::protocol::{Header, HttpRequest, HttpResponse, Method};

/// The largest request body, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// How many connections may be open at once.
const CONNECTIONS: usize = 256;

/// The running server of the embedded provider. It is closed when dropped.
pub struct Server {
    origin: String,
    provider: Shared,
    // Dropping these ends all tasks.
    _sockets: loopback::Sockets,
    _keys: JoinSet<()>,
}

/// The provider, once its keys are generated.
type Shared = watch::Receiver<Option<Result<Arc<Mutex<Provider>>, NoProvider>>>;

/// Why the embedded provider cannot answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoProvider {
    #[error("the RSA key could not be generated")]
    NoKey,
    #[error(transparent)]
    UnusableKey(#[from] KeyError),
    #[error("the embedded provider has ended")]
    Ended,
}

impl Server {
    /// Serves a provider on `http://localhost:{port}` in both address families; port 0 chooses a free one.
    pub async fn start(port: u16, knobs: Knobs) -> Result<Self, BindError> {
        let mut sockets = loopback::bind(&loopback::LOCALHOST, port).await?;
        let origin = format!("http://localhost:{}", sockets.port());
        let (ready, provider) = watch::channel(None);
        let mut keys_made = JoinSet::new();
        let at = origin.clone();
        keys_made.spawn(async move {
            let keys = keys().await;
            let provider = keys.map(|keys| Arc::new(Mutex::new(Provider::new(&at, keys, knobs))));
            let _ = ready.send(Some(provider));
            // The value exists as long as its sender.
            ready.closed().await;
        });
        let asked = provider.clone();
        sockets.serve(CONNECTIONS, move |stream| serve(stream, asked.clone()));
        Ok(Self { origin, provider, _sockets: sockets, _keys: keys_made })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The issuer.
    pub fn issuer(&self) -> String {
        format!("{}/{}", self.origin, crate::demo::POOL_ID)
    }

    /// The provider itself, once it has its keys.
    pub async fn provider(&self) -> Result<Arc<Mutex<Provider>>, NoProvider> {
        shared(&mut self.provider.clone()).await
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("origin", &self.origin).finish_non_exhaustive()
    }
}

async fn shared(provider: &mut Shared) -> Result<Arc<Mutex<Provider>>, NoProvider> {
    match provider.wait_for(Option::is_some).await.as_deref() {
        Ok(Some(provider)) => provider.clone(),
        _ => Err(NoProvider::Ended),
    }
}

/// Generates the two signing keys, each on its own thread.
async fn keys() -> Result<Keys, NoProvider> {
    let (id, access) = (tokio::task::spawn_blocking(rsa_key), tokio::task::spawn_blocking(rsa_key));
    let (Ok(Some(id)), Ok(Some(access))) = (id.await, access.await) else { return Err(NoProvider::NoKey) };
    Ok(Keys::from_pkcs8(id.as_ref(), access.as_ref())?)
}

fn rsa_key() -> Option<Pkcs8V1Der<'static>> {
    KeyPair::generate(KeySize::Rsa2048).and_then(|pair| pair.as_der()).ok()
}

/// Serves one connection. An error ends only this connection: a body that is cut on purpose causes one.
async fn serve(stream: TcpStream, provider: Shared) {
    let service = service_fn(|request| {
        let mut provider = provider.clone();
        async move { respond(request, &mut provider).await }
    });
    drop(stream.set_nodelay(true));
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        // The provider's clock may be wrong on purpose, and its own header shows it.
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    tracing::debug!(error = served.err().map(|error| error.to_string()), "embedded provider: connection");
}

async fn respond(request: Request<Incoming>, provider: &mut Shared) -> Result<hyper::Response<Part>, Closed> {
    let request = received(request).await?;
    let provider = shared(provider).await.map_err(|_| Closed)?;
    let answer = provider.lock().await.answer(&request, clock::now(), &mut draw);
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    sent(answer)
}

/// 32 random bytes. Without randomness no token may be issued: the connection's task ends here.
fn draw() -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "a system without randomness cannot serve secrets")]
    random::bytes().expect("random bytes")
}

async fn received(request: Request<Incoming>) -> Result<HttpRequest, Closed> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_LIMIT).collect().await.map_err(|_| Closed)?;
    let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        Header::new(name.as_str(), String::from_utf8_lossy(value.as_bytes()))
    };
    Ok(HttpRequest {
        method: Method::parse(head.method.as_str()),
        url: head.uri.to_string(),
        headers: head.headers.iter().map(header).collect(),
        body: body.to_bytes().to_vec(),
    })
}

fn sent(answer: Answer) -> Result<hyper::Response<Part>, Closed> {
    let HttpResponse { status, headers, body, .. } = answer.response;
    let whole = body.len();
    let part = match answer.delivery {
        Delivery::Nothing => return Err(Closed),
        Delivery::Whole => Part { bytes: Some(body.into()), whole, flushed: true },
        Delivery::Cut(kept) => {
            let mut bytes = Bytes::from(body);
            bytes.truncate(kept);
            Part { bytes: Some(bytes), whole, flushed: false }
        }
    };
    let mut response = hyper::Response::builder().status(status);
    for header in &headers {
        response = response.header(header.name.as_str(), header.value.as_str());
    }
    response.body(part).map_err(|_| Closed)
}

/// A body that is sent partly: its declared length is `whole`, and if less is sent, it ends with an error.
struct Part {
    bytes: Option<Bytes>,
    whole: usize,
    /// Whether the connection had a chance to send the data.
    flushed: bool,
}

impl Body for Part {
    type Data = Bytes;
    type Error = Closed;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Closed>>> {
        if let Some(bytes) = self.bytes.take() {
            let complete = bytes.len() == self.whole;
            self.flushed |= complete;
            self.whole -= bytes.len();
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.whole == 0 {
            return Poll::Ready(None);
        }
        if !self.flushed {
            // An immediate error would discard what is still buffered.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Closed)))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && self.whole == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole as u64)
    }
}

/// The connection is closed without a response, or before its end.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed on purpose")
    }
}

impl std::error::Error for Closed {}
