//! Reads data that was recorded or stored elsewhere as a session.

pub mod har;
pub mod storage;
pub mod token_set;
