//! Saved sessions on disk: one file each, `{data directory}/sessions/{name}.json`, readable by its owner only, written
//! completely or not at all.
//!
//! Two programs may use one session. Saving takes the directory's lock, and a session that is saved back is merged with
//! the current content of its file. If the file now contains another session, the session is saved in a file next to
//! it: it may have the only copy of a refresh token. Refreshing takes the session's own lock ([`Hold`]), from before it
//! reads which refresh token is current until the new one is saved: a provider that detects reuse treats a token that
//! is sent twice as stolen.
//!
//! A symbolic link is not a saved session: every command says so, and removing one removes the link.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::clock;
use super::files::{self, Attempt, FileError};
use super::private_file::{self, Exposure, write, write_new};
use crate::profile::Profile;
use crate::protocol::JwkSet;
use crate::protocol::endpoint::pkce::sha256;
use crate::protocol::jose::compact::peek;
use crate::protocol::text::hexadecimal::hexadecimal;
use crate::protocol::token::alteration::KnownToken;
use crate::session::merge::merged;
use crate::session::saved::{self, NameProblem, OpenProblem, Saved, name_problem};
use crate::session::{KEPT_REQUESTS, Session};

/// The longest saved session, in bytes.
const MAX_LENGTH: u64 = 1 << 30;

/// The saved sessions of a data directory. Nothing is created on disk before the first save.
#[derive(Clone, Debug)]
pub struct Sessions {
    directory: PathBuf,
    kept_requests: usize,
}

/// A session read from a file.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The session.
    pub saved: Saved,
    /// Its name; `None` for a file outside the data directory.
    pub name: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// Whether others than the owner can read or change it.
    pub exposure: Option<Exposure>,
}

/// Why a saved session was not opened, saved, renamed or removed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SessionError {
    #[error(transparent)]
    Name(#[from] NameProblem),
    #[error(transparent)]
    File(#[from] FileError),
    #[error(
        "no saved session {name:?} in {}, and no such file; to list sessions: grantscope session list",
        directory.display()
    )]
    Unknown { name: String, directory: PathBuf },
    #[error("session {0:?} already exists; use a new name")]
    Taken(String),
    #[error("{}: the saved session is damaged: byte {at} is not UTF-8", path.display())]
    NotText { path: PathBuf, at: usize },
    #[error("{}: {problem}", path.display())]
    Unopened {
        path: PathBuf,
        #[source]
        problem: OpenProblem,
    },
    #[error("{}: another program has just replaced this session: open it again", .0.display())]
    Replaced(PathBuf),
}

/// A session that no other program refreshes while this exists. The lock ends also if this program is killed.
#[derive(Debug)]
pub struct Hold {
    _lock: File,
    /// Open before anything is sent, so that one write is between tokens and their being on disk.
    spare: tempfile::NamedTempFile,
}

impl Hold {
    /// Writes the session down before it is saved in its place: should the program be killed meanwhile, whoever saves next
    /// takes it from here.
    pub fn note(&mut self, session: &Session) {
        // Where this fails, saving says so.
        drop(self.spare.write_all(saved::write(session, true, clock::now()).as_bytes()));
    }
}

/// One line of the list.
#[derive(Debug)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// The session, or why it cannot be opened.
    pub opened: Result<Opened, SessionError>,
}

/// Where a continued session was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedBack {
    /// To its own file.
    InPlace,
    /// To its own file, merged with what another program had added.
    Joined,
    /// To another file, because the first one now contains another session, or was removed.
    Beside(PathBuf),
}

impl Sessions {
    /// The sessions of a data directory.
    pub fn of(data_dir: &Path) -> Self {
        Self { directory: data_dir.join("sessions"), kept_requests: KEPT_REQUESTS }
    }

    /// The same, but a session that is saved back keeps this many of the newest repeated requests.
    #[must_use]
    pub fn keeping(self, kept_requests: usize) -> Self {
        Self { kept_requests, ..self }
    }

    /// All saved sessions, by name, including those that cannot be opened. Each is read when it is needed, so that only
    /// one is in memory at a time.
    pub fn list(&self) -> Result<impl Iterator<Item = Listed>, FileError> {
        Ok(self.names()?.into_iter().map(|name| Listed { opened: self.open(&name), name }))
    }

