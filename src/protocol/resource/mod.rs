//! A protected resource (an API or an MCP server) and the discovery from its URL to a token: challenges, metadata,
//! registration, and the call.

pub mod challenge;
pub mod client_document;
pub mod discovery;
pub mod identifier;
pub mod mcp;
pub mod metadata;
pub mod registration;
pub mod server;
pub mod why;
