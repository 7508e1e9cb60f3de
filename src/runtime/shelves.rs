//! Reads and writes what is kept between runs, on threads of its own: a keyring may wait for a password, a disk may be
//! slow, and the screen goes on.

use std::path::PathBuf;

use tokio::sync::mpsc::UnboundedSender;

use super::sessions::Sessions;
use super::store::Profiles;
use super::{archive, clock, secrets, store};
use crate::app::shelves::{Opened, Shelved, Shelves as Found};
use crate::app::tidying::Kept;
use crate::app::{Archived, Message};
use crate::profile::Profile;
use crate::session::Session;
use crate::session::saved::Tokens;

/// Profiles and sessions on disk.
#[derive(Debug)]
pub struct Shelves {
    config_dir: PathBuf,
    data_dir: PathBuf,
    answers: UnboundedSender<Message>,
}

impl Shelves {
    /// The shelves of two directories.
    pub fn new(config_dir: PathBuf, data_dir: PathBuf, answers: UnboundedSender<Message>) -> Self {
        Self { config_dir, data_dir, answers }
    }

    /// Reads everything.
    pub fn read(&self) {
        let (profiles, sessions) = (Profiles::of(&self.config_dir), Sessions::of(&self.data_dir));
        let lost = || Message::ShelvesRead(Box::default());
        self.spawn(move || Message::ShelvesRead(Box::new(read(&profiles, &sessions))), lost);
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
                    let (client, secret) = secrets::of_session(&session, opened.name.is_some(), &config_dir);
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

    /// Saves a profile.
    pub fn save_profile(&self, profile: Profile) {
        let profiles = Profiles::of(&self.config_dir);
        let work = move || {
            let place = profiles.path();
            Message::Saved(profiles.save(&profile).map(|()| format!("saved in {}", place.display())))
        };
        self.spawn(work, || Message::Saved(Err("the profile could not be saved".to_owned())));
    }

    /// Saves a session under a new name.
    pub fn save_session(&self, name: String, session: Session, whole: bool) {
        let sessions = Sessions::of(&self.data_dir);
        let work = move || {
            let saved = sessions.save(&name, &session, whole, false, clock::now());
            let what = if whole { "tokens included" } else { "secrets masked" };
            Message::Saved(saved.map(|path| format!("saved in {}, {what}", path.display())))
        };
        self.spawn(work, || Message::Saved(Err("the session could not be saved".to_owned())));
    }

    /// Gives a profile or a saved session another name.
    pub fn rename(&self, kept: Kept, to: String) {
        let (config_dir, sessions) = (self.config_dir.clone(), Sessions::of(&self.data_dir));
        let work = move || {
            let (result, renamed) = match &kept {
                Kept::Profile(name) => {
                    (store::rename_profile(name, &to, &config_dir).map_err(joined), Kept::Profile(to.clone()))
                }
                Kept::Session(name) => (sessions.rename(name, &to), Kept::Session(to.clone())),
            };
            let select = if result.is_ok() { renamed } else { kept.clone() };
            let result = result.map(|()| format!("{} is called {to} now", kept.words()));
            Message::Tidied { result, select: Some(select) }
        };
        self.spawn(work, || Message::Tidied { result: Err("it could not be renamed".to_owned()), select: None });
    }

    /// Deletes a profile, with the secret that is kept for it, or a saved session.
    pub fn delete(&self, kept: Kept) {
        let (config_dir, sessions) = (self.config_dir.clone(), Sessions::of(&self.data_dir));
        let work = move || {
            let result = match &kept {
                Kept::Profile(name) => store::remove_profile(name, &config_dir).map_err(joined),
                Kept::Session(name) => sessions.remove(name),
            };
            Message::Tidied { result: result.map(|()| format!("deleted {}", kept.words())), select: None }
        };
        self.spawn(work, || Message::Tidied { result: Err("it could not be deleted".to_owned()), select: None });
    }

    /// Saves the exchanges of a session as HAR.
    pub fn save_archive(&self, path: String, session: Session, whole: bool, replace: bool) {
        let lost = Message::ArchiveSaved {
            path: path.clone(),
            whole,
            outcome: Archived::Failed("the file could not be written".to_owned()),
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
                        let about = format!("{}, {} entries", kept.profile().client_id, kept.log().len());
                        let has_tokens = opened.saved.tokens == Tokens::Kept && kept.grant().is_some();
                        found.sessions.push(Shelved { name: session.name, about, has_tokens });
                    }
                    Err(problem) => found.problems.push(problem),
                }
            }
        }
        Err(problem) => found.problems.push(problem),
    }
    found
}
