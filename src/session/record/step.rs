//! The eight steps of a session, and whether each can run.

use super::session::Session;
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

    /// What is done there, for who looks for it by name.
    pub fn deed(self) -> &'static str {
        match self {
            Self::Client => "discover the provider, change the client",
            Self::Authorize => "send the authorization request, sign in",
            Self::Callback => "take the callback",
            Self::Redeem => "redeem the code for tokens",
            Self::Tokens => "read the tokens, their claims and checks",
            Self::UserInfo => "ask UserInfo",
            Self::Refresh => "refresh the tokens",
            Self::SignOut => "revoke the refresh token, log out, probe",
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
        let reason = self.missing(step).map(str::to_owned).or_else(|| self.missing_endpoint(step));
        reason.map_or(Availability::Ready, Availability::Blocked)
    }

    /// The endpoint that a step asks, where nobody has told it.
    fn missing_endpoint(&self, step: Step) -> Option<String> {
        let endpoints = self.endpoints();
        let (name, endpoint) = match step {
            Step::Authorize => ("authorization endpoint", endpoints.authorization),
            Step::Redeem | Step::Refresh => ("token endpoint", endpoints.token),
            Step::UserInfo => ("UserInfo endpoint", endpoints.userinfo),
            Step::Client | Step::Callback | Step::Tokens | Step::SignOut => return None,
        };
        let way_on = if self.metadata().is_some() { "discovery names none" } else { "run step 1" };
        endpoint.is_none().then(|| format!("the {name} is not known: {way_on}"))
    }

    fn missing(&self, step: Step) -> Option<&'static str> {
        match step {
            Step::Client | Step::Authorize => None,
            // A callback that was pasted without a request of ours is there to be read.
            Step::Callback => (self.attempt().is_none() && self.callback().is_none())
                .then_some("no authorization request was sent: run step 2"),
            Step::Redeem => {
                let callback = self.callback().map(|record| &record.callback);
                match callback.is_some_and(|callback| callback.kind == CallbackKind::Tokens) {
                    true => Some("there is no code to redeem: the callback brought the tokens"),
                    false => {
                        callback.is_none_or(|c| c.code().is_none()).then_some("there is no code: run steps 2 and 3")
                    }
                }
            }
            Step::Tokens => self.grant().is_none().then_some("there are no tokens: redeem a code in step 4"),
            Step::UserInfo => {
                let token = self.grant().and_then(|grant| grant.access_token.as_ref());
                token.is_none().then_some("there is no access token: redeem a code in step 4")
            }
            Step::Refresh => {
                let token = self.refresh_token();
                token.is_none().then_some("there is no refresh token: redeem a code in step 4")
            }
            Step::SignOut => {
                let nothing = self.grant().is_none() && self.endpoints().end_session.is_none();
                nothing.then_some("there is nothing to sign out of: redeem a code in step 4")
            }
        }
    }
}
