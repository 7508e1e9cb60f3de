//! The selected profile or saved session, and what deleting it would lose.

use crate::app::model::start_screen::{StartEntry, StartScreen, StoredItem};
use crate::app::model::{Model, Screen};
use crate::profile::{Profile, SecretSource};

/// The stored profile or session of the selected entry.
pub fn selected(start: &StartScreen) -> Option<StoredItem> {
    match start.shown().get(start.cursor)? {
        StartEntry::Profile(at) => start.stored.profiles.get(*at)?.name.clone().map(StoredItem::Profile),
        StartEntry::Session(at) => {
            start.stored.sessions.get(*at).map(|session| StoredItem::Session(session.name.clone()))
        }
        StartEntry::Demo | StartEntry::Resource | StartEntry::NewClient | StartEntry::Lessons | StartEntry::Paste => {
            None
        }
    }
}

/// What deleting it loses, in sentences.
pub fn lost(model: &Model, item: &StoredItem) -> String {
    let Screen::Start(start) = &model.screen else { return String::new() };
    let stored = &start.stored;
    let about = match item {
        StoredItem::Profile(name) => {
            stored.profiles.iter().find(|profile| profile.name.as_ref() == Some(name)).map(lost_profile)
        }
        StoredItem::Session(name) => stored.sessions.iter().find(|session| session.name == *name).map(|session| {
            let tokens = match session.has_tokens {
                true => {
                    "Deleting it does not revoke its tokens: anyone who has a copy can use them for as long as the provider \
                     accepts them. Step 8 of the session revokes the refresh token."
                }
                false => "Its tokens are masked; its recorded exchanges will be deleted.",
            };
            format!("{}. {tokens}", session.about(model.now, &model.zone))
        }),
    };
    format!("Delete {}: {} This cannot be undone.", item.words(), about.unwrap_or_default())
}

fn lost_profile(profile: &Profile) -> String {
    let place = profile.provider.issuer().unwrap_or_else(|| "individually configured endpoints".to_owned());
    let source = profile.secret_source.describe();
    let secret = match &profile.secret_source {
        SecretSource::None => String::new(),
        item if item.is_own() => {
            format!(" Its client secret is also deleted from {source}, unless another profile uses it.")
        }
        _ => format!(" Its client secret is kept ({source})."),
    };
    format!("client {} at {place}.{secret} Saved sessions are kept.", profile.client_id)
}
