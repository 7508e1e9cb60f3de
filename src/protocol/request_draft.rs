//! A request before it is sent: what a person sees and may edit.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::protocol::http::{Header, HttpRequest, Method};
use crate::protocol::parameters::{self, Parameters};
use crate::protocol::text::secret::Secret;

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
    /// The method. Parameters go into the form of a `POST` and into the query of anything else.
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
            Method::Post => HttpRequest::post_form(self.endpoint.clone(), &self.parameters),
            _ => HttpRequest::get(self.url()),
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
}
