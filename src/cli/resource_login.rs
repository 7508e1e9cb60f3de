//! `grantscope login --resource URL`: from the URL of an API or MCP server to a call that works.
//!
//! ```text
//!   find the way ─► client id ─► sign in ─► call ─┬─► answered
//!                                  ▲              └─► 403: more scopes
//!                                  └──── all scopes together ◄──┘  (at most three sign-ins)
//! ```

use super::login_flow::LoginFlow;
use super::login_sign_in::{SignIn, sign_in};
use super::output;
use super::resource_call::{Called, call};
use super::resource_client;
use super::resource_way::{self, ResourceArgs, Target};
use super::status::{Failure, Status};

/// The maximum number of authorization requests of one login.
const SIGN_INS: usize = 3;

/// Logs in at the authorization server of a resource, then calls the resource. `has_scopes` says that the person named the
/// scopes, `is_saved` that the session is kept.
pub async fn log_in(
    flow: &mut LoginFlow,
    target: &Target,
    args: &ResourceArgs,
    how: SignIn<'_>,
    has_scopes: bool,
    is_saved: bool,
) -> Result<(), Failure> {
    find(flow, target, args, has_scopes).await?;
    let ended = walk(flow, target, how).await;
    let tidied = resource_client::clean_up(flow, args, is_saved).await;
    ended.and(tidied)
}

/// Finds the authorization server and a client id.
pub async fn find(flow: &mut LoginFlow, target: &Target, args: &ResourceArgs, has_scopes: bool) -> Result<(), Failure> {
    if !resource_way::find(flow, target, has_scopes).await {
        return Err(Failure::new(Status::Bad, "no authorization server was found from the resource"));
    }
    resource_client::settle(flow, args).await
}

/// Signs in and calls, once more for each time that the resource asks for more scopes.
pub async fn walk(flow: &mut LoginFlow, target: &Target, mut how: SignIn<'_>) -> Result<(), Failure> {
    for attempt in 1..=SIGN_INS {
        how = sign_in(flow, how).await?;
        resource_way::fetch_keys(flow).await;
        flow.verdict()?;
        match call(flow, target).await? {
            Called::Answered => return Ok(()),
            Called::Wants(scopes) if attempt < SIGN_INS => {
                output::progress(&format!(
                    "The call needs more scopes: {}. Signing in again for all of them together.",
                    scopes.join(" ")
                ));
                let mut profile = flow.session.profile().clone();
                profile.scopes.extend(scopes);
                let secret = flow.session.client_secret().cloned();
                flow.session.set_profile(profile, secret);
            }
            Called::Wants(_) => {}
        }
    }
    Err(Failure::new(Status::Bad, format!("the resource still asks for more scopes after {SIGN_INS} sign-ins")))
}
