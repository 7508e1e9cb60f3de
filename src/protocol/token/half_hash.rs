//! The hash of an access token or code that an ID token carries (`at_hash`, `c_hash`).

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The left half of the hash of an access token or code, with the hash that the ID token's `alg` uses (OpenID Connect Core
/// section 3.1.3.6; Ed25519 hashes with SHA-512). `None` for an algorithm without one.
pub fn half_hash(alg: &str, value: &str) -> Option<String> {
    let hash = match alg {
        "EdDSA" | "Ed25519" => &digest::SHA512,
        _ if !matches!(alg.get(..2), Some("RS" | "PS" | "ES" | "HS")) => return None,
        _ => match alg.get(2..)? {
            "256" => &digest::SHA256,
            "384" => &digest::SHA384,
            "512" => &digest::SHA512,
            _ => return None,
        },
    };
    let full = digest::digest(hash, value.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(&full.as_ref()[..full.as_ref().len() / 2]))
}
