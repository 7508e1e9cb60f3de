//! The lifetimes on one axis with a movable "what if", and below them who accepts what, and why.

use jiff::Timestamp;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text::to_u16;
use crate::app::SessionView;
use crate::app::model::drawn::Pane;
use crate::app::query::lifetimes::{Moment, moments, table};
use crate::diagnosis::SessionEvidence;
use crate::diagnosis::lifetimes::{Answer, Cell, Ground, Lane, Lived, Row, answer, asked, ground, lanes, spec, told};

/// The columns of the names of lanes and of those who are asked.
const NAMES: usize = 24;

/// Draws it.
pub fn draw(canvas: &mut Canvas, what_if: Option<Timestamp>, row: usize) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let remark = match what_if {
        Some(at) => format!("what if it is {}", clock(context, at)),
        None => format!("now {}", clock(context, context.model.now)),
    };
    let inner = canvas.window_with(area, "Lifetimes, and who accepts what", &remark);
    let moments = moments(context.model, what_if);
    let rows = table(context.model, &moments);
    let why = rows.get(row).map(|row| reasons(context, view, row, &moments, inner.width)).unwrap_or_default();
    let below = to_u16(why.lines.len() + 1).min(inner.height / 3);
    let mut page = Page::new(inner.width);
    match canvas.spoken {
        Some(_) => lanes(&view.session).iter().for_each(|lane| name_lane(&mut page, context, lane)),
        None => draw_lanes(&mut page, context, &lanes(&view.session), what_if),
    }
    page.blank();
    draw_table(&mut page, context, view, &rows, &moments);
    page.selected = Some(row.min(rows.len().saturating_sub(1)));
    let height = to_u16(page.lines.len()).min(inner.height - below);
    let top = Rect { height, ..inner };
    canvas.page(top, Pane::Overlay, page, 0);
    let bottom = Rect { y: top.bottom() + 1, height: below.saturating_sub(1), ..inner };
    for (at, line) in why.lines.into_iter().take(bottom.height.into()).enumerate() {
        canvas.line(Rect { y: bottom.y + to_u16(at), height: 1, ..bottom }, line);
    }
}

/// A time of this machine's time zone, with the day unless it is today.
fn clock(context: Context, at: Timestamp) -> String {
    let (there, here) =
        (at.to_zoned(context.model.zone.clone()), context.model.now.to_zoned(context.model.zone.clone()));
    let form = if there.date() == here.date() { "%H:%M" } else { "%-d %b %H:%M" };
    there.strftime(form).to_string()
}

/// The part of time that is drawn, and where.
struct Axis {
    from: Timestamp,
    to: Timestamp,
    width: usize,
}

impl Axis {
    fn new(lanes: &[Lane], times: &[Timestamp], width: usize) -> Option<Self> {
        let from = lanes.iter().map(|lane| lane.from).min()?;
        // A refresh token lives for weeks: its lane goes on beyond the edge.
        let ends = lanes.iter().filter(|lane| lane.of != Lived::RefreshToken).filter_map(|lane| lane.end.at());
        let to = ends.chain(times.iter().copied()).max()?;
        let to = to.saturating_add(to.duration_since(from) / 12).unwrap_or(to);
        Some(Self { from, to, width })
    }

    /// The column of a time, from 0; the last one for everything later.
    fn column(&self, at: Timestamp) -> usize {
        let (whole, part) =
            (self.to.duration_since(self.from).as_secs().max(1), at.duration_since(self.from).as_secs());
        let last = i64::try_from(self.width.saturating_sub(1)).unwrap_or(0);
        usize::try_from((part.clamp(0, whole) * last + whole / 2) / whole).unwrap_or(0)
    }

    /// The time of a column.
    fn time(&self, column: usize) -> Timestamp {
        let part = f64::from(to_u16(column)) / f64::from(to_u16(self.width.saturating_sub(1)).max(1));
        self.from.saturating_add(self.to.duration_since(self.from).mul_f64(part)).unwrap_or(self.to)
    }
}

/// The lane in words, to be read aloud.
fn name_lane(page: &mut Page, context: Context, lane: &Lane) {
    let text = format!("from {}, {}", clock(context, lane.from), told(lane, &|at| clock(context, at)));
    page.pair(context, lane.of.name(), NAMES, &text, Role::Text);
}

fn draw_lanes(page: &mut Page, context: Context, lanes: &[Lane], what_if: Option<Timestamp>) {
    let looked_at = what_if.unwrap_or(context.model.now);
    let names = lanes.iter().map(|lane| lane.of.name().len()).max().unwrap_or(0) + 2;
    let words: Vec<String> = lanes.iter().map(|lane| told(lane, &|at| clock(context, at))).collect();
    let room = words.iter().map(|words| words.width()).max().unwrap_or(0).min(page.width * 2 / 5);
    let width = page.width.saturating_sub(names + room + 2);
    let Some(axis) = Axis::new(lanes, &[looked_at, context.model.now], width) else { return };
    page.line(ticks(context, &axis, names, looked_at));
    for (lane, words) in lanes.iter().zip(&words) {
        let mut line = vec![context.pad(lane.of.name(), names, Role::Name)];
        line.extend(bar(context, &axis, lane, looked_at));
        line.push(Span::raw("  "));
        line.push(context.fit(words, room, Role::Meaning));
        page.line(Line::from(line));
    }
}

