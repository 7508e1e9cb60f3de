//! Exports of a session to a file, another program or another person.

pub mod amplify;
pub mod capsule;
pub mod curl;
pub mod diagram;
pub mod drawing;
pub mod drawing_text;
pub mod har;
pub mod saved;
pub mod snippets;

mod damage;
mod saved_parts;
mod saved_profile;
