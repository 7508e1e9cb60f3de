//! The last two runs of a step, compared.

use crate::app::model::fork::{Fork, ForkRow, ForkRun};
use crate::app::model::session_view::SessionView;
use crate::app::query::messages::{self, Row, RowKind};
use crate::diagnosis::diagnose;
use crate::protocol::Finding;
use crate::session::{Edit, Entry, Exchange, Purpose, Session, Step, redaction};

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
        request: rows(a.0, b.0),
        answer: rows(a.1, b.1),
    })
}

/// Whether the current step has run twice.
pub fn is_there(view: &SessionView) -> bool {
    last_two(view).is_some()
}

/// By the indexes of the log: a session may have thousands of entries, and each frame asks whether there are two runs.
fn last_two(view: &SessionView) -> Option<[Run; 2]> {
    let (session, length) = (&view.session, view.session.log().len());
    if matches!(view.step(), Step::Authorize | Step::Callback) {
        let [.., earlier, later] = *session.attempts() else { return None };
        // A login goes on until its callback, or the next login.
        let run = |from: usize, limit: usize| {
            let entries = session.log().get(from..limit).unwrap_or_default();
            let callback = entries.iter().position(|entry| matches!(entry, Entry::Callback(_)));
            Run { from, to: callback.map_or(limit, |at| from + at + 1) }
        };
        return Some([run(earlier, later), run(later, length)]);
    }
    let is_answered = |exchange: &&Exchange| {
        let is_call = view.step() != Step::Call || exchange.request.header("authorization").is_some();
        is_call && exchange.response().is_some() && !exchange.is_import()
    };
    let last = |purpose: &Purpose| session.exchanges_of(*purpose).rev().filter(is_answered).take(2);
    let mut begins: Vec<usize> =
        purposes(view.step()).iter().flat_map(last).filter_map(|exchange| session.position(exchange.id)).collect();
    begins.sort_unstable();
    let [.., earlier, later] = *begins else { return None };
    Some([earlier, later].map(|from| Run { from, to: from + 1 }))
}

/// The purposes of the requests of a step.
fn purposes(step: Step) -> &'static [Purpose] {
    match step {
        Step::Client => &[Purpose::Discovery],
        Step::Redeem => &[Purpose::Token],
        Step::UserInfo => &[Purpose::UserInfo, Purpose::Api],
        Step::Refresh => &[Purpose::Refresh],
        Step::SignOut => &[Purpose::Revocation],
        Step::Call => &[Purpose::Resource],
        Step::Find | Step::Authorize | Step::Callback | Step::Tokens => &[],
    }
}

/// What a run sent, and what came back.
fn sides(session: &Session, run: &Run) -> (Vec<Row>, Vec<Row>) {
    match session.log().get(run.from) {
        Some(Entry::Exchange(exchange)) => {
            let mut came = messages::came(exchange, false);
            came.push(messages::text_row("time", exchange.timing.in_milliseconds()));
            (with_place(messages::sent(exchange, false), &exchange.request.url), came)
        }
        Some(Entry::Authorization(attempt)) => {
            let entries = session.log().get(run.from..run.to).unwrap_or_default();
            let came = entries.iter().rev().find_map(end_of_login).unwrap_or_default();
            (with_place(messages::of_attempt(attempt), &attempt.draft.endpoint), came)
        }
        _ => Default::default(),
    }
}

/// The request line as one row: its query has rows of its own.
fn with_place(mut rows: Vec<Row>, url: &str) -> Vec<Row> {
    if let Some(line) = rows.first_mut() {
        let place = url.split(['?', '#']).next().unwrap_or_default();
        *line = messages::text_row("url", format!("{} {place}", line.name));
    }
    rows
}

/// Where a login ended: the callback, or the last page of the browser.
fn end_of_login(entry: &Entry) -> Option<Vec<Row>> {
    match entry {
        Entry::Callback(record) => Some(messages::of_callback(&record.callback)),
        Entry::Exchange(exchange) if exchange.purpose == Purpose::SignIn => {
            let status = exchange.response()?.status.to_string();
            let place = exchange.request.path().to_owned();
            Some(vec![messages::text_row("browser at", place), messages::text_row("status", status)])
        }
        _ => None,
    }
}

/// The rows of both sides by their names, in the order of the first side.
fn rows(a: Vec<Row>, b: Vec<Row>) -> Vec<ForkRow> {
    let mut rows: Vec<ForkRow> = Vec::new();
    for (side, values) in [a, b].into_iter().enumerate() {
        for row in values {
            let is_secret = match row.kind {
                RowKind::Parameter => redaction::is_secret(&row.name),
                RowKind::Member => redaction::is_secret_member(&row.name, &row.value, false),
                RowKind::Header | RowKind::Text => false,
            };
            let is_header = row.kind == RowKind::Header;
            // A name that occurs twice has two rows.
            let is_same = |there: &&mut ForkRow| {
                there.is_header == is_header
                    && there.values[side].is_none()
                    && there.name.eq_ignore_ascii_case(&row.name)
            };
            if let Some(there) = rows.iter_mut().find(is_same) {
                there.is_secret |= is_secret;
                there.values[side] = Some(row.value);
            } else {
                let is_one_time = ONE_TIME.iter().any(|name| row.name.eq_ignore_ascii_case(name));
                let mut values = [None, None];
                values[side] = Some(row.value);
                rows.push(ForkRow { name: row.name, values, is_secret, is_header, is_one_time });
            }
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
