//! The scenarios that begin at a protected resource, in the order of the way.

use super::scenario::{CLEAN, Scenario};
use crate::demo::directory::client_id;
use crate::demo::knobs::Knobs;
use crate::demo::resource::ResourceFault::{self, *};

/// Every one of them.
pub const RESOURCES: &[Scenario] = &[
    at_mcp("resource-open", "the resource answers without a token", &[Open], &["resource.open"]),
    at_mcp(
        "resource-login-page",
        "the resource redirects to a login page instead of 401",
        &[LoginPage],
        &["resource.unexpected_answer"],
    ),
    at_mcp("resource-no-challenge", "401 without WWW-Authenticate", &[NoChallenge], &["resource.no_challenge"]),
    at_mcp(
        "resource-metadata-missing",
        "no location has the protected resource metadata",
        &[MetadataMissing],
        &["resource_metadata.not_found"],
    ),
    at_mcp(
        "resource-metadata-protected",
        "the protected resource metadata requires authentication",
        &[MetadataProtected],
        &["resource_metadata.protected"],
    ),
    at_mcp(
        "resource-metadata-page",
        "an HTML page instead of the protected resource metadata",
        &[MetadataPage],
        &["resource_metadata.unreadable"],
    ),
    at_mcp(
        "resource-other",
        "the metadata names the address behind a proxy",
        &[OtherResource],
        &["resource_metadata.resource_mismatch"],
    ),
    at_mcp(
        "resource-nameless",
        "the metadata does not name its resource",
        &[ResourceMissing],
        &["resource_metadata.resource_missing"],
    ),
    at_mcp(
        "resource-origin",
        "the metadata names the origin instead of the URL",
        &[Origin],
        &["resource_metadata.resource_inexact"],
    ),
    at_mcp(
        "resource-slash",
        "the metadata writes the resource with a slash at the end",
        &[Slash],
        &["resource.slash_added"],
    ),
    at_mcp(
        "resource-no-server",
        "the metadata names no authorization server",
        &[NoServer],
        &["resource_metadata.no_authorization_server"],
    ),
    at_mcp(
        "resource-insecure-server",
        "the metadata names an authorization server without https",
        &[InsecureServer],
        &["resource_metadata.server_unusable"],
    ),
    at_mcp(
        "server-misplaced",
        "the authorization server's metadata is where RFC 8414 does not put it",
        &[ServerMisplaced],
        &["discovery.wrong_location"],
    ),
    at_mcp("server-missing", "the authorization server has no metadata", &[ServerMissing], &["discovery.not_found"]),
    at_mcp(
        "server-issuer-slash",
        "the issuer in the metadata has a slash at the end",
        &[IssuerSlash],
        &["discovery.issuer_mismatch"],
    ),
    at_mcp("server-pkce-silent", "the metadata does not announce PKCE", &[PkceSilent], &["pkce.not_in_metadata"]),
    at_mcp(
        "no-registration",
        "the authorization server has no way to get a client id",
        &[NoRegistration],
        &["registration.no_client_id"],
    ),
    at_mcp(
        "registration-redirect",
        "registration accepts no loopback redirect URI",
        &[RedirectRefused],
        &["registration.redirect_uri_refused"],
    ),
    at_mcp("registration-closed", "registration needs a token", &[RegistrationClosed], &["registration.refused"]),
    at_mcp(
        "registration-forgotten",
        "the authorization server forgets the client that it registered",
        &[Forgotten],
        &["registration.dead"],
    ),
    at_mcp(
        "registration-port",
        "another port is registered than requested, and ports are compared",
        &[OtherPort],
        &["redirect_uri.port_drifted"],
    ),
    at_mcp(
        "registration-method",
        "the token endpoint does not accept the registered client authentication",
        &[OtherMethod],
        &["client.method_mismatch"],
    ),
    at_mcp(
        "resource-ignored",
        "the authorization server ignores resource, so the token is for the client",
        &[ResourceIgnored],
        &["api.audience_refused", "resource.ignored"],
    ),
    at_mcp("resource-no-scope", "the resource names no scope", &[NoScope], &["scope.none_known"]),
    at("step-up", "the call needs a second scope", "/api/reports", &[], &["scope.step_up"]),
    at_mcp(
        "step-up-loop",
        "the resource asks for more scopes for ever",
        &[ScopeLoop],
        &["api.insufficient_scope", "scope.step_up_loop"],
    ),
    at_mcp(
        "no-refresh-token",
        "offline_access is requested, but no refresh token is issued",
        &[NoRefresh],
        &["refresh_token.missing"],
    ),
    Scenario {
        client_id: client_id::PUBLIC,
        ..at(
            "pool-mcp",
            "an MCP server behind the user pool, which does not announce PKCE",
            "/pool/mcp",
            &[],
            &["pkce.not_in_metadata", "scope.none_known"],
        )
    },
];

const fn at_mcp(
    id: &'static str,
    title: &'static str,
    faults: &'static [ResourceFault],
    findings: &'static [&'static str],
) -> Scenario {
    at(id, title, "/mcp", faults, findings)
}

const fn at(
    id: &'static str,
    title: &'static str,
    path: &'static str,
    faults: &'static [ResourceFault],
    findings: &'static [&'static str],
) -> Scenario {
    Scenario {
        id,
        title,
        knobs: Knobs { resource: faults, ..Knobs::FAITHFUL },
        client_id: "",
        resource: Some(path),
        findings,
        ..CLEAN
    }
}
