//! The sequence diagram of the session: three lifelines, one arrow per row. It stands beside the step where there is
//! room, otherwise over the whole screen; the selected arrow opens its exchange.

use jiff::Timestamp;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use super::context::Context;
use super::page::Page;
use super::styles::Role;
use super::text;
use super::text::to_u16;
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::next_action;
use crate::app::query::next_action::StepAction;
use crate::app::{Action, SessionView};
use crate::session::diagram::{Arrow, ArrowOutcome, Participant};

/// Draws it beside the step: the latest arrows, and the message that Enter sends next.
pub fn draw_beside(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Diagram));
    let context = canvas.context;
    let key = format!(" {}", context.model.key(Action::Diagram));
    let remark = Line::from(vec![context.span(&key, Role::Key), context.span(" maximize ", Role::Meaning)]);
    let inner = canvas.pane(area, context.span(" Sequence diagram ", Role::Title).into(), remark, Pane::Diagram);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    draw_arrows(canvas, view, inner, None);
}

/// Draws it over the whole screen, with a selected arrow.
pub fn draw(canvas: &mut Canvas, cursor: usize) {
    let Some(view) = canvas.context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "Sequence diagram");
    draw_arrows(canvas, view, inner, Some(cursor));
}

fn draw_arrows(canvas: &mut Canvas, view: &SessionView, inner: Rect, cursor: Option<usize>) {
    let context = canvas.context;
    let pane = if cursor.is_some() { Pane::Overlay } else { Pane::Diagram };
    let lanes = Lanes::new(inner.width.into());
    let head = Rect { height: 1, ..inner };
    canvas.line(head, lanes.names(context));
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if view.arrows.is_empty() && cursor.is_some() {
        let mut page = Page::new(body.width);
        page.line(lanes.quiet(context));
        let words = "No requests yet: press {back}, then {proceed} in step 1.";
        page.prose(context, &context.model.words(words), Role::Meaning);
        return canvas.page(body, pane, page, 0);
    }
    let next = next(view).filter(|_| cursor.is_none());
    let lines = Lines { view };
    legend(canvas, inner);
    let (total, height) = (lines.total() + usize::from(next.is_some()), usize::from(body.height));
    let limit = total.saturating_sub(height);
    let offset = cursor.map_or(limit, |cursor| {
        let margin = 2.min(height / 3);
        (lines.of(cursor) + 1 + margin).saturating_sub(height).min(lines.of(cursor)).min(limit)
    });
    let mut index = lines.first_from(offset);
    for line in offset..(offset + height).min(total) {
        let row = Rect { y: body.y + to_u16(line - offset), height: 1, ..body };
        let drawn = match view.arrows.get(index) {
            Some(arrow) if lines.of(index) == line => {
                canvas.target(row, Target::Row(pane, index));
                let is_selected = Some(index) == cursor;
                if is_selected {
                    canvas.select(pane, row);
                }
                index += 1;
                let line = lanes.arrow(context, arrow, is_selected, false);
                if is_selected { line.style(context.style(Role::Selected)) } else { line }
            }
            Some(arrow) => {
                let round = arrow.round.unwrap_or_default();
                context.fit(&format!("  round {round}"), lanes.width, Role::Title).into()
            }
            None => next.as_ref().map(|next| lanes.arrow(context, next, false, true)).unwrap_or_default(),
        };
        canvas.line(row, drawn);
    }
    canvas.scrolled(body, pane, offset, total);
}

/// What the two kinds of arrows are, in the lower border.
fn legend(canvas: &mut Canvas, inner: Rect) {
    let context = canvas.context;
    let (browser, direct) = (tips(context, true, true).2, tips(context, true, false).2);
    let words = format!(" {browser} through the browser  {direct} direct ");
    if canvas.spoken.is_none() && words.width() < usize::from(inner.width) {
        let width = to_u16(words.width());
        let place = Rect { x: inner.right() - width, y: inner.bottom(), width, height: 1 };
        canvas.line(place, context.span(&words, Role::Meaning).into());
    }
}

/// Where the arrows are: each takes a line, and a round begins with a line of its own. Only the visible arrows are laid
/// out, because a session may have thousands.
struct Lines<'a> {
    view: &'a SessionView,
}

