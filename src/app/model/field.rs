//! What of a step can be changed, and what is asked for in the line at the bottom.

use super::start_screen::Naming;
use crate::session::Purpose;

/// A value of a step that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Something about the client itself.
    Client(ClientField),
    /// The endpoint of a request.
    Endpoint(Purpose),
    /// A parameter of a request by its place; `AuthorizationProbe` stands for the authorization request.
    Parameter(Purpose, usize),
    /// A parameter that is about to be added, written `name=value`.
    NewParameter(Purpose),
    /// The code verifier behind the authorization request.
    Verifier,
    /// The token in the `Authorization` header of a request.
    Bearer(Purpose),
    /// The callback, pasted or typed.
    Callback,
    /// What is searched for in step 5.
    Search,
    /// What is searched for in the exchanges.
    FindExchange,
    /// The path to save the exchanges at as HAR.
    Archive {
        /// Whether tokens and codes are kept whole.
        whole: bool,
    },
    /// A name to save something under.
    Name(Naming),
}

impl Field {
    /// The question of a field that stands in the line at the bottom; the others have a row of their own.
    pub fn question(self) -> Option<&'static str> {
        match self {
            Self::Name(naming) => Some(naming.question()),
            Self::FindExchange => Some("search the exchanges"),
            Self::Archive { whole: false } => Some("save HAR with masked secrets to"),
            Self::Archive { whole: true } => Some("save HAR with tokens to"),
            _ => None,
        }
    }
}

/// Something about the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientField {
    /// The user pool id, or the issuer.
    Provider,
    /// The domain of a user pool.
    Domain,
    /// The client identifier.
    ClientId,
    /// How the client proves itself.
    Authentication,
    /// The client secret.
    Secret,
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

/// The purpose under which step 2 keeps its request: it is the same request, sent by a browser.
pub const AUTHORIZATION: Purpose = Purpose::AuthorizationProbe;

/// The requests of step 8: revocation, logout, and the probe that shows what they ended.
pub const SIGN_OUT: [Purpose; 3] = [Purpose::Revocation, Purpose::Logout, Purpose::Probe];
