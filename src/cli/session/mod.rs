//! `grantscope session`, and what the commands on a saved session share.

pub mod command;
pub mod export;
pub mod kept_sessions;
pub mod saved_step;
pub mod session_file;
pub mod sign_in_status;
pub mod status;

pub use command::{SessionArgs, run};
