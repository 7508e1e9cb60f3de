//! Which token step 5 shows, and how.

use super::token_row::TokenRow;

/// One of the three tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TokenTab {
    /// The ID token.
    #[default]
    Id,
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}

impl TokenTab {
    /// All three, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Id, Self::Access, Self::Refresh];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "ID token",
            Self::Access => "access token",
            Self::Refresh => "refresh token",
        }
    }

    /// A short form of its name.
    pub fn short(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }

    /// The next token.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % 3]
    }
}

/// The display state of step 5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokensView {
    /// The token shown.
    pub which: TokenTab,
    /// The folded values, as JSON pointers.
    pub folded: Vec<String>,
    /// The failure that was shown last: the token, and the row.
    pub failure: Option<(TokenTab, usize)>,
    /// Renewed when something happened, or when another token or value is shown.
    pub shown: ShownToken,
    /// The search text; empty if there is none.
    pub search: String,
}

/// The shown token, read once for many frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownToken {
    /// Which one, and what was folded.
    pub of: Option<(TokenTab, Vec<String>)>,
    /// Its rows.
    pub rows: Vec<TokenRow>,
    /// The columns of the widest name of a row.
    pub name_columns: usize,
    /// The token, masked.
    pub masked: String,
    /// How many characters it has.
    pub characters: usize,
    /// What only its own claims say of its issuer, as a sentence; empty if its signature was verified.
    pub provenance: String,
}
