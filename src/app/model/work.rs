//! Work outside the core: what can be requested, what it reports while it runs, and its one answer.

use std::fmt::Display;
use std::time::Duration;

use strum::{EnumDiscriminants, EnumIter};

use super::panes::Panes;
use super::start_screen::{Opened, StoredItem, StoredItems};
use crate::lessons::Score;
use crate::profile::{Profile, SecretSource};
use crate::protocol::{ClientAuthentication, ExchangeId, HttpRequest, JwkSet, Secret};
use crate::session::{Delivery, FailureKind, Randomness, Session};

/// The id of one piece of work; its answer carries the same id. Only [`Works`](super::works::Works) makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WorkId {
    /// The number of the session in this run of the program, from 1; 0 is the program itself.
    pub(super) session: u32,
    /// The number of the work within that session, from 1.
    pub(super) number: u32,
}

/// Something to do outside the core. Each piece of work gets exactly one [`Answer`], the variant of the same name.
#[derive(Clone, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(name(WorkKind), derive(EnumIter, Hash), allow(missing_docs))]
#[strum_discriminants(doc = "The kinds of work, without what each is about.")]
pub enum Work {
    /// Send a request.
    Send {
        /// The exchange it belongs to.
        exchange: ExchangeId,
        /// The request.
        request: HttpRequest,
    },
    /// Send a token request of a saved session, unless another program has got newer tokens, and save the tokens of the
    /// response.
    SendAndSave {
        /// The exchange it belongs to.
        exchange: ExchangeId,
        /// The request.
        request: HttpRequest,
        /// The name of the saved session.
        name: String,
        /// The session, in which the exchange is pending.
        session: Box<Session>,
    },
    /// Wait before continuing.
    Pause(Duration),
    /// Draw random bytes for the next authorization request.
    DrawRandomness,
    /// Sign an assertion that authenticates the client once (RFC 7523).
    SignAssertion {
        /// How the client authenticates.
        method: ClientAuthentication,
        /// Its private key in PEM, or its secret.
        key: Secret,
        /// `kid` in the header.
        key_id: Option<String>,
        /// The client.
        client_id: String,
        /// The server that it is for.
        audience: String,
    },
    /// Wait for the browser at a loopback redirect URI. Reports [`News::Listening`] and [`News::UnexpectedCallback`].
    Listen {
        /// Where to wait.
        redirect_uri: String,
        /// The `state` of our request; callbacks with another one are reported and ignored.
        state: Option<String>,
    },
    /// Open a URL in the browser. Reports [`News::BrowserStarted`]; the answer comes when its command ends.
    OpenBrowser {
        /// The URL.
        url: String,
    },
    /// Put text into the clipboard.
    Copy {
        /// What it is, within a sentence: `the access token`.
        what: String,
        /// The text, unmasked.
        text: Secret,
    },
    /// Show a text in the person's pager, which uses the terminal until it ends.
    Page(Secret),
    /// Let the person edit a text in an editor, which uses the terminal until it ends.
    EditText(Secret),
    /// Start the embedded provider with a scenario. Reports [`News::DemoIssuer`]; the answer comes when it has its keys.
    StartDemo {
        /// The scenario's id.
        scenario: &'static str,
    },
    /// Keep the state of the embedded provider under a number.
    KeepDemo(usize),
    /// Restore the state of the embedded provider that was kept under a number.
    RestoreDemo(usize),
    /// Turn the clock of the embedded provider so many seconds ahead of this machine's.
    TurnDemoClock(i64),
    /// Keep the score of a lesson if it is the best one.
    SaveScore {
        /// The name of the lesson.
        lesson: String,
        /// The score.
        score: Score,
    },
    /// Keep the name of the theme in the settings file.
    KeepTheme(String),
    /// Keep how the panes are arranged.
    KeepPanes(Panes),
    /// Read the saved profiles and sessions.
    ReadStoredItems,
    /// Fetch the client secret from where the profile says.
    FetchSecret(Box<Profile>),
    /// Open a saved session by its name.
    OpenSession(String),
    /// Look for the keys of an issuer in the saved sessions.
    FindKeys {
        /// The issuer.
        issuer: String,
        /// The key that the token names.
        kid: Option<String>,
    },
    /// Save a profile under its own name.
    SaveProfile {
        /// The profile.
        profile: Box<Profile>,
        /// What to do with its secret.
        secret: SecretChange,
        /// What was confirmed.
        consent: Option<Consent>,
    },
    /// Save a session.
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
    /// Rename a profile or a saved session.
    Rename {
        /// What is renamed.
        item: StoredItem,
        /// The new name.
        to: String,
    },
    /// Delete a profile with its stored secret, or a saved session.
    Delete(StoredItem),
    /// Save the exchanges as a private HAR file.
    SaveArchive {
        /// The path as entered.
        path: String,
        /// The session.
        session: Box<Session>,
        /// Whether tokens and codes are saved unmasked.
        whole: bool,
        /// Whether an existing file is replaced.
        replace: bool,
    },
}

