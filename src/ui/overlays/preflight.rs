//! What preflight found: every check, in the order of asking.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::steps::checked;
use super::super::styles::Role;
use crate::app::layout::Pane;
use crate::diagnosis::preflight::checks;

/// Draws it.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "Preflight: no browser, no password, no cookies");
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    if view.is_running() {
        page.prose(context, &format!("{} asking…", context.styles.glyphs.running), Role::Warning);
        page.blank();
    }
    for check in checks(&view.session, context.model.now) {
        checked(&mut page, context, &check);
    }
    for finding in &view.findings {
        page.heading_with(context, finding.rule.title, finding.rule.id, Role::Meaning);
        page.prose(context, &finding.detail, Role::Text);
        page.marked(context, context.styles.glyphs.arrow, Role::Accent, &finding.remedy, Role::Text);
    }
    canvas.page(inner, Pane::Overlay, page, scroll);
}
