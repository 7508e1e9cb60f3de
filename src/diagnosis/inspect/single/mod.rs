//! A text that is one thing: a document, a recording, a token, a request, a URL, a message.

pub(super) mod browser_url;
pub(super) mod error_message;
pub(super) mod json_document;
mod keycloak_event;
pub(super) mod recording;
pub(super) mod request;
pub(super) mod saml_response;
pub(super) mod tokens;
pub(super) mod wrapped;
