//! `grantscope login`: the whole flow, headless.
//!
//! ```text
//!   discovery, keys ─► authorization request ─► browser ┬─► loopback listener ─┐
//!                                                       └─► pasted callback  ──┴─► redeem ─► verify ─► UserInfo
//!                                                           (implicit grant: nothing to redeem)
//! ```
//! With `--resource`, the flow begins at the resource and ends with its call ([`crate::cli::resource::login`]). Whatever happens,
//! the session is recorded as far as it got, and `--json` prints it.

use std::time::Duration;

use clap::Args;

use crate::cli::client::{Client, ClientArgs, SECRET_VARIABLE};
use crate::cli::global::{Global, OUTPUT};
use crate::cli::login::callback::CallbackArgs;
use crate::cli::login::flow::LoginFlow;
use crate::cli::login::machine::{self, MachineArgs};
use crate::cli::login::result::{self, ResultArgs};
use crate::cli::login::scenario;
use crate::cli::login::sign_in::{SignIn, sign_in};
use crate::cli::output;
use crate::cli::resource::discovery::ResourceArgs;
use crate::cli::resource::login;
use crate::cli::resource::profile;
use crate::cli::signer::Signer;
use crate::cli::status::{Failure, Status};
use crate::cli::times::seconds;
use crate::profile::Provider;
use crate::protocol::{ClientAuthentication, Endpoints};
use crate::runtime::interruption::run_until_asked_to_end;
use crate::session::Target;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LoginArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// The resource to begin with.
    #[command(flatten)]
    pub resource: ResourceArgs,
    /// The grant, and the key of the client.
    #[command(flatten)]
    pub machine: MachineArgs,
    /// How the callback arrives.
    #[command(flatten)]
    pub callback: CallbackArgs,
    /// Do not call UserInfo.
    #[arg(long, help_heading = OUTPUT, hide_short_help = true)]
    pub no_userinfo: bool,
    /// What is saved and printed.
    #[command(flatten)]
    pub result: ResultArgs,
    /// Sign in at the embedded provider with one thing broken. `grantscope demo --list-scenarios` lists the names.
    #[arg(
        long,
        value_name = "NAME",
        help_heading = "Scenarios",
        conflicts_with_all = ["paste", "no_userinfo"],
        hide_short_help = true,
        add = crate::cli::candidates::scenarios()
    )]
    pub scenario: Option<String>,
}

/// Logs in.
pub fn run(args: &LoginArgs, global: &Global) -> Result<Status, Failure> {
    if let Some(id) = &args.scenario {
        return scenario::run(&args.client, &args.result, id, global);
    }
    let target = args.resource.target()?;
    let client = match &target {
        Some(_) => args.client.resolve_for_resource(global),
        None => args.client.resolve(global),
    };
    let client = client.map(|mut client| {
        args.machine.apply(&mut client);
        client
    });
    let limit = seconds("--timeout", args.callback.timeout);
    let mut problems: Vec<String> = client.as_ref().err().map(|failure| failure.problems.clone()).unwrap_or_default();
    problems.extend(limit.as_ref().err().map(ToString::to_string));
    let named = client.as_ref().ok().filter(|client| target.is_none() && !client.profile.is_machine);
    problems.extend(named.map(incomplete).unwrap_or_default());
    problems.extend(client.as_ref().ok().and_then(MachineArgs::problem));
    problems.extend(profile::taken(args.resource.save_profile.as_deref(), global)?);
    problems.extend(result::taken(&args.result, client.as_ref().ok().map(|client| &client.profile), global));
    Failure::unless_empty(Status::Usage, problems)?;
    let client = client?;
    let key = args.machine.key(&client)?;
    let signer = key.map(|key| Signer { key, key_id: client.profile.client_key_id.clone() });
    let mut flow = LoginFlow::new(client)?.with_signer(signer);
    flow.kept = result::kept(&args.result, global)?;
    let limit = limit?;
    let tokens = flow.expected_tokens();
    let ended = run_until_asked_to_end(log_in(args, &mut flow, target.as_ref(), limit), &tokens);
    let ended = ended?.unwrap_or_else(|| Err(Failure::interrupted()));
    flow.cancel();
    let kept = args.resource.save_profile.as_ref().map(|name| profile::save(name, &flow.session, global));
    let concluded = result::conclude(&args.result, &mut flow, ended, global)?;
    kept.unwrap_or(Ok(())).map(|()| concluded)
}

async fn log_in(
    args: &LoginArgs,
    flow: &mut LoginFlow,
    target: Option<&Target>,
    limit: Duration,
) -> Result<(), Failure> {
    if flow.session.profile().is_machine {
        return machine::log_in(flow, target, args.client.names_scopes()).await;
    }
    let how = SignIn::of(&args.callback, flow, limit).await;
    if let Some(target) = target {
        let (has_scopes, is_saved) =
            (args.client.names_scopes(), args.result.save.is_some() || args.resource.save_profile.is_some());
        return login::log_in(flow, target, &args.resource, how, has_scopes, is_saved).await;
    }
    flow.discover().await?;
    sign_in(flow, how).await?;
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
