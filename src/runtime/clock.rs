//! The clock and its zone.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files;

/// No time zone file is longer, in bytes.
const MAX_LENGTH: u64 = 1 << 20;

/// The time now.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// This machine's time zone; UTC where it tells none. The one file that `TZ` or `/etc/localtime` means is read by
/// itself: jiff lists the whole time zone database first, which takes longer than the rest of a short command.
pub fn zone() -> TimeZone {
    let named = std::env::var("TZ").unwrap_or_default();
    let name = named.trim_start_matches(':');
    // An absolute name replaces the folder, as `TZ` means it.
    let file = if name.is_empty() { "/etc/localtime".into() } else { Path::new("/usr/share/zoneinfo").join(name) };
    let zone = files::read(file.as_ref(), MAX_LENGTH).ok().and_then(|data| TimeZone::tzif("Local", &data).ok());
    zone.unwrap_or_else(TimeZone::system)
}
