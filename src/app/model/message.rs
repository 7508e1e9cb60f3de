//! What reaches the core, and what the core asks for. Both are plain data: comparable, printable, without handles.

use std::time::Duration;

use super::start_screen::{Opened, StoredItem, StoredItems};
use crate::app::keys::key::Key;
use crate::profile::Profile;
use crate::protocol::{HttpRequest, Secret};
use crate::session::{Delivery, Randomness, Session};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted as one piece.
    Paste(Secret),
    /// The mouse was pressed or its wheel turned at a cell.
    Mouse {
        /// What was done.
        kind: MouseKind,
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
    },
    /// What the last frame showed where. Changes nothing visible.
    Drawn(crate::app::model::drawn::Drawn),
    /// The terminal has another size.
    Resized,
    /// A second has passed.
    Tick,
    /// The answer to [`Effect::DrawRandomness`]: the bytes, or why there are none.
    Random(Result<Box<Randomness>, String>),
    /// The answer to [`Effect::Send`].
    ExchangeFinished {
        /// The exchange.
        id: WorkId,
        /// What became of it.
        delivery: Box<Delivery>,
    },
    /// The listener is bound: where.
    Listening {
        /// Which one.
        id: WorkId,
        /// The redirect URI it waits at.
        at: String,
    },
    /// A callback came whose `state` is not ours; the listener goes on.
    UnexpectedCallback {
        /// Which listener.
        id: WorkId,
        /// What came.
        url: Secret,
    },
    /// The answer to [`Effect::Listen`].
    ListenEnded {
        /// Which one.
        id: WorkId,
        /// How it ended.
        outcome: ListenOutcome,
    },
    /// The answer to [`Effect::OpenBrowser`].
    BrowserOpened {
        /// Which one.
        id: WorkId,
        /// Why no browser could be started.
        result: Result<(), String>,
    },
    /// The command of a browser that was started ended with a failure, and why.
    BrowserFailed {
        /// Which one.
        id: WorkId,
        /// One sentence.
        reason: String,
    },
    /// The answer to [`Effect::Pause`].
    PauseEnded(WorkId),
    /// The answer to [`Effect::Copy`].
    Copied {
        /// What it is.
        what: String,
        /// The text: where nothing took it, it can be shown.
        text: Secret,
        /// One sentence that says where it went and no more than is known, or why it went nowhere.
        result: Result<String, String>,
    },
    /// What was asked of the machine cannot be done: one sentence.
    Failed(String),
    /// The answer to [`Effect::StartDemo`]: the issuer.
    DemoStarted(Result<String, String>),
    /// The answer to [`Effect::ReadStoredItems`].
    StoredItemsRead(Box<StoredItems>),
    /// The answer to [`Effect::FetchSecret`].
    SecretFetched {
        /// Whose secret it is: the profile as it was asked for.
        profile: Box<Profile>,
        /// The secret, or why there is none.
        result: Result<Option<Secret>, String>,
    },
    /// The answer to [`Effect::OpenSession`].
    SessionOpened {
        /// Its name.
        name: String,
        /// The session, or why it cannot be opened.
        result: Result<Box<Opened>, String>,
    },
    /// The answer to [`Effect::SaveProfile`].
    ProfileSaved {
        /// The profile, with the place of its secret.
        profile: Box<Profile>,
        /// What became of it.
        outcome: SaveOutcome,
    },
    /// The answer to [`Effect::SaveSession`].
    SessionSaved {
        /// The name it has now; the name that was asked for where it was not saved.
        name: String,
        /// The session as it was to be saved.
        session: Box<Session>,
        /// Whether tokens and codes were to be kept whole.
        whole: bool,
        /// What became of it.
        outcome: SaveOutcome,
    },
    /// The answer to [`Effect::Rename`] and [`Effect::Delete`].
    StoredItemChanged {
        /// One sentence that says what was done, or why it was not.
        result: Result<String, String>,
        /// What shall be selected now.
        select: Option<StoredItem>,
    },
    /// The answer to [`Effect::SaveArchive`].
    ArchiveSaved {
        /// The path as it was asked for.
        path: String,
        /// Whether tokens and codes were to be kept whole.
        whole: bool,
        /// What became of it.
        outcome: SaveOutcome,
    },
    /// The program was asked to end from outside.
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

/// What became of something that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is there: one sentence that says where.
    Done(String),
    /// Something is in the way: the question, and what the person agrees to who answers with the same name again.
    Asks {
        /// One sentence.
        question: String,
        /// What is agreed to.
        consent: Consent,
    },
    /// It could not be saved, and why.
    Failed(String),
}

/// What a person agreed to when asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// That what has the name already is lost.
    Replace,
    /// That the client secret is kept unencrypted in a file, since there is no keyring.
    PlainSecret,
}

