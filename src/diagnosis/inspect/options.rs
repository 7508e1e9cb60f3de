//! What an input is checked against.

use jiff::Timestamp;

use crate::profile::{Profile, Provider};
use crate::protocol::jose::compact::peek;
use crate::protocol::token::alteration::KnownToken;
use crate::protocol::{Endpoints, JwkSet};
use crate::session::Session;

/// What an input is checked against.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time for everything except recordings.
    pub now: Timestamp,
    /// The current client, if there is one.
    pub profile: Option<Profile>,
    /// The URL of the resource to call, if there is one.
    pub resource: Option<String>,
    /// The keys to verify signatures with, instead of those in a recording.
    pub keys: Option<JwkSet>,
    /// The keys that sessions lend, each with its issuer.
    pub lent: Vec<(String, JwkSet)>,
    /// Tokens that sessions received, of which a given one may be an edited copy.
    pub known: Vec<KnownToken>,
}

impl Options {
    /// No client, at a given time.
    pub fn at(now: Timestamp) -> Self {
        Self { now, profile: None, resource: None, keys: None, lent: Vec::new(), known: Vec::new() }
    }

    /// A session of the current client, or without a client.
    pub(super) fn session(&self) -> Session {
        let nobody = || Profile::new(Provider::Explicit(Endpoints::default()), "");
        self.with_keys(Session::new(self.profile.clone().unwrap_or_else(nobody), None))
    }

    /// The session, checked with the given keys.
    pub(super) fn with_keys(&self, mut session: Session) -> Session {
        let issuer = session.profile().provider.issuer().unwrap_or_default();
        let lent = self.lent_for(&issuer).filter(|_| session.keys().is_none());
        if let Some(keys) = self.keys.as_ref().or(lent) {
            session.give_keys(keys.clone());
        }
        session
    }

    /// The keys for a token.
    pub(super) fn keys_for(&self, token: &str) -> Option<&JwkSet> {
        let lent = || self.lent_for(&peek(token)?.get("iss")?.as_string()?);
        self.keys.as_ref().or_else(|| if self.lent.is_empty() { None } else { lent() })
    }

    fn lent_for(&self, issuer: &str) -> Option<&JwkSet> {
        self.lent.iter().find(|(known, _)| known == issuer).map(|(_, keys)| keys)
    }
}
