//! The eight steps of a session, and whether each can run.

use super::session::Session;
use crate::protocol::CallbackKind;

/// A step of the flow, in order. Steps can be repeated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The client; discovery and keys.
    #[default]
    Client,
    /// The authorization request.
    Authorize,
    /// The callback.
    Callback,
    /// Tokens for the code.
    Redeem,
    /// The tokens, decoded and checked.
    Tokens,
    /// The claims from the provider.
    UserInfo,
    /// New tokens from the refresh token.
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

    /// Its short name, for the list of steps.
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

    /// The title of its pane.
    pub fn title(self) -> &'static str {
        match self {
            Self::Client => "The client and its provider",
            Self::Authorize => "Request an authorization code",
            Self::Callback => "Receive the callback",
            Self::Redeem => "Redeem the code",
            Self::Tokens => "Read the tokens",
            Self::UserInfo => "Call UserInfo",
            Self::Refresh => "Refresh the tokens",
            Self::SignOut => "Sign out",
        }
    }

    /// Its task, for the command palette and the help.
    pub fn task(self) -> &'static str {
        match self {
            Self::Client => "discover the provider, change the client",
            Self::Authorize => "send the authorization request, sign in",
            Self::Callback => "receive the callback",
            Self::Redeem => "redeem the code for tokens",
            Self::Tokens => "read the tokens, their claims and checks",
            Self::UserInfo => "call UserInfo",
            Self::Refresh => "refresh the tokens",
            Self::SignOut => "revoke the refresh token, log out, probe",
        }
    }

    /// The next step.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// Whether a step can run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It cannot, and what is missing.
    Blocked(String),
}

impl Session {
    /// Whether a step can run now.
    pub fn availability(&self, step: Step) -> Availability {
        let reason = self.missing(step).map(str::to_owned).or_else(|| self.missing_endpoint(step));
        reason.map_or(Availability::Ready, Availability::Blocked)
    }

    /// Why the endpoint that a step needs cannot be used: it is unknown, or not usable for this request.
    fn missing_endpoint(&self, step: Step) -> Option<String> {
        let endpoints = self.endpoints();
        let (name, endpoint) = match step {
            Step::Authorize => ("authorization endpoint", endpoints.authorization),
            Step::Redeem | Step::Refresh => ("token endpoint", endpoints.token),
            Step::UserInfo => ("UserInfo endpoint", endpoints.userinfo),
            Step::Client | Step::Callback | Step::Tokens | Step::SignOut => return None,
        };
        let way_on = if self.metadata().is_some() { "the discovery document does not name it" } else { "run step 1" };
        match endpoint {
            None => Some(format!("the {name} is unknown: {way_on}")),
            Some(_) if step == Step::Authorize => self.authorization_problem().map(|problem| problem.to_string()),
            Some(_) if step == Step::UserInfo => self.foreign_token_problem().map(|problem| problem.to_string()),
            Some(_) => None,
        }
    }

    fn missing(&self, step: Step) -> Option<&'static str> {
        match step {
            Step::Client | Step::Authorize => None,
            // A callback that was pasted without a request can still be viewed.
            Step::Callback => (self.attempt().is_none() && self.callback().is_none())
                .then_some("no authorization request was sent: run step 2"),
            Step::Redeem if self.is_machine_client() => None,
            Step::Redeem => {
                let callback = self.callback().map(|record| &record.callback);
                match callback.is_some_and(|callback| callback.kind == CallbackKind::Tokens) {
                    true => Some("there is no code to redeem: the callback contained the tokens"),
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
