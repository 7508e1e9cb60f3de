//! The authorization URL as a QR code: each row of cells shows two rows of modules.

use qrcode::{Color, EcLevel, QrCode};
use ratatui::style::{Color as Cell, Style};
use ratatui::text::{Line, Span};

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::keys::action::CopyKind;
use crate::app::model::drawn::Pane;
use crate::app::query::copy;

/// The light margin that scanners require, in modules.
const MARGIN: usize = 2;

/// Draws it, or says why it cannot be drawn.
pub fn draw(canvas: &mut Canvas) {
    let context = canvas.context;
    let room = canvas.middle(u16::MAX, u16::MAX);
    let mut page = Page::new(room.width.saturating_sub(4));
    match copy::text(context.model, CopyKind::Url) {
        Err(reason) => page.prose(context, &reason, Role::Meaning),
        Ok(url) => match QrCode::with_error_correction_level(url.expose(), EcLevel::L) {
            Err(error) => page.prose(context, &format!("the URL does not fit into a QR code: {error}"), Role::Bad),
            Ok(code) if code.width() + 2 * MARGIN > page.width || rows(&code) + 2 > usize::from(room.height) => {
                let (columns, rows) = (code.width() + 2 * MARGIN + 4, rows(&code) + 4);
                let way_on =
                    context.model.words("make the terminal larger, or copy the URL with {copy-menu} {copy-url}");
                let sentence = format!("the QR code needs {columns} columns and {rows} rows: {way_on}");
                page.prose(context, &sentence, Role::Warning);
            }
            Ok(code) => lines(&code).into_iter().for_each(|line| page.line(line.centered())),
        },
    }
    let width = page.lines.iter().map(Line::width).max().unwrap_or(0);
    let area = canvas.middle(to_u16(width + 4), to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, "Scan with a phone");
    canvas.page(inner, Pane::Overlay, page, 0);
}

fn rows(code: &QrCode) -> usize {
    (code.width() + 2 * MARGIN).div_ceil(2)
}

/// Black on white in every theme, because scanners expect it.
fn lines(code: &QrCode) -> Vec<Line<'static>> {
    let size = code.width() + 2 * MARGIN;
    let is_dark = |x: usize, y: usize| {
        let inside = (MARGIN..size - MARGIN).contains(&x) && (MARGIN..size - MARGIN).contains(&y);
        inside && code[(x - MARGIN, y - MARGIN)] == Color::Dark
    };
    let style = Style::new().fg(Cell::Rgb(0, 0, 0)).bg(Cell::Rgb(255, 255, 255));
    (0..size)
        .step_by(2)
        .map(|y| {
            let row: String = (0..size)
                .map(|x| match (is_dark(x, y), y + 1 < size && is_dark(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                })
                .collect();
            Line::from(Span::styled(row, style))
        })
        .collect()
}
