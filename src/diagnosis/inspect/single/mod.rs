//! A text that is one thing: a document, a recording, a token, a request, a URL, a message.

mod callback;
mod challenge;
pub(super) mod client_document;
mod cors_message;
pub(super) mod decoded_claims;
mod endpoint_response;
pub(super) mod error_code;
pub(super) mod error_page;
pub(super) mod json_document;
mod keycloak_event;
pub(super) mod readers;
pub(super) mod recording;
pub(super) mod request;
mod request_url;
pub(super) mod saml_response;
pub(super) mod tokens;
pub(super) mod unknown;
mod wrapped;
