//! `grantscope session`: saved sessions.

use clap::{Args, Subcommand};

use super::args::Global;
use super::client::TransportArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct SessionArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: SessionCommand,
}

/// What to do with saved sessions.
#[derive(Clone, Debug, Subcommand)]
pub enum SessionCommand {
    /// List the saved sessions.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Show one session.
    Show {
        /// Its name or file.
        session: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Say by exit status whether it is still signed in.
    Status {
        /// Its name or file.
        session: String,
        /// Ask UserInfo too.
        #[arg(long)]
        online: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
        /// How to reach the provider.
        #[command(flatten)]
        transport: TransportArgs,
    },
    /// Print it in another tool's form.
    Export {
        /// Its name or file.
        session: String,
        /// The form: amplify-v6, amplify-v5, env, curl, fetch, axios, har, json or capsule.
        #[arg(long = "as", value_name = "FORM")]
        format: String,
        /// How Amplify's storage is printed: json, console or playwright.
        #[arg(long, value_name = "FORM")]
        form: Option<String>,
    },
    /// Delete it.
    Remove {
        /// Its name.
        session: String,
    },
}

/// Works on saved sessions.
pub fn run(_args: &SessionArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("session is not built yet"))
}
