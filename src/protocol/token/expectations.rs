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
    /// The nonce of the authorization request; `Some("")` if it sent none.
    pub nonce: Option<String>,
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
    /// Whether Cognito's own rules apply; `None` decides by the issuer.
    pub cognito: Option<bool>,
    /// Whether the client that received it makes the checks. An access token is opaque to its client (RFC 6749 section
    /// 1.4): checks that only the API can make are skipped, except for Cognito, whose access tokens are documented.
    pub as_client: bool,
    /// The current time, already corrected by the provider's clock.
    pub now: Timestamp,
    /// The allowed clock difference.
    pub leeway: SignedDuration,
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
            nonce: None,
            access_token: None,
            code: None,
            front_channel: false,
            algorithms: None,
            max_age: None,
            client_secret: None,
            cognito: None,
            as_client: false,
            now,
            leeway: Self::LEEWAY,
        }
    }
}
