//! Finds the end of a body, which in pasted text only its content can show.

use serde::de::IgnoredAny;

use super::starts::begins_message;
use crate::protocol::literal::Source;
use crate::protocol::parameters::is_form;

/// The body that begins at the line of `at` or after one blank line; `None` if there is none.
pub fn body(source: &Source, at: usize) -> Option<std::ops::Range<usize>> {
    let line = source.line(at);
    if line.trim().is_empty() {
        let next = source.next_line(at);
        let begins = source.line(next).trim_start();
        return (next > at && begins.starts_with(['{', '[', '<'])).then(|| body(source, next)).flatten();
    }
    if begins_message(line) {
        return None;
    }
    let start = at + (line.len() - line.trim_start().len());
    Some(start..end(source, start, line.trim()))
}

fn end(source: &Source, at: usize, first: &str) -> usize {
    if first.starts_with(['{', '['])
        && let Some(length) = json_length(source.rest(at))
    {
        return at + length;
    }
    if let Some(close) = root_end(first, source.rest(at)) {
        return lines_until(source, at, &|line| line.contains(&close), &|_| false);
    }
    if first.starts_with("--") {
        let closing = format!("{first}--");
        return lines_until(source, at, &|line| line.trim() == closing, &|_| false);
    }
    let form = is_form(first);
    lines_until(source, at, &|_| false, &|line| line.trim().is_empty() || form && line.trim_start().starts_with('{'))
}

/// The end of the last line before one that `ends`, or of the first that is the `last` one; the beginning of the next
/// message always ends it.
fn lines_until(source: &Source, at: usize, last: &dyn Fn(&str) -> bool, ends: &dyn Fn(&str) -> bool) -> usize {
    let (mut line, mut end) = (at, at);
    loop {
        let text = source.line(line);
        if line > at && (begins_message(text) || ends(text)) {
            return end;
        }
        if !text.trim().is_empty() {
            end = line + text.trim_end().len();
        }
        let next = source.next_line(line);
        if last(text) || next >= source.text.len() {
            return end;
        }
        line = next;
    }
}

/// The length of the JSON value at the beginning of a text.
pub fn json_length(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// The tag that closes the first element of XML or HTML.
fn root_end(first: &str, rest: &str) -> Option<String> {
    let mut markup = rest;
    if !first.starts_with('<') {
        return None;
    }
    // A declaration and a document type may precede the root.
    for _ in 0..3 {
        let inner = markup.trim_start().strip_prefix('<')?;
        if inner.starts_with(['?', '!']) {
            markup = &inner[inner.get(..1000).unwrap_or(inner).find('>')? + 1..];
            continue;
        }
        let name: String = inner.chars().take(100).take_while(|c| c.is_alphanumeric() || ":-_.".contains(*c)).collect();
        return (!name.is_empty()).then(|| format!("</{name}>"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<&str> {
        body(&Source::new(text), 0).map(|range| &text[range])
    }

    #[test]
    fn json_and_markup_end_with_themselves_and_other_text_at_a_blank_line() {
        assert_eq!(read("{\"a\":\n\n1}\nmore"), Some("{\"a\":\n\n1}"));
        assert_eq!(read("\n[1] x"), Some("[1]"));
        assert_eq!(
            read("<!DOCTYPE html>\n<html>\n\n<p>x</p>\n</html>\nmore"),
            Some("<!DOCTYPE html>\n<html>\n\n<p>x</p>\n</html>")
        );
        assert_eq!(read("a=1\n&b=2\n\nmore"), Some("a=1\n&b=2"));
        assert_eq!(read("a=1\n{\"error\":1}"), Some("a=1"));
        assert_eq!(read("words\nmore  \n"), Some("words\nmore"));
    }

    #[test]
    fn a_body_ends_where_the_next_message_begins() {
        assert_eq!(read("a=1\nHTTP/1.1 400 Bad Request"), Some("a=1"));
        assert_eq!(read("<html>\nHTTP/1.1 400 Bad Request"), Some("<html>"));
        assert_eq!(read("{\"cut\":\n$ curl https://x"), Some("{\"cut\":"));
        assert_eq!(read("HTTP/1.1 400 Bad Request"), None);
        assert_eq!(read("\na=1"), None);
        assert_eq!(read(""), None);
    }
}
