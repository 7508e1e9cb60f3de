//! The last two runs of a step, compared.

use crate::app::model::fork::{Fork, ForkRow, ForkRun};
use crate::app::model::session_view::SessionView;
use crate::diagnosis::diagnose;
use crate::protocol::{Finding, Header, Json};
use crate::session::{Edit, Entry, Exchange, Purpose, Received, Session, Step, redaction};

/// What is made anew for each run: a difference in it proves nothing.
const ONE_TIME: [&str; 17] = [
    "state",
    "nonce",
    "code",
    "code_challenge",
    "code_verifier",
    "client_assertion",
    "id_token",
    "access_token",
    "refresh_token",
    "authorization",
    "token",
    "date",
    "time",
    "set-cookie",
    "content-length",
    "x-amz-cognito-request-id",
    "x-amzn-requestid",
];

/// The headers that carry secrets.
const SECRET_HEADERS: [&str; 3] = ["authorization", "cookie", "set-cookie"];

/// A run: the entries of the log from its request on, up to the last one of its answer.
struct Run {
    from: usize,
    to: usize,
}

/// The last two runs of the current step, if it has run twice.
pub fn fork(view: &SessionView) -> Option<Fork> {
    let [earlier, later] = last_two(view)?;
    let (a, b) = (sides(&view.session, &earlier), sides(&view.session, &later));
    Some(Fork {
        runs: [described(&view.session, &earlier), described(&view.session, &later)],
        request: rows(&a.0, &b.0),
        answer: rows(&a.1, &b.1),
    })
}

/// Whether the current step has run twice.
pub fn is_there(view: &SessionView) -> bool {
    last_two(view).is_some()
}

fn last_two(view: &SessionView) -> Option<[Run; 2]> {
    let log = view.session.log();
    let is_begin = |entry: &Entry| match (view.step(), entry) {
        (Step::Authorize | Step::Callback, Entry::Authorization(_)) => true,
        (Step::Authorize | Step::Callback, _) => false,
        (step, Entry::Exchange(exchange)) => {
            is_of(step, exchange) && exchange.response().is_some() && !exchange.is_import()
        }
        _ => false,
    };
    let is_login = matches!(view.step(), Step::Authorize | Step::Callback);
    let begins: Vec<usize> = (0..log.len()).filter(|at| log.get(*at).is_some_and(is_begin)).collect();
    let [.., earlier, later] = begins[..] else { return None };
    // A login goes on until its callback, or the next login.
    let end = |from: usize, limit: usize| {
        let callback = || (from..limit).find(|at| matches!(log.get(*at), Some(Entry::Callback(_))));
        if is_login { callback().map_or(limit, |at| at + 1) } else { from + 1 }
    };
    Some([Run { from: earlier, to: end(earlier, later) }, Run { from: later, to: end(later, log.len()) }])
}

/// Whether an exchange is the request of a step.
fn is_of(step: Step, exchange: &Exchange) -> bool {
    match (step, exchange.purpose) {
        (Step::Client, Purpose::Discovery)
        | (Step::Redeem, Purpose::Token)
        | (Step::UserInfo, Purpose::UserInfo | Purpose::Api)
        | (Step::Refresh, Purpose::Refresh)
        | (Step::SignOut, Purpose::Revocation) => true,
        (Step::Call, Purpose::Resource) => exchange.request.header("authorization").is_some(),
        _ => false,
    }
}

/// Names and values of one side, whether they are secrets.
type Side = Vec<(String, String, bool)>;

/// What a run sent, and what came back.
fn sides(session: &Session, run: &Run) -> (Side, Side) {
    match session.log().get(run.from) {
        Some(Entry::Exchange(exchange)) => (sent(exchange), came(exchange)),
        Some(Entry::Authorization(attempt)) => {
            let mut request = vec![("url".to_owned(), attempt.draft.endpoint.clone(), false)];
            request.extend(parameters(attempt.draft.parameters.iter()));
            let entries = session.log().get(run.from..run.to).unwrap_or_default();
            (request, entries.iter().rev().find_map(end_of_login).unwrap_or_default())
        }
        _ => Default::default(),
    }
}

