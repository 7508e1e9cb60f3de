//! What a step waits for in the session's record.

use crate::protocol::CheckId;
use crate::session::Purpose;

/// A fact of the record. Only what was recorded after the step before counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An authorization request was opened.
    Authorization {
        /// The parameters that it must have.
        sends: Vec<(String, Want)>,
    },
    /// A request was answered.
    Exchange {
        /// Its purpose.
        purpose: Purpose,
        /// The status of the response.
        status: Option<u16>,
        /// The `error` in the body or the challenge of the response.
        error: Option<String>,
        /// The parameters of the request.
        sends: Vec<(String, Want)>,
        /// The token in the Authorization header.
        bearer: Option<Bearer>,
        /// The end of the URL's path.
        path: Option<String>,
    },
    /// A callback arrived.
    Callback {
        /// What it brought.
        kind: CallbackWant,
        /// Whether its `state` matches the request's.
        state_matches: Option<bool>,
        /// Its `error`.
        error: Option<String>,
    },
    /// A token with a claim was received.
    Claim {
        /// The token.
        token: TokenOf,
        /// The claim.
        name: String,
        /// What it must be.
        want: Want,
    },
    /// A check of a received token had this outcome: `pass`, `fail` or `not_checked`.
    Check {
        /// The token.
        token: TokenOf,
        /// The check.
        id: CheckId,
        /// The outcome.
        outcome: &'static str,
    },
    /// One of these findings is there. The list is empty until the scenario is drawn, whose findings they are.
    Finding(Vec<String>),
}

impl Fact {
    /// The same without what the response must be.
    #[must_use]
    pub fn without_answer(&self) -> Self {
        match self.clone() {
            Self::Exchange { purpose, sends, bearer, path, .. } => {
                Self::Exchange { purpose, sends, bearer, path, status: None, error: None }
            }
            Self::Callback { kind, .. } => Self::Callback { kind, state_matches: None, error: None },
            other => other,
        }
    }

    /// Whether it waits for the findings of the scenario that is drawn.
    pub fn is_of_scenario(&self) -> bool {
        matches!(self, Self::Finding(ids) if ids.is_empty())
    }
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// There.
    Present,
    /// Not there.
    Absent,
    /// The value of an earlier request for the same purpose.
    Used,
    /// There, and in no earlier request for the same purpose.
    New,
    /// The session's own: the code of its callback, the verifier of its challenge, its redirect URI, its token.
    Own,
    /// There, but not the session's own.
    Foreign,
    /// This text.
    Is(String),
}

/// The token in an Authorization header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// An access token of the session.
    Access,
    /// An ID token of the session.
    Id,
    /// A token that the session did not receive.
    Foreign,
    /// No token.
    None,
}

/// What a callback brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackWant {
    /// A code.
    Code,
    /// An error.
    Error,
    /// Tokens.
    Tokens,
}

/// One of the tokens that a response has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOf {
    /// The ID token.
    Id,
    /// The access token.
    Access,
}
