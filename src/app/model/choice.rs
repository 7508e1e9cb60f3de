//! A row of a list, and the rows of the command palette.

use crate::app::keys::action::Action;
use crate::app::model::question::Question;

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its label.
    pub name: String,
    /// What it is, or what choosing it does.
    pub remark: String,
    /// The key with the same effect.
    pub key: String,
    /// Why it is unavailable.
    pub unavailable_because: Option<String>,
    /// More text, shown while the row is selected.
    pub more: String,
}

impl Choice {
    /// An available row without a key.
    pub fn new(name: impl Into<String>, remark: impl Into<String>) -> Self {
        Self { name: name.into(), remark: remark.into(), ..Self::default() }
    }
}

/// The commands that were available when the palette was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The action of each row.
    pub actions: Vec<Action>,
    /// The rows.
    pub choices: Vec<Choice>,
    /// The question that was asked before: the same command confirms it.
    pub asked: Option<Question>,
}
