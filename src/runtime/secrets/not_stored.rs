//! Why a client secret was not stored.

use super::super::files::FileError;
use super::keyring::KeyringError;

/// Why a secret was not stored.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SecretNotStored {
    #[error(
        "the client secret was not saved: this machine has no keyring. Set client_secret_command or client_secret_env in \
         the profile, or store it in a file with grantscope profile add --plain-secret"
    )]
    NoKeyring(#[source] KeyringError),
    #[error(
        "the client secret was not saved: this machine has no keyring ({0}). Set client_secret_command or \
         client_secret_env in the profile, or use --plain-secret to store it unencrypted in a file of mode 0600. All your \
         programs, and anyone with access to a backup, can read that file. This explanation is shown once"
    )]
    NoKeyringYet(#[source] KeyringError),
    #[error("the keyring rejected the client secret: {0}")]
    Rejected(#[source] KeyringError),
    #[error(transparent)]
    Unwritten(#[from] FileError),
}
