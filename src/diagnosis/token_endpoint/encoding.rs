//! Values of a token request that were percent-encoded twice.

use crate::diagnosis::encoded_twice;
use crate::protocol::finding::rules;
use crate::protocol::{ExchangeId, Finding, HttpRequest, Place};
use crate::session::redaction;

rules! {
    pub(super) RULES;

    ENCODED_TWICE: Error "token_request.encoded_twice", "Token request value encoded twice", "RFC 6749 4.1.3";
}

/// A value that still has escapes after decoding the form: it was encoded before a library encoded it again.
pub(super) fn twice(request: &HttpRequest, exchange: Option<ExchangeId>) -> Option<Finding> {
    let form = request.form();
    let names = ["code", "redirect_uri", "refresh_token", "code_verifier", "scope"];
    let (name, meant) = encoded_twice::first(&form, &names)?;
    let shown = |value: &str| redaction::value(name, value).into_owned();
    let finding = ENCODED_TWICE.found(
        format!("{name} is still percent-encoded when the form is decoded: it was encoded twice."),
        format!("Decode {name} once before it goes into the form ({}). The library encodes it.", shown(&meant)),
    );
    Some(finding.seen(exchange, Place::request_body(name), shown(form.get(name).unwrap_or_default())))
}
