//! What was omitted from the record of a session that runs for months.

use jiff::Timestamp;

use super::attempt::Entry;
use super::exchange::{Exchange, Purpose, Received};

/// What was omitted from a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many exchanges.
    pub exchanges: u32,
    /// When the newest of them was sent.
    pub until: Timestamp,
}

impl LeftOut {
    /// Whether an entry that is missing in a shortened record was omitted from it.
    pub fn covers(&self, entry: &Entry) -> bool {
        matches!(entry, Entry::Exchange(exchange) if repeats(exchange) && exchange.sent_at <= self.until)
    }
}

/// Whether a request is one that a session sends repeatedly.
pub(super) fn repeats(exchange: &Exchange) -> bool {
    use Purpose::{Discovery, JwkSet, Probe, Refresh, UserInfo};
    matches!(exchange.purpose, Discovery | JwkSet | Probe | Refresh | UserInfo)
        && exchange.received != Received::Pending
        && !exchange.is_import()
}
