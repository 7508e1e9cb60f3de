//! The panes that the keys can focus.

use crate::app::model::Model;
use crate::app::model::drawn::{Drawn, Pane, Target};
use crate::app::model::position::Focus;

/// What the key to a pane is called.
pub fn label(focus: Focus) -> &'static str {
    match focus {
        Focus::Flow => "steps",
        Focus::Step => "step",
        Focus::Findings => "findings",
        Focus::Why => "details",
    }
}

/// The pane before the focused one, and the one after it. Findings are skipped while there are none, the explanation
/// while it has no place on the screen.
pub fn around(model: &Model, drawn: &Drawn) -> (Focus, Focus) {
    let Some(view) = model.view() else { return (Focus::Step, Focus::Step) };
    let is_drawn = |pane| drawn.targets.iter().any(|(_, target)| *target == Target::Pane(pane));
    let is_there = |focus: &Focus| match focus {
        Focus::Findings => !view.findings.is_empty(),
        Focus::Why => is_drawn(Pane::Why) || model.panes.is_zoomed,
        Focus::Flow | Focus::Step => true,
    };
    let at = view.position.focus() as usize;
    let nth = |step: usize| Focus::ALL[(at + step) % Focus::ALL.len()];
    let first = |steps: &mut dyn Iterator<Item = usize>| steps.map(nth).find(is_there).unwrap_or_default();
    (first(&mut (1..Focus::ALL.len()).rev()), first(&mut (1..Focus::ALL.len())))
}
