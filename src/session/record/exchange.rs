//! The wire record: one request and its result.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;

use super::edit::Edit;
use crate::protocol::{Completeness, ExchangeId, HttpRequest, HttpResponse, Method};

/// The purpose of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The discovery document.
    Discovery,
    /// The JWK Set.
    JwkSet,
    /// The authorization request, sent without a browser to see the provider's response.
    AuthorizationProbe,
    /// A variant of the authorization request, sent without a browser to find out what is registered.
    RegistrationProbe,
    /// A page that the browser opens, if grantscope itself acts as the browser.
    SignIn,
    /// Gets tokens for the code, or for the client's own credentials.
    Token,
    /// Gets tokens for the refresh token.
    Refresh,
    /// The claims.
    UserInfo,
    /// The revocation of a token.
    Revocation,
    /// The logout endpoint.
    Logout,
    /// UserInfo with the unchanged access token, to test whether it still works: an error response is a valid result,
    /// not a problem.
    Probe,
    /// A protected resource (an API or an MCP server): without a token to see what it requires, with one as the call.
    Resource,
    /// Protected resource metadata (RFC 9728).
    ResourceMetadata,
    /// Authorization server metadata at a location that RFC 8414 does not allow: only to explain its absence elsewhere.
    MisplacedMetadata,
    /// Dynamic client registration (RFC 7591) and its management (RFC 7592).
    ClientRegistration,
    /// Anything else in a recording.
    Other,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 16] = [
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
        Self::Resource,
        Self::ResourceMetadata,
        Self::MisplacedMetadata,
        Self::ClientRegistration,
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
            Self::Resource => "resource",
            Self::ResourceMetadata => "resource_metadata",
            Self::MisplacedMetadata => "misplaced_metadata",
            Self::ClientRegistration => "client_registration",
            Self::Other => "other",
        }
    }

    /// The name in the terminal interface.
    pub fn title(self) -> &'static str {
        match self {
            Self::JwkSet => "JWK Set",
            Self::SignIn => "sign-in",
            Self::UserInfo => "UserInfo",
            Self::ResourceMetadata => "resource metadata",
            Self::MisplacedMetadata => "misplaced metadata",
            Self::ClientRegistration => "client registration",
            other => other.name(),
        }
    }

    /// The purpose with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// Why no response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The host name was not found.
    Dns,
    /// Could not connect to that host and port.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// The received bytes are not TLS.
    NotTls,
    /// The time limit for the connection was reached.
    ConnectTimeout,
    /// The time limit for the response was reached.
    Timeout,
    /// The connection ended before a response head arrived.
    Transport,
    /// The received bytes are not the head of an HTTP/1.1 response.
    NotHttp,
    /// The head of the response is larger than the limit.
    HeadTooLarge,
    /// The person cancelled.
    Cancelled,
    /// The request was never sent: its URL is invalid, or plain http beyond loopback.
    Refused,
}

impl FailureKind {
    const NAMES: [(Self, &str); 11] = [
        (Self::Dns, "dns"),
        (Self::Connect, "connect"),
        (Self::Tls, "tls"),
        (Self::NotTls, "not_tls"),
        (Self::ConnectTimeout, "connect_timeout"),
        (Self::Timeout, "timeout"),
        (Self::Transport, "transport"),
        (Self::NotHttp, "not_http"),
        (Self::HeadTooLarge, "head_too_large"),
        (Self::Cancelled, "cancelled"),
        (Self::Refused, "refused"),
    ];

    /// The name in saved files and recordings.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("transport", |(_, name)| name)
    }

    /// The kind with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// Why there is no response, in the transport's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind.
    pub kind: FailureKind,
    /// The transport's message. It never contains a query or body.
    pub message: String,
}

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// The request is pending.
    Pending,
    /// A response arrived, whatever its status.
    Response(HttpResponse),
    /// There was no response.
    Failed(Failure),
}

