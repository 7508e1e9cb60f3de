//! The clock and its zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The time now.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// This machine's time zone; UTC where it tells none. `/etc/localtime` is read by itself where it decides: jiff lists
/// the whole time zone database first, which takes longer than the rest of a short command.
pub fn zone() -> TimeZone {
    if std::env::var_os("TZ").is_some() {
        return TimeZone::system();
    }
    let local = std::fs::read("/etc/localtime").ok().and_then(|data| TimeZone::tzif("Local", &data).ok());
    local.unwrap_or_else(TimeZone::system)
}
