//! Where a profile's client secret is stored.

use std::path::Path;

/// Where the client secret is stored. A profile never contains the secret itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SecretSource {
    /// Nowhere: a public client, or the secret is given when it is used.
    #[default]
    None,
    /// The keyring of the operating system.
    Keyring,
    /// The output of a command: program and arguments, run without a shell.
    Command(Vec<String>),
    /// An environment variable.
    Environment(String),
    /// A file that contains only the secret.
    File(String),
}

impl SecretSource {
    /// Whether grantscope itself stores the secret there, so that it is removed with the profile.
    pub fn is_own(&self) -> bool {
        match self {
            Self::Keyring => true,
            Self::File(path) => Path::new(path).parent() == Some(Path::new("secrets")),
            Self::None | Self::Command(_) | Self::Environment(_) => false,
        }
    }

    /// The source in words.
    pub fn describe(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Keyring => "the keyring".to_owned(),
            Self::Command(words) => format!("the command {}", words.first().map_or("", String::as_str)),
            Self::Environment(name) => format!("the environment variable {name}"),
            Self::File(path) => format!("the file {path}"),
        }
    }
}
