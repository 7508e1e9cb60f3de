//! A lesson that is played: its pane beside the step, or above it in a narrow terminal.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use super::context::Context;
use super::page::Page;
use super::styles::Role;
use super::text::to_u16;
use super::{flow, footer, header, steps};
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::playing::Playing;
use crate::app::{Action, SessionView};
use crate::lessons::{LessonStep, Phase, Run, StepRecord};

/// From this width on, the lesson stands beside the step.
const WIDE: u16 = 100;

/// The rows that a step keeps below the lesson in a narrow terminal.
const STEP_KEEPS: u16 = 7;

/// Draws the screen of a session in a lesson. The findings are not shown: they would answer the questions.
pub fn draw(canvas: &mut Canvas, view: &SessionView, playing: &Playing) {
    let area = canvas.area();
    let one = Constraint::Length(1);
    let [top, steps_line, body, next, keys] = Layout::vertical([one, one, Constraint::Min(4), one, one]).areas(area);
    header::draw(canvas, view, top);
    if is_alone(view, playing) {
        pane(canvas, playing, body);
    } else {
        let (lesson, step) = divide(canvas.context, playing, body);
        flow::draw_folded(canvas, view, steps_line);
        pane(canvas, playing, lesson);
        steps::draw(canvas, view, step, Rect::ZERO);
    }
    footer::draw_next(canvas, view, next);
    footer::draw(canvas, keys);
}

/// Whether the lesson has the whole screen: before anything was sent, a step beside its question would only show words
/// that nothing has explained yet.
fn is_alone(view: &SessionView, playing: &Playing) -> bool {
    let is_asking = matches!(playing.run.phase(), Phase::Question | Phase::Result);
    is_asking && view.session.log().is_empty() && !playing.run.lesson.is_experiment
}

fn divide(context: Context, playing: &Playing, body: Rect) -> (Rect, Rect) {
    if body.width >= WIDE {
        let width = (body.width * 2 / 5).clamp(44, 64);
        let [lesson, step] = Layout::horizontal([Constraint::Length(width), Constraint::Fill(1)]).areas(body);
        return (lesson, step);
    }
    let lines = page(context, playing, body.width.saturating_sub(4), false).lines.len();
    let wanted = to_u16(lines + 2);
    let height = wanted.min(body.height.saturating_sub(STEP_KEEPS)).max(wanted.min(body.height * 2 / 3));
    let [lesson, step] = Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]).areas(body);
    (lesson, step)
}

/// Draws the pane of the lesson.
pub fn pane(canvas: &mut Canvas, playing: &Playing, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Lesson));
    let context = canvas.context;
    let run = &playing.run;
    let count = run.lesson.steps.len();
    let remark = format!(" {} of {count} ", (run.at + 1).min(count));
    let room = usize::from(area.width).saturating_sub(remark.width() + 6);
    let title = Line::from(vec![Span::raw(" "), context.fit(&run.lesson.title, room, Role::Title), Span::raw(" ")]);
    let inner = canvas.pane(area, title, context.span(&remark, Role::Meaning).into(), Pane::Lesson);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let page = page(context, playing, inner.width, inner.height > 16);
    canvas.page(inner, Pane::Lesson, page, 0);
}

/// The text of the pane; with the goal and all steps if there is room.
fn page(context: Context, playing: &Playing, width: u16, with_steps: bool) -> Page {
    let run = &playing.run;
    let mut page = Page::new(width);
    // The goal of an experiment is its question.
    let with_steps = with_steps && !run.lesson.is_experiment;
    if with_steps {
        page.prose(context, &run.lesson.goal, Role::Meaning);
        page.blank();
        for (at, (step, record)) in run.lesson.steps.iter().zip(&run.records).enumerate() {
            list_step(&mut page, context, run, at, step, record);
        }
        page.blank();
    }
    let (Some(step), Some(record)) = (run.step(), run.record()) else {
        over(&mut page, context, run);
        return page;
    };
    if !with_steps {
        page.line(context.fit(&format!("{}. {}", run.at + 1, step.title), page.width, Role::Title));
    }
    let is_first = run.phase() == Phase::Look || record.answer.is_none() && !record.has_looked;
    if is_first && !record.is_over && !step.words.is_empty() {
        page.prose(context, &step.words, Role::Meaning);
        if with_steps {
            page.blank();
        }
    }
    match run.phase() {
        Phase::Look => task(&mut page, context, run, step, record),
        Phase::Question => question(&mut page, context, run, with_steps && context.model.presenter.is_some()),
        Phase::Task => task(&mut page, context, run, step, record),
        Phase::Result | Phase::Over => result(&mut page, context, step, record),
    }
    page
}

fn list_step(page: &mut Page, context: Context, run: &Run, at: usize, step: &LessonStep, record: &StepRecord) {
    let glyphs = context.styles.glyphs;
    let (mark, role) = match record {
        record if record.is_skipped => (glyphs.dot, Role::Dim),
        record if record.is_over && is_wrong(step, record) => (glyphs.bad, Role::Warning),
        record if record.is_over => (glyphs.good, Role::Good),
        _ if at == run.at => (glyphs.here, Role::Accent),
        _ => (" ", Role::Dim),
    };
    let text_role = if at == run.at { Role::Text } else { Role::Meaning };
    let title = format!("{} {}", at + 1, step.title);
    page.line(Line::from(vec![
        context.span(&format!("{mark} "), role),
        context.fit(&title, page.width.saturating_sub(2), text_role),
    ]));
}

