//! The sign-in status as the commands word it.

use jiff::Timestamp;

use crate::cli::times::whole_seconds;
use crate::session::{Ended, Session, SignInStatus, TokenProblem};

/// Why nobody is signed in, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NotSignedIn {
    #[error("{0}")]
    ReadOnly(&'static str),
    #[error("the session has no tokens")]
    NoTokens,
    #[error("its tokens were revoked")]
    Revoked,
    #[error("UserInfo rejected the access token when it was last called")]
    Refused,
    #[error("the access token was revoked")]
    AccessTokenRevoked,
    #[error("its tokens failed their verification")]
    Rejected,
    #[error("its ID token could not be verified")]
    Unverified,
    #[error("it has no ID token, although the scope openid was requested")]
    NoIdToken,
    #[error("the access token expired at {}", whole_seconds(*.0))]
    Expired(Timestamp),
    #[error("the access token's expiry is unknown")]
    Unknown,
    #[error("{}", .0.join("; "))]
    RefusedNow(Vec<String>),
}

impl NotSignedIn {
    /// Why a sign-in ended.
    pub fn of(session: &Session, ended: Ended) -> Self {
        match ended {
            Ended::NoTokens => Self::NoTokens,
            Ended::Revoked if session.can_refresh() => Self::AccessTokenRevoked,
            Ended::Revoked => Self::Revoked,
            Ended::Refused => Self::Refused,
            Ended::Rejected if session.token_problems() == [TokenProblem::NoIdToken] => Self::NoIdToken,
            Ended::Rejected => Self::Rejected,
            Ended::Unverified => Self::Unverified,
        }
    }
}

/// The status from the record and the clock.
pub fn offline(session: &Session, now: Timestamp) -> Result<(), NotSignedIn> {
    Err(match session.sign_in_status(now) {
        SignInStatus::SignedIn(_) => return Ok(()),
        SignInStatus::Ended(ended) => NotSignedIn::of(session, ended),
        SignInStatus::Expired(at) => NotSignedIn::Expired(at),
        SignInStatus::Unknown => NotSignedIn::Unknown,
    })
}
