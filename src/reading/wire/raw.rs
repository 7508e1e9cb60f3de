//! Requests and responses as HTTP text, also with a prefix on each line from loggers and tools: `> `, `< `, a time and
//! a logger's name, a quotation mark, indentation.

use std::ops::Range;

use super::body;
use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{begins_message, request_line, status_line, status_line_in};
use crate::protocol::Header;
use crate::protocol::literal::Source;

/// Where a request line with a version begins on a line.
pub fn request_begins(line: &str, from: usize) -> Option<usize> {
    request_line(line, from).map(|found| found.at)
}

/// Reads the request that begins at `at`.
pub fn read_request(source: &Source, at: usize) -> Reading {
    let line = source.line(at);
    let Some(found) = request_line(line, 0).filter(|found| found.at == 0) else { return Err(at + 1) };
    let rest = trimmed(&line[found.end..]);
    let lines = Lines::new(source, at);
    // If something follows the version, such as a time or an address, this is a log line about a request.
    if !rest.is_empty() {
        return Ok(vec![request(at..at + found.end, head::request(found.method, found.target, Vec::new(), ""))]);
    }
    let (headers, body, end) = message(&lines, source.next_line(at), at + found.end);
    Ok(vec![request(at..end, head::request(found.method, found.target, headers, body))])
}

/// Where a status line begins on a line.
pub fn response_begins(line: &str, from: usize) -> Option<usize> {
    status_line_in(line, from)
}

/// Reads the response that begins at `at`. Interim responses are skipped: `100 Continue`, `200 Connection established`.
pub fn read_response(source: &Source, at: usize) -> Reading {
    let mut begin = at;
    loop {
        let line = source.line(begin);
        let Some((status, end)) = status_line(line) else { return Err(begin.max(at + 1)) };
        let lines = Lines::new(source, begin);
        let reason = head::words(&line[end..]);
        let is_interim = status < 200 || reason.eq_ignore_ascii_case("connection established");
        let (headers, body, end) = message(&lines, source.next_line(begin), begin + trimmed(line).len().max(end));
        if !is_interim {
            return Ok(vec![response(
                at..end,
                PastedResponse { headers, ..PastedResponse::with_status(status).with_body(body) },
            )]);
        }
        let next = source.skip_white(end);
        begin = next + status_line_in(source.line(next), 0).unwrap_or(0);
        if begin <= end {
            return Err(end.max(at + 1));
        }
    }
}

/// The headers and body from a line on, and their end; `end` if there is nothing.
fn message(lines: &Lines, from: usize, end: usize) -> (Vec<Header>, String, usize) {
    let (mut headers, mut at, mut end) = (Vec::new(), from, end);
    while at < lines.source.text.len()
        && let Some(content) = lines.content(at)
    {
        let line = &lines.source.text[content.clone()];
        if line.trim().is_empty() {
            at = lines.source.next_line(at);
            break;
        }
        if begins_message(line) || !head::push(&mut headers, line) {
            // The blank line between head and body is often lost.
            let is_document = line.trim_start().starts_with(['{', '<']);
            let is_body = is_document || crate::protocol::parameters::is_form(line.trim());
            if !is_body || headers.is_empty() && !is_document {
                return (headers, String::new(), end);
            }
            break;
        }
        end = content.end;
        at = lines.source.next_line(at);
    }
    match lines.body(at) {
        Some((body, body_end)) => {
            let is_chunked = |header: &Header| {
                header.name.eq_ignore_ascii_case("transfer-encoding") && header.value.eq_ignore_ascii_case("chunked")
            };
            let whole = headers.iter().any(is_chunked).then(|| without_chunks(&body)).flatten();
            (headers, whole.unwrap_or(body), body_end)
        }
        None => (headers, String::new(), end),
    }
}

