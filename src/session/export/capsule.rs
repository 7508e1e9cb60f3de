//! The evidence capsule: a session for a colleague or a vendor.
//!
//! Secrets and identifiers are replaced by keyed fingerprints. The key is random, used for one capsule and then
//! dropped, so nobody can test guesses against a fingerprint. Within the capsule, equal values have equal fingerprints,
//! so "the same refresh token was used twice" remains visible. Times, statuses, header names, client id, issuer and
//! hosts stay: the evidence is about them. The receipt counts what was replaced.

use jiff::Timestamp;

use super::saved::{self, Tokens};
use crate::session::record::session::Session;
use crate::session::redaction::sharing::Sharing;
use crate::session::redaction::whole_session;

/// The document, which can be opened like a saved session. `key` must be random and used once.
pub fn write(session: &Session, key: &[u8; 32], now: Timestamp) -> String {
    let mut sharing = Sharing::fingerprinting(session, key);
    let redacted = whole_session::redacted(session, &mut sharing);
    saved::document(&redacted, Tokens::Fingerprinted, sharing.receipt(), now)
}
