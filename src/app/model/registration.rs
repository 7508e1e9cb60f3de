//! The registration check in the terminal interface: first a confirmation, then one request at a time.
//!
//! ```text
//!   r ─► Offered ─ enter ─► Awaiting ─ answer ─► Pausing ─ pause ended ─► Awaiting ─► … ─► Ended
//!                              └──────── esc, ctrl-x ───────┴──────────► CalledOff
//! ```

use crate::diagnosis::registration_oracle::Oracle;
use crate::protocol::ExchangeId;

/// The probes of one client and their progress.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The probes and their results.
    pub oracle: Oracle,
    /// Their progress.
    pub asking: Asking,
}

/// The progress of the probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Shown for confirmation; nothing has been sent.
    Offered,
    /// Waiting for the answer of an exchange.
    Awaiting(ExchangeId),
    /// The pause before the next probe.
    Pausing,
    /// All probes were answered.
    Ended,
    /// Cancelled by the person.
    CalledOff,
}

impl Registration {
    /// Whether probes are running.
    pub fn is_asking(&self) -> bool {
        matches!(self.asking, Asking::Awaiting(_) | Asking::Pausing)
    }
}
