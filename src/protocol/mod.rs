//! OAuth 2.0 and OpenID Connect as values: requests out, responses in.
//!
//! Each endpoint is two pure functions, one that drafts a request and one that reads a response; between them stands
//! whoever performs I/O. Nothing here knows the clock, randomness or a socket.
//!
//! ```text
//!   authorization ─► RequestDraft ─► HttpRequest ─► (browser) ─► callback
//!   token, userinfo, metadata, logout ─► RequestDraft ─► HttpRequest ─► (runtime) ─► HttpResponse ─► answer
//!   answer ─► TokenReport ─► Check, Finding
//! ```

pub mod across;
pub mod authorization;
pub mod base64_text;
pub mod callback;
pub mod checks;
pub mod claims;
pub mod cognito_issuer;
pub mod compact;
pub mod compare;
pub mod finding;
pub mod http;
pub mod json;
pub mod judgement;
pub mod jwk;
pub mod line_ends;
pub mod logout;
pub mod metadata;
pub mod parameters;
pub mod pkce;
pub mod report;
pub mod sanitise;
pub mod secret;
pub mod signature;
pub mod tenant_issuer;
pub mod token;
pub mod token_kind;
pub mod userinfo;
pub mod within;

pub use authorization::AuthorizationRequest;
pub use callback::{Callback, CallbackKind};
pub use finding::{Check, Evidence, Finding, Outcome, Rule, Severity};
pub use http::{Authentication, Completeness, Header, HttpRequest, HttpResponse, Method, RequestDraft};
pub use json::{Json, JsonError};
pub use judgement::Judgement;
pub use jwk::JwkSet;
pub use metadata::{Endpoints, Metadata};
pub use parameters::Parameters;
pub use pkce::Pkce;
pub use report::{Expectations, Signature, SignatureStatus, TokenReport};
pub use secret::Secret;
pub use token::{ClientAuthentication, ClientCredentials, ErrorBody, TokenAnswer, TokenResponse};
pub use token_kind::TokenKind;
pub use userinfo::UserInfoAnswer;
