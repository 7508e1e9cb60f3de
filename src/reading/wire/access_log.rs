//! Log lines with a request and its status: access logs, a development server's log, a browser's console.

use super::head;
use super::message::{Message, PastedResponse, Reading, request, response};
use super::starts::{METHODS, is_target, request_line, status};
use crate::protocol::Header;
use crate::protocol::literal::Source;
use crate::reading::part::Spanned;

/// Where the quoted request of an access log begins on a line.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let found = request_line(line, from)?;
    let quoted =
        found.at > from && line[..found.at].ends_with(['"', '\'']) && line[found.end..].starts_with(['"', '\'']);
    if quoted {
        return Some(found.at - 1);
    }
    let bare = status(line[found.end..].trim_start()).is_some() && line[found.end..].starts_with(' ');
    bare.then_some(found.at)
}

/// Reads the line: the request, and the status after it (in a load balancer's log, before it).
pub fn read(source: &Source, at: usize) -> Reading {
    let (line, end) = (source.line(at), source.line_end(at));
    let found = request_line(line, 0).ok_or(at + 1)?;
    let behind = found.end + usize::from(line[found.end..].starts_with(['"', '\'']));
    let rest = super::starts::head(&line[behind..], 8000);
    let start = source.line_start(at);
    let status = status(rest.trim_start()).or_else(|| balanced(&source.text[start..at]));
    let Some(status) = status else { return Err(at + 1) };
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let referer = quoted.clone().next().filter(|text| text.contains("://"));
    let agent = if referer.is_some() || rest.contains("\"-\"") { quoted.nth(1) } else { None };
    let headers = [("referer", referer), ("user-agent", agent.filter(|agent| *agent != "-"))];
    let headers = headers.into_iter().filter_map(|(name, value)| Some(Header::new(name, value?))).collect();
    let asked = head::request(found.method, found.target, headers, "");
    // A line may contain several requests: this one ends where the next quoted request begins.
    let next = request_line(line, behind)
        .map_or(line.len(), |next| line.floor_char_boundary(next.at.saturating_sub(1)).max(behind));
    let answer_end = (at + behind + line[behind..next].trim_end().len()).min(end);
    both(at..at + behind, asked, at + behind..answer_end, status)
}

/// The status that an AWS load balancer writes before the request: the ninth field.
fn balanced(before: &str) -> Option<u16> {
    let fields: Vec<_> = before.split(' ').take(12).collect();
    let is_balancer = matches!(*fields.first()?, "http" | "https" | "h2" | "grpcs" | "ws" | "wss");
    status(fields.get(8)?).filter(|_| is_balancer)
}

/// Where a line like `POST https://… 400 (Bad Request)` or `GET /callback?code=… 302 12 ms` begins on a line.
pub fn console_begins(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        let space = searched + line.get(searched..)?.find(' ')?;
        searched = space + 1;
        let head = &line[from..space];
        let Some(method) = METHODS.into_iter().find(|method| head.ends_with(method)) else { continue };
        let at = space - method.len();
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '`'));
        if is_word && console(&line[at..]).is_some() {
            return Some(at);
        }
    }
}

/// Reads such a line.
pub fn read_console(source: &Source, at: usize) -> Reading {
    let line = source.line(at);
    let (method, target, status_at, status) = console(line).ok_or(at + 1)?;
    both(at..at + status_at, head::request(method, target, Vec::new(), ""), at + status_at..at + status_at + 3, status)
}

/// Method, target, status and the place of the status.
fn console(text: &str) -> Option<(&str, &str, usize, u16)> {
    let (method, rest) = text.split_once(' ')?;
    let length = rest.find(' ')?;
    let target = rest[..length].trim_matches('"');
    is_target(target).then_some(())?;
    let behind = rest[length..].trim_start_matches([' ', '[', '(', '-', '>', '→', '"', '\u{1b}']);
    let at = text.len() - behind.len();
    // In IIS's log, the port follows the path.
    Some((method, target, at, status(behind).filter(|status| *status != 443)?))
}

fn both(
    asked: std::ops::Range<usize>,
    sent: crate::protocol::HttpRequest,
    answered: std::ops::Range<usize>,
    status: u16,
) -> Reading {
    let mut found: Vec<Spanned<Message>> = vec![request(asked.clone(), sent)];
    if !answered.is_empty() {
        found.push(response(answered, PastedResponse::with_status(status)));
    } else if asked.len() > 1 {
        // The status is before the request: the request's last character is used as the place of the response.
        let last = asked.end - 1;
        found[0].span.end = last;
        found.push(response(last..asked.end, PastedResponse::with_status(status)));
    }
    Ok(found)
}
