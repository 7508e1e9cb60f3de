//! The tokens side by side, claim by claim.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::steps::tokens_in_use;
use crate::app::model::drawn::Pane;

/// Draws it.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "Compare: + added, - removed, ~ changed");
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    tokens_in_use(&mut page, context, view);
    canvas.page(inner, Pane::Overlay, page, scroll);
}
