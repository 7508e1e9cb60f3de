//! `grantscope inspect`: what a file or paste is, and what is wrong with it.

use clap::Args;

use super::args::Global;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct InspectArgs {
    /// The file; - or nothing reads standard input.
    #[arg(value_name = "FILE|-")]
    pub file: Option<std::path::PathBuf>,
    /// Judge at this time instead of now.
    #[arg(long, value_name = "RFC3339")]
    pub at: Option<jiff::Timestamp>,
    /// List every finding there is.
    #[arg(long)]
    pub list_findings: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// Inspects what it is given.
pub fn run(_args: &InspectArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("inspect is not built yet"))
}
