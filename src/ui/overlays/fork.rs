//! Two runs of a step side by side: what differs, row by row, and what was found about each.

use ratatui::layout::Rect;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::findings::mark;
use super::super::page::{Page, header_value, name_width, shown};
use super::super::steps::row_of_two;
use super::super::styles::Role;
use crate::app::model::drawn::Pane;
use crate::app::model::fork::{Fork, ForkRow, ForkRun};
use crate::protocol::Header;

/// Draws it.
pub fn draw(canvas: &mut Canvas, fork: &Fork, scroll: u16) {
    let context = canvas.context;
    let area = canvas.between_header_and_footer();
    let differing = fork.request.iter().chain(&fork.answer).filter(|row| row.differs() && !row.is_one_time).count();
    let title = format!("Two runs side by side: {differing} rows differ");
    let inner = canvas.window(area, &title);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    let all = || fork.request.iter().chain(&fork.answer).filter(|row| row.differs());
    let names = name_width(all().map(|row| row.name.as_str()), page.width).min(page.width / 4);
    let [a, b] = &fork.runs;
    row_of_two(&mut page, context, (" ", Role::Meaning), "", names, [Some(&head("A", a)), Some(&head("B", b))]);
    side(&mut page, context, "Request", &fork.request, names);
    side(&mut page, context, "Response", &fork.answer, names);
    page.heading(context, "Findings");
    for (letter, run) in [("A", a), ("B", b)] {
        match &run.finding {
            Some(finding) => {
                let (glyph, role) = mark(context, finding.severity());
                let words = format!("{letter}: {}. {}", finding.rule.title, finding.detail);
                page.marked(context, glyph, role, &words, Role::Text);
            }
            None => page.marked(
                context,
                context.styles.glyphs.dot,
                Role::Meaning,
                &format!("{letter}: none"),
                Role::Meaning,
            ),
        }
    }
    canvas.page(inner, Pane::Overlay, page, scroll);
}

fn head(letter: &str, run: &ForkRun) -> String {
    let edited = if run.edited.is_empty() {
        "as it was built".to_owned()
    } else {
        format!("changed by you: {}", run.edited.join(", "))
    };
    format!("{letter}  {}, {edited}", run.name)
}

/// The differing rows, the meaningful ones first, and how many are equal.
fn side(page: &mut Page, context: Context, title: &str, rows: &[ForkRow], names: usize) {
    let equal = rows.iter().filter(|row| !row.differs()).count();
    page.heading_with(context, title, &format!("{equal} rows equal"), Role::Meaning);
    let (one_time, changed): (Vec<_>, Vec<_>) = rows.iter().filter(|row| row.differs()).partition(|row| {
        // A token that only one run brought is a result.
        row.is_one_time && row.values.iter().all(Option::is_some)
    });
    for row in &changed {
        let mark = match &row.values {
            [None, _] => "+",
            [_, None] => "-",
            _ => "~",
        };
        two(page, context, (mark, Role::Changed), row, names);
    }
    if !one_time.is_empty() {
        page.prose(context, "new in every run, so these prove nothing:", Role::Meaning);
    }
    for row in one_time {
        two(page, context, ("~", Role::Dim), row, names);
    }
}

fn two(page: &mut Page, context: Context, mark: (&str, Role), row: &ForkRow, names: usize) {
    let text = |value: &String| {
        if row.is_header {
            header_value(context, &Header::new(&row.name, value)).0
        } else {
            shown(context, &row.name, value, row.is_secret).0
        }
    };
    let [a, b] = row.values.each_ref().map(|value| value.as_ref().map(text));
    row_of_two(page, context, mark, &row.name, names, [a.as_deref(), b.as_deref()]);
}
