//! Renaming and deleting what is kept between runs, from the start screen.

use tui_input::Input;

use crate::app::model::list::{self, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::start_screen::{StartEntry, entries};
use crate::app::model::{Model, Screen, StartScreen};
use crate::profile::{Profile, SecretSource, file};
use crate::session::saved;

/// Something that is kept between runs, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredItem {
    /// A profile.
    Profile(String),
    /// A saved session.
    Session(String),
}

impl StoredItem {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Profile(name) | Self::Session(name) => name,
        }
    }

    /// What it is and its name.
    pub fn words(&self) -> String {
        match self {
            Self::Profile(name) => format!("the profile {name}"),
            Self::Session(name) => format!("the saved session {name}"),
        }
    }
}

/// A new name that is being typed.
#[derive(Clone, Debug)]
pub struct Renaming {
    /// What gets it.
    pub kept: StoredItem,
    /// The name so far.
    pub input: Input,
}

/// What the selected door leads to, where that is kept.
pub fn selected(start: &StartScreen) -> Option<StoredItem> {
    match entries(&start.stored).get(start.cursor)? {
        StartEntry::Profile(at) => start.stored.profiles.get(*at)?.name.clone().map(StoredItem::Profile),
        StartEntry::Session(at) => {
            start.stored.sessions.get(*at).map(|session| StoredItem::Session(session.name.clone()))
        }
        StartEntry::Demo | StartEntry::NewClient => None,
    }
}

/// Asks for another name.
pub fn ask_name(model: &mut Model) {
    let Screen::Start(start) = &mut model.screen else { return };
    match selected(start) {
        Some(kept) => {
            let input = Input::new(kept.name().to_owned());
            start.renaming = Some(Box::new(Renaming { kept, input }));
        }
        None => model.warn("profiles and saved sessions can be renamed: select one first"),
    }
}

/// Takes the name that was typed. It stays in the field until it is the name: one that cannot be is typed anew.
pub fn rename(model: &mut Model) -> Vec<Effect> {
    let Screen::Start(start) = &mut model.screen else { return Vec::new() };
    let Some(renaming) = &start.renaming else { return Vec::new() };
    let to = renaming.input.value().trim().to_owned();
    if to == renaming.kept.name() {
        start.renaming = None;
        return Vec::new();
    }
    let problem = match renaming.kept {
        StoredItem::Profile(_) => file::name_problem(&to),
        StoredItem::Session(_) => saved::name_problem(&to),
    };
    match problem {
        Some(problem) => {
            model.warn(problem);
            Vec::new()
        }
        None => vec![Effect::Rename { kept: renaming.kept.clone(), to }],
    }
}

/// Asks whether it shall be deleted.
pub fn ask_delete(model: &mut Model) {
    let Screen::Start(start) = &model.screen else { return };
    match selected(start) {
        Some(kept) => list::open(model, ListKind::Delete(kept)),
        None => model.warn("profiles and saved sessions can be deleted: select one first"),
    }
}

/// What goes with it, in sentences.
pub fn lost(model: &Model, kept: &StoredItem) -> String {
    let Screen::Start(start) = &model.screen else { return String::new() };
    let stored = &start.stored;
    let about = match kept {
        StoredItem::Profile(name) => {
            stored.profiles.iter().find(|profile| profile.name.as_ref() == Some(name)).map(lost_profile)
        }
        StoredItem::Session(name) => stored.sessions.iter().find(|session| session.name == *name).map(|session| {
            let tokens = match session.has_tokens {
                true => {
                    "Its tokens are lost, but not revoked: whoever holds a copy can use them as long as the provider \
                     takes them. Step 8 of the session revokes them."
                }
                false => "Its tokens are masked; the record of its exchanges is lost.",
            };
            format!("{}. {tokens}", session.about(model.now, &model.zone))
        }),
    };
    format!("Delete {}: {} Nothing brings it back.", kept.words(), about.unwrap_or_default())
}

fn lost_profile(profile: &Profile) -> String {
    let place = profile.provider.issuer().unwrap_or_else(|| "endpoints given one by one".to_owned());
    let source = profile.secret_source.describe();
    let secret = match &profile.secret_source {
        SecretSource::None => String::new(),
        kept if kept.is_own() => {
            format!(" Its client secret goes with it, out of {source}, unless another profile uses it.")
        }
        _ => format!(" Its client secret stays where it is: {source}."),
    };
    format!("client {} at {place}.{secret} Saved sessions stay.", profile.client_id)
}

/// Says what became of it, and looks at what is there now; what `select` names is selected.
pub fn changed(model: &mut Model, result: Result<String, String>, select: Option<StoredItem>) -> Vec<Effect> {
    let is_done = result.is_ok();
    match result {
        Ok(sentence) => model.say(sentence),
        Err(reason) => model.warn(reason),
    }
    let Screen::Start(start) = &mut model.screen else { return Vec::new() };
    if is_done {
        start.renaming = None;
    }
    start.select = select;
    vec![Effect::ReadStoredItems]
}

/// Keeps the selection on a door that is there.
pub fn keep_selection(start: &mut StartScreen) {
    let entries = entries(&start.stored);
    start.cursor = start.cursor.min(entries.len().saturating_sub(1));
    if let Some(wanted) = start.select.take() {
        let before = start.cursor;
        for at in 0..entries.len() {
            start.cursor = at;
            if selected(start).as_ref() == Some(&wanted) {
                return;
            }
        }
        start.cursor = before;
    }
}
