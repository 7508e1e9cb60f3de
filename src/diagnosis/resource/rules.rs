//! The rules of this area.

use crate::protocol::finding::rules;

rules! {
    pub(in crate::diagnosis) RULES;

    pub(super) OPEN: Warning "resource.open", "The resource answers without a token", "RFC 6750 3";
    pub(super) NO_401: Error "resource.unexpected_answer",
        "The resource does not ask for a token", "RFC 9110 15.5.2";
    pub(super) NO_CHALLENGE: Warning "resource.no_challenge",
        "The challenge does not name the resource metadata", "RFC 9728 5.1";
    pub(super) BEARER_NOT_FIRST: Info "resource.bearer_not_first",
        "The Bearer challenge is not the first one", "RFC 9110 11.6.1";
    pub(super) CHALLENGE_CONFLICT: Warning "resource.conflicting_challenge",
        "Conflicting values in the challenge", "RFC 6750 3";
    pub(super) MEMBER_CONFLICT: Error "resource_metadata.conflicting_member",
        "Conflicting values of a resource metadata member", "RFC 8259 4";
    pub(super) NOT_FOUND: Error "resource_metadata.not_found", "Protected resource metadata not found", "RFC 9728 3";
    pub(super) PROTECTED: Error "resource_metadata.protected",
        "Protected resource metadata is not public", "RFC 9728 3.2";
    pub(super) UNREADABLE: Error "resource_metadata.unreadable",
        "Unreadable protected resource metadata", "RFC 9728 3.2";
    pub(in crate::diagnosis) OTHER_RESOURCE: Error "resource_metadata.resource_mismatch",
        "The protected resource metadata is about another resource", "RFC 9728 3.3";
    pub(super) INEXACT: Warning "resource_metadata.resource_inexact",
        "The resource identifier differs from the called URL", "RFC 9728 3.3";
    pub(super) RESOURCE_MISSING: Error "resource_metadata.resource_missing",
        "resource missing from the protected resource metadata", "RFC 9728 2";
    pub(super) NO_SERVER: Error "resource_metadata.no_authorization_server",
        "No authorization server named", "RFC 9728 2";
    pub(super) NOT_LISTED: Error "resource_metadata.server_not_listed",
        "The resource does not accept this authorization server", "RFC 9728 2";
    pub(super) SERVER_UNUSABLE: Error "resource_metadata.server_unusable",
        "The named authorization server cannot be used", "RFC 9728 7.7";
    pub(super) SLASH: Warning "resource.slash_added",
        "Resource identifier and URL differ by a trailing slash", "RFC 8707 2";
    pub(super) WRONG_LOCATION: Error "discovery.wrong_location",
        "The metadata is at a location that RFC 8414 does not allow", "RFC 8414 3.1";
    pub(super) PKCE_SILENT: Warning "pkce.not_in_metadata", "Metadata does not announce PKCE", "RFC 8414 2";
    pub(super) PKCE_WITHOUT_S256: Error "pkce.s256_not_supported", "S256 is not supported", "RFC 7636 4.2";
    pub(in crate::diagnosis) NO_CLIENT_ID: Error "registration.no_client_id",
        "The provider has no dynamic client registration", "RFC 7591 3";
    pub(in crate::diagnosis) REGISTRATION_REFUSED: Error "registration.refused",
        "The provider rejected the client registration", "RFC 7591 3.2.2";
    pub(super) REDIRECT_REFUSED: Error "registration.redirect_uri_refused",
        "The provider rejected the redirect URI of the registration", "RFC 7591 3.2.2";
    pub(super) DEAD: Error "registration.dead", "The provider no longer knows the registered client", "RFC 7592 2";
    pub(super) PORT_DRIFTED: Error "redirect_uri.port_drifted",
        "The redirect URI has another port than the registered one", "RFC 8252 7.3";
    pub(super) HOST_DRIFTED: Error "redirect_uri.host_drifted",
        "The redirect URI has another host than the registered one", "RFC 8252 7.3";
    pub(super) PATH_DRIFTED: Error "redirect_uri.path_drifted",
        "The redirect URI has another path than the registered one", "RFC 8252 7.3";
    pub(super) METHOD_MISMATCH: Error "client.method_mismatch",
        "Client authentication differs from the registration", "RFC 7591 3.2.1";
    pub(super) RESOURCE_ABSENT: Warning "resource.missing", "resource missing from the authorization request", "RFC 8707 2";
    pub(super) NO_SCOPE: Info "scope.none_known", "The resource names no scope", "RFC 6750 3";
    pub(super) WRONG_LIST: Warning "scope.wrong_list",
        "Clients may request the scopes of the authorization server", "RFC 9728 2";
    pub(super) CALL_FAILED: Error "resource.call_failed", "The call of the resource failed", "RFC 9110 15";
    pub(super) STEP_UP: Info "scope.step_up", "The call needed more scopes", "RFC 6750 3.1";
    pub(super) STEP_UP_LOOP: Error "scope.step_up_loop", "More scopes do not help", "RFC 6750 3.1";
    pub(super) COGNITO_PORT: Info "redirect_uri.port_fixed", "Cognito compares the redirect URI with its port";
    pub(super) COGNITO_RESOURCE: Info "resource.must_be_registered",
        "The user pool must know the resource", "RFC 8707 2";
    pub(super) COGNITO_OFFLINE: Info "scope.offline_access_unknown", "Cognito has no scope offline_access";
}
