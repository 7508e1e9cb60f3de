//! Whether a session is still signed in, by its record and the clock.

use jiff::Timestamp;

use super::times::whole_seconds;
use crate::session::{Exchange, Purpose, Session};

/// What the record and the clock tell. The sentence of an error says what ended it.
pub fn offline(session: &Session, now: Timestamp) -> Result<(), String> {
    if session.grant().is_none() {
        return Err("the session has no tokens".to_owned());
    }
    if session.is_revoked() {
        return Err("its refresh token was revoked, and its tokens with it".to_owned());
    }
    if is_token_refused(session) {
        return Err("UserInfo refused the access token when it was last asked".to_owned());
    }
    match session.expires_at() {
        Some(at) if at <= now => Err(format!("the access token expired at {}", whole_seconds(at))),
        Some(_) => Ok(()),
        None => Err("nothing says when its access token expires".to_owned()),
    }
}

/// Whether UserInfo refused the very access token that is in use.
fn is_token_refused(session: &Session) -> bool {
    let token = session.grant().and_then(|grant| grant.response.access_token());
    let bearer = token.map(|token| format!("Bearer {}", token.expose()));
    let sent = session.last_exchange(Purpose::UserInfo).and_then(|last| last.request.header("authorization"));
    bearer.is_some_and(|bearer| sent == Some(bearer.as_str()))
        && session.last_exchange(Purpose::UserInfo).and_then(Exchange::response).is_some_and(|r| r.status == 401)
}
