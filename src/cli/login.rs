//! `grantscope login`: the whole flow, headless.

use clap::Args;

use super::args::Global;
use super::client::ClientArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LoginArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// Open no browser: print the URL only.
    #[arg(long)]
    pub no_browser: bool,
    /// Do not listen: read the callback from standard input.
    #[arg(long)]
    pub paste: bool,
    /// How long to wait for the callback.
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0)]
    pub timeout: f64,
    /// Do not ask UserInfo.
    #[arg(long)]
    pub no_userinfo: bool,
    /// Keep the session under this name, tokens included.
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// Logs in.
pub fn run(args: &LoginArgs, global: &Global) -> Result<Status, Failure> {
    args.client.resolve(global)?;
    Err(Failure::usage("login is not built yet"))
}
