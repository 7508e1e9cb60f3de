//! The sequence diagram of the session: three lifelines, one arrow per row; the selected arrow opens its exchange.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text;
use crate::app::model::drawn::Pane;
use crate::session::diagram::{Arrow, Mood, Participant, arrows};

/// Draws it.
pub fn draw(canvas: &mut Canvas, cursor: usize) {
    let context = canvas.context;
    let Some(view) = context.model.view() else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "Sequence diagram");
    let lanes = Lanes::new(inner.width.saturating_sub(2).into());
    let head = Rect { height: 1, ..inner };
    canvas.line(head, lanes.names(context));
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let mut page = Page::new(body.width);
    let arrows = arrows(&view.session);
    if arrows.is_empty() {
        page.line(lanes.quiet(context));
        page.prose(
            context,
            &context.model.words("No requests yet: press {back}, then {proceed} in step 1."),
            Role::Meaning,
        );
    }
    for (index, arrow) in arrows.iter().enumerate() {
        if index == cursor {
            page.selected = Some(index);
        }
        if let Some(round) = arrow.round {
            page.line(context.fit(&format!("  round {round}"), lanes.width, Role::Title));
        }
        let start = page.lines.len();
        page.line(Line::default());
        page.rows.push(start..start + 1);
    }
    // Only the visible arrows are laid out: a session may have thousands.
    let visible = page.visible(body.height.into(), 0);
    for (index, arrow) in arrows.iter().enumerate() {
        let at = page.rows[index].start;
        if visible.contains(&at) {
            let line = lanes.arrow(context, arrow);
            page.lines[at] = if index == cursor { line.style(context.style(Role::Selected)) } else { line };
        }
    }
    canvas.page(body, Pane::Overlay, page, 0);
}

/// The columns of the three lifelines, from 0, and the total width.
#[derive(Clone, Copy)]
struct Lanes {
    at: [usize; 3],
    width: usize,
}

impl Lanes {
    fn new(width: usize) -> Self {
        let margin = 6;
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
    fn arrow(self, context: Context, arrow: &Arrow) -> Line<'static> {
        let (from, to) = (self.of(arrow.from), self.of(arrow.to));
        let (left, right) = (from.min(to), from.max(to));
        let role = match arrow.mood {
            Mood::Plain => Role::Text,
            Mood::Good => Role::Good,
            Mood::Bad => Role::Bad,
            Mood::Waiting => Role::Warning,
        };
        let (stop, tip, shaft) = tips(context, from < to);
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
        let style = context.style(if arrow.mood == Mood::Plain { Role::Border } else { role });
        Line::from(vec![
            self.between(context, 0, left),
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

/// The start and the end of an arrow, and what is between them.
fn tips(context: Context, is_rightward: bool) -> (&'static str, &'static str, &'static str) {
    match (context.styles.glyphs.has_lines, is_rightward) {
        (true, true) => ("├", "▶", "─"),
        (true, false) => ("┤", "◀", "─"),
        (false, true) => ("|", ">", "-"),
        (false, false) => ("|", "<", "-"),
    }
}
