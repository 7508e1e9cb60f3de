//! The clock and the time zone.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files;

/// The longest time zone file, in bytes.
const MAX_LENGTH: u64 = 1 << 20;

/// The current time.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// This machine's time zone; UTC if unknown. Only the file named by `TZ` or `/etc/localtime` is read, because jiff
/// would list the whole time zone database first, which takes longer than a short command.
pub fn zone() -> TimeZone {
    let named = std::env::var("TZ").unwrap_or_default();
    let name = named.trim_start_matches(':');
    // An absolute name in `TZ` replaces the folder.
    let file = if name.is_empty() { "/etc/localtime".into() } else { Path::new("/usr/share/zoneinfo").join(name) };
    let zone = files::read(file.as_ref(), MAX_LENGTH).ok().and_then(|data| TimeZone::tzif("Local", &data).ok());
    zone.unwrap_or_else(TimeZone::system)
}
