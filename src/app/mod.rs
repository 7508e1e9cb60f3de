//! The terminal program without a terminal: a model, messages in, effects out.
//!
//! ```text
//!   Key, Paste, Mouse, answers ──► update(&mut Model, Message, now) ──► Vec<Effect>
//!                                     │
//!        keymap: Key → Action ──► perform ──► proceed: what Enter does on each step
//! ```
//!
//! [`update()`] is synchronous and total. Time and randomness arrive in messages. Anything that needs I/O is an
//! [`Effect`]: plain data. Every [`Work`] has an id and is answered exactly once.

pub mod keys;
pub mod model;
pub mod query;
pub mod update;

pub use keys::action::Action;
pub use keys::key::{Key, KeyCode};
pub use keys::keymap::{KeyContext, Keymap};
pub use model::message::{Effect, Message, MouseKind};
pub use model::position::Focus;
pub use model::session_view::SessionView;
pub use model::work::{
    Answer, Consent, ListenOutcome, News, SaveOutcome, SecretChange, SentAndSaved, Work, WorkError, WorkId, WorkKind,
};
pub use model::{Masking, Model, Overlay, Screen};
pub use query::progress::Progress;
pub use update::opening::{open, read_stored_items, start_demo};
pub use update::playing::start as start_lesson;
pub use update::update;
