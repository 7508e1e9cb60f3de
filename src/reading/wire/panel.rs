//! The request panel of a browser's developer tools, copied as text: labels with values, on one line or two.

use super::body;
use super::head;
use super::message::{PastedResponse, Reading, request, response};
use super::starts::{begins_message, is_url, status};
use crate::protocol::literal::Source;
use crate::protocol::{Header, Method};

/// Where such a panel begins on a line: at the URL's label.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let at = from + (rest.len() - rest.trim_start().len());
    let lower = line[at..].get(..11)?;
    (lower.eq_ignore_ascii_case("request url") && line[..at].trim().is_empty()).then_some(at)
}

/// The section of the panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    General,
    Response,
    Request,
    Form,
    Query,
}

/// Reads the panel. The response's headers are often above the request's: the lines up to the status are the place of
/// the request, the rest the place of the response.
pub fn read(source: &Source, at: usize) -> Reading {
    let (mut url, mut method, mut answered) = (None, None, None);
    let (mut sent, mut received, mut form) = (Vec::new(), Vec::new(), Vec::new());
    let (mut section, mut line, mut end, mut blanks) = (Section::General, at, at, 0);
    let (mut request_end, mut body_at, mut answer_body) = (at, None, String::new());
    while line < source.text.len() {
        let text = source.line(line).trim();
        let next = source.next_line(line);
        if text.is_empty() {
            blanks += 1;
            if blanks > 2 {
                break;
            }
            line = next.max(line + 1);
            continue;
        }
        let found = section_of(text);
        if let Some(found) = found {
            section = found;
        } else if answered.is_some() && is_body_label(text) {
            let range = body::body(source, source.skip_white(next));
            if let Some(range) = range.filter(|range| source.at(range.start, "{")) {
                end = range.end;
                answer_body = source.text[range].to_owned();
            }
            break;
        } else if text.eq_ignore_ascii_case("request payload") || text.eq_ignore_ascii_case("payload") {
            body_at = Some(next);
            break;
        } else if line > at && begins(text, 0).is_some() || blanks > 0 && begins_message(text) {
            break;
        } else if let Some((label, value, behind)) = labelled(source, line, section) {
            let label_name = label.to_ascii_lowercase();
            match (section, label_name.as_str()) {
                (_, "request url") if line == at => url = Some(value.to_owned()),
                (_, "request method") => method = Some(value.to_owned()),
                (_, "status code" | "status") if answered.is_none() => {
                    request_end = end;
                    answered = status(value.trim_start_matches(|c: char| !c.is_ascii_digit()));
                }
                (Section::Request, _) => sent.push(Header::new(label, value)),
                (Section::Response, _) => received.push(Header::new(label, value)),
                (Section::Form, _) => form.push((label.to_owned(), value.to_owned())),
                (Section::General, _) if !is_known(&label_name) => break,
                _ => {}
            }
            line = behind;
            end = line.min(source.text.len());
            end = at + source.text[at..end].trim_end().len();
            blanks = 0;
            continue;
        } else {
            break;
        }
        blanks = 0;
        end = line + source.line(line).trim_end().len();
        line = next;
    }
    let (Some(url), Some(method)) = (url.filter(|url| is_url(url)), method) else { return Err(end.max(at + 1)) };
    let mut body =
        form.iter().fold(crate::protocol::Parameters::new(), |form, (name, value)| form.with(name, value)).encode();
    if let Some(range) = body_at.and_then(|at| body::body(source, at)) {
        body = source.text[range.clone()].to_owned();
        end = range.end;
    }
    let mut asked = head::request(&method, &url, sent, body);
    asked.method = Method::parse(&method);
    match answered {
        Some(status) if request_end > at && request_end < end => {
            let answer =
                PastedResponse { headers: received, ..PastedResponse::with_status(status).with_body(answer_body) };
            Ok(vec![request(at..request_end, asked), response(request_end..end, answer)])
        }
        _ => Ok(vec![request(at..end, asked)]),
    }
}

fn section_of(text: &str) -> Option<Section> {
    let text = text.trim_end_matches(':').to_ascii_lowercase();
    let text = text.split(" (").next().unwrap_or_default();
    Some(match text {
        "general" => Section::General,
        "response headers" => Section::Response,
        "request headers" => Section::Request,
        "form data" => Section::Form,
        "query string parameters" => Section::Query,
        _ => return None,
    })
}

/// The heading of the response body.
fn is_body_label(text: &str) -> bool {
    ["response", "response body", "response payload", "preview"]
        .iter()
        .any(|label| text.trim_end_matches(':').eq_ignore_ascii_case(label))
}

fn is_known(label: &str) -> bool {
    ["request url", "request method", "status code", "remote address", "referrer policy", "status", "version"]
        .contains(&label)
}

/// A label, its value, and the next line: `Status Code: 400`, or the value on the next line.
fn labelled<'t>(source: &Source<'t>, at: usize, section: Section) -> Option<(&'t str, &'t str, usize)> {
    let line = source.line(at).trim();
    let next = source.next_line(at);
    let (name, value) = match line.get(1..)?.find([':', '\t']) {
        Some(colon) => (line[..=colon].trim(), line[colon + 2..].trim()),
        None => (line, ""),
    };
    let is_label = if section == Section::General {
        is_known(&name.to_ascii_lowercase())
    } else {
        head::header(&format!("{name}: x")).is_some()
    };
    if !is_label {
        return None;
    }
    if !value.is_empty() || section == Section::Form && line.contains(':') {
        return Some((name, value, next));
    }
    let below = source.line(next).trim();
    let takes_below = !below.is_empty() && section_of(below).is_none();
    takes_below.then(|| (name, below, source.next_line(next))).or(Some((name, "", next)))
}