/// Times along the axis, with the time that is looked at marked.
fn ticks(context: Context, axis: &Axis, names: usize, looked_at: Timestamp) -> Line<'static> {
    let here = axis.column(looked_at);
    let mark = format!("{} {}", if context.styles.glyphs.has_lines { "▼" } else { "v" }, clock(context, looked_at));
    let start = here.min(axis.width.saturating_sub(mark.width()));
    let mut text = String::new();
    for column in (0..axis.width).step_by(12) {
        let tick = clock(context, axis.time(column));
        let is_free = column + tick.width() + 1 < start || column > start + mark.width();
        if is_free && column >= text.width() && column + tick.width() <= axis.width {
            text.push_str(&" ".repeat(column - text.width()));
            text.push_str(&tick);
        }
    }
    let (before, after) = match text.char_indices().nth(start) {
        Some((at, _)) => (text[..at].to_owned(), text.chars().skip(start + mark.width()).collect::<String>()),
        None => (format!("{text:start$}"), String::new()),
    };
    Line::from(vec![
        Span::raw(" ".repeat(names)),
        context.span(&before, Role::Meaning),
        context.span(&mark, Role::Accent),
        context.span(&after, Role::Meaning),
    ])
}

/// The lane as a bar: lived until the time that is looked at, and what would be left of it.
fn bar(context: Context, axis: &Axis, lane: &Lane, looked_at: Timestamp) -> Vec<Span<'static>> {
    let glyphs = context.styles.glyphs;
    let end = lane.end.at().map_or(axis.width, |at| if at > axis.to { axis.width } else { axis.column(at).max(1) });
    let (from, here) = (axis.column(lane.from), axis.column(looked_at));
    let stop = lane.stop.filter(|stop| stop.at <= looked_at).map(|stop| axis.column(stop.at).max(from + 1));
    let last = stop.unwrap_or(end).min(axis.width);
    let is_over = stop.is_some() || lane.end.at().is_some_and(|at| at <= looked_at);
    let role = match (is_over, lane.end.at().is_none()) {
        (true, _) => Role::Dim,
        (false, true) => Role::Meaning,
        (false, false) => Role::Good,
    };
    let cell = |column: usize| match column {
        _ if stop == Some(column) => (glyphs.bad, Role::Bad),
        column if column < from || column > last => (" ", Role::Dim),
        column if column == last && end < axis.width => (if glyphs.has_lines { "┤" } else { "|" }, role),
        column if column <= here => (glyphs.full, role),
        _ => (glyphs.empty, role),
    };
    (0..axis.width).map(cell).map(|(glyph, role)| context.span(glyph, role)).collect()
}

fn draw_table(page: &mut Page, context: Context, view: &SessionView, rows: &[Row], moments: &[Moment]) {
    let width = page.width.saturating_sub(NAMES + 2) / moments.len().max(1);
    let mut head = vec![context.pad("  who is asked", NAMES + 2, Role::Title)];
    for moment in moments {
        let text = match moment {
            Moment::Before(stop) => format!("before {}", clock(context, stop.at)),
            Moment::Now(at) => format!("now {}", clock(context, *at)),
            Moment::WhatIf(at) => format!("if it is {}", clock(context, *at)),
        };
        head.push(context.pad(&text, width, Role::Title));
    }
    page.line(Line::from(head));
    let is_cognito = SessionEvidence::new(&view.session, context.model.now).cognito;
    let selected = match context.model.overlay {
        Some(crate::app::Overlay::Lifetimes { row, .. }) => row,
        _ => 0,
    };
    for (at, row) in rows.iter().enumerate() {
        let here = if at == selected { context.styles.glyphs.here } else { " " };
        let mut line =
            vec![context.pad(here, 2, Role::Accent), context.pad(&asked(&row.asked, is_cognito), NAMES, Role::Name)];
        for cell in &row.cells {
            let (text, role) = words(context, row, cell);
            line.push(context.pad(&text, width, role));
        }
        let start = page.lines.len();
        let line = Line::from(line);
        page.line(if at == selected { line.style(context.style(Role::Selected)) } else { line });
        page.rows.push(start..start + 1);
    }
}

/// The mark and the answer of a cell, and whether it was seen.
fn words(context: Context, row: &Row, cell: &Cell) -> (String, Role) {
    let glyphs = context.styles.glyphs;
    let (mark, role) = match cell.answer {
        Answer::Accepted => (glyphs.good, Role::Good),
        Answer::Rejected(..) => (glyphs.bad, Role::Bad),
        Answer::Unknown => (glyphs.unknown, Role::Meaning),
        Answer::Nothing => (glyphs.empty, Role::Dim),
    };
    let seen = if matches!(cell.ground, Ground::Seen(..)) { " seen" } else { "" };
    (format!("{mark} {}{seen}", answer(&row.asked, cell.answer)), role)
}

/// Why each answer of a row is what it is.
fn reasons(context: Context, view: &SessionView, row: &Row, moments: &[Moment], width: u16) -> Page {
    let mut page = Page::new(width);
    let mut said: Vec<&Cell> = Vec::new();
    let is_cognito = SessionEvidence::new(&view.session, context.model.now).cognito;
    // The last moment is the one that is looked at.
    for (moment, cell) in moments.iter().zip(&row.cells).rev() {
        if said.contains(&cell) {
            continue;
        }
        said.push(cell);
        let when = match moment {
            Moment::Before(_) => "before".to_owned(),
            Moment::Now(_) => "now".to_owned(),
            Moment::WhatIf(at) => format!("at {}", clock(context, *at)),
        };
        let spec = spec(&row.asked, &cell.ground);
        let spec = if spec.is_empty() { String::new() } else { format!(" ({spec})") };
        let text = format!("{}: {}{spec}", words(context, row, cell).0, ground(&cell.ground, &|at| clock(context, at)));
        let who = if said.len() == 1 { format!("{}, {when}", asked(&row.asked, is_cognito)) } else { when };
        page.marked(context, &who, Role::Accent, &text, Role::Text);
    }
    page
}
