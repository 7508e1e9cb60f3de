//! The log of a session and everything that is derived from it.
//!
//! A session is its profile and its log. Everything else, the endpoints, keys, tokens and checks, is derived from the
//! log when an entry is added, so that a session read back from a file or rebuilt from a recording is the same session.
//!
//! ```text
//!   draft_*  ──►  RequestDraft  (a person may change it)
//!                     │ build
//!   begin    ──►  Exchange, pending  ──►  whoever performs I/O  ──►  Delivery
//!   absorb   ◄───────────────────────────────────────────────────────────┘
//!     └─ metadata, keys, grants, claims  ──►  checks  ──►  the diagnosis
//! ```

pub mod attempt;
pub mod clock;
pub mod exchange;
pub mod grant;
pub mod left_out;
pub mod redeemable;
pub mod repeat;
pub mod session;
pub mod sign_in_status;
pub mod state_match;
pub mod step;
pub mod userinfo;

mod callback_checks;
mod drafts;
mod follow_up;
mod key_refetch;
pub mod shortened;

#[cfg(test)]
mod tests;
