//! A session as a HAR 1.2 document, which developer tools and grantscope can read.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::protocol::http::FORM;
use crate::protocol::{Completeness, Header, HttpRequest, HttpResponse, text::sanitise};
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::exchange::{Exchange, Received};
use crate::session::record::session::Session;
use crate::session::redaction::whole_session;

/// The document, as [`write_to`] writes it.
pub fn write(session: &Session, whole: bool) -> String {
    let mut text = Vec::new();
    match write_to(session, whole, &mut text) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(error) => format!("\"{error}\""),
    }
}

/// Writes the document piece by piece, so that a long session is not in memory as a text too. `whole` keeps tokens,
/// codes and verifiers; otherwise they are masked. It never contains the client secret.
///
/// The authorization request and the callback, which a browser sent, become entries too, as in a browser's own
/// recording. `_grantscope` names the purpose of each entry, so that the document can be read as the same session.
pub fn write_to(session: &Session, whole: bool, mut to: impl io::Write) -> io::Result<()> {
    let session = if whole { whole_session::without_credentials(session) } else { whole_session::masked(session) };
    let creator = json!({ "name": "grantscope", "version": env!("CARGO_PKG_VERSION") });
    let document = Document { log: Log { version: "1.2", creator, pages: [], entries: Entries(&session) } };
    sanitise::write_json(&mut to, &document)?;
    to.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    log: Log<'a>,
}

#[derive(Serialize)]
struct Log<'a> {
    version: &'static str,
    creator: Value,
    pages: [(); 0],
    entries: Entries<'a>,
}

/// The entries, each created when it is written, so that the document is never held in memory as values.
struct Entries<'a>(&'a Session);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.log().iter().filter_map(entry))
    }
}

fn entry(entry: &Entry) -> Option<Value> {
    match entry {
        Entry::Authorization(attempt) => Some(authorization(attempt)),
        Entry::Callback(record) => callback(record),
        Entry::Exchange(exchange) if exchange.is_import() => None,
        Entry::Exchange(exchange) => Some(self::exchange(exchange)),
    }
}

fn authorization(attempt: &Attempt) -> Value {
    let request = HttpRequest::get(attempt.url());
    visited(&request, attempt.sent_at, "authorization_request", "sent by the browser; its response is not recorded")
}

/// A bare code has no URL, so a recording cannot contain it.
fn callback(record: &CallbackRecord) -> Option<Value> {
    record.callback.location.as_ref()?;
    let request = HttpRequest::get(record.text.expose().trim());
    Some(visited(&request, record.received_at, "callback", "received from the browser"))
}

/// A request of the browser, whose response was not recorded.
fn visited(request: &HttpRequest, at: jiff::Timestamp, purpose: &str, comment: &str) -> Value {
    json!({
        "startedDateTime": at.to_string(),
        "time": 0,
        "request": self::request(request, None),
        "response": no_response(comment),
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
        "_grantscope": purpose,
    })
}

fn exchange(exchange: &Exchange) -> Value {
    let version = exchange.connection.version.as_deref();
    let (head, total) = (milliseconds(exchange.timing.head), milliseconds(exchange.timing.total));
    let response = match &exchange.received {
        Received::Response(response) => self::response(response, version),
        Received::Failed(failure) => no_response(&failure.message),
        Received::Pending => no_response("the request is pending"),
    };
    let mut entry = json!({
        "startedDateTime": exchange.sent_at.to_string(),
        "time": total,
        "request": request(&exchange.request, version),
        "response": response,
        "cache": {},
        "timings": { "send": 0, "wait": head, "receive": (total - head).max(0.0) },
        "_grantscope": exchange.purpose.name(),
    });
    if let Received::Failed(failure) = &exchange.received {
        entry["_grantscopeFailure"] = failure.kind.name().into();
    }
    if let Some(remote) = &exchange.connection.remote {
        entry["serverIPAddress"] = remote.as_str().into();
    }
    if let Some(why) = &exchange.why {
        entry["comment"] = why.as_str().into();
    }
    entry
}

fn request(request: &HttpRequest, version: Option<&str>) -> Value {
    let mut value = json!({
        "method": request.method.as_str(),
        "url": request.url,
        "httpVersion": version.unwrap_or("HTTP/1.1"),
        "cookies": [],
        "headers": headers(&request.headers),
        "queryString": pairs(&request.query()),
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        value["postData"] = posted(request);
    }
    value
}

/// HAR has no encoding for request bodies, so an extra member marks binary data.
fn posted(request: &HttpRequest) -> Value {
    let media_type = request.header("content-type").unwrap_or_default();
    match std::str::from_utf8(&request.body) {
        Ok(text) if media_type.starts_with(FORM) => {
            json!({ "mimeType": media_type, "params": pairs(&request.form()), "text": text })
        }
        Ok(text) => json!({ "mimeType": media_type, "params": [], "text": text }),
        Err(_) => {
            json!({ "mimeType": media_type, "params": [], "text": STANDARD.encode(&request.body), "_encoding": "base64" })
        }
    }
}

fn response(response: &HttpResponse, version: Option<&str>) -> Value {
    let mut content = json!({
        "size": response.body.len(),
        "mimeType": response.header("content-type").unwrap_or("x-unknown"),
    });
    match std::str::from_utf8(&response.body) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = STANDARD.encode(&response.body).into();
            content["encoding"] = "base64".into();
        }
    }
    match &response.completeness {
        Completeness::Complete => {}
        Completeness::Cut { reason } => content["comment"] = format!("cut short: {reason}").into(),
        Completeness::TooLarge { limit } => content["comment"] = format!("only the first {limit} bytes").into(),
        other => content["comment"] = other.problem().into(),
    }
    json!({
        "status": response.status,
        "statusText": "",
        "httpVersion": version.unwrap_or("HTTP/1.1"),
        "cookies": [],
        "headers": headers(&response.headers),
        "content": content,
        "redirectURL": response.header("location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": response.body.len(),
    })
}

/// Status 0, as browsers record requests without a response.
fn no_response(why: &str) -> Value {
    json!({
        "status": 0,
        "statusText": "",
        "httpVersion": "",
        "cookies": [],
        "headers": [],
        "content": { "size": 0, "mimeType": "x-unknown" },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
        "_error": why,
    })
}

fn headers(headers: &[Header]) -> Vec<Value> {
    headers.iter().map(|header| json!({ "name": header.name, "value": header.value })).collect()
}

fn pairs(parameters: &crate::protocol::Parameters) -> Vec<Value> {
    parameters.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn milliseconds(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
