//! Choosing a theme: the selected one is seen at once, and going back restores the one before.

use crate::app::model::list::{List, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::work::{Work, WorkError};
use crate::app::model::{Model, Overlay};

/// Opens the list at the chosen theme.
pub fn open(model: &mut Model) {
    let mut list = List::new(ListKind::Themes);
    list.cursor = model.themes.all.iter().position(|theme| theme.name == model.themes.chosen).unwrap_or(0);
    model.open_overlay(Overlay::List(list));
}

/// Chooses a theme, counted from 0, and keeps it for the next run.
pub fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some(theme) = model.themes.all.get(at) else { return Vec::new() };
    model.themes.chosen.clone_from(&theme.name);
    vec![model.works.start(Work::KeepTheme(theme.name.clone()))]
}

/// Says whether the theme is kept.
pub fn kept(model: &mut Model, name: &str, result: Result<(), WorkError>) {
    match result {
        Ok(()) => model.say(format!("theme {name} is saved in config.toml")),
        Err(error) => model.warn(format!("theme {name} is used until you quit: {error}")),
    }
}

/// Shows the selected theme while the list is open, and the chosen one otherwise.
pub fn settle(model: &mut Model) -> Option<Effect> {
    let selected = match &model.overlay {
        Some(Overlay::List(list)) if list.kind == ListKind::Themes => {
            let rows = list.shown(&list.kind.choices(model));
            rows.get(list.cursor).and_then(|at| model.themes.all.get(*at)).map(|theme| theme.name.clone())
        }
        _ => None,
    };
    let wanted = selected.filter(|name| *name != model.themes.chosen);
    if wanted == model.themes.previewed {
        return None;
    }
    model.themes.previewed.clone_from(&wanted);
    Some(Effect::UseTheme(wanted.unwrap_or_else(|| model.themes.chosen.clone())))
}
