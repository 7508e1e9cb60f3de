//! The source of a profile's client secret: fetching, storing, removing and renaming it.

use std::io;
use std::path::Path;

use super::super::files::{Attempt, FileError};
use super::super::{child, private_file};
use super::command::{CommandError, from_command, only_its_owner_changes};
use super::consent::Notice;
use super::file::{SecretFileError, from_file, own_file};
use super::keyring::{KeyringError, Work, account, in_keyring};
use super::not_stored::SecretNotStored;
use crate::profile::{Profile, SecretSource};
use crate::protocol::Secret;

/// Why a profile's source has no client secret.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SecretError {
    #[error(
        "client_secret_keyring: the keyring has no secret for {0}, expected one; save it with `grantscope profile add {0} \
         --profile {0} --replace --client-secret-file FILE`"
    )]
    NotInKeyring(String),
    #[error("client_secret_keyring: the keyring cannot be read: {0}")]
    Keyring(#[source] KeyringError),
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("client_secret_env: the variable {0} is not set, expected the client secret")]
    Unset(String),
    #[error("client_secret_file: {0}")]
    File(#[from] SecretFileError),
    #[error("client secret: {} is empty", .0.describe())]
    Empty(SecretSource),
}

/// Fetches a profile's client secret from its source; `None` if the profile has no source.
pub fn resolve(profile: &Profile, config_dir: &Path) -> Result<Option<Secret>, SecretError> {
    let secret = match &profile.secret_source {
        SecretSource::None => return Ok(None),
        SecretSource::Keyring => in_keyring(account(profile), Work::Read).map_err(|error| match error {
            KeyringError::NoEntry => SecretError::NotInKeyring(profile.name.as_deref().unwrap_or("this client").into()),
            error => SecretError::Keyring(error),
        })?,
        SecretSource::Command(words) => {
            only_its_owner_changes(config_dir)?;
            from_command(words)?
        }
        SecretSource::Environment(name) => {
            child::secret_variable(name).map(Secret::new).map_err(|_| SecretError::Unset(name.clone()))?
        }
        SecretSource::File(path) => from_file(&config_dir.join(path))?,
    };
    if secret.is_empty() {
        return Err(SecretError::Empty(profile.secret_source.clone()));
    }
    Ok(Some(secret))
}

/// Stores a secret as [`keep_unasked`] does. The first refusal on a machine without a keyring is explained in full.
pub fn keep(
    profile: &Profile,
    secret: &Secret,
    config_dir: &Path,
    plain: bool,
) -> Result<SecretSource, SecretNotStored> {
    keep_unasked(profile, secret, config_dir, plain).map_err(|refusal| match refusal {
        SecretNotStored::NoKeyring(reason) if Notice::of(config_dir).is_first() => {
            SecretNotStored::NoKeyringYet(reason)
        }
        refusal => refusal,
    })
}

/// Stores a secret in the keyring. Without a keyring, it uses a file of mode 0600 if `plain` (now or earlier on this
/// machine) agrees. Returns the source for the profile; a refusal says briefly why there is no keyring.
pub fn keep_unasked(
    profile: &Profile,
    secret: &Secret,
    config_dir: &Path,
    plain: bool,
) -> Result<SecretSource, SecretNotStored> {
    let notice = Notice::of(config_dir);
    let reason = match in_keyring(account(profile), Work::Write(secret.clone())) {
        Ok(_) => {
            notice.forget();
            return Ok(SecretSource::Keyring);
        }
        Err(error) if error.is_absence() => error,
        Err(error) => return Err(SecretNotStored::Rejected(error)),
    };
    if !plain && !notice.agreed() {
        return Err(SecretNotStored::NoKeyring(reason));
    }
    notice.agree()?;
    let name = own_file(profile.name.as_deref().unwrap_or("unnamed"));
    let path = config_dir.join(&name);
    private_file::make_directory(&config_dir.join("secrets"))
        .and_then(|()| private_file::write(&path, secret.expose().as_bytes()))
        .map_err(Attempt::Written.of(&path))?;
    Ok(SecretSource::File(name.display().to_string()))
}