/// Where a login ended: the callback, or the last page of the browser.
fn end_of_login(entry: &Entry) -> Option<Side> {
    match entry {
        Entry::Callback(record) => Some(parameters(record.callback.parameters.iter())),
        Entry::Exchange(exchange) if exchange.purpose == Purpose::SignIn => {
            let status = exchange.response()?.status.to_string();
            Some(vec![
                ("browser at".to_owned(), exchange.request.path().to_owned(), false),
                ("status".to_owned(), status, false),
            ])
        }
        _ => None,
    }
}

fn sent(exchange: &Exchange) -> Side {
    let request = &exchange.request;
    let place = request.url.split(['?', '#']).next().unwrap_or_default();
    let mut side = vec![("url".to_owned(), format!("{} {place}", request.method), false)];
    side.extend(parameters(request.query().iter()));
    side.extend(parameters(request.form().iter()));
    side.extend(headers(&request.headers));
    side
}

fn came(exchange: &Exchange) -> Side {
    let Received::Response(response) = &exchange.received else { return Vec::new() };
    let mut side = vec![("status".to_owned(), response.status.to_string(), false)];
    match Json::parse(response.text().as_ref()) {
        Ok(json) => side.extend(json.root().members().map(|(name, value)| {
            let text = value.readable();
            let is_secret = redaction::is_secret_member(&name, &text, false);
            (name.into_owned(), text, is_secret)
        })),
        Err(_) if response.body.is_empty() => {}
        Err(_) => side.push(("body".to_owned(), format!("{} bytes", response.body.len()), false)),
    }
    side.extend(headers(&response.headers));
    side.push(("time".to_owned(), format!("{} ms", exchange.timing.total.as_millis()), false));
    side
}

fn parameters<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> Side {
    all.map(|(name, value)| (name.to_owned(), value.to_owned(), redaction::is_secret(name))).collect()
}

fn headers(all: &[Header]) -> Side {
    let row = |header: &Header| {
        let name = header.name.to_ascii_lowercase();
        let is_secret = SECRET_HEADERS.contains(&name.as_str());
        (name, header.value.clone(), is_secret)
    };
    all.iter().map(row).collect()
}

/// The rows of both sides by their names, in the order of the first side.
fn rows(a: &Side, b: &Side) -> Vec<ForkRow> {
    let mut rows: Vec<ForkRow> = Vec::new();
    for (side, values) in [a, b].into_iter().enumerate() {
        for (name, value, is_secret) in values {
            // A name that occurs twice has two rows.
            let open = rows.iter_mut().find(|row| row.name == *name && row.values[side].is_none());
            let row = match open {
                Some(row) => row,
                None => {
                    let is_one_time = ONE_TIME.contains(&name.as_str());
                    rows.push(ForkRow { name: name.clone(), values: [None, None], is_secret: false, is_one_time });
                    let Some(row) = rows.last_mut() else { continue };
                    row
                }
            };
            row.is_secret |= is_secret;
            row.values[side] = Some(value.clone());
        }
    }
    rows
}

fn described(session: &Session, run: &Run) -> ForkRun {
    let entries = session.log().get(run.from..run.to).unwrap_or_default();
    let (name, edits): (String, &[Edit]) = match entries.first() {
        Some(Entry::Exchange(exchange)) => (format!("exchange {}", exchange.id), &exchange.edits),
        Some(Entry::Authorization(attempt)) => ("login".to_owned(), &attempt.edits),
        _ => Default::default(),
    };
    let id = |entry: &Entry| match entry {
        Entry::Exchange(exchange) => Some(exchange.id),
        _ => None,
    };
    let ids: Vec<_> = entries.iter().filter_map(id).collect();
    let as_of = session.up_to(run.to);
    let ended = entries.last().map(|entry| match entry {
        Entry::Exchange(exchange) => exchange.received_at(),
        Entry::Callback(record) => record.received_at,
        Entry::Authorization(attempt) => attempt.sent_at,
    });
    let found = ended.map(|now| diagnose(&as_of, now)).unwrap_or_default();
    let is_login = matches!(entries.first(), Some(Entry::Authorization(_)));
    let is_about = |finding: &Finding| {
        let places = || finding.evidence.iter().filter_map(|evidence| evidence.exchange);
        places().any(|id| ids.contains(&id)) || is_login && places().next().is_none()
    };
    ForkRun {
        name,
        edited: edits.iter().map(|edit| edit.name.clone()).collect(),
        finding: found.into_iter().find(is_about),
    }
}
