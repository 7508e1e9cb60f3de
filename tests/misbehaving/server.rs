//! A provider on a raw socket whose responses are valid except at one endpoint.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The client of every test.
pub const CLIENT: &str = "client-1";

/// The place of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Discovery,
    Jwks,
    /// Requested by `preflight`.
    Authorization,
    Token,
    Refresh,
    UserInfo,
    Revocation,
    Logout,
}

impl Place {
    fn path(self) -> &'static str {
        match self {
            Self::Discovery => "/.well-known/openid-configuration",
            Self::Jwks => "/jwks",
            Self::Authorization => "/authorize",
            Self::Token | Self::Refresh => "/token",
            Self::UserInfo => "/userinfo",
            Self::Revocation => "/revoke",
            Self::Logout => "/logout",
        }
    }
}

/// What happens after the bytes of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The next request.
    Stay,
    Close,
    /// RST instead of FIN.
    Reset,
    /// Nothing; the connection stays open.
    Hang,
    /// One byte every few milliseconds, for ever.
    Trickle,
}

/// Bytes to send.
#[derive(Clone, Debug)]
pub struct Reply {
    pub bytes: Vec<u8>,
    pub then: Then,
}

/// Sends a response, `then` closes the connection.
pub fn raw(bytes: impl AsRef<[u8]>) -> Reply {
    Reply { bytes: bytes.as_ref().to_vec(), then: Then::Close }
}

/// A complete response with its length. `head` is the status line after the version, and headers, one per line.
pub fn http(head: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {}\r\ncontent-length: {}\r\n\r\n", head.replace('\n', "\r\n"), body.len());
    raw([head.as_bytes(), body].concat()).then(Then::Stay)
}

/// A JSON document with status 200.
pub fn ok(body: impl AsRef<[u8]>) -> Reply {
    http("200 OK\ncontent-type: application/json\ncache-control: no-store", body)
}

/// An HTML page.
pub fn page(status: &str, text: &str) -> Reply {
    let html = format!("<!DOCTYPE html><html><head><title>{text}</title></head><body><p>{text}</p></body></html>");
    http(&format!("{status}\ncontent-type: text/html; charset=utf-8"), html)
}

impl Reply {
    pub fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }
}

/// The valid responses of a provider, which a test changes.
#[derive(Clone, Debug)]
pub struct Good {
    pub origin: String,
    pub nonce: String,
    pub place: Place,
}

static KEY: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap());

/// A compact JWS of the provider's key.
pub fn sign(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(header), encode(claims));
    let signature = KEY.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

impl Good {
    pub fn discovery(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.origin);
        json!({
            "issuer": self.origin, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"), "userinfo_endpoint": at("/userinfo"), "revocation_endpoint": at("/revoke"),
            "end_session_endpoint": at("/logout"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
        })
    }

    pub fn jwks(&self) -> Value {
        let point = KEY.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..65]].map(|half| URL_SAFE_NO_PAD.encode(half));
        json!({"keys": [{"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1", "x": x, "y": y}]})
    }

    pub fn claims(&self) -> Value {
        let now = jiff::Timestamp::now().as_second();
        let mut claims = json!({"iss": self.origin, "sub": "u-1", "aud": CLIENT, "iat": now, "exp": now + 3600});
        if self.place != Place::Refresh && !self.nonce.is_empty() {
            claims["nonce"] = self.nonce.as_str().into();
        }
        claims
    }

    pub fn id_token(&self) -> String {
        sign(&json!({"alg": "ES256", "kid": "k1"}), &self.claims())
    }

    pub fn tokens(&self) -> Value {
        json!({
            "access_token": "opaque-access-token-0123456789", "token_type": "Bearer", "expires_in": 3600,
            "id_token": self.id_token(), "refresh_token": "opaque-refresh-token-0123456789", "scope": "openid",
        })
    }

    pub fn userinfo(&self) -> Value {
        json!({"sub": "u-1", "name": "Alice"})
    }

    /// The document of the place.
    pub fn document(&self) -> Value {
        match self.place {
            Place::Discovery => self.discovery(),
            Place::Jwks => self.jwks(),
            Place::Token | Place::Refresh => self.tokens(),
            Place::UserInfo => self.userinfo(),
            Place::Authorization | Place::Revocation | Place::Logout => json!({}),
        }
    }

    /// The document with `from` replaced by `to`.
    pub fn rewritten(&self, from: &str, to: &str) -> Reply {
        let text = self.document().to_string();
        assert!(text.contains(from), "{from} is not in {text}");
        ok(text.replace(from, to))
    }

    /// The document with one member changed or removed.
    pub fn with(&self, member: &str, value: impl Into<Option<Value>>) -> Reply {
        let mut document = self.document();
        match value.into() {
            Some(value) => document[member] = value,
            None => drop(document.as_object_mut().unwrap().remove(member)),
        }
        ok(document.to_string())
    }

    fn reply(&self, path: &str) -> Reply {
        match path {
            "/.well-known/openid-configuration" => ok(self.discovery().to_string()),
            "/jwks" => ok(self.jwks().to_string()),
            "/authorize" => page("200 OK", "Sign in <input type=\"password\">"),
            "/token" => ok(self.tokens().to_string()),
            "/userinfo" => ok(self.userinfo().to_string()),
            "/revoke" => http("200 OK", ""),
            "/logout" => page("200 OK", "Signed out"),
            _ => page("404 Not Found", "Not here"),
        }
    }
}

