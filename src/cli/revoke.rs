//! `grantscope revoke`: revokes the refresh token of a saved session, and with it what came of it.

use clap::Args;

use super::args::Global;
use super::saved::SavedArgs;
use super::status::{Failure, Status};
use super::walk::Walk;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RevokeArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
}

/// Runs the step.
pub fn run(args: &RevokeArgs, global: &Global) -> Result<Status, Failure> {
    args.saved.run(global, async |walk: &mut Walk| walk.revoke().await)
}
