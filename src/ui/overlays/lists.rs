//! Lists of which one row is chosen: users, app clients, what to do with a paste.

use ratatui::text::{Line, Span};

use super::super::canvas::{Canvas, Context, to_u16};
use super::super::findings::mark;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text;
use crate::app::demo::Demo;
use crate::app::layout::Pane;
use crate::app::paste::Paste;

/// Who signs in; the last row leaves it to the browser.
pub fn users(canvas: &mut Canvas, cursor: usize) {
    let mut rows = canvas.context.model.demo.map(Demo::users).unwrap_or_default();
    rows.push(("in the browser".to_owned(), "opens the login page; the callback is captured here".to_owned()));
    let intro = "The program plays the browser: it asks for the login page, fills in the form, and follows the redirect. \
                 Every request is recorded.";
    list(canvas, "Sign in as", intro, &rows, cursor);
}

/// Which app client of the embedded provider.
pub fn clients(canvas: &mut Canvas, cursor: usize) {
    let rows = canvas.context.model.demo.map(Demo::clients).unwrap_or_default();
    list(canvas, "App client", "A new session begins with it.", &rows, cursor);
}

/// What the embedded provider can break on purpose.
pub fn scenarios(canvas: &mut Canvas, cursor: usize) {
    let intro = "Each breaks one thing on purpose; the findings say which. The provider starts anew with it.";
    list(canvas, "Break something", intro, &Demo::scenarios(), cursor);
}

/// What a paste is, what is wrong with it, and what can be done with it.
pub fn paste(canvas: &mut Canvas, paste: &Paste) {
    let context = canvas.context;
    let mut page = Page::new(list_width(canvas));
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
    page.blank();
    let rows: Vec<(String, String)> =
        paste.choices.iter().map(|choice| paste.words(*choice)).map(|(name, does)| (name.to_owned(), does)).collect();
    choices(canvas, "Pasted", page, &rows, paste.cursor);
}

/// How many findings of a paste stand above the choices.
const MOST_FINDINGS: usize = 3;

fn list(canvas: &mut Canvas, title: &str, intro: &str, rows: &[(String, String)], cursor: usize) {
    let mut page = Page::new(list_width(canvas));
    page.prose(canvas.context, intro, Role::Meaning);
    page.blank();
    choices(canvas, title, page, rows, cursor);
}

fn list_width(canvas: &Canvas) -> u16 {
    canvas.middle(78, 1).width.saturating_sub(4)
}

/// The rows below what the page says already.
fn choices(canvas: &mut Canvas, title: &str, mut page: Page, rows: &[(String, String)], cursor: usize) {
    let context = canvas.context;
    let names = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).min(28);
    for (index, (name, remark)) in rows.iter().enumerate() {
        row(&mut page, context, name, names, remark, index == cursor);
    }
    let area = canvas.middle(78, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, title);
    canvas.page(inner, Pane::Overlay, page, 0);
}

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
