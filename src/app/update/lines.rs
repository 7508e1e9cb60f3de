//! Lines typed in linear mode: the same actions as keys, by the number of a row, by key or by name.

use tui_input::Input;

use super::{input, overlays, perform};
use crate::app::keys::action::Action;
use crate::app::keys::key::Key;
use crate::app::keys::keymap::KeyContext;
use crate::app::model::message::Effect;
use crate::app::model::position::{Focus, Selection};
use crate::app::model::{Model, Overlay, Screen};
use crate::app::query::{availability, contexts, fields, tokens};
use crate::protocol::Secret;
use crate::session::Step;

/// The line that saves an empty value: an empty line cancels.
pub const EMPTY_VALUE: &str = "\"\"";

/// Does what a line says:
///
/// ```text
///   in a text field      the whole value; an empty line cancels
///   (empty)              Enter
///   3                    row 3 of a list, or the key 3
///   y a                  keys, one after the other
///   e 3, e state         select row 3, or the row of that name, then the key
///   finding 2            open that finding
///   copy-access-token    an action by its name or its label
///   anything longer      a paste
/// ```
pub fn typed(model: &mut Model, text: &Secret) -> Vec<Effect> {
    let line = text.expose().trim();
    let here = contexts::contexts(model);
    if here.contains(&KeyContext::Text) {
        return enter_value(model, line);
    }
    if line.is_empty() {
        // Enter after a list of all commands must not run the first of them.
        let is_searched = here.contains(&KeyContext::Filter);
        return input::act(model, if is_searched { Action::Back } else { Action::Proceed });
    }
    if let Some(effects) = line.parse().ok().and_then(|number: usize| choose(model, number.checked_sub(1)?)) {
        return effects;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let keys: Option<Vec<Key>> = words.iter().map(|word| Key::parse(word).ok()).collect();
    if here.contains(&KeyContext::Filter) {
        // A list that is searched takes only its own keys; any other line is what to search for.
        return match keys.as_deref() {
            Some([key]) if key.typed().is_none() => input::key_pressed(model, *key),
            _ => filter(model, line),
        };
    }
    if let [first, row] = words[..] {
        if let ("finding", Ok(number)) = (first, row.parse::<usize>()) {
            return open_finding(model, number);
        }
        if let Some(action) = action_of(model, first).filter(|action| takes_row(*action))
            && select(model, row)
        {
            return input::act(model, action);
        }
    }
    if let Some(effects) = keys.and_then(|keys| press(model, &keys)) {
        return effects;
    }
    if let Some(action) = Action::named(line).or_else(|| labelled(model, line)) {
        return input::act(model, action);
    }
    if is_command(line) {
        model.warn(model.words("unknown command: {help} lists the commands"));
        return Vec::new();
    }
    input::pasted(model, text)
}

/// Saves a whole value in the focused text field. An empty line leaves the field.
fn enter_value(model: &mut Model, line: &str) -> Vec<Effect> {
    if line.is_empty() {
        return input::act(model, Action::Back);
    }
    if let Some(field) = model.text_field() {
        field.reset();
    }
    let line = if line == EMPTY_VALUE { "" } else { line };
    let effects = input::pasted(model, &Secret::new(line));
    effects.into_iter().chain(perform::perform(model, Action::Commit)).collect()
}

/// Chooses a row, counted from 0. `None` where a number is a key.
fn choose(model: &mut Model, at: usize) -> Option<Vec<Effect>> {
    if let (None, Screen::Start(start)) = (&model.overlay, &mut model.screen) {
        start.cursor = at;
        return Some(input::act(model, Action::Proceed));
    }
    match &mut model.overlay {
        Some(Overlay::Why { chosen, .. }) => {
            *chosen = at + 1;
            Some(input::act(model, Action::Proceed))
        }
        Some(Overlay::List(_) | Overlay::Diagram { .. } | Overlay::Exchanges { .. }) => {
            if model.question().is_none() {
                model.notice = None;
            }
            let chosen = overlays::choose_row(model, at);
            Some(perform::carry_out(model, chosen))
        }
        _ => None,
    }
}

fn filter(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(Overlay::List(list)) = &mut model.overlay {
        list.filter.input = Input::from(text);
        list.cursor = 0;
    }
    Vec::new()
}

/// The action of a key here, or of a name or label.
fn action_of(model: &Model, word: &str) -> Option<Action> {
    let here = contexts::contexts(model);
    let bound = Key::parse(word).ok().and_then(|key| model.keymap.find(&here, key));
    bound.or_else(|| Action::named(word)).or_else(|| labelled(model, word))
}

fn takes_row(action: Action) -> bool {
    matches!(action, Action::Edit | Action::Remove | Action::Fold | Action::CopyMenu | Action::Copy(_))
}

/// Selects a row of the step by its number, from 1, or by its name. False if there is none.
fn select(model: &mut Model, row: &str) -> bool {
    let Some(view) = model.view_mut() else { return false };
    let names: Vec<String> = match view.step() {
        Step::Tokens => tokens::rows(view).into_iter().map(|row| row.name).collect(),
        _ => fields::rows(view).into_iter().map(|row| row.name).collect(),
    };
    let number = row.parse().ok().and_then(|number: usize| number.checked_sub(1)).filter(|at| *at < names.len());
    let Some(at) = number.or_else(|| names.iter().position(|name| name == row)) else { return false };
    view.position.focus_on(Focus::Step);
    *view.position.selection_mut() = Selection::of(at);
    true
}

fn open_finding(model: &mut Model, number: usize) -> Vec<Effect> {
    let at = number.checked_sub(1).filter(|at| model.view().is_some_and(|view| view.findings.get(*at).is_some()));
    match at {
        Some(index) => model.open_overlay(Overlay::Finding { index, scroll: 0 }),
        None => model.warn("there is no finding with this number"),
    }
    Vec::new()
}

/// Presses keys one after the other, if the first one has an action here and each of the others then. `None` otherwise.
fn press(model: &mut Model, keys: &[Key]) -> Option<Vec<Effect>> {
    let mut effects = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        if model.keymap.find(&contexts::contexts(model), *key).is_none() {
            if at == 0 {
                return None;
            }
            model.warn(format!("no command has the key {key} here"));
            break;
        }
        effects.extend(input::key_pressed(model, *key));
    }
    Some(effects)
}

/// The available action with this label.
fn labelled(model: &Model, label: &str) -> Option<Action> {
    let here = contexts::contexts(model);
    let bound = here.iter().flat_map(|context| model.keymap.of(*context)).map(|binding| binding.action);
    bound.into_iter().find(|action| availability::label(model, *action).eq_ignore_ascii_case(label))
}

/// Whether a line that is no known command was meant as one: a short word of letters.
fn is_command(line: &str) -> bool {
    line.len() <= 20 && line.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | ' ' | '?' | ':'))
        || line.chars().count() <= 2
}
