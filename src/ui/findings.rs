//! The findings.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::context::Context;
use super::page::{MARK, Page};
use super::styles::Role;
use super::text;
use super::text::to_u16;
use crate::app::model::drawn::{Pane, Target};
use crate::app::{Focus, SessionView};
use crate::protocol::{Finding, Severity};

/// The mark and the role of a severity.
pub fn mark(context: Context, severity: Severity) -> (&'static str, Role) {
    let glyphs = context.styles.glyphs;
    match severity {
        Severity::Error => (glyphs.bad, Role::Bad),
        Severity::Warning => (glyphs.warning, Role::Warning),
        Severity::Info => (glyphs.info, Role::Meaning),
    }
}

/// `1 error, 2 warnings`, or that there are none.
pub fn summary(context: Context, view: &SessionView) -> Line<'static> {
    let count = |severity| view.findings.iter().filter(|finding| finding.severity() == severity).count();
    let mut spans = Vec::new();
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")] {
        let number = count(severity);
        if number > 0 {
            let (mark, role) = mark(context, severity);
            let plural = if number == 1 { "" } else { "s" };
            let mark = if context.styles.glyphs.are_words { "" } else { mark };
            spans.push(context.span(&format!(" {mark} {number} {word}{plural}"), role));
        }
    }
    if spans.is_empty() && !is_begun(view) {
        let dot = if context.styles.glyphs.are_words { "" } else { context.styles.glyphs.dot };
        spans.push(context.span(&format!(" {dot} nothing checked yet"), Role::Meaning));
    } else if spans.is_empty() {
        // Tokens that were not verified may hide some.
        let is_verified = view.session.grant().is_none_or(|grant| !grant.is_unverified());
        let role = if is_verified { Role::Good } else { Role::Meaning };
        let mark = if context.styles.glyphs.are_words { "" } else { context.styles.glyphs.good };
        spans.push(context.span(&format!(" {mark} no findings"), role));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}

/// Draws into the lower frame of the step that there are no findings, or their number if they have no pane.
pub fn draw_summary(canvas: &mut Canvas, view: &SessionView, step: Rect) {
    let line = summary(canvas.context, view);
    let width = to_u16(line.width());
    if step.height > 1 && step.width > width + 4 {
        canvas.line(Rect { x: step.right() - width - 2, y: step.bottom() - 1, width, height: 1 }, line);
    }
}

/// Draws the findings, one line each, the worst first.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Findings));
    let context = canvas.context;
    let is_old = view.is_beginning_again() && !view.findings.is_empty();
    let title = context.span(if is_old { " Findings before this attempt " } else { " Findings " }, Role::Title);
    let inner = canvas.pane(area, title.into(), summary(context, view), Pane::Findings);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    if view.findings.is_empty() {
        page.prose(context, nothing_found(view), Role::Meaning);
    }
    let is_focused = view.position.focus() == Focus::Findings;
    for (index, finding) in view.findings.iter().enumerate() {
        let start = page.lines.len();
        let is_selected = index == view.position.finding();
        let has_focus = is_selected && is_focused;
        let line = entry(context, finding, has_focus, page.width);
        page.line(if has_focus { line.style(context.style(Role::Selected)) } else { line });
        if is_selected {
            page.selected = Some(index);
            // Keep the titles of the next ones visible.
            let titles = view.findings.len().min(3);
            details(&mut page, context, finding, usize::from(inner.height).saturating_sub(titles));
        }
        page.rows.push(start..page.lines.len());
    }
    canvas.page(inner, Pane::Findings, page, 0);
}

/// The cause and the fix, below the title of the selected finding, so that nobody has to open it for them. If there is
/// no room for both, the fix comes first; the command for it is shown once the finding is opened.
fn details(page: &mut Page, context: Context, finding: &Finding, room: usize) {
    let (mut cause, mut remedy) = (Page::new(to_u16(page.width)), Page::new(to_u16(page.width)));
    cause.marked(context, "   ", Role::Text, &finding.detail, Role::Text);
    let short = context.instruction(&finding.remedy);
    remedy.marked(context, "    Fix ", Role::Accent, &short, Role::Meaning);
    // If one has to be shortened, each gets half of the room.
    let least = (room / 2).max(1).min(cause.lines.len());
    let kept = room.saturating_sub(least).max(1);
    cut(&mut remedy, context, kept, Role::Meaning);
    cut(&mut cause, context, room.saturating_sub(remedy.lines.len()).max(1), Role::Text);
    page.lines.extend(cause.lines);
    page.lines.extend(remedy.lines);
}

/// Keeps that many lines, and marks the last one as cut.
fn cut(page: &mut Page, context: Context, kept: usize, role: Role) {
    if page.lines.len() <= kept {
        return;
    }
    // Before a long word, the last line may be almost empty: fill it with the beginning of the word.
    let next = page.lines.get(kept).map(ToString::to_string).unwrap_or_default();
    page.lines.truncate(kept);
    let last = page.lines.pop().map(|line| line.to_string()).unwrap_or_default();
    let last = format!("{} {}", last.trim_end(), next.trim_start());
    let room = page.width.saturating_sub(2);
    let mut words = text::fit(&last, room, "");
    if words.len() < last.len() && !last[words.len()..].starts_with(' ') {
        let end = words.rfind(' ').filter(|end| *end > room / 2);
        words.truncate(end.unwrap_or(words.len()));
    }
    page.line(context.span(&format!("{words} {}", context.styles.glyphs.more), role));
}

/// Whether anything has been checked.
fn is_begun(view: &SessionView) -> bool {
    view.session.exchanges().next().is_some() || view.session.callback().is_some()
}

fn nothing_found(view: &SessionView) -> &'static str {
    if !is_begun(view) {
        "Nothing has been checked yet. Findings appear here, each with its evidence, its cause and its fix."
    } else {
        "No findings so far."
    }
}

fn entry(context: Context, finding: &Finding, has_focus: bool, width: usize) -> Line<'static> {
    let (mark, role) = mark(context, finding.severity());
    let here = if has_focus { context.styles.glyphs.here } else { "" };
    Line::from(vec![
        context.pad(here, MARK, Role::Accent),
        context.span(&format!("{mark} "), role),
        context.pad(finding.rule.title, width.saturating_sub(MARK + 2), role),
    ])
}
