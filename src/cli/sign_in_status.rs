//! The sign-in status as the commands word it.

use jiff::Timestamp;

use super::times::whole_seconds;
use crate::session::{Ended, Session, SignInStatus};

/// The status from the record and the clock. The error says why the session ended.
pub fn offline(session: &Session, now: Timestamp) -> Result<(), String> {
    Err(match session.sign_in_status(now) {
        SignInStatus::SignedIn(_) => return Ok(()),
        SignInStatus::Ended(Ended::NoTokens) => "the session has no tokens".to_owned(),
        SignInStatus::Ended(Ended::Revoked) => "its tokens were revoked".to_owned(),
        SignInStatus::Ended(Ended::Refused) => "UserInfo rejected the access token when it was last called".to_owned(),
        SignInStatus::Expired(at) => format!("the access token expired at {}", whole_seconds(at)),
        SignInStatus::Unknown => "the access token's expiry is unknown".to_owned(),
    })
}
