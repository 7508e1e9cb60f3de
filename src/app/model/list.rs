//! Lists on top of the screen, of which one row is chosen: one cursor, one way to move, to choose and to draw, whatever
//! the rows are.

use tui_input::Input;

use super::demo::Demo;
use super::message::Effect;
use super::paste::{self, Paste, PasteChoice};
use super::{Model, Overlay, filter};
use crate::app::keys::action::Action;
use crate::app::update::palette::{self, Palette};
use crate::app::update::rename_delete::StoredItem;
use crate::app::update::{self, perform, proceed};

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
    pub obstacle: Option<String>,
    /// What is said beside the remark while the row is selected.
    pub more: String,
}

impl Choice {
    /// A row that can be chosen and has no key.
    pub fn new(name: impl Into<String>, remark: impl Into<String>) -> Self {
        Self { name: name.into(), remark: remark.into(), ..Self::default() }
    }
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
            Self::Palette(_) => "do it",
            _ => "choose",
        }
    }

    /// The rows.
    pub fn choices(&self, model: &Model) -> Vec<Choice> {
        match self {
            Self::Users => {
                let mut users = model.demo.map(Demo::users).unwrap_or_default();
                let remark = "opens the login page; the callback is captured here";
                users.push(Choice::new("in the browser", remark));
                users
            }
            Self::Clients => model.demo.map(Demo::clients).unwrap_or_default(),
            Self::Scenarios => Demo::scenarios(),
            Self::Delete(kept) => {
                vec![Choice::new("keep it", "nothing happens"), Choice::new("delete it", kept.words())]
            }
            Self::Paste(paste) => paste.choices.iter().map(|choice| paste.words(*choice)).collect(),
            Self::Palette(palette) => palette.choices.clone(),
        }
    }

    /// Whether letters type into its filter at once.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Palette(_))
    }

    /// Whether it pays to filter it.
    pub fn is_long(&self, model: &Model) -> bool {
        self.choices(model).len() > LONG
    }

    /// Whether a row, counted from 0, puts another session in the place of the one on the screen.
    fn leaves(&self, at: usize) -> bool {
        match self {
            Self::Clients | Self::Scenarios => true,
            Self::Paste(paste) => {
                matches!(paste.choices.get(at), Some(PasteChoice::OpenSession | PasteChoice::UseClient(_)))
            }
            _ => false,
        }
    }

    /// Takes off what would hide what a row, counted from 0, does; the rest is there to go back to.
    fn make_way(&self, model: &mut Model, at: usize) {
        let does = match self {
            Self::Paste(paste) => paste.choices.get(at),
            _ => None,
        };
        match (self, does) {
            (_, Some(PasteChoice::Read)) => {}
            // A command is about what the palette covers.
            (Self::Palette(_), _) | (_, Some(PasteChoice::Discard)) => drop(model.close_overlay()),
            _ => model.close_overlays(),
        }
    }

    /// Does what a row, counted from 0, stands for.
    fn chosen(self, model: &mut Model, at: usize) -> Vec<Effect> {
        match self {
            Self::Users => proceed::sign_in_as(model, at),
            Self::Clients => perform::open_demo_client(model, Some(at)),
            Self::Scenarios => Demo::scenario(at).map_or_else(Vec::new, |scenario| update::start_demo(model, scenario)),
            Self::Delete(kept) if at == 1 => vec![Effect::Delete(kept)],
            Self::Delete(_) => Vec::new(),
            Self::Paste(paste) => {
                paste.choices.get(at).map_or_else(Vec::new, |does| paste::choose(model, &paste, *does))
            }
            Self::Palette(palette) => palette::choose(model, &palette, at),
        }
    }
}

/// Opens a list at its first row.
pub fn open(model: &mut Model, kind: ListKind) {
    model.open_overlay(Overlay::List(List::new(kind)));
}

/// Closes the list on top and does what a row stands for, counted from 0 over those shown. Where there is none it stays,
/// and where something is in the way, or would be lost, it says what.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some(Overlay::List(list)) = &model.overlay else { return Vec::new() };
    let choices = list.kind.choices(model);
    let Some(row) = list.shown(&choices).get(at).copied() else { return Vec::new() };
    if let Some(obstacle) = choices.get(row).and_then(|choice| choice.obstacle.clone()) {
        model.warn(format!("not now: {obstacle}"));
        return Vec::new();
    }
    let kind = list.kind.clone();
    if kind.leaves(row) && perform::asks_first(model, Action::Proceed, "leaves") {
        // The answer is about this row, also when it was clicked.
        if let Some(Overlay::List(list)) = &mut model.overlay {
            list.cursor = at;
        }
        return Vec::new();
    }
    kind.make_way(model, row);
    kind.chosen(model, row)
}
