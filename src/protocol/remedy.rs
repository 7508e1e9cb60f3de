//! The fix for a finding.

use std::fmt;

/// The fix: an instruction, and how to carry it out. The command line shows the command, the terminal interface shows
/// the keys of the action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedy {
    /// One or two sentences, as an instruction.
    pub instruction: String,
    /// Where to find the setting in the provider's console, or the provider's command; `None` if the provider is
    /// unknown.
    pub console: Option<String>,
    /// The grantscope command that helps.
    pub command: Option<&'static str>,
    /// The equivalent in the terminal interface.
    pub action: Option<RemedyAction>,
}

/// What grantscope itself can do about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemedyAction {
    /// Check the client without a sign-in.
    Preflight,
    /// Find out which redirect URIs and scopes the client accepts.
    RegistrationOracle,
    /// Enter the client secret.
    EnterSecret,
    /// Trust the certificates of a private authority.
    TrustAuthority,
    /// Verify with a given JWK Set.
    GiveKeys,
    /// Fetch the keys of the token's issuer.
    FetchKeys,
}

impl RemedyAction {
    /// Its purpose, to follow "to"; `None` if the instruction already says it.
    pub fn purpose(self) -> Option<&'static str> {
        match self {
            Self::Preflight => Some("check the client without signing in"),
            Self::RegistrationOracle => Some("find out what the client accepts"),
            Self::TrustAuthority => Some("trust a private certificate authority"),
            Self::GiveKeys => Some("verify with keys that you have"),
            Self::FetchKeys => Some("verify it"),
            Self::EnterSecret => None,
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Preflight => "grantscope preflight",
            Self::RegistrationOracle => "grantscope preflight --registration",
            Self::EnterSecret => "grantscope login --client-secret-file FILE",
            Self::TrustAuthority => "grantscope --ca-file PEM",
            Self::GiveKeys | Self::FetchKeys => "grantscope decode --jwks FILE_OR_URL",
        }
    }
}

impl Remedy {
    /// An instruction.
    pub fn new(instruction: impl Into<String>) -> Self {
        Self { instruction: instruction.into(), ..Self::default() }
    }

    /// Adds where to find the setting in the provider's console or commands.
    #[must_use]
    pub fn at(self, console: impl Into<Option<String>>) -> Self {
        Self { console: console.into(), ..self }
    }

    /// Adds what grantscope can do about it.
    #[must_use]
    pub fn offering(self, action: RemedyAction) -> Self {
        Self { command: Some(action.command()), action: Some(action), ..self }
    }
}

impl<T: Into<String>> From<T> for Remedy {
    fn from(instruction: T) -> Self {
        Self::new(instruction)
    }
}

/// The text for the command line and the JSON documents: instruction, console, command.
impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.instruction)?;
        if let Some(console) = &self.console {
            write!(f, " {console}")?;
        }
        match (self.command, self.action.and_then(RemedyAction::purpose)) {
            (Some(command), Some(purpose)) => write!(f, " Run `{command}` to {purpose}."),
            (Some(command), None) => write!(f, " Run `{command}`."),
            (None, _) => Ok(()),
        }
    }
}
