//! Reads whatever people paste: a text is a document with parts, each with its place.
//!
//! ```text
//!   text ─► parts (requests, responses, URLs, tokens, objects, sentences, configurations, …) and unread text
//!        ─► evidence: related parts combined into exchanges, attempts, clients, tokens
//! ```
//! Each reader is a file with the same signature and a row in a table: a new form of request, configuration or log is
//! one file and one row.

mod captures;
pub mod claims;
pub mod cut;
mod envelope;
pub mod evidence;
pub mod facts;
pub mod input;
pub mod part;
mod print_r;
pub mod sentences;
pub mod wire;

pub use part::{LineColumn, Lines, Part, Spanned};
