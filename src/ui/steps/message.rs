//! HTTP messages in readable form: a request as it was sent, a response as it arrived.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use super::super::context::Context;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::super::text;
use crate::app::query::fields::Change;
use crate::app::query::waiting;
use crate::diagnosis::{body_text, is_page, title};
use crate::protocol::json::{Kind, Value};
use crate::protocol::{Completeness, Header, Json, Parameters};
use crate::session::redaction::{Known, rewrite};
use crate::session::{Edit, Exchange, Received, redaction};

/// The maximum number of body lines that are laid out; the others are counted. The list of exchanges shows all.
const BODY_LINES: usize = 400;

/// The largest body that is laid out in every frame.
const BODY_BYTES: usize = 256 * 1024;

/// Shown in place of a status if the tokens were pasted.
const PASTED: &str = "pasted, no exchange";

/// `200 OK · 12 ms`, or why there is no response.
pub fn outcome(context: Context, exchange: &Exchange) -> (String, Role) {
    let glyphs = context.styles.glyphs;
    match &exchange.received {
        _ if exchange.is_import() => (PASTED.to_owned(), Role::Meaning),
        Received::Pending => {
            (format!("{} waiting for the response{}", context.running(), waited(context, exchange)), Role::Warning)
        }
        Received::Failed(failure) => (format!("{} {}", glyphs.bad, failure.message), Role::Bad),
        Received::Response(response) => {
            let (mark, role) = match response.status {
                200..300 => (glyphs.good, Role::Good),
                300..400 => (glyphs.arrow, Role::Text),
                _ => (glyphs.bad, Role::Bad),
            };
            let milliseconds = exchange.timing.total.as_millis();
            (format!("{mark} {} {} {milliseconds} ms", status_line(response.status), glyphs.dot), role)
        }
    }
}

/// ` · 7.0 s (limit 30 s)`; empty in the beginning.
fn waited(context: Context, exchange: &Exchange) -> String {
    let Some(time) = waiting::so_far(context.model, exchange) else { return String::new() };
    let limit = context.model.answer_limit.as_secs();
    format!(" {} {} (limit {limit} s)", context.styles.glyphs.dot, context.waited(time))
}

/// `200 OK`
pub fn status_line(status: u16) -> String {
    let reason = match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    };
    format!("{status} {reason}").trim_end().to_owned()
}

/// Lays out a request as it was sent.
pub fn request(page: &mut Page, context: Context, exchange: &Exchange) {
    let request = &exchange.request;
    let url =
        if context.model.reveals() { request.url.clone() } else { redaction::url(&context.conceal(&request.url)) };
    let (query, body) =
        (request.query(), Body::of(context, exchange, request.header("content-type"), &request.body, true));
    method_line(page, context, request.method.as_str(), &without_query(&url));
    let edits = &exchange.edits;
    page.change(context, edits, Edit::URL, request.method.as_str().len().saturating_sub(1));
    let body_names = body.names();
    let parameters = query.iter().map(|(name, _)| name).chain(body_names.iter().map(String::as_str));
    let marks = if edits.is_empty() { 0 } else { 2 };
    let names = columns(parameters.chain(header_names(&request.headers)), page.width) + marks;
    let has_both = !query.is_empty() && !request.body.is_empty();
    if !query.is_empty() {
        page.begin(context, has_both.then_some("Query"));
        pairs(page, context, &query, if has_both { &[] } else { edits }, names);
    }
    if !request.body.is_empty() {
        page.begin(context, has_both.then_some("Body"));
        body.lay_out(page, context, edits, names);
    } else if query.is_empty() {
        pairs(page, context, &query, edits, names);
    }
    headers(page, context, &request.headers, edits, names);
}

fn without_query(url: &str) -> String {
    let (before, fragment) = url.split_once('#').map_or((url, None), |(before, fragment)| (before, Some(fragment)));
    let base = before.split('?').next().unwrap_or_default();
    fragment.map_or_else(|| base.to_owned(), |fragment| format!("{base}#{fragment}"))
}

/// `POST https://…`
pub fn method_line(page: &mut Page, context: Context, method: &str, url: &str) {
    let indent = method.len() + 1;
    for (at, part) in context.wrap(url, page.width.saturating_sub(indent)).into_iter().enumerate() {
        let head = if at == 0 { format!("{method} ") } else { " ".repeat(indent) };
        page.line(Line::from(vec![
            Span::styled(head, context.style(Role::Method)),
            Span::styled(part, context.style(Role::Value)),
        ]));
    }
}

