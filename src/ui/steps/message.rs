//! HTTP messages as people read them: a request as it went out, a response as it came.

use ratatui::text::{Line, Span};

use super::super::canvas::Context;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::super::text;
use crate::protocol::json::{Kind, Value};
use crate::protocol::{Completeness, Header, HttpRequest, HttpResponse, Json, Parameters};
use crate::session::{Exchange, Received, redaction};

/// How many lines of a body are laid out; what is beyond is counted. The exchanges view shows all of it.
const BODY_LINES: usize = 400;

/// The largest body that is laid out with every frame.
const BODY_BYTES: usize = 256 * 1024;

/// `200 OK · 12 ms`, or why nothing came.
pub fn outcome(context: Context, exchange: &Exchange) -> (String, Role) {
    let glyphs = context.styles.glyphs;
    match &exchange.received {
        Received::Pending => {
            (format!("{} waiting for the answer{}", glyphs.running, waited(context, exchange)), Role::Warning)
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

/// ` · 7 s of at most 30 s`; nothing within the first second.
fn waited(context: Context, exchange: &Exchange) -> String {
    let seconds = context.model.now.duration_since(exchange.sent_at).as_secs();
    if seconds < 1 {
        return String::new();
    }
    format!(" {} {seconds} s of at most {} s", context.styles.glyphs.dot, context.model.answer_limit.as_secs())
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

/// Lays out a request as it went out.
pub fn request(page: &mut Page, context: Context, request: &HttpRequest) {
    let (base, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    method_line(page, context, request.method.as_str(), base);
    let parameters = if query.is_empty() { request.form() } else { Parameters::decode(query) };
    let has_parameters = !request.body.is_empty() || !query.is_empty();
    let names = columns(parameters.iter().map(|(name, _)| name).chain(header_names(&request.headers)), page.width);
    if has_parameters {
        page.blank();
        pairs(page, context, &parameters, names);
    }
    headers(page, context, &request.headers, names);
}

/// `POST https://…`
pub fn method_line(page: &mut Page, context: Context, method: &str, url: &str) {
    let indent = method.len() + 1;
    for (at, part) in text::wrap(url, page.width.saturating_sub(indent)).into_iter().enumerate() {
        let head = if at == 0 { format!("{method} ") } else { " ".repeat(indent) };
        page.line(Line::from(vec![
            Span::styled(head, context.style(Role::Method)),
            Span::styled(part, context.style(Role::Value)),
        ]));
    }
}

/// The column of the names of one message, so that its body and its headers stand under each other. Few names are wider
/// than a third of a page; those get a line of their own.
pub fn columns<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> usize {
    name_width(names, width).min((width / 3).max(12))
}

/// The names of headers.
pub fn header_names(headers: &[Header]) -> impl Iterator<Item = &str> {
    headers.iter().map(|header| header.name.as_str())
}

/// Lays out parameters.
pub fn pairs(page: &mut Page, context: Context, parameters: &Parameters, names: usize) {
    for (name, value) in parameters.iter() {
        let (value, role) = shown(context, value, redaction::is_secret(name));
        page.pair(context, name, names, &value, role);
    }
}

/// Lays out headers; what the transport added is dimmed.
pub fn headers(page: &mut Page, context: Context, headers: &[Header], names: usize) {
    page.heading(context, "Headers");
    for header in headers {
        let value = if context.model.reveals() { header.value.clone() } else { redaction::header(header) };
        let role = if header.added_by_transport { Role::Dim } else { Role::Value };
        page.pair(context, &header.name, names, &value, role);
    }
}

/// Lays out what came of an exchange.
pub fn response(page: &mut Page, context: Context, exchange: &Exchange) {
    let (words, role) = outcome(context, exchange);
    page.prose(context, &words, role);
    let Some(response) = exchange.response() else { return };
    match &response.completeness {
        Completeness::Complete => {}
        Completeness::Cut { reason } => {
            page.marked(context, "!", Role::Warning, &format!("the body ends early: {reason}"), Role::Warning);
        }
        Completeness::TooLarge { limit } => {
            let words = format!("the body is larger than {} bytes; the rest was not read", text::thousands(*limit));
            page.marked(context, "!", Role::Warning, &words, Role::Warning);
        }
    }
    page.blank();
    let json = object(response);
    let members: Vec<String> = json.iter().flat_map(member_names).collect();
    let names = columns(members.iter().map(String::as_str).chain(header_names(&response.headers)), page.width);
    match &json {
        Some(json) => self::members(page, context, json, names),
        None => body(page, context, response),
    }
    headers(page, context, &response.headers, names);
}

/// A body that is a JSON object, small enough to be laid out with every frame.
fn object(response: &HttpResponse) -> Option<Json> {
    let json = (response.body.len() <= BODY_BYTES).then(|| Json::from_bytes(&response.body).ok())??;
    (json.root().kind() == Kind::Object).then_some(json)
}

fn member_names(json: &Json) -> Vec<String> {
    json.root().members().map(|(name, _)| name.into_owned()).collect()
}

/// Lays out a body that is no JSON object, line by line.
fn body(page: &mut Page, context: Context, response: &HttpResponse) {
    if response.body.is_empty() {
        page.line(context.span("no body", Role::Dim));
        return;
    }
    if response.body.len() > BODY_BYTES {
        let words = format!("{} bytes: too much to lay out here", text::thousands(response.body.len()));
        page.line(context.span(&words, Role::Warning));
        return;
    }
    let text = redaction::body(response.header("content-type"), &response.body);
    for line in text.lines().take(BODY_LINES) {
        page.prose(context, line, Role::Value);
    }
    let rest = text.lines().count().saturating_sub(BODY_LINES);
    if rest > 0 {
        page.line(context.span(&format!("{} {rest} more lines", context.styles.glyphs.more), Role::Dim));
    }
}

/// The members of a JSON object, one line each, nested values as written.
pub fn members(page: &mut Page, context: Context, json: &Json, names: usize) {
    for (name, value) in json.root().members().take(BODY_LINES) {
        let (value, role) = member(context, &name, value);
        page.pair(context, &name, names, &value, role);
    }
}

fn member(context: Context, name: &str, value: Value<'_>) -> (String, Role) {
    let is_secret = redaction::is_secret(name) && name != "code" && value.kind() == Kind::String;
    match value.as_string() {
        Some(text) => shown(context, &text, is_secret),
        None if !context.model.reveals() => {
            let masked = redaction::body(Some("application/json"), value.raw().as_bytes());
            (masked.split_whitespace().collect::<Vec<_>>().join(" "), Role::Value)
        }
        None => (value.raw().split_whitespace().collect::<Vec<_>>().join(" "), Role::Value),
    }
}
