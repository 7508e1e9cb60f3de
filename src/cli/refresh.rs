//! `grantscope refresh`: hands in the refresh token of a saved session, and keeps the new tokens in it.

use clap::Args;

use super::args::Global;
use super::output::{Page, Style};
use super::report;
use super::saved::SavedArgs;
use super::status::{Failure, Status};
use super::walk::Walk;
use crate::runtime::clock;
use crate::session::{Purpose, Session};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RefreshArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
}

/// Runs the step.
pub fn run(args: &RefreshArgs, global: &Global) -> Result<Status, Failure> {
    args.saved.run(
        global,
        async |walk: &mut Walk| {
            walk.refresh().await?;
            walk.verdict()
        },
        tell,
    )
}

fn tell(page: &mut Page, session: &Session, _worked: bool) {
    let refreshed = session.last_exchange(Purpose::Refresh).map(|exchange| exchange.id);
    if refreshed.is_none() || session.grant().and_then(|grant| grant.exchange) != refreshed {
        report::row(page, "refreshed").styled(Style::Bad, "no").line(", no new tokens came");
        return;
    }
    report::row(page, "refreshed").styled(Style::Good, "yes").line(", these tokens are new");
    report::tokens(page, session, clock::now());
}
