//! What choosing a row in a list does.

use super::{asking, bench, enter, opening, pasting, playing, theme};
use crate::app::keys::action::Action;
use crate::app::model::demo::Demo;
use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::paste::PasteChoice;
use crate::app::model::work::Work;
use crate::app::model::{Model, Overlay};

/// What remains to be done after a row was chosen.
pub enum Chosen {
    /// Nothing more; these are the effects.
    Done(Vec<Effect>),
    /// The action of a command, which is still to be performed.
    Perform(Action),
}

impl Chosen {
    /// Nothing more, and no effects.
    pub const NOTHING: Self = Self::Done(Vec::new());
}

impl ListKind {
    /// Whether a row, counted from 0, replaces the current session.
    fn leaves(&self, at: usize) -> bool {
        match self {
            Self::Clients | Self::Scenarios => true,
            Self::Paste(paste) => {
                matches!(
                    paste.choices.get(at),
                    Some(
                        PasteChoice::OpenSession
                            | PasteChoice::FromResource
                            | PasteChoice::UseClient(_)
                            | PasteChoice::SaveClient(_)
                    )
                )
            }
            _ => false,
        }
    }

    /// Closes the overlays that would hide the effect of a row, counted from 0; the others stay open.
    fn make_way(&self, model: &mut Model, at: usize) {
        let does = match self {
            Self::Paste(paste) => paste.choices.get(at),
            _ => None,
        };
        match (self, does) {
            (_, Some(PasteChoice::Read | PasteChoice::Compare)) => {}
            // A command refers to what is below the palette.
            (Self::Palette(_) | Self::Help(_) | Self::Themes, _) | (_, Some(PasteChoice::Discard)) => {
                drop(model.close_overlay())
            }
            _ => model.close_overlays(),
        }
    }

    /// Does what a row, counted from 0, offers.
    fn chosen(self, model: &mut Model, at: usize) -> Chosen {
        Chosen::Done(match self {
            Self::Users => enter::sign_in_as(model, at),
            Self::Clients => {
                let client = model.demo.and_then(|demo| demo.clients().into_iter().nth(at));
                opening::open_demo_client(model, client.map(|client| client.name).as_deref())
            }
            Self::Scenarios => {
                Demo::scenario(at).map_or_else(Vec::new, |scenario| opening::start_demo(model, scenario))
            }
            Self::Bench => {
                bench::begin(model, at);
                Vec::new()
            }
            Self::Themes => theme::choose(model, at),
            Self::Lessons => playing::start_listed(model, at),
            Self::Delete(item) if at == 1 => vec![model.works.start(Work::Delete(item))],
            Self::Delete(_) | Self::Notes => Vec::new(),
            Self::Paste(paste) => {
                paste.choices.get(at).map_or_else(Vec::new, |does| pasting::choose(model, &paste, *does))
            }
            Self::Palette(palette) | Self::Help(palette) => {
                let Some(action) = palette.actions.get(at).copied() else { return Chosen::NOTHING };
                if let Some(question) = palette.asked.filter(|question| question.action == action) {
                    model.ask("", question);
                }
                return Chosen::Perform(action);
            }
        })
    }
}

/// Closes the list and does what a row offers, counted from 0 among the visible ones. Without such a row the list stays
/// open; if the row is unavailable or something would be lost, it says so.
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
        // The question refers to this row, even if it was clicked.
        if let Some(Overlay::List(list)) = &mut model.overlay {
            list.cursor = at;
        }
        return Chosen::NOTHING;
    }
    kind.make_way(model, row);
    kind.chosen(model, row)
}
