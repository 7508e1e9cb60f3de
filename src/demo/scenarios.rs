//! The scenarios: each breaks one thing on purpose and names the findings that must come of it, no more and no fewer.
//! They are the lessons of the demo, the test corpus of the diagnosis, and the proof that it works.
//!
//! What is broken stands on the provider's side ([`Scenario::knobs`]), on the client's ([`Scenario::faults`], applied
//! to the drafts of whoever walks: the headless login, the TUI and the tests alike), or in who signs in.

use jiff::SignedDuration;
use serde::Serialize;

use super::directory::{self, CLIENT_SECRET, client_id};
use super::knobs::{Endpoint, Fault, Knobs};
use crate::profile::{Profile, Provider};
use crate::protocol::{Authentication, Method, RequestDraft, Secret};
use crate::session::{AuthorizationDraft, Purpose, Session};

/// One lesson.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The name that `--scenario` takes.
    pub id: &'static str,
    /// What is wrong, in one line.
    pub title: &'static str,
    /// The provider's settings.
    pub knobs: Knobs,
    /// The app client.
    pub client_id: &'static str,
    /// Who signs in: a user name, or the email address of a federated user.
    pub user: &'static str,
    /// What the client does wrong.
    pub faults: &'static [ClientFault],
    /// The client's own requests after the callback, in order.
    pub walk: &'static [Purpose],
    /// The ids of the findings that must come of it.
    pub findings: &'static [&'static str],
}

/// `{"id", "title", "findings"}`: an element of `demo --list-scenarios --json`.
impl Serialize for Scenario {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("findings", self.findings)?;
        map.end()
    }
}

/// Something a client gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientFault {
    /// A parameter of the authorization request.
    Authorization(&'static str, Change),
    /// A parameter of the token request that redeems the code.
    Redemption(&'static str, Change),
    /// The token request goes out as a `GET`.
    RedemptionByGet,
    /// The secret it uses, which may be none.
    ClientSecret(Option<&'static str>),
    /// The callback brings another `state`.
    ForgedState,
    /// So many seconds pass between the callback and the redemption.
    StaleCallback(i64),
    /// The code verifier is another one.
    ForeignVerifier,
    /// UserInfo is asked with the ID token.
    UserInfoWithIdToken,
    /// From the second refresh on, the first refresh token is sent again.
    OldRefreshToken,
    /// The access token is to be revoked.
    RevokeAccessToken,
    /// The sign-out URL, changed.
    SignOutUri(Change),
}

/// How a parameter is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// To this value.
    Set(&'static str),
    /// This is put behind its value.
    Append(&'static str),
    /// It is left out.
    Remove,
}

/// Redeem the code and ask UserInfo: what every login does.
const LOGIN: &[Purpose] = &[Purpose::Token, Purpose::UserInfo];

/// A login in which nothing is wrong: what every scenario differs from.
pub const CLEAN: Scenario = Scenario {
    id: "clean",
    title: "nothing is wrong",
    knobs: Knobs::FAITHFUL,
    client_id: client_id::PUBLIC,
    user: "alice",
    faults: &[],
    walk: LOGIN,
    findings: &[],
};

/// Something wrong on the client's side.
const fn client(
    id: &'static str,
    title: &'static str,
    faults: &'static [ClientFault],
    findings: &'static [&'static str],
) -> Scenario {
    Scenario { id, title, faults, findings, ..CLEAN }
}

/// Something wrong on the provider's side.
const fn provider(id: &'static str, title: &'static str, knobs: Knobs, findings: &'static [&'static str]) -> Scenario {
    Scenario { id, title, knobs, findings, ..CLEAN }
}

/// A federated sign-in that is refused.
const fn federated(
    id: &'static str,
    title: &'static str,
    user: &'static str,
    findings: &'static [&'static str],
) -> Scenario {
    Scenario { id, title, user, findings, ..CLEAN }
}

/// An endpoint that misbehaves.
const fn struck(
    id: &'static str,
    title: &'static str,
    faults: &'static [(Endpoint, Fault)],
    findings: &'static [&'static str],
) -> Scenario {
    provider(id, title, Knobs { faults, ..Knobs::FAITHFUL }, findings)
}

use Change::{Append, Remove, Set};
use ClientFault::{
    Authorization, ClientSecret, ForeignVerifier, ForgedState, OldRefreshToken, Redemption, RedemptionByGet,
    RevokeAccessToken, SignOutUri, StaleCallback, UserInfoWithIdToken,
};

