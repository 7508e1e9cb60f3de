//! `grantscope` alone: the terminal interface.

use super::args::Global;
use super::status::{Failure, Status};

/// Opens the terminal interface, with a profile or at the chooser.
pub fn run(_profile: Option<&str>, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("the terminal interface is not built yet"))
}
