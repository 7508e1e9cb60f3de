//! `grantscope logout-url`: prints the URL that signs a saved session out.

use clap::Args;

use super::args::Global;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LogoutUrlArgs {
    /// The saved session: its name or file.
    #[arg(value_name = "SESSION")]
    pub session: String,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// Runs the step.
pub fn run(_args: &LogoutUrlArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("logout-url is not built yet"))
}
