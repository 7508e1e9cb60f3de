//! One entry of a HAR as a request and its result.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::{Completeness, ExchangeId, Header, HttpRequest, HttpResponse, Method, Parameters, parameters};
use crate::session::record::exchange::{Connection, Exchange, Failure, FailureKind, Purpose, Received, Timing};
use crate::session::record::origin::Origin;

/// An entry, read as far as possible: missing or invalid parts are skipped, because tools differ in what they write.
pub(super) struct HarEntry<'a> {
    entry: &'a Json,
}

impl<'a> HarEntry<'a> {
    pub fn of(entry: &'a Json) -> Self {
        Self { entry }
    }

    fn request(&self) -> Option<Value<'a>> {
        self.entry.get("request")
    }

    fn response(&self) -> Option<Value<'a>> {
        self.entry.get("response")
    }

    /// The URL; without one, the entry is ignored.
    pub fn url(&self) -> Option<String> {
        self.request()?.get("url")?.as_string()
    }

    pub fn method(&self) -> String {
        self.request().and_then(|request| request.get("method")?.as_string()).unwrap_or_else(|| "GET".to_owned())
    }

    /// The status of the response; 0 if there was none.
    pub fn status(&self) -> Option<i64> {
        self.response()?.get("status")?.as_i64()
    }

    /// When it was sent; the zone is part of the text.
    pub fn started(&self) -> Timestamp {
        let text = self.entry.get("startedDateTime").and_then(Value::as_string);
        text.and_then(|text| text.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The target of a redirect.
    pub fn redirect(&self) -> Option<String> {
        let response = self.response()?;
        let status = response.get("status")?.as_i64()?;
        if !(300..400).contains(&status) {
            return None;
        }
        let headers = headers(response);
        let header = headers.into_iter().find(|header| header.name.eq_ignore_ascii_case("location"));
        let named = || response.get("redirectURL").and_then(Value::as_string);
        header.map(|header| header.value).or_else(named).filter(|url| !url.is_empty())
    }

    /// A header of the request.
    pub fn request_header(&self, name: &str) -> Option<String> {
        headers(self.request()?).into_iter().find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| h.value)
    }

    /// All headers of the response with this name, ignoring case.
    pub fn response_headers(&self, name: &str) -> impl Iterator<Item = String> {
        let all = self.response().map(headers).unwrap_or_default();
        all.into_iter().filter(move |h| h.name.eq_ignore_ascii_case(name)).map(|h| h.value)
    }

    /// The form of the request, from its text or its list of parameters.
    pub fn form(&self) -> Parameters {
        match self.request_body() {
            Some(body) if !body.trim_start().starts_with(['{', '[']) => Parameters::decode(&body),
            Some(body) => json_strings(&body),
            None => Parameters::new(),
        }
    }

    /// The body of the request as text.
    pub fn request_body(&self) -> Option<String> {
        let data = self.request()?.get("postData")?;
        if let Some(text) = data.get("text").and_then(Value::as_string).filter(|text| !text.is_empty()) {
            return Some(text);
        }
        let pairs = data.get("params")?.items();
        let encoded: Vec<String> = pairs
            .filter_map(|pair| {
                Some(format!("{}={}", pair.get("name")?.as_str()?, encoded(&pair.get("value")?.as_str()?)))
            })
            .collect();
        Some(encoded.join("&"))
    }

    /// The body of the response as text, if the recording has it.
    pub fn response_text(&self) -> Option<String> {
        let (body, _) = content(self.response()?);
        String::from_utf8(body).ok()
    }

    /// The member that grantscope adds: the purpose of the exchange.
    pub fn own_purpose(&self) -> Option<String> {
        self.entry.get("_grantscope")?.as_string()
    }

    /// The exchange.
    pub fn exchange(&self, purpose: Purpose) -> Option<Exchange> {
        let request = self.request()?;
        let total = milliseconds(self.entry.get("time"));
        let timings = self.entry.get("timings");
        let receive = milliseconds(timings.and_then(|timings| timings.get("receive")));
        let text = |name: &str| self.entry.get(name).and_then(Value::as_string).filter(|text| !text.is_empty());
        let sent = HttpRequest {
            method: Method::parse(&self.method()),
            url: self.url()?,
            headers: self.request_headers(request),
            body: self.request_bytes(),
        };
        let origin = if sent.url.is_empty() { Origin::ResponseOnly } else { Origin::Recorded };
        Some(Exchange {
            why: text("comment"),
            received: self.received(),
            timing: Timing { head: total.saturating_sub(receive), total },
            connection: Connection {
                remote: text("serverIPAddress"),
                version: request.get("httpVersion").and_then(Value::as_string),
                certificate_sha256: None,
            },
            ..Exchange::pending(ExchangeId::default(), purpose, origin, sent, self.started())
        })
    }

    /// The headers of the request. If a tool omitted them, the body still has its own type.
    fn request_headers(&self, request: Value<'_>) -> Vec<Header> {
        let mut headers = headers(request);
        let media_type = request.get("postData").and_then(|data| data.get("mimeType")?.as_string());
        if let Some(media_type) = media_type.filter(|media_type| !media_type.is_empty())
            && !headers.iter().any(|header| header.name.eq_ignore_ascii_case("content-type"))
        {
            headers.push(Header::new("content-type", media_type));
        }
        headers
    }

    fn request_bytes(&self) -> Vec<u8> {
        let data = self.request().and_then(|request| request.get("postData"));
        let encoding = data.and_then(|data| data.get("_encoding")?.as_string());
        let body = self.request_body().unwrap_or_default();
        match encoding.as_deref() {
            Some("base64") => STANDARD.decode(&body).unwrap_or_else(|_| body.into_bytes()),
            _ => body.into_bytes(),
        }
    }

    fn received(&self) -> Received {
        let kind = self.entry.get("_grantscopeFailure").and_then(Value::as_string);
        let kind = kind.and_then(|name| FailureKind::parse(&name));
        let failed = |message: &str| {
            let kind = kind.unwrap_or_else(|| failure_kind(message));
            Received::Failed(Failure { kind, message: message.to_owned() })
        };
        let Some(response) = self.response() else { return failed("the recording has no response") };
        let error = response.get("_error").or_else(|| self.entry.get("_error")).and_then(Value::as_string);
        let status = response.get("status").and_then(Value::as_i64).unwrap_or(0);
        let Some(status) = u16::try_from(status).ok().filter(|status| *status >= 100) else {
            return failed(error.as_deref().unwrap_or("the recording has no response"));
        };
        let (body, completeness) = content(response);
        Received::Response(HttpResponse { status, headers: headers(response), body, completeness })
    }
}

