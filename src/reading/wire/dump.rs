//! Requests and responses as objects: axios errors printed by Node, and the entries of Postman, Insomnia and HAR files.

use super::http_call::of_config;
use super::message::{Message, PastedResponse, Reading, request, response};
use super::starts::{self, first_of};
use crate::protocol::literal::Source;
use crate::protocol::literal::{self, Value};
use crate::protocol::{Header, HttpRequest};
use crate::reading::part::Spanned;

/// Where a member with a request or a response starts on a line: `config: {`, `"request": {`, `response: Response {`,
/// `[cause]: Response {`.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let names = ["config", "request", "response", "[cause]"];
    let mut searched = from;
    loop {
        let colon = searched + line.get(searched..)?.find(':')?;
        searched = colon + 1;
        let head = line[..colon].trim_end();
        let bare = head.trim_end_matches(['"', '\'']);
        let Some(name) = names.iter().find(|name| bare.ends_with(**name)) else { continue };
        let quote = &head[bare.len()..];
        let start = &bare[..bare.len() - name.len()];
        let at = start.len() - if !quote.is_empty() && start.ends_with(quote) { quote.len() } else { 0 };
        let is_word = !start.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let value = starts::head(line[searched..].trim_start(), 100);
        let is_object = value.split_once('{').is_some_and(|(class, _)| {
            class.len() < 60 && class.chars().all(|c| c.is_alphanumeric() || " <>*[]:_".contains(c))
        });
        if is_word && is_object && at >= from {
            return Some(at);
        }
    }
}

/// Reads such a member.
pub fn read(source: &Source, at: usize) -> Reading {
    let (name, start) = literal::member(source, at).ok_or(at + 1)?;
    let (value, end) = literal::dumped(source, start).map_err(|read| read.max(at + 1))?;
    let mut found = if name == "response" || name.contains("cause") {
        responded(&value, at..end)
    } else {
        requested(&value, at..end)
    };
    if found.is_empty() {
        // The object is something else; its content may still contain one, unless it is too long to be read again.
        return Err(if end - start < 4096 { start + 1 } else { end });
    }
    if name == "config" {
        found.extend(status_behind(source, end));
    }
    Ok(found)
}

/// Where an object of an Insomnia export begins on a line, recognised by its first member.
pub fn insomnia_begins(line: &str, from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let at = rest.find("\"_id\"")?;
    let value = rest[at + 5..].trim_start_matches([':', ' ']);
    value.starts_with("\"req_").then_some(from + at)
}

/// Reads such an object.
pub fn read_insomnia(source: &Source, at: usize) -> Reading {
    let (value, end) = literal::members(source, at).map_err(|read| read.max(at + 1))?;
    let sent = of_config(&value).filter(|sent| !sent.url.is_empty());
    sent.map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

/// Where an Angular `HttpErrorResponse` begins on a line.
pub fn angular_begins(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        let (at, which) = first_of(line, searched, &["HttpErrorResponse", "{\"headers\":{\"normalizedNames\""])?;
        if which == 1 || line[at + 17..].trim_start_matches([':', ' ']).starts_with('{') {
            return Some(at);
        }
        searched = at + 17;
    }
}

/// Reads it: the status, the URL and the body in `error`.
pub fn read_angular(source: &Source, at: usize) -> Reading {
    let open = at + source.line(at).find('{').ok_or(at + 1)?;
    let (value, end) = literal::dumped(source, open).map_err(|read| read.max(at + 1))?;
    let found = responded(&value, at..end);
    if found.is_empty() { Err(end) } else { Ok(found) }
}

fn requested(value: &Value, span: std::ops::Range<usize>) -> Vec<Spanned<Message>> {
    let named = of_config(value)
        .filter(|sent: &HttpRequest| sent.url.contains("://") || sent.url.contains("{{") || sent.url.starts_with('/'));
    let has_shape =
        ["method", "headers", "header", "data", "body", "baseURL"].iter().any(|name| value.get(name).is_some());
    named.filter(|_| has_shape).map(|sent| request(span, sent)).into_iter().collect()
}

/// The response, preceded by the request in its `config`.
fn responded(value: &Value, span: std::ops::Range<usize>) -> Vec<Spanned<Message>> {
    let status = ["status", "statusCode", "status_code"].iter().find_map(|name| value.get(name)?.number());
    let Some(status) = status.filter(|status| (100..600).contains(status)) else { return Vec::new() };
    let mut answer = PastedResponse::with_status(status);
    answer.url = value.get("url").and_then(Value::text).filter(|url| url.contains("://"));
    answer.headers = value
        .get("headers")
        .or(value.get("header"))
        .map(Value::pairs)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, value)| Header::new(name, value))
        .collect();
    let body = ["data", "body", "error", "content"].iter().find_map(|name| value.get(name));
    let body = body.map(|body| body.get("text").filter(|_| body.get("mimeType").is_some()).unwrap_or(body));
    answer.body = match body {
        Some(body @ (Value::Map(_) | Value::List(_))) if body.get("mimeType").is_none() => body.json().into_bytes(),
        Some(Value::Text(text)) => text.clone().into_bytes(),
        _ => Vec::new(),
    };
    let asked = value.get("config").and_then(of_config).filter(|sent| sent.url.contains("://"));
    match asked {
        // Both are in one object: its first character is used as the place of the request.
        Some(asked) => vec![request(span.start..span.start + 1, asked), response(span.start + 1..span.end, answer)],
        None => vec![response(span, answer)],
    }
}

/// `"config": {…}, "code": "ERR_BAD_REQUEST", "status": 400`, as in an axios error printed as JSON.
fn status_behind(source: &Source, end: usize) -> Option<Spanned<Message>> {
    let mut at = end;
    for _ in 0..4 {
        at = source.skip_white(at);
        at = source.skip_white(if source.at(at, ",") { at + 1 } else { return None });
        let (name, start) = literal::member(source, at)?;
        if matches!(name.as_str(), "response" | "request" | "config") {
            return None;
        }
        let (value, after) = literal::value(source, start).ok()?;
        if let ("status", Some(status)) = (name.as_str(), value.number()) {
            return (100..600).contains(&status).then(|| response(at..after, PastedResponse::with_status(status)));
        }
        at = after;
    }
    None
}
