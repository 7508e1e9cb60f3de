//! Draws the model. Owns no state and starts nothing: what a frame showed where goes back to the core as a value.
//!
//! ```text
//!   header   who, and the clocks of the tokens
//!   flow │ step                       screen.rs lays them out, folded where the room is small
//!   why  │ findings
//!   next     what to do now, in a sentence; or what just happened
//!   footer   the keys of the moment, from the one table
//! ```

mod canvas;
mod clocks;
mod context;
mod draw;
mod findings;
mod flow;
mod footer;
mod header;
mod overlays;
mod page;
mod screen;
mod start_screen;
mod steps;
pub mod styles;
pub mod text;

pub use draw::draw;
pub use screen::SMALLEST;
pub use styles::{Role, Styles};
