//! Reads and writes what is kept between runs, on threads of its own: a keyring may wait for a password, a disk may be
//! slow, and the screen goes on.

use std::path::PathBuf;

use tokio::sync::mpsc::UnboundedSender;

use super::profiles::{self, Profiles};
use super::sessions::{SavedBack, Sessions};
use super::{archive, client_store, clock, secrets, settings};
use crate::app::model::start_screen::StoredItem;
use crate::app::model::start_screen::{Opened, StoredItems as Found, StoredSession};
use crate::app::{Consent, Message, SaveOutcome, SecretChange};
use crate::profile::Profile;
use crate::session::Session;
use crate::session::saved::Tokens;

/// Profiles and sessions on disk.
#[derive(Debug)]
pub struct Stores {
    config_dir: PathBuf,
    data_dir: PathBuf,
    answers: UnboundedSender<Message>,
}

impl Stores {
    /// The stores of two directories.
    pub fn new(config_dir: PathBuf, data_dir: PathBuf, answers: UnboundedSender<Message>) -> Self {
        Self { config_dir, data_dir, answers }
    }

    /// The saved sessions.
    pub fn sessions(&self) -> Sessions {
        Sessions::of(&self.data_dir).keeping(settings::kept_requests(&self.config_dir))
    }

    /// Reads everything.
    pub fn read(&self) {
        let (profiles, sessions) = (Profiles::of(&self.config_dir), Sessions::of(&self.data_dir));
        let lost = || Message::StoredItemsRead(Box::default());
        self.spawn(move || Message::StoredItemsRead(Box::new(read(&profiles, &sessions))), lost);
    }

    /// Fetches a profile's secret.
    pub fn fetch_secret(&self, profile: Profile) {
        let config_dir = self.config_dir.clone();
        let lost = Message::SecretFetched {
            profile: Box::new(profile.clone()),
            result: Err("the client secret could not be fetched".to_owned()),
        };
        let work = move || {
            let result = secrets::resolve(&profile, &config_dir);
            Message::SecretFetched { profile: Box::new(profile), result }
        };
        self.spawn(work, || lost);
    }

    /// Opens a session. Its client's secret comes from where the profile keeps it; without it the session still opens.
    pub fn open_session(&self, name: String) {
        let (sessions, config_dir) = (Sessions::of(&self.data_dir), self.config_dir.clone());
        let lost_name = name.clone();
        let work = move || {
            let result = sessions.open(&name).map(|opened| {
                let read_only = opened.saved.read_only().map(str::to_owned);
                let mut session = opened.saved.session;
                let mut problem = None;
                if read_only.is_none() {
                    let (client, secret) = client_store::of_session(&session, opened.name.is_some(), &config_dir);
                    session.set_profile(
                        client,
                        secret.unwrap_or_else(|reason| {
                            problem = Some(reason);
                            None
                        }),
                    );
                }
                Box::new(Opened { session, read_only, problem })
            });
            Message::SessionOpened { name, result }
        };
        self.spawn(work, || Message::SessionOpened { name: lost_name, result: Err("it could not be read".to_owned()) });
    }

    /// Saves a profile, and its secret where secrets are kept.
    pub fn save_profile(&self, profile: Profile, secret: SecretChange, consent: Option<Consent>) {
        let config_dir = self.config_dir.clone();
        let lost = Message::ProfileSaved {
            profile: Box::new(profile.clone()),
            outcome: SaveOutcome::Failed("the profile could not be saved".to_owned()),
        };
        let work = move || {
            let (profile, outcome) = client_store::save(profile, &secret, consent, &config_dir);
            Message::ProfileSaved { profile: Box::new(profile), outcome }
        };
        self.spawn(work, || lost);
    }

    /// Saves a session: into its own file, or under a name that is free or shall be replaced.
    pub fn save_session(&self, name: String, session: Box<Session>, whole: bool, is_own: bool, replace: bool) {
        let sessions = self.sessions();
        let answer = move |name, session, outcome| Message::SessionSaved { name, session, whole, outcome };
        let (lost_name, lost_session) = (name.clone(), session.clone());
        let work = move || {
            let (name, outcome) = match is_own {
                true => save_own(&sessions, name, &session),
                false => {
                    let outcome = save_as(&sessions, &name, &session, whole, replace);
                    (name, outcome)
                }
            };
            answer(name, session, outcome)
        };
        let failed = SaveOutcome::Failed("the session could not be saved".to_owned());
        self.spawn(work, move || answer(lost_name, lost_session, failed));
    }

