//! The provider's endpoints: for each, how a request is built and how the response is read.

pub mod authorization;
pub mod callback;
pub mod discovery;
pub mod logout;
pub mod pkce;
pub mod token;
pub mod userinfo;
