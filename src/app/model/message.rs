//! The messages that reach the core, and the effects that it requests. Both are plain data: comparable, printable,
//! without handles.

use super::work::{Answer, News, Work, WorkId};
use crate::app::keys::key::Key;
use crate::protocol::Secret;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// A line was typed in linear mode, or several that arrived as one piece.
    Line(Secret),
    /// Text was pasted as one piece.
    Paste(Secret),
    /// A mouse button was pressed or the wheel was turned at a cell.
    Mouse {
        /// What the mouse did.
        kind: MouseKind,
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
    },
    /// Where the last frame drew what. Changes nothing visible.
    Drawn(crate::app::model::drawn::Drawn),
    /// The terminal was resized.
    Resized,
    /// A second has passed.
    Tick,
    /// The one answer to [`Effect::Start`].
    Answered {
        /// Which piece of work.
        id: WorkId,
        /// What it ended with.
        answer: Answer,
    },
    /// What [`Effect::Start`] reports before its answer.
    News {
        /// Which piece of work.
        id: WorkId,
        /// What has happened.
        news: News,
    },
    /// Something could not be done: one sentence.
    Failed(String),
    /// The system asked the program to quit.
    Terminate,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned up.
    WheelUp,
    /// The wheel turned down.
    WheelDown,
}

/// Something to do outside the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Start work; [`Message::Answered`] answers exactly once, also when the work is cancelled or panics.
    Start {
        /// The id that the answer carries.
        id: WorkId,
        /// What to do.
        work: Work,
    },
    /// Cancel work that was started. No answer of its own.
    Cancel(WorkId),
    /// Turn mouse capture on or off. No answer.
    CaptureMouse(bool),
    /// Draw with a theme from now on. No answer.
    UseTheme(String),
    /// Print the focused pane as text below the shell's prompt, until a key is pressed. No answer.
    Print,
    /// Suspend the program, like Ctrl-Z. No answer.
    Suspend,
    /// Quit. No answer.
    Quit,
}
