//! The expected values of a token.

use jiff::{SignedDuration, Timestamp};

use crate::protocol::text::secret::Secret;
use crate::protocol::token::kind::TokenKind;

/// The expected values of a token. A value that is `None` is not compared, and its check says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectations {
    /// The kind as which the token was given (`id_token` member of the token response); `None` decides by its content.
    pub kind: Option<TokenKind>,
    /// The issuer, exact.
    pub issuer: Option<String>,
    /// The app client: `aud` of an ID token, `client_id` of Cognito's access token.
    pub client_id: Option<String>,
    /// The nonce of the authorization request.
    pub nonce: Nonce,
    /// The access token issued with an ID token, for `at_hash`.
    pub access_token: Option<Secret>,
    /// The authorization code issued with an ID token, for `c_hash`.
    pub code: Option<Secret>,
    /// Whether the token came from the authorization endpoint, through the browser, which requires more checks.
    pub front_channel: bool,
    /// The algorithms that the issuer announces for tokens of this kind.
    pub algorithms: Option<Vec<String>>,
    /// `max_age` of the authorization request.
    pub max_age: Option<i64>,
    /// The secret for HMAC algorithms such as HS256.
    pub client_secret: Option<Secret>,
    /// Whether Cognito's own rules apply even if the issuer is not on one of its hosts.
    pub is_cognito: bool,
    /// Whether the client that received it makes the checks. An access token is opaque to its client (RFC 6749 section
    /// 1.4): checks that only the API can make are skipped, except for Cognito, whose access tokens are documented.
    pub as_client: bool,
    /// The current time, already corrected by the provider's clock.
    pub now: Timestamp,
    /// The allowed clock difference.
    pub leeway: SignedDuration,
}

/// What the authorization request sent as `nonce`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nonce {
    /// The request is unknown.
    Unknown,
    /// Nothing.
    NotSent,
    /// This value.
    Sent(String),
}

impl Nonce {
    /// That of a request which is known.
    pub fn of_request(sent: Option<&str>) -> Self {
        sent.filter(|nonce| !nonce.is_empty()).map_or(Self::NotSent, |nonce| Self::Sent(nonce.to_owned()))
    }
}

impl Expectations {
    /// The default leeway: 60 seconds.
    pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

    /// No expected values except the time.
    pub fn at(now: Timestamp) -> Self {
        Self {
            kind: None,
            issuer: None,
            client_id: None,
            nonce: Nonce::Unknown,
            access_token: None,
            code: None,
            front_channel: false,
            algorithms: None,
            max_age: None,
            client_secret: None,
            is_cognito: false,
            as_client: false,
            now,
            leeway: Self::LEEWAY,
        }
    }
}