/// The content of a body in chunks (RFC 9112 section 7.1); `None` if it has none: most tools omit them.
fn without_chunks(body: &str) -> Option<String> {
    let (mut content, mut rest) = (String::new(), body);
    loop {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let size = usize::from_str_radix(line.trim().split(';').next()?, 16).ok()?;
        if size == 0 || behind.is_empty() {
            return (!content.is_empty()).then_some(content);
        }
        // Line ends have lost their CR, and cut text is shorter.
        let end = (0..=size.min(behind.len())).rev().find(|at| behind.is_char_boundary(*at))?;
        content.push_str(&behind[..end]);
        rest = behind[end..].trim_start_matches(['\r', '\n']);
        if rest.is_empty() {
            return Some(content);
        }
    }
}

/// Lines with the same prefix as the first one.
struct Lines<'s, 't> {
    source: &'s Source<'t>,
    prefix: &'t str,
}

impl<'s, 't> Lines<'s, 't> {
    /// The lines from the one at `at` on.
    fn new(source: &'s Source<'t>, at: usize) -> Self {
        let prefix = &source.text[source.line_start(at)..at];
        // A prompt, a list marker and a code fence occur only before the first line; so does a time if a program logs
        // the whole message at once.
        let next = source.line(source.next_line(at));
        let is_bare = || same_shape(prefix, next).is_none() && head::header(next).is_some_and(|it| is_common(&it.name));
        let only_first = ["$ ", "% ", "`", "- "].contains(&prefix.trim_start()) || !prefix.is_empty() && is_bare();
        Self { source, prefix: if only_first { "" } else { prefix } }
    }

    /// The text after the prefix on the line that begins at `at`; `None` if the prefix differs.
    fn content(&self, at: usize) -> Option<Range<usize>> {
        let line = self.source.line(at);
        let start = same_shape(self.prefix, line)?;
        let (start, content) = unquoted(self.prefix, line, start);
        Some(at + start..at + start + content.len())
    }

    /// The body that begins at the line of `at`, and its end.
    fn body(&self, at: usize) -> Option<(String, usize)> {
        match self.prefix {
            "" => {
                let range = body::body(self.source, at)?;
                Some((self.source.text[range.clone()].to_owned(), range.end))
            }
            // curl -v and Insomnia: the body has no prefix, or a bar.
            "> " | "< " => self.transcript_body(at).or_else(|| self.marked_body(at, self.prefix)),
            prefix => self.marked_body(at, prefix),
        }
    }

    /// A body whose lines have a prefix.
    fn marked_body(&self, at: usize, prefix: &str) -> Option<(String, usize)> {
        let lines = Lines { source: self.source, prefix: &self.source.text[at..at] };
        let mut text = String::new();
        let mut ends = Vec::new();
        let mut line = at;
        while line < self.source.text.len() {
            let whole = lines.source.line(line);
            let Some(start) = same_shape(prefix, whole) else { break };
            let (start, content) = unquoted(prefix, whole, start);
            if begins_message(content) {
                break;
            }
            text.push_str(content);
            text.push('\n');
            ends.push((text.len(), line + start + content.len()));
            line = self.source.next_line(line);
        }
        let inner = Source::new(&text);
        let range = body::body(&inner, 0)?;
        let (_, end) = ends.iter().find(|(length, _)| *length > range.end.saturating_sub(1))?;
        Some((text[range].to_owned(), *end))
    }

    fn transcript_body(&self, mut at: usize) -> Option<(String, usize)> {
        while at < self.source.text.len() {
            let line = self.source.line(at);
            if line.starts_with("| ") {
                return self.marked_body(at, "| ");
            }
            let is_noise = line.starts_with(['*', '{', '}'])
                && (line.starts_with('*') || line.contains(" bytes data]"))
                || line.trim().is_empty()
                    && self.source.line(self.source.next_line(at)).starts_with(['*', '|', '{', '['])
                || line.trim_start().starts_with("% Total")
                || line.contains("Dload  Upload")
                || line.contains("--:--:--");
            if !is_noise {
                break;
            }
            at = self.source.next_line(at);
        }
        if self.prefix == "> " || self.source.line(at).starts_with(['>', '<']) && !is_markup(self.source.line(at)) {
            return None;
        }
        let range = body::body(self.source, at)?;
        Some((self.source.text[range.clone()].to_owned(), range.end))
    }
}

