//! What this machine's person was told about a missing keyring, and agreed to.

use std::io;
use std::path::{Path, PathBuf};

use super::super::files;
use super::super::private_file::{self, sentence};

/// What this machine's person was told about the missing keyring, and what they agreed to: one word in a file.
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

    /// The whole story the first time, a reminder after it.
    pub(super) fn say(&self, reason: &str) -> String {
        if self.word().is_some() {
            return "the client secret was not saved: this machine has no keyring. client_secret_command or \
                    client_secret_env in the profile gives it, or grantscope profile add --plain-secret keeps it in a file"
                .to_owned();
        }
        // When even this cannot be written, it is said again.
        drop(self.write("told"));
        format!(
            "the client secret was not saved: this machine has no keyring ({reason}). Use client_secret_command or \
             client_secret_env in the profile, or --plain-secret: then it is kept unencrypted in a file of mode 0600, which \
             every program of yours, and whoever gets at a backup, can read. This is said once"
        )
    }

    pub(super) fn agree(&self) -> Result<(), String> {
        self.write("plain").map_err(|error| sentence(&self.path, "cannot be written", &error))
    }

    pub(super) fn forget(&self) {
        // A keyring is there again: should one be missing later, that is news.
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
        assert!(notice.say("no bus").contains("--plain-secret"));
        let again = notice.say("no bus");
        assert!(!again.contains("This is said once") && again.contains("--plain-secret"), "a way out: {again}");
        assert!(!notice.agreed());
        notice.agree().unwrap();
        assert!(notice.agreed());
        notice.forget();
        assert!(notice.say("no bus").contains("This is said once"));
    }
}
