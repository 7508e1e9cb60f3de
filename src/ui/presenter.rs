//! Presenter mode: the pressed key, for a room to see.

use jiff::SignedDuration;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use super::styles::Role;
use super::text::to_u16;

/// How long a key is shown.
const STAYS: SignedDuration = SignedDuration::from_secs(4);

/// Draws the pressed key above the two lines at the bottom, at the right.
pub fn draw(canvas: &mut Canvas) {
    let context = canvas.context;
    let Some(pressed) = context.model.presenter.as_ref().and_then(|presenter| presenter.pressed.as_ref()) else {
        return;
    };
    if context.model.now.duration_since(pressed.at) > STAYS {
        return;
    }
    let screen = canvas.area();
    let width = to_u16(pressed.key.width() + pressed.label.width() + 7).min(screen.width);
    let area = Rect { x: screen.width.saturating_sub(width + 1), y: screen.height.saturating_sub(6), width, height: 3 };
    canvas.frame.render_widget(Clear, area);
    let style = context.style(Role::Selected);
    let line = Line::from(vec![
        context.span(&format!("  {} ", pressed.key), Role::Key),
        context.span(&format!(" {}  ", pressed.label), Role::Title),
    ]);
    for row in 0..3 {
        let line = if row == 1 { line.clone() } else { Line::from(Span::raw(" ".repeat(width.into()))) };
        let rest = usize::from(width).saturating_sub(line.width());
        let mut line = line;
        line.push_span(Span::raw(" ".repeat(rest)));
        canvas.line(Rect { y: area.y + row, height: 1, ..area }, line.style(style));
    }
}
