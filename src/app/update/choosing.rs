//! What choosing a row of a list does.

use super::{asking, enter, opening, pasting};
use crate::app::keys::action::Action;
use crate::app::model::demo::Demo;
use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::paste::PasteChoice;
use crate::app::model::{Model, Overlay};

/// What is left to do once a row was chosen.
pub enum Chosen {
    /// It is done, and these effects follow.
    Done(Vec<Effect>),
    /// The row of a command: what it asks for is yet to be performed.
    Perform(Action),
}

impl Chosen {
    /// Nothing follows.
    pub const NOTHING: Self = Self::Done(Vec::new());
}

impl ListKind {
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
    fn chosen(self, model: &mut Model, at: usize) -> Chosen {
        Chosen::Done(match self {
            Self::Users => enter::sign_in_as(model, at),
            Self::Clients => opening::open_demo_client(model, Some(at)),
            Self::Scenarios => {
                Demo::scenario(at).map_or_else(Vec::new, |scenario| opening::start_demo(model, scenario))
            }
            Self::Delete(item) if at == 1 => vec![Effect::Delete(item)],
            Self::Delete(_) => Vec::new(),
            Self::Paste(paste) => {
                paste.choices.get(at).map_or_else(Vec::new, |does| pasting::choose(model, &paste, *does))
            }
            Self::Palette(palette) => match palette.actions.get(at) {
                Some(action) => return Chosen::Perform(*action),
                None => Vec::new(),
            },
        })
    }
}

/// Closes the list on top and does what a row stands for, counted from 0 over those shown. Where there is none it stays,
/// and where something is in the way, or would be lost, it says what.
pub fn choose(model: &mut Model, at: usize) -> Chosen {
    let Some(Overlay::List(list)) = &model.overlay else { return Chosen::NOTHING };
    let choices = list.kind.choices(model);
    let Some(row) = list.shown(&choices).get(at).copied() else { return Chosen::NOTHING };
    if let Some(unavailable_because) = choices.get(row).and_then(|choice| choice.unavailable_because.clone()) {
        model.warn(format!("not available: {unavailable_because}"));
        return Chosen::NOTHING;
    }
    let kind = list.kind.clone();
    if kind.leaves(row) && asking::asks_first(model, Action::Proceed, "leaves this session") {
        // The answer is about this row, also when it was clicked.
        if let Some(Overlay::List(list)) = &mut model.overlay {
            list.cursor = at;
        }
        return Chosen::NOTHING;
    }
    kind.make_way(model, row);
    kind.chosen(model, row)
}
