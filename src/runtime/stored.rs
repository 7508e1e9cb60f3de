//! Reads and writes what is kept between runs. Each call may take long: a keyring may wait for a password, a disk may be
//! slow.

use std::path::{Path, PathBuf};

use super::files::FileError;
use super::profiles::{self, ProfileError, Profiles};
use super::scores::{self, ScoresError};
use super::secrets::{self, SecretError};
use super::sessions::{SavedBack, SessionError, Sessions};
use super::{arrangement, client_store, clock, settings};
use crate::app::model::panes::Panes;
use crate::app::model::start_screen::{Opened, StoredItem, StoredItems as Found, StoredSession};
use crate::app::{Consent, SaveOutcome, SecretChange};
use crate::lessons::Score;
use crate::profile::{Profile, SecretSource};
use crate::protocol::Secret;
use crate::session::Session;
use crate::session::saved::Tokens;

/// Profiles and sessions on disk.
#[derive(Clone, Debug)]
pub struct Stores {
    config_dir: PathBuf,
    data_dir: PathBuf,
}

impl Stores {
    /// The stores in two directories.
    pub fn new(config_dir: PathBuf, data_dir: PathBuf) -> Self {
        Self { config_dir, data_dir }
    }

    /// Where sessions are kept.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The saved sessions.
    pub fn sessions(&self) -> Sessions {
        Sessions::of(&self.data_dir).keeping(settings::kept_requests(&self.config_dir))
    }

    /// Reads everything.
    pub fn read(&self) -> Found {
        let mut found = read(&Profiles::of(&self.config_dir), &self.sessions());
        match scores::load(&self.data_dir) {
            Ok(scores) => found.scores = scores,
            Err(problem) => found.problems.push(problem.to_string()),
        }
        found
    }

    /// Keeps the score of a lesson if it is the best one.
    pub fn keep_score(&self, lesson: &str, score: Score) -> Result<(), ScoresError> {
        scores::keep(&self.data_dir, lesson, score)
    }

    /// Keeps the name of the theme in the settings file.
    pub fn keep_theme(&self, name: &str) -> Result<(), FileError> {
        settings::keep_theme(&self.config_dir, name)
    }

    /// Keeps how the panes are arranged.
    pub fn keep_panes(&self, panes: Panes) -> Result<(), FileError> {
        arrangement::keep(&self.data_dir, panes)
    }

    /// Fetches a profile's secret.
    pub fn fetch_secret(&self, profile: &Profile) -> Result<Option<Secret>, SecretError> {
        secrets::resolve(profile, &self.config_dir)
    }

    /// Opens a session, with its client's secret from the profile's source. Without the secret, it opens anyway.
    pub fn open_session(&self, name: &str) -> Result<Box<Opened>, SessionError> {
        let opened = self.sessions().open(name)?;
        let read_only = opened.saved.read_only().map(str::to_owned);
        let mut session = opened.saved.session;
        let mut problem = None;
        if read_only.is_none() {
            let (client, secret) = client_store::of_session(&session, opened.name.is_some(), &self.config_dir);
            let secret = secret.unwrap_or_else(|error| {
                problem = Some(error.to_string());
                None
            });
            session.set_profile(client, secret);
        }
        Ok(Box::new(Opened { session, read_only, problem }))
    }

    /// Saves a profile and stores its secret; returns where the secret is.
    pub fn save_profile(
        &self,
        profile: Profile,
        secret: &SecretChange,
        consent: Option<Consent>,
    ) -> (SecretSource, SaveOutcome) {
        let (saved, outcome) = client_store::save(profile, secret, consent, &self.config_dir);
        (saved.secret_source, outcome)
    }

    /// Saves a session to its own file, or under a name that is free or may be replaced. Returns the name if it differs
    /// from the requested one.
    pub fn save_session(
        &self,
        name: &str,
        session: &Session,
        whole: bool,
        is_own: bool,
        replace: bool,
    ) -> (Option<String>, SaveOutcome) {
        let sessions = self.sessions();
        if is_own {
            save_own(&sessions, name, session)
        } else {
            (None, save_as(&sessions, name, session, whole, replace))
        }
    }

    /// Renames a profile or a saved session.
    pub fn rename(&self, item: &StoredItem, to: &str) -> Result<(), StoreError> {
        match item {
            StoredItem::Profile(name) => Ok(profiles::rename_profile(name, to, &self.config_dir)?),
            StoredItem::Session(name) => Ok(self.sessions().rename(name, to)?),
        }
    }

    /// Deletes a profile with its stored secret, or a saved session.
    pub fn delete(&self, item: &StoredItem) -> Result<(), StoreError> {
        match item {
            StoredItem::Profile(name) => Ok(profiles::delete_profile(name, &self.config_dir)?),
            StoredItem::Session(name) => Ok(self.sessions().remove(name)?),
        }
    }
}

/// Why a stored item was not renamed or deleted.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum StoreError {
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// Saves a session where it was opened or saved before, and returns its current name.
pub fn save_own(sessions: &Sessions, name: &str, session: &Session) -> (Option<String>, SaveOutcome) {
    let save = || {
        let path = sessions.file(name)?;
        Ok::<_, SessionError>((sessions.save_back(&path, session, clock::now())?, path))
    };
    match save() {
        Ok((SavedBack::InPlace, path)) => {
            (None, SaveOutcome::Done(format!("saved in {}, tokens included", path.display())))
        }
        Ok((SavedBack::Joined, _)) => {
            (None, SaveOutcome::Done(format!("saved in {name}, merged with changes from another program")))
        }
        Ok((SavedBack::Beside(path), _)) => {
            let beside = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let sentence = format!("saved as {beside}, tokens included: {name} was replaced or removed");
            (Some(beside), SaveOutcome::Done(sentence))
        }
        Err(error) => (None, SaveOutcome::Failed(error.to_string())),
    }
}

fn save_as(sessions: &Sessions, name: &str, session: &Session, whole: bool, replace: bool) -> SaveOutcome {
    if !replace && sessions.contains(name) && !sessions.is_failed_try_of(name, session.profile()) {
        let tokens = if sessions.holds_tokens(name) { " and has tokens" } else { "" };
        return SaveOutcome::Asks { question: format!("{name} exists{tokens}"), consent: Consent::Replace };
    }
    let what = if whole { "tokens included" } else { "secrets masked" };
    match sessions.save(name, session, whole, replace, clock::now()) {
        Ok(path) => SaveOutcome::Done(format!("saved in {}, {what}", path.display())),
        Err(error) => SaveOutcome::Failed(error.to_string()),
    }
}

fn read(profiles: &Profiles, sessions: &Sessions) -> Found {
    let mut found = Found::default();
    match profiles.load() {
        Ok(file) => {
            found.profiles = file.profiles().cloned().collect();
            found.problems.extend(file.problems().iter().map(|problem| format!("profiles.toml {problem}")));
        }
        Err(error) => found.problems.push(error.to_string()),
    }
    match sessions.list() {
        Ok(listed) => {
            for session in listed {
                match session.opened {
                    Ok(opened) => {
                        let kept = &opened.saved.session;
                        let has_tokens = opened.saved.tokens == Tokens::Kept && kept.grant().is_some();
                        found.sessions.push(StoredSession {
                            name: session.name,
                            user: kept.user(),
                            client: kept.profile().name.clone().unwrap_or_else(|| kept.profile().client_id.clone()),
                            sign_in: kept.sign_in(),
                            has_tokens,
                        });
                    }
                    Err(error) => found.problems.push(error.to_string()),
                }
            }
        }
        Err(error) => found.problems.push(error.to_string()),
    }
    found
}
