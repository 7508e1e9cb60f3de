//! The resource that a session is for.

use crate::protocol::resource::mcp;
use crate::protocol::{Header, HttpRequest, Method, Secret};

/// The kind of a protected resource: how it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// An API: `GET`.
    Api,
    /// An API: `HEAD`.
    ApiHead,
    /// An MCP server: `initialize`, then `tools/list`.
    McpServer,
    /// An MCP server of the version without a handshake: `server/discover`, then `tools/list`.
    McpStateless,
}

impl ResourceKind {
    /// Whether it speaks the Model Context Protocol.
    pub fn is_mcp(self) -> bool {
        matches!(self, Self::McpServer | Self::McpStateless)
    }

    /// The first request, without credentials unless there is a token.
    pub fn first(self, url: &str, token: Option<&Secret>) -> HttpRequest {
        match self {
            Self::McpServer => mcp::initialize(url, token),
            Self::McpStateless => mcp::discover(url, token),
            kind => call(url, kind, token),
        }
    }

    /// The kind that the URL suggests: MCP servers usually have the path `/mcp`, or a host of that name.
    pub fn of(url: &str) -> Self {
        let path = crate::protocol::urls::path_of(url).trim_end_matches('/');
        let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase));
        let is_named = host.is_some_and(|host| host.split(['.', '-']).next() == Some("mcp"));
        let last = path.rsplit('/').next().unwrap_or_default();
        if is_named || last.eq_ignore_ascii_case("mcp") { Self::McpServer } else { Self::Api }
    }
}

/// A resource to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its URL, exact.
    pub url: String,
    /// How it is called.
    pub kind: ResourceKind,
    /// The tool of an MCP server to call.
    pub tool: Option<String>,
}

impl Target {
    /// The resource at a URL, called as the URL suggests.
    pub fn of(url: impl Into<String>) -> Self {
        let url = url.into();
        Self { kind: ResourceKind::of(&url), url, tool: None }
    }

    /// The resource of a recorded request.
    pub fn of_request(request: &HttpRequest) -> Self {
        let target = Self::of(&request.url);
        let kind = match (mcp::method(request), request.method.as_str()) {
            (Some(_), _) if request.header("mcp-method").is_some() => ResourceKind::McpStateless,
            (Some(_), _) => ResourceKind::McpServer,
            (None, "HEAD") => ResourceKind::ApiHead,
            (None, _) => target.kind,
        };
        Self { kind, ..target }
    }
}

/// The call of an API. The token stands in the header only (RFC 6750 section 2.1).
pub fn call(url: &str, kind: ResourceKind, token: Option<&Secret>) -> HttpRequest {
    let mut request = HttpRequest::get(url).with_header("accept", "application/json, */*;q=0.5");
    if kind == ResourceKind::ApiHead {
        request.method = Method::Other("HEAD".to_owned());
    }
    if let Some(token) = token {
        request.headers.push(Header::new("authorization", format!("Bearer {}", token.expose())));
    }
    request
}
