//! `--resource URL`: the way from an API or MCP server to its authorization server.
//!
//! ```text
//!   Walk::next ─► exchange, with its reason ─► the record ─► Session::walk ─┐
//!        ▲                                                                  │
//!        └──────────────────────────────────────────────────────────────────┘
//! ```
//! No request on this way has credentials, and no redirect is followed.

use clap::Args;

use super::login_flow::LoginFlow;
use super::output;
use super::status::{Failure, Status};
use crate::profile::{Profile, Provider, url_problem};
use crate::protocol::resource::walk::{Hop, Next, Walk};
use crate::protocol::resource::why::Why;
use crate::protocol::resource::{client_document, mcp, metadata};
use crate::protocol::{Endpoints, Metadata};
use crate::session::{Exchange, Purpose, ResourceKind};

/// The resource to begin with.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Client")]
pub struct ResourceArgs {
    /// The URL of the API or MCP server to call.
    ///
    /// The response to a request without a token leads to the authorization server. Without this option, the other options
    /// name the provider.
    #[arg(long, value_name = "URL")]
    pub resource: Option<String>,
    /// The resource is an MCP server. This is the default if its path ends in /mcp.
    #[arg(long, requires = "resource", hide_short_help = true)]
    pub mcp: bool,
    /// Also call this tool of the MCP server, without arguments. A tool may act.
    #[arg(long, value_name = "NAME", requires = "resource", hide_short_help = true)]
    pub tool: Option<String>,
    /// The URL of a client id metadata document, used as the client id.
    ///
    /// grantscope client-metadata prints a document to host there.
    #[arg(long, value_name = "URL", requires = "resource", hide_short_help = true)]
    pub client_metadata: Option<String>,
    /// Register a client at the authorization server without asking, if no client id is given.
    #[arg(long, requires = "resource", hide_short_help = true)]
    pub register: bool,
    /// Save the client that was found or registered as a profile.
    ///
    /// The token that manages a registration is kept in the saved session (--save), not in the profile.
    #[arg(long, value_name = "NAME", requires = "resource", hide_short_help = true)]
    pub save_profile: Option<String>,
    /// Delete the registration at the end without asking.
    #[arg(long, requires = "resource", conflicts_with = "save_profile", hide_short_help = true)]
    pub unregister: bool,
}

/// A resource to call.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its URL, exact.
    pub url: String,
    /// How it is called.
    pub kind: ResourceKind,
    /// The tool of an MCP server to call.
    pub tool: Option<String>,
}

impl ResourceArgs {
    /// The resource, if one is named.
    pub fn target(&self) -> Result<Option<Target>, Failure> {
        let Some(url) = &self.resource else { return Ok(None) };
        let problem = url_problem("--resource", url).map(|problem| problem.to_string()).or_else(|| {
            // RFC 8707 section 2.
            url.contains('#').then(|| format!("--resource: {url:?} has a fragment, expected none"))
        });
        let document = self.client_metadata.as_deref().and_then(client_document::url_problem);
        let document = document.map(|why| format!("--client-metadata: {why}"));
        Failure::unless_empty(Status::Usage, problem.into_iter().chain(document))?;
        let kind = if self.mcp { ResourceKind::McpServer } else { ResourceKind::of(url) };
        Ok(Some(Target { url: url.clone(), kind, tool: self.tool.clone() }))
    }
}

/// Finds the authorization server and prepares the profile for it; returns whether it was found. Failures are recorded.
pub async fn find(flow: &mut LoginFlow, target: &Target, has_scopes: bool) -> bool {
    let mut has_named_server = false;
    let walk = loop {
        let begin = || Walk::new(&target.url, flow.session.profile().provider.issuer());
        let walk = flow.session.walk().unwrap_or_else(begin);
        let Next::Ask { hop, url, why } = walk.next() else { break walk };
        if hop == Hop::ServerMetadata && !has_named_server {
            has_named_server = true;
            name_server(&walk);
        }
        drop(flow.exchange_because(hop.purpose(), hop.request(&url, target.kind), &why).await);
        if hop == Hop::Resource && target.kind == ResourceKind::McpServer {
            ask_openly(flow, &target.url).await;
        }
    };
    if walk.next() != Next::Arrived {
        return false;
    }
    let secret = flow.session.client_secret().cloned();
    let profile = prepared(flow.session.profile().clone(), &walk, flow.session.metadata(), has_scopes);
    flow.session.set_profile(profile, secret);
    true
}

/// Fetches the keys if a token needs them: an opaque one has no signature. Without keys the reports say so.
pub async fn fetch_keys(flow: &mut LoginFlow) {
    let grant = flow.session.grant();
    let reports = grant.iter().flat_map(|grant| [&grant.id_token, &grant.access_token]).flatten();
    let is_signed = reports.into_iter().any(|report| report.claims.is_some());
    if is_signed && flow.session.keys().is_none() && flow.session.endpoints().jwks_uri.is_some() {
        drop(flow.send(Purpose::JwkSet).await);
    }
}

/// Says which server the resource names, before anything is sent to it.
fn name_server(walk: &Walk) {
    let issuer = walk.issuer().unwrap_or_default();
    let is_same = metadata::origin(&issuer) == metadata::origin(walk.url());
    let elsewhere = if is_same { "" } else { ", at another origin" };
    output::progress(&format!("The resource names the authorization server {issuer}{elsewhere}."));
    let others = walk.metadata().map(|(_, document)| document.authorization_servers()).unwrap_or_default();
    if others.len() > 1 {
        output::progress(&format!(
            "It names {} servers. To use another one, pass --issuer: {}",
            others.len(),
            others.join(" ")
        ));
    }
}

/// An MCP server may answer `initialize` to everyone and ask for a token only later.
async fn ask_openly(flow: &mut LoginFlow, url: &str) {
    let response = flow.session.last_exchange(Purpose::Resource).and_then(Exchange::response);
    let Some(handshake) = response.and_then(mcp::handshake) else { return };
    if !handshake.is_stateless {
        drop(
            flow.exchange_because(Purpose::Resource, mcp::initialized(url, None, &handshake), &Why::WithoutToken).await,
        );
    }
    drop(flow.exchange_because(Purpose::Resource, mcp::list_tools(url, None, &handshake), &Why::WithoutToken).await);
}

/// The client for the server that was found: `resource` as the metadata writes it, and the scopes that the resource asks
/// for unless the person named some.
fn prepared(mut profile: Profile, walk: &Walk, server: Option<&Metadata>, has_scopes: bool) -> Profile {
    if profile.provider == Provider::Explicit(Endpoints::default()) {
        profile.provider = Provider::Issuer(walk.issuer().unwrap_or_default());
    }
    if let Some(identifier) = walk.identifier().filter(|_| profile.parameters.get("resource").is_none()) {
        profile.parameters.set("resource", identifier);
    }
    if has_scopes {
        return profile;
    }
    const OFFLINE: &str = "offline_access";
    profile.scopes = walk.scopes().map(|(scopes, _)| scopes).unwrap_or_default();
    let offered = server.and_then(|server| server.list("scopes_supported")).unwrap_or_default();
    // OpenID Connect Core section 11: without consent, the scope is ignored.
    if offered.iter().any(|scope| scope == OFFLINE) && !profile.scopes.is_empty() {
        if !profile.scopes.iter().any(|scope| scope == OFFLINE) {
            profile.scopes.push(OFFLINE.to_owned());
        }
        if profile.parameters.get("prompt").is_none() {
            profile.parameters.set("prompt", "consent");
        }
    }
    profile
}
