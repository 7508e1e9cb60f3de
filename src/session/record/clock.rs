//! How far the provider's clock is from this machine's.

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use super::exchange::Exchange;

/// Provider's clock minus this machine's, read from a `Date` header (RFC 9110 section 6.6.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockOffset {
    offset: SignedDuration,
}

impl ClockOffset {
    /// `Date` counts whole seconds and travels: what is within this distance counts as equal.
    pub const RESOLUTION: SignedDuration = SignedDuration::from_secs(2);

    /// Reads the offset from a response: the header against the moment its head arrived. One that a cache kept tells when
    /// it was made, not what time it is (RFC 9111 section 5.1).
    pub fn from_exchange(exchange: &Exchange) -> Option<Self> {
        let response = exchange.response()?;
        let is_kept = response.header("age").is_some_and(|age| age.trim() != "0")
            || ["x-cache", "cf-cache-status"]
                .iter()
                .any(|name| response.header(name).is_some_and(|said| said.to_ascii_lowercase().starts_with("hit")));
        let date = response.header("date").filter(|_| !is_kept)?;
        let provider = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
        let here = exchange.sent_at.saturating_add(exchange.timing.head).ok()?;
        Some(Self { offset: provider.duration_since(here) })
    }

    /// The offset, when it is larger than what the header can tell.
    pub fn significant(self) -> Option<SignedDuration> {
        (self.offset.abs() > Self::RESOLUTION).then_some(self.offset)
    }

    /// A time of this machine's clock as the provider's clock shows it.
    pub fn corrected(self, now: Timestamp) -> Timestamp {
        match self.significant() {
            Some(offset) => now.saturating_add(offset).unwrap_or(now),
            None => now,
        }
    }

    /// A time of the provider's clock as this machine's clock shows it.
    pub fn local(self, provider: Timestamp) -> Timestamp {
        match self.significant() {
            Some(offset) => provider.saturating_sub(offset).unwrap_or(provider),
            None => provider,
        }
    }
}
