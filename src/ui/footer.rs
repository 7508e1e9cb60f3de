//! The two lines at the bottom: what to do now or what just happened, and the available keys.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::canvas::Canvas;
use super::context::Context;
use super::styles::Role;
use super::text::to_u16;
use super::{clocks, page, text};
use crate::app::keys::keymap::Binding;
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::availability::{is_available, label};
use crate::app::query::contexts;
use crate::app::query::guidance;
use crate::app::query::next_action::{self, StepAction};
use crate::app::query::panes;
use crate::app::query::playing;
use crate::app::query::waiting;
use crate::app::query::waiting::Wait;
use crate::app::{Action, Focus, Key, KeyContext, Keymap, SessionView};

/// Draws the keys, the most important first. Those that do not fit are left out; `? help` always fits, and what has no
/// pane on this screen keeps its key.
pub fn draw(canvas: &mut Canvas, area: Rect) {
    let context = canvas.context;
    let contexts = contexts::contexts(context.model);
    let (_, next_pane) = panes::around(context.model, &canvas.drawn);
    let mut bindings = keys(&context.model.keymap, &contexts);
    if next_pane != Focus::Findings {
        // The cause of a failure matters more than the other panes.
        bindings.sort_by_key(|(_, _, action)| *action == Action::NextPane);
    }
    let waits = context.model.view().is_some_and(|view| next_action::step_action(view) == StepAction::Wait);
    let is_idle = |action| {
        action == Action::Proceed && (waits && context.model.overlay.is_none() || playing::hides_enter(context.model))
    };
    bindings.retain(|(_, _, action)| is_available(context.model, *action) && !is_idle(*action));
    let is_drawn = |wanted| canvas.drawn.targets.iter().any(|(_, target)| *target == Target::Pane(wanted));
    let is_kept = |action| match action {
        Action::Zoom => context.model.panes.is_zoomed,
        Action::Diagram => area.width >= 78 && !is_drawn(Pane::Diagram),
        Action::Why => area.width >= 78 && canvas.area().height < 30,
        _ => false,
    };
    let (last, first): (Vec<_>, Vec<_>) =
        bindings.into_iter().partition(|(at, _, action)| *at == KeyContext::Global || is_kept(*action));
    let first_actions: Vec<_> = first.clone();
    let entries = |list: Vec<(KeyContext, Key, Action)>| -> Vec<_> {
        let label = |action| match action {
            Action::NextPane => panes::label(next_pane).to_owned(),
            action => label(context.model, action),
        };
        list.into_iter().map(|(_, key, action)| (key, label(action))).collect()
    };
    let (first, mut last) = (entries(first), entries(last));
    let width = |entry: &(Key, String)| to_u16(entry.0.to_string().width() + entry.1.width() + 3);
    // Copying comes before what the palette finds as well.
    let copies = |(_, _, action): &(KeyContext, Key, Action)| *action == Action::CopyMenu;
    let needed = |list: &[(Key, String)]| list.iter().map(width).sum::<u16>();
    let up_to_copy = bindings_up_to(&first_actions, copies);
    while needed(&first[..up_to_copy]) + needed(&last) > area.width && last.len() > 3 {
        last.remove(0);
    }
    let reserved: u16 = needed(&last);
    let mut x = area.x + 1;
    for entry in first.iter().chain(&last) {
        let is_last = last.contains(entry);
        let end = x + width(entry);
        if end > area.right() || (!is_last && end + reserved > area.right()) {
            continue;
        }
        let place = Rect { x, width: width(entry), ..area };
        canvas.target(place, Target::Key(entry.0));
        canvas.line(place, key(context, &entry.0.to_string(), &entry.1));
        x = end;
    }
}

/// The keys that are available now, with their labels, the most important first.
pub fn available(context: Context) -> Vec<(Key, Action, String)> {
    let model = context.model;
    let keys = keys(&model.keymap, &contexts::contexts(model));
    let open = keys.into_iter().filter(|(_, _, action)| is_available(model, *action));
    open.map(|(_, key, action)| (key, action, label(model, action))).collect()
}

/// How many entries there are up to the one that is wanted; 0 without it.
fn bindings_up_to<T>(list: &[T], is_wanted: impl Fn(&T) -> bool) -> usize {
    list.iter().position(is_wanted).map_or(0, |at| at + 1)
}

/// The keys of these contexts, the most important first: where each is bound, the key, its action.
fn keys(keymap: &Keymap, contexts: &[KeyContext]) -> Vec<(KeyContext, Key, Action)> {
    let mut shown: Vec<&Binding> =
        keymap.bindings().iter().filter(|binding| binding.rank > 0 && contexts.contains(&binding.context)).collect();
    shown.sort_by_key(|binding| binding.rank);
    // A more specific context may use the same key for something else.
    let free = |binding: &Binding| {
        let first = binding.keys.first().copied()?;
        (keymap.find(contexts, first) == Some(binding.action)).then_some((binding.context, first, binding.action))
    };
    shown.into_iter().filter_map(free).collect()
}

fn key(context: Context, key: &str, label: &str) -> Line<'static> {
    Line::from(vec![context.span(key, Role::Key), Span::raw(" "), context.span(label, Role::Meaning)])
}

/// Draws the current message, otherwise the next thing to do.
pub fn draw_next(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    let context = canvas.context;
    let glyphs = context.styles.glyphs;
    let sentence = guidance::sentence(context.model, view);
    let wait = wait(context, view);
    let room = usize::from(area.width).saturating_sub(wait.width() + 4);
    if let Some(editing) = &view.position.editing
        && let Some(question) = editing.field.question()
        && context.model.notice.is_none()
    {
        draw_question(canvas, question, &editing.input, area);
        return;
    }
    let line = match &context.model.notice {
        Some(notice) => {
            let (mark, role) =
                if notice.is_problem { (glyphs.warning, Role::Bad) } else { (glyphs.info, Role::Accent) };
            Line::from(vec![context.span(&format!(" {mark} "), role), context.fit(&notice.text, room, role)])
        }
        None => Line::from(vec![
            context.span(&format!(" {} ", glyphs.here), Role::Accent),
            context.fit(text::clause(&sentence, room), room, Role::Accent),
        ]),
    };
    canvas.line(area, line);
    let width = to_u16(wait.width());
    canvas.line(Rect { x: area.right().saturating_sub(width), width, ..area }, wait);
}

/// The sign and the time of a wait, in whatever step it began.
fn wait(context: Context, view: &SessionView) -> Line<'static> {
    let words = match waiting::seen(context.model, view) {
        None => return Line::default(),
        Some(Wait::Response(time)) => format!("{} of {} s", context.waited(time), context.model.answer_limit.as_secs()),
        Some(Wait::Browser(left)) => format!("{} left for the sign-in", clocks::countdown(left)),
    };
    context.span(&format!(" {} {words} ", context.running()), Role::Warning).into()
}

/// Draws a prompt with its text field.
pub fn draw_question(canvas: &mut Canvas, question: &str, field: &Input, area: Rect) {
    let context = canvas.context;
    let question = context.span(&format!(" {} {question} ", context.styles.glyphs.here), Role::Accent);
    let rest = usize::from(area.width).saturating_sub(question.width() + 1);
    let mut spans = vec![question];
    spans.extend(page::input(context, field, rest.clamp(8, 64), &[]));
    canvas.line(area, Line::from(spans));
}
