//! What was explained about a missing keyring on this machine, and what the person agreed to.

use std::io;
use std::path::{Path, PathBuf};

use super::super::files;
use super::super::private_file::{self, sentence};

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

    /// The full explanation the first time, a reminder afterwards.
    pub(super) fn say(&self, reason: &str) -> String {
        if self.word().is_some() {
            return "the client secret was not saved: this machine has no keyring. Set client_secret_command or \
                    client_secret_env in the profile, or store it in a file with grantscope profile add --plain-secret"
                .to_owned();
        }
        // If even this cannot be written, the explanation is repeated.
        drop(self.write("told"));
        format!(
            "the client secret was not saved: this machine has no keyring ({reason}). Set client_secret_command or \
             client_secret_env in the profile, or use --plain-secret to store it unencrypted in a file of mode 0600. \
             All your programs, and anyone with access to a backup, can read that file. This explanation is shown once"
        )
    }

    pub(super) fn agree(&self) -> Result<(), String> {
        self.write("plain").map_err(|error| sentence(&self.path, "cannot be written", &error))
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
        assert!(notice.say("no bus").contains("--plain-secret"));
        let again = notice.say("no bus");
        assert!(
            !again.contains("This explanation is shown once") && again.contains("--plain-secret"),
            "a way out: {again}"
        );
        assert!(!notice.agreed());
        notice.agree().unwrap();
        assert!(notice.agreed());
        notice.forget();
        assert!(notice.say("no bus").contains("This explanation is shown once"));
    }
}
