//! The difference between the provider's clock and this machine's.

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use super::exchange::Exchange;

/// The provider's clock minus this machine's, from a `Date` header (RFC 9110 section 6.6.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockOffset {
    offset: SignedDuration,
}

impl ClockOffset {
    /// `Date` has whole seconds and takes time to arrive, so smaller differences are ignored.
    pub const RESOLUTION: SignedDuration = SignedDuration::from_secs(2);

    /// Reads the offset from a response: the header compared with the time its head arrived. A cached response says
    /// when it was generated, not what time it is (RFC 9111 section 5.1).
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

    /// The offset, if it is larger than the precision of the header.
    pub fn significant(self) -> Option<SignedDuration> {
        (self.offset.abs() > Self::RESOLUTION).then_some(self.offset)
    }

    /// A time of this machine's clock, converted to the provider's clock.
    pub fn corrected(self, now: Timestamp) -> Timestamp {
        match self.significant() {
            Some(offset) => now.saturating_add(offset).unwrap_or(now),
            None => now,
        }
    }

    /// A time of the provider's clock, converted to this machine's clock.
    pub fn local(self, provider: Timestamp) -> Timestamp {
        match self.significant() {
            Some(offset) => provider.saturating_sub(offset).unwrap_or(provider),
            None => provider,
        }
    }
}
