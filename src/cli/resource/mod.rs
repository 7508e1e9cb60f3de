//! From the URL of an API or MCP server to a token that works there: discovery, client, login, call.

pub mod call;
pub mod client;
pub mod discovery;
pub mod login;
pub mod profile;
