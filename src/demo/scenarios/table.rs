//! The table of scenarios, in the order of the flow.

use std::time::Duration;

use super::resources::RESOURCES;
use super::scenario::Change::{Append, Remove, Set};
use super::scenario::ClientFault::{
    Authorization, ClientSecret, ForeignVerifier, ForgedState, OldRefreshToken, Redemption, RedemptionByGet,
    RevokeAccessToken, SignOutUri, StaleCallback, UserInfoWithIdToken,
};
use super::scenario::{CLEAN, ClientFault, Scenario};
use crate::demo::directory::client_id;
use crate::demo::knobs::{Endpoint, Fault, Knobs};
use crate::session::Purpose;

/// Every scenario of a sign-in at the pool, in the order of the flow.
pub const ALL: &[Scenario] = &[
    // Before the login page.
    provider(
        "no-domain",
        "the user pool has no domain, so discovery names endpoints that do not work",
        Knobs { domain: false, ..Knobs::FAITHFUL },
        &["discovery.no_domain"],
    ),
    endpoint_fault(
        "discovery-page",
        "discovery returns an HTML page",
        &[(Endpoint::Discovery, Fault::Page(400))],
        &["discovery.unreadable"],
    ),
    endpoint_fault("jwks-dead", "the JWK Set cannot be fetched", &[(Endpoint::Jwks, Fault::Dead)], &["network.broken"]),
    client(
        "redirect-slash",
        "the redirect URI has a trailing slash that is not registered",
        &[Authorization("redirect_uri", Append("/"))],
        &["redirect_uri.not_registered"],
    ),
    client(
        "redirect-127",
        "the redirect URI is http://127.0.0.1:3000/, but only http://localhost:3000/ is registered",
        &[Authorization("redirect_uri", Set("http://127.0.0.1:3000/"))],
        &["redirect_uri.not_registered"],
    ),
    client(
        "client-unknown",
        "the client id belongs to another user pool",
        &[Authorization("client_id", Set("7another0pools0client0id007"))],
        &["client.unknown"],
    ),
    provider(
        "oauth-off",
        "the app client is not enabled for OAuth flows",
        Knobs { oauth_flows: false, ..Knobs::FAITHFUL },
        &["client.oauth_disabled"],
    ),
    provider(
        "no-branding",
        "managed login has no branding style for the app client",
        Knobs { branding: false, ..Knobs::FAITHFUL },
        &["login.no_branding"],
    ),
    client(
        "idp-not-enabled",
        "the identity provider is not enabled for the app client",
        &[Authorization("identity_provider", Set("Okta"))],
        &["identity_provider.not_enabled"],
    ),
    Scenario {
        knobs: Knobs { csrf_cookie: false, ..Knobs::FAITHFUL },
        ..federated(
            "csrf-cookie-blocked",
            "the browser lost Cognito's cookie during the federated sign-in",
            "erin@example.com",
            &["federation.invalid_state"],
        )
    },
    // The callback contains an error.
    client(
        "response-type-missing",
        "the authorization request has no response_type",
        &[Authorization("response_type", Remove)],
        &["authorization.response_type_missing"],
    ),
    client(
        "pkce-method-missing",
        "a code challenge is sent without its method",
        &[Authorization("code_challenge_method", Remove)],
        &["pkce.method"],
    ),
    client(
        "pkce-plain",
        "the code challenge method is plain",
        &[Authorization("code_challenge_method", Set("plain"))],
        &["pkce.method"],
    ),
    client(
        "flow-not-enabled",
        "response_type=token, which the app client does not allow",
        &[Authorization("response_type", Set("token"))],
        &["authorization.flow_not_allowed", "authorization.implicit_grant"],
    ),
    client(
        "offline-access",
        "the scope offline_access, which Cognito does not support",
        &[Authorization("scope", Append(" offline_access"))],
        &["scope.offline_access"],
    ),
    Scenario {
        client_id: client_id::WITHOUT_OPENID,
        ..client(
            "scope-not-enabled",
            "the app client may not request openid",
            &[Authorization("scope", Set("openid email"))],
            &["authorization.scope_refused"],
        )
    },
    Scenario {
        knobs: Knobs { documented_errors: true, ..Knobs::FAITHFUL },
        ..client(
            "scope-documented",
            "a scope that is not enabled; the provider returns the error of the AWS documentation",
            &[Authorization("scope", Append(" demo-api/admin"))],
            &["authorization.scope_refused"],
        )
    },
    Scenario {
        knobs: Knobs { resource_binding: false, ..Knobs::FAITHFUL },
        ..client(
            "resource-refused",
            "the app client cannot bind its tokens to a resource",
            &[Authorization("resource", Set("https://api.example.com"))],
            &["authorization.scope_refused"],
        )
    },
    client(
        "login-required",
        "prompt=none without a session in the browser",
        &[Authorization("prompt", Set("none"))],
        &["login.required"],
    ),
    Scenario { user: "carol", ..client("user-disabled", "the user is disabled", &[], &["user.disabled"]) },
    federated("server-error", "Cognito has an internal error", "server@example.com", &["authorization.server_error"]),
    federated(
        "cancelled",
        "the user cancelled at the identity provider",
        "cancel@example.com",
        &["authorization.access_denied"],
    ),
    federated(
        "permission-denied",
        "the user denied consent at the identity provider",
        "denied@example.com",
        &["authorization.access_denied"],
    ),
    federated(
        "idp-token-timeout",
        "the identity provider's token endpoint does not respond to Cognito",
        "timeout@example.com",
        &["federation.idp_timeout"],
    ),
    federated(
        "idp-jwks-timeout",
        "Cognito cannot fetch the identity provider's keys",
        "jwks@example.com",
        &["federation.idp_timeout"],
    ),
    federated("idp-read-timeout", "the identity provider is too slow", "slow@example.com", &["federation.idp_timeout"]),
    federated(
        "idp-reset",
        "the connection from Cognito to the identity provider was reset",
        "reset@example.com",
        &["federation.idp_connection"],
    ),
    federated(
        "idp-error",
        "the identity provider rejects Cognito's client secret",
        "badclient@example.com",
        &["federation.idp_error"],
    ),
    federated(
        "idp-bad-response",
        "the identity provider's token endpoint returns an error to Cognito",
        "badtoken@example.com",
        &["federation.idp_error"],
    ),
    federated(
        "attributes-missing",
        "the identity provider does not send an attribute that the pool requires",
        "noattr@example.com",
        &["federation.attributes_missing"],
    ),
    federated(
        "attribute-immutable",
        "a mapped attribute is immutable, but the identity provider sends a new value",
        "immutable@example.com",
        &["federation.attribute_immutable"],
    ),
    federated(
        "lambda-presignup",
        "the PreSignUp trigger rejects the sign-up",
        "presignup@example.com",
        &["login.trigger_refused"],
    ),
    federated(
        "lambda-preauth",
        "the PreAuthentication trigger rejects the sign-in",
        "preauth@example.com",
        &["login.trigger_refused"],
    ),
    federated(
        "account-linked",
        "the first sign-in after an account was linked fails once",
        "linked@example.com",
        &["federation.account_linked"],
    ),
    client(
        "state-forged",
        "an attacker injects a callback: its state was never sent",
        &[ForgedState],
        &["state.mismatch"],
    ),
    // The token endpoint.
    Scenario {
        requests: &[Purpose::Token, Purpose::Token],
        ..client("code-replayed", "the code is redeemed twice", &[], &["code.replayed"])
    },
    Scenario {
        knobs: Knobs { code_lifetime: 0, ..Knobs::FAITHFUL },
        ..client("code-expired", "the code is redeemed after six minutes", &[StaleCallback(360)], &["code.expired"])
    },
    client(
        "verifier-lost",
        "the code verifier is not sent",
        &[Redemption("code_verifier", Remove)],
        &["pkce.verifier_missing"],
    ),
    client(
        "verifier-foreign",
        "the code verifier is from another tab",
        &[ForeignVerifier],
        &["pkce.verifier_mismatch"],
    ),
    client(
        "challenge-padded",
        "the code challenge is padded base64",
        &[Authorization("code_challenge", Append("="))],
        &["pkce.challenge_malformed"],
    ),
    client(
        "redirect-changed",
        "the redirect URI of the token request differs from the authorization request",
        &[Redemption("redirect_uri", Append("/"))],
        &["redirect_uri.changed"],
    ),
    client(
        "redirect-misnamed",
        "the token request has redirect_url instead of redirect_uri",
        &[Redemption("redirect_uri", Remove), Redemption("redirect_url", Set("http://localhost:8765/callback"))],
        &["token_request.misspelt"],
    ),
    client("token-get", "the token request is a GET", &[RedemptionByGet], &["token_request.method"]),
    Scenario {
        client_id: client_id::CONFIDENTIAL,
        ..client(
            "secret-missing",
            "the app client has a secret, but none is sent",
            &[ClientSecret(None)],
            &["client.secret_missing"],
        )
    },
    Scenario {
        client_id: client_id::CONFIDENTIAL,
        ..client(
            "secret-wrong",
            "the client secret is wrong",
            &[ClientSecret(Some("1wrong0secret0of0grantscope0demo0client"))],
            &["client.secret_refused"],
        )
    },
    client(
        "secret-unexpected",
        "a secret is sent, but the app client has none",
        &[ClientSecret(Some("1secret0that0this0client0does0not0have"))],
        &["client.secret_refused"],
    ),
    provider(
        "attribute-unreadable",
        "the app client may read email, but not email_verified",
        Knobs { unreadable_attributes: &["email_verified"], ..Knobs::FAITHFUL },
        &["code.refused"],
    ),
    Scenario {
        knobs: Knobs { scopeless_codes: false, ..Knobs::FAITHFUL },
        ..client(
            "scope-left-out",
            "no scope is sent, and the code cannot be redeemed",
            &[Authorization("scope", Remove), Authorization("nonce", Remove)],
            &["code.without_scope"],
        )
    },
    endpoint_fault(
        "token-page",
        "the token endpoint returns an HTML page",
        &[(Endpoint::Token, Fault::Page(502))],
        &["provider.unavailable"],
    ),
    endpoint_fault(
        "token-blocked",
        "a firewall blocks the token endpoint",
        &[(Endpoint::Token, Fault::Page(403))],
        &["provider.forbidden"],
    ),
    endpoint_fault(
        "token-empty",
        "the token response is empty",
        &[(Endpoint::Token, Fault::Empty)],
        &["token_response.unreadable"],
    ),
    endpoint_fault(
        "token-garbled",
        "the token response is not JSON",
        &[(Endpoint::Token, Fault::Garbled)],
        &["token_response.unreadable"],
    ),
    endpoint_fault(
        "token-cut",
        "the token response is cut off",
        &[(Endpoint::Token, Fault::Cut(200))],
        &["response.cut"],
    ),
    endpoint_fault(
        "token-throttled",
        "too many requests",
        &[(Endpoint::Token, Fault::Throttled)],
        &["provider.throttled"],
    ),
    endpoint_fault(
        "token-dead",
        "the token endpoint closes the connection",
        &[(Endpoint::Token, Fault::Dead)],
        &["network.broken"],
    ),
    endpoint_fault(
        "token-slow",
        "the token endpoint responds after 40 seconds",
        &[(Endpoint::Token, Fault::Slow(Duration::from_secs(40)))],
        &["network.timeout"],
    ),
    // The tokens.
    provider(
        "keys-rotated",
        "the keys were rotated after the tokens were signed",
        Knobs { rotated_keys: true, ..Knobs::FAITHFUL },
        &["signature.unknown_kid"],
    ),
    provider(
        "clock-ahead",
        "the provider's clock is ten minutes ahead of this machine's",
        Knobs { clock_offset: 600, ..Knobs::FAITHFUL },
        &["clock.offset"],
    ),
    provider(
        "clock-behind",
        "the provider's clock is two hours behind this machine's",
        Knobs { clock_offset: -7200, ..Knobs::FAITHFUL },
        &["clock.offset"],
    ),
    provider(
        "token-from-the-future",
        "the tokens' iat is five minutes in the future",
        Knobs { token_clock_offset: 300, ..Knobs::FAITHFUL },
        &["token.issued_in_future"],
    ),
    provider(
        "token-expired",
        "the tokens have already expired when they arrive",
        Knobs { token_clock_offset: -7200, ..Knobs::FAITHFUL },
        &["token.expired"],
    ),
    provider(
        "issuer-updated",
        "the pool uses the updated issuer",
        Knobs { updated_issuer: true, ..Knobs::FAITHFUL },
        &["token.issuer_updated"],
    ),
    Scenario {
        user: "erin@example.com",
        ..client(
            "nonce-unsolicited",
            "the first federated login returns a nonce that was not sent",
            &[Authorization("nonce", Remove)],
            &["nonce.unsolicited"],
        )
    },
    provider(
        "nonce-mismatch",
        "the ID token belongs to another request: its nonce was never sent",
        Knobs { foreign_nonce: true, ..Knobs::FAITHFUL },
        &["nonce.mismatch"],
    ),
    client(
        "openid-missing",
        "openid was not requested: there is no ID token, and UserInfo rejects the request",
        &[Authorization("scope", Set("aws.cognito.signin.user.admin")), Authorization("nonce", Remove)],
        &["scope.openid_missing"],
    ),
    // UserInfo, refresh, revocation, sign-out.
    client(
        "userinfo-id-token",
        "UserInfo is called with the ID token",
        &[UserInfoWithIdToken],
        &["userinfo.wrong_token"],
    ),
    provider(
        "signed-out-everywhere",
        "the user was signed out on all devices right after the login",
        Knobs { revoke_at_once: true, ..Knobs::FAITHFUL },
        &["userinfo.token_refused"],
    ),
    endpoint_fault(
        "userinfo-slow",
        "UserInfo responds after four seconds",
        &[(Endpoint::UserInfo, Fault::Slow(Duration::from_secs(4)))],
        &["network.slow"],
    ),
    provider(
        "userinfo-foreign",
        "UserInfo returns another user's claims",
        Knobs { foreign_userinfo: true, ..Knobs::FAITHFUL },
        &["userinfo.sub_mismatch"],
    ),
    Scenario {
        client_id: client_id::ROTATING,
        knobs: Knobs { rotation_grace: Some(0), ..Knobs::FAITHFUL },
        requests: &[Purpose::Token, Purpose::Refresh, Purpose::Refresh],
        ..client(
            "refresh-rotated-out",
            "a refresh token is used again after rotation",
            &[OldRefreshToken],
            &["refresh.rotated_out"],
        )
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Revocation, Purpose::Refresh],
        ..client("refresh-revoked", "the refresh token was revoked", &[], &["refresh.revoked"])
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Refresh],
        ..provider(
            "refresh-expired",
            "the refresh token has expired",
            Knobs { refresh_token_lifetime: 0, ..Knobs::FAITHFUL },
            &["refresh.refused"],
        )
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Refresh],
        ..provider(
            "device-tracking",
            "the refresh token is bound to a remembered device, and the token endpoint rejects it",
            Knobs { device_tracking: true, ..Knobs::FAITHFUL },
            &["refresh.refused"],
        )
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Revocation],
        ..provider(
            "revocation-off",
            "token revocation is disabled for the app client",
            Knobs { revocation: false, ..Knobs::FAITHFUL },
            &["revocation.disabled"],
        )
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Revocation],
        ..client(
            "revoke-access-token",
            "the access token is sent to the revocation endpoint",
            &[RevokeAccessToken],
            &["revocation.token_type"],
        )
    },
    Scenario {
        requests: &[Purpose::Token, Purpose::Logout],
        ..client(
            "sign-out-uri",
            "the sign-out URL is not registered: its slash is missing",
            &[SignOutUri(Set("http://localhost:8765"))],
            &["logout.uri_not_registered"],
        )
    },
];

