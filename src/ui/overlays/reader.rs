//! Texts to read: why a step exists, a value to be selected by hand.

use super::super::canvas::{Canvas, to_u16};
use super::super::page::Page;
use super::super::styles::Role;
use crate::app::layout::Pane;
use crate::app::why;
use crate::protocol::Secret;

/// Why the current step exists.
pub fn why(canvas: &mut Canvas, scroll: u16) {
    let Some(view) = canvas.context.model.view() else { return };
    let (title, text) = (format!("Why step {}: {}", view.step.number(), view.step.title()), why::why(view.step));
    read(canvas, &title, text, scroll);
}

/// A value that could not be copied.
pub fn value(canvas: &mut Canvas, what: &str, text: &Secret) {
    let title = format!("No clipboard took {what}: select it here");
    read(canvas, &title, text.expose(), 0);
}

fn read(canvas: &mut Canvas, title: &str, text: &str, scroll: u16) {
    let width = canvas.middle(74, 1).width.saturating_sub(4);
    let mut page = Page::new(width);
    page.prose(canvas.context, text, Role::Text);
    let area = canvas.middle(74, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, title);
    canvas.page(inner, Pane::Overlay, page, scroll);
}
