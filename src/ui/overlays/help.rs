//! The key help, by context, read from the key table.

use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::page::Page;
use super::super::styles::Role;
use crate::app::KeyContext;
use crate::app::keys::keymap::Binding;
use crate::app::model::drawn::Pane;
use crate::app::query::contexts;

/// Draws them.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let area = canvas.middle(88, 60);
    let inner = canvas.window(area, "Keys");
    let context = canvas.context;
    let mut page = Page::new(inner.width);
    let keys = |binding: &Binding| binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    // If the keys are wider than their column, they push the text aside.
    let widest = context.model.keymap.bindings().iter().map(|binding| keys(binding).width()).max();
    let column = widest.unwrap_or(0).min(if page.width < 84 { 13 } else { 18 });
    // The keys of the step come first: they are few, and the most wanted.
    let here = contexts::step_contexts(context.model);
    for key_context in here.iter().chain(KeyContext::ALL.iter().filter(|context| !here.contains(context))).copied() {
        page.heading(context, key_context.title());
        for binding in context.model.keymap.of(key_context) {
            page.marked(context, &format!("  {:column$} ", keys(binding)), Role::Key, &binding.help(), Role::Text);
        }
    }
    page.blank();
    page.prose(
        context,
        &context.model.words(
            "While the mouse is captured, most terminals select text with Shift held (Option in iTerm2); {mouse} turns \
             capture off.",
        ),
        Role::Meaning,
    );
    canvas.page(inner, Pane::Overlay, page, scroll);
}
