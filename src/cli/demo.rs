//! `grantscope demo`: the embedded provider, in the terminal interface or alone.

use clap::Args;

use super::args::Global;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    /// The port the provider listens on; 0 takes any free one.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// Break one thing on purpose.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// List the scenarios.
    #[arg(long)]
    pub list_scenarios: bool,
    /// Run the provider alone, without the terminal interface.
    #[arg(long)]
    pub serve: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs the embedded provider.
pub fn run(_args: &DemoArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("demo is not built yet"))
}
