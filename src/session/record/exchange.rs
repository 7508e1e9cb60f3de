//! The wire record: one request and what became of it.

use std::sync::OnceLock;
use std::time::Duration;

use jiff::Timestamp;

use crate::protocol::{ExchangeId, HttpRequest, HttpResponse, Method};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The discovery document.
    Discovery,
    /// The JWK Set.
    JwkSet,
    /// The authorization request, sent without a browser to see what the provider makes of it.
    AuthorizationProbe,
    /// A variant of the authorization request, sent without a browser to learn what is registered.
    RegistrationProbe,
    /// A page the browser visits, where the program itself plays the browser.
    SignIn,
    /// The code, or the client's own credentials, for tokens.
    Token,
    /// The refresh token for tokens.
    Refresh,
    /// The claims.
    UserInfo,
    /// The revocation of a token.
    Revocation,
    /// The logout endpoint.
    Logout,
    /// UserInfo with the access token as it is, to see whether it still works: a refusal is the proof that was asked for,
    /// not something wrong.
    Probe,
    /// Anything else a recording holds.
    Other,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 12] = [
        Self::Discovery,
        Self::JwkSet,
        Self::AuthorizationProbe,
        Self::RegistrationProbe,
        Self::SignIn,
        Self::Token,
        Self::Refresh,
        Self::UserInfo,
        Self::Revocation,
        Self::Logout,
        Self::Probe,
        Self::Other,
    ];

    /// The name in JSON documents and saved files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::JwkSet => "jwks",
            Self::AuthorizationProbe => "authorization",
            Self::RegistrationProbe => "registration",
            Self::SignIn => "sign_in",
            Self::Token => "token",
            Self::Refresh => "refresh",
            Self::UserInfo => "userinfo",
            Self::Revocation => "revocation",
            Self::Logout => "logout",
            Self::Probe => "probe",
            Self::Other => "other",
        }
    }

    /// The name on the screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::JwkSet => "JWK Set",
            Self::SignIn => "sign-in",
            Self::UserInfo => "UserInfo",
            other => other.name(),
        }
    }

    /// The purpose with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// Why no response came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The host name was not found.
    Dns,
    /// Nothing answered at that host and port.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// The time limit passed.
    Timeout,
    /// The connection ended or broke before a response head came.
    Transport,
    /// The person cancelled.
    Cancelled,
    /// The request was never sent: a URL that is no URL, plain http beyond loopback.
    Refused,
}

/// Why no response came, with the transport's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind.
    pub kind: FailureKind,
    /// What the transport said. It never holds a query or body.
    pub message: String,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is under way.
    Pending,
    /// An answer came, whatever its status.
    Response(HttpResponse),
    /// None came.
    Failed(Failure),
}

/// How long the parts took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// From sending to the head of the response.
    pub head: Duration,
    /// From sending to the end of the body, or to the failure.
    pub total: Duration,
}

/// What is known of the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The address that answered.
    pub remote: Option<String>,
    /// The HTTP version: `HTTP/1.1`.
    pub version: Option<String>,
    /// The SHA-256 fingerprint of the server's certificate, in lower-case hexadecimal; `None` without TLS.
    pub certificate_sha256: Option<String>,
}

/// What the transport returns for one request: the one answer every request gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The headers as they went out, with those the transport added marked; empty keeps the request's own.
    pub sent_headers: Vec<crate::protocol::Header>,
    /// What came.
    pub received: Received,
    /// How long it took.
    pub timing: Timing,
    /// The connection.
    pub connection: Connection,
}

impl Delivery {
    /// What is delivered when no response came within `elapsed`.
    pub fn failed(kind: FailureKind, message: impl Into<String>, elapsed: Duration) -> Self {
        Self {
            sent_headers: Vec::new(),
            received: Received::Failed(Failure { kind, message: message.into() }),
            timing: Timing { head: elapsed, total: elapsed },
            connection: Connection::default(),
        }
    }
}

/// The method of the exchange that stands for tokens from elsewhere: no request was sent.
pub const IMPORT: &str = "IMPORT";

/// One request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its number.
    pub id: ExchangeId,
    /// What it is for.
    pub purpose: Purpose,
    /// Why it was sent, when no person asked for just this request.
    pub why: Option<String>,
    /// The request, complete as it went out.
    pub request: HttpRequest,
    /// When it was sent, by this machine's clock.
    pub sent_at: Timestamp,
    /// What came.
    pub received: Received,
    /// How long it took.
    pub timing: Timing,
    /// The connection.
    pub connection: Connection,
    /// What screens show of its bodies.
    pub redacted: RedactedBodies,
}

/// The redacted texts of a request's and a response's body, made when one is first shown and kept: a screen is drawn
/// many times a second. A copy of an exchange begins without them, and they say nothing about equality.
#[derive(Default)]
pub struct RedactedBodies {
    pub(in crate::session) request: OnceLock<String>,
    pub(in crate::session) response: OnceLock<String>,
}

impl Clone for RedactedBodies {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for RedactedBodies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for RedactedBodies {}

impl std::fmt::Debug for RedactedBodies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RedactedBodies")
    }
}

impl Exchange {
    /// Whether it stands for tokens from elsewhere: there was no request and no response.
    pub fn is_import(&self) -> bool {
        matches!(&self.request.method, Method::Other(name) if name == IMPORT)
    }

    /// The response, when one came.
    pub fn response(&self) -> Option<&HttpResponse> {
        match &self.received {
            Received::Response(response) => Some(response),
            Received::Pending | Received::Failed(_) => None,
        }
    }

    /// Whether the document is one that the browser kept, and the record does not hold: nothing is wrong then.
    pub fn is_kept_by_browser(&self) -> bool {
        self.response().is_some_and(|response| response.is_unchanged() && response.body.is_empty())
    }

    /// When the answer was complete, by this machine's clock.
    pub fn received_at(&self) -> Timestamp {
        self.sent_at.saturating_add(self.timing.total).unwrap_or(self.sent_at)
    }
}
