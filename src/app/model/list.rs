//! Lists in which one row can be chosen. Moving, choosing and drawing are the same for all of them.

use super::choice::{Choice, Palette};
use super::filter::{self, Filter};
use super::paste::Paste;
use super::start_screen::StoredItem;

/// A list in an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What the list offers.
    pub kind: ListKind,
    /// The selected row, counted from 0 among the visible ones.
    pub cursor: usize,
    /// The filter, if the list has one.
    pub filter: Filter,
}

impl List {
    /// A list at its first row.
    pub fn new(kind: ListKind) -> Self {
        let mut list = Self { kind, cursor: 0, filter: Filter::default() };
        list.filter = list.resting_filter();
        list
    }

    /// The rows that match the filter, as indexes into the whole list.
    pub fn shown(&self, choices: &[Choice]) -> Vec<usize> {
        let rows = choices.iter().map(|choice| (choice.name.as_str(), choice.remark.as_str()));
        filter::matching(self.filter.input.value(), rows)
    }

    /// Focuses the filter.
    pub fn begin_filter(&mut self) {
        self.filter.is_typing = true;
    }

    /// Clears the filter. False if there was nothing to clear.
    pub fn clear_filter(&mut self) -> bool {
        let has_changed = self.is_filtered();
        if has_changed {
            (self.filter, self.cursor) = (self.resting_filter(), 0);
        }
        has_changed
    }

    /// Whether going back clears the filter instead of closing the list.
    pub fn is_filtered(&self) -> bool {
        self.filter != self.resting_filter()
    }

    fn resting_filter(&self) -> Filter {
        Filter { is_typing: self.kind.is_typed(), ..Filter::default() }
    }
}

/// What a list offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Who signs in at the embedded provider.
    Users,
    /// Which app client of the embedded provider.
    Clients,
    /// What the embedded provider breaks on purpose.
    Scenarios,
    /// The break-it bench.
    Bench,
    /// The notes.
    Notes,
    /// The lessons.
    Lessons,
    /// The themes.
    Themes,
    /// Whether to delete a stored profile or session.
    Delete(StoredItem),
    /// What to do with pasted text.
    Paste(Box<Paste>),
    /// A command.
    Palette(Box<Palette>),
    /// A key.
    Help(Box<Palette>),
}

impl ListKind {
    /// The title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Users => "Sign in as",
            Self::Clients => "App client",
            Self::Scenarios => "Scenarios",
            Self::Bench => "Fault bench",
            Self::Notes => "Notes",
            Self::Lessons => "Lessons",
            Self::Themes => "Theme",
            Self::Delete(_) => "Delete",
            Self::Paste(_) => "Pasted",
            Self::Palette(_) => "Commands",
            Self::Help(_) => "Keys",
        }
    }

    /// What Enter does, for the footer.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Users => "sign in",
            Self::Palette(_) | Self::Help(_) => "run",
            Self::Lessons => "begin",
            Self::Themes => "use it",
            Self::Bench => "predict",
            Self::Notes => "close",
            _ => "choose",
        }
    }

    /// Whether its filter has focus from the start.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Palette(_) | Self::Help(_) | Self::Notes)
    }
}
