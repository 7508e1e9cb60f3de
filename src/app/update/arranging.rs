//! Arranging the panes: maximizing and resizing them. What a person chose is kept for the next run.

use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::position::Focus;
use crate::app::model::work::Work;

/// How far a size can be changed.
const MOST: i16 = 200;

/// Maximizes the focused pane, or restores all.
pub fn zoom(model: &mut Model) -> Vec<Effect> {
    model.panes.is_zoomed ^= true;
    keep(model)
}

/// Makes the focused pane larger or smaller.
pub fn resize(model: &mut Model, by: i16) -> Vec<Effect> {
    let Some(focus) = model.view().map(|view| view.position.focus()) else { return Vec::new() };
    let is_beside = model.drawn.is_drawn_beside();
    let panes = &mut model.panes;
    let (size, by) = match focus {
        Focus::Flow => (&mut panes.flow, 2 * by),
        Focus::Step => (&mut panes.below, -by),
        Focus::Why if is_beside => (&mut panes.why, by),
        Focus::Findings | Focus::Why => (&mut panes.below, by),
    };
    *size = (*size + by).clamp(-MOST, MOST);
    keep(model)
}

fn keep(model: &mut Model) -> Vec<Effect> {
    vec![model.works.start(Work::KeepPanes(model.panes))]
}
