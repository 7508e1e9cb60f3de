//! The bodies of an exchange as screens show them: redacted once, then kept.

use std::sync::Arc;

use super::known_secrets::KnownSecrets;
use super::masks;
use crate::protocol::HttpResponse;
use crate::session::record::exchange::{Exchange, RedactedBody};

impl Exchange {
    /// The body of the request with its secrets and the `known` ones masked.
    pub fn redacted_request_body(&self, known: &KnownSecrets) -> Arc<str> {
        kept(&self.redacted.request, known, || {
            let body = known.replace(&String::from_utf8_lossy(&self.request.body)).into_owned();
            masks::sent_body(self.request.header("content-type"), body.as_bytes())
        })
    }

    /// The body of the response with its secrets and the `known` ones masked; empty if there is none.
    pub fn redacted_response_body(&self, known: &KnownSecrets) -> Arc<str> {
        kept(&self.redacted.response, known, || {
            let body = |response: &HttpResponse| {
                let body = known.replace(&response.text()).into_owned();
                masks::body(response.header("content-type"), body.as_bytes())
            };
            self.response().map(body).unwrap_or_default()
        })
    }
}

/// The cached body, unless other values are known since.
fn kept(kept: &RedactedBody, known: &KnownSecrets, redact: impl FnOnce() -> String) -> Arc<str> {
    let Ok(mut kept) = kept.lock() else { return redact().into() };
    match kept.as_ref().filter(|(values, _)| *values == known.identity()) {
        Some((_, body)) => Arc::clone(body),
        None => {
            let body: Arc<str> = redact().into();
            *kept = Some((known.identity(), Arc::clone(&body)));
            body
        }
    }
}
