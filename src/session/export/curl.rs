//! A request as a curl command for a POSIX shell.
//!
//! The command sends the recorded method, URL, headers and body. Headers that curl adds by default are disabled; those
//! that the transport computes (`host`, `content-length`) are left to it. Everything is quoted for the shell, and
//! characters that act on a terminal when pasted (control characters, tabs) are octal escapes of `printf`.

use crate::protocol::urls::path_of;
use crate::protocol::{Header, HttpRequest, Method, text::sanitise};

/// Headers that every client computes itself.
const COMPUTED: [&str; 6] = ["host", "content-length", "connection", "transfer-encoding", "te", "upgrade"];

/// Linux rejects a single argument of more than 128 KiB; a pipe has no such limit.
const LONGEST_ARGUMENT: usize = 100_000;

/// The command, on several lines.
pub fn curl(request: &HttpRequest) -> String {
    let mut options = vec![format!("--url {}", word(&url(&request.url)))];
    if request.url.contains(['[', ']', '{', '}']) {
        options.push("--globoff".to_owned());
    }
    if path_of(&request.url).contains("/.") {
        options.push("--path-as-is".to_owned());
    }
    options.extend(method(request));
    options.extend(sent_headers(request).map(|header| format!("--header {}", word(&header_argument(header)))));
    for name in added_by_curl(request) {
        if request.header(name).is_none() {
            options.push(format!("--header '{name}:'"));
        }
    }
    let (before, body) = body(request);
    options.extend(body);
    format!("{before}curl {}", options.join(" \\\n  "))
}

/// The headers to send: valid ones that a client sets. HTTP/2's `:authority` and similar are not headers.
pub(super) fn sent_headers(request: &HttpRequest) -> impl Iterator<Item = &Header> {
    request.headers.iter().filter(|header| {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        !header.name.is_empty()
            && header.name.chars().all(token)
            && !COMPUTED.iter().any(|name| header.name.eq_ignore_ascii_case(name))
    })
}

/// curl uses GET, or POST if there is a body; any other method must be named.
fn method(request: &HttpRequest) -> Option<String> {
    match (&request.method, request.body.is_empty()) {
        (Method::Get, true) | (Method::Post, false) => None,
        (Method::Other(name), true) if name == "HEAD" => Some("--head".to_owned()),
        (method, _) => Some(format!("--request {}", word(method.as_str()))),
    }
}

/// What curl sends by default.
fn added_by_curl(request: &HttpRequest) -> impl Iterator<Item = &'static str> {
    let with_body = !request.body.is_empty() || request.method == Method::Post;
    let large = request.body.len() >= 1024 * 1024;
    let names = [(true, "user-agent"), (true, "accept"), (with_body, "content-type"), (large, "expect")];
    names.into_iter().filter_map(|(added, name)| added.then_some(name))
}

/// `name: value`; for an empty value curl expects `name;`. A value cannot contain a line break (RFC 9110 section 5.5).
fn header_argument(header: &Header) -> String {
    let value = header.value.replace(['\r', '\n', '\0'], " ");
    match value.trim_matches([' ', '\t']) {
        "" => format!("{};", header.name),
        value => format!("{}: {value}", header.name),
    }
}

/// The command before `curl`, and curl's option for the body.
fn body(request: &HttpRequest) -> (String, Option<String>) {
    let bytes = request.body.as_slice();
    match std::str::from_utf8(bytes) {
        Ok("") if request.method != Method::Post => (String::new(), None),
        // `--data-raw` gives a leading @ no special meaning, and keeps line feeds.
        Ok(text) if is_plain(text) && text.len() < LONGEST_ARGUMENT => {
            (String::new(), Some(format!("--data-raw {}", quoted(text))))
        }
        _ => (format!("printf '{}' | ", octal(bytes)), Some("--data-binary @-".to_owned())),
    }
}

/// A URL as it is sent: without a fragment, and with percent-encoding for bytes that a request line cannot contain.
fn url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    url.bytes()
        .map(|byte| match byte {
            0..=0x20 | 0x7f.. => format!("%{byte:02X}"),
            _ => char::from(byte).to_string(),
        })
        .collect()
}

/// One argument for the shell.
fn word(text: &str) -> String {
    if is_plain(text) { quoted(text) } else { format!("\"$(printf '{}')\"", octal(text.as_bytes())) }
}

/// Whether a text can be pasted into a terminal unchanged.
fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| c != '\n' && sanitise::is_unsafe(c))
}

/// Within single quotes, a shell takes every byte literally, except the quote.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A format of `printf` that writes the bytes: `%` is doubled, a leading hyphen would be an option, and a backslash is
/// written as an octal escape.
fn octal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .enumerate()
        .map(|(at, byte)| match byte {
            b'%' => "%%".to_owned(),
            b'-' if at == 0 => "\\055".to_owned(),
            b'\'' | b'\\' | 0..=0x1f | 0x7f.. => format!("\\{byte:03o}"),
            _ => char::from(*byte).to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_request_is_one_command_without_what_curl_adds_by_itself() {
        let mut request = HttpRequest::get("https://op.example/token");
        request.method = Method::Post;
        request = request.with_header("content-type", "application/x-www-form-urlencoded").with_header("host", "x");
        request.body = b"code=it's&a=%41".to_vec();
        assert_eq!(
            curl(&request),
            "curl --url 'https://op.example/token' \\\n  --header 'content-type: application/x-www-form-urlencoded' \\\n  \
             --header 'user-agent:' \\\n  --header 'accept:' \\\n  --data-raw 'code=it'\\''s&a=%41'"
        );
    }

    #[test]
    fn bytes_that_are_no_text_go_through_printf() {
        let mut request = HttpRequest::get("https://op.example/");
        request.method = Method::Other("PUT".into());
        request.body = b"\x00%\\'\xff\ta".to_vec();
        let command = curl(&request);
        assert!(command.starts_with("printf '\\000%%\\134\\047\\377\\011a' | curl "), "{command}");
        assert!(command.contains("--request 'PUT'") && command.ends_with("--data-binary @-"), "{command}");
    }

    #[test]
    fn nothing_a_recording_holds_becomes_an_option_a_file_or_an_escape_sequence() {
        let request = HttpRequest::get("-o/etc/passwd\u{1b}[2J")
            .with_header("@/etc/passwd", "x")
            .with_header(":authority", "x")
            .with_header("x-a", "1\r\nx-b: 2\u{1b}c")
            .with_header("x-empty", "");
        let command = curl(&request);
        assert!(command.starts_with("curl --url '-o/etc/passwd%1B[2J' \\\n  --globoff"), "{command}");
        assert!(!command.contains('@') && !command.contains(":authority") && !command.contains('\u{1b}'), "{command}");
        assert!(command.contains("--header \"$(printf 'x-a: 1  x-b: 2\\033c')\""), "{command}");
        assert!(command.contains("--header 'x-empty;'"), "{command}");
    }
}
