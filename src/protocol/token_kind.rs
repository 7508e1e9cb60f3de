//! What a token is: said by whoever gave it, or guessed from what it holds.

use std::fmt;

use serde::Serialize;

use super::claims::Known;
use super::cognito_issuer::CognitoIssuer;
use super::json::{Json, Value};
use super::report::Expectations;

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

impl TokenKind {
    /// What a token is by what it says. Cognito says it in `token_use`, RFC 9068 in `typ`, Keycloak in a claim `typ`; else
    /// the claims that only one kind has decide.
    pub(super) fn of(header: &Json, claims: &Json, expected: &Expectations) -> Option<Self> {
        let known = Known::of(claims);
        match known.text("token_use").as_deref() {
            Some("id") => return Some(Self::IdToken),
            Some("access") => return Some(Self::AccessToken),
            _ => {}
        }
        let typ = header.get("typ").and_then(Value::as_string).unwrap_or_default().to_ascii_lowercase();
        // Okta calls those for its own API `application/okta-internal-at+jwt`.
        if typ == "at+jwt" || typ == "application/at+jwt" || typ.ends_with("-at+jwt") {
            return Some(Self::AccessToken);
        }
        if !matches!(typ.as_str(), "" | "jwt" | "application/jwt" | "jws" | "jose") {
            return Some(Self::Jwt);
        }
        match known.text("typ").as_deref() {
            Some("ID") => return Some(Self::IdToken),
            Some("Bearer") => return Some(Self::AccessToken),
            _ => {}
        }
        let has = |names: &[&str]| names.iter().any(|name| known.get(name).is_some());
        if expected.kind.is_some() {
            None
        } else if has(&["nonce", "at_hash", "c_hash"]) || expected.nonce.is_some() || expected.access_token.is_some() {
            Some(Self::IdToken)
        } else if has(&["scope", "scp", "client_id"]) {
            Some(Self::AccessToken)
        } else {
            is_for_its_client(&known).then_some(Self::IdToken)
        }
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdToken => "an ID token",
            Self::AccessToken => "an access token",
            Self::UserInfo => "an answer of UserInfo",
            Self::Jwt => "a JWT",
            Self::Jwe => "an encrypted token",
            Self::Opaque => "an opaque token",
        })
    }
}

/// Whether a token without any mark of its kind is an ID token: it tells of a person, and its audience is a client. An
/// access token's audience is an API, mostly a URL; where it is none, the token names its client apart from it (`azp`,
/// `appid`, `cid`), as those of Microsoft Entra ID, Auth0 and Okta do. Cognito's always say their use, and one that does
/// not is guessed to be nothing.
fn is_for_its_client(known: &Known<'_>) -> bool {
    let has = |name: &&str| known.get(name).is_some();
    let audiences = known.get("aud").and_then(Value::string_or_strings).unwrap_or_default();
    let [audience] = audiences.as_slice() else { return false };
    let is_client = !audience.contains(':') && known.text("azp").is_none_or(|party| party == *audience);
    let of_another = ["token_use", "appid", "appidacr", "azpacr", "cid", "gty", "events", "permissions"];
    let of_a_person = ["auth_time", "email", "email_verified", "name", "preferred_username", "given_name", "upn"];
    let issuer = known.text("iss").unwrap_or_default();
    let of_a_login = ["https://accounts.google.com", "https://appleid.apple.com"].contains(&issuer.as_str());
    is_client
        && issuer.starts_with("https://")
        && !CognitoIssuer::is_host_of(&issuer)
        && ["sub", "exp", "iat"].iter().all(has)
        && !of_another.iter().any(has)
        && (of_a_login || of_a_person.iter().any(has))
}
