//! Lists of which one row is chosen: what stands above the rows, and the rows.

use ratatui::text::{Line, Span};

use super::super::canvas::{Canvas, Context, to_u16};
use super::super::findings::mark;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text;
use crate::app::layout::Pane;
use crate::app::list::{List, ListKind};
use crate::app::paste::Paste;

/// Draws the list on top.
pub fn draw(canvas: &mut Canvas, list: &List) {
    let context = canvas.context;
    let mut page = Page::new(canvas.middle(78, 1).width.saturating_sub(4));
    match &list.kind {
        ListKind::Paste(paste) => pasted(&mut page, context, paste),
        kind => page.prose(context, intro(kind), Role::Meaning),
    }
    page.blank();
    let rows = list.kind.choices(context.model);
    let names = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).min(28);
    for (index, (name, remark)) in rows.iter().enumerate() {
        row(&mut page, context, name, names, remark, index == list.cursor);
    }
    let area = canvas.middle(78, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, list.kind.title());
    canvas.page(inner, Pane::Overlay, page, 0);
}

/// What stands above the rows.
fn intro(kind: &ListKind) -> &'static str {
    match kind {
        ListKind::Users => {
            "The program plays the browser: it asks for the login page, fills in the form, and follows the redirect. \
             Every request is recorded."
        }
        ListKind::Clients => "A new session begins with it.",
        ListKind::Scenarios => {
            "Each breaks one thing on purpose; the findings say which. The provider starts anew with it."
        }
        ListKind::Paste(_) => "",
    }
}

/// What a paste is, and what is wrong with it.
fn pasted(page: &mut Page, context: Context, paste: &Paste) {
    let characters = text::thousands(paste.text.expose().chars().count());
    page.prose(context, &format!("This is {} ({characters} characters).", paste.what), Role::Text);
    for repair in &paste.repairs {
        page.marked(context, context.styles.glyphs.info, Role::Meaning, &format!("repaired: {repair}"), Role::Meaning);
    }
    for finding in paste.findings.iter().take(MOST_FINDINGS) {
        let (glyph, role) = mark(context, finding.severity());
        page.marked(context, glyph, role, finding.rule.title, role);
        page.marked(context, " ", role, &finding.detail, Role::Text);
    }
    if paste.findings.len() > MOST_FINDINGS {
        let words = format!("and {} more; grantscope inspect lists them all", paste.findings.len() - MOST_FINDINGS);
        page.prose(context, &words, Role::Meaning);
    }
}

/// How many findings of a paste stand above the choices.
const MOST_FINDINGS: usize = 3;

fn row(page: &mut Page, context: Context, name: &str, names: usize, remark: &str, is_selected: bool) {
    if is_selected {
        page.selected = Some(page.rows.len());
    }
    let here = if is_selected { context.styles.glyphs.here } else { " " };
    let rest = page.width.saturating_sub(names + 4);
    let line = Line::from(vec![
        context.span(&format!("{here} "), Role::Accent),
        context.pad(name, names, if is_selected { Role::Accent } else { Role::Text }),
        Span::raw("  "),
        context.pad(remark, rest, Role::Meaning),
    ]);
    let start = page.lines.len();
    page.line(if is_selected { line.style(context.style(Role::Selected)) } else { line });
    page.rows.push(start..start + 1);
}
