//! Why a client secret was not kept.

/// Why a secret was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// This machine has no keyring, and a plain file was not agreed to. The sentence explains it in full when it is
    /// said for the first time on this machine.
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
