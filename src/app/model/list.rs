//! Lists on top of the screen, of which one row is chosen: one cursor, one way to move, to choose and to draw, whatever
//! the rows are.

use tui_input::Input;

use super::choice::{Choice, Palette};
use super::filter;
use super::paste::Paste;
use super::start_screen::StoredItem;

/// A list on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What is chosen.
    pub kind: ListKind,
    /// The selected row, counted from 0 over those that are shown.
    pub cursor: usize,
    /// What the rows shown must have.
    pub filter: Filter,
}

/// What is typed to find a row.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The text and its cursor.
    pub input: Input,
    /// Whether letters type; else they are keys.
    pub is_typing: bool,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        (self.input.value(), self.is_typing) == (other.input.value(), other.is_typing)
    }
}

impl Eq for Filter {}

impl Filter {
    /// Whether it has a line of its own.
    pub fn is_on(&self) -> bool {
        self.is_typing || !self.input.value().is_empty()
    }
}

impl List {
    /// A list at its first row.
    pub fn new(kind: ListKind) -> Self {
        let mut list = Self { kind, cursor: 0, filter: Filter::default() };
        list.filter = list.resting_filter();
        list
    }

    /// The rows that have what was typed: where each stands in the whole list, counted from 0.
    pub fn shown(&self, choices: &[Choice]) -> Vec<usize> {
        let rows = choices.iter().map(|choice| (choice.name.as_str(), choice.remark.as_str()));
        filter::matching(self.filter.input.value(), rows)
    }

    /// Lets letters type into the filter.
    pub fn begin_filter(&mut self) {
        self.filter.is_typing = true;
    }

    /// Shows every row again. False when it did so already.
    pub fn clear_filter(&mut self) -> bool {
        let has_changed = self.is_filtered();
        if has_changed {
            (self.filter, self.cursor) = (self.resting_filter(), 0);
        }
        has_changed
    }

    /// Whether going back shows every row again, before it closes the list.
    pub fn is_filtered(&self) -> bool {
        self.filter != self.resting_filter()
    }

    fn resting_filter(&self) -> Filter {
        Filter { is_typing: self.kind.is_typed(), ..Filter::default() }
    }
}

/// What is chosen in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Who signs in at the embedded provider.
    Users,
    /// Which app client of the embedded provider.
    Clients,
    /// What the embedded provider breaks on purpose.
    Scenarios,
    /// Whether something that is kept between runs shall be deleted.
    Delete(StoredItem),
    /// What becomes of a paste.
    Paste(Box<Paste>),
    /// Which command.
    Palette(Box<Palette>),
}

impl ListKind {
    /// Its title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Users => "Sign in as",
            Self::Clients => "App client",
            Self::Scenarios => "Break something",
            Self::Delete(_) => "Delete",
            Self::Paste(_) => "Pasted",
            Self::Palette(_) => "Commands",
        }
    }

    /// What Enter does, for the footer.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Users => "sign in",
            Self::Palette(_) => "run",
            _ => "choose",
        }
    }

    /// Whether letters type into its filter at once.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Palette(_))
    }
}
