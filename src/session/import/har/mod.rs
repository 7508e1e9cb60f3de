//! HTTP Archives (HAR 1.2): the session written as one, and what a browser's developer tools recorded read as a session.
//!
//! ```text
//!   Session ─► write ─► HAR                  masked unless asked otherwise, never with the client secret
//!   HAR ─► elements of log.entries, one at a time ─► which of them are OAuth ─► log entries ─► Session
//! ```

mod classify;
mod entry;
mod import;
mod known;
mod providers;

pub use entry::NOT_RECORDED;
pub use import::{RULES, Recording, is_har, profile, read};
