//! Lists on top of the screen, of which one row is chosen: one cursor, one way to move, to choose and to draw, whatever
//! the rows are.

use tui_input::Input;

use super::demo::{Choice, Demo};
use super::message::Effect;
use super::model::{Model, Overlay};
use super::paste::{self, Paste};
use super::{filter, perform, proceed, update};

/// The rows that are seen at a glance.
const LONG: usize = 8;

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
        Self { kind, cursor: 0, filter: Filter::default() }
    }

    /// The rows that have what was typed: where each stands in the whole list, counted from 0.
    pub fn shown(&self, choices: &[Choice]) -> Vec<usize> {
        let rows = choices.iter().map(|(name, remark)| (name.as_str(), remark.as_str()));
        filter::matching(self.filter.input.value(), rows)
    }

    /// Lets letters type into the filter.
    pub fn begin_filter(&mut self) {
        self.filter.is_typing = true;
    }

    /// Shows every row again. False when it did so already.
    pub fn clear_filter(&mut self) -> bool {
        let was_on = self.filter.is_on();
        self.filter = Filter::default();
        self.cursor = if was_on { 0 } else { self.cursor };
        was_on
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
    /// What becomes of a paste.
    Paste(Box<Paste>),
}

impl ListKind {
    /// Its title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Users => "Sign in as",
            Self::Clients => "App client",
            Self::Scenarios => "Break something",
            Self::Paste(_) => "Pasted",
        }
    }

    /// What Enter does, for the footer.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Users => "sign in",
            _ => "choose",
        }
    }

    /// The rows.
    pub fn choices(&self, model: &Model) -> Vec<Choice> {
        match self {
            Self::Users => {
                let mut users = model.demo.map(Demo::users).unwrap_or_default();
                let remark = "opens the login page; the callback is captured here";
                users.push(("in the browser".to_owned(), remark.to_owned()));
                users
            }
            Self::Clients => model.demo.map(Demo::clients).unwrap_or_default(),
            Self::Scenarios => Demo::scenarios(),
            Self::Paste(paste) => paste.choices.iter().map(|choice| paste.words(*choice)).collect(),
        }
    }

    /// Whether it pays to filter it.
    pub fn is_long(&self, model: &Model) -> bool {
        self.choices(model).len() > LONG
    }

    /// Does what a row, counted from 0, stands for.
    fn chosen(self, model: &mut Model, at: usize) -> Vec<Effect> {
        match self {
            Self::Users => proceed::sign_in_as(model, at),
            Self::Clients => perform::open_demo_client(model, Some(at)),
            Self::Scenarios => Demo::scenario(at).map_or_else(Vec::new, |scenario| update::start_demo(model, scenario)),
            Self::Paste(paste) => {
                paste.choices.get(at).map_or_else(Vec::new, |does| paste::choose(model, &paste, *does))
            }
        }
    }
}

/// Opens a list at its first row.
pub fn open(model: &mut Model, kind: ListKind) {
    model.overlay = Some(Overlay::List(List::new(kind)));
}

/// Closes the list on top and does what a row stands for, counted from 0 over those shown. Where there is none, it stays.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some(Overlay::List(list)) = &model.overlay else { return Vec::new() };
    let Some(row) = list.shown(&list.kind.choices(model)).get(at).copied() else { return Vec::new() };
    let kind = list.kind.clone();
    model.overlay = None;
    kind.chosen(model, row)
}
