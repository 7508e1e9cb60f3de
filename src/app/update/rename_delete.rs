//! Asks for a new name, or whether to delete, on the start screen. The runtime does it: `profiles.rs` and `sessions.rs`.

use tui_input::Input;

use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::start_screen::{Prompt, PromptKind, StartScreen, StoredItem};
use crate::app::model::work::{Work, WorkError};
use crate::app::model::{Model, Screen};
use crate::app::query::stored;
use crate::app::update::opening;
use crate::app::update::saving::NameError;

/// Asks for a new name.
pub fn ask_name(model: &mut Model) {
    let Screen::Start(start) = &mut model.screen else { return };
    match stored::selected(start) {
        Some(item) => {
            let input = Input::new(item.name().to_owned());
            start.prompt = Some(Box::new(Prompt { kind: PromptKind::Rename(item), input }));
        }
        None => model.warn("select a profile or a saved session first"),
    }
}

/// Takes the typed text. The field stays open until the text is accepted, so that it can be corrected.
pub fn commit(model: &mut Model) -> Vec<Effect> {
    let Screen::Start(start) = &mut model.screen else { return Vec::new() };
    let Some(prompt) = &start.prompt else { return Vec::new() };
    let text = prompt.input.value().trim().to_owned();
    match prompt.kind.clone() {
        PromptKind::Rename(item) => rename(model, item, text),
        PromptKind::Resource => opening::open_resource(model, &text),
    }
}

fn rename(model: &mut Model, item: StoredItem, to: String) -> Vec<Effect> {
    let Screen::Start(start) = &mut model.screen else { return Vec::new() };
    if to == item.name() {
        start.prompt = None;
        return Vec::new();
    }
    let valid = match item {
        StoredItem::Profile(_) => NameError::of_profile(&to),
        StoredItem::Session(_) => NameError::of_session(&to),
    };
    match valid {
        Err(error) => {
            model.warn(error.to_string());
            Vec::new()
        }
        Ok(()) => vec![model.works.start(Work::Rename { item, to })],
    }
}

/// Asks for confirmation before deleting.
pub fn ask_delete(model: &mut Model) {
    let Screen::Start(start) = &model.screen else { return };
    match stored::selected(start) {
        Some(item) => model.open_list(ListKind::Delete(item)),
        None => model.warn("select a profile or a saved session first"),
    }
}

/// Reports the result of a rename; the item stays selected.
pub fn renamed(model: &mut Model, item: StoredItem, to: String, result: Result<(), WorkError>) -> Vec<Effect> {
    let sentence = format!("renamed {} to {to}", item.words());
    let select = match (&result, &item) {
        (Err(_), _) => item,
        (Ok(()), StoredItem::Profile(_)) => StoredItem::Profile(to),
        (Ok(()), StoredItem::Session(_)) => StoredItem::Session(to),
    };
    changed(model, result.map(|()| sentence), Some(select))
}

/// Reports the result of a deletion.
pub fn deleted(model: &mut Model, item: &StoredItem, result: Result<(), WorkError>) -> Vec<Effect> {
    changed(model, result.map(|()| format!("deleted {}", item.words())), None)
}

/// Reports the result and reads the stored items again; `select` is selected afterwards.
fn changed(model: &mut Model, result: Result<String, WorkError>, select: Option<StoredItem>) -> Vec<Effect> {
    let is_done = result.is_ok();
    match result {
        Ok(sentence) => model.say(sentence),
        Err(error) => model.warn(error.to_string()),
    }
    let Screen::Start(start) = &mut model.screen else { return Vec::new() };
    if is_done {
        start.prompt = None;
    }
    start.select = select;
    vec![model.works.start(Work::ReadStoredItems)]
}

/// Keeps the selection on an existing entry.
pub fn keep_selection(start: &mut StartScreen) {
    let entries = start.shown();
    start.cursor = start.cursor.min(entries.len().saturating_sub(1));
    if let Some(wanted) = start.select.take() {
        let before = start.cursor;
        for at in 0..entries.len() {
            start.cursor = at;
            if stored::selected(start).as_ref() == Some(&wanted) {
                return;
            }
        }
        start.cursor = before;
    }
}
