//! What libraries, providers and servers say when a sign-in fails: one table, and a search for all of it at once.
//!
//! ```text
//!   table/*.rs   a row: expression, who says it, what it proves, an example, where it was seen
//!   expression   a row's expression ─► a regular expression and the word that every match has in it
//!   find         text ─► every sentence in it, each with its place
//! ```
//!
//! A new sentence is one row. What a cause means and what helps is said in `diagnosis::reported`.

mod cause;
mod expression;
mod find;
mod library;
mod sentence;
mod table;

pub use cause::Cause;
pub use find::find;
pub use library::Library;
pub use sentence::{Said, Sentence};
pub use table::sentences;
