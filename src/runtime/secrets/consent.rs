//! What was explained about a missing keyring on this machine, and what the person agreed to.

use std::io;
use std::path::{Path, PathBuf};

use super::super::files::{self, Attempt, FileError};
use super::super::private_file;

/// The state of the explanation and the agreement: one word in a file.
pub(super) struct Notice {
    path: PathBuf,
}

impl Notice {
    pub(super) fn of(config_dir: &Path) -> Self {
        Self { path: config_dir.join("no-keyring") }
    }

    fn word(&self) -> Option<String> {
        files::read_text(&self.path, 16).ok()
    }

    pub(super) fn agreed(&self) -> bool {
        self.word().is_some_and(|word| word.trim() == "plain")
    }

    /// Whether nothing was explained yet; from now on it was.
    pub(super) fn is_first(&self) -> bool {
        let is_first = self.word().is_none();
        if is_first {
            // If even this cannot be written, the explanation is repeated.
            drop(self.write("told"));
        }
        is_first
    }

    pub(super) fn agree(&self) -> Result<(), FileError> {
        self.write("plain").map_err(Attempt::Written.of(&self.path))
    }

    pub(super) fn forget(&self) {
        // The keyring is available again; explain again if it is missing later.
        drop(std::fs::remove_file(&self.path));
    }

    fn write(&self, word: &str) -> io::Result<()> {
        if let Some(directory) = self.path.parent() {
            private_file::make_directory(directory)?;
        }
        private_file::write(&self.path, format!("{word}\n").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_keyring_is_explained_once_and_remembered() {
        let home = tempfile::tempdir().unwrap();
        let notice = Notice::of(&home.path().join("config"));
        assert!(notice.is_first() && !notice.is_first() && !notice.agreed());
        notice.agree().unwrap();
        assert!(notice.agreed());
        notice.forget();
        assert!(notice.is_first());
    }
}
