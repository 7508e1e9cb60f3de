//! The keyring of the operating system.

#[cfg(feature = "keyring")]
use std::sync::{LazyLock, mpsc};

#[cfg(feature = "keyring")]
use super::text::{PATIENCE, short};
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

pub(super) fn from_keyring(profile: &Profile) -> Result<Secret, String> {
    let name = profile.name.as_deref().unwrap_or("this client");
    match in_keyring(account(profile), Work::Read) {
        Ok(secret) => Ok(secret),
        Err(Keyring::NoEntry) => Err(format!(
            "client_secret_keyring: the keyring has no secret for {name}, expected one; save it with \
             `grantscope profile add {name} --profile {name} --replace --client-secret-file FILE`"
        )),
        Err(Keyring::Unavailable(problem) | Keyring::Failed(problem)) => {
            Err(format!("client_secret_keyring: the keyring cannot be read: {problem}"))
        }
    }
}

/// What is done with an entry.
#[cfg_attr(not(feature = "keyring"), allow(dead_code, reason = "there is nothing to do it on"))]
pub(super) enum Work {
    Read,
    Write(Secret),
    Delete,
}

/// How the keyring failed.
#[cfg_attr(not(feature = "keyring"), allow(dead_code, reason = "only a keyring fails in more ways than to be absent"))]
pub(super) enum Keyring {
    Unavailable(String),
    NoEntry,
    Failed(String),
}

/// This build has none.
#[cfg(not(feature = "keyring"))]
pub(super) fn in_keyring(_: String, _: Work) -> Result<Secret, Keyring> {
    Err(Keyring::Unavailable("grantscope was built without keyring support".to_owned()))
}

/// Works on one entry, in a thread of its own: the keyring may ask the person for a password and never answer. The
/// secret that was read or written, or an empty one.
#[cfg(feature = "keyring")]
pub(super) fn in_keyring(account: String, work: Work) -> Result<Secret, Keyring> {
    let (answer, answered) = mpsc::channel();
    let worker = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        let outcome = match &*STORE {
            Err(error) => Err(Keyring::Unavailable(short(&error.to_string()))),
            Ok(()) => keyring_core::Entry::new(SERVICE, &account).and_then(|entry| work.on(&entry)).map_err(classify),
        };
        drop(answer.send(outcome));
    });
    worker.map_err(|error| Keyring::Failed(error.to_string()))?;
    match answered.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(_) => Err(Keyring::Failed(format!("no response within {} s", PATIENCE.as_secs()))),
    }
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
fn classify(error: keyring_core::Error) -> Keyring {
    use keyring_core::Error;
    match error {
        Error::NoEntry => Keyring::NoEntry,
        Error::NoDefaultStore => Keyring::Unavailable("no keyring service responds".to_owned()),
        Error::NoStorageAccess(error) => Keyring::Unavailable(short(&error.to_string())),
        // The library's text would list entries.
        Error::Ambiguous(found) => Keyring::Failed(format!("{} entries match, expected one", found.len())),
        error => Keyring::Failed(short(&error.to_string())),
    }
}
