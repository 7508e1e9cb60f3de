//! What the checks find.

use crate::protocol::finding::rules;

rules! {
    /// Every rule of this module.
    pub RULES;

    /// `exp` has passed.
    pub EXPIRED: Error "token.expired", "The token has expired", "RFC 7519 4.1.4, OIDC Core 3.1.3.7";
    /// `nbf` lies ahead.
    pub NOT_YET: Error "token.not_yet_valid", "The token is not valid yet", "RFC 7519 4.1.5";
    /// `iat` lies ahead.
    pub FUTURE: Error "token.issued_in_future", "The token was issued in the future", "OIDC Core 3.1.3.7";
    /// Another kind of token than was asked for.
    pub WRONG_KIND: Error "token.wrong_kind", "Wrong kind of token", "RFC 8725 3.11, 3.12";
    /// `typ` promises claims that are not there.
    pub AT_JWT: Warning "token.at_jwt_incomplete", "Claims required by the typ are missing", "RFC 9068 2.2";
    /// A JWT without `exp`.
    pub NO_EXPIRY: Warning "token.no_expiry", "The token has no expiry", "RFC 7519 4.1.4";
    /// `exp` is not after `iat`.
    pub NO_LIFETIME: Warning "token.no_lifetime", "The token's exp is not after its iat", "RFC 7519 4.1";
    /// A claim that must be there is not.
    pub MISSING: Error "claim.missing", "A required claim is missing", "OIDC Core 2";
    /// A claim that decides something has a wrong type.
    pub WRONG_TYPE: Error "claim.wrong_type", "A claim has the wrong type", "RFC 7519 4.1, OIDC Core 2";
    /// A claim for display has a wrong type.
    pub UNEXPECTED_TYPE: Warning "claim.unexpected_type", "A claim has an unexpected type", "OIDC Core 5.1, RFC 9068 2.2";
    /// `iss` is another issuer.
    pub ISSUER: Error "issuer.mismatch", "The token comes from another issuer", "OIDC Core 3.1.3.7";
    /// `iss` contradicts itself.
    pub POOL: Error "cognito.issuer_malformed", "The issuer is not a user pool", "Cognito";
    /// `aud` is somebody else.
    pub AUDIENCE: Error "audience.mismatch", "The token is for another client", "OIDC Core 3.1.3.7";
    /// There is an audience beside this client.
    pub AUDIENCES: Warning "audience.several", "The token has several audiences", "OIDC Core 3.1.3.7";
    /// The client named in the token is another.
    pub CLIENT: Error "client.mismatch", "The token was issued to another client", "OIDC Core 3.1.3.7";
    /// The subject is empty or too long.
    pub SUBJECT: Error "claim.sub_malformed", "The subject is malformed", "OIDC Core 2";
    /// `nonce` is not the one that was sent.
    pub NONCE: Error "nonce.mismatch", "The nonce does not match", "OIDC Core 3.1.3.7";
    /// There is a nonce although none was sent.
    pub UNSOLICITED: Info "nonce.unsolicited", "The ID token has an unexpected nonce", "OIDC Core 2";
    /// `at_hash` is the hash of another access token.
    pub AT_HASH: Error "at_hash.mismatch", "The access token does not match at_hash", "OIDC Core 3.1.3.8";
    /// `c_hash` is the hash of another code.
    pub C_HASH: Error "c_hash.mismatch", "The code does not match c_hash", "OIDC Core 3.3.2.10";
    /// The sign-in is older than `max_age`.
    pub TOO_OLD: Error "auth_time.too_old", "The sign-in is older than max_age", "OIDC Core 3.1.3.7";
    /// `alg` is not what this issuer signs with.
    pub ALG: Error "jwt.alg_unexpected", "Unexpected signature algorithm", "OIDC Core 3.1.3.7";
}
