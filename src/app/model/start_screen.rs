//! What is kept between runs: profiles and sessions, as entries of the start screen and as things to save.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::message::Effect;
use super::{Model, Screen, StartScreen};
use crate::app::update;
use crate::demo::scenarios;
use crate::profile::{Profile, Provider, SecretSource};
use crate::protocol::Secret;
use crate::session::Session;

/// What was found on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredItems {
    /// The saved profiles.
    pub profiles: Vec<Profile>,
    /// The saved sessions.
    pub sessions: Vec<StoredSession>,
    /// What could not be read, one sentence each.
    pub problems: Vec<String>,
}

/// A saved session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// The name it is saved under.
    pub name: String,
    /// Who is signed in.
    pub user: Option<String>,
    /// The profile of its client, else the client identifier.
    pub client: String,
    /// When its tokens end.
    pub expires_at: Option<Timestamp>,
    /// Whether they were revoked.
    pub is_revoked: bool,
    /// Whether its tokens are in it whole.
    pub has_tokens: bool,
}

impl StoredSession {
    /// What it is, in a few words: who, how long, at which client.
    pub fn about(&self, now: Timestamp, zone: &TimeZone) -> String {
        let local = |at: Timestamp| at.to_zoned(zone.clone());
        let when = |at| match local(at).date() == local(now).date() {
            true => local(at).strftime("%H:%M").to_string(),
            false => local(at).strftime("%e %b %H:%M").to_string().trim_start().to_owned(),
        };
        let state = match self.expires_at {
            _ if self.is_revoked => "revoked".to_owned(),
            Some(at) if at > now => format!("until {}", when(at)),
            Some(at) => format!("expired {}", when(at)),
            None => "no tokens".to_owned(),
        };
        let masked = if self.expires_at.is_some() && !self.has_tokens { ", masked" } else { "" };
        let user = self.user.as_deref().unwrap_or("nobody");
        format!("{user}, {state}{masked}, {}", self.client)
    }
}

/// A session read from disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Why it can be read and not continued.
    pub read_only: Option<String>,
    /// What is missing although it goes on: its client secret.
    pub problem: Option<String>,
}

/// A way from the start screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartEntry {
    /// The embedded provider.
    Demo,
    /// A saved profile by its place.
    Profile(usize),
    /// A client that is typed in.
    NewClient,
    /// A saved session by its place.
    Session(usize),
}

/// What a name is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To save the client of step 1.
    Profile,
    /// To save the session, its tokens masked.
    Session,
    /// To save the session, tokens included.
    WholeSession,
}

impl Naming {
    /// The question.
    pub fn question(self) -> &'static str {
        match self {
            Self::Profile => "save this client as",
            Self::Session => "save this session, secrets masked, as",
            Self::WholeSession => "save this session, tokens included, as",
        }
    }
}

/// The entries in the order of the start screen.
pub fn entries(stored: &StoredItems) -> Vec<StartEntry> {
    let mut entries = vec![StartEntry::Demo];
    entries.extend((0..stored.profiles.len()).map(StartEntry::Profile));
    entries.push(StartEntry::NewClient);
    entries.extend((0..stored.sessions.len()).map(StartEntry::Session));
    entries
}

/// Goes through the selected door.
pub fn enter(model: &mut Model) -> Vec<Effect> {
    let Screen::Start(start) = &model.screen else { return Vec::new() };
    let StartScreen { stored, cursor, starting, .. } = start;
    match entries(stored).get(*cursor) {
        Some(StartEntry::Demo) if !starting => update::start_demo(model, &scenarios::CLEAN),
        Some(StartEntry::Profile(at)) => match stored.profiles.get(*at).cloned() {
            Some(profile) => open_profile(model, profile),
            None => Vec::new(),
        },
        Some(StartEntry::NewClient) => open_profile(model, Profile::new(Provider::Issuer(String::new()), "")),
        Some(StartEntry::Session(at)) => {
            stored.sessions.get(*at).map(|session| Effect::OpenSession(session.name.clone())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Opens a session of a profile. Its secret is fetched meanwhile: a keyring may ask for a password.
pub fn open_profile(model: &mut Model, profile: Profile) -> Vec<Effect> {
    let title = match (&profile.name, profile.client_id.is_empty()) {
        (Some(name), _) => name.clone(),
        (None, true) => "a new client: fill in step 1".to_owned(),
        (None, false) => profile.client_id.clone(),
    };
    let mut effects = update::open(model, Session::new(profile.clone(), None), title);
    if profile.secret_source != SecretSource::None {
        effects.push(Effect::FetchSecret(Box::new(profile)));
    }
    effects
}

/// Takes a fetched secret into the session that waits for it, unless the person has gone elsewhere since.
pub fn secret_fetched(model: &mut Model, of: &Profile, result: Result<Option<Secret>, String>) {
    let whose = |profile: &Profile| (profile.name.clone(), profile.client_id.clone());
    let Some(view) = model.view_mut().filter(|view| whose(view.session.profile()) == whose(of)) else { return };
    match result {
        Ok(secret) => {
            if view.session.client_secret().is_none() && !view.secret_changed {
                let profile = view.session.profile().clone();
                view.session.set_profile(profile, secret);
                view.edited.clear();
            }
        }
        Err(reason) => model.warn(reason),
    }
}

/// Shows a saved session.
pub fn session_opened(model: &mut Model, name: &str, result: Result<Box<Opened>, String>) -> Vec<Effect> {
    if model.view().is_some() {
        return Vec::new();
    }
    match result {
        Ok(opened) => {
            let effects = update::open(model, opened.session, format!("saved session {name}"));
            if let Some(view) = model.view_mut() {
                view.saved_as = opened.read_only.is_none().then(|| name.to_owned());
                view.read_only = opened.read_only.or(view.read_only.take());
            }
            if let Some(problem) = opened.problem {
                model.warn(format!("{problem}; it can be typed in step 1"));
            }
            effects
        }
        Err(reason) => {
            model.warn(reason);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_says_who_is_signed_in_and_how_long() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let about = |expires_at: Option<&str>, is_revoked, has_tokens| {
            let session = StoredSession {
                name: "monday".into(),
                user: expires_at.map(|_| "alice".to_owned()),
                client: "shop".into(),
                expires_at: expires_at.map(at),
                is_revoked,
                has_tokens,
            };
            session.about(at("2026-03-01T09:30:00Z"), &TimeZone::UTC)
        };
        assert_eq!(about(Some("2026-03-01T17:06:00Z"), false, true), "alice, until 17:06, shop");
        assert_eq!(about(Some("2026-03-02T07:06:00Z"), false, true), "alice, until 2 Mar 07:06, shop");
        assert_eq!(about(Some("2026-03-01T09:00:00Z"), false, false), "alice, expired 09:00, masked, shop");
        assert_eq!(about(Some("2026-03-01T17:06:00Z"), true, true), "alice, revoked, shop");
        assert_eq!(about(None, false, false), "nobody, no tokens, shop");
    }
}
