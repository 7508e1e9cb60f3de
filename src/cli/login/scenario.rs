//! `grantscope login --scenario NAME`: a login at the embedded provider in which one thing is broken on purpose.
//!
//! ```text
//!   Server ◄── LoginFlow (makes the client's mistakes) ─► Visitor signs in, over HTTP ─► the scenario's own requests
//! ```
//! Provider and client communicate over loopback sockets. What is printed, saved and checked is the same as for any
//! other login. Only the person and the browser are simulated.

use crate::cli::client::{Client, ClientArgs};
use crate::cli::global::Global;
use crate::cli::login::callback::check_callback;
use crate::cli::login::flow::LoginFlow;
use crate::cli::login::result::{self, ResultArgs};
use crate::cli::login::sign_in::SignIn;
use crate::cli::login::visit::visit;
use crate::cli::resource::discovery::ResourceArgs;
use crate::cli::resource::login;
use crate::cli::status::{Failure, Status};
use crate::demo::scenarios::{self, Scenario};
use crate::runtime::interruption::asked_to_end;
use crate::runtime::{self, server::Server};
use crate::session::{Purpose, Target};

/// The scenario of that name.
pub fn find(id: &str) -> Result<&'static Scenario, Failure> {
    scenarios::find(id).ok_or_else(|| {
        Failure::usage(format!("--scenario: found {id:?}, expected a name from grantscope demo --list-scenarios"))
    })
}

/// Runs a scenario and prints the result.
pub fn run(client: &ClientArgs, result: &ResultArgs, id: &str, global: &Global) -> Result<Status, Failure> {
    let scenario = find(id)?;
    let mut problems: Vec<String> = result::taken(result, None, global).into_iter().collect();
    let transport = client.transport.clone();
    let limits = transport.limits(&mut problems);
    if *client != (ClientArgs { transport, ..ClientArgs::default() }) {
        let problem = "--scenario has its own app client: remove the other client options";
        problems.push(problem.to_owned());
    }
    Failure::unless_empty(Status::Usage, problems)?;
    let played = runtime::block_on(async {
        let server = Server::start(0, scenario.knobs).await?;
        server.provider().await?.lock().await.set_scenario(scenario);
        let profile = scenario.profile(&server.issuer());
        let client =
            Client { profile, secret: scenario.client_secret(), limits, ca_file: client.transport.ca_file.clone() };
        let mut flow = LoginFlow::new(client)?.with_faults_of(scenario);
        let ended = tokio::select! {
            ended = play(&mut flow, scenario, server.origin()) => ended,
            () = asked_to_end() => Err(Failure::interrupted()),
        };
        flow.cancel();
        result::conclude(result, &mut flow, ended, global)
    });
    played?
}

async fn play(flow: &mut LoginFlow, scenario: &'static Scenario, origin: &str) -> Result<(), Failure> {
    if let Some(path) = scenario.resource {
        let target = Target::of(format!("{origin}{path}"));
        let args = ResourceArgs { register: true, ..ResourceArgs::default() };
        let named = flow.session.profile().provider.clone();
        login::find(flow, &target, &args, false).await?;
        return login::discover_and_sign_in(flow, &target, &args, SignIn::Visitor(scenario), named, false).await;
    }
    flow.discover().await?;
    visit(flow, scenario).await?;
    check_callback(flow)?;
    // A client that makes mistakes does not stop at the first error response, but the first one determines the result.
    let mut ended = Ok(());
    for purpose in scenario.requests {
        let sent = match purpose {
            Purpose::Token => flow.redeem().await,
            Purpose::Refresh => flow.refresh().await,
            Purpose::UserInfo => flow.ask_userinfo().await,
            Purpose::Revocation => flow.revoke().await,
            other => flow.send(*other).await,
        };
        ended = ended.and(sent);
    }
    ended.and(flow.verdict())
}