/// Why a stored secret is still there.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SecretNotDeleted {
    #[error("the client secret is still in the keyring: {0}")]
    InKeyring(#[source] KeyringError),
    #[error(transparent)]
    InFile(#[from] FileError),
}

/// Removes what [`keep`] stored. A source managed by the user (a command, a variable, another file) is left alone.
pub fn forget(profile: &Profile, config_dir: &Path) -> Result<(), SecretNotDeleted> {
    match &profile.secret_source {
        SecretSource::Keyring => match in_keyring(account(profile), Work::Delete) {
            Ok(_) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(SecretNotDeleted::InKeyring(error)),
        },
        SecretSource::File(path) if profile.secret_source.is_own() => {
            let path = config_dir.join(path);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Attempt::Removed.of(&path)(error).into()),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Whether two profiles have the same source.
pub fn is_shared(one: &Profile, other: &Profile) -> bool {
    one.secret_source == other.secret_source
        && (one.secret_source != SecretSource::Keyring || account(one) == account(other))
}

/// The new source if the file of a secret follows a renamed profile: the file then exists under both names. `None` if
/// the secret is not in one of our files.
pub fn carry(profile: &Profile, name: &str, config_dir: &Path) -> Result<Option<SecretSource>, FileError> {
    let SecretSource::File(from) = &profile.secret_source else { return Ok(None) };
    if !profile.secret_source.is_own() {
        return Ok(None);
    }
    let to = own_file(name);
    match std::fs::hard_link(config_dir.join(from), config_dir.join(&to)) {
        Ok(()) => Ok(Some(SecretSource::File(to.display().to_string()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // Left by a rename that was killed.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_same_file(config_dir, from, &to) => {
            Ok(Some(SecretSource::File(to.display().to_string())))
        }
        Err(error) => Err(Attempt::Written.of(&config_dir.join(to))(error)),
    }
}

#[cfg(unix)]
fn is_same_file(directory: &Path, one: &str, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| std::fs::metadata(directory.join(path)).map(|found| (found.dev(), found.ino()));
    matches!((identity(Path::new(one)), identity(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(not(unix))]
fn is_same_file(_directory: &Path, _one: &str, _other: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Provider;

    fn with(source: SecretSource) -> Profile {
        let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), "c");
        profile.name = Some("p".into());
        profile.secret_source = source;
        profile
    }

    #[test]
    fn an_empty_answer_and_a_missing_variable_are_named() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("s"), "\n").unwrap();
        let empty = resolve(&with(SecretSource::File("s".into())), home.path()).unwrap_err();
        assert_eq!(empty.to_string(), "client secret: the file s is empty");
        let unset = resolve(&with(SecretSource::Environment("GRANTSCOPE_NOT_SET".into())), home.path()).unwrap_err();
        assert!(matches!(unset, SecretError::Unset(name) if name == "GRANTSCOPE_NOT_SET"));
        assert!(resolve(&with(SecretSource::None), home.path()).unwrap().is_none());
    }

    #[test]
    fn what_is_too_long_for_a_secret_is_refused_and_not_cut() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("s"), "x".repeat(64 << 10)).unwrap();
        let profile = with(SecretSource::File("s".into()));
        assert!(resolve(&profile, home.path()).is_ok_and(|secret| secret.is_some()));
        std::fs::write(home.path().join("s"), "x".repeat((64 << 10) + 1)).unwrap();
        let refused = resolve(&profile, home.path()).unwrap_err().to_string();
        assert!(refused.ends_with("found 65537 bytes, expected at most 65536"), "{refused}");
    }

    #[test]
    fn only_a_file_that_was_kept_here_is_removed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("secrets")).unwrap();
        for (name, stays) in [("secrets/p.secret", false), ("secrets/../profiles.toml", true), ("mine", true)] {
            std::fs::write(home.path().join(name), "x").unwrap();
            forget(&with(SecretSource::File(name.into())), home.path()).unwrap();
            assert_eq!(home.path().join(name).exists(), stays, "{name}");
        }
    }
}
