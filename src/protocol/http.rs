//! HTTP messages as values: the value that is sent is the value that is stored.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::protocol::json::Json;
use crate::protocol::parameters::{self, Parameters};
use crate::protocol::text::secret::Secret;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, PartialEq, Eq)]
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

/// Method and origin only: query, headers and body may contain secrets.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        write!(f, "{} {url} ({} bytes)", self.method, self.body.len())
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
        /// The limit.
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
    /// The body.
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

/// The query of a URL, without `?` and fragment; empty if there is none.
pub fn query_of(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    url.split_once('?').map_or("", |(_, query)| query)
}

/// The fragment of a URL, without `#`; empty if there is none.
pub fn fragment_of(url: &str) -> &str {
    url.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// The path of a URL, without query and fragment; `/` if it is empty.
pub fn path_of(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    if after_scheme.len() == url.len() {
        return if url.is_empty() { "/" } else { url };
    }
    after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
}

/// `to`, the target of a redirect or link, resolved against `base`.
pub fn absolute(base: &str, to: &str) -> Option<String> {
    // As it is written: a parsed URL is normalised.
    if url::Url::parse(to).is_ok() {
        return Some(to.to_owned());
    }
    Some(url::Url::parse(base).ok()?.join(to).ok()?.into())
}

/// The host of a URL, and its port unless it is the scheme's default.
pub fn host_and_port(url: &url::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The scheme, host and port of a URL as text, equal for two URLs of the same origin (RFC 6454): lower case, without
/// the default port. `None` if the URL is not absolute.
pub fn origin_of(url: &str) -> Option<String> {
    let origin = url::Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// Whether a URL points at this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a browser that opens one URL arrives at the other, ignoring query and fragment. Browsers write scheme and
/// host in lower case, drop the default port and write an empty path as `/` (RFC 3986 sections 6.2.2 and 6.2.3). The
/// provider compares registered URLs byte for byte instead.
pub fn is_same_place(one: &str, other: &str) -> bool {
    place_of(one) == place_of(other)
}

/// A normalised form of a URL, equal for two URLs that are [`is_same_place`]; other texts are unchanged.
pub fn place_of(url: &str) -> String {
    let Ok(mut place) = url::Url::parse(url) else { return url.to_owned() };
    place.set_query(None);
    place.set_fragment(None);
    place.into()
}

/// The credentials of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Authentication {
    /// None; a public client names itself in the body.
    #[default]
    None,
    /// `Authorization: Basic`, with both parts form-encoded first (RFC 6749 section 2.3.1).
    Basic {
        /// The client identifier.
        client_id: String,
        /// The client secret.
        client_secret: Secret,
    },
    /// `Authorization: Bearer` (RFC 6750 section 2.1).
    Bearer(Secret),
}

/// A request that has not been sent: a person sees every part of it and may edit it, also to invalid values.
/// [`RequestDraft::build`] turns it into the one value that is sent and stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDraft {
    /// The method. Parameters go into the query of a `GET` and into the form of anything else.
    pub method: Method,
    /// The endpoint, exactly as configured.
    pub endpoint: String,
    /// The parameters in order.
    pub parameters: Parameters,
    /// The credentials.
    pub authentication: Authentication,
    /// Extra headers.
    pub headers: Vec<Header>,
}

impl RequestDraft {
    /// A draft without parameters.
    pub fn new(method: Method, endpoint: impl Into<String>) -> Self {
        Self {
            method,
            endpoint: endpoint.into(),
            parameters: Parameters::new(),
            authentication: Authentication::None,
            headers: Vec::new(),
        }
    }

    /// The URL of a `GET` of this draft, which a browser may open. The endpoint's own query is kept (RFC 6749 section
    /// 3.1).
    pub fn url(&self) -> String {
        if self.parameters.is_empty() {
            return self.endpoint.clone();
        }
        let separator = match self.endpoint.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        format!("{}{separator}{}", self.endpoint, self.parameters.encode())
    }

    /// The request to send.
    pub fn build(&self) -> HttpRequest {
        let mut request = match self.method {
            Method::Get => HttpRequest::get(self.url()),
            _ => HttpRequest::post_form(self.endpoint.clone(), &self.parameters),
        };
        request.method = self.method.clone();
        match &self.authentication {
            Authentication::None => {}
            Authentication::Basic { client_id, client_secret } => {
                // RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
                let [id, secret] = [client_id, client_secret.expose()].map(parameters::encode);
                request = request.with_header("authorization", basic(&format!("{id}:{secret}")));
            }
            Authentication::Bearer(token) => {
                request = request.with_header("authorization", format!("Bearer {}", token.expose()));
            }
        }
        request.headers.extend(self.headers.iter().cloned());
        request
    }
}

/// The value of `Authorization` for HTTP Basic (RFC 7617 section 2) with `id:secret`.
pub fn basic(pair: &str) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

/// The id and secret in such a value, joined; `None` if it is invalid.
pub fn basic_pair(header: &str) -> Option<(String, String)> {
    // Scheme names are case-insensitive (RFC 9110 section 11.1).
    let (scheme, encoded) = header.split_once(' ')?;
    let encoded = scheme.eq_ignore_ascii_case("basic").then_some(encoded)?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_authentication_form_encodes_both_parts_before_base64() {
        let mut draft = RequestDraft::new(Method::Post, "https://op.example/token");
        draft.authentication = Authentication::Basic { client_id: "a:b".into(), client_secret: "p%s c".into() };
        let header = draft.build().header("Authorization").map(str::to_owned).unwrap();
        assert_eq!(basic_pair(&header), Some(("a%3Ab".into(), "p%25s%20c".into())));
    }

    #[test]
    fn an_endpoint_keeps_the_query_it_has() {
        let mut draft = RequestDraft::new(Method::Get, "https://op.example/authorize?tenant=1");
        draft.parameters.push("state", "x");
        assert_eq!(draft.build().url, "https://op.example/authorize?tenant=1&state=x");
    }

    #[test]
    fn a_form_goes_into_the_body_of_a_post_and_into_the_query_of_a_get() {
        let mut draft = RequestDraft::new(Method::Post, "https://op.example/token");
        draft.parameters.push("grant_type", "authorization_code");
        assert_eq!(draft.build().body, b"grant_type=authorization_code");
        draft.method = Method::Get;
        assert_eq!(draft.build().url, "https://op.example/token?grant_type=authorization_code");
    }

    #[test]
    fn parts_of_a_url_are_taken_without_normalising_it() {
        assert_eq!(path_of("https://h.example/a/../b?x#y"), "/a/../b");
        assert_eq!(path_of("https://h.example"), "/");
        assert_eq!(path_of("/cb?code=1"), "/cb");
        assert_eq!(query_of("https://h/cb?a=1#b"), "a=1");
        assert_eq!(fragment_of("https://h/cb#b=2"), "b=2");
        assert_eq!(origin_of("HTTPS://Op.Example:443/x").as_deref(), Some("https://op.example"));
        assert_eq!(origin_of("mailto:a@b"), None);
    }

    #[test]
    fn a_place_is_the_same_in_every_form_that_a_browser_gives_it() {
        for (sent, arrived) in [
            ("http://localhost:3000", "http://localhost:3000/"),
            ("https://App.Example.com/cb", "https://app.example.com/cb"),
            ("https://host:443/cb?x=1", "https://host/cb"),
            ("com.example.app://callback", "com.example.app://callback?code=1"),
        ] {
            assert!(is_same_place(sent, arrived), "{sent} {arrived}");
        }
        for (sent, arrived) in [
            ("http://localhost:3000", "http://localhost:3001/"),
            ("https://app.example.com/cb", "https://app.example.com/cb/"),
            ("https://app.example.com/cb", "https://app.example.com/CB"),
            ("https://app.example.com/cb", "http://app.example.com/cb"),
            ("https://app.example.com", "https://app.example.com.evil.example/"),
            ("https://app.example.com/", "https://app.example.com@evil.example/"),
        ] {
            assert!(!is_same_place(sent, arrived), "{sent} {arrived}");
        }
    }

    #[test]
    fn debug_output_holds_no_query_header_or_body() {
        let request = HttpRequest::get("https://h/cb?code=SECRET").with_header("authorization", "Bearer SECRET");
        assert!(!format!("{request:?}").contains("SECRET"));
    }
}