/// The name column of a message, shared by its headers and its body. Names wider than a third of the page get a line of
/// their own.
pub fn columns<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> usize {
    name_width(names, width).min((width / 3).max(12))
}

/// The names of headers.
pub fn header_names(headers: &[Header]) -> impl Iterator<Item = &str> {
    headers.iter().map(|header| header.name.as_str())
}

/// Lays out parameters, with what the person changed in them, and those that the person removed.
pub fn pairs(page: &mut Page, context: Context, parameters: &Parameters, edits: &[Edit], names: usize) {
    for (name, value) in parameters.iter() {
        let (value, role) = shown(context, name, value, redaction::is_secret(name));
        page.changed_pair(context, (name, &Change::of(edits, name)), names, (&value, role));
    }
    let is_removed = |edit: &&Edit| edit.now.is_none() && edit.name != Edit::AUTHORIZATION;
    for edit in edits.iter().filter(is_removed) {
        removed(page, context, edit, names);
    }
}

/// What the person removed, and what it was.
fn removed(page: &mut Page, context: Context, edit: &Edit, names: usize) {
    let was = edit.was.as_deref().unwrap_or_default();
    page.changed_pair(context, (&edit.name, &Change::Removed), names, (was, Role::Dim));
}

/// Lays out headers, with what the person changed in them; those added by the transport are dimmed.
pub fn headers(page: &mut Page, context: Context, headers: &[Header], edits: &[Edit], names: usize) {
    let gone = edits.iter().find(|edit| edit.name == Edit::AUTHORIZATION && edit.now.is_none());
    if headers.is_empty() && gone.is_none() {
        return;
    }
    page.heading(context, "Headers");
    if let Some(edit) = gone {
        removed(page, context, edit, names);
    }
    for header in headers {
        let concealed = Header { value: context.conceal(&header.value).into_owned(), ..header.clone() };
        let value = if context.model.reveals() { header.value.clone() } else { redaction::header(&concealed) };
        let role = if header.added_by_transport { Role::Dim } else { Role::Value };
        let change = match header.name.eq_ignore_ascii_case(Edit::AUTHORIZATION) {
            true => Change::of(edits, Edit::AUTHORIZATION),
            false => Change::None,
        };
        page.changed_pair(context, (&header.name, &change), names, (&value, role));
    }
}

/// Lays out the response of an exchange.
pub fn response(page: &mut Page, context: Context, exchange: &Exchange) {
    let (words, role) = outcome(context, exchange);
    page.prose(context, &words, role);
    let Some(response) = exchange.response() else { return };
    match &response.completeness {
        Completeness::Complete => {}
        Completeness::Cut { reason } => {
            page.marked(context, "!", Role::Warning, &format!("the body is incomplete: {reason}"), Role::Warning);
        }
        Completeness::TooLarge { limit } => {
            let words = format!("the body is larger than {} bytes; the rest was not read", text::thousands(*limit));
            page.marked(context, "!", Role::Warning, &words, Role::Warning);
        }
        other => {
            let words = format!("the body is unreadable: {}", other.problem().unwrap_or_default());
            page.marked(context, "!", Role::Warning, &words, Role::Warning);
        }
    }
    page.blank();
    let body = Body::of(context, exchange, response.header("content-type"), &response.body, false);
    let body_names = body.names();
    let names = columns(body_names.iter().map(String::as_str).chain(header_names(&response.headers)), page.width);
    if matches!(body, Body::Text(..)) && is_page(response) {
        html(page, context, exchange);
    }
    body.lay_out(page, context, &[], names);
    headers(page, context, &response.headers, &[], names);
}

/// Adds a body as it was sent, secrets masked, if it fits into a page of that many rows.
pub fn raw_body(page: &mut Page, context: Context, exchange: &Exchange, is_sent: bool, rows: usize) {
    let bytes = match is_sent {
        true => &exchange.request.body,
        false => exchange.response().map_or(&exchange.request.body, |response| &response.body),
    };
    if bytes.is_empty() || bytes.len() > BODY_BYTES || (!is_sent && exchange.response().is_none()) {
        return;
    }
    let mut raw = page.clone();
    raw.heading(context, if is_sent { "Body as sent" } else { "Body as received" });
    match context.model.reveals() {
        true => lines(&mut raw, context, &String::from_utf8_lossy(bytes)),
        false => lines(&mut raw, context, &redacted(context, exchange, is_sent)),
    }
    if raw.lines.len() <= rows {
        *page = raw;
    }
}

