//! What an input is judged by, and how a reader has read what it finds within.

use std::ops::Deref;

use jiff::Timestamp;

use super::inspection::Inspection;
use crate::profile::{Profile, Provider};
use crate::protocol::{Endpoints, JwkSet};
use crate::session::Session;

/// What an input is judged by.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time for everything that is no recording.
    pub now: Timestamp,
    /// The client in use, when there is one.
    pub profile: Option<Profile>,
    /// The keys that signatures are verified with, in place of those that a recording holds.
    pub keys: Option<JwkSet>,
}

impl Options {
    /// No client, a time.
    pub fn at(now: Timestamp) -> Self {
        Self { now, profile: None, keys: None }
    }

    /// A session of the client in use, or of nobody.
    pub(super) fn session(&self) -> Session {
        let nobody = || Profile::new(Provider::Explicit(Endpoints::default()), "");
        self.with_keys(Session::new(self.profile.clone().unwrap_or_else(nobody), None))
    }

    /// The session, judged by the keys that were given.
    pub(super) fn with_keys(&self, mut session: Session) -> Session {
        if let Some(keys) = &self.keys {
            session.give_keys(keys.clone());
        }
        session
    }
}

/// The options of one inspection, handed to every reader together with the way back: what a reader finds within its input
/// is read by all readers again.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// What the input is judged by.
    pub options: &'a Options,
    /// Reads a text that may have several parts.
    pub text: fn(&str, &Options) -> Inspection,
    /// Reads a piece of a text as one thing.
    pub piece: fn(&str, &Options) -> Inspection,
}

impl Deref for Asked<'_> {
    type Target = Options;

    fn deref(&self) -> &Options {
        self.options
    }
}
