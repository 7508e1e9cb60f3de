//! `grantscope` alone: the terminal interface.

use super::args::Global;
use super::status::{Failure, Status};
use crate::demo::scenarios::Scenario;

/// Opens the terminal interface, with a profile or at the chooser.
pub fn run(_profile: Option<&str>, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("the terminal interface is not built yet"))
}

/// Opens the terminal interface against the embedded provider.
pub fn run_demo(_port: u16, _scenario: &'static Scenario, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("the terminal interface is not built yet; --serve runs the provider alone"))
}
