//! The sequence diagram of this session.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::styles::Role;
use crate::app::layout::Pane;
use crate::session::diagram::arrows;

/// Draws it.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let Some(view) = canvas.context.model.view() else { return };
    let area = canvas.area();
    let area = Rect { x: 1, y: 1, width: area.width - 2, height: area.height - 3 };
    let inner = canvas.window(area, "Sequence");
    let context = canvas.context;
    let mut page = Page::new(inner.width);
    for arrow in arrows(&view.session) {
        let glyph = context.styles.glyphs.arrow;
        let line = format!("{:>8} {glyph} {:<8}  {}", arrow.from.name(), arrow.to.name(), arrow.label);
        page.line(context.fit(&line, page.width, Role::Text));
    }
    canvas.page(inner, Pane::Overlay, page, scroll);
}
