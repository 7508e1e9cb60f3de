//! Draws the model. Owns no state and starts nothing: what a frame showed where goes back to the core as a value.
//!
//! ```text
//!   header   who, and the clocks of the tokens
//!   flow │ step                       screen.rs lays them out, folded where the room is small
//!   why  │ findings
//!   next     what to do now, in a sentence; or what just happened
//!   footer   the keys of the moment, from the one table
//! ```

mod canvas;
mod clocks;
mod findings;
mod flow;
mod footer;
mod header;
mod overlays;
mod page;
mod screen;
mod start_screen;
mod steps;
pub mod styles;
pub mod text;

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::Model;
use crate::app::model::drawn::Drawn;
pub use styles::{Role, Styles};

/// The smallest screen that is drawn.
pub const SMALLEST: (u16, u16) = (60, 16);

/// Draws one frame.
pub fn draw(frame: &mut Frame, model: &Model, styles: &Styles) -> Drawn {
    let mut canvas = canvas::Canvas::new(frame, model, styles);
    screen::draw(&mut canvas);
    let drawn = canvas.drawn;
    if !styles.glyphs.has_lines {
        to_ascii(frame.buffer_mut());
    }
    drawn
}

/// What is left of Unicode in texts: what has an ASCII twin is replaced by it, everything else by a question mark.
fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let twin = match cell.symbol() {
            symbol if symbol.is_ascii() => continue,
            "·" | "│" => "|",
            "•" => "*",
            "…" => "~",
            "→" => ">",
            _ => "?",
        };
        cell.set_symbol(twin);
    }
}
