//! The sign-in status in the words of the commands.

use jiff::Timestamp;

use super::times::whole_seconds;
use crate::session::{Ended, Session, SignInStatus};

/// What the record and the clock tell. The sentence of an error says what ended it.
pub fn offline(session: &Session, now: Timestamp) -> Result<(), String> {
    Err(match session.sign_in_status(now) {
        SignInStatus::SignedIn(_) => return Ok(()),
        SignInStatus::Ended(Ended::NoTokens) => "the session has no tokens".to_owned(),
        SignInStatus::Ended(Ended::Revoked) => "its tokens were revoked".to_owned(),
        SignInStatus::Ended(Ended::Refused) => "UserInfo rejected the access token when it was last asked".to_owned(),
        SignInStatus::Expired(at) => format!("the access token expired at {}", whole_seconds(at)),
        SignInStatus::Unknown => "the access token's expiry is unknown".to_owned(),
    })
}
