//! `grantscope userinfo`: calls UserInfo with the access token of a saved session.

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
pub struct UserinfoArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// Runs the step.
pub fn run(args: &UserinfoArgs, global: &Global) -> Result<Status, Failure> {
    args.saved
        .run(Purpose::UserInfo, global, async |flow: &mut LoginFlow| flow.ask_userinfo().await)?
        .print(args.json, tell)
}

fn tell(page: &mut Page, session: &Session, worked: bool) {
    if worked {
        report::userinfo(page, session)
    } else {
        report::row(page, "UserInfo").styled(Style::Bad, "no claims received").end_line();
    }
}
