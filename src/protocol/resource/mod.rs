//! A protected resource (an API or an MCP server) and the way from its URL to a token: challenges, metadata,
//! registration, and the call.

pub mod challenge;
pub mod client_document;
pub mod identifier;
pub mod mcp;
pub mod metadata;
pub mod registration;
pub mod server;
pub mod walk;
pub mod why;
