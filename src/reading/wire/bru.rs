//! Bruno's `.bru` files: blocks of `name: value` lines, one of them named after the method.

use super::message::{Reading, request};
use crate::protocol::http::FORM;
use crate::protocol::literal::Source;
use crate::protocol::request_draft::basic;
use crate::protocol::{Header, HttpRequest, Method, Parameters};

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// Where the block of a request begins on a line: `post {`.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let name = line.strip_suffix('{')?.trim_end();
    (from == 0 && METHODS.contains(&name)).then_some(0)
}

/// Reads the request's block and the following blocks that belong to it.
pub fn read(source: &Source, at: usize) -> Reading {
    let method = source.line(at).trim_end_matches(['{', ' ']).to_ascii_uppercase();
    let (block, mut end) = block(source, at).ok_or(source.next_line(at).max(at + 1))?;
    let pairs = pairs(block);
    let url = pairs.iter().find(|(name, _)| *name == "url").map(|(_, url)| *url);
    let mut sent = HttpRequest::get(url.ok_or(end)?);
    sent.method = Method::parse(&method);
    let mut media_type = None;
    loop {
        let next = source.skip_white(end);
        let name = source.line(next).strip_suffix('{').map(str::trim_end).unwrap_or_default();
        if name.is_empty()
            || name == "meta"
            || METHODS.contains(&name)
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || ":-".contains(c))
        {
            break;
        }
        let Some((block, after)) = self::block(source, next) else { break };
        end = after;
        let pairs = self::pairs(block);
        let value = |name: &str| pairs.iter().find(|(found, _)| *found == name).map_or("", |(_, value)| *value);
        match name {
            "headers" => sent.headers.extend(pairs.iter().map(|(name, value)| Header::new(*name, *value))),
            "body:form-urlencoded" | "body:multipart-form" => {
                let form = pairs.iter().fold(Parameters::new(), |form, (name, value)| form.with(*name, *value));
                sent.body = form.encode().into_bytes();
                media_type = Some(if name == "body:form-urlencoded" { FORM } else { "multipart/form-data" });
            }
            "body:json" => {
                sent.body = block.trim().as_bytes().to_vec();
                media_type = Some("application/json");
            }
            "body:text" | "body:xml" | "body" => sent.body = block.trim().as_bytes().to_vec(),
            "auth:basic" => {
                let pair = format!("{}:{}", value("username"), value("password"));
                sent.headers.push(Header::new("authorization", basic(&pair)));
            }
            "auth:bearer" => sent.headers.push(Header::new("authorization", format!("Bearer {}", value("token")))),
            _ => {}
        }
    }
    let media_type = media_type.filter(|_| sent.header("content-type").is_none());
    sent.headers
        .extend(media_type.map(|value| Header { added_by_transport: true, ..Header::new("content-type", value) }));
    Ok(vec![request(at..end, sent)])
}

/// The lines of the block that begins on the line of `at`, and its end: a brace at the beginning of a line.
fn block<'t>(source: &Source<'t>, at: usize) -> Option<(&'t str, usize)> {
    let start = source.next_line(at);
    let mut line = start;
    while line < source.text.len() {
        let text = source.line(line);
        if text.starts_with('}') {
            return Some((&source.text[start..line], line + 1));
        }
        // Blocks are not nested, so this one was never closed.
        if !text.starts_with([' ', '\t']) && text.ends_with('{') {
            return None;
        }
        line = source.next_line(line);
    }
    None
}

/// `name: value`; a `~` before a name disables the line.
fn pairs(block: &str) -> Vec<(&str, &str)> {
    let lines = block.lines().filter_map(|line| line.trim().split_once(':'));
    lines.filter(|(name, _)| !name.starts_with('~')).map(|(name, value)| (name.trim(), value.trim())).collect()
}
