//! `grantscope profile`: clients and their providers, saved by name.

use clap::{Args, Subcommand};

use super::args::Global;
use super::client::ClientArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What to do with profiles.
#[derive(Clone, Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Show one profile.
    Show {
        /// Its name.
        name: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Save a profile.
    Add {
        /// Its name.
        name: String,
        /// The client.
        #[command(flatten)]
        client: Box<ClientArgs>,
    },
    /// Read profiles from another tool's configuration file.
    Import {
        /// The file; - reads standard input.
        #[arg(value_name = "FILE")]
        file: std::path::PathBuf,
        /// Save nothing.
        #[arg(long)]
        dry_run: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Remove a profile.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Works on profiles.
pub fn run(_args: &ProfileArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("profile is not built yet"))
}
