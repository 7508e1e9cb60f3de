//! Key presses, actions, the table that binds them, and the settings file that changes it.

pub mod action;
pub mod key;
pub mod keymap;
pub mod settings;
