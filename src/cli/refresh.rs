//! `grantscope refresh`: uses the refresh token of a saved session, and saves the new tokens in it.

use std::cell::Cell;

use clap::Args;
use jiff::SignedDuration;

use super::global::{Global, OUTPUT};
use super::output::{Page, Style};
use super::report;
use super::status::{Failure, Status};
use crate::cli::login::flow::LoginFlow;
use crate::cli::session::saved_step::SavedArgs;
use crate::cli::session::sign_in_status;
use crate::runtime::clock;
use crate::session::{Purpose, Session};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RefreshArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Refresh only if the access token expires within this time.
    #[arg(long, value_name = "SECONDS", help_heading = OUTPUT)]
    pub within: Option<u32>,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// Runs the step.
pub fn run(args: &RefreshArgs, global: &Global) -> Result<Status, Failure> {
    let is_needless = Cell::new(false);
    let outcome = args.saved.run(Purpose::Refresh, global, async |flow: &mut LoginFlow| {
        is_needless.set(args.within.is_some_and(|seconds| lasts(&flow.session, seconds)));
        if is_needless.get() {
            return Ok(());
        }
        flow.refresh().await?;
        flow.verdict()
    })?;
    outcome.print(
        args.json,
        |page, session, _| {
            if is_needless.get() { tell_needless(page, session) } else { tell(page, session) }
        },
    )
}

/// Whether the access token is valid for at least that long.
fn lasts(session: &Session, seconds: u32) -> bool {
    let until = session.expires_at().map(|at| at.duration_since(clock::now()));
    sign_in_status::offline(session, clock::now()).is_ok()
        && until.is_some_and(|left| left > SignedDuration::from_secs(seconds.into()))
}

fn tell_needless(page: &mut Page, session: &Session) {
    report::row(page, "refreshed").plain("no").line(": the access token does not expire within that time");
    report::tokens(page, session, clock::now());
}

fn tell(page: &mut Page, session: &Session) {
    let refreshed = session.last_exchange(Purpose::Refresh).map(|exchange| exchange.id);
    if refreshed.is_none() || session.grant().and_then(|grant| grant.exchange) != refreshed {
        report::row(page, "refreshed").styled(Style::Bad, "no").line(": no new tokens received");
        return;
    }
    report::row(page, "refreshed").styled(Style::Good, "yes").line(": new tokens received");
    report::tokens(page, session, clock::now());
}