/// An error of the outside world, in its own words: the core shows it and decides nothing by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WorkError(String);

impl WorkError {
    /// Keeps the words of an error.
    pub fn of(error: impl Display) -> Self {
        Self(error.to_string())
    }
}

/// The result of a piece of work: the variant with its name.
#[derive(Clone, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(name(AnswerKind), allow(missing_docs))]
#[strum_discriminants(doc = "The kinds of answers, without what each says.")]
pub enum Answer {
    /// The response, or why there is none.
    Send(Box<Delivery>),
    /// The response and the saved tokens, or newer ones.
    SendAndSave(SentAndSaved),
    /// The time has passed.
    Pause,
    /// The bytes, or why there are none.
    DrawRandomness(Result<Box<Randomness>, WorkError>),
    /// The assertion.
    SignAssertion(Result<Secret, WorkError>),
    /// How the wait ended.
    Listen(ListenOutcome),
    /// Why no browser could be started, or why its command failed.
    OpenBrowser(Result<(), WorkError>),
    /// One sentence: where the text was copied to, or why it was not.
    Copy(Result<String, WorkError>),
    /// Why the text was not shown.
    Page(Result<(), WorkError>),
    /// The edited text, or why there is none.
    EditText(Result<Secret, WorkError>),
    /// Why the embedded provider is not available.
    StartDemo(Result<(), WorkError>),
    /// The state was kept.
    KeepDemo,
    /// The state was restored.
    RestoreDemo,
    /// The clock was turned.
    TurnDemoClock,
    /// Why the score was not kept.
    SaveScore(Result<(), WorkError>),
    /// Why the theme was not kept.
    KeepTheme(Result<(), WorkError>),
    /// Why the arrangement was not kept.
    KeepPanes(Result<(), WorkError>),
    /// What was found.
    ReadStoredItems(Box<StoredItems>),
    /// The secret, or why there is none.
    FetchSecret(Result<Option<Secret>, WorkError>),
    /// The session, or why it cannot be opened.
    OpenSession(Result<Box<Opened>, WorkError>),
    /// The keys, if a saved session has them.
    FindKeys(Option<Box<JwkSet>>),
    /// The result of saving the profile.
    SaveProfile {
        /// Where its secret is stored now, if the profile was saved.
        secret_source: Option<SecretSource>,
        /// The result.
        outcome: SaveOutcome,
    },
    /// The result of saving the session.
    SaveSession {
        /// The name under which it is saved, if it is not the requested one.
        other_name: Option<String>,
        /// The result.
        outcome: SaveOutcome,
    },
    /// Why it was not renamed.
    Rename(Result<(), WorkError>),
    /// Why it was not deleted.
    Delete(Result<(), WorkError>),
    /// The result of saving the file.
    SaveArchive(SaveOutcome),
}

/// What running work reports before its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The listener is bound to this redirect URI.
    Listening(String),
    /// A callback with a foreign `state` arrived; the listener continues.
    UnexpectedCallback(Secret),
    /// The listener refused a request, and why; it continues.
    RefusedRequest(String),
    /// The command of the browser was started.
    BrowserStarted,
    /// The embedded provider is bound: its issuer.
    DemoIssuer(String),
}

/// How a request for tokens of a saved session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentAndSaved {
    /// It was sent; if tokens came, the name under which they are saved now, and whether that worked.
    Answered(Box<Delivery>, Option<(String, SaveOutcome)>),
    /// It was not sent: another program has got newer tokens, which this session has; without its client secret.
    Newer(Box<Session>),
}

/// How a listener ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListenOutcome {
    /// The browser arrived with this URL.
    Callback(Secret),
    /// It could not listen, and why. Pasting a callback still works.
    Failed(WorkError),
    /// It was cancelled.
    Stopped,
}

