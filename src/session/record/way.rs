//! The way from a protected resource to its authorization server, as far as the record shows it.

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use crate::protocol::endpoint::discovery;
use crate::protocol::resource::registration::{Registered, RegistrationAnswer};
use crate::protocol::resource::walk::{Hop, Walk};
use crate::protocol::{Header, HttpRequest, resource::mcp};

/// The kind of a protected resource: how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// An API: `GET`.
    Api,
    /// An MCP server: `initialize`, then `tools/list`.
    McpServer,
}

impl ResourceKind {
    /// The kind that the URL suggests: MCP servers usually have the path `/mcp`, or a host of that name.
    pub fn of(url: &str) -> Self {
        let path = crate::protocol::http::path_of(url).trim_end_matches('/');
        let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
        let is_named = host.is_some_and(|host| host.split(['.', '-']).next() == Some("mcp"));
        let last = path.rsplit('/').next().unwrap_or_default();
        if is_named || last.eq_ignore_ascii_case("mcp") { Self::McpServer } else { Self::Api }
    }
}

impl Hop {
    /// The purpose of its exchange.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Resource => Purpose::Resource,
            Self::ResourceMetadata => Purpose::ResourceMetadata,
            Self::ServerMetadata => Purpose::Discovery,
            Self::Misplaced => Purpose::MisplacedMetadata,
        }
    }

    /// The request, without credentials.
    pub fn request(self, url: &str, kind: ResourceKind) -> HttpRequest {
        match (self, kind) {
            (Self::Resource, ResourceKind::McpServer) => mcp::initialize(url, None),
            (Self::Resource, ResourceKind::Api) => call(url, None),
            _ => discovery::get_json(url).build(),
        }
    }
}

/// The call of an API. The token stands in the header only (RFC 6750 section 2.1).
pub fn call(url: &str, token: Option<&crate::protocol::Secret>) -> HttpRequest {
    let mut request = HttpRequest::get(url).with_header("accept", "application/json, */*;q=0.5");
    if let Some(token) = token {
        request.headers.push(Header::new("authorization", format!("Bearer {}", token.expose())));
    }
    request
}

impl Session {
    /// The URL of the protected resource that the session began with.
    pub fn resource(&self) -> Option<&str> {
        self.last_exchange(Purpose::Resource).map(|exchange| exchange.request.url.as_str())
    }

    /// The way from that resource. `None` if the session did not begin with one.
    pub fn walk(&self) -> Option<Walk> {
        // In the record of another program, nobody named an issuer.
        let preferred = self.profile().provider.issuer().filter(|_| !self.is_record());
        let mut walk = Walk::new(self.resource()?, preferred);
        for exchange in self.exchanges() {
            let hop = match exchange.purpose {
                Purpose::Resource if exchange.request.url != walk.url() => continue,
                Purpose::Resource if exchange.request.header("authorization").is_none() => Hop::Resource,
                Purpose::ResourceMetadata => Hop::ResourceMetadata,
                Purpose::Discovery => Hop::ServerMetadata,
                Purpose::MisplacedMetadata => Hop::Misplaced,
                _ => continue,
            };
            walk.answered(hop, &exchange.request.url, exchange.response());
        }
        Some(walk)
    }

    /// The calls of the resource with a token, in order.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &Exchange> {
        self.exchanges().filter(|it| it.purpose == Purpose::Resource && it.request.header("authorization").is_some())
    }

    /// The registration of this client, if it was made in this session.
    pub fn registration(&self) -> Option<(&Exchange, Registered)> {
        let exchange = self.last_exchange(Purpose::ClientRegistration)?;
        match exchange.response().map(RegistrationAnswer::read)? {
            RegistrationAnswer::Registered(registered) => Some((exchange, registered)),
            _ => None,
        }
    }
}