/// What to do about the client secret of a profile that is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretChange {
    /// None: it is where the profile says, or there is none.
    None,
    /// Store it.
    Store(Secret),
    /// Remove it: the client has none any more.
    Remove,
}

/// What an effect works on, which its answer brings back: an exchange, a listener or a pause of one session. Numbers
/// begin anew with each session, and an answer may come after its session was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorkId {
    /// Which session of this run of the program, from 1.
    pub session: u32,
    /// Which of its kind within that session, from 1.
    pub number: u32,
}

impl Message {
    /// What it answers, where that belongs to one session.
    pub fn work(&self) -> Option<WorkId> {
        match self {
            Self::ExchangeFinished { id, .. }
            | Self::Listening { id, .. }
            | Self::UnexpectedCallback { id, .. }
            | Self::ListenEnded { id, .. }
            | Self::BrowserOpened { id, .. }
            | Self::BrowserFailed { id, .. }
            | Self::PauseEnded(id) => Some(*id),
            _ => None,
        }
    }
}

/// How a listener ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenOutcome {
    /// The browser came back with this URL.
    Callback(Secret),
    /// It could not listen, and why. Pasting goes on.
    Failed(String),
    /// It was told to stop.
    Stopped,
}

/// Something to be done outside. Whoever performs it answers each exactly once, save those without an answer named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a request; [`Message::ExchangeFinished`] answers.
    Send {
        /// The exchange it belongs to.
        id: WorkId,
        /// The request.
        request: HttpRequest,
    },
    /// Give up on a request: its [`Message::ExchangeFinished`] says cancelled.
    Cancel(WorkId),
    /// Wait for a moment before something goes on; [`Message::PauseEnded`] answers.
    Pause {
        /// By what the answer is known.
        id: WorkId,
        /// How long.
        length: Duration,
    },
    /// Random bytes for the next authorization request; [`Message::Random`] answers.
    DrawRandomness,
    /// Wait for the browser at a loopback redirect URI; [`Message::ListenEnded`] answers.
    Listen {
        /// Which one.
        id: WorkId,
        /// Where to wait.
        redirect_uri: String,
        /// The `state` that our callback carries; other hits are ignored.
        state: Option<String>,
    },
    /// Stop waiting: its [`Message::ListenEnded`] says stopped.
    StopListening(WorkId),
    /// Open a URL in the browser; [`Message::BrowserOpened`] answers, [`Message::BrowserFailed`] may follow.
    OpenBrowser {
        /// Which one.
        id: WorkId,
        /// The URL.
        url: String,
    },
    /// Put text into the clipboard; [`Message::Copied`] answers.
    Copy {
        /// What it is, for the sentence: `the access token`.
        what: String,
        /// The text, whole.
        text: Secret,
    },
    /// Start the embedded provider with a scenario; [`Message::DemoStarted`] answers.
    StartDemo {
        /// The scenario's id.
        scenario: &'static str,
    },
    /// Read the saved profiles and sessions; [`Message::StoredItemsRead`] answers.
    ReadStoredItems,
    /// Fetch the client secret from where the profile keeps it; [`Message::SecretFetched`] answers.
    FetchSecret(Box<Profile>),
    /// Open a saved session by its name; [`Message::SessionOpened`] answers.
    OpenSession(String),
    /// Save a profile under its own name; [`Message::ProfileSaved`] answers.
    SaveProfile {
        /// The profile.
        profile: Box<Profile>,
        /// What to do about its secret.
        secret: SecretChange,
        /// What was agreed to.
        consent: Option<Consent>,
    },
    /// Save a session; [`Message::SessionSaved`] answers.
    SaveSession {
        /// The name.
        name: String,
        /// The session.
        session: Box<Session>,
        /// Whether tokens and codes are kept whole.
        whole: bool,
        /// Whether the file of that name is the one that the session came from.
        is_own: bool,
        /// What was agreed to.
        consent: Option<Consent>,
    },
    /// Give a profile or a saved session another name; [`Message::StoredItemChanged`] answers.
    Rename {
        /// What gets it.
        item: StoredItem,
        /// The name.
        to: String,
    },
    /// Delete a profile, with the secret that is kept for it, or a saved session; [`Message::StoredItemChanged`] answers.
    Delete(StoredItem),
    /// Save the exchanges as HAR, readable by the person only; [`Message::ArchiveSaved`] answers.
    SaveArchive {
        /// The path as the person typed it.
        path: String,
        /// The session.
        session: Box<Session>,
        /// Whether tokens and codes are kept whole.
        whole: bool,
        /// Whether a file that is in the way is replaced.
        replace: bool,
    },
    /// Turn mouse capture on or off. No answer.
    CaptureMouse(bool),
    /// Suspend the program, as Ctrl-Z does. No answer.
    Suspend,
    /// End the program. No answer.
    Quit,
}
