//! OAuth 2.0 and OpenID Connect as values: requests out, responses in.
//!
//! Each endpoint has two pure functions: one builds a request, and one reads a response. The I/O layer connects them.
//! Nothing here uses the clock, randomness or a socket.
//!
//! ```text
//!   authorization ─► RequestDraft ─► HttpRequest ─► (browser) ─► callback
//!   token, userinfo, discovery, logout ─► RequestDraft ─► HttpRequest ─► (runtime) ─► HttpResponse ─► answer
//!   answer ─► TokenReport ─► Check, Finding
//! ```

pub mod check_id;
pub mod cognito_issuer;
pub mod endpoint;
pub(crate) mod enum_table;
pub mod exchange_id;
pub mod finding;
pub mod http;
pub mod jose;
pub mod json;
pub mod judgement;
pub mod literal;
pub mod notes;
pub mod parameters;
pub mod place;
pub mod remedy;
pub mod request_draft;
pub mod resource;
pub mod tenant_issuer;
pub mod text;
pub mod token;
pub mod urls;

pub use check_id::CheckId;
pub use endpoint::authorization::AuthorizationRequest;
pub use endpoint::callback::{Callback, CallbackKind};
pub use endpoint::discovery::{Endpoints, Metadata};
pub use endpoint::pkce::Pkce;
pub use endpoint::token::{ClientAuthentication, ClientCredentials, ErrorBody, TokenAnswer, TokenResponse};
pub use endpoint::userinfo::UserInfoAnswer;
pub use exchange_id::ExchangeId;
pub use finding::{Check, Evidence, Finding, Outcome, Rule, Severity};
pub use http::{Completeness, Header, HttpRequest, HttpResponse, Method};
pub use jose::jwk::JwkSet;
pub use jose::signature_reason::SignatureReason;
pub use jose::verdict::{Signature, SignatureStatus};
pub use json::{Json, JsonError};
pub use judgement::Judgement;
pub use parameters::Parameters;
pub use place::{Part, Place};
pub use remedy::{Remedy, RemedyAction};
pub use request_draft::{Authentication, RequestDraft};
pub use text::secret::Secret;
pub use token::expectations::{Expectations, Nonce};
pub use token::kind::TokenKind;
pub use token::report::TokenReport;
