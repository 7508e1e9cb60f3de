//! What a scenario breaks at the resources and at their authorization server.

/// One fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceFault {
    /// The resource answers everyone.
    Open,
    /// The resource redirects to a login page instead of 401.
    LoginPage,
    /// 401 without `WWW-Authenticate`.
    NoChallenge,
    /// No location has the protected resource metadata.
    MetadataMissing,
    /// The metadata requires authentication.
    MetadataProtected,
    /// The metadata is an HTML page.
    MetadataPage,
    /// The metadata names the address behind a proxy.
    OtherResource,
    /// The metadata does not name its resource.
    ResourceMissing,
    /// The metadata names the origin.
    Origin,
    /// The metadata writes the resource with a slash at the end.
    Slash,
    /// The metadata names no authorization server.
    NoServer,
    /// The metadata names an authorization server without https.
    InsecureServer,
    /// The authorization server's metadata is only where RFC 8414 does not put it.
    ServerMisplaced,
    /// The authorization server has no metadata.
    ServerMissing,
    /// The issuer in the metadata has a slash at the end.
    IssuerSlash,
    /// The metadata does not announce PKCE.
    PkceSilent,
    /// No registration, and no client id metadata documents.
    NoRegistration,
    /// Registration accepts no loopback redirect URI.
    RedirectRefused,
    /// Registration needs a token.
    RegistrationClosed,
    /// The client is forgotten as soon as it is registered.
    Forgotten,
    /// Another port is registered than requested, and ports are compared.
    OtherPort,
    /// The registration response names another method than the token endpoint accepts.
    OtherMethod,
    /// Tokens are for the client, whatever `resource` says.
    ResourceIgnored,
    /// No refresh token is issued.
    NoRefresh,
    /// The resource names no scope.
    NoScope,
    /// The resource asks for more scopes for ever.
    ScopeLoop,
}
