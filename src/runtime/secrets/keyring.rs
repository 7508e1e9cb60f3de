//! The keyring of the operating system.

use std::sync::mpsc;

use super::text::{PATIENCE, short};
use crate::profile::{Profile, Provider};
use crate::protocol::Secret;

/// The name under which the keyring lists our entries.
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
    match in_keyring(account(profile), |entry| entry.get_password().map(Secret::new)) {
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

/// How the keyring failed.
pub(super) enum Keyring {
    Unavailable(String),
    NoEntry,
    Failed(String),
}

/// Works on one entry in a separate thread: the keyring may ask for a password without a time limit, and its client has
/// its own event loop, which must not run inside ours.
pub(super) fn in_keyring<T: Send + 'static>(
    account: String,
    work: impl FnOnce(keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, Keyring> {
    let (answer, answered) = mpsc::channel();
    let worker = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        let outcome = match keyring::Entry::store_status() {
            Err(error) => Err(Keyring::Unavailable(short(&error.to_string()))),
            Ok(()) => keyring::Entry::new(SERVICE, &account).and_then(work).map_err(classify),
        };
        drop(answer.send(outcome));
    });
    worker.map_err(|error| Keyring::Failed(error.to_string()))?;
    match answered.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(_) => Err(Keyring::Failed(format!("no response within {} s", PATIENCE.as_secs()))),
    }
}

fn classify(error: keyring::Error) -> Keyring {
    match error {
        keyring::Error::NoEntry => Keyring::NoEntry,
        keyring::Error::NoDefaultStore => Keyring::Unavailable("no keyring service responds".to_owned()),
        keyring::Error::NoStorageAccess(error) => Keyring::Unavailable(short(&error.to_string())),
        // The library's text would list entries.
        keyring::Error::Ambiguous(found) => Keyring::Failed(format!("{} entries match, expected one", found.len())),
        error => Keyring::Failed(short(&error.to_string())),
    }
}
