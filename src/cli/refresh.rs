//! `grantscope refresh`: hands in the refresh token of a saved session, and keeps the new tokens in it.

use clap::Args;

use super::args::Global;
use super::saved::SavedArgs;
use super::status::{Failure, Status};
use super::walk::Walk;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RefreshArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
}

/// Runs the step.
pub fn run(args: &RefreshArgs, global: &Global) -> Result<Status, Failure> {
    args.saved.run(global, async |walk: &mut Walk| {
        walk.refresh().await?;
        walk.verdict()
    })
}
