//! Every exchange in order, and the selected one in both directions.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::super::canvas::{Canvas, Context};
use super::super::page::Page;
use super::super::steps::outcome;
use super::super::styles::Role;
use crate::app::layout::Pane;
use crate::session::Exchange;

/// Draws them.
pub fn draw(canvas: &mut Canvas, cursor: usize, _scroll: u16) {
    let Some(view) = canvas.context.model.view() else { return };
    let area = canvas.area();
    let area = Rect { x: 1, y: 1, width: area.width - 2, height: area.height - 3 };
    let inner = canvas.window(area, "Exchanges");
    let [list, _] = Layout::vertical([Constraint::Fill(1), Constraint::Length(0)]).areas(inner);
    let context = canvas.context;
    let mut page = Page::new(list.width);
    if view.session.exchanges().next().is_none() {
        page.prose(context, "Nothing has been sent yet.", Role::Meaning);
    }
    for (index, exchange) in view.session.exchanges().enumerate() {
        if index == cursor {
            page.selected = Some(index);
        }
        let start = page.lines.len();
        page.line(entry(context, exchange, page.width, index == cursor));
        page.rows.push(start..start + 1);
    }
    canvas.page(list, Pane::Overlay, page, 0);
}

fn entry(context: Context, exchange: &Exchange, width: usize, is_selected: bool) -> Line<'static> {
    let (words, role) = outcome(context, exchange);
    let rest = width.saturating_sub(18 + 6 + 30);
    let line = Line::from(vec![
        context.pad(&format!("{:>3} {}", exchange.id, exchange.purpose.name()), 18, Role::Name),
        context.pad(exchange.request.method.as_str(), 6, Role::Method),
        context.pad(exchange.request.url.split('?').next().unwrap_or_default(), rest, Role::Value),
        Span::raw("  "),
        context.fit(&words, 28, role),
    ]);
    if is_selected { line.style(context.style(Role::Selected)) } else { line }
}
