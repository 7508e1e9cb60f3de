//! `grantscope login`: the flow from the authorization request to verified tokens, and what it prints.

pub mod callback;
pub mod command;
pub mod flow;
pub mod machine;
pub mod result;
pub mod scenario;
pub mod sign_in;
pub mod visit;

pub use command::{LoginArgs, run};
