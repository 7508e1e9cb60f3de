//! JOSE: the compact serialization, JWK Sets, and the signature of a JWS (RFC 7515, 7517, 7518, 8725).

pub mod base64url;
pub mod compact;
pub mod header;
pub mod jwk;
pub mod key;
pub mod key_refusal;
pub mod rules;
pub mod signature;
pub mod signature_reason;
pub mod verdict;
mod verify;
