//! The next request in the discovery from a resource to its authorization server.
//!
//! ```text
//!   Session::next_discovery_step ─► the caller sends it and records it ─┐
//!            ▲                                                  │
//!            └──────────────────────────────────────────────────┘
//! ```

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use super::target::Target;
use crate::profile::{Profile, Provider};
use crate::protocol::resource::discovery::{Next, ResourceDiscovery, Stop};
use crate::protocol::resource::mcp;
use crate::protocol::resource::registration::Registered;
use crate::protocol::resource::why::Why;
use crate::protocol::{Endpoints, HttpRequest, Secret};

/// The next thing to do in the discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiscoveryStep {
    /// Send this request. It has no credentials.
    Send {
        /// The purpose to record it under.
        purpose: Purpose,
        /// Boxed, because it is much larger than the other steps.
        request: Box<HttpRequest>,
        /// Why it is sent.
        why: Why,
    },
    /// The authorization server is known.
    Arrived,
    /// The discovery ends here.
    Stopped(Stop),
}

impl Session {
    /// A session that begins at the URL of a resource. The discovery sets the scopes unless the person does.
    pub fn from_resource(profile: Profile, client_secret: Option<Secret>, url: &str) -> Self {
        let mut session = Self::new(Profile { scopes: Vec::new(), ..profile }, client_secret);
        session.set_target(Some(Target::of(url)));
        session
    }

    /// The next thing to do in the discovery from a resource. `anew` begins at the resource again.
    pub fn next_discovery_step(&self, target: &Target, anew: bool) -> DiscoveryStep {
        let known = self.discovered().filter(|(discovered, _)| !anew && discovered.url() == target.url);
        let (discovered, open) = known
            .unwrap_or_else(|| (ResourceDiscovery::new(&target.url, self.profile().provider.issuer()), Vec::new()));
        // An MCP server may answer initialize to everyone and ask for a token only later.
        if target.kind.is_mcp()
            && !open.is_empty()
            && let Some(request) = next_message(target, None, &open)
        {
            return DiscoveryStep::Send {
                purpose: Purpose::Resource,
                request: Box::new(request),
                why: Why::WithoutToken,
            };
        }
        match discovered.next() {
            Next::Ask { hop, url, why } => {
                let request = Box::new(hop.request(&url, target.kind));
                DiscoveryStep::Send { purpose: hop.purpose(), request, why }
            }
            Next::Arrived => DiscoveryStep::Arrived,
            Next::Stopped(stop) => DiscoveryStep::Stopped(stop),
        }
    }

    /// The exchanges of the discovery that ran last, in order.
    pub fn discovery_exchanges(&self) -> Vec<&Exchange> {
        let is_first = |it: &&Exchange| it.purpose == Purpose::Resource && it.request.header("authorization").is_none();
        let open = self.discovered().map(|(_, open)| open).unwrap_or_default();
        let Some(first) = open.into_iter().find(is_first).map(|exchange| exchange.id) else { return Vec::new() };
        let from_there = self.exchanges().skip_while(|exchange| exchange.id != first);
        let is_part = |it: &&Exchange| match it.purpose {
            Purpose::Resource => it.request.header("authorization").is_none(),
            Purpose::ResourceMetadata | Purpose::Discovery | Purpose::MisplacedMetadata => true,
            purpose => purpose == Purpose::ClientRegistration,
        };
        from_there.filter(is_part).collect()
    }

    /// Prepares the client for the server that the discovery led to: `resource` as the metadata writes it, and the
    /// scopes that the resource asks for unless the person named some.
    pub fn arrive(&mut self, has_scopes: bool) {
        let Some(discovered) = self.resource_discovery() else { return };
        let (mut profile, mut secret) = (self.profile().clone(), self.client_secret().cloned());
        if profile.provider == Provider::Explicit(Endpoints::default()) {
            profile.provider = Provider::Issuer(discovered.issuer().unwrap_or_default());
        }
        if self.is_registered_elsewhere() || self.has_lost_registration() {
            profile.client_id.clear();
            profile.registered_at = None;
            secret = None;
        }
        if let Some(identifier) = discovered.identifier().filter(|_| profile.parameters.get("resource").is_none()) {
            profile.parameters.set("resource", identifier);
        }
        if !has_scopes {
            const OFFLINE: &str = "offline_access";
            profile.scopes = discovered.scopes().map(|(scopes, _)| scopes).unwrap_or_default();
            let offered = self.metadata().and_then(|server| server.list("scopes_supported")).unwrap_or_default();
            // OpenID Connect Core section 11: without consent, the scope is ignored.
            if !profile.is_machine && offered.iter().any(|scope| scope == OFFLINE) && !profile.scopes.is_empty() {
                if !profile.scopes.iter().any(|scope| scope == OFFLINE) {
                    profile.scopes.push(OFFLINE.to_owned());
                }
                if profile.parameters.get("prompt").is_none() {
                    profile.parameters.set("prompt", "consent");
                }
            }
        }
        self.set_profile(profile, secret);
    }

    /// Forgets what the discovery led to, so that it can be repeated: the authorization server may be another one now.
    /// `named` is the provider that the person named.
    pub fn leave_server(&mut self, named: Provider) {
        let mut profile = self.profile().clone();
        profile.provider = named;
        profile.parameters.remove("resource");
        let secret = self.client_secret().cloned();
        self.set_profile(profile, secret);
    }

    /// Whether the client id comes from a registration that the server no longer has.
    fn has_lost_registration(&self) -> bool {
        let is_own = |client: Registered| client.client_id().as_ref() == Some(&self.profile().client_id);
        let is_gone = self.registration_deletion().or_else(|| self.unknown_registration()).is_some();
        is_gone && self.registration().is_some_and(|(_, client)| is_own(client))
    }

    /// Whether the client id was registered at another authorization server: it is not used here (MCP 2026-07-28).
    fn is_registered_elsewhere(&self) -> bool {
        let here = self.metadata().and_then(|server| server.text("registration_endpoint"));
        self.registration().is_some_and(|(exchange, client)| {
            client.client_id().as_ref() == Some(&self.profile().client_id)
                && here.as_ref() != Some(&exchange.request.url)
        })
    }
}

/// The next message of a client to an MCP server after these, each with its response; `None` after the last one.
pub(super) fn next_message(target: &Target, token: Option<&Secret>, sent: &[&Exchange]) -> Option<HttpRequest> {
    let url = &target.url;
    let Some(first) = sent.first() else { return Some(target.kind.first(url, token)) };
    let handshake = first.response().and_then(|response| mcp::handshake(&first.request, response))?;
    let lacks = |method: &str| sent.iter().all(|exchange| mcp::method(&exchange.request).as_deref() != Some(method));
    if !handshake.is_stateless && lacks("notifications/initialized") {
        return Some(mcp::initialized(url, token, &handshake));
    }
    if lacks("tools/list") {
        return Some(mcp::list_tools(url, token, &handshake));
    }
    let tool = target.tool.as_ref().filter(|_| lacks("tools/call"))?;
    let is_listed = sent.last().and_then(|exchange| exchange.response()).and_then(mcp::tools).is_some();
    is_listed.then(|| mcp::call_tool(url, token, &handshake, tool))
}
