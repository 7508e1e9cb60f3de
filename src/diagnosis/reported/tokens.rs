//! What is said of the token request and of its answer: code, refresh token, code verifier.

use super::row::{Made, Row, rows};
use crate::diagnosis::token_endpoint::{form, granted, invalid_grant};
use crate::diagnosis::{authorization, callback, refresh, token_endpoint};
use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::reading::sentences::{Cause, Said};

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    PKCE_REQUIRED: Error "pkce.required", "The provider requires PKCE", "RFC 7636 4.4.1";
    pub(in crate::diagnosis) BODY_NOT_LOGGED: Error "response.body_not_logged",
        "The log does not have the body of the failed response";
    REFRESH_ABSENT: Error "refresh.no_token", "There is no refresh token to use", "RFC 6749 6";
    UNREACHABLE: Error "token_request.unreachable", "The token endpoint could not be reached";
    NOT_OAUTH: Error "response.not_oauth", "The response is not an OAuth response", "RFC 6749 5.2";
    SCOPE_CHANGED: Error "scope.changed", "Granted scopes differ from the requested ones", "RFC 6749 5.1";
}

rows! {
    RequestMalformed: form::INVALID,
        "{Source} rejects the request as malformed and does not name the parameter.",
        "Send the parameters as a form, each once and encoded once. Compare the authority and the endpoint with the \
         provider's documentation: parameters of another version or grant cause this too.";
    ParameterMissing: form::INCOMPLETE,
        "{Source} reports that a parameter of the request is missing.",
        "Send the parameters as a form (application/x-www-form-urlencoded) in the body of a POST, not as JSON and \
         not in the URL.";
    TokenEndpointUnreachable: UNREACHABLE,
        "{Source} could not reach the token endpoint, or the endpoint failed or responded too late.",
        "Check the token endpoint's URL and the route to it from there: DNS, outbound rules and proxies. For a load \
         balancer the listener's security group must allow outbound https.",
        [MsalJs] "Look at the request in the browser's network panel. If CORS blocked the response, register the redirect URI \
         as \"Single-page application\" in the app registration; if nothing was sent, check the page's Content \
         Security Policy and the network.";
    NotOAuthAnswer: NOT_OAUTH,
        "{Source} expected an OAuth error document and received something else: the server has no such endpoint, or \
         a proxy or error page responded.",
        "Open the URL of the failed request. If the server needs no sign-in or a fixed token, configure that instead \
         of OAuth.";
    TypeMissing: granted::TYPE_MISSING,
        "{Source} requires token_type in the token response, and this response has none.",
        "RFC 6749 requires the member: have the provider add \"token_type\": \"Bearer\".";
    ScopeChanged: SCOPE_CHANGED,
        "{Source} compares the granted scopes with the requested ones, and they differ. The provider is allowed to \
         do this.",
        "Request the scopes with the names that the provider returns, including openid, or set \
         OAUTHLIB_RELAX_TOKEN_SCOPE=1.";
    IdTokenMissing: granted::ID_TOKEN_MISSING,
        "{Source} needs an ID token, but the token response has none: the scope openid was not requested or not \
         granted.",
        "Request the scope openid and allow it for the client.";
    CodeReused: invalid_grant::REPLAYED,
        "The code was sent to the token endpoint a second time. A code is redeemed once: the callback page was \
         loaded twice, two parts of the application redeem it, or a retry sent it again.",
        "Redeem the code in one place and leave the callback page immediately (React StrictMode runs effects twice). \
         Start a new sign-in for a new code.";
    FederatedTokenRefused: token_endpoint::GRANT_NOT_ACCEPTED,
        "{Source} reports that the token of the other issuer (workload identity federation) does not fulfil the \
         conditions of the trust: its iss, sub, aud or another claim differs.",
        "Decode the token that was sent. Compare iss, sub and aud letter by letter with the federated credential, \
         and every claim with the attribute condition of the provider (repository, branch, environment).";
    CodeOfOtherClient: invalid_grant::CODE_OTHER_CLIENT,
        "{Source} reports that the code was issued to another client than the one that redeems it.",
        "Use the same client ID for the authorization request and the token request: an app and a web page (with \
         Apple the bundle id and the Services ID) are two clients.";
    DeviceCodeExpired: token_endpoint::DEVICE_EXPIRED,
        "{Source} reports that the device code expired before the user confirmed the device.",
        "Start the sign-in again, and enter the new code on the provider's page at once.";
    CodeExpired: callback::CODE_EXPIRED,
        "The code was too old when it was redeemed.",
        "Redeem the code as soon as the callback arrives. Start a new sign-in for a new code.";
    GrantExpired: invalid_grant::GRANT_REFUSED,
        "{Source} reports that the code or the refresh token has expired.",
        "Redeem a code as soon as the callback arrives. For a refresh token, sign in again: its lifetime or its idle \
         time is over.";
    CodeRefused: invalid_grant::CODE_REFUSED,
        "The provider rejected the code: it was used before, it is too old, it belongs to another client, or it was \
         changed on the way.",
        "Start a new sign-in and redeem its code once, at once, with the same client and redirect URI.";
    InvalidGrant: invalid_grant::GRANT_REFUSED,
        "{Source} reports invalid_grant: the code or refresh token was used before, is too old, belongs to another \
         client, or redirect URI or code verifier do not match the authorization request.",
        "Start a new sign-in and redeem its code once. If that fails too, compare the redirect URI of both requests \
         byte for byte, and the code verifier with the challenge.";
    GrantNotAllowed: token_endpoint::GRANT,
        "{Source} reports that the client may not use this grant type.",
        "Allow the grant at the client (for Cognito AllowedOAuthFlows together with \
         AllowedOAuthFlowsUserPoolClient), or use a grant that it allows.",
        [Keycloak] "Turn the flow on in the settings of the client (Capability config): Standard flow for the code, Direct \
         access grants for passwords, Service accounts roles for client_credentials.";
    VerifierMismatch: authorization::PKCE_MISMATCH,
        "{Source} reports that the code_verifier does not match the code_challenge of the authorization request.",
        "Send the verifier of the same sign-in: two sign-ins at once, a second tab or a lost session mix them up. \
         The challenge is base64url of SHA-256 of the verifier, without padding.";
    VerifierMissing: invalid_grant::VERIFIER_MISSING,
        "{Source} reports that the token request has no code_verifier, although the authorization request had a \
         challenge.",
        "Send the code_verifier whose challenge was sent. It must survive the redirect: keep it in the session or in \
         session storage of the same origin.";
    PkceRequired: PKCE_REQUIRED,
        "{Source} reports that the authorization request needs a code_challenge.",
        "Turn PKCE on in the library (S256), or turn the requirement off for the client.";
    RedirectUriChanged: invalid_grant::REDIRECT_CHANGED,
        "{Source} reports that the redirect_uri of the token request differs from that of the authorization request.",
        "Send the same redirect_uri in both requests, byte for byte. Behind a proxy the application often builds it \
         from the internal host or with http: forward the original host and scheme.";
    TokenResponseUnreadable: token_endpoint::UNREADABLE,
        "{Source} could not read the token endpoint's response as a token response.",
        "Look at the raw response: an HTML page means a wrong URL or a proxy, an error document means that the \
         request was rejected.";
    RefreshTokenExpired: refresh::EXPIRED,
        "{Source} reports that the refresh token has expired.",
        "Sign in again. A longer lifetime is a setting of the client.";
    RefreshTokenRevoked: refresh::REVOKED,
        "{Source} reports that the refresh token was revoked: signed out everywhere, password changed, or access \
         removed.",
        "Sign in again.";
    RefreshTokenReused: refresh::ROTATED_OUT,
        "{Source} reports that a rotated refresh token was used again: rotation is on, and an old one was sent.",
        "Store each new refresh token, refresh in one place at a time, and sign in again.";
    RefreshTokenRefused: refresh::REFUSED,
        "{Source} reports that the refresh token was rejected: expired, revoked, used before, or issued to another \
         client.",
        "Sign in again. If it happens soon after sign-in, look for two simultaneous refreshes and for a client id of \
         another stage.";
    RefreshTokenMissing: REFRESH_ABSENT,
        "{Source} has no refresh token to renew the session with.",
        "Request one: offline_access at most providers, access_type=offline at Google; Cognito issues one with the \
         code flow without any scope.";
}

/// Those whose words need more than a template.
pub(super) const MADE: &[Made] = &[(Cause::ResponseBodyMissing, response_body_missing)];

fn response_body_missing(said: &Said) -> Finding {
    body_not_logged(said.value("word"))
}

/// A request failed with a status, but its response was not logged.
pub fn body_not_logged(status: Option<&str>) -> Finding {
    BODY_NOT_LOGGED.found(
        match status {
            Some(status) => format!(
                "The request failed with status {status}. The body of the response, where a provider writes error and \
                 error_description, is not in the log."
            ),
            None => {
                "The request failed. The body of the response, where a provider writes error and error_description, is \
                     not in the log."
                    .to_owned()
            }
        },
        "Log the response body (with axios: error.response.data) and inspect it.",
    )
}
