//! What was left out of the record of a session that goes on for months.

use jiff::Timestamp;

use super::attempt::Entry;
use super::exchange::{Exchange, Purpose, Received};

/// What was left out of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many exchanges.
    pub exchanges: u32,
    /// When the newest of them was sent.
    pub until: Timestamp,
}

impl LeftOut {
    /// Whether an entry that a shortened record does not have was left out of it.
    pub fn covers(&self, entry: &Entry) -> bool {
        matches!(entry, Entry::Exchange(exchange) if repeats(exchange) && exchange.sent_at <= self.until)
    }
}

/// Whether a request is one that a session sends again and again.
pub(super) fn repeats(exchange: &Exchange) -> bool {
    use Purpose::{Discovery, JwkSet, Probe, Refresh, UserInfo};
    matches!(exchange.purpose, Discovery | JwkSet | Probe | Refresh | UserInfo)
        && exchange.received != Received::Pending
        && !exchange.is_import()
}
