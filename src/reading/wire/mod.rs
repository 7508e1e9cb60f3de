//! HTTP requests and responses in any text, in every form in which people paste them.

mod answer;
mod body;
mod call;
mod curl;
mod dump;
mod head;
mod literal;
mod message;
mod raw;
mod shell;
mod source;
mod starts;
mod table;
#[cfg(test)]
mod tests;

pub use message::{Message, PastedResponse};
pub use table::{Form, Sighting, find};
