//! The keyring of the operating system.

use std::io;
#[cfg(feature = "keyring")]
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

#[cfg(feature = "keyring")]
use super::text::{TIMEOUT, short};
use crate::profile::{Profile, Provider};
use crate::protocol::Secret;

/// The name under which the keyring lists our entries.
#[cfg(feature = "keyring")]
const SERVICE: &str = "grantscope";

/// The key of an entry: a secret belongs to a client at a provider, independent of profile names.
pub(super) fn account(profile: &Profile) -> String {
    let provider = match &profile.provider {
        Provider::Cognito { user_pool_id, .. } => user_pool_id.clone(),
        Provider::Issuer(issuer) => issuer.clone(),
        Provider::Explicit(endpoints) => {
            let told = [&endpoints.issuer, &endpoints.token, &endpoints.authorization];
            told.into_iter().flatten().next().cloned().unwrap_or_default()
        }
    };
    format!("{} at {provider}", profile.client_id)
}

/// What is done with an entry.
#[cfg_attr(not(feature = "keyring"), allow(dead_code, reason = "there is nothing to do it on"))]
pub(super) enum Work {
    Read,
    Write(Secret),
    Delete,
}

/// How the keyring failed: there is none, or it refused. What the system says is sanitised and shortened.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("grantscope was built without keyring support")]
    NotBuilt,
    #[error("no keyring service responds")]
    NoService,
    #[error("{0}")]
    Unopened(String),
    #[error("the keyring has no entry for this client")]
    NoEntry,
    #[error("{0} entries match, expected one")]
    Ambiguous(usize),
    #[error("no response within {} s", .0.as_secs())]
    Slow(Duration),
    #[error("{0}")]
    Unstarted(#[from] io::Error),
    #[error("{0}")]
    Refused(String),
}

impl KeyringError {
    /// Whether there is no keyring at all.
    pub(super) fn is_absence(&self) -> bool {
        matches!(self, Self::NotBuilt | Self::NoService | Self::Unopened(_))
    }
}

/// This build has none.
#[cfg(not(feature = "keyring"))]
pub(super) fn in_keyring(_: String, _: Work) -> Result<Secret, KeyringError> {
    Err(KeyringError::NotBuilt)
}

/// Works on one entry, in a thread of its own: the keyring may ask the person for a password and never answer. The
/// secret that was read or written, or an empty one.
#[cfg(feature = "keyring")]
pub(super) fn in_keyring(account: String, work: Work) -> Result<Secret, KeyringError> {
    let (answer, answered) = mpsc::channel();
    std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        let outcome = match &*STORE {
            Err(error) => Err(KeyringError::Unopened(short(&error.to_string()))),
            Ok(()) => keyring_core::Entry::new(SERVICE, &account).and_then(|entry| work.on(&entry)).map_err(classify),
        };
        drop(answer.send(outcome));
    })?;
    answered.recv_timeout(TIMEOUT).unwrap_or(Err(KeyringError::Slow(TIMEOUT)))
}

#[cfg(feature = "keyring")]
impl Work {
    fn on(self, entry: &keyring_core::Entry) -> keyring_core::Result<Secret> {
        match self {
            Self::Read => entry.get_password().map(Secret::new),
            Self::Write(secret) => entry.set_password(secret.expose()).map(|()| secret),
            Self::Delete => entry.delete_credential().map(|()| Secret::new(String::new())),
        }
    }
}

/// Opens the system's store once; whether it did.
#[cfg(feature = "keyring")]
static STORE: LazyLock<keyring_core::Result<()>> = LazyLock::new(|| {
    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    #[cfg(all(unix, not(target_os = "macos")))]
    use dbus_secret_service_keyring_store::Store;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;
    keyring_core::set_default_store(Store::new()?);
    Ok(())
});

#[cfg(feature = "keyring")]
fn classify(error: keyring_core::Error) -> KeyringError {
    use keyring_core::Error;
    match error {
        Error::NoEntry => KeyringError::NoEntry,
        Error::NoDefaultStore => KeyringError::NoService,
        Error::NoStorageAccess(error) => KeyringError::Unopened(short(&error.to_string())),
        // The library's text would list entries.
        Error::Ambiguous(found) => KeyringError::Ambiguous(found.len()),
        error => KeyringError::Refused(short(&error.to_string())),
    }
}
