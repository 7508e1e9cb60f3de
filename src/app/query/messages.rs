//! The rows of an exchange that can be selected and copied, and an exchange as text.

use std::fmt::Write;

use super::fields;
use crate::app::model::field::AUTHORIZATION;
use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay};
use crate::protocol::json::Kind;
use crate::protocol::notes::parameter_meaning;
use crate::protocol::text::sanitise::json_text;
use crate::protocol::{Callback, Header, HttpRequest, HttpResponse, Json, Parameters};
use crate::session::redaction::{KnownSecrets, rewrite};
use crate::session::{Attempt, Exchange, Received, Step, redaction};

/// The largest body that is laid out in every frame.
pub const LARGEST: usize = 256 * 1024;

/// Where the value of a row stands: this decides how it is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A request or status line, a body that is neither JSON nor a form.
    Text,
    /// A parameter of a query, form or callback.
    Parameter,
    /// A member of a JSON body.
    Member,
    /// A header.
    Header,
}

/// A row of a request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the value stands.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// Its value, unmasked.
    pub value: String,
    /// What it is for, in one sentence.
    pub meaning: Option<&'static str>,
}

/// A body in the form in which it is shown.
#[derive(Debug)]
pub enum Body<'a> {
    /// None.
    Empty,
    /// Too large to be laid out in every frame: its length in bytes.
    Large(usize),
    /// A JSON object, a member a row.
    Members(Json),
    /// A form, a parameter a row.
    Form(Parameters),
    /// Anything else, or any body as it was sent: one row.
    Text(&'a [u8]),
}

impl<'a> Body<'a> {
    /// The body of a request.
    pub fn sent(request: &'a HttpRequest, is_raw: bool) -> Self {
        Self::of(request.header("content-type"), &request.body, is_raw)
    }

    /// The body of a response.
    pub fn came(response: &'a HttpResponse, is_raw: bool) -> Self {
        Self::of(response.header("content-type"), &response.body, is_raw)
    }

    fn of(media_type: Option<&str>, bytes: &'a [u8], is_raw: bool) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if bytes.len() > LARGEST {
            return Self::Large(bytes.len());
        }
        match Json::from_bytes(bytes).ok().filter(|_| !is_raw) {
            Some(json) if json.root().kind() == Kind::Object => Self::Members(json),
            Some(_) => Self::Text(bytes),
            None => {
                let text = String::from_utf8_lossy(bytes);
                if !is_raw && rewrite::is_form(media_type, &text) {
                    Self::Form(Parameters::decode(&text))
                } else {
                    Self::Text(bytes)
                }
            }
        }
    }

    /// How many rows there are, without their text.
    fn count(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Large(_) | Self::Text(_) => 1,
            Self::Members(json) => json.root().members().take(MOST_MEMBERS).count(),
            Self::Form(form) => form.iter().count(),
        }
    }

    fn rows(&self, bytes: &[u8]) -> Vec<Row> {
        match self {
            Self::Empty => Vec::new(),
            Self::Large(_) | Self::Text(_) => {
                vec![text_row("body", String::from_utf8_lossy(bytes).into_owned())]
            }
            Self::Members(json) => {
                let members = json.root().members().take(MOST_MEMBERS);
                let row = |name: &str, value: &str| Row { kind: RowKind::Member, ..parameter(name, value) };
                members.map(|(name, value)| row(&name, &value.readable())).collect()
            }
            Self::Form(form) => form.iter().map(|(name, value)| parameter(name, value)).collect(),
        }
    }
}

/// The maximum number of members that are laid out; the others are seen in the raw body.
pub const MOST_MEMBERS: usize = 400;

fn parameter(name: &str, value: &str) -> Row {
    let kind = RowKind::Parameter;
    Row { kind, name: name.to_owned(), value: value.to_owned(), meaning: parameter_meaning(name) }
}

/// A row of something that is neither a parameter, a member nor a header.
pub fn text_row(name: &str, value: String) -> Row {
    Row { kind: RowKind::Text, name: name.to_owned(), value, meaning: None }
}

/// What a header is for, in one sentence.
pub fn header_meaning(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "accept" => "the kinds of response that the client reads",
        "authorization" => "the credentials of the client, or the access token",
        "cache-control" => "responses with tokens must not be stored: no-store (RFC 6749 5.1)",
        "content-type" => "how to read the body",
        "content-length" => "the length of the body in bytes",
        "cookie" => "what the browser kept for this host",
        "date" => "the provider's clock; the remaining lifetimes are corrected by it",
        "host" => "the host that the request is for",
        "location" => "where the browser goes next",
        "origin" => "the page that sends the request; the provider may refuse it (CORS)",
        "access-control-allow-origin" => "the pages that may read this response in a browser (CORS)",
        "retry-after" => "how long to wait before the next request",
        "server" => "the software that answered: the provider, or a proxy before it",
        "set-cookie" => "what the browser keeps, such as the session at the provider",
        "www-authenticate" => "why the token was rejected, and what is needed (RFC 6750)",
        "x-amz-cognito-request-id" | "x-amzn-requestid" => "names the request for the support of AWS",
        _ => return None,
    })
}

fn headers(headers: &[Header]) -> impl Iterator<Item = Row> {
    headers.iter().map(|header| Row {
        kind: RowKind::Header,
        name: header.name.clone(),
        value: header.value.clone(),
        meaning: header_meaning(&header.name),
    })
}

/// The rows of a request: its URL, its query, its body, its headers.
pub fn sent(exchange: &Exchange, is_raw: bool) -> Vec<Row> {
    let request = &exchange.request;
    let mut rows = vec![text_row(&request.method.to_string(), request.url.clone())];
    rows.extend(request.query().iter().map(|(name, value)| parameter(name, value)));
    rows.extend(Body::sent(request, is_raw).rows(&request.body));
    rows.extend(headers(&request.headers));
    rows
}

