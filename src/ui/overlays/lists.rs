//! Lists of which one row is chosen: users, app clients, what to do with a paste.

use ratatui::text::{Line, Span};

use super::super::canvas::{Canvas, Context, to_u16};
use super::super::page::Page;
use super::super::styles::Role;
use crate::app::demo::Demo;
use crate::app::layout::Pane;
use crate::app::model::{Paste, PasteChoice};

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

/// What a paste is, and what to do with it.
pub fn paste(canvas: &mut Canvas, paste: &Paste) {
    let rows: Vec<(String, String)> = paste
        .choices
        .iter()
        .map(|choice| match choice {
            PasteChoice::TakeCallback => ("take it".to_owned(), "as the callback of this session".to_owned()),
            PasteChoice::Discard => ("put it away".to_owned(), "nothing happens".to_owned()),
        })
        .collect();
    let intro = format!("This is {} ({} characters).", paste.what, paste.text.expose().chars().count());
    list(canvas, "Pasted", &intro, &rows, paste.cursor);
}

fn list(canvas: &mut Canvas, title: &str, intro: &str, rows: &[(String, String)], cursor: usize) {
    let context = canvas.context;
    let width = canvas.middle(78, 1).width.saturating_sub(4);
    let mut page = Page::new(width);
    page.prose(context, intro, Role::Meaning);
    page.blank();
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
