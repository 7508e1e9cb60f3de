//! The themes to choose from.

/// A theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
}

/// The themes, the chosen one, and the one on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Themes {
    /// All of them.
    pub all: Vec<Theme>,
    /// The name of the chosen one.
    pub chosen: String,
    /// The name of the one on the screen, if it is not the chosen one: its row is selected.
    pub previewed: Option<String>,
}