/// The rows of a response: its status, its body, its headers.
pub fn came(exchange: &Exchange, is_raw: bool) -> Vec<Row> {
    let status = match &exchange.received {
        Received::Response(response) => response.status.to_string(),
        Received::Failed(failure) => failure.message.clone(),
        Received::Pending => String::new(),
    };
    let mut rows = vec![text_row("status", status)];
    if let Some(response) = exchange.response() {
        rows.extend(Body::came(response, is_raw).rows(&response.body));
        rows.extend(headers(&response.headers));
    }
    rows
}

/// How many rows a response has: a body may have megabytes.
pub fn count_of_response(exchange: &Exchange, is_raw: bool) -> usize {
    1 + exchange.response().map_or(0, |response| Body::came(response, is_raw).count() + response.headers.len())
}

/// How many rows an exchange has.
pub fn count(exchange: &Exchange, is_raw: bool) -> usize {
    let request = &exchange.request;
    let sent = 1 + request.query().iter().count() + Body::sent(request, is_raw).count() + request.headers.len();
    count_of_response(exchange, is_raw) + sent
}

/// How many rows the message of the current step has.
pub fn count_of_step(view: &SessionView) -> usize {
    match view.step() {
        step @ (Step::Redeem | Step::UserInfo | Step::Refresh) if !view.is_composing(step) => {
            view.exchange(step).map_or(0, |exchange| count(exchange, view.exchanges.is_raw))
        }
        _ => of_step(view).len(),
    }
}

/// The rows of an exchange in the order of the selection: the response, then the request.
pub fn rows(exchange: &Exchange, is_raw: bool) -> Vec<Row> {
    let mut rows = came(exchange, is_raw);
    rows.extend(sent(exchange, is_raw));
    rows
}

/// The parameters of a callback as they are shown: an error first, because it decides.
pub fn callback_parameters(callback: &Callback) -> Parameters {
    let mut pairs: Vec<(&str, &str)> = callback.parameters.iter().collect();
    let errors = ["error", "error_description", "error_uri"];
    pairs.sort_by_key(|(name, _)| errors.iter().position(|error| error == name).unwrap_or(errors.len()));
    pairs.into_iter().collect()
}

/// The rows of a callback.
pub fn of_callback(callback: &Callback) -> Vec<Row> {
    callback_parameters(callback).iter().map(|(name, value)| parameter(name, value)).collect()
}

/// The rows of an authorization request.
pub fn of_attempt(attempt: &Attempt) -> Vec<Row> {
    let rows = fields::draft_rows(AUTHORIZATION, &attempt.draft, &[]);
    rows.into_iter().map(|row| Row { meaning: Some(row.meaning), ..parameter(&row.name, &row.value) }).collect()
}

/// The rows of what was sent or received in the current step; none while its next request is shown.
pub fn of_step(view: &SessionView) -> Vec<Row> {
    let step = view.step();
    match step {
        Step::Callback => view.session.callback().map(|record| of_callback(&record.callback)).unwrap_or_default(),
        _ if view.is_composing(step) => Vec::new(),
        Step::Authorize => view.session.attempt().map(of_attempt).unwrap_or_default(),
        Step::Redeem | Step::UserInfo | Step::Refresh => {
            view.exchange(step).map(|exchange| rows(exchange, view.exchanges.is_raw)).unwrap_or_default()
        }
        Step::Find | Step::Client | Step::Tokens | Step::SignOut | Step::Call => Vec::new(),
    }
}

/// The selected row of the message in view.
pub fn selected(model: &Model) -> Option<Row> {
    let view = model.view()?;
    let (rows, at) = match model.looked_at() {
        Some(Overlay::Exchanges { cursor, .. }) => {
            (rows(view.session.nth_exchange(*cursor)?, view.exchanges.is_raw), view.exchanges.row?)
        }
        Some(_) => return None,
        None => (of_step(view), view.position.selection().row),
    };
    let last = rows.len().saturating_sub(1);
    rows.into_iter().nth(at.min(last))
}

/// A request and its response as text, as they were on the wire; bodies of JSON are laid out unless `is_raw`. Secrets
/// are masked by what is `known` of them; without it, they stay.
pub fn text(exchange: &Exchange, known: Option<&KnownSecrets>, is_raw: bool) -> String {
    let request = &exchange.request;
    let url = if known.is_some() { redaction::url(&request.url) } else { request.url.clone() };
    let mut text = format!("{} {url}\n", request.method);
    let value = |header: &Header| match known {
        Some(known) => {
            redaction::header(&Header { value: known.replace(&header.value).into_owned(), ..header.clone() })
        }
        None => header.value.clone(),
    };
    let mut part = |headers: &[Header], body: String| {
        for header in headers {
            let _ = writeln!(text, "{}: {}", header.name, value(header));
        }
        let laid_out = Json::parse(body.as_str()).ok().filter(|_| !is_raw).map(|json| json_text(&json));
        let _ = write!(text, "\n{}\n\n", laid_out.unwrap_or(body).trim_end());
    };
    let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    part(
        &request.headers,
        known.map_or_else(|| plain(&request.body), |known| exchange.redacted_request_body(known).to_string()),
    );
    match &exchange.received {
        Received::Response(response) => {
            let mut head = vec![Header::new("status", response.status.to_string())];
            head.extend_from_slice(&response.headers);
            let body =
                known.map_or_else(|| plain(&response.body), |known| exchange.redacted_response_body(known).to_string());
            part(&head, body);
        }
        Received::Failed(failure) => part(&[], failure.message.clone()),
        Received::Pending => {}
    }
    text
}
