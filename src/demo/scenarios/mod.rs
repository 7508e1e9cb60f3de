//! The scenarios: each breaks one thing on purpose and names exactly the findings that it must cause. They are the
//! demo's lessons, and tests of the diagnosis.
//!
//! The fault is on the provider's side ([`Scenario::knobs`]), on the client's side ([`Scenario::faults`], applied to
//! the drafts by `login`, the terminal interface and the tests), or depends on the user who signs in.

mod instructions;
mod resources;
mod scenario;
mod table;

pub use resources::RESOURCES;
pub use scenario::{CLEAN, Change, ClientFault, PLANTED_CODE, Scenario, profile};
pub use table::{ALL, every, find};
