//! `grantscope profile`: saved clients, and their import from the configuration of other tools.

pub mod command;
pub mod import;

pub use command::{ProfileArgs, run};
