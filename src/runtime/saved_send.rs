//! A token request of a saved session: one program at a time, and the response is saved before anything else is done
//! with it.

use std::path::Path;
use std::time::{Duration, Instant};

use super::http::HttpClient;
use super::sessions::{Hold, Sessions};
use super::stored;
use crate::app::SentAndSaved;
use crate::protocol::{ExchangeId, HttpRequest};
use crate::session::concurrent_save::merged;
use crate::session::{Delivery, Entry, FailureKind, Purpose, Received, Session};

/// How often to check whether another program has finished.
const OFTEN: Duration = Duration::from_millis(20);

/// How much longer than one request the refresh of another program may take.
const MARGIN: Duration = Duration::from_secs(5);

/// Waits up to `patience` until no other program refreshes the session of a file; `None` if one still does.
pub async fn hold(sessions: &Sessions, path: &Path, patience: Duration) -> Result<Option<Hold>, String> {
    let begun = Instant::now();
    loop {
        match sessions.try_hold(path)? {
            Some(hold) => return Ok(Some(hold)),
            None if begun.elapsed() >= patience => return Ok(None),
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
        Err(problem) => {
            let refused = Delivery::failed(FailureKind::Refused, problem, started.elapsed());
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
) -> Result<(Hold, Option<Session>), String> {
    let path = sessions.file(name)?;
    let patience = patience(http.limits().total);
    let hold = hold(sessions, &path, patience).await?.ok_or_else(|| busy(patience))?;
    let is_refresh = session.exchange(id).is_some_and(|exchange| exchange.purpose == Purpose::Refresh);
    // Without a file, no other program has the tokens.
    let newer = if is_refresh && sessions.contains(name) { sessions.newer(&path, session)? } else { None };
    let newer = newer.map(|there| merged(&there, &without_pending(session)).map_or(there, |merged| merged.session));
    Ok((hold, newer))
}

/// Why nothing was sent.
pub fn busy(patience: Duration) -> String {
    format!("another program has been refreshing this session for {} s", patience.as_secs())
}

/// The session without its pending exchanges, which were never sent.
fn without_pending(session: &Session) -> Session {
    let is_over = |entry: &&Entry| !matches!(entry, Entry::Exchange(it) if it.received == Received::Pending);
    let log = session.log().iter().filter(is_over).cloned().collect();
    Session::from_log(session.profile().clone(), None, log).leaving_out(session.left_out())
}
