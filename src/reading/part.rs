//! What stands where in a text.

use std::ops::Range;

/// A value and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The bytes it was read from; both ends are character boundaries.
    pub span: Range<usize>,
    /// What was read.
    pub value: T,
}

impl<T> Found<T> {
    /// A value read from a span.
    pub fn new(span: Range<usize>, value: T) -> Self {
        Self { span, value }
    }
}