/// A mistake of the client.
const fn client(
    id: &'static str,
    title: &'static str,
    faults: &'static [ClientFault],
    findings: &'static [&'static str],
) -> Scenario {
    Scenario { id, title, faults, findings, ..CLEAN }
}

/// A fault of the provider.
const fn provider(id: &'static str, title: &'static str, knobs: Knobs, findings: &'static [&'static str]) -> Scenario {
    Scenario { id, title, knobs, findings, ..CLEAN }
}

/// A federated sign-in that is rejected.
const fn federated(
    id: &'static str,
    title: &'static str,
    user: &'static str,
    findings: &'static [&'static str],
) -> Scenario {
    Scenario { id, title, user, findings, ..CLEAN }
}

/// An endpoint that misbehaves.
const fn endpoint_fault(
    id: &'static str,
    title: &'static str,
    faults: &'static [(Endpoint, Fault)],
    findings: &'static [&'static str],
) -> Scenario {
    provider(id, title, Knobs { faults, ..Knobs::FAITHFUL }, findings)
}

/// Every scenario: those of a sign-in at the pool, then those that begin at a protected resource.
pub fn every() -> impl Iterator<Item = &'static Scenario> + Clone {
    ALL.iter().chain(RESOURCES)
}

/// The scenario called `id`, including `clean`.
pub fn find(id: &str) -> Option<&'static Scenario> {
    static CLEAN_LOGIN: Scenario = CLEAN;
    if id == CLEAN_LOGIN.id {
        return Some(&CLEAN_LOGIN);
    }
    every().find(|scenario| scenario.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::scenarios::{PLANTED_CODE, profile};
    use std::collections::BTreeSet;

    #[test]
    fn every_scenario_has_its_own_name_and_causes_a_finding() {
        let ids: BTreeSet<_> = ALL.iter().map(|scenario| scenario.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert!(ALL.len() >= 30);
        for scenario in ALL {
            assert!(!scenario.findings.is_empty(), "{}", scenario.id);
            assert_eq!(find(scenario.id).map(|found| found.title), Some(scenario.title));
            assert!(profile("http://localhost:1/us-east-1_DemoPool1", scenario.client_id).is_some());
        }
    }

    #[test]
    fn a_forged_callback_has_the_code_and_the_state_of_another_session() {
        let forged = find("state-forged").unwrap().amend_callback("http://localhost/cb?code=c&state=s&x=1");
        assert_eq!(forged, format!("http://localhost/cb?code={PLANTED_CODE}&state=attackers0own0state&x=1"));
    }
}
