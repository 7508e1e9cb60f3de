//! The flat list of nodes that a document is.

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// Where a value (or member name, or the end of an array or object) stands in the text, and where it ends: a scalar with
/// the offset after it, an array or object with its end node, whose `start` is the offset after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
}
