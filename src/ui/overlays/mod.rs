//! What covers the screen: one file per overlay.

mod compare;
mod copy;
mod exchanges;
mod finding;
mod fork;
mod lifetimes;
mod lists;
mod pasted;
mod preflight;
mod qr;
mod reader;
mod registration;

pub use lists::filter;

use super::canvas::Canvas;
use super::diagram;
use crate::app::Overlay;

/// Draws the overlay, if there is one.
pub fn draw(canvas: &mut Canvas) {
    let Some(overlay) = &canvas.context.model.overlay else { return };
    canvas.dim();
    match overlay {
        Overlay::Copy => copy::draw(canvas),
        Overlay::List(list) => lists::draw(canvas, list),
        Overlay::QrCode => qr::draw(canvas),
        Overlay::Value { what, text, scroll } => reader::value(canvas, what, text, *scroll),
        Overlay::Pasted { paste, scroll } => pasted::draw(canvas, paste, *scroll),
        Overlay::Compare { scroll } => compare::draw(canvas, *scroll),
        Overlay::Fork { fork, scroll } => fork::draw(canvas, fork, *scroll),
        Overlay::Lifetimes { what_if, row } => lifetimes::draw(canvas, *what_if, *row),
        Overlay::WorkedOut { scroll } => reader::worked_out(canvas, *scroll),
        Overlay::Mistakes { lines, scroll } => reader::mistakes(canvas, lines, *scroll),
        Overlay::Preflight { scroll } => preflight::draw(canvas, *scroll),
        Overlay::Registration { scroll } => registration::draw(canvas, *scroll),
        Overlay::Why { scroll, chosen } => reader::why(canvas, *scroll, *chosen),
        Overlay::Exchanges { cursor, scroll, at_hit, evidence } => {
            exchanges::draw(canvas, *cursor, (!at_hit).then_some(*scroll), evidence.as_ref());
        }
        Overlay::Diagram { cursor } => diagram::draw(canvas, *cursor),
        Overlay::Finding { index, scroll } => finding::draw(canvas, *index, *scroll),
    }
}