impl Received {
    /// Whether our own time limit ended it: the server may have sent more.
    pub fn ran_out_of_time(&self) -> bool {
        match self {
            Self::Pending => false,
            Self::Response(response) => matches!(response.completeness, Completeness::TimedOut { .. }),
            Self::Failed(failure) => matches!(failure.kind, FailureKind::Timeout | FailureKind::ConnectTimeout),
        }
    }
}

/// The durations of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// From sending to the head of the response.
    pub head: Duration,
    /// From sending to the end of the body, or to the failure.
    pub total: Duration,
}

/// Facts about the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The server's address.
    pub remote: Option<String>,
    /// The HTTP version: `HTTP/1.1`.
    pub version: Option<String>,
    /// The SHA-256 fingerprint of the server's certificate, in lower-case hexadecimal; `None` without TLS.
    pub certificate_sha256: Option<String>,
}

/// The transport's result for a request. Every request gets exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The headers as sent, with those that the transport added marked; empty keeps the request's own.
    pub sent_headers: Vec<crate::protocol::Header>,
    /// The result.
    pub received: Received,
    /// The durations.
    pub timing: Timing,
    /// The connection.
    pub connection: Connection,
}

impl Delivery {
    /// The result if no response arrived within `elapsed`.
    pub fn failed(kind: FailureKind, message: impl Into<String>, elapsed: Duration) -> Self {
        Self {
            sent_headers: Vec::new(),
            received: Received::Failed(Failure { kind, message: message.into() }),
            timing: Timing { head: elapsed, total: elapsed },
            connection: Connection::default(),
        }
    }
}

/// The method of the exchange that represents imported tokens: no request was sent.
pub const IMPORT: &str = "IMPORT";

/// One request and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its number.
    pub id: ExchangeId,
    /// Its purpose.
    pub purpose: Purpose,
    /// Why it was sent, if it was sent automatically.
    pub why: Option<String>,
    /// The request, exactly as sent.
    pub request: HttpRequest,
    /// What the person edited in it.
    pub edits: Vec<Edit>,
    /// Whether this program sent it. A file of unknown origin can claim any response, so its exchanges are not.
    pub is_own: bool,
    /// When it was sent, by this machine's clock.
    pub sent_at: Timestamp,
    /// The result.
    pub received: Received,
    /// The durations.
    pub timing: Timing,
    /// The connection.
    pub connection: Connection,
    /// The bodies as screens show them.
    pub redacted: RedactedBodies,
}

/// A redacted body, and which secrets were known then.
pub(in crate::session) type RedactedBody = Mutex<Option<(u64, Arc<str>)>>;

/// The redacted bodies of request and response. They are computed when first shown and then kept, because a screen is
/// drawn many times a second. A copy of an exchange starts without them, and they do not count for equality.
#[derive(Default)]
pub struct RedactedBodies {
    pub(in crate::session) request: RedactedBody,
    pub(in crate::session) response: RedactedBody,
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
    /// Whether it represents imported tokens: there was no request and no response.
    pub fn is_import(&self) -> bool {
        matches!(&self.request.method, Method::Other(name) if name == IMPORT)
    }

    /// The response, if there is one.
    pub fn response(&self) -> Option<&HttpResponse> {
        match &self.received {
            Received::Response(response) => Some(response),
            Received::Pending | Received::Failed(_) => None,
        }
    }

    /// Whether the browser had the document in its cache, so the record does not contain it. That is not a problem. Our
    /// own requests, which the transport completes, always ask for the whole document.
    pub fn is_kept_by_browser(&self) -> bool {
        let is_own = self.request.headers.iter().any(|header| header.added_by_transport);
        !is_own && self.response().is_some_and(|response| response.is_unchanged() && response.body.is_empty())
    }

    /// When the response was complete, by this machine's clock.
    pub fn received_at(&self) -> Timestamp {
        self.sent_at.saturating_add(self.timing.total).unwrap_or(self.sent_at)
    }
}