/// Whether its question was answered wrong.
fn is_wrong(step: &LessonStep, record: &StepRecord) -> bool {
    step.choices().zip(record.answer).is_some_and(|((_, right), answer)| answer != right)
}

/// The open question; for a room, with a line between its choices.
fn question(page: &mut Page, context: Context, run: &Run, is_spaced: bool) {
    let (Some(step), Some(record)) = (run.step(), run.record()) else { return };
    let Some((choices, _)) = step.choices() else { return };
    if let Some(question) = &step.question {
        page.prose(context, &question.text, Role::Text);
    }
    for (at, choice) in choices.iter().enumerate() {
        let is_selected = run.selected == Some(at);
        let start = page.lines.len();
        let here = if is_selected { context.styles.glyphs.here } else { " " };
        let votes = record.votes.get(at).map(|votes| format!("  ({votes} of the room)")).unwrap_or_default();
        let role = if is_selected { Role::Accent } else { Role::Text };
        if is_spaced {
            page.blank();
        }
        let letter =
            u8::try_from(at + 1).map(Action::Choose).map(|action| context.model.key(action)).unwrap_or_default();
        page.marked(context, &format!("{here} {letter}"), role, &format!("{choice}{votes}"), role);
        page.rows.push(start..page.lines.len());
        if is_selected {
            page.selected = Some(at);
        }
    }
    hints(page, context, step, record);
}

fn task(page: &mut Page, context: Context, run: &Run, step: &LessonStep, record: &StepRecord) {
    let glyphs = context.styles.glyphs;
    page.prose(context, &step.task, Role::Text);
    if !step.keys.is_empty() {
        page.marked(context, "press", Role::Meaning, &context.model.presses(&step.keys), Role::Key);
    }
    if let (Some(answer), Some((choices, _))) = (record.answer, step.choices()) {
        page.marked(context, "you said", Role::Meaning, &choices[answer.min(choices.len() - 1)], Role::Meaning);
    }
    if let Some(told) = &run.notice {
        let (mark, role) =
            if told.is_on_the_way { (glyphs.info, Role::Accent) } else { (glyphs.warning, Role::Warning) };
        page.marked(context, mark, role, &told.text, role);
    }
    hints(page, context, step, record);
}

fn hints(page: &mut Page, context: Context, step: &LessonStep, record: &StepRecord) {
    for hint in step.hints.iter().take(record.hints) {
        page.marked(context, context.styles.glyphs.info, Role::Accent, hint, Role::Text);
    }
}

fn result(page: &mut Page, context: Context, step: &LessonStep, record: &StepRecord) {
    let glyphs = context.styles.glyphs;
    if record.is_skipped {
        page.prose(context, "This task was skipped.", Role::Meaning);
    }
    if let (Some(answer), Some((choices, right))) = (record.answer, step.choices()) {
        let (mark, role) = if answer == right { (glyphs.good, Role::Good) } else { (glyphs.bad, Role::Bad) };
        page.marked(
            context,
            "you said",
            Role::Meaning,
            &format!("{mark} {}", choices[answer.min(choices.len() - 1)]),
            role,
        );
        if answer != right {
            let because = step.question.as_ref().and_then(|question| question.because.get(answer));
            if let Some(because) = because.filter(|because| !because.is_empty()) {
                page.marked(context, "but     ", Role::Meaning, because, Role::Text);
            }
            page.marked(context, "right   ", Role::Meaning, &choices[right], Role::Good);
        }
        if !record.votes.is_empty() {
            let votes: Vec<String> = record.votes.iter().map(u32::to_string).collect();
            page.marked(context, "the room", Role::Meaning, &votes.join(" · "), Role::Meaning);
        }
    }
    if !step.came.is_empty() {
        page.marked(context, "it was  ", Role::Meaning, &step.came, Role::Text);
    }
    page.marked(context, "the rule", Role::Meaning, &format!("{} ({})", step.rule, step.spec), Role::Text);
}

fn over(page: &mut Page, context: Context, run: &Run) {
    let score = run.score();
    let what = if run.lesson.is_experiment { "experiment" } else { "lesson" };
    page.line(context.span(&format!("The {what} is over."), Role::Title));
    page.prose(context, &run.lesson.goal, Role::Meaning);
    if score.questions > 0 {
        let words = format!("{} of {} predictions were right.", score.right, score.questions);
        let glyphs = context.styles.glyphs;
        let (mark, role) =
            if score.right == score.questions { (glyphs.good, Role::Good) } else { (glyphs.info, Role::Accent) };
        page.marked(context, mark, role, &words, Role::Text);
    }
    if score.hints > 0 {
        let cost = if score.cost > 0 { format!(" They cost {} of your points.", score.cost) } else { String::new() };
        let hints = if score.hints == 1 { "1 hint".to_owned() } else { format!("{} hints", score.hints) };
        page.marked(context, context.styles.glyphs.info, Role::Accent, &format!("You took {hints}.{cost}"), Role::Text);
    }
}
