//! What the checks find.

use crate::protocol::finding::{Rule, Severity};

const fn error(id: &'static str, title: &'static str, spec: &'static str) -> Rule {
    Rule::new(id, Severity::Error, title, spec)
}

/// `exp` has passed.
pub const EXPIRED: Rule = error("token.expired", "The token has expired", "RFC 7519 4.1.4, OIDC Core 3.1.3.7");
/// `nbf` lies ahead.
pub const NOT_YET: Rule = error("token.not_yet_valid", "The token is not valid yet", "RFC 7519 4.1.5");
/// `iat` lies ahead.
pub const FUTURE: Rule = error("token.issued_in_future", "The token was issued in the future", "OIDC Core 3.1.3.7");
/// Another kind of token than was asked for.
pub const WRONG_KIND: Rule = error("token.wrong_kind", "This is another kind of token", "RFC 8725 3.11, 3.12");
/// A JWT without `exp`.
pub const NO_EXPIRY: Rule =
    Rule::new("token.no_expiry", Severity::Warning, "The token never expires", "RFC 7519 4.1.4");
/// `exp` is not after `iat`.
pub const NO_LIFETIME: Rule =
    Rule::new("token.no_lifetime", Severity::Warning, "The token ended before it was issued", "RFC 7519 4.1");
/// A claim that must be there is not.
pub const MISSING: Rule = error("claim.missing", "A required claim is missing", "OIDC Core 2");
/// A claim that decides something has a wrong type.
pub const WRONG_TYPE: Rule = error("claim.wrong_type", "A claim has the wrong type", "RFC 7519 4.1, OIDC Core 2");
/// A claim for display has a wrong type.
pub const UNEXPECTED_TYPE: Rule =
    Rule::new("claim.unexpected_type", Severity::Warning, "A claim has an unusual type", "OIDC Core 5.1");
/// `iss` is another issuer.
pub const ISSUER: Rule = error("issuer.mismatch", "The token comes from another issuer", "OIDC Core 3.1.3.7");
/// `iss` contradicts itself.
pub const POOL: Rule = error("cognito.issuer_malformed", "The issuer is no user pool's", "Cognito");
/// `aud` is somebody else.
pub const AUDIENCE: Rule = error("audience.mismatch", "The token is for another client", "OIDC Core 3.1.3.7");
/// There is an audience beside this client.
pub const AUDIENCES: Rule =
    Rule::new("audience.several", Severity::Warning, "The token is for others too", "OIDC Core 3.1.3.7");
/// The client named in the token is another.
pub const CLIENT: Rule = error("client.mismatch", "The token was issued to another client", "OIDC Core 3.1.3.7");
/// The subject is empty or too long.
pub const SUBJECT: Rule = error("claim.sub_malformed", "The subject is malformed", "OIDC Core 2");
/// `nonce` is not the one that was sent.
pub const NONCE: Rule = error("nonce.mismatch", "The ID token answers another request", "OIDC Core 3.1.3.7");
/// There is a nonce although none was sent.
pub const UNSOLICITED: Rule =
    Rule::new("nonce.unsolicited", Severity::Info, "The ID token has a nonce that nobody sent", "OIDC Core 2");
/// `at_hash` is the hash of another access token.
pub const AT_HASH: Rule = error("at_hash.mismatch", "The access token is not the ID token's", "OIDC Core 3.1.3.8");
/// The sign-in is older than `max_age`.
pub const TOO_OLD: Rule = error("auth_time.too_old", "The sign-in is too long ago", "OIDC Core 3.1.3.7");
/// `alg` is not what this issuer signs with.
pub const ALG: Rule = error("jwt.alg_unexpected", "This issuer does not sign with this algorithm", "OIDC Core 3.1.3.7");

/// Every rule of this module.
pub const RULES: &[&Rule] = &[
    &EXPIRED,
    &NOT_YET,
    &FUTURE,
    &WRONG_KIND,
    &NO_EXPIRY,
    &NO_LIFETIME,
    &MISSING,
    &WRONG_TYPE,
    &UNEXPECTED_TYPE,
    &ISSUER,
    &POOL,
    &AUDIENCE,
    &AUDIENCES,
    &CLIENT,
    &SUBJECT,
    &NONCE,
    &UNSOLICITED,
    &AT_HASH,
    &TOO_OLD,
    &ALG,
];
