//! `grantscope refresh`: hands in the refresh token of a saved session.

use clap::Args;

use super::args::Global;
use super::client::TransportArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RefreshArgs {
    /// The saved session: its name or file.
    #[arg(value_name = "SESSION")]
    pub session: String,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
    /// How to reach the provider.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// Runs the step.
pub fn run(_args: &RefreshArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("refresh is not built yet"))
}