/// The kind of a failure by its text: `net::ERR_…` of Chromium, `NS_ERROR_…` of Firefox.
fn failure_kind(message: &str) -> FailureKind {
    let message = message.to_ascii_uppercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if says(&["NAME_NOT_RESOLVED", "NAME_RESOLUTION", "UNKNOWN_HOST"]) {
        FailureKind::Dns
    } else if says(&["CONNECTION_REFUSED", "ADDRESS_UNREACHABLE", "INTERNET_DISCONNECTED"]) {
        FailureKind::Connect
    } else if says(&["ERR_CERT", "ERR_SSL", "SEC_ERROR", "SSL_ERROR"]) {
        FailureKind::Tls
    } else if says(&["TIMED_OUT", "NET_TIMEOUT"]) {
        FailureKind::Timeout
    } else if says(&["ERR_", "NS_"]) {
        FailureKind::Transport
    } else {
        FailureKind::Unknown
    }
}

/// The headers of a request or response, without HTTP/2's `:authority` and similar.
fn headers(message: Value<'_>) -> Vec<Header> {
    let items = message.get("headers").into_iter().flat_map(Value::items);
    items
        .filter_map(|item| Some(Header::new(item.get("name")?.as_string()?, item.get("value")?.as_string()?)))
        .filter(|header| !header.name.starts_with(':'))
        .collect()
}

/// A value of `params` in form encoding. Some tools write it decoded and some encoded, without saying which: a value
/// with a character that is invalid in a form was decoded.
fn encoded(value: &str) -> std::borrow::Cow<'_, str> {
    let decoded = value.contains([' ', ':', '/', '&', '=', '?', '#']);
    if decoded { parameters::encode(value).into() } else { value.into() }
}

/// The body of a response, decoded. Developer tools discard old bodies: that does not mean an empty response.
fn content(response: Value<'_>) -> (Vec<u8>, Completeness) {
    let Some(content) = response.get("content") else { return (Vec::new(), Completeness::Complete) };
    let encoded = content.get("encoding").and_then(Value::as_string).is_some_and(|e| e.eq_ignore_ascii_case("base64"));
    let size = content.get("size").and_then(Value::as_i64).unwrap_or(0);
    // The comment that grantscope writes for an incomplete body.
    let comment = content.get("comment").and_then(Value::as_string).unwrap_or_default();
    let cut_short = comment.strip_prefix("cut short: ");
    match content.get("text").and_then(Value::as_string) {
        Some(text) if cut_short.is_some() && !encoded => (text.into_bytes(), cut(cut_short.unwrap_or_default())),
        Some(text) if encoded => match STANDARD.decode(text.trim()) {
            Ok(body) => (body, Completeness::Complete),
            Err(error) => (text.into_bytes(), cut(&format!("the recorded body is not base64: {error}"))),
        },
        Some(text) if !text.is_empty() || size <= 0 => (text.into_bytes(), Completeness::Complete),
        _ if size > 0 => (Vec::new(), cut(NOT_RECORDED)),
        _ => (Vec::new(), Completeness::Complete),
    }
}

/// Why a body is missing: the connection did not end early, but the tool did not keep it.
pub const NOT_RECORDED: &str = "the recording does not contain the body";

fn cut(reason: &str) -> Completeness {
    Completeness::Cut { reason: reason.to_owned() }
}

fn milliseconds(value: Option<Value<'_>>) -> Duration {
    let milliseconds = value.and_then(Value::as_f64).filter(|ms| ms.is_finite() && *ms > 0.0).unwrap_or(0.0);
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}

/// The strings of a JSON object as parameters: some token endpoints accept JSON.
fn json_strings(text: &str) -> Parameters {
    let Ok(json) = Json::parse(text) else { return Parameters::new() };
    let members = json.root().members().filter(|(_, value)| value.kind() == Kind::String);
    members.map(|(name, value)| (name.into_owned(), value.as_string().unwrap_or_default())).collect()
}
