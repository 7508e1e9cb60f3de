//! The provider's endpoints: how each request is built and each response is read.

pub mod authorization;
pub mod callback;
pub mod client_assertion;
pub mod discovery;
pub mod logout;
pub mod pkce;
pub mod token;
pub mod userinfo;
