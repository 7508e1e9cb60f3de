//! The body that a tool printed after a request, without a status line.

use std::ops::Range;

use super::body::json_length;
use super::message::PastedResponse;
use super::starts::{begins_message, head, status};
use crate::protocol::literal::Source;
use crate::protocol::parameters::is_form;
use crate::reading::part::Spanned;

/// The maximum length of a line of words between a request and its response.
const LEAD: usize = 200;

/// The body directly below a request that ends at `at`, or after one line of words.
pub fn below(source: &Source, at: usize) -> Option<Spanned<PastedResponse>> {
    // The end of the command's quotes or code, or a shell's mark for a missing line end.
    let rest = source.line(at);
    let mut line = if rest.trim_matches([' ', '`', ')', ';', '"', '\'', '%', '\t']).is_empty() {
        source.next_line(at)
    } else {
        at
    };
    line = line.max(at);
    for _ in 0..3 {
        if !source.line(line).trim().is_empty() {
            break;
        }
        line = source.next_line(line);
    }
    let text = source.line(line);
    if begins_message(text) {
        return None;
    }
    let start = line + (text.len() - text.trim_start().len());
    if let Some(found) = body_at(source, start) {
        return Some(found_at(source, found, None));
    }
    let words = head(text, LEAD + 1).split(['{', '[']).next().unwrap_or_default();
    if words.len() > LEAD || speaks_of_else(words) {
        return None;
    }
    let status = status_in(words);
    let inner = (words.len() < text.len()).then_some(line + words.len()).and_then(|at| body_at(source, at));
    let found = inner.or_else(|| {
        let leads = text.trim_end().ends_with([':', '>', '-', '`']) || text.len() < 60;
        let next = source.next_line(line);
        let next = if source.line(next).trim().is_empty() { source.next_line(next) } else { next };
        leads
            .then(|| body_at(source, next + (source.line(next).len() - source.line(next).trim_start().len())))
            .flatten()
    })?;
    Some(found_at(source, found, status))
}

fn found_at(source: &Source, body: Range<usize>, status: Option<u16>) -> Spanned<PastedResponse> {
    let response = PastedResponse { status, ..PastedResponse::default() }.with_body(&source.text[body.clone()]);
    Spanned::new(body, response)
}

/// A JSON object, also an incomplete one at the end of the text, or a form-encoded OAuth response.
fn body_at(source: &Source, at: usize) -> Option<Range<usize>> {
    if source.at(at, "{") {
        let rest = source.rest(at);
        let is_cut = || rest.len() < LONGEST_CUT && rest.starts_with("{\"") && ends_within(rest);
        return json_length(rest).or_else(|| is_cut().then(|| rest.trim_end().len())).map(|length| at..at + length);
    }
    let line = source.line(at).trim_end();
    let answers = ["error=", "access_token=", "id_token="].iter().any(|name| line.starts_with(name));
    (answers && is_form(line)).then(|| at..at + line.len())
}

/// The longest part of a copied response, in bytes.
const LONGEST_CUT: usize = 16 * 1024;

/// Whether a text is JSON without its end.
fn ends_within(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_err_and(|error| error.is_eof())
}

/// Whether the words before a JSON text say that it is not the response.
fn speaks_of_else(text: &str) -> bool {
    let text = text.to_ascii_lowercase().replace("bad request", "");
    ["decoded", "claims", "payload", "config", "jwt", "header", "request", "settings"]
        .iter()
        .any(|word| text.contains(word))
}

/// The status in words: `HTTP 400`, `status code: 401`, `400 Bad Request`.
fn status_in(text: &str) -> Option<u16> {
    let lower = text.to_ascii_lowercase();
    let named = ["http ", "status ", "status: ", "status code ", "status code: ", "returned ", "error: ", "code="];
    let named = named.iter().find_map(|name| status(lower.get(lower.find(name)? + name.len()..)?));
    // A status without a label must be followed by its reason phrase.
    named.or_else(|| status(&lower).filter(|_| lower[3..].trim_start().starts_with(|c: char| c.is_ascii_alphabetic())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<u16>, String)> {
        let found = below(&Source::new(text), 0)?;
        Some((found.value.status, text[found.span].to_owned()))
    }

    #[test]
    fn a_json_object_below_a_request_is_its_answer_also_behind_words() {
        let json = Some((None, "{\"error\":1}".to_owned()));
        assert_eq!(read("\n{\"error\":1}"), json);
        assert_eq!(read("\n\nI'm getting {\"error\":1}."), json);
        assert_eq!(
            read("\nI get {\"error\":\"invalid_request\"}."),
            Some((None, "{\"error\":\"invalid_request\"}".to_owned()))
        );
        assert_eq!(read("`\nThe answer:\n\n{\"error\":1}"), json);
        assert_eq!(read("\nHTTP 400: {\"error\":1}"), Some((Some(400), "{\"error\":1}".to_owned())));
        assert_eq!(read("\n400 Bad Request\n{\"error\":1}"), Some((Some(400), "{\"error\":1}".to_owned())));
        assert_eq!(read("\nerror=bad&error_description=x"), Some((None, "error=bad&error_description=x".to_owned())));
    }

    #[test]
    fn what_words_call_something_else_is_no_answer() {
        assert_eq!(read("\nThe decoded token: {\"sub\":1}"), None);
        assert_eq!(read("\n$ curl https://x\n{}"), None);
        assert_eq!(read("\nwords"), None);
    }

    #[test]
    fn a_body_that_the_text_cuts_off_is_the_answer_as_far_as_it_goes() {
        let json = "{\"error\":\"invalid_gra";
        assert_eq!(read(&format!("\n{json}")), Some((None, json.to_owned())));
        assert_eq!(read("\n{\"error\": 1 words"), None);
    }
}
