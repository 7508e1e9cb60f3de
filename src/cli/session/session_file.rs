//! Where a flow keeps its session while it runs: what exists nowhere else is saved first.
//!
//! ```text
//!   lock ─► newer tokens in the file? use them : send ─► response ─► save, unlock ─► verify ─► save again
//! ```

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::runtime::saved_send::NotSent;
use crate::runtime::sessions::{Hold, SavedBack, SessionError, Sessions};
use crate::runtime::{clock, saved_send};
use crate::session::Session;

/// Where a session is kept.
#[derive(Debug)]
pub struct SessionFile {
    sessions: Sessions,
    destination: Destination,
    hold: Option<Hold>,
    was_told: bool,
}

#[derive(Clone, Debug)]
enum Destination {
    /// Not yet saved; under this name from the first save on, replacing an existing file if that was requested.
    New { name: String, replace: bool },
    /// In this file.
    File(PathBuf),
}

impl SessionFile {
    /// A session that is saved under a name as soon as it has something worth saving.
    pub fn under(sessions: Sessions, name: &str, replace: bool) -> Self {
        Self::at(sessions, Destination::New { name: name.to_owned(), replace })
    }

    /// A session that was read from a file.
    pub fn in_file(sessions: Sessions, path: PathBuf) -> Self {
        Self::at(sessions, Destination::File(path))
    }

    fn at(sessions: Sessions, destination: Destination) -> Self {
        Self { sessions, destination, hold: None, was_told: false }
    }

    /// Whether it has a file.
    pub fn is_saved(&self) -> bool {
        matches!(self.destination, Destination::File(_))
    }

    /// Saves the session in its current state, with what other programs have added to its file.
    pub fn save(&mut self, session: &Session) -> Result<(), SessionError> {
        let now = clock::now();
        if let Some(hold) = &mut self.hold {
            hold.note(session);
        }
        match self.destination.clone() {
            Destination::New { name, replace } => match self.sessions.save(&name, session, true, replace, now) {
                Ok(path) => self.destination = Destination::File(path),
                // Another login has taken the name since this one began, and these tokens exist nowhere else.
                Err(SessionError::Taken(_)) if session.grant().is_some() => {
                    self.save_back(self.sessions.file(&name)?, session, now)?;
                }
                Err(error) => return Err(error),
            },
            Destination::File(path) => self.save_back(path, session, now)?,
        }
        self.hold = None;
        Ok(())
    }

    fn save_back(&mut self, path: PathBuf, session: &Session, now: Timestamp) -> Result<(), SessionError> {
        self.destination = match self.sessions.save_back(&path, session, now)? {
            SavedBack::InPlace => Destination::File(path),
            SavedBack::Joined => {
                self.tell("Another program changed this session: the saved file contains both changes.");
                Destination::File(path)
            }
            SavedBack::Beside(beside) => {
                self.tell(&format!("Another session now has this name. Saved as: {}", beside.display()));
                Destination::File(beside)
            }
        };
        Ok(())
    }

    /// The name of its file; `None` before the first save.
    pub fn name(&self) -> Option<String> {
        match &self.destination {
            Destination::File(path) => Some(path.file_stem()?.to_string_lossy().into_owned()),
            Destination::New { .. } => None,
        }
    }

    fn tell(&mut self, sentence: &str) {
        if !std::mem::replace(&mut self.was_told, true) {
            output::progress(sentence);
        }
    }

    /// Waits up to this long until no other program refreshes the session, then locks it until it is saved. Returns the
    /// session of the file if another program has got tokens for it since it was read.
    pub async fn hold(&mut self, session: &Session, patience: Duration) -> Result<Option<Session>, Failure> {
        let Destination::File(path) = self.destination.clone() else { return Ok(None) };
        let held = saved_send::hold(&self.sessions, &path, patience).await.map_err(|error| match error {
            NotSent::Busy(_) => Failure::new(Status::TimedOut, error),
            NotSent::Session(_) => Failure::usage(error),
        })?;
        self.hold = Some(held);
        let newer = self.sessions.newer(&path, session)?;
        if newer.is_some() {
            self.hold = None;
            output::progress("Another program has just refreshed this session: its tokens are used.");
        }
        Ok(newer)
    }
}
