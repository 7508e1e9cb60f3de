//! The flat list of nodes of a document.

/// The maximum nesting depth of arrays and objects.
pub const MAX_DEPTH: usize = 128;

/// The start of a value (or member name, or the end of an array or object) in the text, and its end: for a scalar, the
/// offset after it; for an array or object, the index of its end node, whose `start` is the offset after it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
}
