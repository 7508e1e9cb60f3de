//! HTTP messages in readable form: a request as it was sent, a response as it arrived.

use std::sync::Arc;

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::context::Context;
use super::super::page::{Page, header_value, shown};
use super::super::styles::Role;
use super::super::text;
use crate::app::query::fields::Change;
use crate::app::query::messages::{self, Body, LARGEST, MOST_MEMBERS};
use crate::diagnosis::{body_text, title};
use crate::protocol::json::Value;
use crate::protocol::notes::parameter_meaning;
use crate::protocol::{Completeness, Header, Json, Parameters};
use crate::session::redaction::KnownSecrets;
use crate::session::{Edit, Exchange, Received, redaction};

/// The maximum number of body lines that are laid out; the others are counted.
const BODY_LINES: usize = 400;

/// One direction of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The request.
    Sent,
    /// The response.
    Came,
}

/// Shown in place of a status if the tokens were pasted.
const PASTED: &str = "pasted, no exchange";

/// `200 OK · 12 ms`, or why there is no response.
pub fn outcome(context: Context, exchange: &Exchange) -> (String, Role) {
    let glyphs = context.styles.glyphs;
    match &exchange.received {
        _ if exchange.is_import() => (PASTED.to_owned(), Role::Meaning),
        Received::Pending => (format!("{} waiting for the response", context.running()), Role::Warning),
        Received::Failed(failure) => (format!("{} {}", glyphs.bad, failure.message), Role::Bad),
        Received::Response(response) => {
            let (mark, role) = match response.status {
                200..300 => (glyphs.good, Role::Good),
                300..400 => (glyphs.arrow, Role::Text),
                _ => (glyphs.bad, Role::Bad),
            };
            let time = exchange.timing.in_milliseconds();
            (format!("{mark} {} {} {time}", status_line(response.status), glyphs.dot), role)
        }
    }
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
    let (query, body, edits) = (request.query(), Body::sent(request, is_raw(context)), &exchange.edits);
    let method = request.method.as_str();
    page.row(context, (method, None), |page| {
        method_line(page, context, method, &without_query(&url));
        page.change(context, edits, Edit::URL, method.len().saturating_sub(1));
    });
    let body_names = names_of(&body);
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
        lay_out(page, context, &body, (exchange, Side::Sent), names);
    } else if query.is_empty() {
        pairs(page, context, &query, edits, names);
    }
    headers(page, context, &request.headers, edits, names);
}

