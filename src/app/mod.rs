//! The terminal program without a terminal: a model, messages in, effects out.
//!
//! ```text
//!   Key, Paste, Mouse, answers ──► update(&mut Model, Message, now) ──► Vec<Effect>
//!                                     │
//!        keymap: Key → Action ──► perform ──► proceed: what Enter does on each step
//! ```
//!
//! [`update`] is synchronous and total. Time and randomness come in with messages; whatever needs the outside is an
//! [`Effect`], which is plain data and is answered exactly once.

pub mod action;
pub mod copy;
pub mod demo;
pub mod exchanges;
pub mod fields;
pub mod filter;
pub mod freshness;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod lesson;
pub mod list;
pub mod message;
pub mod model;
pub mod moment;
pub mod next;
pub mod palette;
pub mod paste;
pub mod perform;
pub mod preflight;
pub mod proceed;
pub mod progress;
pub mod recovery;
pub mod registration;
pub mod saving;
pub mod settings;
pub mod shelves;
pub mod sign_out;
pub mod tidying;
pub mod tokens;
pub mod view;
pub mod why;

mod update;

pub use action::Action;
pub use key::{Key, KeyCode};
pub use keymap::{KeyContext, Keymap};
pub use message::{Consent, Effect, ListenOutcome, Message, MouseKind, SecretDeed, Stored, WorkId};
pub use model::{Masking, Model, Overlay, Screen};
pub use progress::Progress;
pub use update::{open, start_demo, update};
pub use view::{Focus, SessionView};
