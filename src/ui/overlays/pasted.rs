//! A paste that was identified: its decoded content, then its findings.

use super::super::canvas::Canvas;
use super::super::findings::mark;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::model::drawn::Pane;
use crate::app::model::paste::Paste;
use crate::session::redaction;

/// Draws it.
pub fn draw(canvas: &mut Canvas, paste: &Paste, scroll: u16) {
    let context = canvas.context;
    let mut page = Page::new(canvas.middle(84, 1).width.saturating_sub(4));
    page.prose(context, &format!("This is {}.", paste.what), Role::Text);
    for repair in &paste.repairs {
        page.marked(context, context.styles.glyphs.info, Role::Meaning, &format!("repaired: {repair}"), Role::Meaning);
    }
    if !paste.lines.is_empty() {
        page.heading(context, "The text, with the number of each part");
        for (part, line) in &paste.lines {
            // Adjacent parts have different colours, in addition to their numbers.
            let role = match part {
                Some(at) if at % 2 == 1 => Role::Accent,
                Some(_) => Role::Name,
                None => Role::Dim,
            };
            let number = part.map_or_else(|| "  ".to_owned(), |at| format!("{at:<2}"));
            page.marked(context, &number, role, line, role);
        }
        page.heading(context, "Parts");
        for (at, part) in paste.parts.iter().enumerate() {
            page.marked(
                context,
                &format!("{:<2}", at + 1),
                Role::Key,
                &format!("{}, {}", part.what, part.place),
                Role::Text,
            );
        }
    }
    if !paste.parameters.is_empty() {
        page.heading(context, "Decoded content");
        let names = name_width(paste.parameters.iter().map(|(name, _)| name), page.width);
        for (name, value) in paste.parameters.iter() {
            let (value, role) = shown(context, name, value, redaction::is_secret(name));
            page.pair(context, name, names, &value, role);
        }
    }
    for finding in &paste.findings {
        let (glyph, role) = mark(context, finding.severity());
        page.blank();
        page.marked(context, glyph, role, finding.rule.title, role);
        page.marked(context, " ", role, &finding.detail, Role::Text);
        page.marked(context, context.styles.glyphs.arrow, Role::Accent, &context.remedy(finding), Role::Text);
    }
    let area = canvas.middle(84, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, "Pasted");
    canvas.page(inner, Pane::Overlay, page, scroll);
}
