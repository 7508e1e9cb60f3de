//! The protected resources.

/// Whose tokens a resource accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// The authorization server beside the pool.
    Standards,
    /// The user pool.
    Pool,
}

/// A protected resource.
#[derive(Clone, Copy, Debug)]
pub struct ProtectedResource {
    /// Its path; its URL is the audience of its tokens.
    pub path: &'static str,
    /// What it is.
    pub note: &'static str,
    /// Whose tokens it accepts.
    pub(super) issuer: Issuer,
    /// The scope in the challenge of a request without a token.
    pub(super) first: &'static str,
    /// The scopes that a call needs.
    pub(super) needs: &'static [&'static str],
    /// Whether it speaks the Model Context Protocol.
    pub(super) is_mcp: bool,
}

/// All of them.
pub const PROTECTED_RESOURCES: &[ProtectedResource] = &[
    ProtectedResource {
        path: "/mcp",
        note: "MCP server with two tools",
        issuer: Issuer::Standards,
        first: "tools.read",
        needs: &["tools.read"],
        is_mcp: true,
    },
    ProtectedResource {
        path: "/api/orders",
        note: "API",
        issuer: Issuer::Standards,
        first: "orders.read",
        needs: &["orders.read"],
        is_mcp: false,
    },
    ProtectedResource {
        path: "/api/reports",
        note: "API of another audience, whose call needs a second scope",
        issuer: Issuer::Standards,
        first: "reports.read",
        needs: &["reports.read", "reports.export"],
        is_mcp: false,
    },
    ProtectedResource {
        path: "/pool/mcp",
        note: "MCP server that the user pool protects",
        issuer: Issuer::Pool,
        first: "",
        needs: &[],
        is_mcp: true,
    },
];

/// The scopes of the authorization server.
pub(super) const SCOPES: [&str; 5] = ["tools.read", "orders.read", "reports.read", "reports.export", "offline_access"];

/// The resource at a path.
pub(super) fn place(path: &str) -> Option<&'static ProtectedResource> {
    PROTECTED_RESOURCES.iter().find(|place| place.path == path)
}
