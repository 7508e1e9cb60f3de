//! Draws the model. It owns no state and starts nothing; what was drawn where returns to the core as data.
//!
//! ```text
//!   header   the session, and the clocks of its tokens
//!   flow │ step                       screen.rs arranges them and folds them in small terminals
//!   why  │ findings
//!   next     what to do now, or what just happened
//!   footer   the available keys, from the key table
//! ```

mod canvas;
mod clocks;
mod context;
mod diagram;
mod draw;
mod findings;
mod flow;
mod footer;
mod header;
mod lesson;
pub mod linear;
mod overlays;
mod page;
mod plain;
mod presenter;
mod screen;
mod start_screen;
mod steps;
pub mod styles;
pub mod text;
mod why;

pub use draw::draw;
pub use plain::plain;
pub use screen::SMALLEST;
pub use styles::{Role, Styles};
