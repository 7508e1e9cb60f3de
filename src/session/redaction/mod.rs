//! The only redaction: which values are secret, and how screens, logs, error texts and shared files show them.
//!
//! ```text
//!   secret_names    which names make a value secret    masks           how screens, logs and errors show a value
//!   rewrite         visits each named value            whole_session   the same log with other texts
//!   free_text       text that no parser reads          sharing         fingerprints for what is shared
//!   known_secrets   the secrets of a session, wherever a text repeats them, in the notations of `notations`
//! ```

pub mod rewrite;
pub mod whole_session;

pub(super) mod sharing;

mod free_text;
pub(super) mod known_secrets;
mod masks;
mod notations;
mod of_exchange;
mod of_session;
mod secret_names;
mod value_place;

pub use known_secrets::KnownSecrets;
pub use masks::{
    Masks, body, header, is_redacted, is_secret_member, json, masked, member, parameters, request_body, secret_values,
    sent_body, text, url, value, written_member,
};
pub use secret_names::{is_credential, is_secret};
pub use value_place::{Redact, ValuePlace};