/// Whether bodies are shown as they were sent.
fn is_raw(context: Context) -> bool {
    context.model.view().is_some_and(|view| view.exchanges.is_raw)
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

/// The name column of a message, shared by its headers and its body. Names wider than two fifths of the page get a line
/// of their own.
pub fn columns<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> usize {
    let most = (width * 2 / 5).max(12);
    names.map(UnicodeWidthStr::width).filter(|name| *name <= most).max().unwrap_or(0).max(4)
}

/// The names of headers.
pub fn header_names(headers: &[Header]) -> impl Iterator<Item = &str> {
    headers.iter().map(|header| header.name.as_str())
}

/// Lays out parameters, with what the person changed in them, and those that the person removed.
pub fn pairs(page: &mut Page, context: Context, parameters: &Parameters, edits: &[Edit], names: usize) {
    for (name, value) in parameters.iter() {
        let (value, role) = shown(context, name, value, redaction::is_secret(name));
        page.row(context, (name, parameter_meaning(name)), |page| {
            page.changed_pair(context, (name, &Change::of(edits, name)), names, (&value, role));
        });
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
        let (value, role) = header_value(context, header);
        let role = if header.added_by_transport { Role::Dim } else { role };
        let change = if header.name.eq_ignore_ascii_case(Edit::AUTHORIZATION) {
            Change::of(edits, Edit::AUTHORIZATION)
        } else {
            Change::None
        };
        page.row(context, (&header.name, messages::header_meaning(&header.name)), |page| {
            page.changed_pair(context, (&header.name, &change), names, (&value, role));
        });
    }
}

/// Lays out the response of an exchange.
pub fn response(page: &mut Page, context: Context, exchange: &Exchange) {
    status(page, context, exchange);
    came(page, context, exchange);
}

/// Lays out the first row of a response.
pub fn status(page: &mut Page, context: Context, exchange: &Exchange) {
    let (words, role) = outcome(context, exchange);
    page.row(context, ("status", None), |page| page.prose(context, &words, role));
}

/// Lays out a response below its first row.
pub fn came(page: &mut Page, context: Context, exchange: &Exchange) {
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
    let body = Body::came(response, is_raw(context));
    let body_names = names_of(&body);
    let names = columns(body_names.iter().map(String::as_str).chain(header_names(&response.headers)), page.width);
    if matches!(body, Body::Text(_)) && !is_raw(context) && response.is_page() {
        html(page, context, exchange);
    }
    lay_out(page, context, &body, (exchange, Side::Came), names);
    headers(page, context, &response.headers, &[], names);
}

/// Adds a body as it was sent, secrets masked, if it fits into a page of that many rows.
pub fn raw_body(page: &mut Page, context: Context, exchange: &Exchange, is_sent: bool, rows: usize) {
    let bytes = if is_sent {
        &exchange.request.body
    } else {
        exchange.response().map_or(&exchange.request.body, |response| &response.body)
    };
    let shows_it = is_raw(context) || (!is_sent && exchange.response().is_none());
    if bytes.is_empty() || bytes.len() > LARGEST || shows_it {
        return;
    }
    let mut raw = page.clone();
    let whole = String::from_utf8_lossy(bytes);
    let seen = if context.model.reveals() { Arc::from(&*whole) } else { redacted(context, exchange, is_sent) };
    let masked = if *seen == *whole { "" } else { ", secrets masked" };
    raw.heading(context, &format!("Body as {}{masked}", if is_sent { "sent" } else { "received" }));
    let start = raw.lines.len();
    lines(&mut raw, context, &seen);
    if !masked.is_empty() {
        let body = match exchange.response() {
            Some(response) if !is_sent => Body::came(response, false),
            _ => Body::sent(&exchange.request, false),
        };
        raw.tint(context, start, &masked_values(&body, is_sent));
    }
    if raw.lines.len() <= rows {
        *page = raw;
    }
}

/// The secrets of a body, as they are masked in it.
fn masked_values(body: &Body, is_sent: bool) -> Vec<String> {
    match body {
        Body::Members(json) => {
            let texts = json.root().members().filter_map(|(name, value)| Some((name, value.as_string()?)));
            let secrets = texts.filter(|(name, text)| redaction::is_secret_member(name, text, is_sent));
            secrets.map(|(name, text)| redaction::masked(&name, &text)).collect()
        }
        Body::Form(form) => {
            let secrets = form.iter().filter(|(name, _)| redaction::is_secret(name));
            secrets.map(|(name, text)| redaction::masked(name, text)).collect()
        }
        Body::Empty | Body::Large(_) | Body::Text(_) => Vec::new(),
    }
}

/// The names of a body's rows.
fn names_of(body: &Body) -> Vec<String> {
    match body {
        Body::Members(json) => json.root().members().map(|(name, _)| name.into_owned()).collect(),
        Body::Form(form) => form.iter().map(|(name, _)| name.to_owned()).collect(),
        Body::Empty | Body::Large(_) | Body::Text(_) => Vec::new(),
    }
}

/// Lays out one side's body of an exchange, with what the person changed in it.
fn lay_out(page: &mut Page, context: Context, body: &Body, (exchange, side): (&Exchange, Side), names: usize) {
    let is_sent = side == Side::Sent;
    match body {
        Body::Empty => page.line(context.span("no body", Role::Dim)),
        Body::Large(bytes) => page.row(context, BODY, |page| {
            let keys = context.model.words("{pager} opens it in the pager");
            let words = format!("{} bytes: too large to display here; {keys}", text::thousands(*bytes));
            page.prose(context, &words, Role::Warning);
        }),
        Body::Members(json) => member_rows(page, context, json, is_sent, names),
        Body::Form(form) => pairs(page, context, form, if is_sent { &exchange.edits } else { &[] }, names),
        Body::Text(bytes) => page.row(context, BODY, |page| {
            if context.model.reveals() {
                lines(page, context, &String::from_utf8_lossy(bytes))
            } else {
                lines(page, context, &redacted(context, exchange, is_sent))
            }
        }),
    }
}

/// The row of a body without names.
const BODY: (&str, Option<&str>) = ("body", None);

/// The body of a request or response with its secrets masked.
fn redacted(context: Context, exchange: &Exchange, is_sent: bool) -> Arc<str> {
    let nothing = KnownSecrets::default();
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

/// The members of a JSON object as rows, nested values as written.
fn member_rows(page: &mut Page, context: Context, json: &Json, is_sent: bool, names: usize) {
    for (name, value) in json.root().members().take(MOST_MEMBERS) {
        let (value, role) = member(context, &name, value, is_sent);
        page.row(context, (&name, parameter_meaning(&name)), |page| page.pair(context, &name, names, &value, role));
    }
}

/// The same, as text.
pub fn members(page: &mut Page, context: Context, json: &Json, names: usize) {
    for (name, value) in json.root().members().take(MOST_MEMBERS) {
        let (value, role) = member(context, &name, value, false);
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
