//! The embedded provider: a Cognito user pool with its domain, as a function of its state, a request, the time and
//! randomness. It follows Amazon's developer guide, and observations of live pools if the guide says nothing; comments
//! mark where the two differ.
//!
//! ```text
//!   {origin}/us-east-1_DemoPool1/.well-known/…   discovery, JWK Set          (cognito-idp's host in real life)
//!   {origin}/oauth2/…  /login  /logout  /error   the pool's domain           (its own host in real life)
//!   {origin}/demo-api/…                          two protected resources of the pool
//!   {origin}/idp/{provider}                      a stand-in identity provider
//!   {origin}/mcp  /api/…  /as/…                  resources and their authorization server ([`resource`])
//! ```
//!
//! # The tasks of the server around it
//! - Generate two RSA keys of 2048 bits when they are first needed, and pass them as PKCS#8 DER ([`Keys::from_pkcs8`]).
//! - Pass every request to [`Provider::answer`] unchanged (absolute URL or path with query, all headers, the body),
//!   with the time and a source of 32 random bytes. Requests are answered one at a time: the state is one value.
//! - Wait for [`Answer::delay`], then send what [`Answer::delivery`] says: the whole response, its head with the full
//!   `content-length` and a part of the body, or nothing before the connection is closed. Do not hold the lock while
//!   waiting.
//! - Add no `Date` header: the provider sets its own, and its clock may be wrong on purpose.
//! - Know the port first: it is part of `origin` and of the issuer. Redirect URIs with an ephemeral port are registered
//!   with [`Provider::register_redirect_uri`].
//!
//! # The tasks of a client in a scenario
//! [`Provider::set_scenario`] breaks the provider's side. The client's side is data too: use [`Scenario::profile`] and
//! [`Scenario::client_secret`], pass each draft through [`Scenario::amend_authorization`] or [`Scenario::amend`] and
//! the callback through [`Scenario::amend_callback`], record everything before the redemption
//! [`Scenario::callback_age`] earlier, and send the requests of [`Scenario::requests`].

pub mod api;
mod authorize;
pub mod bench;
pub mod directory;
mod discovery;
pub mod federated_users;
mod federation;
mod keys;
pub mod knobs;
mod login;
mod logout;
mod pages;
mod provider;
pub mod resource;
mod response;
mod revoke;
pub mod scenarios;
mod state;
mod token;
mod tokens;
mod userinfo;
pub mod visitor;

pub use directory::{AppClient, POOL_ID, User, client_id};
pub use keys::{KeyError, Keys};
pub use knobs::{Endpoint, Fault, Knobs};
pub use provider::{Answer, Delivery, Listing};
pub use resource::{PROTECTED_RESOURCES, ResourceFault};
pub use scenarios::{ClientFault, Scenario};
pub use state::Provider;
pub use visitor::{Cookies, Visit, Visitor};
