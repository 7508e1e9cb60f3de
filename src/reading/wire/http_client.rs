//! Debug output of Python's `http.client` with `debuglevel=1`: `send: b'POST …'`, `reply: 'HTTP/1.1 400 …'`,
//! `header: …`.

use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{request_line, status_line};
use crate::protocol::literal;
use crate::protocol::literal::Source;

/// Where a sent request begins on a line.
pub fn sent_begins(line: &str, from: usize) -> Option<usize> {
    place(line, from, "send: ")
}

/// Where a reply begins on a line.
pub fn reply_begins(line: &str, from: usize) -> Option<usize> {
    place(line, from, "reply: ")
}

fn place(line: &str, from: usize, label: &str) -> Option<usize> {
    let at = from + line.get(from..)?.find(label)?;
    line[at + label.len()..].starts_with(['b', '\'', '"']).then_some(at)
}

/// Reads a request: the head in one string, the body in the same or the next one.
pub fn read_sent(source: &Source, at: usize) -> Reading {
    let (text, mut end) = text(source, at + "send: ".len()).ok_or(at + 1)?;
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let found = request_line(first, 0).filter(|found| found.at == 0).ok_or(end)?;
    let mut headers = Vec::new();
    for line in lines {
        head::push(&mut headers, line);
    }
    let mut body = body.to_owned();
    let next = source.skip_white(end);
    if body.is_empty()
        && source.at(next, "send: ")
        && let Some((more, after)) = self::text(source, next + "send: ".len())
        && request_line(&more, 0).is_none_or(|found| found.at > 0)
    {
        (body, end) = (more, after);
    }
    Ok(vec![request(at..end, head::request(found.method, found.target, headers, body))])
}

/// Reads a reply, and the headers under it.
pub fn read_reply(source: &Source, at: usize) -> Reading {
    let (text, mut end) = text(source, at + "reply: ".len()).ok_or(at + 1)?;
    let (status, _) = status_line(&text).ok_or(end)?;
    let mut answer = PastedResponse::with_status(status);
    let mut line = source.next_line(end);
    while let Some(header) = source.line(line).trim_start().strip_prefix("header: ") {
        if !head::push(&mut answer.headers, header) {
            break;
        }
        end = source.line_end(line);
        line = source.next_line(line);
    }
    Ok(vec![response(at..end, answer)])
}

fn text(source: &Source, at: usize) -> Option<(String, usize)> {
    let (value, end) = literal::value(source, at).ok()?;
    Some((value.text()?, end))
}
