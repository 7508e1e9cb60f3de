//! The clock and its zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The time now.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// This machine's time zone; UTC where it tells none.
pub fn zone() -> TimeZone {
    TimeZone::system()
}
