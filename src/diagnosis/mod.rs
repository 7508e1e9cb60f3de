//! Finds problems with rules over recorded evidence.
//!
//! ```text
//!   Session, now ──► SessionEvidence ──► areas: transport → discovery → authorization → callback → token endpoint
//!                                               → tokens → refresh → UserInfo → sign-out → API → clock
//!                                               each: rules and one pure function
//!                    ──► one finding per cause ──► errors first, then in causal order
//! ```
//!
//! Every rule is a constant next to the code that detects it; [`catalogue()`] lists them all. Errors are distinguished
//! by the recorded requests and tokens, by `error` and by status. A provider's description is only a hint, because it
//! may change any day. Advice for Cognito is given only if the provider is Cognito
//! ([`SessionEvidence::cognito`]).
//!
//! [`lifetimes`] are facts, not findings: how long everything lives, and who accepts what at a moment.

mod authorization;
mod authorization_answer;
mod authorization_error;
mod callback;
mod catalogue;
mod clock;
mod cognito_advice;
mod cognito_api;
mod described;
mod diagnose;
pub mod discovery;
mod edited_values;
mod encoded_twice;
mod evidence;
mod federation;
mod finding_text;
mod html;
pub mod inspect;
pub mod lifetimes;
pub mod preflight;
mod protected_api;
mod provider_page;
mod ranked;
mod refresh;
pub mod registration_oracle;
pub mod reported;
mod resource;
mod sign_out;
mod sign_out_request;
mod token_endpoint;
mod tokens;
mod transport;
mod unspecific;
mod url_difference;
mod userinfo;

pub use catalogue::catalogue;
pub use diagnose::diagnose;
pub use evidence::{SessionEvidence, code_lifetime};
pub use finding_text::finding_text;
pub use html::{body_text, title};
pub use ranked::ranked;
pub use url_difference::difference;