/// What a fault changes.
pub type Bend = Arc<dyn Fn(&Good) -> Reply + Send + Sync>;

/// What happens to a connection before any HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Front {
    Http,
    /// A response leaves the connection open, but the next request on it is not read: the server closes it at that
    /// moment, with a reset if it must.
    ClosesAtTheNext,
    /// It is accepted and receives only these bytes; then it ends.
    Silent(&'static [u8], Then),
}

/// A provider that responds until the test ends.
pub struct Provider {
    pub address: SocketAddr,
    nonce: Mutex<String>,
    fault: Mutex<Option<(Place, Bend)>>,
    /// The requested paths.
    pub asked: Mutex<Vec<String>>,
    /// The client's addresses of the connections with a request.
    pub connections: Mutex<BTreeSet<SocketAddr>>,
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    std::thread::spawn(move || RUNTIME.block_on(std::future::pending::<()>()));
    drop(handle);
    runtime
});

impl Provider {
    pub fn start(front: Front) -> Arc<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let provider = Arc::new(Self {
            address: listener.local_addr().unwrap(),
            nonce: Mutex::default(),
            fault: Mutex::new(None),
            asked: Mutex::default(),
            connections: Mutex::default(),
        });
        let served = Arc::clone(&provider);
        RUNTIME.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let provider = Arc::clone(&served);
                tokio::spawn(async move { drop(provider.serve(stream, front).await) });
            }
        });
        provider
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, one place responds like this.
    pub fn bend(&self, place: Place, bend: Bend) {
        *self.fault.lock().unwrap() = Some((place, bend));
    }

    /// The nonce of the authorization request, which ID tokens repeat.
    pub fn expect_nonce(&self, nonce: &str) {
        nonce.clone_into(&mut self.nonce.lock().unwrap());
    }

    async fn serve(&self, mut stream: TcpStream, front: Front) -> std::io::Result<()> {
        if let Front::Silent(bytes, then) = front {
            return send(stream, &Reply { bytes: bytes.to_vec(), then }).await;
        }
        while let Some(path) = read_request(&mut stream).await? {
            self.asked.lock().unwrap().push(path.clone());
            self.connections.lock().unwrap().insert(stream.peer_addr()?);
            let reply = self.reply(&path);
            if reply.then != Then::Stay {
                return send(stream, &reply).await;
            }
            stream.write_all(&reply.bytes).await?;
            if front == Front::ClosesAtTheNext {
                return stream.readable().await;
            }
        }
        Ok(())
    }

    fn reply(&self, path: &str) -> Reply {
        let fault = self.fault.lock().unwrap().clone().filter(|(place, _)| place.path() == path);
        let place = fault.as_ref().map_or(Place::Logout, |(place, _)| *place);
        let good = Good { origin: self.origin(), nonce: self.nonce.lock().unwrap().clone(), place };
        fault.map_or_else(|| good.reply(path), |(_, bend)| bend(&good))
    }
}

async fn send(mut stream: TcpStream, reply: &Reply) -> std::io::Result<()> {
    stream.write_all(&reply.bytes).await?;
    match reply.then {
        Then::Stay | Then::Close => stream.shutdown().await,
        Then::Reset => {
            // What was sent before arrives first.
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger()
        }
        Then::Hang => std::future::pending().await,
        Then::Trickle => loop {
            stream.write_all(b"x").await?;
            tokio::time::sleep(Duration::from_millis(10)).await;
        },
    }
}

/// Reads one request with its body and returns its path.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut received = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&received).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            if body.len() >= length.parse::<usize>().unwrap() {
                let target = head.split(' ').nth(1).unwrap_or_default();
                return Ok(Some(target.split('?').next().unwrap_or_default().to_owned()));
            }
        }
        if stream.read_buf(&mut received).await? == 0 {
            return Ok(None);
        }
    }
}

/// A body as one valid chunk.
pub fn chunked(body: &str) -> String {
    format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len())
}

pub fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub fn bare_deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}').into_iter();
    let units: Vec<u16> = mark.chain(text.chars()).collect::<String>().encode_utf16().collect();
    units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}
