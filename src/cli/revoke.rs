//! `grantscope revoke`: revokes the refresh token of a saved session and the tokens issued from it.

use clap::Args;

use super::global::{Global, OUTPUT};
use super::login_flow::LoginFlow;
use super::output::{Page, Style};
use super::report;
use super::saved_step::SavedArgs;
use super::status::{Failure, Status};
use super::times::whole_seconds;
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
    let issuer = session.endpoints().issuer;
    let whose = if issuer.is_some_and(|issuer| cognito::is_issuer(&issuer)) { "Cognito's" } else { "the provider's" };
    let until = match session.expires_at() {
        Some(at) if at > clock::now() => format!("; other APIs accept them until {}", whole_seconds(at)),
        _ => String::new(),
    };
    report::row(page, "revoked")
        .styled(Style::Good, "the refresh token")
        .line(&format!(": {whose} endpoints now reject the access and ID tokens of this sign-in{until}"));
}
