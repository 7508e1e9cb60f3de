//! A paste that was identified: its decoded content, then its findings.

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::findings::mark;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::model::drawn::Pane;
use crate::app::model::paste::Paste;
use crate::protocol::token::compare::Change;
use crate::session::redaction;

/// A line of the text with the number of its part. Adjacent parts have different colours.
pub(super) fn numbered(page: &mut Page, context: Context, part: Option<usize>, line: &str) {
    let role = match part {
        Some(at) if at % 2 == 1 => Role::Accent,
        Some(_) => Role::Name,
        None => Role::Dim,
    };
    let number = part.map_or_else(|| "  ".to_owned(), |at| format!("{at:<2}"));
    page.marked(context, &number, role, line, role);
}

/// Draws it.
pub fn draw(canvas: &mut Canvas, paste: &Paste, scroll: u16) {
    let context = canvas.context;
    let mut page = Page::new(canvas.middle(84, 1).width.saturating_sub(4));
    let what = match paste.parts.len() {
        0 | 1 => format!("This is {}.", paste.what),
        parts => format!("Found {parts} parts: {}.", paste.named_parts()),
    };
    page.prose(context, &what, Role::Text);
    for repair in &paste.repairs {
        page.marked(context, context.styles.glyphs.info, Role::Meaning, &format!("repaired: {repair}"), Role::Meaning);
    }
    if !paste.lines.is_empty() {
        page.heading(
            context,
            if paste.parts.is_empty() { "The text" } else { "The text, with the number of each part" },
        );
        for (part, line) in &paste.lines {
            numbered(&mut page, context, *part, line);
        }
        if !paste.parts.is_empty() {
            page.heading(context, "Parts");
        }
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
    if let Some((other, differences)) = &paste.compared {
        page.heading(context, &format!("Compared with {other}"));
        if differences.is_empty() {
            page.prose(context, "All claims are the same.", Role::Text);
        }
        for it in differences {
            let text =
                |value: &Option<String>| redaction::value(&it.name, value.as_deref().unwrap_or_default()).into_owned();
            let (mark, told) = match it.change {
                Change::Added => ("+", format!("{} {}", it.name, text(&it.after))),
                Change::Removed => ("-", format!("{} {}", it.name, text(&it.before))),
                Change::Changed => ("~", format!("{} {} (was {})", it.name, text(&it.after), text(&it.before))),
            };
            page.marked(context, mark, Role::Changed, &told, Role::Text);
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
