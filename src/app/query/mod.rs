//! Queries on the model: what is available, what comes next, what the rows contain.

pub mod availability;
pub mod bench;
pub mod choices;
pub mod contexts;
pub mod copy;
pub mod exchanges;
pub mod fields;
pub mod fork;
pub mod guidance;
pub mod lesson;
pub mod lifetimes;
pub mod messages;
pub mod next_action;
pub mod panes;
pub mod pasted_resource;
pub mod playing;
pub mod progress;
pub mod registration;
pub mod resource;
pub mod sign_out;
pub mod stored;
pub mod tokens;
pub mod unavailable;
pub mod waiting;
pub mod why;
