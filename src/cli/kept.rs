//! Where a flow keeps its session while it goes on: what is nowhere else is saved before anything else is done.
//!
//! ```text
//!   hold ─► the file's tokens are newer? take them : send ─► answer ─► save, let go ─► verify ─► save again
//! ```

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::output;
use super::status::{Failure, Status};
use crate::runtime::clock;
use crate::runtime::sessions::{Hold, SavedBack, Sessions};
use crate::session::{Grant, Session};

/// How often another program is asked whether it is done.
const OFTEN: Duration = Duration::from_millis(20);

/// Where a session is kept.
#[derive(Debug)]
pub struct Kept {
    sessions: Sessions,
    place: Place,
    hold: Option<Hold>,
    was_told: bool,
}

#[derive(Clone, Debug)]
enum Place {
    /// Nowhere yet; under this name from the first save on, in the place of what is there if that was asked for.
    New { name: String, replace: bool },
    /// In this file.
    File(PathBuf),
}

impl Kept {
    /// A session that is saved under a name as soon as it is worth it.
    pub fn under(sessions: Sessions, name: &str, replace: bool) -> Self {
        Self::at(sessions, Place::New { name: name.to_owned(), replace })
    }

    /// A session that came from a file.
    pub fn in_file(sessions: Sessions, path: PathBuf) -> Self {
        Self::at(sessions, Place::File(path))
    }

    fn at(sessions: Sessions, place: Place) -> Self {
        Self { sessions, place, hold: None, was_told: false }
    }

    /// Whether it stands in a file.
    pub fn is_saved(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// Saves the session as far as it got, with what other programs have added to its file.
    pub fn save(&mut self, session: &Session) -> Result<(), String> {
        let now = clock::now();
        match self.place.clone() {
            Place::New { name, replace } => {
                self.place = Place::File(self.sessions.save(&name, session, true, replace, now)?);
            }
            Place::File(path) => match self.sessions.save_back(&path, session, now)? {
                SavedBack::InPlace => {}
                SavedBack::Joined => {
                    self.tell("Another program changed this session: the saved file contains both changes.");
                }
                SavedBack::Beside(beside) => {
                    self.tell(&format!("Another session now has this name. Saved as: {}", beside.display()));
                    self.place = Place::File(beside);
                }
            },
        }
        self.hold = None;
        Ok(())
    }

    fn tell(&mut self, sentence: &str) {
        if !std::mem::replace(&mut self.was_told, true) {
            output::progress(sentence);
        }
    }

    /// Waits for whoever else refreshes the session, at most so long, and holds it until it is saved. Back comes the
    /// session as its file says it, where another program has got tokens for it since it was read.
    pub async fn hold(&mut self, session: &Session, patience: Duration) -> Result<Option<Session>, Failure> {
        let Place::File(path) = self.place.clone() else { return Ok(None) };
        let begun = Instant::now();
        self.hold = loop {
            match self.sessions.try_hold(&path).map_err(Failure::usage)? {
                Some(hold) => break Some(hold),
                None if begun.elapsed() >= patience => {
                    let problem =
                        format!("another program has been refreshing this session for {} s", patience.as_secs());
                    return Err(Failure::new(Status::TimedOut, problem));
                }
                None => tokio::time::sleep(OFTEN).await,
            }
        };
        let there = self.sessions.open(&path.to_string_lossy()).map_err(Failure::usage)?.saved.session;
        let tokens = |session: &Session| session.grant().map(|grant: &Grant| grant.response.clone());
        if tokens(&there) == tokens(session) {
            return Ok(None);
        }
        self.hold = None;
        if there.log().first() != session.log().first() {
            return Err(Failure::usage("another program has just replaced this session: run the command again"));
        }
        output::progress("Another program has just refreshed this session: its tokens are used.");
        Ok(Some(there))
    }
}
