//! The bodies of an exchange as screens show them: redacted once, then kept.

use super::masks;
use crate::session::record::exchange::Exchange;

impl Exchange {
    /// The body of the request with its secrets masked.
    pub fn redacted_request_body(&self) -> &str {
        self.redacted.request.get_or_init(|| masks::request_body(&self.request))
    }

    /// The response body with masked secrets; empty if there is none.
    pub fn redacted_response_body(&self) -> &str {
        self.redacted.response.get_or_init(|| {
            let body =
                |response: &crate::protocol::HttpResponse| masks::body(response.header("content-type"), &response.body);
            self.response().map(body).unwrap_or_default()
        })
    }
}
