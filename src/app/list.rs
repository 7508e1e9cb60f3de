//! Lists on top of the screen, of which one row is chosen: one cursor, one way to move, to choose and to draw, whatever
//! the rows are.

use super::demo::{Choice, Demo};
use super::message::Effect;
use super::model::{Model, Overlay};
use super::paste::{self, Paste};
use super::{perform, proceed, update};

/// A list on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What is chosen.
    pub kind: ListKind,
    /// The selected row, counted from 0.
    pub cursor: usize,
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
    model.overlay = Some(Overlay::List(List { kind, cursor: 0 }));
}

/// Closes the list on top and does what its row stands for.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::List(list)) => list.kind.chosen(model, at),
        other => {
            model.overlay = other;
            Vec::new()
        }
    }
}
