//! The evidence capsule: a session for a colleague or a vendor.
//!
//! Secrets and identifiers are replaced by keyed fingerprints. The key is random, made for one capsule and not kept, so
//! nobody can try values against a fingerprint; within the capsule equal values have equal fingerprints, so that "the
//! same refresh token was used twice" can still be seen. Times, statuses, header names, client id, issuer and hosts
//! stay: they are what the evidence is about. The receipt counts what was replaced.

use jiff::Timestamp;

use super::saved::{self, Tokens};
use crate::session::record::session::Session;
use crate::session::redaction::redact;
use crate::session::redaction::sharing::Sharing;

/// The document, which opens like a saved session. `key` must be random and used once.
pub fn write(session: &Session, key: &[u8; 32], now: Timestamp) -> String {
    let mut sharing = Sharing::fingerprinting(session, key);
    let redacted = redact::redacted(session, &mut sharing);
    saved::document(&redacted, Tokens::Fingerprinted, sharing.receipt(), now)
}
