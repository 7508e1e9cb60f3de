//! Storage of client secrets: the keyring of the operating system, the output of a command, an environment variable,
//! or, where there is no keyring and the person agrees, in a file that only its owner can read.
//!
//! A secret is passed as a `Secret`. It is never in an argument or an error text: errors name its place.

mod command;
mod consent;
mod file;
mod keyring;
mod not_stored;
mod source;
mod text;

pub use command::PROFILES_FILE;
pub use file::exposure;
pub use not_stored::SecretNotStored;
pub use source::{SecretError, SecretNotDeleted, carry, forget, is_shared, keep, keep_unasked, resolve};
