//! Renaming and deleting what is kept between runs, from the start screen.

use tui_input::Input;

use crate::app::model::list::{self, ListKind};
use crate::app::model::message::Effect;
use crate::app::model::start_screen::{Door, doors};
use crate::app::model::{Chooser, Model, Screen};
use crate::profile::{Profile, SecretSource, file};
use crate::session::saved;

/// Something that is kept between runs, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A profile.
    Profile(String),
    /// A saved session.
    Session(String),
}

impl Kept {
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
    pub kept: Kept,
    /// The name so far.
    pub input: Input,
}

/// What the selected door leads to, where that is kept.
pub fn selected(chooser: &Chooser) -> Option<Kept> {
    match doors(&chooser.shelves).get(chooser.cursor)? {
        Door::Profile(at) => chooser.shelves.profiles.get(*at)?.name.clone().map(Kept::Profile),
        Door::Session(at) => chooser.shelves.sessions.get(*at).map(|session| Kept::Session(session.name.clone())),
        Door::Demo | Door::NewClient => None,
    }
}

/// Asks for another name.
pub fn ask_name(model: &mut Model) {
    let Screen::Chooser(chooser) = &mut model.screen else { return };
    match selected(chooser) {
        Some(kept) => {
            let input = Input::new(kept.name().to_owned());
            chooser.renaming = Some(Box::new(Renaming { kept, input }));
        }
        None => model.complain("profiles and saved sessions can be renamed: select one first"),
    }
}

/// Takes the name that was typed. It stays in the field until it is the name: one that cannot be is typed anew.
pub fn rename(model: &mut Model) -> Vec<Effect> {
    let Screen::Chooser(chooser) = &mut model.screen else { return Vec::new() };
    let Some(renaming) = &chooser.renaming else { return Vec::new() };
    let to = renaming.input.value().trim().to_owned();
    if to == renaming.kept.name() {
        chooser.renaming = None;
        return Vec::new();
    }
    let problem = match renaming.kept {
        Kept::Profile(_) => file::name_problem(&to),
        Kept::Session(_) => saved::name_problem(&to),
    };
    match problem {
        Some(problem) => {
            model.complain(problem);
            Vec::new()
        }
        None => vec![Effect::Rename { kept: renaming.kept.clone(), to }],
    }
}

/// Asks whether it shall be deleted.
pub fn ask_delete(model: &mut Model) {
    let Screen::Chooser(chooser) = &model.screen else { return };
    match selected(chooser) {
        Some(kept) => list::open(model, ListKind::Delete(kept)),
        None => model.complain("profiles and saved sessions can be deleted: select one first"),
    }
}

/// What goes with it, in sentences.
pub fn lost(model: &Model, kept: &Kept) -> String {
    let Screen::Chooser(chooser) = &model.screen else { return String::new() };
    let shelves = &chooser.shelves;
    let about = match kept {
        Kept::Profile(name) => {
            shelves.profiles.iter().find(|profile| profile.name.as_ref() == Some(name)).map(lost_profile)
        }
        Kept::Session(name) => shelves.sessions.iter().find(|session| session.name == *name).map(|session| {
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
pub fn tidied(model: &mut Model, result: Result<String, String>, select: Option<Kept>) -> Vec<Effect> {
    let is_done = result.is_ok();
    match result {
        Ok(sentence) => model.say(sentence),
        Err(reason) => model.complain(reason),
    }
    let Screen::Chooser(chooser) = &mut model.screen else { return Vec::new() };
    if is_done {
        chooser.renaming = None;
    }
    chooser.select = select;
    vec![Effect::ReadShelves]
}

/// Keeps the selection on a door that is there.
pub fn keep_selection(chooser: &mut Chooser) {
    let doors = doors(&chooser.shelves);
    chooser.cursor = chooser.cursor.min(doors.len().saturating_sub(1));
    if let Some(wanted) = chooser.select.take() {
        let before = chooser.cursor;
        for at in 0..doors.len() {
            chooser.cursor = at;
            if selected(chooser).as_ref() == Some(&wanted) {
                return;
            }
        }
        chooser.cursor = before;
    }
}
