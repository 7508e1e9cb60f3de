//! Messages of libraries, providers and servers about failed sign-ins: one table, and a search for all of them at once.
//!
//! ```text
//!   table/*.rs   a row: expression, source, what it proves, an example, where it was seen
//!   expression   a row's expression ─► a regular expression, and a word in every match
//!   mentioned    whether a message is reported, or only mentioned
//!   find         text ─► all messages in it, each with its place
//! ```
//!
//! A new message is one row. The meaning and the fix of a cause are in `diagnosis::reported`.

mod cause;
mod expression;
mod find;
mod library;
mod mentioned;
mod sentence;
mod table;

pub use cause::Cause;
pub use find::find;
pub use library::Library;
pub use mentioned::{explains_codes, is_mentioned, reported};
pub use sentence::{Said, Sentence};
pub use table::sentences;
