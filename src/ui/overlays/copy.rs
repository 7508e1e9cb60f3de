//! The copy menu: one key for each value to copy, and why some are unavailable.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::model::drawn::Target;
use crate::app::query::copy;
use crate::app::{Action, KeyContext};

/// Draws it.
pub fn draw(canvas: &mut Canvas) {
    let bindings: Vec<_> = canvas.context.model.keymap.of(KeyContext::Copy).collect();
    let context = canvas.context;
    let words = |action| match action {
        Action::Copy(kind) => match copy::text(context.model, kind) {
            Ok(_) => (kind.what().to_owned(), Role::Text),
            Err(reason) => (format!("{} ({reason})", kind.what()), Role::Dim),
        },
        action => (action.label().to_owned(), Role::Text),
    };
    let widest = bindings.iter().map(|binding| words(binding.action).0.width()).max().unwrap_or(0);
    let area = canvas.middle(to_u16(widest + 13).clamp(70, 92), to_u16(bindings.len() + 2));
    let inner = canvas.window(area, "Copy");
    for (at, binding) in bindings.into_iter().enumerate() {
        let y = inner.y + to_u16(at);
        if y >= inner.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..inner };
        let (text, role) = words(binding.action);
        let key = binding.keys.first();
        let rest = usize::from(inner.width).saturating_sub(9);
        let line = Line::from(vec![
            Span::raw("  "),
            context.pad(&key.map(ToString::to_string).unwrap_or_default(), 4, Role::Key),
            Span::raw("  "),
            context.fit(&text, rest, role),
        ]);
        if let Some(key) = key {
            canvas.target(row, Target::Key(*key));
        }
        canvas.line(row, line);
    }
}
