//! The settings of the embedded provider: pool settings, clocks, lifetimes and faults. A scenario is a few of these.

use std::time::Duration;

use super::resource::ResourceFault;

/// The endpoints that can have a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The discovery document.
    Discovery,
    /// The JWK Set.
    Jwks,
    /// `/oauth2/authorize`
    Authorize,
    /// `/login`
    Login,
    /// `/oauth2/token`
    Token,
    /// `/oauth2/userInfo`
    UserInfo,
    /// `/oauth2/revoke`
    Revoke,
    /// `/logout`
    Logout,
}

/// A fault of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The correct response, late.
    Slow(Duration),
    /// The connection is closed without a response.
    Dead,
    /// The correct response, but closed after this many bytes of its body.
    Cut(usize),
    /// An HTML page instead of the response, with this status: a firewall, a proxy, a load balancer.
    Page(u16),
    /// Status 200 with an empty body.
    Empty,
    /// Status 200 with text that is not JSON.
    Garbled,
    /// Status 429: too many requests.
    Throttled,
}

/// All settings. [`Knobs::FAITHFUL`] behaves like Cognito.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knobs {
    /// How far the provider's clock is ahead, in seconds; this also changes its `Date` header.
    pub clock_offset: i64,
    /// How far the times inside tokens are ahead of the provider's own clock, in seconds.
    pub token_clock_offset: i64,
    /// Lifetime of an authorization code in seconds.
    pub code_lifetime: i64,
    /// Lifetime of an ID token in seconds.
    pub id_token_lifetime: i64,
    /// Lifetime of an access token in seconds.
    pub access_token_lifetime: i64,
    /// Lifetime of a refresh token in seconds, counted from the sign-in.
    pub refresh_token_lifetime: i64,
    /// Seconds for which a rotated refresh token still works; `None` uses each app client's own setting.
    pub rotation_grace: Option<i64>,
    /// Whether tokens can be revoked (`EnableTokenRevocation`).
    pub revocation: bool,
    /// Whether refresh tokens are treated as from an API sign-in with a remembered device, which the token endpoint
    /// rejects. It accepts those from the hosted pages.
    pub device_tracking: bool,
    /// Whether tokens have the updated issuer, which discovery does not announce.
    pub updated_issuer: bool,
    /// Whether the JWK Set contains only the ID token's key.
    pub single_key: bool,
    /// Whether the keys were rotated: the JWK Set no longer contains the keys that sign.
    pub rotated_keys: bool,
    /// Whether the pool has a domain.
    pub domain: bool,
    /// Whether the app clients have a managed login branding style.
    pub branding: bool,
    /// Whether the app clients may use OAuth flows (`AllowedOAuthFlowsUserPoolClient`).
    pub oauth_flows: bool,
    /// Whether authorization errors are as documented instead of as observed.
    pub documented_errors: bool,
    /// Whether the code of a request without `scope` can be redeemed. The documentation says yes, one report says no.
    pub scopeless_codes: bool,
    /// Whether the app clients may request a `resource` (RFC 8707).
    pub resource_binding: bool,
    /// Whether the browser keeps the cookie of a federated sign-in.
    pub csrf_cookie: bool,
    /// Attributes that the app clients may not read. If a scope includes one, the code cannot be redeemed.
    pub unreadable_attributes: &'static [&'static str],
    /// Whether ID tokens have the nonce of another request.
    pub foreign_nonce: bool,
    /// Whether UserInfo responds about another user.
    pub foreign_userinfo: bool,
    /// Whether tokens are revoked as soon as they are issued, as after a global sign-out.
    pub revoke_at_once: bool,
    /// What is broken at the resources and their authorization server.
    pub resource: &'static [ResourceFault],
    /// Faults by endpoint.
    pub faults: &'static [(Endpoint, Fault)],
}

impl Knobs {
    /// Cognito's own behaviour: the default lifetimes, nothing broken.
    pub const FAITHFUL: Self = Self {
        clock_offset: 0,
        token_clock_offset: 0,
        code_lifetime: 300,
        id_token_lifetime: 3600,
        access_token_lifetime: 3600,
        refresh_token_lifetime: 30 * 24 * 3600,
        rotation_grace: None,
        revocation: true,
        device_tracking: false,
        updated_issuer: false,
        single_key: false,
        rotated_keys: false,
        domain: true,
        branding: true,
        oauth_flows: true,
        documented_errors: false,
        scopeless_codes: true,
        resource_binding: true,
        csrf_cookie: true,
        unreadable_attributes: &[],
        foreign_nonce: false,
        foreign_userinfo: false,
        revoke_at_once: false,
        resource: &[],
        faults: &[],
    };

    /// The fault of an endpoint.
    pub fn fault(&self, endpoint: Endpoint) -> Option<Fault> {
        self.faults.iter().find(|(struck, _)| *struck == endpoint).map(|(_, fault)| *fault)
    }
}

impl Default for Knobs {
    fn default() -> Self {
        Self::FAITHFUL
    }
}
