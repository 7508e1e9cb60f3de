//! The kinds of token.

use std::fmt;

use serde::Serialize;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// An ID token (OpenID Connect Core section 2).
    IdToken,
    /// An access token that is a JWT.
    AccessToken,
    /// A signed answer of UserInfo (OpenID Connect Core section 5.3.2). Only where it was given as one.
    #[serde(rename = "userinfo")]
    UserInfo,
    /// A JWT that is none of these.
    Jwt,
    /// An encrypted token of five parts (RFC 7516); Cognito's refresh tokens are such.
    Jwe,
    /// Text without a structure of its own.
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
