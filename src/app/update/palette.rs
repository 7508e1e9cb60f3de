//! The command palette and the help: commands and keys, found by typing.

use std::collections::HashSet;

use crate::app::keys::action::Action;
use crate::app::keys::keymap::{Binding, KeyContext};
use crate::app::model::Model;
use crate::app::model::choice::{Choice, Palette};
use crate::app::model::list::ListKind;
use crate::app::query::{availability, contexts};

/// Contexts of a session that are not active now: its other steps, the copy menu, and the overlays.
const ELSEWHERE: [KeyContext; 9] = [
    KeyContext::Copy,
    KeyContext::Step,
    KeyContext::Client,
    KeyContext::Authorize,
    KeyContext::Tokens,
    KeyContext::Refresh,
    KeyContext::SignOut,
    KeyContext::Exchanges,
    KeyContext::Preflight,
];

/// Opens it.
pub fn open(model: &mut Model) {
    let commands = commands(model);
    let (actions, choices) = commands.into_iter().unzip();
    let asked = model.withdraw_question();
    model.open_list(ListKind::Palette(Box::new(Palette { actions, choices, asked })));
}

/// Opens the help: the keys of every context, those that work here first, and of them what Enter does.
/// Enter runs what works here.
pub fn open_help(model: &mut Model) {
    let here = contexts::contexts(model);
    let elsewhere = KeyContext::ALL.iter().filter(|context| !here.contains(context));
    let bound = here.iter().chain(elsewhere).flat_map(|context| model.keymap.of(*context));
    let mut rows: Vec<_> = bound.map(|binding| (binding.action, help_row(model, &here, binding))).collect();
    rows.sort_by_key(|(action, row)| (row.unavailable_because.is_some(), *action != Action::Proceed));
    // Several lists and texts share their keys.
    let mut seen = HashSet::new();
    rows.retain(|(action, row)| seen.insert((*action, row.name.clone(), row.remark.clone())));
    let (actions, choices) = rows.into_iter().unzip();
    let asked = model.withdraw_question();
    model.open_list(ListKind::Help(Box::new(Palette { actions, choices, asked })));
}

fn help_row(model: &Model, here: &[KeyContext], binding: &Binding) -> Choice {
    let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
    let is_copy = binding.context == KeyContext::Copy && model.view().is_some();
    let is_here = is_copy || here.contains(&binding.context);
    let unavailable_because = if is_here {
        availability::unavailable_because(model, binding.action).map(|reason| reason.words(model))
    } else {
        Some(format!("only {}", place(binding.context)))
    };
    let more = match binding.action {
        Action::Mouse => "While captured, most terminals select text with Shift held (Option in iTerm2)".to_owned(),
        _ => String::new(),
    };
    let first = model.keymap.key(here, Action::CopyMenu).filter(|_| is_copy);
    let name = first.map(|key| format!("{key} ")).unwrap_or_default() + &keys.join(" ");
    Choice { name, remark: binding.help(), unavailable_because, more, ..Choice::default() }
}

/// Every action, each once: available ones before unavailable ones, those in the footer before the others, moving
/// last.
fn commands(model: &Model) -> Vec<(Action, Choice)> {
    let here = contexts::contexts(model);
    let is_session = model.view().is_some() && model.overlay.is_none();
    let elsewhere = ELSEWHERE.iter().filter(|context| is_session && !here.contains(context));
    let mut found: Vec<((bool, bool, u8), Action, Choice)> = Vec::new();
    for context in here.iter().chain(elsewhere).copied() {
        for binding in model.keymap.of(context) {
            if binding.action == Action::Palette || found.iter().any(|(_, action, _)| *action == binding.action) {
                continue;
            }
            let choice = choice(model, &here, binding);
            let rank = if here.contains(&context) && binding.rank > 0 { binding.rank } else { u8::MAX };
            let order = (choice.unavailable_because.is_some(), binding.action.is_move(), rank);
            found.push((order, binding.action, choice));
        }
    }
    found.sort_by_key(|(order, ..)| *order);
    found.into_iter().map(|(_, action, choice)| (action, choice)).collect()
}

fn choice(model: &Model, here: &[KeyContext], binding: &Binding) -> Choice {
    let action = binding.action;
    let is_copy = binding.context == KeyContext::Copy;
    let elsewhere = !is_copy && !here.contains(&binding.context);
    let unavailable_because = if elsewhere {
        Some(only_in(model, action))
    } else {
        availability::unavailable_because(model, action).map(|reason| reason.words(model))
    };
    let key =
        match (binding.keys.iter().find(|key| model.keymap.find(here, **key) == Some(action)), binding.keys.first()) {
            (Some(key), _) => key.to_string(),
            (None, Some(key)) if is_copy => match model.keymap.key(here, Action::CopyMenu) {
                Some(first) => format!("{first} {key}"),
                None => String::new(),
            },
            (None, Some(key)) if elsewhere => key.to_string(),
            (None, _) => String::new(),
        };
    Choice { name: name(model, action), remark: binding.help(), key, unavailable_because, ..Choice::default() }
}

/// The label of a command outside its menu.
fn name(model: &Model, action: Action) -> String {
    match action {
        Action::GoTo(step) => format!("step {} {}", step.number(), step.name()),
        Action::Copy(kind) => kind.command(),
        // In the footer, the key is named after the pane that it goes to, or after what it leaves.
        Action::NextPane | Action::Back => action.label().to_owned(),
        action => availability::label(model, action),
    }
}

/// Where an action is available, for those that are not available here.
fn only_in(model: &Model, action: Action) -> String {
    let places = model.keymap.bindings().iter().filter(|binding| binding.action == action);
    let places: Vec<String> = places.map(|binding| place(binding.context)).collect();
    format!("only {}", places.join(", "))
}

/// A context as half a sentence: `in step 2`, `in a list`.
fn place(context: KeyContext) -> String {
    let title = context.title().to_lowercase();
    if KeyContext::STEPS.contains(&context) { format!("in {title}") } else { title }
}
