//! Folding, unfolding and searching the values of a token.

use crate::app::model::session_view::SessionView;
use crate::app::model::token_row::{TokenPart, TokenRow};
use crate::app::query::tokens;

/// Folds or unfolds the selected value, or the one that contains it.
pub fn toggle_fold(view: &mut SessionView) {
    let Some(selected) = tokens::selected(view) else { return };
    let path = match selected.folded {
        Some(_) => selected.path,
        None => selected.path.rsplit_once('/').map(|(parent, _)| parent.to_owned()).unwrap_or_default(),
    };
    if path.is_empty() {
        return;
    }
    let folded = &mut view.tokens.folded;
    match folded.iter().position(|known| *known == path) {
        Some(at) => drop(folded.remove(at)),
        None => folded.push(path.clone()),
    }
    if let Some(at) = tokens::rows(view).iter().position(|row| row.path == path && row.part != TokenPart::Header) {
        view.position.selection_mut().row = at;
    }
}

/// Selects the next match, or the previous one with `back`. Returns whether there is one.
pub fn find(view: &mut SessionView, back: bool) -> bool {
    let wanted = view.tokens.search.to_lowercase();
    let rows = tokens::rows(view);
    if wanted.is_empty() || rows.is_empty() {
        return false;
    }
    let at = view.position.selection().row.min(rows.len() - 1);
    let hit = |row: &TokenRow| row.name.to_lowercase().contains(&wanted) || row.value.to_lowercase().contains(&wanted);
    let around: Vec<usize> = (1..=rows.len()).map(|step| (at + step) % rows.len()).collect();
    let next = if back {
        around.iter().rev().skip(1).chain(around.last()).find(|index| hit(&rows[**index]))
    } else {
        around.iter().find(|index| hit(&rows[**index]))
    };
    if let Some(index) = next {
        view.position.selection_mut().row = *index;
    }
    next.is_some()
}
