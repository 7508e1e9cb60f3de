//! Fiddler's list of sessions: number, status, scheme, host and path in columns, without the method.

use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::status;
use crate::protocol::literal::Source;

/// A row of the list.
struct Row<'l> {
    at: usize,
    status: u16,
    scheme: &'static str,
    host: &'l str,
    path: &'l str,
}

/// Where a row begins on a line.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    row(line).map(|row| row.at).filter(|at| *at >= from)
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut words = line.split_whitespace();
    let number = words.next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let code = words.next().filter(|word| word.len() == 3).and_then(status)?;
    let scheme =
        ["HTTPS", "HTTP"].into_iter().zip(["https", "http"]).find(|(name, _)| words.clone().next() == Some(name));
    let (host, path) = (words.nth(1)?, words.next()?);
    let is_host = host.contains('.') || host.starts_with("localhost");
    let at = line.len() - line.trim_start().len();
    let row = Row { at, status: code, scheme: scheme?.1, host, path };
    (is_host && path.starts_with('/') && line[at..].starts_with(number)).then_some(row)
}

/// Reads a row. The method is not in it: a token endpoint is posted to, and everything else is taken for a page.
pub fn read(source: &Source, at: usize) -> Reading {
    let line = source.line(source.line_start(at));
    let row = row(line).ok_or(at + 1)?;
    let method = if row.path.split('?').next().is_some_and(|path| path.ends_with("/token")) { "POST" } else { "GET" };
    let sent = head::request(method, &format!("{}://{}{}", row.scheme, row.host, row.path), Vec::new(), "");
    let end = source.line_start(at) + line.trim_end().len();
    Ok(vec![request(at..end - 1, sent), response(end - 1..end, PastedResponse::with_status(row.status))])
}
