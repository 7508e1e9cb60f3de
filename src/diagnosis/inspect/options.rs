//! What an input is checked against, and how readers call each other.

use std::ops::Deref;

use jiff::Timestamp;

use super::inspection::Inspection;
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

/// The options of one inspection, together with access to all readers: what a reader finds inside its input is read by
/// all readers again.
#[derive(Clone, Copy)]
pub(super) struct ReadContext<'a> {
    /// What the input is checked against.
    pub options: &'a Options,
    /// Reads a text that may have several parts.
    pub text: fn(&str, &Options) -> Inspection,
    /// Reads a piece of a text as one thing.
    pub piece: fn(&str, &Options) -> Inspection,
}

impl Deref for ReadContext<'_> {
    type Target = Options;

    fn deref(&self) -> &Options {
        self.options
    }
}
