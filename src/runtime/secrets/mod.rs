//! Client secrets at rest: in the keyring of the operating system, in what a command prints, in an environment
//! variable, or, where there is no keyring and the person agrees, in a file that only its owner can read.
//!
//! A secret comes and goes as a `Secret`. It is never an argument, never in an error text: errors name the place.

mod command;
mod consent;
mod file;
mod keyring;
mod not_kept;
mod source;
mod text;

pub use command::PROFILES_FILE;
pub use file::exposure;
pub use not_kept::NotKept;
pub use source::{carry, forget, is_shared, keep, keep_unasked, resolve};
