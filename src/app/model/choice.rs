//! One row of a list from which a person chooses, and the rows of the command palette.

use crate::app::keys::action::Action;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub name: String,
    /// What it is, or what choosing it does.
    pub remark: String,
    /// The key that does the same.
    pub key: String,
    /// Why it cannot be chosen now.
    pub unavailable_because: Option<String>,
    /// What is said beside the remark while the row is selected.
    pub more: String,
}

impl Choice {
    /// A row that can be chosen and has no key.
    pub fn new(name: impl Into<String>, remark: impl Into<String>) -> Self {
        Self { name: name.into(), remark: remark.into(), ..Self::default() }
    }
}

/// The commands of the moment in which it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What each row asks for.
    pub actions: Vec<Action>,
    /// The rows.
    pub choices: Vec<Choice>,
}
