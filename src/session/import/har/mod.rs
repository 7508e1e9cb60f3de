//! HTTP Archives (HAR 1.2): a session written as one, and recordings of a browser's developer tools read as a session.
//!
//! ```text
//!   Session ─► write ─► HAR                  masked by default, never with the client secret
//!   HAR ─► elements of log.entries, one at a time ─► which of them are OAuth ─► log entries ─► Session
//! ```

mod classify;
mod entry;
mod import;
mod providers;
mod revealed;

pub use entry::NOT_RECORDED;
pub use import::{RULES, Recording, is_har, profile, read};
