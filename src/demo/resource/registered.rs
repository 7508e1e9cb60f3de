//! What the authorization server stores.

use std::collections::BTreeMap;

/// Clients, codes and refresh tokens.
#[derive(Clone, Default)]
pub(in crate::demo) struct Registrations {
    pub(super) clients: BTreeMap<String, RegisteredClient>,
    pub(super) codes: BTreeMap<String, Consent>,
    pub(super) refresh_tokens: BTreeMap<String, Consent>,
}

/// A registered client.
#[derive(Clone, Debug)]
pub(super) struct RegisteredClient {
    pub(super) redirect_uris: Vec<String>,
    /// The secret, if the server gave it one.
    pub(super) secret: Option<String>,
    /// The token that manages the registration.
    pub(super) management: String,
}

/// What a user granted.
#[derive(Clone, Debug)]
pub(super) struct Consent {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) challenge: String,
    pub(super) scopes: Vec<String>,
    pub(super) resource: Option<String>,
    pub(super) username: String,
    pub(super) expires: i64,
}

impl Registrations {
    /// Drops expired codes. Clients are few and stay.
    pub(in crate::demo) fn forget(&mut self, now: i64) {
        self.codes.retain(|_, consent| consent.expires > now);
    }
}
