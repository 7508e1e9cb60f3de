//! What a token is compared with.

use jiff::{SignedDuration, Timestamp};

use crate::protocol::text::secret::Secret;
use crate::protocol::token::kind::TokenKind;

/// What a token is held against. What is `None` is not compared, and its check says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectations {
    /// The kind the token was given as (`id_token` member of the token response); `None` lets its content decide.
    pub kind: Option<TokenKind>,
    /// The issuer, exact.
    pub issuer: Option<String>,
    /// The app client: `aud` of an ID token, `client_id` of Cognito's access token.
    pub client_id: Option<String>,
    /// The nonce that the authorization request sent; `Some("")` when it sent none.
    pub nonce: Option<String>,
    /// The access token that came with an ID token, for `at_hash`.
    pub access_token: Option<Secret>,
    /// The authorization code that came with an ID token, for `c_hash`.
    pub code: Option<Secret>,
    /// Whether the token came from the authorization endpoint, through the browser: then it must prove more.
    pub front_channel: bool,
    /// The algorithms that the issuer announces for tokens of this kind.
    pub algorithms: Option<Vec<String>>,
    /// `max_age` of the authorization request.
    pub max_age: Option<i64>,
    /// The secret of HS256 and its kin.
    pub client_secret: Option<Secret>,
    /// Whether Cognito's own rules apply; `None` decides by the issuer.
    pub cognito: Option<bool>,
    /// Whether it is looked at by the client that received it. An access token is opaque to its client (RFC 6749 section
    /// 1.4): what its API alone can judge is not judged then, but at Cognito, whose access tokens are documented.
    pub as_client: bool,
    /// The time to judge at, already corrected by the provider's clock.
    pub now: Timestamp,
    /// How far clocks may differ.
    pub leeway: SignedDuration,
}

impl Expectations {
    /// The usual leeway: 60 seconds.
    pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

    /// Nothing expected but the time.
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
