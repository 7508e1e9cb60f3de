//! HTTP messages as values: the value that is sent is the value that is stored.

use std::fmt;
use std::time::Duration;

use crate::protocol::json::Json;
use crate::protocol::parameters::Parameters;
use crate::protocol::urls::{origin_of, path_of, query_of};

/// The protocol's two methods, and any other one that appears in a recording.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// Another method, as written.
    Other(String),
}

impl Method {
    /// Reads a method name. Names are case-sensitive (RFC 9110), so `get` is [`Method::Other`].
    pub fn parse(name: &str) -> Self {
        match name {
            "GET" => Self::Get,
            "POST" => Self::Post,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name on the request line.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A header line, with its name as written. Invalid UTF-8 in the value is replaced by U+FFFD.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The field name.
    pub name: String,
    /// The field value.
    pub value: String,
    /// Whether the transport added the line after the request was built (`host`, `content-length`, `accept`).
    pub added_by_transport: bool,
}

impl Header {
    /// A header that is part of the message itself.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), added_by_transport: false }
    }
}

/// Finds the first header called `name`, ignoring case.
fn find<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
}

/// A request, exactly as sent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole URL, exactly as built and never normalised.
    pub url: String,
    /// The headers in order.
    pub headers: Vec<Header>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

impl HttpRequest {
    /// A `GET` without headers.
    pub fn get(url: impl Into<String>) -> Self {
        Self { method: Method::Get, url: url.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A `POST` of `application/x-www-form-urlencoded` parameters.
    pub fn post_form(url: impl Into<String>, form: &Parameters) -> Self {
        Self {
            method: Method::Post,
            url: url.into(),
            headers: vec![Header::new("content-type", FORM)],
            body: form.encode().into_bytes(),
        }
    }

    /// Appends a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(Header::new(name, value));
        self
    }

    /// The first header called `name`, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The parameters of the query.
    pub fn query(&self) -> Parameters {
        Parameters::decode(query_of(&self.url))
    }

    /// The parameters of the body: of a form, or the strings of a JSON object, which some token endpoints accept.
    pub fn form(&self) -> Parameters {
        match self.body.starts_with(b"{").then(|| Json::from_bytes(&self.body)) {
            Some(Ok(json)) => {
                let texts =
                    json.root().members().filter_map(|(name, value)| Some((name.into_owned(), value.as_string()?)));
                texts.collect()
            }
            _ => Parameters::decode(&String::from_utf8_lossy(&self.body)),
        }
    }

    /// A member of a JSON body as text: a string, or the strings of an array separated by spaces; empty if absent.
    pub fn form_of_json(&self, name: &str) -> String {
        let json = Json::from_bytes(&self.body).ok();
        let value = json.as_ref().and_then(|json| json.get(name)?.string_or_strings());
        value.unwrap_or_default().join(" ")
    }

    /// The path of the URL, without query and fragment; `/` if it is empty.
    pub fn path(&self) -> &str {
        path_of(&self.url)
    }
}

/// Method and origin only: everything else may contain secrets.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = origin_of(&self.url).unwrap_or_default();
        write!(f, "{} {origin} ({} bytes)", self.method, self.body.len())
    }
}

/// Whether a body is complete and readable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    /// The whole body was received.
    #[default]
    Complete,
    /// The connection ended early: the received part is kept.
    Cut {
        /// The transport's error message.
        reason: String,
    },
    /// The body is larger than the limit: the first `limit` bytes are kept.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Our own time limit was reached before the body ended: the received part is kept.
    TimedOut {
        /// From sending the request on.
        limit: Duration,
    },
    /// The body violates its transfer coding: the part before that is kept.
    Malformed {
        /// The message of the transport.
        reason: String,
    },
    /// The body is compressed and could not be decompressed: it is kept as received.
    Compressed {
        /// The value of `Content-Encoding`.
        coding: String,
    },
}

impl Completeness {
    /// Why the body is unusable, without a full stop; `None` if it is complete.
    pub fn problem(&self) -> Option<String> {
        Some(match self {
            Self::Complete => return None,
            Self::Cut { reason } => reason.clone(),
            Self::TooLarge { limit } => format!("the body is larger than {limit} bytes"),
            Self::TimedOut { limit } => format!("the time limit of {} s was reached", limit.as_secs_f64()),
            Self::Malformed { reason } => format!("the transfer coding is broken: {reason}"),
            Self::Compressed { coding } => format!("the body cannot be decompressed ({coding})"),
        })
    }
}

/// A response, as received.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The headers in order, including repeated ones.
    pub headers: Vec<Header>,
    /// Without its codings, as far as they could be removed; empty if there is none.
    pub body: Vec<u8>,
    /// Whether the body is complete.
    pub completeness: Completeness,
}

impl HttpResponse {
    /// A response without headers or body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), completeness: Completeness::Complete }
    }

    /// Appends a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push(Header::new(name, value));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.push(Header::new("content-type", content_type));
        self.body = body.into();
        self
    }

    /// The first header called `name`, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The body as text, with invalid UTF-8 replaced by U+FFFD.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether an HTML page was returned instead of a document.
    pub fn is_page(&self) -> bool {
        let text = self.text();
        let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
        let is_html = self.media_type().is_some_and(|media_type| media_type == "text/html");
        start.starts_with("<!doctype html") || start.starts_with("<html") || is_html && !self.body.is_empty()
    }

    /// Whether the body is the requested document. The response to a browser that revalidates its cache is 304
    /// (RFC 9110 section 15.4.5); some recordings include the cached body.
    pub fn has_document(&self) -> bool {
        self.is_success() || self.is_unchanged() && !self.body.is_empty()
    }

    /// Whether the document is in the browser's cache.
    pub fn is_unchanged(&self) -> bool {
        self.status == 304
    }

    /// Whether the status is 3xx.
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// The media type without its parameters, in lower case: `application/json`.
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?.split(';').next()?.trim();
        Some(value.to_ascii_lowercase())
    }
}

/// Status and size only: headers and body may contain secrets.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes, {:?})", self.status, self.body.len(), self.completeness)
    }
}

/// The media type of forms.
pub const FORM: &str = "application/x-www-form-urlencoded";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_query_header_or_body() {
        let request = HttpRequest::get("https://h/cb?code=SECRET").with_header("authorization", "Bearer SECRET");
        assert!(!format!("{request:?}").contains("SECRET"));
    }
}