/// A body in its most readable form.
enum Body<'a> {
    Empty,
    TooLarge(usize),
    /// A JSON object, and whether it is a request: then its members are parameters.
    Members(Json, bool),
    Form(Parameters),
    /// Another body: its bytes, and the text to show while secrets are masked.
    Text(&'a [u8], Arc<str>),
}

impl<'a> Body<'a> {
    /// Large bodies are not laid out again for every frame.
    fn of(context: Context, exchange: &'a Exchange, media_type: Option<&str>, bytes: &'a [u8], is_sent: bool) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if bytes.len() > BODY_BYTES {
            return Self::TooLarge(bytes.len());
        }
        match Json::from_bytes(bytes) {
            Ok(json) if json.root().kind() == Kind::Object => return Self::Members(json, is_sent),
            Ok(_) => {}
            Err(_) => {
                let text = String::from_utf8_lossy(bytes);
                if rewrite::is_form(media_type, &text) {
                    return Self::Form(Parameters::decode(&text));
                }
            }
        }
        let redacted = redacted(context, exchange, is_sent);
        Self::Text(bytes, redacted)
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::Members(json, _) => json.root().members().map(|(name, _)| name.into_owned()).collect(),
            Self::Form(form) => form.iter().map(|(name, _)| name.to_owned()).collect(),
            Self::Empty | Self::TooLarge(_) | Self::Text(..) => Vec::new(),
        }
    }

    fn lay_out(&self, page: &mut Page, context: Context, edits: &[Edit], names: usize) {
        match self {
            Self::Empty => page.line(context.span("no body", Role::Dim)),
            Self::TooLarge(bytes) => {
                let words = format!("{} bytes: too large to display here", text::thousands(*bytes));
                page.line(context.span(&words, Role::Warning));
            }
            Self::Members(json, is_sent) => members(page, context, json, *is_sent, names),
            Self::Form(form) => pairs(page, context, form, edits, names),
            Self::Text(bytes, _) if context.model.reveals() => lines(page, context, &String::from_utf8_lossy(bytes)),
            Self::Text(_, redacted) => lines(page, context, redacted),
        }
    }
}

/// The body of a request or response with its secrets masked.
fn redacted(context: Context, exchange: &Exchange, is_sent: bool) -> Arc<str> {
    let nothing = Known::default();
    let known = context.model.view().map_or(&nothing, |view| view.session.known_secrets());
    if is_sent { exchange.redacted_request_body(known) } else { exchange.redacted_response_body(known) }
}

/// Lays out a body without names, line by line.
fn lines(page: &mut Page, context: Context, text: &str) {
    for line in text.lines().take(BODY_LINES) {
        page.prose(context, line, Role::Value);
    }
    let rest = text.lines().count().saturating_sub(BODY_LINES);
    if rest > 0 {
        page.line(context.span(&format!("{} {rest} more lines", context.styles.glyphs.more), Role::Dim));
    }
}

/// The visible text of an HTML page, followed by its source.
fn html(page: &mut Page, context: Context, exchange: &Exchange) {
    let html = &*redacted(context, exchange, false);
    page.heading_with(context, "An HTML page", &title(html).unwrap_or_default(), Role::Warning);
    page.prose(context, &body_text(html), Role::Text);
    page.heading(context, "Source");
}

/// The members of a JSON object, one per line, nested values as written.
pub fn members(page: &mut Page, context: Context, json: &Json, is_sent: bool, names: usize) {
    for (name, value) in json.root().members().take(BODY_LINES) {
        let (value, role) = member(context, &name, value, is_sent);
        page.pair(context, &name, names, &value, role);
    }
}

fn member(context: Context, name: &str, value: Value<'_>, is_sent: bool) -> (String, Role) {
    let is_secret = value.as_str().is_some_and(|text| redaction::is_secret_member(name, &text, is_sent));
    match value.as_str() {
        Some(text) if is_secret => shown(context, name, &text, true),
        Some(_) if context.model.reveals() => shown(context, name, &value.readable(), false),
        Some(_) => shown(context, name, &redaction::body(None, context.conceal(&value.readable()).as_bytes()), false),
        None if context.model.reveals() => (on_one_line(value.raw()), Role::Value),
        None => {
            let concealed = Json::parse(context.conceal(value.raw()));
            let value = concealed.as_ref().map_or(value, Json::root);
            (on_one_line(&redaction::written_member(name, value, is_sent)), Role::Value)
        }
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