    /// The names of all saved sessions, in order. None is opened.
    pub fn names(&self) -> Result<Vec<String>, FileError> {
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => Some(entries),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Attempt::Read.of(&self.directory)(error)),
        };
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok()?;
                let name = name.strip_suffix(".json")?;
                name_problem(name).is_none().then(|| name.to_owned())
            })
            .collect();
        names.sort();
        Ok(names)
    }

    /// Opens a session by its name or by the path of a file.
    pub fn open(&self, name_or_file: &str) -> Result<Opened, SessionError> {
        let named = self.file(name_or_file).ok();
        let is_there = |path: &Path| files::exists(path).map_err(Attempt::Read.of(path));
        let (path, name) = match named {
            Some(path) if is_there(&path)? => (path, Some(name_or_file.to_owned())),
            _ if is_there(Path::new(name_or_file))? => (PathBuf::from(name_or_file), None),
            _ => return Err(self.unknown(name_or_file)),
        };
        let saved = self.read(&path)?;
        let exposure = private_file::exposure(&path, 0o077);
        Ok(Opened { saved, name, path, exposure })
    }

    /// The keys of an issuer in the newest saved session that fetched them, with the key that a token names.
    pub fn lend_keys(&self, issuer: &str, kid: Option<&str>) -> Option<JwkSet> {
        self.newest().find_map(|(name, text)| {
            let (keys, fetched_at) = text.contains(issuer).then(|| saved::lent_keys(&text, issuer)).flatten()?;
            keys.has_key(kid).then(|| keys.lent_by(&format!("saved session {name}"), fetched_at))
        })
    }

    /// The tokens of saved sessions of which a given one may be an edited copy: those that share a part with it. Other
    /// sessions are not opened.
    pub fn tokens_like<'a>(&self, given: impl Iterator<Item = &'a str>) -> Vec<KnownToken> {
        // A short part, such as the claims of an example, is in many tokens.
        let parts: Vec<&str> =
            given.flat_map(|token| token.split('.').skip(1).take(2)).filter(|it| it.len() > 40).collect();
        let ids: Vec<String> =
            parts.iter().filter_map(|part| peek(&format!(".{part}."))?.get("jti")?.as_string()).collect();
        let is_like = |text: &str| {
            parts
                .iter()
                .copied()
                .chain(ids.iter().map(String::as_str))
                .any(|part| part.len() > 8 && text.contains(part))
        };
        if parts.is_empty() {
            return Vec::new();
        }
        let like = self.newest().filter(|(_, text)| is_like(text)).filter_map(|(name, _)| self.open(&name).ok());
        like.flat_map(|opened| {
            let whose = format!("saved session {}", opened.name.unwrap_or_default());
            opened.saved.session.known_tokens(&whose)
        })
        .collect()
    }

    /// The newest saved sessions as text, with their names: enough of them to find a login of these days, and not so many
    /// that a command takes long.
    fn newest(&self) -> impl Iterator<Item = (String, String)> {
        const MOST: usize = 200;
        const LONGEST: u64 = 4 << 20;
        let changed = |name: String| {
            let path = self.file(&name).ok()?;
            Some((fs::metadata(&path).ok()?.modified().ok()?, name, path))
        };
        let mut files: Vec<_> = self.names().unwrap_or_default().into_iter().filter_map(changed).collect();
        files.sort_by(|one, other| other.cmp(one));
        files.into_iter().take(MOST).filter_map(|(_, name, path)| {
            private_file::refuse_link(&path).ok()?;
            Some((name, String::from_utf8(files::read(&path, LONGEST).ok()?).ok()?))
        })
    }

    /// Whether the name exists, or may exist.
    pub fn contains(&self, name: &str) -> bool {
        self.file(name).is_ok_and(|path| files::exists(&path).unwrap_or(true))
    }

    /// Locks a session against other programs that refresh it; `None` while one of them does.
    pub fn try_hold(&self, path: &Path) -> Result<Option<Hold>, FileError> {
        let failed = Attempt::Written.of(&self.directory);
        let Some(lock) = private_file::try_lock(&self.directory, &lock_name(path)).map_err(&failed)? else {
            return Ok(None);
        };
        let spare = private_file::spare(&self.directory, path.file_name().unwrap_or_default()).map_err(failed)?;
        Ok(Some(Hold { _lock: lock, spare }))
    }

    /// The session of its file if that has newer tokens than this record: another program has got them.
    pub fn newer(&self, path: &Path, session: &Session) -> Result<Option<Session>, SessionError> {
        let there = self.read(path)?.session;
        let Some(newest) = there.grant().map(|grant| &grant.response) else { return Ok(None) };
        if session.grants().iter().any(|grant| grant.response == *newest) {
            return Ok(None);
        }
        if there.log().first() == session.log().first() {
            Ok(Some(there))
        } else {
            Err(SessionError::Replaced(path.to_owned()))
        }
    }

    /// Whether the session of this name has tokens: there may be no other copy of them.
    pub fn holds_tokens(&self, name: &str) -> bool {
        self.open(name).is_ok_and(|there| there.saved.session.grant().is_some())
    }

    /// Whether the session of this name is a failed login of the same client without tokens: the next attempt may
    /// replace it.
    pub fn is_failed_try_of(&self, name: &str, client: &Profile) -> bool {
        self.contains(name)
            && self.open(name).is_ok_and(|there| {
                there.saved.session.grant().is_none() && there.saved.session.profile().is_same_client(client)
            })
    }

    /// Saves a session under a name that is unused or has a failed login. Another session is replaced only on request.
    pub fn save(
        &self,
        name: &str,
        session: &Session,
        whole: bool,
        replace: bool,
        now: Timestamp,
    ) -> Result<PathBuf, SessionError> {
        let path = self.file(name)?;
        let text = saved::write(session, whole, now);
        let lock = self.lock()?;
        let replace = replace || self.is_failed_try_of(name, session.profile());
        let written = if replace { write(&path, text.as_bytes()) } else { write_new(&path, text.as_bytes()) };
        drop(lock);
        match written {
            Ok(()) => Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SessionError::Taken(name.to_owned())),
            Err(error) => Err(Attempt::Written.of(&path)(error).into()),
        }
    }

    /// Whether a session of this name could be saved; checked before sending a request whose response must be saved.
    pub fn can_save(&self, name: &str) -> Result<(), SessionError> {
        Ok(self.can_save_back(&self.file(name)?)?)
    }

    /// Whether the file of a session could be replaced.
    pub fn can_save_back(&self, path: &Path) -> Result<(), FileError> {
        let lock = self.lock()?;
        let checked = private_file::can_write(path);
        drop(lock);
        checked.map_err(Attempt::Written.of(path))
    }

    /// Saves a continued session to its own file, with its tokens. Call it before using a new refresh token: with
    /// rotation, the provider has invalidated the old one.
    pub fn save_back(&self, path: &Path, session: &Session, now: Timestamp) -> Result<SavedBack, FileError> {
        let lock = self.lock()?;
        let there = self.read(path).ok().map(|saved| saved.session);
        let joined = there.and_then(|there| merged(&there, session));
        let (path, outcome) = match &joined {
            Some(joined) if joined.has_more => (path.to_owned(), SavedBack::Joined),
            Some(_) => (path.to_owned(), SavedBack::InPlace),
            None => (beside(path), SavedBack::Beside(beside(path))),
        };
        let whole = joined.as_ref().map_or(session, |joined| &joined.session);
        let text = saved::write(whole.shortened(self.kept_requests).as_ref().unwrap_or(whole), true, now);
        let written = if joined.is_some() { write(&path, text.as_bytes()) } else { write_new(&path, text.as_bytes()) };
        // The tokens may exist nowhere else: if the file cannot be replaced, save to a new one next to it.
        let kept = written.map(|()| outcome).or_else(|error| {
            let path = beside(&path);
            write_new(&path, text.as_bytes()).map(|()| SavedBack::Beside(path)).map_err(|_| error)
        });
        drop(lock);
        kept.map_err(Attempt::Written.of(&path))
    }

    /// Renames a session to an unused name.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), SessionError> {
        let (source, target) = (self.file(from)?, self.file(to)?);
        let refused = Attempt::Renamed.of(&source);
        private_file::refuse_link(&source).map_err(&refused)?;
        // Saving takes the lock: no file appears under the new name between the check and the rename, which is atomic
        // even if the program is killed.
        let _lock = self.lock()?;
        if !files::exists(&source).map_err(&refused)? {
            return Err(self.unknown(from));
        }
        if files::exists(&target).map_err(Attempt::Written.of(&target))? {
            return Err(SessionError::Taken(to.to_owned()));
        }
        Ok(fs::rename(&source, &target).map_err(refused)?)
    }

    /// Deletes a session, even a damaged one.
    pub fn remove(&self, name: &str) -> Result<(), SessionError> {
        let path = self.file(name)?;
        // First recovers what a killed program left of it, which is removed with it.
        let _lock = files::exists(&path).unwrap_or(false).then(|| self.lock()).transpose()?;
        fs::remove_file(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => self.unknown(name),
            _ => Attempt::Removed.of(&path)(error).into(),
        })?;
        // There is nothing left to lock.
        drop(fs::remove_file(self.directory.join(lock_name(&path))));
        Ok(())
    }

    /// The file of a name.
    pub fn file(&self, name: &str) -> Result<PathBuf, NameProblem> {
        match name_problem(name) {
            None => Ok(self.directory.join(format!("{name}.json"))),
            Some(problem) => Err(problem),
        }
    }

    /// Reads the session of a file. Those of this directory were written by this program; others may claim anything.
    fn read(&self, path: &Path) -> Result<Saved, SessionError> {
        let is_own = path.parent() == Some(self.directory.as_path());
        read_text(path, if is_own { saved::read_own } else { saved::read })
    }

    fn unknown(&self, name: &str) -> SessionError {
        SessionError::Unknown { name: name.to_owned(), directory: self.directory.clone() }
    }

    /// Waits for other programs that are saving.
    fn lock(&self) -> Result<File, FileError> {
        private_file::lock_and_recover(&self.directory, |left, name| self.recover(left, name))
            .map_err(Attempt::Written.of(&self.directory))
    }

    /// Recovers the session from a file that a program had written but not renamed when it was killed: it may have the
    /// only copy of a refresh token. Returns whether everything in it is saved.
    fn recover(&self, left: &Path, name: &str) -> bool {
        let is_session = name.strip_suffix(".json").is_some_and(|name| name_problem(name).is_none());
        let Some(written) = self.read(left).ok().filter(|saved| is_session && saved.read_only().is_none()) else {
            return false;
        };
        let path = self.directory.join(name);
        match self.read(&path) {
            Ok(there) => match self.newer(left, &there.session) {
                Ok(Some(newer)) => {
                    let Some(joined) = merged(&there.session, &newer) else { return false };
                    write(&path, saved::write(&joined.session, true, clock::now()).as_bytes()).is_ok()
                }
                Ok(None) => true,
                Err(_) => false,
            },
            Err(_) if files::exists(&path).unwrap_or(true) => false,
            Err(_) => write(&path, saved::write(&written.session, true, clock::now()).as_bytes()).is_ok(),
        }
    }
}

