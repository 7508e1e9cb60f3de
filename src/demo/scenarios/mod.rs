//! The scenarios: each breaks one thing on purpose and names the findings that must come of it, no more and no fewer.
//! They are the lessons of the demo, the test corpus of the diagnosis, and the proof that it works.
//!
//! What is broken stands on the provider's side ([`Scenario::knobs`]), on the client's ([`Scenario::faults`], applied
//! to the drafts of whoever walks: the headless login, the TUI and the tests alike), or in who signs in.

mod scenario;
mod table;
mod where_it_shows;

pub use scenario::{CLEAN, Change, ClientFault, PLANTED_CODE, Scenario, profile};
pub use table::{ALL, find};
