//! `grantscope login --scenario NAME`: a login at the embedded provider in which one thing is broken on purpose.
//!
//! ```text
//!   Server ◄── LoginFlow (makes the client's mistakes) ─► Visitor signs in, over HTTP ─► the scenario's own requests
//! ```
//! Provider and client communicate over loopback sockets. What is printed, saved and checked is the same as for any
//! other login. Only the person and the browser are simulated.

use super::client::{Client, ClientArgs};
use super::global::Global;
use super::login_callback::check_callback;
use super::login_flow::LoginFlow;
use super::login_result::{self, ResultArgs};
use super::status::{Failure, Status};
use crate::demo::scenarios::{self, Scenario};
use crate::demo::{Cookies, Visit, Visitor};
use crate::runtime::interruption::asked_to_end;
use crate::runtime::{self, clock, random, server::Server};
use crate::session::{Exchange, Purpose};

/// The scenario of that name.
pub fn find(id: &str) -> Result<&'static Scenario, Failure> {
    scenarios::find(id).ok_or_else(|| {
        Failure::usage(format!("--scenario: found {id:?}, expected a name from grantscope demo --list-scenarios"))
    })
}

/// Runs a scenario and prints the result.
pub fn run(client: &ClientArgs, result: &ResultArgs, id: &str, global: &Global) -> Result<Status, Failure> {
    let scenario = find(id)?;
    let mut problems: Vec<String> = login_result::taken(result, None, global).into_iter().collect();
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
            ended = play(&mut flow, scenario) => ended,
            () = asked_to_end() => Err(Failure::interrupted()),
        };
        flow.cancel();
        login_result::conclude(result, &mut flow, ended, global)
    });
    played?
}

async fn play(flow: &mut LoginFlow, scenario: &Scenario) -> Result<(), Failure> {
    flow.discover().await?;
    sign_in(flow, scenario).await?;
    check_callback(flow)?;
    // A client that makes mistakes does not stop at the first error response, but the first one determines the result.
    let mut ended = Ok(());
    for purpose in scenario.walk {
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

/// Sends the authorization request and signs in as the browser would; every request is recorded.
async fn sign_in(flow: &mut LoginFlow, scenario: &Scenario) -> Result<(), Failure> {
    let random = random::randomness()?;
    let mut draft = flow.session.draft_authorization(&random).map_err(|problem| Failure::new(Status::Bad, problem))?;
    scenario.amend_authorization(&mut draft);
    // The code does not really have to age: it is recorded as received earlier.
    let then = clock::now().saturating_sub(scenario.callback_age()).unwrap_or_else(|_| clock::now());
    let url = flow.session.authorize(draft, then);
    let mut visitor = Visitor::new(&url, scenario.user, Cookies::default());
    let mut next = Visit::Request(visitor.start());
    loop {
        next = match next {
            Visit::Request(request) => {
                flow.exchange(Purpose::SignIn, request).await?;
                let answer = flow.session.last_exchange(Purpose::SignIn).and_then(Exchange::response);
                visitor.next(answer.ok_or_else(|| Failure::new(Status::Network, "sign-in: no response"))?)
            }
            Visit::Arrived(url) => {
                flow.session.receive_callback(&scenario.amend_callback(&url), then);
                return Ok(());
            }
            Visit::Stranded { text, .. } => {
                return Err(Failure::new(Status::Bad, format!("the sign-in ended at the provider: {text}")));
            }
        }
    }
}
