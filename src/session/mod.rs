//! One authorization code session: what was requested, what was received, and what is derived from it.
//!
//! ```text
//!   record/     the log and what is derived from it: steps, exchanges, attempts, callbacks, tokens, sign-in status
//!   redaction/  which values are secret, and how they are masked on screens and in files
//!   import/     recordings (HAR), copied browser storage and token responses, read as sessions
//!   export/     saved sessions, evidence capsules, HAR, Amplify storage, curl, snippets, the sequence diagram
//! ```
//! Each module uses only those above it, except that a few importers and exporters share a type.

mod export;
mod import;
mod record;
pub mod redaction;

pub use export::har::{write as write_har, write_to as write_har_to};
pub use export::{amplify, capsule, curl, diagram, drawing, drawing_text, saved, snippets};
pub use import::{har, storage, token_set};
pub use record::acceptance::TokenProblem;
pub use record::attempt::{Attempt, AuthorizationDraft, CallbackRecord, Entry, Randomness};
pub use record::client_id::{ClientIdSource, RegistrationProblem};
pub use record::clock::ClockOffset;
pub use record::discovery_step::DiscoveryStep;
pub use record::drafts::{DraftError, ForeignToken};
pub use record::edit::{Edit, EditedAt};
pub use record::exchange::{Connection, Delivery, Exchange, Failure, FailureKind, Purpose, Received, Timing};
pub use record::grant::{Grant, Source};
pub use record::left_out::LeftOut;
pub use record::lent_keys::lent_keys;
pub use record::missing::Missing;
pub use record::origin::{Origin, TokenSource};
pub use record::redeemable::Unredeemable;
pub use record::resource_call::{CannotCall, NextCall};
pub use record::session::Session;
pub use record::shortened::KEPT_REQUESTS;
pub use record::sign_in_status::{Ended, SignIn, SignInStatus};
pub use record::state_match::StateMatch;
pub use record::step::{Availability, Step};
pub use record::target::{ResourceKind, Target, call};
pub use record::userinfo::UserInfo;
pub use record::{merge, repeat};
pub use redaction::sharing::Replaced;
