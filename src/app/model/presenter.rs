//! Presenter mode: secrets stay masked, the pressed key is shown, and each key sends at most one message.

use jiff::Timestamp;

/// The state of presenter mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presenter {
    /// The last key with an action.
    pub pressed: Option<Pressed>,
}

/// A pressed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressed {
    /// Its name.
    pub key: String,
    /// What it does.
    pub label: String,
    /// When it was pressed.
    pub at: Timestamp,
}
