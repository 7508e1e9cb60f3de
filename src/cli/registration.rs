//! `grantscope registration`: reads or deletes the client that grantscope registered for a saved session (RFC 7592).

use clap::Args;

use super::global::{Global, OUTPUT};
use super::output::{Page, Style};
use super::report;
use super::status::{Failure, Status};
use crate::cli::login::flow::LoginFlow;
use crate::cli::session::saved_step::SavedArgs;
use crate::session::{Purpose, Session};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RegistrationArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Delete the client at the provider.
    #[arg(long)]
    pub delete: bool,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// Runs the step.
pub fn run(args: &RegistrationArgs, global: &Global) -> Result<Status, Failure> {
    let purpose = if args.delete { Purpose::RegistrationDeletion } else { Purpose::RegistrationRead };
    args.saved
        .run(purpose, global, async |flow: &mut LoginFlow| flow.manage_registration(purpose).await)?
        .print(args.json, |page, session, worked| tell(page, session, worked, args.delete))
}

fn tell(page: &mut Page, session: &Session, worked: bool, is_deletion: bool) {
    let (word, what) = if is_deletion { ("deleted", "the registration") } else { ("registration", "found") };
    if !worked {
        report::row(page, word).styled(Style::Bad, "no").end_line();
        return;
    }
    report::row(page, word).styled(Style::Good, what).end_line();
    for (name, value) in session.read_registration().iter().flat_map(|json| json.root().members()) {
        report::row(page, &name).line(&value.readable());
    }
}
