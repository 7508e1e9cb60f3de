//! `grantscope preflight`: checks a client without a browser or a password.

use clap::Args;

use super::args::Global;
use super::client::ClientArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct PreflightArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// Ask further, one request at a time, what this app client accepts.
    #[arg(long)]
    pub oracle: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// Checks the client.
pub fn run(_args: &PreflightArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("preflight is not built yet"))
}
