//! The rows of a token in step 5.

/// The part of a token that a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPart {
    /// The signature's outcome.
    Signature,
    /// A header parameter.
    Header,
    /// A claim, or a value inside one.
    Claim,
    /// The token itself.
    Raw,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its part.
    pub part: TokenPart,
    /// The position of the value within its part, as an RFC 6901 pointer.
    pub path: String,
    /// The member's name or the element's index.
    pub name: String,
    /// Its nesting depth.
    pub depth: usize,
    /// The value: the text of a string, anything else as written.
    pub value: String,
    /// The same with its secrets masked, in a row for the screen. It is masked before it is cut: a part of a token may
    /// not look like one.
    pub masked: String,
    /// The bytes that a row for the screen leaves out.
    pub cut: usize,
    /// For a non-empty object or array: whether it is folded.
    pub folded: Option<bool>,
}

impl TokenRow {
    /// The claim or header parameter that the row belongs to.
    pub fn member(&self) -> &str {
        self.path.trim_start_matches('/').split('/').next().unwrap_or_default()
    }
}