/// Headers at the beginning of heads: other lines have a word and a colon, too.
fn is_common(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "authorization",
        "content-type",
        "content-length",
        "connection",
        "date",
        "server",
        "cache-control",
        "transfer-encoding",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a line that begins with `<` is the start of a document instead of a header in a transcript.
fn is_markup(line: &str) -> bool {
    line.starts_with('<') && line[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?')
}

/// The text of a line after a prefix and its position, without the quotation marks of wire logs.
fn unquoted<'t>(prefix: &str, line: &'t str, start: usize) -> (usize, &'t str) {
    let content = &line[start..];
    match content.strip_prefix('"').filter(|_| !prefix.trim().is_empty() && content.trim_end().ends_with('"')) {
        Some(quoted) => (start + 1, trimmed(quoted)),
        None if prefix.ends_with('"') => (start, trimmed(content)),
        None => (start, content),
    }
}

/// A line without the line end that wire logs write: `[\r][\n]"`.
fn trimmed(line: &str) -> &str {
    let mut line = line.trim_end();
    for end in ["\"", "[\\n]", "[\\r]", "\\n", "\\r", "'"] {
        line = line.strip_suffix(end).unwrap_or(line);
    }
    line.trim_end()
}

/// The longest prefix of a logger, in bytes.
const LONGEST_PREFIX: usize = 400;

/// The rest of a line after a prefix of the same form: the same characters, with any digits in place of digits. A line
/// digits. One program has several loggers: only the first part of a dotted name must be the same. A line that ends
/// within the prefix's trailing white space is empty.
fn same_shape(prefix: &str, line: &str) -> Option<usize> {
    let (prefix_words, line_words) = (prefix.split(' '), line.split(' '));
    let is_same_logger = |(one, other): (&str, &str)| {
        let names = one.split_once('.').zip(other.split_once('.'));
        one != other
            && names.is_some_and(|(one, other)| one.0 == other.0)
            && one.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let different = prefix_words.zip(line_words).position(is_same_logger);
    let Some(position) = different.filter(|_| prefix.len() < LONGEST_PREFIX) else { return shape_end(prefix, line) };
    // The prefix with the logger name of this line.
    let own = line.split(' ').nth(position)?;
    let words: Vec<&str> =
        prefix.split(' ').enumerate().map(|(at, word)| if at == position { own } else { word }).collect();
    shape_end(&words.join(" "), line)
}

fn shape_end(prefix: &str, line: &str) -> Option<usize> {
    let (mut at, bytes) = (0, line.as_bytes());
    let mut pattern = prefix.bytes().peekable();
    while let Some(expected) = pattern.next() {
        if expected.is_ascii_digit() {
            while pattern.next_if(u8::is_ascii_digit).is_some() {}
            let digits = bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            at += if digits > 0 { digits } else { return None };
            continue;
        }
        match bytes.get(at) {
            Some(found) if *found == expected => at += 1,
            None if expected.is_ascii_whitespace() && pattern.all(|rest| rest.is_ascii_whitespace()) => {
                return Some(line.len());
            }
            _ => return None,
        }
    }
    line.is_char_boundary(at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_the_same_shape_when_only_its_numbers_differ() {
        assert_eq!(same_shape("12:59:07 wire >> ", "1:00:59 wire >> Host"), Some(16));
        assert_eq!(same_shape("> ", ">"), Some(1));
        assert_eq!(same_shape("> ", "< x"), None);
        assert_eq!(same_shape("", "x"), Some(0));
        assert_eq!(same_shape("1 a.b.headers - >> ", "2 a.b.wire - >> x"), Some(16));
        assert_eq!(same_shape("1 a.b.headers - >> ", "2 c.b.wire - >> x"), None);
    }

    #[test]
    fn a_body_in_chunks_is_put_together() {
        assert_eq!(without_chunks("5\nab\ncd\n3;x=y\nefg\n0\n"), Some("ab\ncdefg".to_owned()));
        assert_eq!(
            without_chunks("19\n{\"error\":\"invalid_grant\"}\n0"),
            Some("{\"error\":\"invalid_grant\"}".to_owned())
        );
        assert_eq!(without_chunks("{\"error\":1}"), None);
    }
}
