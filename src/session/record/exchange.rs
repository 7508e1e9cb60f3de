//! The wire record: one request and its result.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use strum::VariantArray;

use super::edit::Edit;
use super::origin::Origin;
use crate::protocol::enum_table::enum_table;
use crate::protocol::{Completeness, ErrorBody, ExchangeId, HttpRequest, HttpResponse, TokenAnswer, UserInfoAnswer};

enum_table! {
    /// The purpose of a request.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
    pub enum Purpose: 2 {
        /// The discovery document.
        Discovery: "discovery" => "discovery";
        /// The JWK Set.
        JwkSet: "jwks" => "JWK Set";
        /// The authorization request, sent without a browser to see the provider's response.
        AuthorizationProbe: "authorization" => "authorization";
        /// A variant of the authorization request, sent without a browser to find out what is registered.
        RegistrationProbe: "registration" => "registration";
        /// A page that the browser opens, if grantscope itself acts as the browser.
        SignIn: "sign_in" => "sign-in";
        /// Gets tokens for the code, or for the client's own credentials.
        Token: "token" => "token";
        /// Gets tokens for the refresh token.
        Refresh: "refresh" => "refresh";
        /// The claims.
        UserInfo: "userinfo" => "UserInfo";
        /// A request of step 6 to another URL than UserInfo: any API.
        Api: "api" => "API";
        /// The revocation of a token.
        Revocation: "revocation" => "revocation";
        /// The logout endpoint.
        Logout: "logout" => "logout";
        /// UserInfo with the unchanged access token, to test whether it still works: an error response is a valid result,
        /// not a problem.
        Probe: "probe" => "probe";
        /// A protected resource (an API or an MCP server): without a token to see what it requires, with one as the call.
        Resource: "resource" => "resource";
        /// Protected resource metadata (RFC 9728).
        ResourceMetadata: "resource_metadata" => "resource metadata";
        /// Authorization server metadata at a location that RFC 8414 does not allow: only to explain its absence elsewhere.
        MisplacedMetadata: "misplaced_metadata" => "misplaced metadata";
        /// Dynamic client registration (RFC 7591).
        ClientRegistration: "client_registration" => "client registration";
        /// Reads the registration of the client (RFC 7592 section 2.1).
        RegistrationRead: "registration_read" => "read registration";
        /// Deletes the registration of the client (RFC 7592 section 2.3).
        RegistrationDeletion: "registration_deletion" => "delete registration";
        /// Anything else in a recording.
        Other: "other" => "other";
    }
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Whether its request authenticates the client.
    pub fn authenticates(self) -> bool {
        matches!(self, Self::Token | Self::Refresh | Self::Revocation)
    }

    /// The name in JSON documents and saved files.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// The name in the terminal interface.
    pub fn title(self) -> &'static str {
        self.row()[1]
    }

    /// The purpose with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|purpose| purpose.name() == name)
    }
}

enum_table! {
    /// Why no response came: the name in saved files and recordings.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
    pub enum FailureKind: 2 {
        Dns: "dns" => "The host name was not found.";
        Connect: "connect" => "Could not connect to that host and port.";
        Tls: "tls" => "The TLS handshake failed.";
        NotTls: "not_tls" => "The received bytes are not TLS.";
        ConnectTimeout: "connect_timeout" => "The time limit for the connection was reached.";
        Timeout: "timeout" => "The time limit for the response was reached.";
        Transport: "transport" => "The connection ended before a response head arrived.";
        Unknown: "unknown" => "The recording does not say why there is no response.";
        NotHttp: "not_http" => "The received bytes are not the head of an HTTP/1.1 response.";
        HeadTooLarge: "head_too_large" => "The head of the response is larger than the limit.";
        Cancelled: "cancelled" => "The person cancelled.";
        Refused: "refused" => "The request was never sent: its URL is invalid, or plain http beyond loopback.";
    }
}

impl FailureKind {
    /// The name in saved files and recordings.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// Whether the request left this machine, as far as is known: `Some(false)` if there was no connection to send it
    /// over.
    pub fn was_sent(self) -> Option<bool> {
        match self {
            Self::Dns | Self::Connect | Self::Tls | Self::NotTls | Self::ConnectTimeout | Self::Refused => Some(false),
            Self::Timeout | Self::Transport | Self::NotHttp | Self::HeadTooLarge => Some(true),
            Self::Unknown | Self::Cancelled => None,
        }
    }