    /// Gives a profile or a saved session another name.
    pub fn rename(&self, item: StoredItem, to: String) {
        let (config_dir, sessions) = (self.config_dir.clone(), Sessions::of(&self.data_dir));
        let work = move || {
            let (result, renamed) = match &item {
                StoredItem::Profile(name) => {
                    (profiles::rename_profile(name, &to, &config_dir).map_err(joined), StoredItem::Profile(to.clone()))
                }
                StoredItem::Session(name) => (sessions.rename(name, &to), StoredItem::Session(to.clone())),
            };
            let select = if result.is_ok() { renamed } else { item.clone() };
            let result = result.map(|()| format!("renamed {} to {to}", item.words()));
            Message::StoredItemChanged { result, select: Some(select) }
        };
        self.spawn(work, || Message::StoredItemChanged {
            result: Err("it could not be renamed".to_owned()),
            select: None,
        });
    }

    /// Deletes a profile, with the secret that is kept for it, or a saved session.
    pub fn delete(&self, item: StoredItem) {
        let (config_dir, sessions) = (self.config_dir.clone(), Sessions::of(&self.data_dir));
        let work = move || {
            let result = match &item {
                StoredItem::Profile(name) => profiles::remove_profile(name, &config_dir).map_err(joined),
                StoredItem::Session(name) => sessions.remove(name),
            };
            Message::StoredItemChanged { result: result.map(|()| format!("deleted {}", item.words())), select: None }
        };
        self.spawn(work, || Message::StoredItemChanged {
            result: Err("it could not be deleted".to_owned()),
            select: None,
        });
    }

    /// Saves the exchanges of a session as HAR.
    pub fn save_archive(&self, path: String, session: Session, whole: bool, replace: bool) {
        let lost = Message::ArchiveSaved {
            path: path.clone(),
            whole,
            outcome: SaveOutcome::Failed("the file could not be written".to_owned()),
        };
        let work = move || {
            let outcome = archive::save(&path, &session, whole, replace);
            Message::ArchiveSaved { path, whole, outcome }
        };
        self.spawn(work, || lost);
    }

    fn spawn(&self, work: impl FnOnce() -> Message + Send + 'static, lost: impl FnOnce() -> Message + Send + 'static) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let message = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| lost());
            drop(answers.send(message));
        });
    }
}

/// Saves a session where it was opened or saved before, and says under which name it is now.
pub fn save_own(sessions: &Sessions, name: String, session: &Session) -> (String, SaveOutcome) {
    let saved = sessions.file(&name).and_then(|path| Ok((sessions.save_back(&path, session, clock::now())?, path)));
    match saved {
        Ok((SavedBack::InPlace, path)) => {
            (name, SaveOutcome::Done(format!("saved in {}, tokens included", path.display())))
        }
        Ok((SavedBack::Joined, _)) => {
            let sentence = format!("saved in {name}, merged with changes from another program");
            (name, SaveOutcome::Done(sentence))
        }
        Ok((SavedBack::Beside(path), _)) => {
            let beside = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let sentence = format!("saved as {beside}, tokens included: {name} was replaced or removed");
            (beside, SaveOutcome::Done(sentence))
        }
        Err(problem) => (name, SaveOutcome::Failed(problem)),
    }
}

fn save_as(sessions: &Sessions, name: &str, session: &Session, whole: bool, replace: bool) -> SaveOutcome {
    if !replace && sessions.contains(name) && !sessions.is_failed_try_of(name, session.profile()) {
        let tokens = if sessions.holds_tokens(name) { " and has tokens" } else { "" };
        return SaveOutcome::Asks {
            question: format!("{name} exists{tokens}: Enter replaces it, Esc cancels; or type another name"),
            consent: Consent::Replace,
        };
    }
    let what = if whole { "tokens included" } else { "secrets masked" };
    match sessions.save(name, session, whole, replace, clock::now()) {
        Ok(path) => SaveOutcome::Done(format!("saved in {}, {what}", path.display())),
        Err(problem) => SaveOutcome::Failed(problem),
    }
}

fn joined(problems: Vec<String>) -> String {
    problems.join("; ")
}

fn read(profiles: &Profiles, sessions: &Sessions) -> Found {
    let mut found = Found::default();
    match profiles.load() {
        Ok(file) => {
            found.profiles = file.profiles().cloned().collect();
            found.problems.extend(file.problems().iter().map(|problem| format!("profiles.toml {problem}")));
        }
        Err(problem) => found.problems.push(problem),
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
                    Err(problem) => found.problems.push(problem),
                }
            }
        }
        Err(problem) => found.problems.push(problem),
    }
    found
}