impl Lines<'_> {
    fn total(&self) -> usize {
        self.view.arrows.len() + self.view.rounds.len()
    }

    /// The line of an arrow.
    fn of(&self, arrow: usize) -> usize {
        arrow + self.view.rounds.partition_point(|start| *start <= arrow)
    }

    /// The first arrow on a line or after it.
    fn first_from(&self, line: usize) -> usize {
        let (mut low, mut high) = (0, self.view.arrows.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.of(middle) < line { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// The message that Enter sends next.
fn next(view: &SessionView) -> Option<Arrow> {
    let (to, label) = match next_action::step_action(view) {
        StepAction::Send(purpose) => (Participant::Provider, purpose.title()),
        StepAction::Authorize => (Participant::Browser, "open the URL"),
        _ => return None,
    };
    let (from, label, at) = (Participant::Client, format!("next: {label}"), Timestamp::UNIX_EPOCH);
    Some(Arrow { from, to, label, mood: ArrowOutcome::Plain, at, exchange: None, round: None })
}

/// The columns of the three lifelines, from 0, and the total width.
#[derive(Clone, Copy)]
struct Lanes {
    at: [usize; 3],
    width: usize,
}

impl Lanes {
    fn new(width: usize) -> Self {
        let margin = if width < 60 { 3 } else { 6 };
        let last = width.saturating_sub(margin + 1);
        Self { at: [margin, (margin + last) / 2, last], width }
    }

    fn of(self, participant: Participant) -> usize {
        self.at[participant as usize]
    }

    fn names(self, context: Context) -> Line<'static> {
        let mut line = String::new();
        for participant in Participant::ALL {
            let start = self.of(participant).saturating_sub(participant.name().len() / 2);
            line.extend(std::iter::repeat_n(' ', start.saturating_sub(line.width())));
            line.push_str(participant.name());
        }
        context.span(&line, Role::Title).into()
    }

    /// The lifelines without an arrow.
    fn quiet(self, context: Context) -> Line<'static> {
        self.between(context, 0, self.width).into()
    }

    /// The lifelines from column `from` up to `to`.
    fn between(self, context: Context, from: usize, to: usize) -> Span<'static> {
        let bar = if context.styles.glyphs.has_lines { '│' } else { '|' };
        let cells: String = (from..to).map(|column| if self.at.contains(&column) { bar } else { ' ' }).collect();
        Span::styled(cells, context.style(Role::Border))
    }

    /// One arrow: its label is on the shaft, or after it if the shaft is too short.
    fn arrow(self, context: Context, arrow: &Arrow, is_selected: bool, is_next: bool) -> Line<'static> {
        let (from, to) = (self.of(arrow.from), self.of(arrow.to));
        let (left, right) = (from.min(to), from.max(to));
        let role = match arrow.mood {
            ArrowOutcome::Plain if is_next => Role::Accent,
            ArrowOutcome::Plain => Role::Text,
            ArrowOutcome::Good => Role::Good,
            ArrowOutcome::Bad => Role::Bad,
            ArrowOutcome::Waiting => Role::Warning,
        };
        let is_front = [arrow.from, arrow.to].contains(&Participant::Browser);
        let (stop, tip, shaft) = tips(context, from < to, is_front);
        let room = right - left - 1;
        let label = label(context, &arrow.label, room.saturating_sub(4));
        let words = format!(" {label} ");
        let rest = room.saturating_sub(words.width() + 2);
        let (before, after) = if from < to { (1, rest + 1) } else { (rest + 1, 1) };
        let line = |count: usize| shaft.repeat(count);
        let (head, tail) = if from < to {
            (format!("{stop}{}", line(before)), format!("{}{tip}", line(after)))
        } else {
            (format!("{tip}{}", line(before)), format!("{}{stop}", line(after)))
        };
        let here = if is_selected { context.styles.glyphs.here } else { "" };
        let style = context.style(if arrow.mood == ArrowOutcome::Plain { Role::Border } else { role });
        Line::from(vec![
            context.pad(here, 1, Role::Accent),
            self.between(context, 1, left),
            Span::styled(head, style),
            Span::styled(words, context.style(role)),
            Span::styled(tail, style),
            self.between(context, right + 1, self.width),
        ])
    }
}

/// A label that fits: a long path loses its beginning, because its end says more.
fn label(context: Context, label: &str, width: usize) -> String {
    let more = context.styles.glyphs.more;
    // All of these the same way, whether they fit or not.
    if let Some((method, end)) = label.split_once(" /").and_then(|(method, path)| {
        let at = path.find("/.well-known/")?;
        Some((method, &path[at..]))
    }) {
        return text::fit(&format!("{method} {more}{end}"), width, more);
    }
    let Some((method, path)) = label.split_once(" /").filter(|_| label.width() > width) else {
        return text::fit(label, width, more);
    };
    let ends = path.match_indices('/').map(|(at, _)| format!("{method} {more}{}", &path[at..]));
    let end = ends.into_iter().find(|end| end.width() <= width);
    // The sent value is cut at its end.
    let shorter = || label.rsplit_once(" + ").or_else(|| label.rsplit_once(": "));
    match (end, shorter()) {
        (Some(end), _) => end,
        (None, Some((shorter, _))) => self::label(context, shorter, width),
        (None, None) => text::fit(label, width, more),
    }
}

/// The start and the end of an arrow, and what is between them: broken through the browser (the front channel), whole
/// from the client to the provider (the back channel).
fn tips(context: Context, is_rightward: bool, is_front: bool) -> (&'static str, &'static str, &'static str) {
    match (context.styles.glyphs.has_lines, is_rightward) {
        (true, true) => ("├", "▶", if is_front { "╌" } else { "─" }),
        (true, false) => ("┤", "◀", if is_front { "╌" } else { "─" }),
        (false, true) => ("|", ">", if is_front { "-" } else { "=" }),
        (false, false) => ("|", "<", if is_front { "-" } else { "=" }),
    }
}
