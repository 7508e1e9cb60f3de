//! The registration oracle on the screen: the question first, then one request at a time, until the end or a word.
//!
//! ```text
//!   r ─► Offered ─ enter ─► Awaiting ─ answer ─► Pausing ─ pause ended ─► Awaiting ─► … ─► Ended
//!                              └──────── esc, ctrl-x ───────┴──────────► CalledOff
//! ```

use crate::diagnosis::registration_oracle::Oracle;
use crate::session::ExchangeId;

/// The questions about one client, and how far they are.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The questions and their answers.
    pub oracle: Oracle,
    /// How far they are.
    pub asking: Asking,
}

/// How far the questions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Said, and nothing was sent.
    Offered,
    /// The answer of an exchange is awaited.
    Awaiting(ExchangeId),
    /// The pause before the next question, by its number.
    Pausing(u32),
    /// Nothing is left to ask.
    Ended,
    /// The person called it off.
    CalledOff,
}

impl Registration {
    /// Whether questions are under way.
    pub fn is_asking(&self) -> bool {
        matches!(self.asking, Asking::Awaiting(_) | Asking::Pausing(_))
    }
}
