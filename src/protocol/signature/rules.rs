//! What judging a header and a signature finds.

use crate::protocol::finding::{Rule, Severity};

/// The signature is wrong, empty or unreadable.
pub const FAILED: Rule =
    Rule::new("signature.failed", Severity::Error, "The signature is wrong", "RFC 7515 5.2, OIDC Core 3.1.3.7");
/// No key was given.
pub const NOT_CHECKED: Rule = Rule::new(
    "signature.not_checked",
    Severity::Info,
    "The signature was not checked: no key given",
    "OIDC Core 3.1.3.7",
);
/// The header's `kid` is in no key of the set.
pub const UNKNOWN_KID: Rule = Rule::new(
    "signature.unknown_kid",
    Severity::Error,
    "The signature was not checked: no key has the token's kid",
    "OIDC Core 10.1.1",
);
/// The algorithm is beyond this program.
pub const UNSUPPORTED: Rule = Rule::new(
    "signature.unsupported",
    Severity::Warning,
    "The signature was not checked: algorithm not supported",
    "RFC 7518 3.1",
);
/// The key that should verify cannot be read.
pub const UNUSABLE_KEY: Rule = Rule::new(
    "signature.unusable_key",
    Severity::Error,
    "The signature was not checked: the key cannot be used",
    "RFC 7517 4",
);
/// `alg` is `none`.
pub const ALG_NONE: Rule =
    Rule::new("jwt.alg_none", Severity::Error, "The token is not signed (alg none)", "RFC 8725 3.2");
/// `alg` and the key do not fit: the shape of algorithm confusion.
pub const ALG_MISMATCH: Rule =
    Rule::new("jwt.alg_mismatch", Severity::Error, "The algorithm does not fit the key", "RFC 8725 3.1");
/// The key is too weak or known to be bad.
pub const WEAK_KEY: Rule =
    Rule::new("jwt.weak_key", Severity::Error, "The key is too weak to prove anything", "RFC 7518 3.2, 3.3");
/// The header is malformed.
pub const HEADER: Rule = Rule::new("jwt.header", Severity::Error, "The header is malformed", "RFC 7515 4.1");
/// `crit` is present.
pub const CRIT: Rule = Rule::new(
    "jwt.crit",
    Severity::Error,
    "The token demands extensions that nobody here understands",
    "RFC 7515 4.1.11",
);
/// `b64` is present.
pub const B64: Rule =
    Rule::new("jwt.b64", Severity::Error, "The token changes how its payload is encoded", "RFC 7797 3, RFC 8725 3.10");
/// Three parts, but a header of encryption.
pub const CONFUSED: Rule =
    Rule::new("jwt.jwe_confusion", Severity::Error, "The token mixes signing and encryption", "RFC 7516 9");
/// A member or claim repeats.
pub const DUPLICATE: Rule =
    Rule::new("jwt.duplicate_member", Severity::Error, "A member repeats", "RFC 7515 4, RFC 7519 4");
/// `jku` is present.
pub const JKU: Rule =
    Rule::new("jwt.jku", Severity::Warning, "The token names a URL for its key (jku)", "RFC 8725 3.10");
/// `x5u` is present.
pub const X5U: Rule =
    Rule::new("jwt.x5u", Severity::Warning, "The token names a URL for its certificate (x5u)", "RFC 8725 3.10");
/// `jwk` is present.
pub const JWK: Rule = Rule::new("jwt.jwk", Severity::Warning, "The token brings its own key (jwk)", "RFC 8725 3.10");
/// `x5c` is present.
pub const X5C: Rule =
    Rule::new("jwt.x5c", Severity::Warning, "The token brings its own certificate (x5c)", "RFC 8725 3.10");

/// Every rule of this module.
pub const RULES: &[&Rule] = &[
    &FAILED,
    &NOT_CHECKED,
    &UNKNOWN_KID,
    &UNSUPPORTED,
    &UNUSABLE_KEY,
    &ALG_NONE,
    &ALG_MISMATCH,
    &WEAK_KEY,
    &HEADER,
    &CRIT,
    &B64,
    &CONFUSED,
    &DUPLICATE,
    &JKU,
    &X5U,
    &JWK,
    &X5C,
];
