//! The messages that reach the core, and the effects that it requests. Both are plain data: comparable, printable,
//! without handles.

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
    /// The answer to [`Effect::DrawRandomness`]: the bytes, or why there are none.
    Random(Result<Box<Randomness>, String>),
    /// The answer to [`Effect::Send`].
    ExchangeFinished {
        /// The exchange.
        id: WorkId,
        /// Its result.
        delivery: Box<Delivery>,
    },
    /// The tokens of the exchange that has just finished were saved, or not.
    TokensSaved {
        /// The exchange.
        id: WorkId,
        /// The name under which the session is saved now.
        name: String,
        /// The result.
        outcome: SaveOutcome,
    },
    /// The request was not sent: another program has got newer tokens for the session.
    NewerTokens {
        /// The exchange.
        id: WorkId,
        /// The session with those tokens, without its client secret.
        session: Box<Session>,
    },
    /// The listener is bound.
    Listening {
        /// Its id.
        id: WorkId,
        /// The redirect URI at which it waits.
        at: String,
    },
    /// A callback with a foreign `state` arrived; the listener continues.
    UnexpectedCallback {
        /// Which listener.
        id: WorkId,
        /// The callback.
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
    /// The browser command that was started ended with an error.
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
        /// The text, which is shown if it could not be copied.
        text: Secret,
        /// One sentence: where the text was sent, or why it was not.
        result: Result<String, String>,
    },
    /// Something could not be done: one sentence.
    Failed(String),
    /// The answer to [`Effect::StartDemo`]: the issuer.
    DemoStarted(Result<String, String>),
    /// The answer to [`Effect::ReadStoredItems`].
    StoredItemsRead(Box<StoredItems>),
    /// The answer to [`Effect::FetchSecret`].
    SecretFetched {
        /// The profile, as requested.
        profile: Box<Profile>,
        /// The secret, or why it is missing.
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
        /// The profile, including where its secret is.
        profile: Box<Profile>,
        /// The result.
        outcome: SaveOutcome,
    },
    /// The answer to [`Effect::SaveSession`].
    SessionSaved {
        /// The name under which it is saved, or the requested name if it is not.
        name: String,
        /// The session, as requested.
        session: Box<Session>,
        /// Whether tokens and codes were to be saved unmasked.
        whole: bool,
        /// The result.
        outcome: SaveOutcome,
    },
    /// The answer to [`Effect::Rename`] and [`Effect::Delete`].
    StoredItemChanged {
        /// One sentence: what was done, or why it was not.
        result: Result<String, String>,
        /// What to select now.
        select: Option<StoredItem>,
    },
    /// The answer to [`Effect::SaveArchive`].
    ArchiveSaved {
        /// The path, as requested.
        path: String,
        /// Whether tokens and codes were to be saved unmasked.
        whole: bool,
        /// The result.
        outcome: SaveOutcome,
    },
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

/// The result of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// Saved: one sentence that says where.
    Done(String),
    /// A confirmation is needed: the question, and what entering the same name again confirms.
    Asks {
        /// One sentence.
        question: String,
        /// What is confirmed.
        consent: Consent,
    },
    /// Not saved, and why.
    Failed(String),
}

/// What a person confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Overwriting what has this name.
    Replace,
    /// Storing the client secret unencrypted in a file, because there is no keyring.
    PlainSecret,
}

/// What to do with the client secret when its profile is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretChange {
    /// Nothing: there is none, or it is where the profile says.
    None,
    /// Store it.
    Store(Secret),
    /// Remove it: the client no longer has one.
    Remove,
}

/// The id of the work that an effect starts; its answer carries the same id. Numbers restart in each session, and an
/// begin anew with each session, and an answer may come after its session was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorkId {
    /// The number of the session in this run of the program, from 1.
    pub session: u32,
    /// The number of the work within that session, from 1.
    pub number: u32,
}

impl Message {
    /// The id of the work that it answers, if it belongs to one session.
    pub fn work(&self) -> Option<WorkId> {
        match self {
            Self::ExchangeFinished { id, .. }
            | Self::TokensSaved { id, .. }
            | Self::NewerTokens { id, .. }
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
    /// The browser arrived with this URL.
    Callback(Secret),
    /// It could not listen, and why. Pasting a callback still works.
    Failed(String),
    /// It was stopped.
    Stopped,
}

/// Something to do outside the core. Each effect is answered exactly once unless it says that it has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a request; [`Message::ExchangeFinished`] answers.
    Send {
        /// The exchange it belongs to.
        id: WorkId,
        /// The request.
        request: HttpRequest,
    },
    /// Send a request for tokens of a session that is saved whole, unless another program has got newer ones, and save
    /// the tokens that come. [`Message::ExchangeFinished`] answers, followed by [`Message::TokensSaved`] where tokens came;
    /// or [`Message::NewerTokens`] answers.
    SendAndSave {
        /// The exchange it belongs to.
        id: WorkId,
        /// The request.
        request: HttpRequest,
        /// The name of the saved session.
        name: String,
        /// The session, in which the exchange is under way.
        session: Box<Session>,
    },
    /// Cancel a request: its [`Message::ExchangeFinished`] says cancelled.
    Cancel(WorkId),
    /// Wait before continuing; [`Message::PauseEnded`] answers.
    Pause {
        /// The id that the answer carries.
        id: WorkId,
        /// How long.
        length: Duration,
    },
    /// Draw random bytes for the next authorization request; [`Message::Random`] answers.
    DrawRandomness,
    /// Wait for the browser at a loopback redirect URI; [`Message::ListenEnded`] answers.
    Listen {
        /// Which one.
        id: WorkId,
        /// Where to wait.
        redirect_uri: String,
        /// The `state` of our request; callbacks with another one are reported and ignored.
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
        /// What it is, as part of a sentence: `the access token`.
        what: String,
        /// The text, unmasked.
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
        /// What to do with its secret.
        secret: SecretChange,
        /// What the person confirmed.
        consent: Option<Consent>,
    },
    /// Save a session; [`Message::SessionSaved`] answers.
    SaveSession {
        /// The name.
        name: String,
        /// The session.
        session: Box<Session>,
        /// Whether tokens and codes are saved unmasked.
        whole: bool,
        /// Whether the session was loaded from the file of that name.
        is_own: bool,
        /// What the person confirmed.
        consent: Option<Consent>,
    },
    /// Rename a profile or a saved session; [`Message::StoredItemChanged`] answers.
    Rename {
        /// What is renamed.
        item: StoredItem,
        /// The new name.
        to: String,
    },
    /// Delete a profile with its stored secret, or a saved session; [`Message::StoredItemChanged`] answers.
    Delete(StoredItem),
    /// Save the exchanges as a private HAR file; [`Message::ArchiveSaved`] answers.
    SaveArchive {
        /// The path as the person typed it.
        path: String,
        /// The session.
        session: Box<Session>,
        /// Whether tokens and codes are saved unmasked.
        whole: bool,
        /// Whether an existing file is replaced.
        replace: bool,
    },
    /// Turn mouse capture on or off. No answer.
    CaptureMouse(bool),
    /// Suspend the program, like Ctrl-Z. No answer.
    Suspend,
    /// Quit. No answer.
    Quit,
}
