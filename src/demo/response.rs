//! What the responses of all endpoints share: headers, redirects, and the parameters of a redirect.

use super::state::Turn;
use crate::protocol::{HttpResponse, Method};

/// The headers of every response of the domain. `Strict-Transport-Security` is omitted: browsers ignore it over plain
/// http, and behind an https proxy it would force https on all of localhost.
pub(super) fn domain_headers(response: HttpResponse) -> HttpResponse {
    response
        .with_header("cache-control", "no-cache, no-store, max-age=0, must-revalidate")
        .with_header("pragma", "no-cache")
        .with_header("expires", "0")
        .with_header("x-content-type-options", "nosniff")
        .with_header("x-xss-protection", "1; mode=block")
        .with_header("x-frame-options", "DENY")
        .with_header("server", "Server")
}

/// A JSON response of the token, revocation or UserInfo endpoint: any origin may read it, and it has a request id.
pub(super) fn api_response(turn: &mut Turn<'_>, status: u16) -> HttpResponse {
    domain_headers(HttpResponse::new(status))
        .with_header("access-control-allow-origin", "*")
        .with_header("x-amz-cognito-request-id", turn.uuid())
}

/// The media type of the API's JSON.
pub(super) const JSON: &str = "application/json;charset=UTF-8";

/// The response to a method that an endpoint does not support: 405 with an empty body. A browser's CORS preflight
/// succeeds, because the three API endpoints allow any origin.
pub(super) fn wrong_method(turn: &mut Turn<'_>, allowed: Method) -> HttpResponse {
    if turn.request.method.as_str() == "OPTIONS" {
        return HttpResponse::new(200)
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-allow-methods", allowed.as_str())
            .with_header("access-control-allow-headers", "authorization, content-type");
    }
    domain_headers(HttpResponse::new(405)).with_header("allow", allowed.as_str())
}

/// The parameters of a redirect.
#[derive(Default)]
pub(super) struct Pairs(Vec<(&'static str, String)>);

impl Pairs {
    /// Appends a parameter.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Appends a parameter if it has a value.
    pub(super) fn with_optional(self, name: &'static str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

/// Responses are form-encoded: `+` for a space.
pub(super) fn encode(pairs: &Pairs) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs.0).finish()
}

/// Appends a query to a URI, which may already have one (RFC 6749 section 3.1.2).
pub(super) fn with_query(uri: &str, query: &str) -> String {
    format!("{uri}{}{query}", if uri.contains('?') { '&' } else { '?' })
}

/// 302, the status of all redirects of the domain.
pub(super) fn redirect(location: &str) -> HttpResponse {
    domain_headers(HttpResponse::new(302)).with_header("location", location)
}
