//! The result of preflight: the verdict, the failed checks and their findings, the passed checks, the open questions.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::steps::checked;
use super::super::styles::Role;
use crate::app::model::drawn::Pane;
use crate::diagnosis::preflight::{checks, is_in_the_way, verdict};
use crate::protocol::{Check, Outcome};

/// Draws it.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "Preflight: no browser, no password, no cookies");
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    if view.is_running() {
        page.prose(context, &format!("{} asking…", context.running()), Role::Warning);
        page.blank();
    }
    let checks = checks(&view.session, context.model.now);
    if !view.is_running() {
        let verdict = verdict(&view.session, &checks, &view.findings);
        let glyphs = context.styles.glyphs;
        let (mark, role) = match verdict.outcome {
            Outcome::Pass => (glyphs.good, Role::Good),
            Outcome::Fail { .. } => (glyphs.bad, Role::Bad),
            Outcome::NotChecked { .. } => (glyphs.unknown, Role::Meaning),
        };
        page.marked(context, mark, role, &verdict.detail, role);
        page.blank();
    }
    let (good, bad): (Vec<_>, Vec<_>) = checks.into_iter().partition(|check| check.outcome == Outcome::Pass);
    let (failed, open): (Vec<_>, Vec<_>) = bad.into_iter().partition(Check::failed);
    for check in &failed {
        if is_in_the_way(check) {
            checked(&mut page, context, check);
        } else {
            let words = format!("{}: {}", check.id, check.detail);
            page.marked(context, context.styles.glyphs.warning, Role::Warning, &words, Role::Text);
        }
    }
    for finding in view.findings.iter() {
        page.heading_with(context, finding.rule.title, finding.rule.id, Role::Meaning);
        page.prose(context, &finding.detail, Role::Text);
        page.marked(context, "Fix ", Role::Accent, &context.remedy(finding), Role::Text);
    }
    if !failed.is_empty() || !view.findings.is_empty() {
        page.blank();
    }
    for check in good.iter().chain(&open) {
        checked(&mut page, context, check);
    }
    canvas.page(inner, Pane::Overlay, page, scroll);
}
