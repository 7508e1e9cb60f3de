//! The rules of headers and signatures.

use crate::protocol::finding::rules;

rules! {
    /// All rules of this module.
    pub RULES;

    /// The signature is invalid, empty or unreadable.
    pub FAILED: Error "signature.failed", "The signature is invalid", "RFC 7515 5.2, OIDC Core 3.1.3.7";
    /// No key was given.
    pub NOT_CHECKED: Info "signature.not_checked", "The signature was not checked", "OIDC Core 3.1.3.7";
    /// No key of the set has the header's `kid`.
    pub UNKNOWN_KID: Error "signature.unknown_kid",
        "The signature was not checked: no key matches the kid", "OIDC Core 10.1.1";
    /// Only the API of the access token can verify it.
    pub FOR_ITS_API: Info "signature.for_its_api",
        "The signature was not checked: only the API can verify it", "RFC 6749 1.4";
    /// grantscope does not support the algorithm.
    pub UNSUPPORTED: Warning "signature.unsupported",
        "The signature was not checked: algorithm not supported", "RFC 7518 3.1";
    /// The matching key is unreadable.
    pub UNUSABLE_KEY: Error "signature.unusable_key",
        "The signature was not checked: the key cannot be used", "RFC 7517 4";
    /// `alg` is `none`.
    pub ALG_NONE: Error "jwt.alg_none", "The token is not signed (alg none)", "RFC 8725 3.2";
    /// `alg` does not match the key, as in algorithm confusion attacks.
    pub ALG_MISMATCH: Error "jwt.alg_mismatch", "The algorithm does not match the key", "RFC 8725 3.1";
    /// The key is too weak or known to be insecure.
    pub WEAK_KEY: Error "jwt.weak_key", "The key is too weak", "RFC 7518 3.2, 3.3";
    /// The header is malformed.
    pub HEADER: Error "jwt.header", "The header is malformed", "RFC 7515 4.1";
    /// `crit` is present.
    pub CRIT: Error "jwt.crit", "The token requires unsupported extensions (crit)", "RFC 7515 4.1.11";
    /// `b64` is present.
    pub B64: Error "jwt.b64", "The token changes the payload encoding (b64)", "RFC 7797 3, RFC 8725 3.10";
    /// A token with three parts has an encryption header.
    pub CONFUSED: Error "jwt.jwe_confusion", "The token mixes signing and encryption", "RFC 7516 9";
    /// A member or claim repeats.
    pub DUPLICATE: Error "jwt.duplicate_member", "Duplicate member", "RFC 7515 4, RFC 7519 4";
    /// `jku` is present.
    pub JKU: Warning "jwt.jku", "The token names a URL for its key (jku)", "RFC 8725 3.10";
    /// `x5u` is present.
    pub X5U: Warning "jwt.x5u", "The token names a URL for its certificate (x5u)", "RFC 8725 3.10";
    /// `jwk` is present.
    pub JWK: Warning "jwt.jwk", "The token contains its own key (jwk)", "RFC 8725 3.10";
    /// `x5c` is present.
    pub X5C: Warning "jwt.x5c", "The token contains its own certificate (x5c)", "RFC 8725 3.10";
}
