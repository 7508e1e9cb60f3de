//! `--resource URL`: the discovery from an API or MCP server to its authorization server.
//!
//! ```text
//!   Session::next_discovery_step ─► exchange, with its reason ─► the record ─┐
//!        ▲                                                           │
//!        └───────────────────────────────────────────────────────────┘
//! ```
//! No request in this discovery has credentials, and no redirect is followed.

use clap::Args;

use crate::cli::login::flow::LoginFlow;
use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::profile::resource_problem;
use crate::protocol::resource::discovery::Stop;
use crate::protocol::resource::{client_document, mcp, metadata};
use crate::session::{DiscoveryStep, Purpose, ResourceKind, Session, Target};

/// The resource to begin with.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Client")]
pub struct ResourceArgs {
    /// The URL of the API or MCP server to call.
    ///
    /// Finds the authorization server from this URL's 401 response. Without --resource, name the provider with --issuer,
    /// --user-pool-id or --profile.
    #[arg(long, value_name = "URL")]
    pub resource: Option<String>,
    /// The resource is an MCP server. This is the default if its path ends in /mcp.
    #[arg(long, requires = "resource", hide_short_help = true)]
    pub mcp: bool,
    /// The version that the MCP server speaks. Without it, the server is asked.
    #[arg(
        long,
        value_name = "VERSION",
        requires = "resource",
        value_parser = [mcp::VERSION, mcp::STATELESS],
        hide_short_help = true
    )]
    pub mcp_version: Option<String>,
    /// Also call this tool of the MCP server, without arguments. Calling a tool may change data.
    #[arg(long, value_name = "NAME", requires = "resource", hide_short_help = true)]
    pub tool: Option<String>,
    /// The URL of a client ID metadata document, used as the client ID.
    ///
    /// grantscope client-metadata prints a document to host there.
    #[arg(long, value_name = "URL", requires = "resource", hide_short_help = true)]
    pub client_metadata: Option<String>,
    /// Register a client with the authorization server without asking first, if no client ID is given.
    #[arg(long, requires = "resource", hide_short_help = true)]
    pub register: bool,
    /// Save the client, found or registered, as a profile.
    ///
    /// The registration access token is kept in the saved session (--save), not in the profile.
    #[arg(long, value_name = "NAME", requires = "resource", hide_short_help = true)]
    pub save_profile: Option<String>,
    /// Delete the registration at the end without asking first.
    #[arg(long, requires = "resource", conflicts_with = "save_profile", hide_short_help = true)]
    pub unregister: bool,
}

impl ResourceArgs {
    /// The resource, if one is named.
    pub fn target(&self) -> Result<Option<Target>, Failure> {
        let Some(url) = &self.resource else { return Ok(None) };
        let problem = resource_problem("--resource", url).map(|problem| problem.to_string());
        let document = self.client_metadata.as_deref().and_then(client_document::url_problem);
        let document = document.map(|why| format!("--client-metadata: {why}"));
        Failure::unless_empty(Status::Usage, problem.into_iter().chain(document))?;
        let kind = match self.mcp_version.as_deref() {
            Some(mcp::STATELESS) => ResourceKind::McpStateless,
            Some(_) => ResourceKind::McpServer,
            None if self.mcp => ResourceKind::McpServer,
            None => ResourceKind::of(url),
        };
        Ok(Some(Target { url: url.clone(), kind, tool: self.tool.clone() }))
    }
}

/// Finds the authorization server and prepares the profile for it; `Err` says where the way ends. Failures are recorded.
pub async fn find(flow: &mut LoginFlow, target: &Target, has_scopes: bool) -> Result<(), Stop> {
    flow.session.set_target(Some(target.clone()));
    let (mut has_named_server, mut is_first) = (false, true);
    loop {
        match flow.session.next_discovery_step(target, std::mem::take(&mut is_first)) {
            DiscoveryStep::Send { purpose, request, why } => {
                if purpose == Purpose::Discovery && !has_named_server {
                    has_named_server = true;
                    name_server(&flow.session);
                }
                drop(flow.exchange_because(purpose, *request, &why).await);
            }
            DiscoveryStep::Stopped(stop) => return Err(stop),
            DiscoveryStep::Arrived => break,
        }
    }
    flow.session.arrive(has_scopes);
    Ok(())
}

/// Fetches the keys if a token needs them: an opaque one has no signature. Without keys the reports say so.
pub async fn fetch_keys(flow: &mut LoginFlow) {
    if flow.session.lacks_keys() && flow.session.endpoints().jwks_uri.is_some() {
        drop(flow.send(Purpose::JwkSet).await);
    }
}

/// Says which server the resource names, before anything is sent to it.
fn name_server(session: &Session) {
    let Some(discovered) = session.resource_discovery() else { return };
    let issuer = discovered.issuer().unwrap_or_default();
    let is_same = metadata::origin(&issuer) == metadata::origin(discovered.url());
    let elsewhere = if is_same { "" } else { ", at another origin" };
    output::progress(&format!("The resource names the authorization server {issuer}{elsewhere}."));
    let others = discovered.metadata().map(|(_, document)| document.authorization_servers()).unwrap_or_default();
    if others.len() > 1 {
        output::progress(&format!(
            "It names {} servers. To use another one, pass --issuer: {}",
            others.len(),
            others.join(" ")
        ));
    }
}
