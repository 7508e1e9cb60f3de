//! All exchanges in order, and the selected one in full, with request and response.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::page::Page;
use super::super::steps::{Room, Side, exchange_pages, outcome};
use super::super::styles::Role;
use super::super::text;
use super::super::text::to_u16;
use crate::app::SessionView;
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::exchanges::{at_row, count, row_of};
use crate::protocol::Place;
use crate::session::Exchange;

/// Draws the list at the top and the selected exchange below. Without `scroll`, the exchange starts at a finding's
/// evidence or at the match of the search.
pub fn draw(canvas: &mut Canvas, cursor: usize, scroll: Option<u16>, evidence: Option<&Place>) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let count = count(view);
    let remark = match view.exchanges.filter.as_str() {
        "" => String::new(),
        filter => format!("{filter}: {count} of {}", view.session.exchange_count()),
    };
    let inner = canvas.window_with(area, "Exchanges", &remark);
    let Some(selected) = view.session.nth_exchange(cursor) else {
        let mut page = Page::new(inner.width);
        page.prose(context, "No requests have been sent yet.", Role::Meaning);
        return canvas.page(inner, Pane::Overlay, page, 0);
    };
    let rows = to_u16(count.max(1));
    let [list, rule, detail] = Layout::vertical([
        Constraint::Length(rows.min((inner.height / 3).max(3))),
        Constraint::Length(1),
        Constraint::Fill(1),
    ])
    .areas(inner);
    draw_list(canvas, view, list, cursor);
    canvas.line(rule, title(context, selected, rule.width.into()));
    let detail = Rect { x: detail.x + 1, width: detail.width.saturating_sub(2), ..detail };
    let side = if evidence.is_some_and(Place::is_sent) { Side::Sent } else { Side::Came };
    let room = Room { width: detail.width, height: detail.height, about: 0, is_about_apart: false };
    let mut pages = exchange_pages(context, selected, room, view.exchanges.row);
    let hit = match evidence.and_then(Place::name) {
        Some(name) => pages.mark_name(side, name),
        None => pages.mark(&view.exchanges.search),
    };
    let scroll = scroll.unwrap_or_else(|| to_u16(hit.unwrap_or(0).saturating_sub(1)));
    pages.draw(canvas, detail, Pane::Exchange, scroll);
}

/// The list follows its selection; only the exchange below scrolls. Only visible rows are laid out.
fn draw_list(canvas: &mut Canvas, view: &SessionView, area: Rect, cursor: usize) {
    let (height, count) = (usize::from(area.height), count(view));
    let selected = row_of(view, cursor).unwrap_or(0);
    let is_in_rows = view.exchanges.row.is_some();
    let first = (selected + 1 + height / 2).saturating_sub(height).min(count.saturating_sub(height));
    let visible = (first..count).take(height).filter_map(|row| at_row(view, row));
    let visible: Vec<_> = visible.filter_map(|at| Some((at, view.session.nth_exchange(at)?))).collect();
    let exchanges: Vec<&Exchange> = visible.iter().map(|(_, exchange)| *exchange).collect();
    let columns = Columns::new(canvas.context, &exchanges, area.width.into());
    for (line, (at, exchange)) in visible.into_iter().enumerate() {
        let row = Rect { y: area.y + to_u16(line), height: 1, ..area };
        canvas.target(row, Target::Row(Pane::Overlay, at));
        if at == cursor {
            canvas.select(Pane::Overlay, row);
        }
        let line = entry(canvas.context, exchange.purpose.title(), exchange, columns, at == cursor);
        // While the rows of the exchange have the focus, only the mark says which one is shown.
        let has_focus = at == cursor && !is_in_rows;
        canvas.line(row, if has_focus { line.style(canvas.context.style(Role::Selected)) } else { line });
    }
    if count > height {
        canvas.scrollbar(area, first, count);
    }
}

/// The columns of a name.
const NAME: usize = 14;

/// The columns of a row. Responses take the width they need; either all URLs fit or all are shown without their host.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    method: usize,
    url: usize,
    answer: usize,
    has_host: bool,
}

impl Columns {
    fn new(context: Context, exchanges: &[&Exchange], width: usize) -> Self {
        let widest = |text: &dyn Fn(&Exchange) -> usize| exchanges.iter().map(|e| text(e)).max().unwrap_or(0);
        let name = NAME + 4;
        let method = widest(&|exchange| exchange.request.method.as_str().width()).max(4) + 1;
        // In steps, so that the column stays where it is while the list scrolls.
        let answer = widest(&|exchange| outcome(context, exchange).0.width()).next_multiple_of(9);
        let answer = answer.min(27).min(width / 3);
        let url = width.saturating_sub(2 + name + 1 + method + answer + 2);
        let has_host = widest(&|exchange| bare(&exchange.request.url).width()) <= url;
        Self { name, method, url, answer, has_host }
    }
}

/// A URL without its query.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn entry(context: Context, name: &str, exchange: &Exchange, columns: Columns, is_selected: bool) -> Line<'static> {
    let (words, role) = outcome(context, exchange);
    let here = if is_selected { context.styles.glyphs.here } else { " " };
    let url = if columns.has_host {
        bare(&exchange.request.url).to_owned()
    } else {
        text::end_of_path(exchange.request.path(), columns.url, context.styles.glyphs.more)
    };
    Line::from(vec![
        context.span(&format!("{here} "), Role::Accent),
        context.pad(&format!("{:>3} {name}", exchange.id), columns.name, Role::Name),
        Span::raw(" "),
        context.pad(exchange.request.method.as_str(), columns.method, Role::Method),
        context.pad(&url, columns.url, Role::Value),
        Span::raw("  "),
        context.pad(&words, columns.answer, role),
    ])
}

/// The line between the two, with facts about the connection.
fn title(context: Context, exchange: &Exchange, width: usize) -> Line<'static> {
    let connection = &exchange.connection;
    let dot = context.styles.glyphs.dot;
    let certificate = connection
        .certificate_sha256
        .as_ref()
        .map(|print| format!("TLS, certificate {}", print.chars().take(16).collect::<String>()));
    let size =
        exchange.response().map(|response| format!("response body {} bytes", text::thousands(response.body.len())));
    let sent = Some(format!("sent {:.0}", exchange.sent_at));
    let known = [exchange.why.clone(), sent, connection.version.clone(), connection.remote.clone(), certificate, size];
    let words = known.into_iter().flatten().collect::<Vec<_>>().join(&format!(" {dot} "));
    let line = if context.styles.glyphs.has_lines { "─" } else { "-" };
    let words = text::fit(&format!(" {words} "), width.saturating_sub(4), context.styles.glyphs.more);
    let rest = width.saturating_sub(unicode_width::UnicodeWidthStr::width(words.as_str()) + 2);
    Line::from(vec![
        context.span(&line.repeat(2), Role::Border),
        context.span(&words, Role::Meaning),
        context.span(&line.repeat(rest), Role::Border),
    ])
}
