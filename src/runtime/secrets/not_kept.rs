//! Why a client secret was not stored.

/// Why a secret was not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// This machine has no keyring, and nobody agreed to a plain file. The sentence explains it in full the first time
    /// it is shown on this machine.
    NoKeyring(String),
    /// Something failed.
    Failed(String),
}

impl std::fmt::Display for NotKept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::NoKeyring(sentence) | Self::Failed(sentence)) = self;
        f.write_str(sentence)
    }
}
