//! Requests whose first line has no version: `.http` and `.rest` files, documentation, notes.

use super::body;
use super::head;
use super::message::{Reading, request};
use super::starts::{bare_request_line, begins_message, is_url, without_prompt};
use crate::protocol::literal::Source;

/// Where such a request begins on a line: at its first word.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let start = line.len() - without_prompt(line).len();
    let (_, _, rest) = bare_request_line(&line[start..])?;
    // With a prefix and a version, it is a line of a transcript.
    let is_bare = line[..start].trim().is_empty();
    (from <= start && (rest.is_empty() || is_bare && rest.starts_with("HTTP/"))).then_some(start)
}

/// Reads the request: its URL may continue on the next lines with `?` and `&`; headers, a blank line and a body may
/// follow.
pub fn read(source: &Source, at: usize) -> Reading {
    let line = source.line(at);
    let (method, target, _) = bare_request_line(line).ok_or(at + 1)?;
    let (mut target, mut headers) = (target.trim_matches(['"', '\'', '<', '>', '`']).to_owned(), Vec::new());
    let (mut next, mut end) = (source.next_line(at), at + line.trim_end().len());
    while next < source.text.len() {
        let line = source.line(next);
        let text = line.trim();
        let query = text.starts_with(['?', '&']) && headers.is_empty();
        if text.is_empty() {
            next = source.next_line(next);
            break;
        }
        if query {
            target.push_str(text);
        } else if text.starts_with('#') || text.starts_with("//") {
            if text.starts_with("###") {
                break;
            }
        } else if begins_message(line) || !head::push(&mut headers, text) {
            break;
        }
        end = next + line.trim_end().len();
        next = source.next_line(next);
    }
    // A path alone may be part of a sentence, unless headers name its host.
    if headers.is_empty() && !is_url(&target) && !target.contains('?') {
        return Err(end.max(at + 1));
    }
    let declared = headers.iter().any(|header| header.name.eq_ignore_ascii_case("content-type"));
    let first = source.line(next).trim();
    let is_body =
        declared || crate::protocol::parameters::is_form(first) || !headers.is_empty() && first.starts_with('{');
    let mut text = String::new();
    if method != "GET"
        && is_body
        && source.text[..next].trim_end().len() >= end
        && let Some(range) = body::body(source, next)
    {
        end = range.end;
        // In such a file, a form may have several lines.
        text = source.text[range].to_owned();
        if crate::protocol::parameters::is_form(first) {
            text = text.lines().map(str::trim).collect();
        }
    }
    Ok(vec![request(at..end, head::request(method, &target, headers, text))])
}
