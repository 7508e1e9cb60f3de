//! Amplify's session as a browser stores it, in any form a person can copy it out, read back.

mod findings;
mod forms;

pub use findings::{RULES, StoredUser, recognise};
pub use forms::Storage;