/// The result of saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// Saved: one sentence that says where.
    Done(String),
    /// A confirmation is needed: the question, and what entering the same name again confirms.
    Asks {
        /// What needs it, as part of a sentence that the keys complete.
        question: String,
        /// What is confirmed.
        consent: Consent,
    },
    /// Not saved, and why.
    Failed(String),
}

/// A confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Overwriting the file with this name.
    Replace,
    /// Storing the client secret unencrypted in a file because there is no keyring.
    PlainSecret,
}

/// What to do with the client secret when its profile is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretChange {
    /// Nothing: there is none, or the profile says where it is.
    None,
    /// Store it.
    Store(Secret),
    /// Remove it: the client no longer has one.
    Remove,
}

impl WorkKind {
    /// Whether new work of this kind replaces the previous work, whose answer is then ignored.
    pub fn supersedes(self) -> bool {
        matches!(
            self,
            Self::Pause
                | Self::DrawRandomness
                | Self::SignAssertion
                | Self::StartDemo
                | Self::ReadStoredItems
                | Self::OpenSession
        )
    }

    /// Whether another program uses the terminal meanwhile.
    pub fn lends_the_terminal(self) -> bool {
        matches!(self, Self::Page | Self::EditText)
    }

    /// The answer to work that was cancelled or that panicked, after a time.
    pub fn lost(self, is_cancelled: bool, after: Duration) -> Answer {
        let failed = |what: &str| SaveOutcome::Failed(format!("{what} could not be saved"));
        let ended = |what: &str| WorkError(format!("{what} ended unexpectedly"));
        let unsent = || {
            Box::new(if is_cancelled {
                Delivery::failed(FailureKind::Cancelled, "cancelled", after)
            } else {
                Delivery::failed(FailureKind::Transport, ended("the transport").0, after)
            })
        };
        match self {
            Self::Send => Answer::Send(unsent()),
            Self::SendAndSave => Answer::SendAndSave(SentAndSaved::Answered(unsent(), None)),
            Self::Pause => Answer::Pause,
            Self::DrawRandomness => Answer::DrawRandomness(Err(ended("the generator of random bytes"))),
            Self::SignAssertion => Answer::SignAssertion(Err(ended("the signature"))),
            Self::Listen if is_cancelled => Answer::Listen(ListenOutcome::Stopped),
            Self::Listen => Answer::Listen(ListenOutcome::Failed(ended("the listener"))),
            Self::OpenBrowser => Answer::OpenBrowser(Err(ended("the browser's command"))),
            Self::Copy => Answer::Copy(Err(ended("not copied: the clipboard"))),
            Self::Page => Answer::Page(Err(ended("the pager"))),
            Self::EditText => Answer::EditText(Err(ended("the editor"))),
            Self::StartDemo => Answer::StartDemo(Err(ended("it"))),
            Self::KeepDemo => Answer::KeepDemo,
            Self::RestoreDemo => Answer::RestoreDemo,
            Self::SaveScore => Answer::SaveScore(Err(WorkError::of("the score of the lesson could not be saved"))),
            Self::TurnDemoClock => Answer::TurnDemoClock,
            Self::KeepTheme => Answer::KeepTheme(Err(ended("saving"))),
            Self::KeepPanes => Answer::KeepPanes(Err(ended("saving the arrangement of the panes"))),
            Self::ReadStoredItems => {
                let problems = vec!["the saved profiles and sessions could not be read".to_owned()];
                Answer::ReadStoredItems(Box::new(StoredItems { problems, ..StoredItems::default() }))
            }
            Self::FetchSecret => Answer::FetchSecret(Err(WorkError::of("the client secret could not be fetched"))),
            Self::OpenSession => Answer::OpenSession(Err(WorkError::of("the session could not be read"))),
            Self::FindKeys => Answer::FindKeys(None),
            Self::SaveProfile => Answer::SaveProfile { secret_source: None, outcome: failed("the profile") },
            Self::SaveSession => Answer::SaveSession { other_name: None, outcome: failed("the session") },
            Self::Rename => Answer::Rename(Err(WorkError::of("it could not be renamed"))),
            Self::Delete => Answer::Delete(Err(WorkError::of("it could not be deleted"))),
            Self::SaveArchive => Answer::SaveArchive(failed("the file")),
        }
    }
}
