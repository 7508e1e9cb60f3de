//! The eight steps of a session, and whether each can run.

use super::Session;
use crate::protocol::CallbackKind;

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

impl Session {
    /// Whether a step can run now.
    pub fn availability(&self, step: Step) -> Availability {
        let endpoints = self.endpoints();
        // A session of tokens alone knows no endpoint yet.
        let undiscovered =
            |endpoint: &Option<String>, reason| (endpoint.is_none() && self.metadata().is_none()).then_some(reason);
        let missing = match step {
            Step::Client => None,
            Step::Authorize => {
                endpoints.authorization.is_none().then_some("the authorization endpoint is not known: run step 1")
            }
            // A callback that was pasted without a request of ours is there to be read.
            Step::Callback => (self.attempt().is_none() && self.callback().is_none())
                .then_some("no authorization request was sent: run step 2"),
            Step::Redeem => {
                let callback = self.callback().map(|record| &record.callback);
                match callback.is_some_and(|callback| callback.kind == CallbackKind::Tokens) {
                    true => Some("there is no code to redeem: the callback brought the tokens"),
                    false => {
                        let reason = "the token endpoint is not known: run step 1";
                        let is_missing = callback.is_none_or(|c| c.code().is_none());
                        let missing = is_missing.then_some("there is no code: run steps 2 and 3");
                        missing.or(undiscovered(&endpoints.token, reason))
                    }
                }
            }
            Step::Tokens => self.grant().is_none().then_some("there are no tokens: redeem a code in step 4"),
            Step::UserInfo => {
                let token = self.grant().and_then(|grant| grant.access_token.as_ref());
                let reason = "the UserInfo endpoint is not known: run step 1";
                let missing = token.is_none().then_some("there is no access token: redeem a code in step 4");
                missing.or(undiscovered(&endpoints.userinfo, reason))
            }
            Step::Refresh => {
                let token = self.refresh_token();
                let reason = "the token endpoint is not known: run step 1";
                let missing = token.is_none().then_some("there is no refresh token: redeem a code in step 4");
                missing.or(undiscovered(&endpoints.token, reason))
            }
            Step::SignOut => {
                let nothing = self.grant().is_none() && endpoints.end_session.is_none();
                nothing.then_some("there is nothing to sign out of: redeem a code in step 4")
            }
        };
        missing.map_or(Availability::Ready, |reason| Availability::Blocked(reason.to_owned()))
    }
}
