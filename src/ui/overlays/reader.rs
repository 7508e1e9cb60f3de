//! Texts to read: why a step exists, and a value to select by hand.

use ratatui::text::Span;

use super::super::canvas::Canvas;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::super::text::{self, to_u16};
use crate::app::model::drawn::Pane;
use crate::app::query::lesson::lesson;
use crate::app::query::why;
use crate::lessons::{self, Equality, experiments};
use crate::protocol::Secret;
use crate::protocol::notes::{Subject, note};

/// Why the current step exists.
pub fn why(canvas: &mut Canvas, scroll: u16, chosen: usize) {
    let context = canvas.context;
    let Some(step) = context.model.view().map(|view| view.step()) else { return };
    let lesson = lesson(step);
    let mut page = Page::new(inner_width(canvas));
    page.prose(context, why::why(step), Role::Text);
    page.heading(context, "What to look at");
    for text in lesson.look {
        page.marked(context, context.styles.glyphs.dot, Role::Accent, text, Role::Text);
    }
    // In the middle of a lesson, an experiment would end it.
    if context.model.playing.is_none() {
        let way = match context.model.demo {
            Some(_) => context.model.words("select with {up} and {down}, run with {proceed}"),
            None => "grantscope demo --scenario NAME".to_owned(),
        };
        page.heading_with(context, "Predict, then try", &way, Role::Meaning);
        for (experiment, number) in experiments(step).iter().zip(1..) {
            let (mark, role) =
                if number == chosen { (context.styles.glyphs.here, Role::Accent) } else { ("?", Role::Warning) };
            let start = page.lines.len();
            page.marked(context, mark, role, &experiment.question, if number == chosen { role } else { Role::Text });
            // In the demo, Enter runs it, and its name could give the answer away.
            if context.model.demo.is_none() {
                page.marked(context, " ", Role::Text, experiment.lesson.scenario().id, Role::Name);
            }
            page.rows.push(start..page.lines.len());
        }
        page.selected = chosen.checked_sub(1);
    }
    page.heading(context, "Specifications");
    page.prose(context, note(Subject::Step, step.name()).map_or("", |note| &note.spec), Role::Meaning);
    draw(canvas, &format!("Why: step {}, {}", step.number(), step.title()), page, scroll);
}

/// What is compared in the flow, with this session's values.
pub fn worked_out(canvas: &mut Canvas, scroll: u16) {
    let context = canvas.context;
    let glyphs = context.styles.glyphs;
    let Some(view) = context.model.view() else { return };
    let mut page = Page::new(inner_width(canvas));
    for working in lessons::worked_out(&view.session) {
        page.heading_with(context, working.title, working.spec, Role::Meaning);
        let names = name_width(working.rows.iter().map(|row| row.name), page.width);
        for row in &working.rows {
            let (value, role) = shown(context, row.name, &row.value, row.is_secret);
            page.pair(context, row.name, names, &value, role);
        }
        match working.result {
            Equality::Equal => page.marked(context, glyphs.good, Role::Good, "equal", Role::Good),
            Equality::NotEqual => page.marked(context, glyphs.bad, Role::Bad, "not equal", Role::Bad),
            Equality::NotCompared(why) => {
                page.marked(context, glyphs.unknown, Role::Dim, &format!("not compared: {why}"), Role::Meaning);
            }
        }
    }
    draw(canvas, "Worked out with the values of this session", page, scroll);
}

/// What is wrong with the settings or the theme.
pub fn mistakes(canvas: &mut Canvas, lines: &[String], scroll: u16) {
    let context = canvas.context;
    let mut page = Page::new(inner_width(canvas));
    for line in lines {
        page.marked(context, context.styles.glyphs.warning, Role::Warning, line, Role::Text);
    }
    page.blank();
    let words = "The rest of the file applies, and the defaults for these. {back} closes this window.";
    page.prose(context, &context.model.words(words), Role::Meaning);
    draw(canvas, "Mistakes in the settings", page, scroll);
}

/// A value that could not be copied.
pub fn value(canvas: &mut Canvas, what: &str, text: &Secret, scroll: u16) {
    let mut page = Page::new(inner_width(canvas));
    // It was requested unmasked.
    for line in text::wrap(text.expose(), page.width) {
        page.line(Span::styled(line, canvas.context.style(Role::Text)));
    }
    draw(canvas, &format!("{what} not copied: select it here"), page, scroll);
}

fn inner_width(canvas: &Canvas) -> u16 {
    canvas.middle(74, 1).width.saturating_sub(4)
}

fn draw(canvas: &mut Canvas, title: &str, page: Page, scroll: u16) {
    let area = canvas.middle(74, to_u16(page.lines.len() + 2));
    let inner = canvas.window(area, title);
    canvas.page(inner, Pane::Overlay, page, scroll);
}
