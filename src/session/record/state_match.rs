//! Whether the `state` of a callback matches the one that was sent.

use crate::protocol::text::secret::constant_time_equal;
use crate::protocol::{Callback, CallbackKind};

/// How the `state` of a callback compares with the one that was sent (RFC 6749 sections 4.1.2 and 10.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateMatch {
    /// It matches.
    Returned,
    /// None was sent, and none was returned.
    NotUsed,
    /// A code was given without its URL, so there is no state to compare.
    BareCode,
    /// Another value was returned.
    Changed,
    /// One was sent, but none was returned.
    Missing,
    /// None was sent, but one was returned.
    Unexpected,
}

impl StateMatch {
    /// Compares a callback with the `state` that was sent.
    pub fn of(sent: Option<&str>, callback: &Callback) -> Self {
        match (sent, callback.state()) {
            (_, None) if callback.kind == CallbackKind::BareCode => Self::BareCode,
            (None, None) => Self::NotUsed,
            (Some(sent), Some(found)) if constant_time_equal(sent, found) => Self::Returned,
            (Some(_), Some(_)) => Self::Changed,
            (Some(_), None) => Self::Missing,
            (None, Some(_)) => Self::Unexpected,
        }
    }

    /// Whether the callback belongs to another request.
    pub fn is_foreign(self) -> bool {
        matches!(self, Self::Changed | Self::Missing | Self::Unexpected)
    }
}
