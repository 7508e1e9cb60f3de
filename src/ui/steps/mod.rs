//! The current step: each file makes the pages of one step; [`draw`] frames and places them.

mod authorize;
mod call;
mod callback;
mod client;
mod compared;
mod draw;
mod find;
mod message;
mod parts;
mod request;
mod sign_out;
mod tokens;

pub use compared::{row as row_of_two, tokens_in_use};
pub use draw::draw;
pub use message::{Side, outcome};
pub use parts::{Room, answered as exchange_pages, checked};
