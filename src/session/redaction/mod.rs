//! The only redaction: which values are secret, and how screens, logs, error texts and shared files show them.

pub mod redact;
pub mod rewrite;

pub(super) mod sharing;

mod free_text;
pub(super) mod known;
mod masks;
mod notations;
mod of_exchange;
mod of_session;
mod place;
mod secret_names;

pub use known::Known;
pub use masks::{
    Masks, body, header, is_redacted, is_secret_member, json, masked, member, parameters, request_body, secret_values,
    sent_body, text, url, value, written_member,
};
pub use place::{Place, Redact};
pub use secret_names::{is_credential, is_secret};
