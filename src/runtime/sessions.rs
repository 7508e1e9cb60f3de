//! Saved sessions on disk: one file each, `{data directory}/sessions/{name}.json`, readable by its owner only, written
//! whole or not at all.
//!
//! Two programs may work on one session. Whoever saves holds a lock, and a session that is saved back must still be
//! what was opened: otherwise it goes into a file beside it, since it may hold the only copy of a refresh token.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;

use super::private_file::{self, sentence, write, write_new};
use crate::profile::Profile;
use crate::session::Session;
use crate::session::saved::{self, Saved, name_problem};

/// The saved sessions of a data directory. Nothing is made on disk before the first save.
#[derive(Clone, Debug)]
pub struct Sessions {
    directory: PathBuf,
}

/// A session read from a file.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What was read.
    pub saved: Saved,
    /// The name it is saved under; `None` for a file from elsewhere.
    pub name: Option<String>,
    /// The file.
    pub path: PathBuf,
    /// The digest of the bytes that were read.
    digest: Vec<u8>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// What was read, or one sentence that says why it cannot be opened.
    pub opened: Result<Opened, String>,
}

/// Where a session that was continued has gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedBack {
    /// Into its own file.
    InPlace,
    /// Into another file, since somebody else changed the first one in between.
    Beside(PathBuf),
}

impl Sessions {
    /// The sessions of a data directory.
    pub fn of(data_dir: &Path) -> Self {
        Self { directory: data_dir.join("sessions") }
    }

    /// Every saved session, by name; those that cannot be opened too.
    pub fn list(&self) -> Result<Vec<Listed>, String> {
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(sentence(&self.directory, "cannot be read", &error)),
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok()?;
                let name = name.strip_suffix(".json")?;
                name_problem(name).is_none().then(|| name.to_owned())
            })
            .collect();
        names.sort();
        Ok(names.into_iter().map(|name| Listed { opened: self.open(&name), name }).collect())
    }

    /// Opens a session by its name, or by the path of a file.
    pub fn open(&self, name_or_file: &str) -> Result<Opened, String> {
        let named = self.path(name_or_file).ok().filter(|path| path.exists());
        let name = named.as_ref().map(|_| name_or_file.to_owned());
        let path = match named {
            Some(path) => path,
            None if Path::new(name_or_file).is_file() => PathBuf::from(name_or_file),
            None => return Err(self.unknown(name_or_file)),
        };
        let bytes = fs::read(&path).map_err(|error| sentence(&path, "cannot be read", &error))?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            format!("{}: the saved session is damaged: byte {} is not UTF-8", path.display(), error.valid_up_to())
        })?;
        let saved = saved::read(text).map_err(|problem| format!("{}: {problem}", path.display()))?;
        Ok(Opened { saved, name, path, digest: fingerprint(&bytes) })
    }

    /// Whether a session is saved under this name.
    pub fn contains(&self, name: &str) -> bool {
        self.path(name).is_ok_and(|path| path.exists())
    }

    /// Whether the session of this name holds tokens: there may be no other copy of them.
    pub fn holds_tokens(&self, name: &str) -> bool {
        self.open(name).is_ok_and(|there| there.saved.session.grant().is_some())
    }

    /// Whether what is saved under this name is a try of the same client to which no tokens came: the next try may take
    /// its place.
    pub fn is_failed_try_of(&self, name: &str, client: &Profile) -> bool {
        self.contains(name)
            && self.open(name).is_ok_and(|there| {
                there.saved.session.grant().is_none() && there.saved.session.profile().is_same_client(client)
            })
    }

    /// Saves a session under a name that is free or a failed try's. Another one is replaced only when asked to.
    pub fn save(
        &self,
        name: &str,
        session: &Session,
        whole: bool,
        replace: bool,
        now: Timestamp,
    ) -> Result<PathBuf, String> {
        let path = self.path(name)?;
        let lock = self.lock()?;
        let text = saved::write(session, whole, now);
        let replace = replace || self.is_failed_try_of(name, session.profile());
        let written = if replace { write(&path, text.as_bytes()) } else { write_new(&path, text.as_bytes()) };
        drop(lock);
        match written {
            Ok(()) => Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(format!("session name: found {name:?}, which exists already, expected a new name"))
            }
            Err(error) => Err(sentence(&path, "cannot be written", &error)),
        }
    }

    /// Saves an opened session that has gone on, tokens included. Call it before a new refresh token is used: a provider
    /// that rotates them has forgotten the old one.
    pub fn save_back(&self, opened: &mut Opened, session: &Session, now: Timestamp) -> Result<SavedBack, String> {
        let text = saved::write(session, true, now);
        let lock = self.lock()?;
        let unchanged = fs::read(&opened.path).is_ok_and(|bytes| fingerprint(&bytes) == opened.digest);
        let path = if unchanged { opened.path.clone() } else { beside(&opened.path) };
        let written = if unchanged { write(&path, text.as_bytes()) } else { write_new(&path, text.as_bytes()) };
        drop(lock);
        written.map_err(|error| sentence(&path, "cannot be written", &error))?;
        opened.digest = fingerprint(text.as_bytes());
        opened.path.clone_from(&path);
        Ok(if unchanged { SavedBack::InPlace } else { SavedBack::Beside(path) })
    }

    /// Gives a session another name, which must be free.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), String> {
        let (source, target) = (self.path(from)?, self.path(to)?);
        if !source.exists() {
            return Err(self.unknown(from));
        }
        let _lock = self.lock()?;
        // A hard link fails where a file exists; a rename would replace it.
        fs::hard_link(&source, &target).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("session name: found {to:?}, which exists already, expected a new name")
            }
            _ => sentence(&target, "cannot be written", &error),
        })?;
        fs::remove_file(&source).map_err(|error| sentence(&source, "cannot be removed", &error))
    }

    /// Deletes a session, damaged or not.
    pub fn remove(&self, name: &str) -> Result<(), String> {
        let path = self.path(name)?;
        fs::remove_file(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => self.unknown(name),
            _ => sentence(&path, "cannot be removed", &error),
        })
    }

    fn path(&self, name: &str) -> Result<PathBuf, String> {
        match name_problem(name) {
            None => Ok(self.directory.join(format!("{name}.json"))),
            Some(problem) => Err(problem),
        }
    }

    fn unknown(&self, name: &str) -> String {
        format!(
            "session: found no session {name:?} in {} and no such file; grantscope session list names them",
            self.directory.display()
        )
    }

    /// Waits for whoever else is saving.
    fn lock(&self) -> Result<File, String> {
        private_file::lock(&self.directory).map_err(|error| sentence(&self.directory, "cannot be written", &error))
    }
}

/// The first free name beside a file: `work-2.json`.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let free = (2u32..).map(|n| path.with_file_name(format!("{stem}-{n}.json"))).find(|path| !path.exists());
    free.unwrap_or_else(|| path.to_owned())
}

fn fingerprint(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}
