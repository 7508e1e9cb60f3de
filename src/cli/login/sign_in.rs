//! One sign-in: the authorization request, the callback, and the tokens for its code.

use std::time::Duration;

use crate::cli::login::callback::{self, CallbackArgs, check_callback};
use crate::cli::login::flow::LoginFlow;
use crate::cli::login::visit::visit;
use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::demo::Scenario;
use crate::protocol::urls::{absolute, is_loopback, is_same_place};
use crate::protocol::{CallbackKind, HttpRequest, Severity};
use crate::runtime::listener::Listener;
use crate::runtime::{clock, random};
use crate::session::{Exchange, Purpose};

/// Who signs in.
#[derive(Debug)]
pub enum SignIn<'a> {
    /// A person in a browser.
    Person {
        /// How the callback arrives.
        args: &'a CallbackArgs,
        /// The time limit for the callback.
        limit: Duration,
        /// The listener at the redirect URI, for the first sign-in.
        listener: Option<Listener>,
    },
    /// The simulated user of a scenario.
    Visitor(&'static Scenario),
    /// Nobody: a test server approves the request at once.
    Unattended,
}

impl<'a> SignIn<'a> {
    /// As the arguments say; the listener is opened at once, because its port is part of the redirect URI.
    pub async fn of(args: &'a CallbackArgs, flow: &mut LoginFlow, limit: Duration) -> Self {
        if args.unattended {
            Self::Unattended
        } else {
            Self::Person { args, limit, listener: callback::listen(args, flow).await }
        }
    }
}

/// Signs in and gets tokens; returns how to sign in again.
pub async fn sign_in<'a>(flow: &mut LoginFlow, how: SignIn<'a>) -> Result<SignIn<'a>, Failure> {
    let again = match how {
        SignIn::Person { args, limit, listener } => {
            let listener = match listener {
                Some(listener) => Some(listener),
                None => callback::listen(args, flow).await,
            };
            in_browser(args, flow, limit, listener).await?;
            SignIn::Person { args, limit, listener: None }
        }
        SignIn::Visitor(scenario) => {
            visit(flow, scenario).await?;
            how
        }
        SignIn::Unattended => {
            follow(flow).await?;
            how
        }
    };
    check_callback(flow)?;
    if flow.session.callback().is_some_and(|record| record.callback.kind == CallbackKind::Tokens) {
        flow.look_at_keys().await
    } else {
        output::progress("Callback received. Redeeming the code …");
        flow.redeem().await?;
    }
    Ok(again)
}

/// Opens the authorization request in a browser and waits for the callback.
async fn in_browser(
    args: &CallbackArgs,
    flow: &mut LoginFlow,
    limit: Duration,
    mut listener: Option<Listener>,
) -> Result<(), Failure> {
    let url = authorize(flow)?;
    if let Some(listener) = &listener {
        let state = flow.session.attempt().and_then(|attempt| attempt.parameter("state"));
        listener.expect(state);
    }
    callback::open_browser(args, &url).await;
    let waiting = tokio::time::timeout(limit, callback::wait(args, flow, listener.as_mut())).await;
    // A usable callback arrived, or nothing is waiting any more: the port is free again.
    drop(listener);
    match waiting {
        Ok(ended) => ended,
        Err(_) => Err(callback::too_late(args, flow)),
    }
}

/// The maximum number of redirects of a test server.
const HOPS: usize = 5;

/// Follows the authorization request itself, on this machine only, until the redirect URI.
async fn follow(flow: &mut LoginFlow) -> Result<(), Failure> {
    let mut url = authorize(flow)?;
    let redirect_uri = flow.session.attempt().and_then(|attempt| attempt.parameter("redirect_uri"));
    let redirect_uri = redirect_uri.unwrap_or(flow.session.profile().redirect_uri()).to_owned();
    for _ in 0..HOPS {
        if !url::Url::parse(&url).is_ok_and(|url| is_loopback(&url)) {
            let problem = "--unattended: the authorization endpoint is not on this machine; sign in with a browser";
            return Err(Failure::new(Status::Bad, problem));
        }
        flow.exchange(Purpose::SignIn, HttpRequest::get(&url)).await?;
        let response = flow.session.last_exchange(Purpose::SignIn).and_then(Exchange::response);
        let target =
            response.filter(|response| response.is_redirect()).and_then(|response| response.header("location"));
        let Some(target) = target.and_then(|target| absolute(&url, target)) else {
            return Err(Failure::new(Status::Bad, no_redirect(flow)));
        };
        if is_same_place(&redirect_uri, &target) {
            flow.session.receive_callback(&target, clock::now());
            return Ok(());
        }
        url = target;
    }
    Err(Failure::new(Status::Bad, "--unattended: too many redirects"))
}

/// Why the provider did not redirect to the client: it rejected the request, or wants to show a page.
fn no_redirect(flow: &LoginFlow) -> String {
    let findings = flow.findings();
    match findings.iter().find(|finding| finding.severity() == Severity::Error) {
        Some(finding) => format!("{}: {}", finding.rule.title, finding.detail),
        None => "--unattended: the authorization endpoint shows a page; sign in with a browser".to_owned(),
    }
}

/// Records the authorization request and returns its URL.
fn authorize(flow: &mut LoginFlow) -> Result<String, Failure> {
    let random = random::randomness()?;
    let draft = flow.session.draft_authorization(&random).map_err(|problem| Failure::new(Status::Bad, problem))?;
    Ok(flow.session.authorize(draft, clock::now()))
}
