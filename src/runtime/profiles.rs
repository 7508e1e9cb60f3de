//! Profiles on disk: `{config directory}/profiles.toml`.
//!
//! An editing program holds a lock, reads the file again, and changes the current content, so that two programs that
//! save at the same time lose nothing.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Attempt, FileError};
use super::private_file;
use super::secrets::{self, SecretNotDeleted};
use crate::profile::Profile;
use crate::profile::file::{EditError, NoProfile, Problem, ProfileFile};

/// The longest profile file, in bytes; anything longer is another kind of file.
const MAX_LENGTH: u64 = 8 << 20;

/// The profiles of a config directory. Nothing is created on disk before the first save.
#[derive(Clone, Debug)]
pub struct Profiles {
    directory: PathBuf,
}

impl Profiles {
    /// The profiles of a config directory.
    pub fn of(config_dir: &Path) -> Self {
        Self { directory: config_dir.to_owned() }
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        self.directory.join(secrets::PROFILES_FILE)
    }

    /// The content of the file; empty if there is none. Problems inside it are in [`ProfileFile::problems`].
    pub fn load(&self) -> Result<ProfileFile, FileError> {
        let path = self.path();
        match files::read_text(&path, MAX_LENGTH) {
            Ok(text) => Ok(ProfileFile::read(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(ProfileFile::read("")),
            Err(error) => Err(Attempt::Read.of(&path)(error)),
        }
    }

    /// Changes the current content of the file, and writes it if it changed. If `change` fails, nothing changes.
    pub fn edit<T, E: From<FileError>>(&self, change: impl FnOnce(&mut ProfileFile) -> Result<T, E>) -> Result<T, E> {
        let path = self.path();
        let failed = Attempt::Written.of(&path);
        let lock = private_file::lock(&self.directory).map_err(&failed)?;
        let mut file = self.load()?;
        let before = file.text();
        let outcome = change(&mut file)?;
        let after = file.text();
        if after != before {
            private_file::write(&path, after.as_bytes()).map_err(failed)?;
        }
        drop(lock);
        Ok(outcome)
    }
}

/// Why a profile was not loaded, saved, renamed or deleted.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ProfileError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("{}", self.sentences().join("; "))]
    Broken { file: PathBuf, problems: Vec<Problem> },
    #[error("profile: {0:?} was removed by another program")]
    Gone(String),
    #[error("not saved: another program has just changed {0}")]
    Changed(String),
    #[error(transparent)]
    Secret(#[from] SecretNotDeleted),
}

impl ProfileError {
    /// The sentences: one for each problem of a broken profile.
    pub fn sentences(&self) -> Vec<String> {
        match self {
            Self::Broken { file, problems } => {
                problems.iter().map(|problem| format!("{}: {problem}", file.display())).collect()
            }
            error => vec![error.to_string()],
        }
    }
}

/// The profile of this name.
pub fn load_profile(name: &str, config_dir: &Path) -> Result<Profile, ProfileError> {
    let profiles = Profiles::of(config_dir);
    profiles.load()?.get(name).cloned().map_err(|error| match error {
        NoProfile::Broken(problems) => ProfileError::Broken { file: profiles.path(), problems },
        unknown => EditError::from(unknown).into(),
    })
}

/// Deletes a profile, and its secret if grantscope stores it and no other profile uses it.
pub fn delete_profile(name: &str, config_dir: &Path) -> Result<(), ProfileError> {
    let profiles = Profiles::of(config_dir);
    if !profiles.load()?.contains(name) {
        load_profile(name, config_dir)?;
    }
    let (removed, secret_of) = profiles.edit(|file| {
        let profile = file.get(name).ok().cloned();
        let removed = file.remove(name);
        let is_shared = |profile: &Profile| file.profiles().any(|other| secrets::is_shared(profile, other));
        Ok::<_, ProfileError>((removed, profile.filter(|profile| !is_shared(profile))))
    })?;
    if !removed {
        return Err(ProfileError::Gone(name.to_owned()));
    }
    Ok(secret_of.map_or(Ok(()), |profile| secrets::forget(&profile, config_dir))?)
}

/// Renames a profile to an unused name; a secret file with the old name is renamed too.
pub fn rename_profile(from: &str, to: &str, config_dir: &Path) -> Result<(), ProfileError> {
    let mut carried = None;
    let edited = Profiles::of(config_dir).edit(|file| {
        file.rename(from, to)?;
        let mut profile = file.get(to).map_err(EditError::from)?.clone();
        let is_other = |other: &&Profile| other.name != profile.name;
        if file.profiles().filter(is_other).any(|other| secrets::is_shared(&profile, other)) {
            return Ok(());
        }
        if let Some(source) = secrets::carry(&profile, to, config_dir)? {
            let old = profile.clone();
            profile.secret_source = source;
            carried = Some((old, profile.clone()));
            file.set(&profile)?;
        }
        Ok(())
    });
    // The file exists under both names: remove the one that no profile refers to.
    let left = carried.map(|(old, new)| if edited.is_ok() { old } else { new });
    let cleared = left.map_or(Ok(()), |profile| secrets::forget(&profile, config_dir));
    edited.and(cleared.map_err(ProfileError::from))
}
