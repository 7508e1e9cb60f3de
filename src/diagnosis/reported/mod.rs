//! Findings from messages of libraries, providers and servers. A message proves one thing
//! ([`Cause`](crate::reading::sentences::Cause)). Why it happened is usually open: the detail names the possible causes,
//! and the remedy uses the terms of the library.

mod api;
mod client;
mod findings;
mod network;
mod person;
mod row;
mod sign_in;
mod tokens;
mod verifier;

pub(super) use client::CLIENT_REFUSED;
pub(super) use findings::{ELSEWHERE, RULES, meaning};
pub use findings::{cause_not_logged, findings, found};
pub(super) use tokens::BODY_NOT_LOGGED;
pub use tokens::body_not_logged;
