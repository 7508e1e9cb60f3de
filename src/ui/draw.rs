//! Draws one frame, and replaces Unicode if only ASCII is wanted.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

use super::canvas::Canvas;
use super::screen;
use super::styles::{Role, Styles};
use crate::app::Model;
use crate::app::model::drawn::Drawn;

/// Draws one frame.
pub fn draw(frame: &mut Frame, model: &Model, styles: &Styles) -> Drawn {
    let mut canvas = Canvas::new(frame, model, styles);
    screen::draw(&mut canvas);
    let (drawn, cursor) = (canvas.drawn, canvas.cursor);
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
    background(frame.buffer_mut(), styles.of(Role::Background));
    if !styles.glyphs.has_lines {
        to_ascii(frame.buffer_mut());
    }
    drawn
}

/// Gives a theme's background to all cells without one.
fn background(buffer: &mut Buffer, style: Style) {
    if style == Style::new() {
        return;
    }
    for cell in &mut buffer.content {
        if cell.bg == Color::Reset {
            cell.bg = style.bg.unwrap_or(Color::Reset);
        }
        if cell.fg == Color::Reset {
            cell.fg = style.fg.unwrap_or(Color::Reset);
        }
    }
}

/// Replaces the Unicode left in texts: by an ASCII equivalent if there is one, otherwise by a question mark.
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
