//! The authorization URL as a QR code: each row of cells shows two rows of modules.

use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::keys::action::CopyKind;
use crate::app::model::drawn::Pane;
use crate::app::query::copy;

/// The light margin that scanners need, in modules.
#[cfg(feature = "qr")]
const MARGIN: usize = 2;

/// Draws it, or says why it cannot be drawn.
pub fn draw(canvas: &mut Canvas) {
    let context = canvas.context;
    let room = canvas.middle(u16::MAX, u16::MAX);
    let mut page = Page::new(room.width.saturating_sub(4));
    match copy::text(context.model, CopyKind::Url) {
        Err(error) => page.prose(context, &error.to_string(), Role::Meaning),
        Ok(url) => match modules(url.expose()) {
            Err(error) => page.prose(context, &error.to_string(), Role::Bad),
            Ok(dark) if dark.len() > page.width || dark.len().div_ceil(2) + 2 > usize::from(room.height) => {
                let (columns, rows) = (dark.len() + 4, dark.len().div_ceil(2) + 4);
                let way_on =
                    context.model.words("make the terminal larger, or copy the URL with {copy-menu} {copy-url}");
                let sentence = format!("the QR code needs {columns} columns and {rows} rows: {way_on}");
                page.prose(context, &sentence, Role::Warning);
            }
            Ok(dark) => lines(&dark).into_iter().for_each(|line| page.line(line.centered())),
        },
    }
    let width = page.lines.iter().map(Line::width).max().unwrap_or(0);
    let area = canvas.middle(to_u16(width + 4), to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, "Scan with a phone");
    canvas.page(inner, Pane::Overlay, page, 0);
}

/// Why there is no code.
#[derive(Debug, thiserror::Error)]
enum NoCode {
    #[cfg(feature = "qr")]
    #[error("the URL does not fit into a QR code: {0}")]
    TooLong(#[from] qrcode::types::QrError),
    #[cfg(not(feature = "qr"))]
    #[error("grantscope was built without QR codes")]
    NotBuilt,
}

/// Which modules are dark, row by row, with the margin.
#[cfg(feature = "qr")]
fn modules(text: &str) -> Result<Vec<Vec<bool>>, NoCode> {
    use qrcode::{Color, EcLevel, QrCode};

    let code = QrCode::with_error_correction_level(text, EcLevel::L)?;
    let inside = MARGIN..MARGIN + code.width();
    let size = code.width() + 2 * MARGIN;
    let is_dark = |x: usize, y: usize| {
        inside.contains(&x) && inside.contains(&y) && code[(x - MARGIN, y - MARGIN)] == Color::Dark
    };
    Ok((0..size).map(|y| (0..size).map(|x| is_dark(x, y)).collect()).collect())
}

#[cfg(not(feature = "qr"))]
fn modules(_: &str) -> Result<Vec<Vec<bool>>, NoCode> {
    Err(NoCode::NotBuilt)
}

/// Black on white whatever the theme says: scanners want it so.
fn lines(dark: &[Vec<bool>]) -> Vec<Line<'static>> {
    let style = Style::new().fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 255));
    let light = vec![false; dark.len()];
    dark.chunks(2)
        .map(|pair| {
            let lower = pair.get(1).unwrap_or(&light);
            let row: String = pair[0]
                .iter()
                .zip(lower)
                .map(|(upper, lower)| match (upper, lower) {
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