    /// The kind with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|kind| kind.name() == name)
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
    /// Whether the request left this machine; `None` if that is unknown.
    pub fn was_sent(&self) -> Option<bool> {
        match self {
            Self::Pending => None,
            Self::Response(_) => Some(true),
            Self::Failed(failure) => failure.kind.was_sent(),
        }
    }

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

impl Timing {
    /// The whole duration: `12 ms`, `<1 ms`.
    pub fn in_milliseconds(&self) -> String {
        match self.total.as_millis() {
            0 => "<1 ms".to_owned(),
            milliseconds => format!("{milliseconds} ms"),
        }
    }
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
        let failure = Failure { kind, message: message.into() };
        Self { timing: Timing { head: elapsed, total: elapsed }, ..Self::from(Received::Failed(failure)) }
    }
}

/// A result at once, over a connection of which nothing is known.
impl From<Received> for Delivery {
    fn from(received: Received) -> Self {
        Self { sent_headers: Vec::new(), received, timing: Timing::default(), connection: Connection::default() }
    }
}

/// One request and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Counted from 1; the result of the request names it.
    pub id: ExchangeId,
    /// What the session learns from it; of a recording, judged by its URL and parameters.
    pub purpose: Purpose,
    /// Why it was sent, if it was sent automatically.
    pub why: Option<String>,
    /// The request, exactly as sent.
    pub request: HttpRequest,
    /// What the person edited in it.
    pub edits: Vec<Edit>,
    /// How it became known.
    pub origin: Origin,
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
    /// A request at the moment of sending.
    pub fn pending(id: ExchangeId, purpose: Purpose, origin: Origin, request: HttpRequest, now: Timestamp) -> Self {
        Self {
            id,
            purpose,
            why: None,
            request,
            edits: Vec::new(),
            origin,
            sent_at: now,
            received: Received::Pending,
            timing: Timing::default(),
            connection: Connection::default(),
            redacted: RedactedBodies::default(),
        }
    }

    /// A response whose request is unknown, or that stands for imported tokens.
    pub fn without_request(
        id: ExchangeId,
        purpose: Purpose,
        origin: Origin,
        response: HttpResponse,
        now: Timestamp,
    ) -> Self {
        let received = Received::Response(response);
        Self { received, ..Self::pending(id, purpose, origin, origin.no_request(), now) }
    }

    /// Whether its request is known, at least in part.
    pub fn has_request(&self) -> bool {
        matches!(self.origin, Origin::Own | Origin::Recorded)
    }

    /// Whether it represents imported tokens: there was no request and no response.
    pub fn is_import(&self) -> bool {
        matches!(self.origin, Origin::Import(_))
    }

    /// The response, if there is one.
    pub fn response(&self) -> Option<&HttpResponse> {
        match &self.received {
            Received::Response(response) => Some(response),
            Received::Pending | Received::Failed(_) => None,
        }
    }

    /// Whether the response grants what was requested. The status alone does not say so: GitHub reports errors with 200,
    /// and a proxy's page has it, too.
    pub fn succeeded(&self) -> bool {
        let Some(response) = self.response() else { return false };
        match self.purpose {
            Purpose::Token | Purpose::Refresh => matches!(self.token_answer(), Some(TokenAnswer::Tokens(_))),
            Purpose::UserInfo | Purpose::Probe => {
                matches!(UserInfoAnswer::read(response), UserInfoAnswer::Claims(_) | UserInfoAnswer::Jwt(_))
            }
            // The response of the revocation endpoint is its status (RFC 7009 section 2.2), unless it names an error.
            Purpose::Revocation => {
                let is_refused = || self.refusal().is_some();
                response.is_success() && !response.is_page() && !is_refused()
            }
            _ => response.is_success(),
        }
    }

    /// The response of the token or revocation endpoint.
    pub fn token_answer(&self) -> Option<TokenAnswer> {
        Some(TokenAnswer::read(&self.request, self.response()?))
    }

    /// The error of the token or revocation endpoint; `None` if the response is not an error.
    pub fn refusal(&self) -> Option<ErrorBody> {
        match self.token_answer()? {
            TokenAnswer::Refused(body) => Some(body),
            TokenAnswer::Tokens(_) | TokenAnswer::Unreadable(_) => None,
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
