//! Error messages of HTTP clients with a request or a response: Go's oauth2, Spring, Guzzle, Python's requests, .NET.

use super::body::json_length;
use super::head as message_head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{METHODS, first_of, head, status};
use crate::protocol::literal::Source;
use crate::protocol::literal::unescape;

/// The words before a status in a message, and the reason phrases after it.
const MARKS: [&str; 22] = [
    "cannot fetch token: ",
    "resulted in a `",
    "resulted in a '",
    "with message 'Client error: ",
    "Client error response [url] ",
    "Server error response [url] ",
    "Response status code does not indicate success: ",
    "HTTP status client error (",
    "HTTP status server error (",
    "HTTP Error ",
    "Http failure response for ",
    "HTTPError: ",
    "ClientResponseError: ",
    "Invoke-RestMethod : ",
    "Invoke-WebRequest : ",
    " Bad Request",
    " Unauthorized",
    " Forbidden",
    " Not Found",
    " Client Error",
    " Server Error",
    " Internal Server Error",
];

/// Where a message with a status begins on a line.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        let (at, which) = first_of(line, searched, &MARKS)?;
        searched = at + MARKS[which].len();
        let begin = match MARKS[which] {
            // Guzzle's message begins with the request.
            mark if mark.starts_with("resulted in a ") => {
                let quote = if mark.ends_with('`') { '`' } else { '\'' };
                let asked = head_of(&line[from..at]);
                asked.and_then(|asked| Some(from + asked.trim_end().strip_suffix(quote)?.rfind(quote)?))
            }
            mark if mark.starts_with(' ') => phrase(line, at, &line[searched..]).filter(|begin| *begin >= from),
            _ => Some(at),
        };
        if begin.is_some() {
            return begin;
        }
    }
}

/// The text before a place, if it is short enough to belong to its sentence.
fn head_of(text: &str) -> Option<&str> {
    (text.len() < 4000).then_some(text)
}

/// `400 Bad Request: "{…}"`, `401 Unauthorized from POST https://…`, `400 Client Error: …`.
fn phrase(line: &str, at: usize, behind: &str) -> Option<usize> {
    let start = at.checked_sub(3)?;
    status(line.get(start..)?)?;
    let is_word = !line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '.' || c == '-');
    let named = [": ", " from ", "] from ", " on "].iter().any(|next| behind.starts_with(next));
    (is_word && named).then_some(start)
}

/// Reads the message: the status, the URL and method in it, and the body after it.
pub fn read(source: &Source, at: usize) -> Reading {
    let (line, end) = (source.line(at), source.line_end(at));
    // Messages are short: what is far after it on the line does not belong to it.
    let line = head(line, 4000);
    let (status_at, code) = first_status(line).ok_or(at + 1)?;
    let url = line.find("://").and_then(|colon| url_around(line, colon));
    let method = url
        .as_ref()
        .and_then(|(start, _)| line[..*start].trim_end().rsplit([' ', '`', '"', '\'']).next())
        .filter(|method| METHODS.contains(method));
    let mut answer = PastedResponse::with_status(code);
    let mut answer_end = at + status_at + 3;
    if let Some((text, body_end)) = body(source, at + status_at, end) {
        answer.body = text.into_bytes();
        answer_end = body_end;
    }
    match (url, method) {
        (Some((start, url)), Some(method)) if answer_end <= at + start || at + start < at + status_at => {
            let sent = message_head::request(method, &url, Vec::new(), "");
            let begin = start - method.len() - 1;
            if begin < status_at {
                return Ok(vec![
                    request(at + begin..at + status_at, sent),
                    response(at + status_at..answer_end, answer),
                ]);
            }
            // `400 Bad Request from POST https://…`: the status is the place of the response, but it is before the
            // request.
            let url_end = at + start + url.len();
            let answer_at = url_end - 1;
            Ok(vec![request(at..answer_at, sent), response(answer_at..answer_end.max(url_end), answer)])
        }
        (url, _) => {
            if let Some((start, url)) = url {
                answer_end = answer_end.max(at + start + url.len());
                answer.url = Some(url);
            }
            Ok(vec![response(at..answer_end, answer)])
        }
    }
}

fn first_status(line: &str) -> Option<(usize, u16)> {
    line.char_indices().filter(|(_, c)| c.is_ascii_digit()).find_map(|(at, _)| {
        let is_word =
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '%' | '=' | ':'));
        if is_word { Some((at, status(&line[at..])?)) } else { None }
    })
}

/// The URL that contains `://` at an offset.
fn url_around(line: &str, colon: usize) -> Option<(usize, String)> {
    let start = line[..colon]
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let rest = &line[start..];
    let length = rest.find([' ', '`', '"', '\'', ')', ']', '>', ',']).unwrap_or(rest.len());
    let url = rest[..length].trim_end_matches([':', '.', ';']);
    url.starts_with("http").then(|| (start, url.to_owned()))
}

/// The body after a status: on its line, or on one of the next two.
fn body(source: &Source, at: usize, line_end: usize) -> Option<(String, usize)> {
    let mut from = at;
    for _ in 0..3 {
        let line = source.line(from);
        if let Some(open) = head(line, 4000).find('{') {
            return json(source, from + open);
        }
        from = source.next_line(from);
        if from >= source.text.len() || source.line(from).trim().is_empty() || from > line_end + 400 {
            return None;
        }
        let text = source.line(from).trim_start();
        if !(text.starts_with(['{', '"']) || text.starts_with("Response:")) {
            return None;
        }
    }
    None
}

/// JSON at an offset, possibly with escaped quotes inside a quoted text, and possibly truncated.
fn json(source: &Source, at: usize) -> Option<(String, usize)> {
    if let Some(length) = json_length(source.rest(at)) {
        return Some((source.text[at..at + length].to_owned(), at + length));
    }
    // A logged exception repeats its message inside a JSON text: with escaped quotes, and over several lines.
    let rest = head(source.rest(at), 8000);
    let first = rest.find('"').filter(|quote| rest[1..*quote].trim() == "\\");
    if first.is_some() && !rest.starts_with("{\\") {
        let mut closed = rest.match_indices('}').map(|(close, _)| close + 1).take(20);
        if let Some(length) = closed.find(|length| json_length(&unescape(&rest[..*length])).is_some()) {
            return Some((unescape(&rest[..length]), at + length));
        }
    }
    let line = head(source.line(at), 8000);
    if line.starts_with("{\\\"") || line.starts_with("{\\n") {
        let mut closed = line.match_indices('}').map(|(close, _)| close + 1).take(50);
        if let Some(length) = closed.find(|length| json_length(&unescape(&line[..*length])).is_some()) {
            return Some((unescape(&line[..length]), at + length));
        }
    }
    // Spring writes the line breaks of a body like this.
    let joined = line
        .contains("<EOL>")
        .then(|| line.replace("<EOL>", "\n"))
        .and_then(|text| json_length(&text).map(|length| text[..length].to_owned()));
    if let Some(text) = joined {
        return Some((text, at + line.len()));
    }
    let cut = line.find("(truncated").map_or(line, |cut| &line[..cut]);
    let text = cut.trim_end_matches(['"', ']', '\'', ' ']);
    (!text.is_empty()).then(|| (text.to_owned(), at + text.len()))
}
