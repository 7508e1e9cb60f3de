//! What is found: requests and responses as values, whatever they were written in.

use std::fmt;

use crate::protocol::{Header, HttpRequest};
use crate::reading::part::Found;

/// One HTTP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A request.
    Request(HttpRequest),
    /// A response.
    Response(PastedResponse),
}

/// A response as far as the text shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PastedResponse {
    /// The status code; `None` where the text has none.
    pub status: Option<u16>,
    /// The URL that answered, where the text names it and not how it was asked.
    pub url: Option<String>,
    /// The headers in order.
    pub headers: Vec<Header>,
    /// The body; empty when the text has none.
    pub body: Vec<u8>,
}

impl PastedResponse {
    /// A response of which only the status is known.
    pub fn with_status(status: u16) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    /// The same response with a body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The first header called `name`, whatever its letter case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
    }
}

/// Status and size only: headers and body may hold secrets.
impl fmt::Debug for PastedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({} bytes)", self.status, self.body.len())
    }
}

/// What a reader makes of the text at one place. `Ok` holds at least one message, in order, spans not overlapping; the
/// search goes on behind the last span. `Err` says up to which offset the reader has read in vain: it is not asked
/// again about anything before, which is what keeps the search linear.
pub type Reading = Result<Vec<Found<Message>>, usize>;

/// One request, read from a span.
pub fn request(span: std::ops::Range<usize>, request: HttpRequest) -> Found<Message> {
    Found::new(span, Message::Request(request))
}

/// One response, read from a span.
pub fn response(span: std::ops::Range<usize>, response: PastedResponse) -> Found<Message> {
    Found::new(span, Message::Response(response))
}
