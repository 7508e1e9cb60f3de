//! What is beside the pool: protected resources (an API with two audiences, two MCP servers) and an authorization server
//! with everything that Cognito does not have: RFC 8414 metadata, dynamic registration, `iss`, audiences.
//!
//! ```text
//!   {origin}/mcp, /api/orders, /api/reports   protected by {origin}/as
//!   {origin}/pool/mcp                         protected by the user pool
//!   {origin}/.well-known/…                    the metadata of resources and of the authorization server
//!   {origin}/as/…                             authorize, token, register, JWK Set
//! ```

mod authorization_server;
mod faults;
mod mcp_server;
mod protected;
mod protected_resources;
mod registered;

pub use faults::ResourceFault;
pub use protected_resources::{PROTECTED_RESOURCES, ProtectedResource};
pub(super) use registered::Registrations;
