//! The kinds of token.

use std::fmt;

use serde::Serialize;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// An ID token (OpenID Connect Core section 2).
    IdToken,
    /// An access token that is a JWT.
    AccessToken,
    /// A signed UserInfo response (OpenID Connect Core section 5.3.2), only if it was given as one.
    #[serde(rename = "userinfo")]
    UserInfo,
    /// Another JWT.
    Jwt,
    /// An encrypted token with five parts (RFC 7516), like Cognito's refresh tokens.
    Jwe,
    /// Text without a known structure.
    Opaque,
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdToken => "an ID token",
            Self::AccessToken => "an access token",
            Self::UserInfo => "a UserInfo response",
            Self::Jwt => "a JWT",
            Self::Jwe => "an encrypted token",
            Self::Opaque => "an opaque token",
        })
    }
}
