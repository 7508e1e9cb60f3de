//! One finding: its evidence, its meaning, the fix, the specification.

use ratatui::text::Line;

use super::super::canvas::Canvas;
use super::super::findings::mark;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::model::drawn::Pane;

/// Draws it.
pub fn draw(canvas: &mut Canvas, index: usize, scroll: u16) {
    let context = canvas.context;
    let Some(finding) = context.model.view().and_then(|view| view.findings.get(index)) else { return };
    let width = canvas.middle(84, 1).width.saturating_sub(4);
    let mut page = Page::new(width);
    let (glyph, role) = mark(context, finding.severity());
    page.marked(context, glyph, role, finding.rule.title, role);
    page.blank();
    page.prose(context, &finding.detail, Role::Text);
    page.heading(context, "Fix");
    page.prose(context, &context.remedy(finding), Role::Text);
    if !finding.evidence.is_empty() {
        page.heading(context, "Evidence");
    }
    for evidence in &finding.evidence {
        page.line(context.fit(&evidence.to_string(), page.width, Role::Name));
        page.marked(context, " ", Role::Text, &evidence.value, Role::Value);
    }
    page.blank();
    let place = [finding.rule.id, finding.rule.spec].join("  ");
    page.line(Line::from(context.fit(place.trim_end(), page.width, Role::Meaning)));
    let area = canvas.middle(84, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, "Finding");
    canvas.page(inner, Pane::Overlay, page, scroll);
}
