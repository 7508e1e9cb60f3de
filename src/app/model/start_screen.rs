//! Stored profiles and sessions: the entries of the start screen, and the prompts for saving.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tui_input::Input;

use super::filter::{self, Filter};
use crate::lessons::Scores;
use crate::profile::Profile;
use crate::session::{Ended, Session, SignIn, SignInStatus};

/// The stored profiles and sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredItems {
    /// The saved profiles.
    pub profiles: Vec<Profile>,
    /// The saved sessions.
    pub sessions: Vec<StoredSession>,
    /// The scores of the lessons.
    pub scores: Scores,
    /// The files that could not be read, one sentence each.
    pub problems: Vec<String>,
}

/// A saved session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Its name.
    pub name: String,
    /// The user who signed in.
    pub user: Option<String>,
    /// The client's profile, or else its client id.
    pub client: String,
    /// The sign-in status in its record.
    pub sign_in: SignIn,
    /// Whether its tokens are saved unmasked.
    pub has_tokens: bool,
}

impl StoredSession {
    /// A short description: user, expiry, client.
    pub fn about(&self, now: Timestamp, zone: &TimeZone) -> String {
        let local = |at: Timestamp| at.to_zoned(zone.clone());
        let when = |at| {
            if local(at).date() == local(now).date() {
                local(at).strftime("%H:%M").to_string()
            } else {
                local(at).strftime("%e %b %H:%M").to_string().trim_start().to_owned()
            }
        };
        let state = match self.sign_in.at(now) {
            SignInStatus::Ended(Ended::NoTokens) => "no tokens".to_owned(),
            SignInStatus::Ended(Ended::Revoked) => "revoked".to_owned(),
            SignInStatus::Ended(Ended::Refused) => "rejected by UserInfo".to_owned(),
            SignInStatus::Ended(Ended::Rejected) => "rejected tokens".to_owned(),
            SignInStatus::Ended(Ended::Unverified) => "unverified tokens".to_owned(),
            SignInStatus::SignedIn(at) => format!("expires {}", when(at)),
            SignInStatus::Expired(at) => format!("expired {}", when(at)),
            SignInStatus::Unknown => "expiry unknown".to_owned(),
        };
        let masked = if self.sign_in.ended != Some(Ended::NoTokens) && !self.has_tokens { ", masked" } else { "" };
        let user = self.user.as_deref().unwrap_or("no user");
        format!("{user}, {state}{masked}, {}", self.client)
    }
}

/// A session that was read from disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Why it can be viewed but not continued.
    pub read_only: Option<String>,
    /// A warning: its client secret is missing.
    pub problem: Option<String>,
}

/// An entry of the start screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartEntry {
    /// The embedded provider.
    Demo,
    /// A saved profile by its index.
    Profile(usize),
    /// The URL of an API or MCP server.
    Resource,
    /// A new client.
    NewClient,
    /// The lessons.
    Lessons,
    /// A text to paste.
    Paste,
    /// A saved session by its index.
    Session(usize),
}

/// What a name is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To save the client of step 1.
    Profile,
    /// To save the session, secrets masked.
    Session,
    /// To save the session, tokens included.
    WholeSession,
}

impl Naming {
    /// The prompt.
    pub fn question(self) -> &'static str {
        match self {
            Self::Profile => "save this client as",
            Self::Session => "save this session with masked secrets as",
            Self::WholeSession => "save this session with tokens as",
        }
    }
}

/// The entries in display order.
pub fn entries(stored: &StoredItems) -> Vec<StartEntry> {
    let mut entries = vec![StartEntry::Demo, StartEntry::Resource];
    entries.extend((0..stored.profiles.len()).map(StartEntry::Profile));
    entries.push(StartEntry::NewClient);
    entries.extend([StartEntry::Lessons, StartEntry::Paste]);
    entries.extend((0..stored.sessions.len()).map(StartEntry::Session));
    entries
}

/// A stored profile or session, by its name.
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

    /// Its kind and name.
    pub fn words(&self) -> String {
        match self {
            Self::Profile(name) => format!("profile {name}"),
            Self::Session(name) => format!("saved session {name}"),
        }
    }
}

/// A text that is being typed in the bottom line.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// The text so far.
    pub input: Input,
}

/// What a text is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// A new name.
    Rename(StoredItem),
    /// The URL of a resource to begin at.
    Resource,
}

impl PromptKind {
    /// The prompt.
    pub fn question(&self) -> String {
        match self {
            Self::Rename(item) => format!("rename {} to", item.words()),
            Self::Resource => "URL to call (empty: the demo's MCP server)".to_owned(),
        }
    }
}

/// The start screen.
#[derive(Clone, Debug, Default)]
pub struct StartScreen {
    /// The stored profiles and sessions.
    pub stored: StoredItems,
    /// The selected row.
    pub cursor: usize,
    /// The text that is being typed.
    pub prompt: Option<Box<Prompt>>,
    /// What to select after the next read.
    pub select: Option<StoredItem>,
    /// The filter of the profiles and saved sessions.
    pub filter: Box<Filter>,
}

impl StartScreen {
    /// The entries in display order; with a filter, the profiles and saved sessions that match it.
    pub fn shown(&self) -> Vec<StartEntry> {
        let all = entries(&self.stored);
        if self.filter.input.value().trim().is_empty() {
            return all;
        }
        let stored: Vec<_> = all.into_iter().filter_map(|entry| Some((entry, self.words(entry)?))).collect();
        let rows = stored.iter().map(|(_, (name, about))| (name.as_str(), about.as_str()));
        let mut found = filter::matching(self.filter.input.value(), rows);
        found.sort_unstable();
        found.into_iter().map(|at| stored[at].0).collect()
    }

    /// The name of a profile or a saved session, and what else it is found by.
    fn words(&self, entry: StartEntry) -> Option<(String, String)> {
        match entry {
            StartEntry::Profile(at) => {
                let profile = self.stored.profiles.get(at)?;
                let about = format!("{} {}", profile.client_id, profile.provider.issuer().unwrap_or_default());
                Some((profile.name.clone().unwrap_or_default(), about))
            }
            StartEntry::Session(at) => {
                let session = self.stored.sessions.get(at)?;
                Some((
                    session.name.clone(),
                    format!("{} {}", session.user.as_deref().unwrap_or_default(), session.client),
                ))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_says_who_is_signed_in_and_how_long() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let about = |expires_at: Option<&str>, ended, has_tokens| {
            let session = StoredSession {
                name: "monday".into(),
                user: expires_at.map(|_| "alice".to_owned()),
                client: "shop".into(),
                sign_in: SignIn { ended, expires_at: expires_at.map(at) },
                has_tokens,
            };
            session.about(at("2026-03-01T09:30:00Z"), &TimeZone::UTC)
        };
        assert_eq!(about(Some("2026-03-01T17:06:00Z"), None, true), "alice, expires 17:06, shop");
        assert_eq!(about(Some("2026-03-02T07:06:00Z"), None, true), "alice, expires 2 Mar 07:06, shop");
        assert_eq!(about(Some("2026-03-01T09:00:00Z"), None, false), "alice, expired 09:00, masked, shop");
        assert_eq!(about(Some("2026-03-01T17:06:00Z"), Some(Ended::Revoked), true), "alice, revoked, shop");
        assert_eq!(about(None, Some(Ended::NoTokens), false), "no user, no tokens, shop");
    }
}
