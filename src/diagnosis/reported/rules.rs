//! Rules that are detected only in messages.

use crate::protocol::finding::rules;

rules! {
    /// Rules that are detected only in messages.
    pub(in crate::diagnosis) RULES;

    pub(super) STATE_UNKNOWN: Error "state.unknown", "The application does not know the callback's state", "RFC 6749 10.12";
    pub(super) COOKIE_LOST: Error "cookie.lost", "The application's sign-in cookie is missing at the callback";
    pub(super) COOKIE_REJECTED: Error "cookie.rejected", "The browser rejected a cookie", "RFC 6265bis 5.7";
    pub(super) SESSION_LOST: Error "app_session.lost", "The application lost the sign-in that it started";
    pub(super) SESSION_UNREADABLE: Error "app_session.unreadable", "The application cannot decrypt its own session";
    pub(super) APP_SECRET: Error "app_session.secret_missing", "The application has no secret for its own cookies";
    pub(super) CONFIGURATION: Error "app.not_configured", "The library is not configured";
    pub(super) NONCE_UNEXPECTED: Error "nonce.unexpected", "The library sent no nonce, but the ID token has one", "OIDC Core 2";
    pub(super) NONCE_ABSENT: Error "nonce.absent", "The ID token does not have the nonce that was sent", "OIDC Core 3.1.3.7";
    pub(super) AUDIENCE_ABSENT: Error "audience.missing", "The token has no audience", "RFC 7519 4.1.3";
    pub(super) AT_HASH: Error "at_hash.access_token_needed", "The access token is needed to check at_hash", "OIDC Core 3.1.3.8";
    pub(super) ENCRYPTED: Error "token.encrypted", "The token is encrypted", "RFC 7516 1";
    pub(super) ID_TOKEN_UNEXPECTED: Error "token_response.id_token_unexpected",
        "The library is not configured for an ID token", "OIDC Core 3.1.3.3";
    pub(super) NO_JWT: Error "token.not_a_jwt", "The value is not a JWT", "RFC 7519 7.2";
    pub(super) TOKEN_REVOKED: Error "token.revoked", "The access token was revoked", "RFC 7009 2";
    pub(super) USER_API_SCOPE: Error "api.scope_missing", "Scope missing for the user API";
    pub(super) FLOW: Error "api.flow_not_enabled", "Sign-in flow not enabled for the app client";
    pub(super) SECRET_HASH: Error "api.secret_hash", "SECRET_HASH missing or wrong";
    pub(super) SUBDOMAIN: Error "domain.parent_unresolved", "Parent of the custom domain has no A record";
    pub(super) CERTIFICATE: Error "domain.certificate", "Custom domain certificate rejected";
    pub(super) KEYS: Error "jwks.not_fetched", "The verifier could not fetch the signing keys", "OIDC Core 10.1.1";
    pub(super) TWO_AUTHORIZATIONS: Error "api.two_authorizations", "The request has two authorizations at once";
    pub(super) AWS_SIGNATURE: Error "api.aws_signature_expected", "The API expects an AWS signature";
    pub(super) POOL_UNKNOWN: Error "api.pool_unknown", "The API does not know the user pool";
    pub(super) IDENTITY_POOL: Error "identity_pool.provider", "The identity pool does not accept this user pool's tokens";
    pub(super) IDENTITY_POOL_ROLE: Error "identity_pool.no_role", "The identity pool assigns no role";
    pub(super) IDENTITY: Error "identity_pool.identity_forbidden", "The identity pool denies access to the identity";
    pub(super) ROLE: Error "aws_role.token_not_accepted", "The AWS role does not accept the token";
    pub(super) ROLE_PROVIDER: Error "aws_role.provider_unknown", "The AWS account does not know the token's issuer";
    pub(in crate::diagnosis) CLIENT_REFUSED: Error "client.refused", "The provider rejected the client", "RFC 6749 5.2";
    pub(super) SECRET_EXPIRED: Error "client.secret_expired", "The client secret has expired", "RFC 6749 5.2";
    pub(super) SECRET_UNEXPECTED: Error "client.secret_unexpected", "A public client sent a secret", "RFC 6749 2.1";
    pub(super) PKCE_REQUIRED: Error "pkce.required", "The provider requires PKCE", "RFC 7636 4.4.1";
    pub(super) PKCE_UNANNOUNCED: Error "pkce.unannounced", "The provider's metadata does not announce PKCE", "RFC 8414 2";
    pub(in crate::diagnosis) BODY_NOT_LOGGED: Error "response.body_not_logged", "The log does not have the body of the failed response";
    pub(super) MALFORMED: Error "redirect_uri.malformed", "The redirect URI is not an absolute URI", "RFC 6749 3.1.2";
    pub(super) PLATFORM: Error "redirect_uri.platform", "The redirect URI is registered for another platform";
    pub(super) CANCELLED: Error "login.cancelled", "The user cancelled the sign-in", "RFC 6749 4.1.2.1";
    pub(super) NOT_ALLOWED: Error "user.not_allowed", "The user is not allowed into the application";
    pub(super) NOT_LINKED: Error "user.not_linked", "The account exists, but is not linked to this sign-in";
    pub(super) USER_UNKNOWN: Error "user.unknown", "The provider does not know the user";
    pub(super) EMAIL_UNVERIFIED: Error "user.email_unverified", "The email address is not verified", "OIDC Core 5.1";
    pub(super) EMAIL_ABSENT: Error "user.email_absent", "The application received no email address", "OIDC Core 5.4";
    pub(super) EMAIL_REFUSED: Error "user.email_not_allowed", "The application does not allow this email address";
    pub(super) TENANT: Error "tenant.mismatch", "The account or the client belongs to another tenant";
    pub(super) REFRESH_ABSENT: Error "refresh.no_token", "There is no refresh token to use", "RFC 6749 6";
    pub(super) NO_DISCOVERY: Error "discovery.not_fetched",
        "The library could not fetch the discovery document", "OIDC Discovery 4";
    pub(super) REDIRECT_LOOP: Error "browser.redirect_loop", "The browser was redirected too many times";
    pub(super) OTHER_USER: Error "login.other_user", "Another user is signed in at the provider in this browser";
    pub(super) REALM_UNKNOWN: Error "issuer.realm_unknown", "The provider does not know the realm";
    pub(super) MIXED_CONTENT: Error "browser.mixed_content", "An https page requests plain http";
    pub(super) FRAME: Error "browser.frame_refused", "The provider's page cannot be shown in a frame";
    pub(super) FRAME_TIMEOUT: Error "browser.frame_timeout", "The sign-in in a hidden frame timed out";
    pub(super) POPUP: Error "browser.popup", "The sign-in window was blocked or closed";
    pub(super) INSECURE: Error "browser.insecure_context", "The page is not in a secure context";
    pub(super) START_REFUSED: Error "login.start_refused", "The application refused to start the sign-in";
    pub(super) LOGIN_PAGE_EXPIRED: Error "login.page_expired", "The provider's login page expired";
    pub(super) IN_PROGRESS: Error "login.in_progress", "Another sign-in of this page is not finished";
    pub(super) NOT_SIGNED_IN: Error "app_session.not_signed_in", "No user is signed in to the application";
    pub(super) ALREADY_SIGNED_IN: Error "app_session.already_signed_in", "A user is already signed in to the application";
    pub(super) UNTRUSTED_HOST: Error "app.untrusted_host", "The application does not trust its host name";
    pub(super) HTTPS: Error "app.https_required", "The library requires https";
    pub(super) NO_KEY: Error "signature.no_key", "The verifier has no key", "RFC 7515 5.2";
    pub(super) UNREACHABLE: Error "token_request.unreachable", "The token endpoint could not be reached";
    pub(super) NOT_OAUTH: Error "response.not_oauth", "The response is not an OAuth response", "RFC 6749 5.2";
    pub(super) HEADERS_TOO_LARGE: Error "network.headers_too_large", "Headers or cookies too large";
    pub(super) ORIGIN: Error "client.origin_not_registered", "The page's origin is not registered";
    pub(super) SCOPE_CHANGED: Error "scope.changed", "Granted scopes differ from the requested ones", "RFC 6749 5.1";
    pub(super) EMBEDDED: Error "browser.embedded", "The provider does not allow embedded browsers", "RFC 8252 8.12";
    pub(super) NOT_CONFIRMED: Error "user.not_confirmed", "The user has not confirmed the sign-up";
    pub(super) CREDENTIALS: Error "user.credentials_wrong", "User name or password is wrong";
    pub(super) REGISTRATION_LOST: Error "registration.lost", "The client no longer has its registration", "RFC 7591 3";
    pub(super) METADATA: Error "resource_metadata.not_read", "The OAuth metadata could not be read", "RFC 9728 3, RFC 8414 3";
    pub(super) CONTENT_POLICY: Error "browser.content_policy", "The page's Content Security Policy blocked the request";
    pub(in crate::diagnosis) ELSEWHERE: Error "login.cause_not_logged", "The sign-in failed, and the line does not say why";
}
