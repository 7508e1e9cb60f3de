//! The steps of a session, and whether each can run: eight for a login, one before them and one after them for a
//! resource.

use super::missing::Missing;
use super::session::Session;
use crate::protocol::enum_table::enum_table;
use crate::protocol::{CallbackKind, ClientAuthentication};

enum_table! {
    /// A step of the flow, in order: its short name, the title of its pane, and its task. Steps can be repeated.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Step: 3 {
        /// The discovery from a resource to its authorization server and to a client id.
        Find: "Find", "Find the way from the resource" =>
            "find the authorization server and a client ID from the URL of a resource";
        /// The client; discovery and keys.
        #[default]
        Client: "Client", "The client and its provider" => "discover the provider, change the client";
        /// The authorization request.
        Authorize: "Authorize", "Request an authorization code" => "send the authorization request, sign in";
        /// The callback.
        Callback: "Callback", "Receive the callback" => "receive the callback";
        /// Tokens for the code.
        Redeem: "Redeem", "Redeem the code" => "redeem the code for tokens";
        /// The tokens, decoded and checked.
        Tokens: "Tokens", "Read the tokens" => "read the tokens, their claims and checks";
        /// The claims from the provider.
        UserInfo: "UserInfo", "Call UserInfo" => "call UserInfo";
        /// New tokens from the refresh token.
        Refresh: "Refresh", "Refresh the tokens" => "refresh the tokens";
        /// Revocation and logout.
        SignOut: "Sign out", "Sign out" => "revoke the refresh token, sign out, probe";
        /// The call of the resource with the access token.
        Call: "Call", "Call the resource" => "call the resource with the access token";
    }
}

impl Step {
    /// The steps of a login, in order.
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

    /// The same for a resource.
    pub const FROM_RESOURCE: [Self; 10] = [
        Self::Find,
        Self::Client,
        Self::Authorize,
        Self::Callback,
        Self::Redeem,
        Self::Tokens,
        Self::UserInfo,
        Self::Refresh,
        Self::SignOut,
        Self::Call,
    ];

    /// The steps of a machine client, which has no user.
    pub const OF_MACHINE: [Self; 4] = [Self::Client, Self::Redeem, Self::Tokens, Self::Call];

    /// The same for a resource.
    pub const OF_MACHINE_FROM_RESOURCE: [Self; 5] = [Self::Find, Self::Client, Self::Redeem, Self::Tokens, Self::Call];

    /// Its number: 1 to 8 for a login, 0 before them and 9 after them.
    pub fn number(self) -> usize {
        self as usize
    }

    /// Its short name, for the list of steps.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// The title of its pane.
    pub fn title(self) -> &'static str {
        self.row()[1]
    }

    /// Its task, for the command palette and the help.
    pub fn task(self) -> &'static str {
        self.row()[2]
    }
}

/// Whether a step can run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It cannot, and what is missing.
    Blocked(Missing),
}

impl Session {
    /// The steps of this session, in order.
    pub fn steps(&self) -> &'static [Step] {
        match (self.target().is_some(), self.is_machine_client()) {
            (false, false) => &Step::ALL,
            (true, false) => &Step::FROM_RESOURCE,
            (false, true) => &Step::OF_MACHINE,
            (true, true) => &Step::OF_MACHINE_FROM_RESOURCE,
        }
    }

    /// The short name of a step in this session.
    pub fn step_name(&self, step: Step) -> &'static str {
        if step == Step::Redeem && self.is_machine_client() { "Request" } else { step.name() }
    }

    /// The title of a step in this session.
    pub fn step_title(&self, step: Step) -> &'static str {
        match step {
            Step::Redeem if self.is_machine_client() => "Request a token for the client itself",
            step => step.title(),
        }
    }

    /// Whether a step can run now.
    pub fn availability(&self, step: Step) -> Availability {
        let missing = self.missing(step).or_else(|| self.missing_endpoint(step));
        missing.map_or(Availability::Ready, Availability::Blocked)
    }

    /// Why the endpoint that a step needs cannot be used: it is unknown, or not usable for this request.
    fn missing_endpoint(&self, step: Step) -> Option<Missing> {
        let endpoints = self.endpoints();
        let (name, endpoint) = match step {
            Step::Authorize => ("authorization endpoint", endpoints.authorization),
            Step::Redeem | Step::Refresh => ("token endpoint", endpoints.token),
            Step::UserInfo => ("UserInfo endpoint", endpoints.userinfo),
            Step::Call => return self.foreign_token_problem().map(Missing::BearerToken),
            Step::Find | Step::Client | Step::Callback | Step::Tokens | Step::SignOut => return None,
        };
        match endpoint {
            None if self.metadata().is_some() => Some(Missing::EndpointInDocument(name)),
            None => Some(Missing::Endpoint(name, if self.target().is_some() { 0 } else { 1 })),
            Some(_) if step == Step::Authorize => self.authorization_problem().map(Missing::Draft),
            Some(_) if step == Step::UserInfo => self.foreign_token_problem().map(Missing::BearerToken),
            Some(_) => None,
        }
    }

    fn missing(&self, step: Step) -> Option<Missing> {
        let is_machine = self.is_machine_client();
        let unless = |holds: bool, missing: Missing| (!holds).then_some(missing);
        match step {
            Step::Find | Step::Client | Step::Authorize => None,
            // A callback that was pasted without a request can still be viewed.
            Step::Callback => unless(self.attempt().is_some() || self.callback().is_some(), Missing::Request),
            Step::Redeem if is_machine => {
                let is_key = self.profile().authentication == ClientAuthentication::PrivateKeyJwt;
                unless(self.client_secret().is_some(), if is_key { Missing::ClientKey } else { Missing::ClientSecret })
            }
            Step::Redeem => match self.callback().map(|record| &record.callback) {
                Some(callback) if callback.kind == CallbackKind::Tokens => Some(Missing::CodeOfImplicitFlow),
                callback => unless(callback.is_some_and(|callback| callback.code().is_some()), Missing::Code),
            },
            Step::Tokens => {
                unless(self.grant().is_some(), if is_machine { Missing::MachineTokens } else { Missing::Tokens })
            }
            Step::Call if self.target().is_none() => Some(Missing::Target),
            Step::UserInfo | Step::Call => {
                let has_token = self.grant().is_some_and(|grant| grant.access_token.is_some());
                unless(has_token, if is_machine { Missing::MachineAccessToken } else { Missing::AccessToken })
            }
            Step::Refresh => unless(self.refresh_token().is_some(), Missing::RefreshToken),
            Step::SignOut => {
                let has_any = self.grant().is_some()
                    || self.endpoints().end_session.is_some()
                    || self.registration_management().is_some();
                unless(has_any, Missing::SignIn)
            }
        }
    }
}
