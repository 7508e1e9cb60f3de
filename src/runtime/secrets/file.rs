//! Client secrets in files: the user's own files, or those that grantscope creates.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::files::{self, Attempt, FileError};
use super::super::private_file;
use super::command::only_its_owner_changes;
use super::text::{MAX_LENGTH, NotASecret, one_line_less};
use crate::profile::{Profile, SecretSource};
use crate::protocol::{Secret, parameters};

/// Why a file has no client secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    #[error(transparent)]
    Unread(#[from] FileError),
    #[error("{} has {found}, expected the client secret", path.display())]
    NotASecret { path: PathBuf, found: NotASecret },
}

pub(super) fn from_file(path: &Path) -> Result<Secret, SecretFileError> {
    let bytes = Zeroizing::new(files::read(path, MAX_LENGTH).map_err(Attempt::Read.of(path))?);
    one_line_less(&bytes).map_err(|found| SecretFileError::NotASecret { path: path.to_owned(), found })
}

/// The file of a profile's secret, below the config directory.
pub(super) fn own_file(name: &str) -> PathBuf {
    PathBuf::from("secrets").join(format!("{}.secret", parameters::encode(name)))
}

/// One sentence if others than the owner can read the file with a profile's secret, or choose the command that prints
/// it.
pub fn exposure(profile: &Profile, config_dir: &Path) -> Option<String> {
    let path = match &profile.secret_source {
        SecretSource::File(path) => path,
        SecretSource::Command(_) => return only_its_owner_changes(config_dir).err().map(|error| error.to_string()),
        _ => return None,
    };
    let exposure = private_file::exposure(&config_dir.join(path), 0o077)?;
    Some(format!("client secret: {exposure}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::profile::Provider;

    #[test]
    fn a_file_that_others_can_read_is_reported() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("s");
        private_file::write(&path, b"secret").unwrap();
        let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), "c");
        profile.secret_source = SecretSource::File("s".into());
        assert_eq!(exposure(&profile, home.path()), None);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(exposure(&profile, home.path()).is_some_and(|sentence| sentence.contains("0644")));
    }
}
