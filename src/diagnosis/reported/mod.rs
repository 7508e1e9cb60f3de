//! What a library, a provider or a server says, as a finding.
//!
//! A sentence proves one thing ([`Cause`]). Why it came to that is open as a rule: the detail names the causes that are
//! possible, and the remedy speaks the language of the library that said it.

mod api;
mod client;
mod found;
mod network;
mod person;
mod rules;
mod sign_in;
mod tokens;
mod verifier;

pub use found::{findings, found};
pub(super) use rules::RULES;
pub use tokens::body_not_logged;
