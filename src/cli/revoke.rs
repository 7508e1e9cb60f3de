//! `grantscope revoke`: revokes the refresh token of a saved session and the tokens issued from it.

use clap::Args;

use super::global::{Global, OUTPUT};
use super::output::{Page, Style};
use super::report;
use super::status::{Failure, Status};
use super::times::whole_seconds;
use crate::cli::login::flow::LoginFlow;
use crate::cli::session::saved_step::SavedArgs;
use crate::profile::cognito;
use crate::runtime::clock;
use crate::session::{Purpose, Session};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct RevokeArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// Runs the step.
pub fn run(args: &RevokeArgs, global: &Global) -> Result<Status, Failure> {
    args.saved
        .run(Purpose::Revocation, global, async |flow: &mut LoginFlow| flow.revoke().await)?
        .print(args.json, tell)
}

fn tell(page: &mut Page, session: &Session, worked: bool) {
    if !worked {
        report::row(page, "revoked").styled(Style::Bad, "no").end_line();
        return;
    }
    let is_cognito = session.endpoints().issuer.is_some_and(|issuer| cognito::is_issuer(&issuer));
    let until = session.expires_at().filter(|at| *at > clock::now()).map(whole_seconds);
    let rest = match (is_cognito, until) {
        (true, Some(until)) => format!(
            ": Cognito's endpoints now reject the access and ID tokens of this sign-in; other APIs accept them until {until}"
        ),
        (true, None) => ": Cognito's endpoints now reject the access and ID tokens of this sign-in".to_owned(),
        // RFC 7009 2.1 and 2.2: whether the access tokens end too is the provider's choice, and the response does not say.
        (false, Some(until)) => format!("; the access token may be accepted until {until}"),
        (false, None) => String::new(),
    };
    report::row(page, "revoked").styled(Style::Good, "the refresh token").line(&rest);
}
