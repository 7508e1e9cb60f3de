//! The head of a message: header lines, and the URL from a request line and a `Host`.

use crate::protocol::{Header, HttpRequest, Method};

/// A header line: a name of RFC 9110 tokens, or one of HTTP/2's pseudo-headers, a colon, the value.
pub fn header(line: &str) -> Option<Header> {
    let (name, value) = line.split_at(line.get(1..)?.find(':')? + 1);
    let name = name.trim_end();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let plain = name.strip_prefix(':').unwrap_or(name);
    let ends = value.len() == 1 || !value.starts_with("://");
    (!plain.is_empty() && ends && plain.chars().all(is_token)).then(|| Header::new(name, value[1..].trim()))
}

/// Appends a header line to the previous ones; a line that begins with white space continues the last value
/// (RFC 9112 section 5.2). Returns whether the line was a header.
pub fn push(headers: &mut Vec<Header>, line: &str) -> bool {
    if line.starts_with([' ', '\t'])
        && let Some(last) = headers.last_mut()
        && !line.trim().is_empty()
    {
        last.value = format!("{} {}", last.value, line.trim());
        return true;
    }
    let read = header(line);
    let is_header = read.is_some();
    headers.extend(read);
    is_header
}

/// The request of a request line and its headers. HTTP/2's pseudo-headers replace the request line and the host.
pub fn request(method: &str, target: &str, headers: Vec<Header>, body: impl Into<Vec<u8>>) -> HttpRequest {
    let pseudo = |name: &str| headers.iter().find(|header| header.name == name).map(|header| header.value.clone());
    let (authority, scheme) = (pseudo(":authority"), pseudo(":scheme"));
    let headers: Vec<Header> = headers.into_iter().filter(|header| !header.name.starts_with(':')).collect();
    let host =
        headers.iter().find(|header| header.name.eq_ignore_ascii_case("host")).map(|header| header.value.clone());
    let url = match host.or(authority) {
        Some(host) if target.starts_with('/') => {
            format!("{}://{host}{target}", scheme.as_deref().unwrap_or_else(|| scheme_of(&host)))
        }
        _ => target.to_owned(),
    };
    HttpRequest { method: Method::parse(method), headers, body: body.into(), ..HttpRequest::get(url) }
}

/// The reason phrase after a status: its first two words.
pub fn words(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.match_indices(' ').nth(1).map_or(text.len(), |(at, _)| at);
    text[..end].trim_end()
}

/// A head does not contain its scheme. Login servers use https; programs on the same machine usually do not.
fn scheme_of(host: &str) -> &'static str {
    let name = host.split_once("://").map_or(host, |(_, rest)| rest);
    let name = name.strip_prefix('[').unwrap_or_else(|| name.split(':').next().unwrap_or_default());
    if name == "localhost" || name.starts_with("127.") || name.starts_with("::1") { "http" } else { "https" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_a_name_without_spaces_and_is_no_url() {
        assert_eq!(header("Content-Type:  a/b "), Some(Header::new("Content-Type", "a/b")));
        assert_eq!(header(":path: /x"), Some(Header::new(":path", "/x")));
        assert_eq!(header("x:"), Some(Header::new("x", "")));
        for line in ["", ":", "https://x", "two words: x", "no colon", "ü: x"] {
            assert_eq!(header(line), None, "{line}");
        }
    }

    #[test]
    fn a_request_line_and_a_host_make_a_url() {
        let url =
            |target: &str, name: &str, value: &str| request("GET", target, vec![Header::new(name, value)], "").url;
        assert_eq!(url("/token", "HOST", "op.example"), "https://op.example/token");
        assert_eq!(url("/cb?code=1", "Host", "localhost:3000"), "http://localhost:3000/cb?code=1");
        assert_eq!(url("https://a/", "Host", "b"), "https://a/");
        assert_eq!(url("/token", ":authority", "op.example"), "https://op.example/token");
        assert_eq!(url("/token", "accept", "x"), "/token");
    }
}
