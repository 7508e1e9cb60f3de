//! The sign-in status as the commands word it.

use jiff::Timestamp;

use crate::cli::times::whole_seconds;
use crate::session::{Ended, Session, SignInStatus};

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
    #[error("its tokens failed their verification")]
    Rejected,
    #[error("the access token expired at {}", whole_seconds(*.0))]
    Expired(Timestamp),
    #[error("the access token's expiry is unknown")]
    Unknown,
    #[error("{}", .0.join("; "))]
    RefusedNow(Vec<String>),
}

/// The status from the record and the clock.
pub fn offline(session: &Session, now: Timestamp) -> Result<(), NotSignedIn> {
    Err(match session.sign_in_status(now) {
        SignInStatus::SignedIn(_) => return Ok(()),
        SignInStatus::Ended(Ended::NoTokens) => NotSignedIn::NoTokens,
        SignInStatus::Ended(Ended::Revoked) => NotSignedIn::Revoked,
        SignInStatus::Ended(Ended::Refused) => NotSignedIn::Refused,
        SignInStatus::Ended(Ended::Rejected) => NotSignedIn::Rejected,
        SignInStatus::Expired(at) => NotSignedIn::Expired(at),
        SignInStatus::Unknown => NotSignedIn::Unknown,
    })
}
