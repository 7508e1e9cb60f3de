//! The scenario type, and what a scenario changes in its client's requests.

use jiff::SignedDuration;
use serde::Serialize;

use crate::demo::directory::{self, CLIENT_SECRET, client_id};
use crate::demo::knobs::Knobs;
use crate::profile::{Profile, Provider};
use crate::protocol::{Authentication, Endpoints, Method, RequestDraft, Secret};
use crate::session::{AuthorizationDraft, Purpose, Session};

/// One scenario.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Its name for `--scenario`.
    pub id: &'static str,
    /// What is broken, in one line.
    pub title: &'static str,
    /// The provider's settings.
    pub knobs: Knobs,
    /// The app client.
    pub client_id: &'static str,
    /// Who signs in: a user name, or the email address of a federated user.
    pub user: &'static str,
    /// The mistakes of the client.
    pub faults: &'static [ClientFault],
    /// The path of the protected resource that it begins at; `None` for a sign-in at the pool.
    pub resource: Option<&'static str>,
    /// The client's requests after the callback, in order.
    pub requests: &'static [Purpose],
    /// The ids of the findings that it must cause.
    pub findings: &'static [&'static str],
}

/// `{"id", "title", "findings", "breaks", "step", "deeds"}`: an element of `demo --list-scenarios --json`.
impl Serialize for Scenario {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("title", self.title)?;
        map.serialize_entry("findings", self.findings)?;
        map.serialize_entry("breaks", self.breaks())?;
        map.serialize_entry("step", &self.step().number())?;
        map.serialize_entry("deeds", &self.instructions())?;
        map.end()
    }
}

/// A mistake of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientFault {
    /// A parameter of the authorization request is changed.
    Authorization(&'static str, Change),
    /// A parameter of the token request that redeems the code is changed.
    Redemption(&'static str, Change),
    /// The token request is sent as `GET`.
    RedemptionByGet,
    /// The client uses this secret, or none.
    ClientSecret(Option<&'static str>),
    /// Another callback arrives, with the code and the `state` of another session.
    ForgedState,
    /// This many seconds pass between the callback and the redemption.
    StaleCallback(i64),
    /// A different code verifier is used.
    ForeignVerifier,
    /// UserInfo is called with the ID token.
    UserInfoWithIdToken,
    /// From the second refresh on, the first refresh token is sent again.
    OldRefreshToken,
    /// The access token is sent to the revocation endpoint.
    RevokeAccessToken,
    /// The sign-out URL is changed.
    SignOutUri(Change),
}

/// The code of a forged callback: the provider issued it to another session with an unknown verifier.
pub const PLANTED_CODE: &str = "0badc0de-5e55-4a11-8bad-0badc0de5e55";

/// The change of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is set to this value.
    Set(&'static str),
    /// This is appended to its value.
    Append(&'static str),
    /// It is omitted.
    Remove,
}

/// Redeem the code and call UserInfo, like every login.
const LOGIN: &[Purpose] = &[Purpose::Token, Purpose::UserInfo];

/// A login without a fault, the basis of all scenarios.
pub const CLEAN: Scenario = Scenario {
    id: "clean",
    title: "nothing is broken",
    knobs: Knobs::FAITHFUL,
    client_id: client_id::PUBLIC,
    user: "alice",
    resource: None,
    faults: &[],
    requests: LOGIN,
    findings: &[],
};

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
        is_machine: !client.code_grant && client.client_credentials_grant,
        ..Profile::new(Provider::Issuer(issuer.to_owned()), client_id)
    })
}

impl Scenario {
    /// The client's profile for a provider at `issuer`.
    pub fn profile(&self, issuer: &str) -> Profile {
        if self.resource.is_some() {
            // The resource leads to the provider, and perhaps to the client.
            return Profile::new(Provider::Explicit(Endpoints::default()), self.client_id);
        }
        profile(issuer, self.client_id)
            .unwrap_or_else(|| Profile::new(Provider::Issuer(issuer.to_owned()), self.client_id))
    }

