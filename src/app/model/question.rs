//! The question before something is lost.

use crate::app::keys::action::Action;
use crate::protocol::enum_table::enum_table;

/// A question whether to lose something. Repeating the action confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The action.
    pub action: Action,
    /// What would be lost.
    pub stake: Loss,
}

enum_table! {
    /// What would be lost if the session ended now.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Loss: 1 {
        Running => "a request is still running";
        Unsaved => "tokens are not saved: {save-whole} saves them";
        Rotated => "the saved refresh token was rotated: {save-whole} saves the new one";
        Older => "the saved tokens are older: {save-whole} saves the new ones";
    }
}

impl Loss {
    /// Half a sentence with action names (see [`Model::words`]).
    ///
    /// [`Model::words`]: crate::app::model::Model::words
    pub fn template(self) -> &'static str {
        self.row()[0]
    }
}
