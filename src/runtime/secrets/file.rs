//! Client secrets in files: one that somebody else keeps, or one of ours.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::private_file::sentence;
use super::text::{MAX_LENGTH, one_line_less};
use crate::profile::{Profile, SecretSource};
use crate::protocol::{Secret, parameters};

pub(super) fn from_file(path: &Path) -> Result<Secret, String> {
    let failed = |error: io::Error| format!("client_secret_file: {}", sentence(path, "cannot be read", &error));
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    std::fs::File::open(path).and_then(|file| file.take(MAX_LENGTH + 1).read_to_end(&mut bytes)).map_err(failed)?;
    let wrong = |found| format!("client_secret_file: {} has {found}, expected the client secret", path.display());
    one_line_less(&bytes).map_err(wrong)
}

/// The file of the secret of a profile of this name, below the config directory.
pub(super) fn own_file(name: &str) -> PathBuf {
    PathBuf::from("secrets").join(format!("{}.secret", parameters::encode(name)))
}

/// One sentence when others than its owner can read the file a profile's secret is in.
pub fn exposure(profile: &Profile, config_dir: &Path) -> Option<String> {
    let SecretSource::File(path) = &profile.secret_source else { return None };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = config_dir.join(path);
        let mode = std::fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then(|| {
            format!("{}: found mode {mode:04o}, expected 0600: others can read the client secret", path.display())
        })
    }
    #[cfg(not(unix))]
    {
        let _ = (path, config_dir);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::private_file;
    use super::*;
    use crate::profile::Provider;

    #[cfg(unix)]
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
