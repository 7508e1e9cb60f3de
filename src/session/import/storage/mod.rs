//! Reads Amplify's session from a browser's storage, in any form in which a person can copy it.

mod findings;
mod forms;

pub use findings::{RULES, StoredUser, recognise};
pub use forms::Storage;
