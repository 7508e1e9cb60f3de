//! What was recorded or stored elsewhere, read as a session.

pub mod har;
pub mod storage;
pub mod token_set;
