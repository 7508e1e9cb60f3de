//! What the changes of a person replaced, so that each can be undone.

use crate::profile::Profile;
use crate::protocol::{RequestDraft, Secret};
use crate::session::{AuthorizationDraft, Purpose, Step};

/// What one change replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// The client of the session.
    Client {
        /// Its profile.
        profile: Box<Profile>,
        /// Its secret.
        secret: Option<Secret>,
        /// Whether that secret differed from the stored one.
        is_secret_changed: bool,
    },
    /// The authorization request of step 2.
    Authorization(AuthorizationDraft),
    /// The edited request for a purpose; `None` if it was not edited.
    Request(Purpose, Option<RequestDraft>),
}

impl Undo {
    /// The step that shows it.
    pub fn step(&self) -> Step {
        match self {
            Self::Client { .. } => Step::Client,
            Self::Authorization(_) => Step::Authorize,
            Self::Request(purpose, _) => match purpose {
                Purpose::Token => Step::Redeem,
                Purpose::UserInfo => Step::UserInfo,
                Purpose::Refresh => Step::Refresh,
                _ => Step::SignOut,
            },
        }
    }
}