/// Every scenario, in the order of the flow.
pub const ALL: &[Scenario] = &[
    // Before the login page.
    provider(
        "no-domain",
        "the user pool has no domain, so discovery names endpoints that do not work",
        Knobs { domain: false, ..Knobs::FAITHFUL },
        &["discovery.no_domain"],
    ),
    struck(
        "discovery-page",
        "discovery answers with an HTML page",
        &[(Endpoint::Discovery, Fault::Page(400))],
        &["discovery.unreadable"],
    ),
    struck("jwks-dead", "the JWK Set cannot be fetched", &[(Endpoint::Jwks, Fault::Dead)], &["network.broken"]),
    client(
        "redirect-slash",
        "the redirect URI has a trailing slash that is not registered",
        &[Authorization("redirect_uri", Append("/"))],
        &["redirect_uri.not_registered"],
    ),
    client(
        "redirect-127",
        "127.0.0.1 is sent on a port that only localhost is registered for",
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
            "the browser lost Cognito's cookie on the way to the identity provider and back",
            "erin@example.com",
            &["federation.invalid_state"],
        )
    },
    // The callback brings an error.
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
        "the scope offline_access, which Cognito does not have",
        &[Authorization("scope", Append(" offline_access"))],
        &["scope.offline_access"],
    ),
    Scenario {
        client_id: client_id::WITHOUT_OPENID,
        ..client(
            "scope-not-enabled",
            "the app client may not ask for openid",
            &[Authorization("scope", Set("openid email"))],
            &["authorization.scope_refused"],
        )
    },
    Scenario {
        knobs: Knobs { documented_errors: true, ..Knobs::FAITHFUL },
        ..client(
            "scope-documented",
            "a scope that is not enabled, refused as the documentation says",
            &[Authorization("scope", Append(" demo-api/admin"))],
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
        "the person cancelled at the identity provider",
        "cancel@example.com",
        &["authorization.access_denied"],
    ),
    federated(
        "idp-token-timeout",
        "the identity provider's token endpoint does not answer Cognito",
        "timeout@example.com",
        &["federation.idp_timeout"],
    ),
    federated(
        "idp-jwks-timeout",
        "the identity provider's keys do not arrive at Cognito",
        "jwks@example.com",
        &["federation.idp_timeout"],
    ),
    federated("idp-read-timeout", "the identity provider is too slow", "slow@example.com", &["federation.idp_timeout"]),
    federated(
        "idp-reset",
        "the connection from Cognito to the identity provider broke",
        "reset@example.com",
        &["federation.idp_connection"],
    ),
    federated(
        "idp-error",
        "the identity provider refuses Cognito's client secret",
        "badclient@example.com",
        &["federation.idp_error"],
    ),
    federated(
        "idp-bad-response",
        "the identity provider's token response is no token response",
        "badtoken@example.com",
        &["federation.idp_error"],
    ),
    federated(
        "attributes-missing",
        "the identity provider does not give an attribute that the pool requires",
        "noattr@example.com",
        &["federation.attributes_missing"],
    ),
    federated(
        "attribute-immutable",
        "a mapped attribute may not change, and the identity provider gives a new value",
        "immutable@example.com",
        &["federation.attribute_immutable"],
    ),
    federated("lambda-presignup", "the PreSignUp trigger refuses", "presignup@example.com", &["login.trigger_refused"]),
    federated(
        "lambda-preauth",
        "the PreAuthentication trigger refuses",
        "preauth@example.com",
        &["login.trigger_refused"],
    ),
    federated(
        "account-linked",
        "the first sign-in after an account was linked fails once",
        "linked@example.com",
        &["federation.account_linked"],
    ),
    client("state-forged", "the callback brings a state that was never sent", &[ForgedState], &["state.mismatch"]),
    // The token endpoint.
    Scenario {
        walk: &[Purpose::Token, Purpose::Token],
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
    client("verifier-foreign", "the code verifier is another tab's", &[ForeignVerifier], &["pkce.verifier_mismatch"]),
    client(
        "challenge-padded",
        "the code challenge is padded base64",
        &[Authorization("code_challenge", Append("="))],
        &["pkce.challenge_malformed"],
    ),
    client(
        "redirect-changed",
        "the token request sends another redirect URI than the authorization request",
        &[Redemption("redirect_uri", Append("/"))],
        &["redirect_uri.changed"],
    ),
    client(
        "redirect-misnamed",
        "the token request says redirect_url",
        &[Redemption("redirect_uri", Remove), Redemption("redirect_url", Set("http://localhost:8765/callback"))],
        &["token_request.misspelt"],
    ),
    client("token-get", "the token request is a GET", &[RedemptionByGet], &["token_request.method"]),
    Scenario {
        client_id: client_id::CONFIDENTIAL,
        ..client(
            "secret-missing",
            "the app client has a secret and none is sent",
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
        "a secret is sent for an app client that has none",
        &[ClientSecret(Some("1secret0that0this0client0does0not0have"))],
        &["client.secret_refused"],
    ),
    provider(
        "attribute-unreadable",
        "the app client may read email but not email_verified",
        Knobs { unreadable_attributes: &["email_verified"], ..Knobs::FAITHFUL },
        &["code.refused"],
    ),
    struck(
        "token-page",
        "the token endpoint answers with an HTML page",
        &[(Endpoint::Token, Fault::Page(502))],
        &["provider.unavailable"],
    ),
    struck(
        "token-blocked",
        "a firewall stands before the token endpoint",
        &[(Endpoint::Token, Fault::Page(403))],
        &["provider.forbidden"],
    ),
    struck(
        "token-empty",
        "the token response is empty",
        &[(Endpoint::Token, Fault::Empty)],
        &["token_response.unreadable"],
    ),
    struck(
        "token-garbled",
        "the token response is no JSON",
        &[(Endpoint::Token, Fault::Garbled)],
        &["token_response.unreadable"],
    ),
    struck("token-cut", "the token response breaks off", &[(Endpoint::Token, Fault::Cut(200))], &["response.cut"]),
    struck("token-throttled", "too many requests", &[(Endpoint::Token, Fault::Throttled)], &["provider.throttled"]),
    struck(
        "token-dead",
        "the token endpoint closes the connection",
        &[(Endpoint::Token, Fault::Dead)],
        &["network.broken"],
    ),
    struck(
        "token-slow",
        "the token endpoint answers after 40 seconds",
        &[(Endpoint::Token, Fault::Slow(std::time::Duration::from_secs(40)))],
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
        "tokens are issued five minutes in the future",
        Knobs { token_clock_offset: 300, ..Knobs::FAITHFUL },
        &["token.issued_in_future"],
    ),
    provider(
        "token-expired",
        "the tokens are expired on arrival",
        Knobs { token_clock_offset: -7200, ..Knobs::FAITHFUL },
        &["token.expired"],
    ),
    provider(
        "issuer-updated",
        "the pool was switched to the updated issuer",
        Knobs { updated_issuer: true, ..Knobs::FAITHFUL },
        &["token.issuer_updated"],
    ),
    Scenario {
        user: "erin@example.com",
        ..client(
            "nonce-unsolicited",
            "the first federated login brings a nonce that nobody sent",
            &[Authorization("nonce", Remove)],
            &["nonce.unsolicited"],
        )
    },
    client(
        "openid-missing",
        "openid was not asked for: no ID token, and UserInfo refuses",
        &[Authorization("scope", Set("aws.cognito.signin.user.admin")), Authorization("nonce", Remove)],
        &["scope.openid_missing"],
    ),
    // UserInfo, refresh, revocation, sign-out.
    client(
        "userinfo-id-token",
        "UserInfo is asked with the ID token",
        &[UserInfoWithIdToken],
        &["userinfo.wrong_token"],
    ),
    provider(
        "signed-out-everywhere",
        "the user was signed out everywhere right after the login",
        Knobs { revoke_at_once: true, ..Knobs::FAITHFUL },
        &["userinfo.token_refused"],
    ),
    provider(
        "userinfo-foreign",
        "UserInfo answers for another person",
        Knobs { foreign_userinfo: true, ..Knobs::FAITHFUL },
        &["userinfo.sub_mismatch"],
    ),
    Scenario {
        client_id: client_id::ROTATING,
        knobs: Knobs { rotation_grace: Some(0), ..Knobs::FAITHFUL },
        walk: &[Purpose::Token, Purpose::Refresh, Purpose::Refresh],
        ..client(
            "refresh-rotated-out",
            "a refresh token is used again after rotation",
            &[OldRefreshToken],
            &["refresh.rotated_out"],
        )
    },
    Scenario {
        walk: &[Purpose::Token, Purpose::Revocation, Purpose::Refresh],
        ..client("refresh-revoked", "the refresh token was revoked", &[], &["refresh.revoked"])
    },
    Scenario {
        walk: &[Purpose::Token, Purpose::Refresh],
        ..provider(
            "device-tracking",
            "remembered devices are on, and the refresh token is refused",
            Knobs { device_tracking: true, ..Knobs::FAITHFUL },
            &["refresh.refused"],
        )
    },
    Scenario {
        walk: &[Purpose::Token, Purpose::Revocation],
        ..provider(
            "revocation-off",
            "token revocation is off for the app client",
            Knobs { revocation: false, ..Knobs::FAITHFUL },
            &["revocation.disabled"],
        )
    },
    Scenario {
        walk: &[Purpose::Token, Purpose::Revocation],
        ..client(
            "revoke-access-token",
            "the access token is handed in for revocation",
            &[RevokeAccessToken],
            &["revocation.token_type"],
        )
    },
    Scenario {
        walk: &[Purpose::Token, Purpose::Logout],
        ..client(
            "sign-out-uri",
            "the sign-out URL is not registered: its slash is missing",
            &[SignOutUri(Set("http://localhost:8765"))],
            &["logout.uri_not_registered"],
        )
    },
];

/// The scenario called `id`; `clean` is one, too.
pub fn find(id: &str) -> Option<&'static Scenario> {
    static CLEAN_LOGIN: Scenario = CLEAN;
    if id == CLEAN_LOGIN.id {
        return Some(&CLEAN_LOGIN);
    }
    ALL.iter().find(|scenario| scenario.id == id)
}

/// The profile of one of the demo's app clients; `None` for an unknown client id.
pub fn profile(issuer: &str, client_id: &str) -> Option<Profile> {
    let client = directory::clients().into_iter().find(|client| client.client_id == client_id)?;
    let all = ["openid", "email", "phone", "profile"];
    let openid: Vec<String> =
        all.into_iter().filter(|s| client.scopes.iter().any(|c| c == s)).map(str::to_owned).collect();
    Some(Profile {
        name: Some("demo".to_owned()),
        scopes: if openid.is_empty() { client.scopes } else { openid },
        redirect_uris: client.redirect_uris,
        sign_out_uris: client.sign_out_uris,
        identity_providers: client.identity_providers,
        ..Profile::new(Provider::Issuer(issuer.to_owned()), client_id)
    })
}

impl Scenario {
    /// The client's profile against a provider at `issuer`.
    pub fn profile(&self, issuer: &str) -> Profile {
        profile(issuer, self.client_id)
            .unwrap_or_else(|| Profile::new(Provider::Issuer(issuer.to_owned()), self.client_id))
    }

    /// The secret the client uses.
    pub fn client_secret(&self) -> Option<Secret> {
        let own = (self.client_id == client_id::CONFIDENTIAL).then_some(CLIENT_SECRET);
        let used = self.faults.iter().find_map(|fault| match fault {
            ClientSecret(secret) => Some(*secret),
            _ => None,
        });
        used.unwrap_or(own).map(Secret::new)
    }

    /// Applies the faults of the authorization request.
    pub fn amend_authorization(&self, draft: &mut AuthorizationDraft) {
        for fault in self.faults {
            match fault {
                Authorization(name, change) => change.apply(&mut draft.request, name),
                // The challenge in the request stays that of the lost verifier.
                ForeignVerifier => draft.verifier = Some(Secret::new("another0tabs0verifier0".repeat(3))),
                _ => {}
            }
        }
    }

    /// Applies the faults of a request of the client's own.
    pub fn amend(&self, session: &Session, purpose: Purpose, draft: &mut RequestDraft) {
        let first = session.grants().first();
        for fault in self.faults {
            match (fault, purpose) {
                (Redemption(name, change), Purpose::Token) => change.apply(draft, name),
                (RedemptionByGet, Purpose::Token) => draft.method = Method::Get,
                (UserInfoWithIdToken, Purpose::UserInfo) => {
                    if let Some(token) = session.grant().and_then(|grant| grant.response.id_token()) {
                        draft.authentication = Authentication::Bearer(token);
                    }
                }
                (OldRefreshToken, Purpose::Refresh) => {
                    if let Some(token) = first.and_then(|grant| grant.response.refresh_token()) {
                        draft.parameters.set("refresh_token", token.expose());
                    }
                }
                (RevokeAccessToken, Purpose::Revocation) => {
                    if let Some(token) = session.grant().and_then(|grant| grant.response.access_token()) {
                        draft.parameters.set("token", token.expose());
                    }
                }
                (SignOutUri(change), Purpose::Logout) => change.apply(draft, "logout_uri"),
                _ => {}
            }
        }
    }

    /// The callback as the client gets to see it.
    pub fn amend_callback(&self, url: &str) -> String {
        let Some((before, after)) = url.split_once("state=").filter(|_| self.faults.contains(&ForgedState)) else {
            return url.to_owned();
        };
        let rest = after.find('&').map_or("", |at| &after[at..]);
        format!("{before}state=another0tabs0state{rest}")
    }

    /// How much earlier than now the callback is to be recorded.
    pub fn callback_age(&self) -> SignedDuration {
        let seconds = self.faults.iter().find_map(|fault| match fault {
            StaleCallback(seconds) => Some(*seconds),
            _ => None,
        });
        SignedDuration::from_secs(seconds.unwrap_or(0))
    }
}

impl Change {
    fn apply(self, draft: &mut RequestDraft, name: &str) {
        match self {
            Set(value) => draft.parameters.set(name, value),
            Append(more) => {
                let value = format!("{}{more}", draft.parameters.get(name).unwrap_or_default());
                draft.parameters.set(name, value);
            }
            Remove => draft.parameters.remove(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn a_forged_callback_keeps_everything_but_its_state() {
        let forged = find("state-forged").unwrap().amend_callback("http://localhost/cb?code=c&state=s&x=1");
        assert_eq!(forged, "http://localhost/cb?code=c&state=another0tabs0state&x=1");
    }
}
