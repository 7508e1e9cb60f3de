//! The result: requests and responses as values, regardless of their form in the text.

use std::fmt;

use crate::protocol::{Header, HttpRequest};
use crate::reading::part::Spanned;

/// One HTTP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A request.
    Request(HttpRequest),
    /// A response.
    Response(PastedResponse),
}

/// A response as shown in the text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PastedResponse {
    /// The status code; `None` if the text does not show it.
    pub status: Option<u16>,
    /// The URL of the responding server, if the text shows it but not the request.
    pub url: Option<String>,
    /// The headers in order.
    pub headers: Vec<Header>,
    /// The body; empty if the text has none.
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

    /// The first header called `name`, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
    }
}

/// Status and size only: headers and body may contain secrets.
impl fmt::Debug for PastedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({} bytes)", self.status, self.body.len())
    }
}

/// The result of a reader at one place. `Ok` has at least one message, in order, without overlapping spans; the search
/// continues after the last span. `Err` has the offset up to which the reader read without success: it is not called
/// again for anything before that, which keeps the search linear.
pub type Reading = Result<Vec<Spanned<Message>>, usize>;

/// One request, read from a span.
pub fn request(span: std::ops::Range<usize>, request: HttpRequest) -> Spanned<Message> {
    Spanned::new(span, Message::Request(request))
}

/// One response, read from a span.
pub fn response(span: std::ops::Range<usize>, response: PastedResponse) -> Spanned<Message> {
    Spanned::new(span, Message::Response(response))
}
