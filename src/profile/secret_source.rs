//! Where a profile keeps its client secret.

use std::path::Path;

/// Where the client secret is kept. The secret itself never stands in a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SecretSource {
    /// There is none: a public client, or one whose secret is given when it is used.
    #[default]
    None,
    /// The keyring of the operating system.
    Keyring,
    /// What a command prints: program and arguments, run without a shell.
    Command(Vec<String>),
    /// An environment variable.
    Environment(String),
    /// A file that holds nothing else.
    File(String),
}

impl SecretSource {
    /// Whether grantscope itself keeps the secret there, so that it goes when its profile goes.
    pub fn is_own(&self) -> bool {
        match self {
            Self::Keyring => true,
            Self::File(path) => Path::new(path).parent() == Some(Path::new("secrets")),
            Self::None | Self::Command(_) | Self::Environment(_) => false,
        }
    }

    /// The source in plain words.
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