fn read_text(path: &Path, reader: fn(&str) -> Result<Saved, OpenProblem>) -> Result<Saved, SessionError> {
    let failed = Attempt::Read.of(path);
    private_file::refuse_link(path).map_err(&failed)?;
    let bytes = files::read(path, MAX_LENGTH).map_err(&failed)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| SessionError::NotText { path: path.to_owned(), at: error.valid_up_to() })?;
    reader(text).map_err(|problem| SessionError::Unopened { path: path.to_owned(), problem })
}

/// The name of a session's lock, the same for every path of its file.
fn lock_name(path: &Path) -> String {
    let path = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let digest = sha256(path.as_os_str().as_encoded_bytes());
    format!(".lock-{}", hexadecimal(&digest[..8]))
}

/// The first unused name next to a file: `work-2.json`.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let free = (2u32..)
        .map(|n| path.with_file_name(format!("{stem}-{n}.json")))
        .find(|path| !files::exists(path).unwrap_or(true));
    free.unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Provider;
    use crate::protocol::{HttpRequest, HttpResponse};
    use crate::session::{Delivery, Purpose, Received};

    /// One more request with a response; its URL distinguishes it.
    fn went_on(session: &Session, path: &str) -> Session {
        let mut session = session.clone();
        let request = HttpRequest::get(format!("https://op.example/{path}"));
        let id = session.begin(Purpose::Other, request, Timestamp::UNIX_EPOCH);
        let received = Received::Response(HttpResponse::new(200));
        session.absorb(id, Delivery::from(received));
        session
    }

    fn new(client: &str) -> Session {
        Session::new(Profile::new(Provider::Issuer("https://op.example".into()), client), None)
    }

    fn urls(session: &Session) -> Vec<(u32, String)> {
        let name = |url: &str| url.trim_start_matches("https://op.example/").to_owned();
        session.exchanges().map(|exchange| (exchange.id.0, name(&exchange.request.url))).collect()
    }

    #[test]
    fn changes_of_two_programs_are_merged_with_each_exchange_once() {
        let home = tempfile::tempdir().unwrap();
        let sessions = Sessions::of(home.path());
        let both = went_on(&new("c"), "both");
        let path = sessions.save("mine", &both, true, false, Timestamp::UNIX_EPOCH).unwrap();
        let save_back = |session: &Session| sessions.save_back(&path, session, Timestamp::UNIX_EPOCH).unwrap();
        let (one, other) = (went_on(&both, "one"), went_on(&both, "other"));
        assert_eq!(save_back(&one), SavedBack::InPlace);
        assert_eq!(save_back(&other), SavedBack::Joined);
        assert_eq!(save_back(&went_on(&one, "more")), SavedBack::Joined);
        let saved = sessions.open("mine").unwrap().saved.session;
        let expected = ["both", "one", "other", "more"].iter().zip(1..).map(|(name, id)| (id, (*name).to_owned()));
        assert_eq!(urls(&saved), expected.collect::<Vec<_>>());
        assert_eq!(sessions.list().unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_program_had_written_and_not_renamed_is_taken_by_the_next_that_saves() {
        let home = tempfile::tempdir().unwrap();
        let sessions = Sessions::of(home.path());
        let login = with_tokens(&new("c"), "first");
        let path = sessions.save("mine", &login, true, false, Timestamp::UNIX_EPOCH).unwrap();
        let leave = |session: &Session, name: &str, cut: usize| {
            let text = saved::write(session, true, Timestamp::UNIX_EPOCH);
            let left = path.with_file_name(name);
            fs::write(&left, &text[..text.len() - cut]).unwrap();
            sessions.can_save("mine").unwrap();
            left.exists()
        };
        let token = |name: &str| sessions.open(name).unwrap().saved.session.refresh_token();
        assert!(leave(&with_tokens(&login, "cut"), ".saving-mine.json-aaaaaa", 9), "it may be being written");
        assert_eq!(token("mine"), Some("first".into()));
        assert!(!leave(&with_tokens(&login, "second"), ".saving-mine.json-bbbbbb", 0));
        assert_eq!(token("mine"), Some("second".into()));
        assert!(!leave(&login, ".saving-mine.json-cccccc", 0));
        assert_eq!(token("mine"), Some("second".into()), "older ones are no news");
        assert!(
            leave(&with_tokens(&went_on(&new("d"), "d"), "other"), ".saving-mine.json-dddddd", 0),
            "another session"
        );
        assert!(!leave(&login, ".saving-other.json-eeeeee", 0), "it was to be saved for the first time");
        assert_eq!((token("mine"), token("other")), (Some("second".into()), Some("first".into())));

        let mut hold = sessions.try_hold(&path).unwrap().unwrap();
        hold.note(&with_tokens(&sessions.open("mine").unwrap().saved.session, "third"));
        // Whoever is killed removes nothing.
        std::mem::forget(hold);
        sessions.can_save("mine").unwrap();
        assert_eq!(token("mine"), Some("third".into()));
    }

    /// The session after a refresh that returned this refresh token.
    fn with_tokens(session: &Session, token: &str) -> Session {
        let mut session = session.clone();
        let id = session.begin(Purpose::Refresh, HttpRequest::get("https://op.example/token"), Timestamp::UNIX_EPOCH);
        let body = format!(r#"{{"access_token":"a-{token}","refresh_token":"{token}","token_type":"Bearer"}}"#);
        let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
        session.absorb(id, received.into());
        session
    }

    #[test]
    fn a_file_with_another_session_or_none_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let sessions = Sessions::of(home.path());
        let (mine, theirs) = (went_on(&new("c"), "mine"), went_on(&new("c"), "theirs"));
        let path = sessions.save("x", &theirs, true, false, Timestamp::UNIX_EPOCH).unwrap();
        let beside = path.with_file_name("x-2.json");
        let saved = sessions.save_back(&path, &mine, Timestamp::UNIX_EPOCH);
        assert_eq!(saved.unwrap(), SavedBack::Beside(beside));
        assert_eq!(urls(&sessions.open("x").unwrap().saved.session), urls(&theirs));
        assert_eq!(urls(&sessions.open("x-2").unwrap().saved.session), urls(&mine));
    }
}
