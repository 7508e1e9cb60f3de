//! Times on the command line: parsing and printing.

use std::time::Duration;

use jiff::Timestamp;

/// A time limit that is out of range.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{flag}: found {given}, expected seconds above 0, up to 86400")]
pub struct OutOfRange {
    flag: &'static str,
    given: f64,
}

/// Text that is not a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {0:?}, expected a time with its zone, such as 2026-05-14T09:30:00Z")]
pub struct NotATime(String);

/// A time limit: more than 0 seconds, and at most a day.
pub fn seconds(flag: &'static str, given: f64) -> Result<Duration, OutOfRange> {
    const DAY: Duration = Duration::from_secs(86_400);
    match Duration::try_from_secs_f64(given) {
        Ok(limit) if !limit.is_zero() && limit <= DAY => Ok(limit),
        _ => Err(OutOfRange { flag, given }),
    }
}

/// A time on the command line.
pub fn moment(text: &str) -> Result<Timestamp, NotATime> {
    text.parse().map_err(|_| NotATime(text.to_owned()))
}

/// A time without fractions of a second.
pub fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
