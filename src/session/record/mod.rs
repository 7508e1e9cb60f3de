//! The log of a session and everything that is derived from it.
//!
//! A session is its profile and its log. Everything else (endpoints, keys, tokens, checks) is derived from the log when
//! an entry is added, so a session read from a file or a recording behaves like the original.
//!
//! ```text
//!   draft_*  ──►  RequestDraft  (a person may edit it)
//!                     │ build
//!   begin    ──►  Exchange, pending  ──►  the I/O layer  ──►  Delivery
//!   absorb   ◄───────────────────────────────────────────────────────────┘
//!     └─ metadata, keys, grants, claims  ──►  checks  ──►  the diagnosis
//! ```

pub mod acceptance;
pub mod attempt;
pub mod client_id;
pub mod clock;
pub mod discovery_step;
pub mod edit;
pub mod exchange;
pub mod grant;
pub mod left_out;
pub mod lent_keys;
pub mod merge;
pub mod missing;
pub mod origin;
pub mod redeemable;
pub mod repeat;
pub mod resource_call;
pub mod resource_discovery;
pub mod session;
pub mod sign_in_status;
pub mod state_match;
pub mod step;
pub mod target;
pub mod userinfo;

mod callback_checks;
mod conclude;
mod derived;
pub mod drafts;
mod follow_up;
mod key_refetch;
mod log;
pub mod shortened;

#[cfg(test)]
mod tests;
