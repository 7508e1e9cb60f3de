//! JSON without loss: the order of members, repeated members, numbers as written, the position of every error.
//!
//! A [`Json`] is the text and one flat list of nodes, 8 bytes each, so that a document with a million members needs
//! little more memory than its text. The first byte of a node in the text says what it is:
//!
//! ```text
//!   {"sub":"a","amr":["pwd"]}
//!   0 { ─ ends with node 7
//!   1   "sub"     2   "a"
//!   3   "amr"     4   [ ─ ends with node 6
//!                 5     "pwd"
//!                 6   ]
//!   7 }
//! ```
//!
//! The grammar is RFC 8259, strictly: no comments, no trailing commas, no lone surrogates. Nesting is limited to
//! [`MAX_DEPTH`], so that code which visits a document may be recursive.

mod document;
mod node;
mod parser;
mod prefix;

pub use document::{Json, JsonError, Kind, Value};
pub use node::MAX_DEPTH;
pub use prefix::{Break, Elements, begun_object};
