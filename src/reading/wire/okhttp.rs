//! The log of OkHttp's interceptor, which Retrofit uses: `--> POST https://…`, headers, a body, `<-- 400 https://…`.

use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{METHODS, is_url, status};
use crate::protocol::Header;
use crate::protocol::literal::Source;

/// Where a logged request begins on a line.
pub fn sent_begins(line: &str, from: usize) -> Option<usize> {
    place(line, from, "--> ").filter(|at| sent(&line[*at..]).is_some())
}

/// Where a logged response begins on a line.
pub fn received_begins(line: &str, from: usize) -> Option<usize> {
    place(line, from, "<-- ").filter(|at| status(&line[at + "<-- ".len()..]).is_some())
}

fn place(line: &str, from: usize, mark: &str) -> Option<usize> {
    Some(from + line.get(from..)?.find(mark)?)
}

fn sent(text: &str) -> Option<(&str, &str)> {
    let mut words = text.strip_prefix("--> ")?.split_whitespace();
    let (method, url) = (words.next()?, words.next()?);
    (METHODS.contains(&method) && is_url(url)).then_some((method, url))
}

/// Reads a request.
pub fn read_sent(source: &Source, at: usize) -> Reading {
    let (method, url) = sent(source.line(at)).ok_or(at + 1)?;
    let (headers, body, end) = below(source, at);
    Ok(vec![request(at..end, head::request(method, url, headers, body))])
}

/// Reads a response.
pub fn read_received(source: &Source, at: usize) -> Reading {
    let code = status(&source.line(at)["<-- ".len()..]).ok_or(at + 1)?;
    let (headers, body, end) = below(source, at);
    let answer = PastedResponse { headers, ..PastedResponse::with_status(code) };
    Ok(vec![response(at..end, answer.with_body(body))])
}

/// The headers and the body below the first line, each line behind what the logger writes before it, and where they end.
fn below(source: &Source, at: usize) -> (Vec<Header>, String, usize) {
    let prefix = at - source.line_start(at);
    let (mut headers, mut body, mut end) = (Vec::new(), String::new(), source.line_end(at));
    let mut line = source.next_line(at);
    let mut in_body = false;
    while line < source.text.len() {
        let whole = source.line(line);
        let content = whole.get(prefix.min(whole.len())..).unwrap_or_default();
        if content.starts_with("--> ") || content.starts_with("<-- ") {
            if content.contains(" END ") {
                end = source.line_end(line);
            }
            break;
        }
        if content.trim().is_empty() {
            in_body = true;
        } else if in_body {
            body.push_str(content);
            body.push('\n');
        } else if !head::push(&mut headers, content) {
            in_body = true;
            body.push_str(content);
        }
        end = source.line_end(line);
        line = source.next_line(line);
    }
    (headers, body.trim_end().to_owned(), end)
}
