//! A token request of a saved session: one program at a time, and the response is saved before anything else is done
//! with it.

use std::path::Path;
use std::time::{Duration, Instant};

use super::http::HttpClient;
use super::sessions::{Hold, SessionError, Sessions};
use super::stored;
use crate::app::SentAndSaved;
use crate::protocol::{ExchangeId, HttpRequest};
use crate::session::merge::merged;
use crate::session::{Delivery, FailureKind, Purpose, Session};

/// How often to check whether another program has finished.
const OFTEN: Duration = Duration::from_millis(20);

/// How much longer than one request the refresh of another program may take.
const MARGIN: Duration = Duration::from_secs(5);

/// Why the request of a saved session was not sent.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NotSent {
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error("another program has been refreshing this session for {} s", .0.as_secs())]
    Busy(Duration),
}

/// Waits up to `patience` until no other program refreshes the session of a file.
pub async fn hold(sessions: &Sessions, path: &Path, patience: Duration) -> Result<Hold, NotSent> {
    let begun = Instant::now();
    loop {
        match sessions.try_hold(path).map_err(SessionError::from)? {
            Some(hold) => return Ok(hold),
            None if begun.elapsed() >= patience => return Err(NotSent::Busy(patience)),
            None => tokio::time::sleep(OFTEN).await,
        }
    }
}

/// How long to wait for the refresh of another program if a request takes at most `total`.
pub fn patience(total: Duration) -> Duration {
    total + MARGIN
}

/// Sends the request of an exchange that is pending in `session`, and saves the tokens of the response.
pub async fn send(
    http: &HttpClient,
    sessions: Sessions,
    id: ExchangeId,
    request: HttpRequest,
    name: String,
    session: Box<Session>,
) -> SentAndSaved {
    let started = Instant::now();
    let mut hold = match held(http, &sessions, id, &name, &session).await {
        Ok((_, Some(newer))) => return SentAndSaved::Newer(Box::new(newer)),
        Ok((hold, None)) => hold,
        Err(error) => {
            let refused = Delivery::failed(FailureKind::Refused, error.to_string(), started.elapsed());
            return SentAndSaved::Answered(Box::new(refused), None);
        }
    };
    let delivery = http.send(&request).await;
    let (mut kept, before) = (session, delivery.clone());
    let grants = kept.grants().len();
    kept.absorb(id, before);
    if kept.grants().len() == grants {
        return SentAndSaved::Answered(Box::new(delivery), None);
    }
    let saving = tokio::task::spawn_blocking(move || {
        hold.note(&kept);
        let (other_name, outcome) = stored::save_own(&sessions, &name, &kept);
        drop(hold);
        (other_name.unwrap_or(name), outcome)
    });
    SentAndSaved::Answered(Box::new(delivery), saving.await.ok())
}

/// Locks the session and checks whether another program has got tokens for it that a refresh would invalidate.
async fn held(
    http: &HttpClient,
    sessions: &Sessions,
    id: ExchangeId,
    name: &str,
    session: &Session,
) -> Result<(Hold, Option<Session>), NotSent> {
    let path = sessions.file(name).map_err(SessionError::from)?;
    let hold = hold(sessions, &path, patience(http.limits().total)).await?;
    let is_refresh = session.exchange(id).is_some_and(|exchange| exchange.purpose == Purpose::Refresh);
    // Without a file, no other program has the tokens.
    let newer = if is_refresh && sessions.contains(name) { sessions.newer(&path, session)? } else { None };
    let newer = newer.map(|there| merged(&there, &session.without_pending()).map_or(there, |merged| merged.session));
    Ok((hold, newer))
}
