//! The selected profile or saved session, and what deleting it would lose.

use crate::app::model::start_screen::{StartEntry, StartScreen, StoredItem};
use crate::app::model::{Model, Screen, start_screen};
use crate::profile::{Profile, SecretSource};

/// What the selected door leads to, where that is kept.
pub fn selected(start: &StartScreen) -> Option<StoredItem> {
    match start_screen::entries(&start.stored).get(start.cursor)? {
        StartEntry::Profile(at) => start.stored.profiles.get(*at)?.name.clone().map(StoredItem::Profile),
        StartEntry::Session(at) => {
            start.stored.sessions.get(*at).map(|session| StoredItem::Session(session.name.clone()))
        }
        StartEntry::Demo | StartEntry::NewClient => None,
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
