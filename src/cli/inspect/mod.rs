//! `grantscope inspect`: what a file or paste is, and what is wrong with it.

pub mod command;
pub mod text;

pub use command::{InspectArgs, run};
