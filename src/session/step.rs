//! The eight steps of a session.

/// A step of the flow, in order. Going back and running one again is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Who the client is; discovery and keys.
    Client,
    /// The authorization request.
    Authorize,
    /// What came back through the browser.
    Callback,
    /// The code for tokens.
    Redeem,
    /// The tokens, decoded and checked.
    Tokens,
    /// The claims from the provider.
    UserInfo,
    /// New tokens for the refresh token.
    Refresh,
    /// Revocation and logout.
    SignOut,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::Client,
        Self::Authorize,
        Self::Callback,
        Self::Redeem,
        Self::Tokens,
        Self::UserInfo,
        Self::Refresh,
        Self::SignOut,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its short name, for the flow pane.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Authorize => "Authorize",
            Self::Callback => "Callback",
            Self::Redeem => "Redeem",
            Self::Tokens => "Tokens",
            Self::UserInfo => "UserInfo",
            Self::Refresh => "Refresh",
            Self::SignOut => "Sign out",
        }
    }

    /// What it does, for the title of its pane.
    pub fn title(self) -> &'static str {
        match self {
            Self::Client => "The client and its provider",
            Self::Authorize => "Ask for a code in the browser",
            Self::Callback => "Take the callback",
            Self::Redeem => "Redeem the code",
            Self::Tokens => "Read the tokens",
            Self::UserInfo => "Ask UserInfo",
            Self::Refresh => "Refresh the tokens",
            Self::SignOut => "Sign out",
        }
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// Whether a step can run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It cannot yet, and what is missing.
    Blocked(String),
}
