//! The fields of a step that can be edited, and the prompts of the bottom line.

use super::start_screen::Naming;
use crate::session::Purpose;

/// An editable value of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A setting of the client.
    Client(ClientField),
    /// The endpoint of a request.
    Endpoint(Purpose),
    /// A parameter of a request by its index; `AuthorizationProbe` means the authorization request.
    Parameter(Purpose, usize),
    /// A parameter or header that the person removed, by its index among the edits of the request.
    Removed(Purpose, usize),
    /// A new parameter, written `name=value`.
    NewParameter(Purpose),
    /// The code verifier behind the authorization request.
    Verifier,
    /// The token in the `Authorization` header of a request.
    Bearer(Purpose),
    /// The callback, pasted or typed.
    Callback,
    /// The search text of step 5.
    Search,
    /// The search text of the exchanges.
    FindExchange,
    /// What the shown exchanges have in common.
    FilterExchanges,
    /// The path of a HAR file to save.
    Archive {
        /// Whether tokens and codes are saved unmasked.
        whole: bool,
    },
    /// The votes of a room in a lesson.
    Votes,
    /// A name to save something under.
    Name(Naming),
    /// The URL of the resource.
    Target,
    /// How the resource is called.
    TargetKind,
    /// The tool of an MCP server to call.
    Tool,
}

impl Field {
    /// The prompt of a field in the bottom line; other fields have a row of their own.
    pub fn question(self) -> Option<&'static str> {
        match self {
            Self::Name(naming) => Some(naming.question()),
            Self::Votes => Some("votes for each choice, as numbers"),
            Self::FindExchange => Some("search the exchanges"),
            Self::FilterExchanges => Some("show exchanges by purpose, endpoint or status"),
            Self::Archive { whole: false } => Some("save HAR with masked secrets to"),
            Self::Archive { whole: true } => Some("save HAR with tokens to"),
            _ => None,
        }
    }
}

/// A setting of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientField {
    /// The user pool id, or the issuer.
    Provider,
    /// The domain of a user pool.
    Domain,
    /// The client identifier.
    ClientId,
    /// The grant.
    Grant,
    /// How the client authenticates.
    Authentication,
    /// The client secret.
    Secret,
    /// The id of the client's key.
    KeyId,
    /// The redirect URI.
    RedirectUri,
    /// The scopes.
    Scopes,
    /// `code` or `token`.
    ResponseType,
    /// Whether a code challenge is sent.
    Pkce,
    /// The sign-out URL.
    SignOutUri,
}

/// The purpose of step 2's request, which a browser sends.
pub const AUTHORIZATION: Purpose = Purpose::AuthorizationProbe;

/// The requests of step 8: revocation, logout, the probe that shows their effect, and what is left of a registration.
pub const SIGN_OUT: [Purpose; 5] =
    [Purpose::Revocation, Purpose::Logout, Purpose::Probe, Purpose::RegistrationRead, Purpose::RegistrationDeletion];
