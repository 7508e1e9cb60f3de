//! Lines of a log in W3C's extended format, whose columns a line `#Fields:` names: IIS, CloudFront.

use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{METHODS, status};
use crate::protocol::literal::Source;

/// The columns are named within this many bytes of the text.
const HEAD: usize = 4096;
/// The label of the line with the columns.
const LABEL: &str = "#Fields:";

/// Where such a line may begin on a line: at its date.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let is_date = |at: usize, byte: u8| match at {
        4 | 7 => byte == b'-',
        10 => byte == b' ' || byte == b'\t',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let is_dated = line.len() > 20 && line.bytes().take(19).enumerate().all(|(at, byte)| is_date(at, byte));
    let has_method = || line.split_whitespace().take(16).any(|word| METHODS.contains(&word));
    (from == 0 && is_dated && has_method()).then_some(0)
}

/// Reads the line: the request, and its status.
pub fn read(source: &Source, at: usize) -> Reading {
    let top = &source.text[..source.text.floor_char_boundary(HEAD)];
    let columns = top.lines().find_map(|line| line.trim_start().strip_prefix(LABEL)).ok_or(source.line_end(at))?;
    let line = source.line(at);
    let value = |name: &str| {
        let column = columns.split_whitespace().position(|column| column.eq_ignore_ascii_case(name))?;
        line.split_whitespace().nth(column).filter(|value| *value != "-")
    };
    let end = at + line.trim_end().len();
    let read = || {
        let (method, path, code) = (value("cs-method")?, value("cs-uri-stem")?, value("sc-status")?);
        let target = value("cs-uri-query").map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let sent = head::request(method, &target, Vec::new(), "");
        Some((sent, status(code)?, at + line.find(path)? + path.len()))
    };
    let (sent, code, middle) = read().ok_or(end.max(at + 1))?;
    Ok(vec![request(at..middle, sent), response(middle..end, PastedResponse::with_status(code))])
}
