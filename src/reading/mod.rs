//! Whatever a person brings, read: a text is a document with parts, each with its place.
//!
//! ```text
//!   text ─► parts (requests, responses, URLs, tokens, claims, sentences, configurations, …) and what is unread
//!        ─► evidence: parts put together by what they share: exchanges, attempts, clients, tokens
//! ```

pub mod literal;
pub mod part;
pub mod sentences;
pub mod wire;

pub use part::Found;
