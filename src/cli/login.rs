//! `grantscope login`: the whole flow, headless.
//!
//! ```text
//!   discovery, keys ─► authorization request ─► browser ┬─► loopback listener ─┐
//!                                                       └─► pasted callback  ──┴─► redeem ─► verify ─► UserInfo
//!                                                           (implicit grant: nothing to redeem)
//! ```
//! Whatever happens, the session is recorded as far as it got, and `--json` prints it.

use std::time::Duration;

use clap::Args;

use super::client::{Client, ClientArgs, SECRET_VARIABLE};
use super::global::{Global, OUTPUT};
use super::login_callback::{self, CallbackArgs, check_callback};
use super::login_flow::LoginFlow;
use super::login_result::{self, ResultArgs};
use super::login_scenario;
use super::output;
use super::status::{Failure, Status};
use super::times::seconds;
use crate::profile::Provider;
use crate::protocol::{CallbackKind, ClientAuthentication, Endpoints};
use crate::runtime::interruption::run_until_asked_to_end;
use crate::runtime::{clock, random};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LoginArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// How the callback arrives.
    #[command(flatten)]
    pub callback: CallbackArgs,
    /// Do not call UserInfo.
    #[arg(long, help_heading = OUTPUT, hide_short_help = true)]
    pub no_userinfo: bool,
    /// What is saved and printed.
    #[command(flatten)]
    pub result: ResultArgs,
    /// Sign in at the embedded provider with one thing broken: a name from demo --list-scenarios.
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "Rehearsal",
        conflicts_with_all = ["paste", "no_userinfo"],
        hide_short_help = true,
        add = super::candidates::scenarios()
    )]
    pub scenario: Option<String>,
}

/// Logs in.
pub fn run(args: &LoginArgs, global: &Global) -> Result<Status, Failure> {
    if let Some(id) = &args.scenario {
        return login_scenario::run(&args.client, &args.result, id, global);
    }
    let client = args.client.resolve(global);
    let limit = seconds("--timeout", args.callback.timeout);
    let mut problems: Vec<String> = client.as_ref().err().map(|failure| failure.problems.clone()).unwrap_or_default();
    problems.extend(limit.as_ref().err().map(ToString::to_string));
    problems.extend(client.as_ref().map(incomplete).unwrap_or_default());
    problems.extend(login_result::taken(&args.result, client.as_ref().ok().map(|client| &client.profile), global));
    Failure::unless_empty(Status::Usage, problems)?;
    let mut flow = LoginFlow::new(client?)?;
    flow.kept = login_result::kept(&args.result, global)?;
    let limit = limit?;
    let awaits_tokens = flow.awaits_tokens();
    let ended = run_until_asked_to_end(log_in(args, &mut flow, limit), || awaits_tokens.get());
    let ended = ended?.unwrap_or_else(|| Err(Failure::interrupted()));
    flow.cancel();
    login_result::conclude(&args.result, &mut flow, ended, global)
}

async fn log_in(args: &LoginArgs, flow: &mut LoginFlow, limit: Duration) -> Result<(), Failure> {
    let mut listener = login_callback::listen(&args.callback, flow).await;
    flow.discover().await?;
    let url = authorize(flow)?;
    if let Some(listener) = &listener {
        let state = flow.session.attempt().and_then(|attempt| attempt.parameter("state"));
        listener.expect(state);
    }
    login_callback::open_browser(&args.callback, &url).await;
    let waiting = tokio::time::timeout(limit, login_callback::wait(&args.callback, flow, listener.as_mut())).await;
    // A usable callback arrived, or nothing is waiting any more: the port is free again.
    drop(listener);
    match waiting {
        Ok(ended) => ended?,
        Err(_) => return Err(login_callback::too_late(&args.callback, flow)),
    }
    check_callback(flow)?;
    match flow.session.callback().is_some_and(|record| record.callback.kind == CallbackKind::Tokens) {
        true => flow.look_at_keys().await,
        false => {
            output::progress("Callback received. Redeeming the code …");
            flow.redeem().await?;
        }
    }
    let verified = flow.verdict();
    if let Some(problem) = flow.session.foreign_token_problem() {
        output::progress(&format!("UserInfo was not called: {problem}."));
    } else if wants_userinfo(args, flow) {
        flow.ask_userinfo().await?;
    }
    verified
}

/// UserInfo belongs to OpenID Connect: an access token without `openid` is not meant for it.
fn wants_userinfo(args: &LoginArgs, flow: &LoginFlow) -> bool {
    let scopes = flow.session.attempt().and_then(|attempt| attempt.parameter("scope")).unwrap_or_default();
    let has_endpoint = flow.session.endpoints().userinfo.is_some();
    !args.no_userinfo && has_endpoint && scopes.split(' ').any(|scope| scope == "openid")
}

/// What would be missing at the end of this login, after the user has signed in.
fn incomplete(client: &Client) -> Vec<String> {
    let mut problems = Vec::new();
    let profile = &client.profile;
    let is_code = profile.response_type.split(' ').any(|kind| kind == "code");
    if let Provider::Explicit(Endpoints { issuer: None, authorization, token, .. }) = &profile.provider {
        if authorization.is_none() {
            problems.push("--authorization-endpoint: missing, expected its URL".to_owned());
        }
        if token.is_none() && is_code {
            problems.push("--token-endpoint: missing, expected its URL (to redeem the code)".to_owned());
        }
    }
    let method = profile.authentication;
    if matches!(method, ClientAuthentication::Basic | ClientAuthentication::Post) && client.secret.is_none() && is_code
    {
        problems.push(format!(
            "--client-auth: {} needs a client secret; use --client-secret-file FILE or ${SECRET_VARIABLE}",
            method.name()
        ));
    }
    problems
}

/// Records the authorization request and returns its URL.
fn authorize(flow: &mut LoginFlow) -> Result<String, Failure> {
    let random = random::randomness()?;
    let draft = flow.session.draft_authorization(&random).map_err(|problem| Failure::new(Status::Bad, problem))?;
    Ok(flow.session.authorize(draft, clock::now()))
}