    /// The secret that the client uses.
    pub fn client_secret(&self) -> Option<Secret> {
        let own = (self.client_id == client_id::CONFIDENTIAL).then_some(CLIENT_SECRET);
        let used = self.faults.iter().find_map(|fault| match fault {
            ClientFault::ClientSecret(secret) => Some(*secret),
            _ => None,
        });
        used.unwrap_or(own).map(Secret::new)
    }

    /// Applies the mistakes in the authorization request.
    pub fn amend_authorization(&self, draft: &mut AuthorizationDraft) {
        for fault in self.faults {
            match fault {
                ClientFault::Authorization(name, change) => {
                    change.apply(&mut draft.request, name);
                    if let (Change::Set("plain"), Some(verifier)) = (change, &draft.verifier) {
                        draft.request.parameters.set("code_challenge", verifier.expose());
                    }
                }
                // The challenge in the request stays that of the unknown verifier.
                ClientFault::ForeignVerifier => draft.verifier = Some(Secret::new("another0tabs0verifier0".repeat(3))),
                _ => {}
            }
        }
    }

    /// Applies the mistakes in another request of the client.
    pub fn amend(&self, session: &Session, purpose: Purpose, draft: &mut RequestDraft) {
        let first = session.grants().first();
        for fault in self.faults {
            match (fault, purpose) {
                (ClientFault::Redemption(name, change), Purpose::Token) => change.apply(draft, name),
                (ClientFault::RedemptionByGet, Purpose::Token) => draft.method = Method::Get,
                (ClientFault::UserInfoWithIdToken, Purpose::UserInfo | Purpose::Probe) => {
                    if let Some(token) = session.grant().and_then(|grant| grant.response.id_token()) {
                        draft.authentication = Authentication::Bearer(token);
                    }
                }
                (ClientFault::OldRefreshToken, Purpose::Refresh) => {
                    if let Some(token) = first.and_then(|grant| grant.response.refresh_token()) {
                        draft.parameters.set("refresh_token", token.expose());
                    }
                }
                (ClientFault::RevokeAccessToken, Purpose::Revocation) => {
                    if let Some(token) = session.grant().and_then(|grant| grant.response.access_token()) {
                        draft.parameters.set("token", token.expose());
                    }
                }
                (ClientFault::SignOutUri(change), Purpose::Logout) => change.apply(draft, "logout_uri"),
                _ => {}
            }
        }
    }

    /// The callback that the client receives.
    pub fn amend_callback(&self, url: &str) -> String {
        let Some((before, after)) =
            url.split_once("state=").filter(|_| self.faults.contains(&ClientFault::ForgedState))
        else {
            return url.to_owned();
        };
        let rest = after.find('&').map_or("", |at| &after[at..]);
        let forged = format!("{before}state=attackers0own0state{rest}");
        let Some((before, after)) = forged.split_once("code=") else { return forged };
        let rest = after.find('&').map_or("", |at| &after[at..]);
        format!("{before}code={PLANTED_CODE}{rest}")
    }

    /// How much earlier than now the callback is recorded.
    pub fn callback_age(&self) -> SignedDuration {
        let seconds = self.faults.iter().find_map(|fault| match fault {
            ClientFault::StaleCallback(seconds) => Some(*seconds),
            _ => None,
        });
        SignedDuration::from_secs(seconds.unwrap_or(0))
    }
}

impl Change {
    fn apply(self, draft: &mut RequestDraft, name: &str) {
        match self {
            Self::Set(value) => draft.parameters.set(name, value),
            Self::Append(more) => {
                let value = format!("{}{more}", draft.parameters.get(name).unwrap_or_default());
                draft.parameters.set(name, value);
            }
            Self::Remove => draft.parameters.remove(name),
        }
    }
}
