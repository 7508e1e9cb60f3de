//! The focused pane as plain text, for selecting it in the terminal.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::draw::draw;
use super::styles::Styles;
use crate::app::model::drawn::{Area, Pane, Target};
use crate::app::{Model, Screen};

/// The most rows that are printed.
const MOST: u16 = 2_000;

/// The most columns: two pages side by side could not be selected one by one.
const WIDEST: u16 = 90;

/// All rows of the focused pane, or of the open window, also those out of sight, without its frame.
pub fn plain(model: &Model, styles: &Styles, width: u16) -> String {
    let mut whole = model.clone();
    whole.panes.is_zoomed = true;
    whole.notice = None;
    let focused = match (&model.overlay, &model.screen) {
        (Some(_), _) => Pane::Overlay,
        (None, Screen::Session(view)) => view.position.focus().pane(),
        (None, Screen::Start(_)) => Pane::Step,
    };
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width.clamp(super::SMALLEST.0, WIDEST), MOST));
    let mut drawn = None;
    let Ok(frame) = terminal.draw(|frame| drawn = Some(draw(frame, &whole, styles)));
    let Some(drawn) = drawn else { return String::new() };
    let is_it = |target: Target| target == Target::Pane(focused) || target == Target::Pane(Pane::Step);
    let Some((area, _)) = drawn.targets.iter().rev().find(|(_, target)| is_it(*target)) else { return String::new() };
    let Area { x, y, width, height } = *area;
    // Not the frame, nor the scrollbar beside it.
    let row = |y| {
        let cells = (x + 1..x + width.saturating_sub(2)).map(|x| &frame.buffer[(x, y)]);
        cells.map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    };
    let mut rows: Vec<String> = (y + 1..y + height.saturating_sub(1)).map(row).collect();
    rows.dedup_by(|row, before| row.is_empty() && before.is_empty());
    rows.join("\n").trim_end().to_owned()
}
