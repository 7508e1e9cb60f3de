//! `grantscope login --resource URL`: from the URL of an API or MCP server to a call that works.
//!
//! ```text
//!   find the way ─► client id ─► sign in ─► call ─┬─► answered
//!        ▲                         ▲              ├─► 403: more scopes ─┐
//!        │                         └── all scopes together ◄────────────┘  (at most three sign-ins)
//!        └─────────────────────────── once ◄──────┴─► 401: the token is rejected
//! ```

use crate::cli::login::flow::LoginFlow;
use crate::cli::login::sign_in::{SignIn, sign_in};
use crate::cli::output;
use crate::cli::resource::call::{self, Called, call};
use crate::cli::resource::client;
use crate::cli::resource::discovery::{self, ResourceArgs};
use crate::cli::status::{Failure, Status};
use crate::profile::Provider;
use crate::protocol::resource::discovery::Stop;
use crate::session::{Session, Target};

/// The maximum number of authorization requests of one login.
const SIGN_INS: usize = 3;

/// Logs in at the authorization server of a resource, then calls the resource. `has_scopes` says that the person named
/// the scopes, `is_saved` that the session is kept.
pub async fn log_in(
    flow: &mut LoginFlow,
    target: &Target,
    args: &ResourceArgs,
    how: SignIn<'_>,
    has_scopes: bool,
    is_saved: bool,
) -> Result<(), Failure> {
    let named = flow.session.profile().provider.clone();
    match discovery::find(flow, target, has_scopes).await {
        Err(Stop::Open) => return call::open(flow, target),
        found => arrived(found)?,
    }
    client::settle(flow, args).await?;
    let ended = discover_and_sign_in(flow, target, args, how, named, has_scopes).await;
    let tidied = client::clean_up(flow, args, is_saved).await;
    ended.and(tidied)
}

/// Finds the authorization server and a client id.
pub async fn find(flow: &mut LoginFlow, target: &Target, args: &ResourceArgs, has_scopes: bool) -> Result<(), Failure> {
    arrived(discovery::find(flow, target, has_scopes).await)?;
    client::settle(flow, args).await
}

/// The failure of a way that did not lead to an authorization server.
pub fn arrived(found: Result<(), Stop>) -> Result<(), Failure> {
    found.map_err(|_| Failure::new(Status::Bad, "the resource led to no authorization server"))
}

/// Signs in and calls, once more for each time that the resource asks for more scopes. If it rejects the token, the
/// authorization server may be another one by now: the way is walked again, once. `named` is the provider that the
/// person named.
pub async fn discover_and_sign_in(
    flow: &mut LoginFlow,
    target: &Target,
    args: &ResourceArgs,
    mut how: SignIn<'_>,
    named: Provider,
    has_scopes: bool,
) -> Result<(), Failure> {
    let mut has_returned = false;
    for attempt in 1..=SIGN_INS {
        how = sign_in(flow, how).await?;
        discovery::fetch_keys(flow).await;
        let verdict = flow.verdict();
        let called = match verdict {
            Ok(()) => call(flow, target).await?,
            Err(problem) => return Err(problem),
        };
        match called {
            Called::Answered => return Ok(()),
            Called::Unauthorized(failure) => {
                let moved =
                    !has_returned && attempt < SIGN_INS && is_elsewhere(flow, target, named.clone(), has_scopes).await;
                if !moved {
                    return Err(failure);
                }
                has_returned = true;
                client::settle(flow, args).await?;
            }
            Called::Wants(scopes) if attempt < SIGN_INS => {
                output::progress(&format!(
                    "The call needs more scopes: {}. Signing in again for all of them together.",
                    scopes.join(" ")
                ));
                flow.session.step_up(scopes);
            }
            Called::Wants(_) => {}
        }
    }
    Err(Failure::new(Status::Bad, format!("the resource still asks for more scopes after {SIGN_INS} sign-ins")))
}

/// Walks the way again after the resource rejected a fresh token; returns whether it leads to another authorization
/// server, or names another resource, than before. If not, another sign-in would get the same token.
async fn is_elsewhere(flow: &mut LoginFlow, target: &Target, named: Provider, has_scopes: bool) -> bool {
    let place = |session: &Session| {
        session.resource_discovery().map(|discovered| (discovered.issuer(), discovered.identifier()))
    };
    let (before, profile) = (place(&flow.session), flow.session.profile().clone());
    let secret = flow.session.client_secret().cloned();
    output::progress("The resource rejects the token. Finding the way again, once: its server may have changed.");
    flow.session.leave_server(named);
    let is_found = discovery::find(flow, target, has_scopes).await.is_ok();
    if is_found && place(&flow.session) != before {
        output::progress("The way leads elsewhere now. Signing in there.");
        return true;
    }
    output::progress("The way is the same as before.");
    flow.session.set_profile(profile, secret);
    false
}
