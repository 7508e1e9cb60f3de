//! A text that is one thing: a document, a recording, a token, a request, a URL, a message.

pub(super) mod callback;
pub(super) mod challenge;
pub(super) mod client_document;
pub(super) mod cors_message;
pub(super) mod decoded_claims;
mod endpoint_response;
pub(super) mod error_code;
pub(super) mod error_page;
pub(super) mod json_document;
mod keycloak_event;
pub(super) mod recording;
pub(super) mod request;
pub(super) mod request_url;
pub(super) mod saml_response;
pub(super) mod tokens;
pub(super) mod wrapped;
