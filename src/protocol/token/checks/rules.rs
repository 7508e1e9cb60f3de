//! The rules of the claim checks.

use crate::protocol::finding::rules;

rules! {
    /// All rules of this module.
    pub RULES;

    /// `exp` has passed.
    pub EXPIRED: Error "token.expired", "The token has expired", "RFC 7519 4.1.4, OIDC Core 3.1.3.7";
    /// `nbf` is in the future.
    pub NOT_YET: Error "token.not_yet_valid", "The token is not valid yet", "RFC 7519 4.1.5";
    /// `iat` is in the future.
    pub FUTURE: Error "token.issued_in_future", "The token was issued in the future", "OIDC Core 3.1.3.7";
    /// The token is of another kind than expected.
    pub WRONG_KIND: Error "token.wrong_kind", "Wrong kind of token", "RFC 8725 3.11, 3.12";
    /// `typ` requires claims that are missing.
    pub AT_JWT: Warning "token.at_jwt_incomplete", "Claims required by the typ are missing", "RFC 9068 2.2";
    /// A JWT without `exp`.
    pub NO_EXPIRY: Warning "token.no_expiry", "The token has no expiry", "RFC 7519 4.1.4";
    /// `exp` is not after `iat`.
    pub NO_LIFETIME: Warning "token.no_lifetime", "The token's exp is not after its iat", "RFC 7519 4.1";
    /// A required claim is missing.
    pub MISSING: Error "claim.missing", "A required claim is missing", "OIDC Core 2";
    /// A claim that affects decisions has the wrong type.
    pub WRONG_TYPE: Error "claim.wrong_type", "A claim has the wrong type", "RFC 7519 4.1, OIDC Core 2";
    /// A display claim has the wrong type.
    pub UNEXPECTED_TYPE: Warning "claim.unexpected_type", "A claim has an unexpected type", "OIDC Core 5.1, RFC 9068 2.2";
    /// `iss` does not match.
    pub ISSUER: Error "issuer.mismatch", "The token comes from another issuer", "OIDC Core 3.1.3.7";
    /// `iss` does not name a user pool.
    pub POOL: Error "cognito.issuer_malformed", "The issuer is not a user pool", "Cognito";
    /// `aud` does not contain this client.
    pub AUDIENCE: Error "audience.mismatch", "The token is for another client", "OIDC Core 3.1.3.7";
    /// There is another audience besides this client.
    pub AUDIENCES: Warning "audience.several", "The token has several audiences", "OIDC Core 3.1.3.7";
    /// The token names another client.
    pub CLIENT: Error "client.mismatch", "The token was issued to another client", "OIDC Core 3.1.3.7";
    /// The subject is empty or too long.
    pub SUBJECT: Error "claim.sub_malformed", "The subject is malformed", "OIDC Core 2";
    /// `nonce` does not match the one that was sent.
    pub NONCE: Error "nonce.mismatch", "The nonce does not match", "OIDC Core 3.1.3.7";
    /// There is a nonce although none was sent.
    pub UNSOLICITED: Info "nonce.unsolicited", "The ID token has an unexpected nonce", "OIDC Core 2";
    /// `at_hash` does not match the access token.
    pub AT_HASH: Error "at_hash.mismatch", "The access token does not match at_hash", "OIDC Core 3.1.3.8";
    /// `c_hash` does not match the code.
    pub C_HASH: Error "c_hash.mismatch", "The code does not match c_hash", "OIDC Core 3.3.2.10";
    /// The sign-in is older than `max_age`.
    pub TOO_OLD: Error "auth_time.too_old", "The sign-in is older than max_age", "OIDC Core 3.1.3.7";
    /// `alg` is not one that this issuer uses.
    pub ALG: Error "jwt.alg_unexpected", "Unexpected signature algorithm", "OIDC Core 3.1.3.7";
}
