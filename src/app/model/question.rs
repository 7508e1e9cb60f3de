//! The question before something is lost.

use crate::app::keys::action::Action;

/// A question whether to lose something. Repeating the action confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The action.
    pub action: Action,
    /// What would be lost: `SessionView::would_be_lost`.
    pub stake: &'static str,
}
