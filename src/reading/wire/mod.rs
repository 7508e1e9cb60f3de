//! HTTP requests and responses in any text, in all forms in which people paste them.

mod access_log;
mod answer;
mod body;
mod bru;
mod curl;
mod dump;
mod error_text;
mod fiddler;
mod head;
mod http_call;
mod http_client;
mod http_file;
mod message;
mod okhttp;
mod panel;
mod power_shell;
mod raw;
#[cfg(test)]
mod round_trip_tests;
mod shell;
mod starts;
mod table;
#[cfg(test)]
mod tests;
mod tools;
mod w3c;

pub use body::json_length;
pub use message::{Message, PastedResponse};
pub use table::{Form, FoundMessage, find};
