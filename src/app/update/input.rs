//! Keys, pastes and the mouse.

use tui_input::{Input, InputRequest};

use super::{moving, overlays, pasting, perform};
use crate::app::keys::action::Action;
use crate::app::keys::key::{Key, KeyCode};
use crate::app::keys::keymap::KeyContext;
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::field::Field;
use crate::app::model::message::{Effect, MouseKind};
use crate::app::model::position::Focus;
use crate::app::model::presenter::Pressed;
use crate::app::model::tokens_view::TokenTab;
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::{availability, contexts};
use crate::protocol::Secret;

/// Performs the action of a key, or types it into the focused text field.
pub fn key_pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let contexts = contexts::contexts(model);
    let action = model.keymap.find(&contexts, key);
    if model.drawn.is_too_small && !matches!(action, Some(Action::Quit | Action::Suspend)) {
        return Vec::new();
    }
    if let Some(action) = action {
        let label = availability::label(model, action);
        let (key, at) = (key.to_string(), model.now);
        let effects = act(model, action);
        if let Some(presenter) = &mut model.presenter {
            presenter.pressed = Some(Pressed { key, label, at });
        }
        return effects;
    }
    model.notice = None;
    let is_typed = text_request(key).is_some_and(|request| {
        type_into(model, |input| {
            input.handle(request);
        })
    });
    if let Some(place) = elsewhere(model, key).filter(|_| !is_typed) {
        model.warn(place);
    }
    Vec::new()
}

/// Where a key has an action, if not in this step.
fn elsewhere(model: &Model, key: Key) -> Option<String> {
    model.view().filter(|_| model.overlay.is_none())?;
    let bound = |context: &KeyContext| model.keymap.of(*context).find(|binding| binding.keys.contains(&key));
    let (context, binding) = KeyContext::STEPS.iter().find_map(|context| Some((context, bound(context)?)))?;
    Some(format!("{key} ({}) works in {} only", binding.action.label(), context.title().to_lowercase()))
}

/// Performs an action that a person asked for, or says why it is unavailable.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    // The palette and the help can confirm the question too.
    let keeps = |asked: Action| asked == action || matches!(action, Action::Palette | Action::Help);
    if model.question().is_none_or(|question| !keeps(question.action)) {
        model.notice = None;
    }
    match availability::is_refused(model, action) {
        Some(reason) => {
            let reason = reason.words(model);
            model.warn(format!("not available: {reason}"));
            Vec::new()
        }
        None => perform::perform(model, action),
    }
}

/// Handles a key in a text field.
fn text_request(key: Key) -> Option<InputRequest> {
    if let Some(character) = key.typed() {
        return Some(InputRequest::InsertChar(character));
    }
    Some(match (key.code, key.ctrl, key.alt) {
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, ..) | (KeyCode::Char('d'), true, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, true, _) | (KeyCode::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true, _) | (KeyCode::Char('f'), _, true) => InputRequest::GoToNextWord,
        (KeyCode::Left, ..) | (KeyCode::Char('b'), true, _) => InputRequest::GoToPrevChar,
        (KeyCode::Right, ..) | (KeyCode::Char('f'), true, _) => InputRequest::GoToNextChar,
        (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => InputRequest::GoToStart,
        (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => InputRequest::GoToEnd,
        (KeyCode::Char('w'), true, _) | (KeyCode::Backspace, ..) => InputRequest::DeletePrevWord,
        (KeyCode::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        (KeyCode::Char('u'), true, _) => InputRequest::DeleteLine,
        _ => return None,
    })
}

/// Inserts a paste into the focused text field; elsewhere, it is identified and the person decides. It sends nothing.
pub fn pasted(model: &mut Model, text: &Secret) -> Vec<Effect> {
    model.withdraw_question();
    let line: String = text.expose().trim().chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    // It replaces an unedited callback. What is typed into it afterwards is an edit.
    if let Some(view) = model.view_mut()
        && let Some(editing) = view.position.editing.as_mut().filter(|editing| editing.field == Field::Callback)
        && view.drafts.pasted_callback.as_ref().map_or("", Secret::expose) == editing.input.value()
    {
        editing.input.reset();
        view.drafts.pasted_callback = Some(Secret::new(&line));
    }
    if !type_into(model, |input| insert(input, &line)) {
        pasting::pasted(model, text);
    }
    Vec::new()
}

/// Inserts a text as a whole: one character at a time would take quadratic time.
fn insert(input: &mut Input, text: &str) {
    let (before, cursor) = (input.value(), input.cursor());
    let at = before.char_indices().nth(cursor).map_or(before.len(), |(at, _)| at);
    let value = [&before[..at], text, &before[at..]].concat();
    *input = Input::new(value).with_cursor(cursor + text.chars().count());
}

/// Edits the focused text field. False if there is none.
fn type_into(model: &mut Model, change: impl FnOnce(&mut Input)) -> bool {
    let Some(input) = model.text_field() else { return false };
    let before = input.value().to_owned();
    change(input);
    let has_changed = *input.value() != before;
    let is_empty = input.value().is_empty();
    // What is typed into an empty field is no edit of what was there.
    if let Some(view) = model.view_mut().filter(|_| is_empty) {
        view.drafts.pasted_callback = None;
    }
    match (&mut model.overlay, &mut model.screen) {
        (Some(Overlay::List(list)), _) if has_changed => list.cursor = 0,
        (None, Screen::Start(start)) if has_changed && start.filter.is_typing => start.cursor = 0,
        _ => {}
    }
    true
}

/// Handles a mouse press or wheel turn at a cell.
pub fn mouse(model: &mut Model, kind: MouseKind, x: u16, y: u16) -> Vec<Effect> {
    match kind {
        MouseKind::WheelUp => moving::scroll(model, x, y, -3),
        MouseKind::WheelDown => moving::scroll(model, x, y, 3),
        MouseKind::Press => return pressed(model, x, y),
    }
    Vec::new()
}

fn pressed(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let target = model.drawn.target(x, y);
    if !matches!(target, Some(Target::Key(_))) {
        model.withdraw_question();
    }
    let Some(target) = target else { return Vec::new() };
    match target {
        Target::Key(key) => return key_pressed(model, key),
        Target::Tab(at) => {
            if let (Some(view), Some(which)) = (model.view_mut(), TokenTab::ALL.get(at)) {
                view.show_token(*which);
            }
        }
        Target::Row(Pane::Overlay, at) => {
            let chosen = overlays::choose_row(model, at);
            return perform::carry_out(model, chosen);
        }
        Target::Row(pane, at) => return moving::select(model, pane, at),
        Target::Step(step) => {
            if let Some(view) = model.view_mut() {
                view.position.go_to(step);
                view.position.focus_on(Focus::Flow);
            }
        }
        Target::Pane(pane) => {
            if let Some(view) = model.view_mut()
                && let Some(focus) = Focus::ALL.into_iter().find(|focus| focus.pane() == pane)
            {
                view.position.focus_on(focus);
            }
        }
    }
    Vec::new()
}
