//! Everything the screen shows, as one value.

pub mod choice;
pub mod demo;
pub mod drawn;
pub mod field;
pub mod filter;
pub mod fork;
pub mod list;
pub mod message;
pub mod panes;
pub mod paste;
pub mod playing;
pub mod position;
pub mod preflight;
pub mod presenter;
pub mod question;
pub mod registration;
mod request_edits;
pub mod session_view;
pub mod start_screen;
pub mod theme;
pub mod token_row;
pub mod tokens_view;
pub mod undo;
pub mod work;
pub mod works;

use std::mem;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tui_input::Input;

use crate::app::keys::keymap::Keymap;
use crate::app::model::demo::Demo;
use crate::app::model::drawn::Drawn;
use crate::app::model::fork::Fork;
use crate::app::model::list::{List, ListKind};
use crate::app::model::panes::Panes;
use crate::app::model::paste::Paste;
use crate::app::model::playing::Playing;
use crate::app::model::presenter::Presenter;
use crate::app::model::question::Question;
use crate::app::model::session_view::SessionView;
use crate::app::model::start_screen::StartScreen;
use crate::app::model::theme::Themes;
use crate::app::model::work::WorkId;
use crate::app::model::works::Works;
use crate::protocol::Secret;
use crate::session::{KEPT_REQUESTS, Randomness};

/// The whole state of the terminal interface.
#[derive(Clone, Debug)]
pub struct Model {
    /// What fills the screen. Only `update::replace_screen` replaces it.
    pub screen: Screen,
    /// How many sessions were opened so far.
    pub opened: u32,
    /// The pending work of the program itself; a session has its own.
    pub works: Works,
    /// The topmost overlay.
    pub overlay: Option<Overlay>,
    /// The overlays below it, the lowest first: going back returns to them.
    pub overlays_below: Vec<Overlay>,
    /// The time of this machine's clock at the last message.
    pub now: Timestamp,
    /// This machine's time zone.
    pub zone: TimeZone,
    /// Whether secrets are shown.
    pub masking: Masking,
    /// How the panes are arranged.
    pub panes: Panes,
    /// The themes.
    pub themes: Themes,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// Whether the sign of a wait moves.
    pub motion: bool,
    /// The keys.
    pub keymap: Keymap,
    /// The message in the bottom line.
    pub notice: Option<Notice>,
    /// The embedded provider, if it runs.
    pub demo: Option<Demo>,
    /// The lesson that is played.
    pub playing: Option<Box<Playing>>,
    /// Presenter mode, while it is on.
    pub presenter: Option<Presenter>,
    /// The issuer of the embedded provider, once it has started.
    pub demo_issuer: Option<String>,
    /// Where the last frame drew what.
    pub drawn: Drawn,
    /// Random bytes for the next authorization request.
    pub random: Option<Randomness>,
    /// Whether the last request for random bytes failed: the next input requests them again.
    pub random_failed: bool,
    /// Whether the program is quitting.
    pub quitting: bool,
    /// The time limit of a request.
    pub answer_limit: Duration,
    /// How many repeated requests a session keeps.
    pub kept_requests: usize,
}

/// The default time limit of a request.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// What fills the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The start screen.
    Start(StartScreen),
    /// A session.
    Session(Box<SessionView>),
}

/// Whether secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Masking {
    /// Masked.
    #[default]
    Masked,
    /// Revealed.
    Revealed,
    /// Revealed until this time.
    RevealedUntil(Timestamp),
    /// Masked, and no key reveals them: for recordings and presentations.
    Recording,
}

/// A message in the bottom line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub text: String,
    /// Whether it is a warning.
    pub is_problem: bool,
    /// When it was shown.
    pub at: Timestamp,
    /// The question it asks; it ends with the message.
    pub asks: Option<Question>,
}

/// An overlay. Only the topmost is visible; those that it was opened from are below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// What `y` can copy.
    Copy,
    /// A list in which one row can be chosen.
    List(List),
    /// The step's URL as a QR code.
    QrCode,
    /// A value that could not be copied, for selecting it in the terminal.
    Value {
        /// What it is.
        what: String,
        /// The value.
        text: Secret,
        /// The first row shown.
        scroll: u16,
    },
    /// Pasted text: its parameters and findings.
    Pasted {
        /// The paste.
        paste: Box<Paste>,
        /// The first row shown.
        scroll: u16,
    },
    /// All exchanges.
    Exchanges {
        /// The selected exchange, counted from 0.
        cursor: usize,
        /// The first visible row of the selected one.
        scroll: u16,
        /// Whether it scrolls to the match instead of to `scroll`.
        at_hit: bool,
        /// The evidence of a finding, which is marked as the match.
        evidence: Option<crate::protocol::Place>,
    },
    /// The sequence diagram.
    Diagram {
        /// The selected arrow, counted from 0.
        cursor: usize,
    },
    /// One finding with its evidence and fix.
    Finding {
        /// Its index, from 0.
        index: usize,
        /// The first row shown.
        scroll: u16,
    },
    /// The tokens side by side.
    Compare {
        /// The first row shown.
        scroll: u16,
    },
    /// The last two runs of a step side by side.
    Fork {
        /// The runs.
        fork: Box<Fork>,
        /// The first row shown.
        scroll: u16,
    },
    /// The lifetimes, and who accepts what.
    Lifetimes {
        /// The time to look at; `None` is now.
        what_if: Option<Timestamp>,
        /// The selected row of the table, counted from 0.
        row: usize,
    },
    /// The comparisons of the flow, worked out.
    WorkedOut {
        /// The first row shown.
        scroll: u16,
    },
    /// What is wrong with the settings or the theme.
    Mistakes {
        /// One sentence each.
        lines: Vec<String>,
        /// The first row shown.
        scroll: u16,
    },
    /// The result of preflight.
    Preflight {
        /// The first row shown.
        scroll: u16,
    },
    /// The registration check: first the confirmation, then the results.
    Registration {
        /// How many rows it is scrolled below the probe that is running.
        scroll: u16,
    },
    /// The lesson of the current step.
    Why {
        /// The first row shown.
        scroll: u16,
        /// The selected experiment, from 1; 0 is none.
        chosen: usize,
    },
}

impl Overlay {
    /// Whether both are the same kind of window, regardless of content.
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other)) => mem::discriminant(&one.kind) == mem::discriminant(&other.kind),
            _ => mem::discriminant(self) == mem::discriminant(other),
        }
    }
}

impl Model {
    /// The initial state.
    pub fn new(now: Timestamp) -> Self {
        Self {
            screen: Screen::Start(StartScreen::default()),
            opened: 0,
            works: Works::default(),
            overlay: None,
            overlays_below: Vec::new(),
            now,
            zone: TimeZone::UTC,
            masking: Masking::Masked,
            panes: Panes::default(),
            themes: Themes::default(),
            mouse: true,
            motion: true,
            keymap: Keymap::default(),
            notice: None,
            demo: None,
            playing: None,
            presenter: None,
            demo_issuer: None,
            drawn: Drawn::default(),
            random: None,
            random_failed: false,
            quitting: false,
            answer_limit: ANSWER_LIMIT,
            kept_requests: KEPT_REQUESTS,
        }
    }

    /// Opens an overlay. Going back returns to the one it was opened from; no window is open twice.
    pub fn open_overlay(&mut self, overlay: Overlay) {
        self.overlays_below.extend(self.overlay.take());
        self.overlays_below.retain(|under| !under.is_alike(&overlay));
        self.overlay = Some(overlay);
    }

    /// Opens a list with its first row selected.
    pub fn open_list(&mut self, kind: ListKind) {
        self.open_overlay(Overlay::List(List::new(kind)));
    }

    /// Closes the topmost overlay; the one below it is visible again.
    pub fn close_overlay(&mut self) -> Option<Overlay> {
        mem::replace(&mut self.overlay, self.overlays_below.pop())
    }

    /// Closes all overlays.
    pub fn close_overlays(&mut self) {
        self.overlay = None;
        self.overlays_below.clear();
    }

    /// What a copy refers to: the topmost overlay, or the one below the copy menu.
    pub fn looked_at(&self) -> Option<&Overlay> {
        match &self.overlay {
            Some(Overlay::Copy) => self.overlays_below.last(),
            overlay => overlay.as_ref(),
        }
    }

    /// The current session.
    pub fn view(&self) -> Option<&SessionView> {
        match &self.screen {
            Screen::Session(view) => Some(view),
            Screen::Start(_) => None,
        }
    }

    /// The current session, to change it.
    pub fn view_mut(&mut self) -> Option<&mut SessionView> {
        match &mut self.screen {
            Screen::Session(view) => Some(view),
            Screen::Start(_) => None,
        }
    }

    /// The pending work that an id belongs to: the program's, or that of the open session.
    pub fn works_of(&mut self, id: WorkId) -> Option<&mut Works> {
        let session = match &mut self.screen {
            Screen::Session(view) => Some(&mut view.works),
            Screen::Start(_) => None,
        };
        std::iter::once(&mut self.works).chain(session).find(|works| works.owns(id))
    }

    /// Whether something is under way whose end comes by itself.
    pub fn is_busy(&self) -> bool {
        self.works.is_busy() || self.is_starting_demo() || self.view().is_some_and(|view| view.works.is_busy())
    }

    /// Whether the embedded provider is starting: its session is not open yet.
    pub fn is_starting_demo(&self) -> bool {
        self.demo.is_some() && matches!(self.screen, Screen::Start(_))
    }

    /// The text field with the focus: a list's filter, a new name, or a field of the session, which may belong to an
    /// overlay.
    pub fn text_field(&mut self) -> Option<&mut Input> {
        match (&mut self.overlay, &mut self.screen) {
            (Some(Overlay::List(list)), _) if list.filter.is_typing => Some(&mut list.filter.input),
            (_, Screen::Session(view)) => view.position.editing.as_mut().map(|editing| &mut editing.input),
            (_, Screen::Start(StartScreen { filter, prompt, .. })) => match prompt {
                Some(prompt) => Some(&mut prompt.input),
                None => filter.is_typing.then_some(&mut filter.input),
            },
        }
    }

    /// Turns presenter mode on or off.
    pub fn present(&mut self, is_on: bool) {
        self.presenter = is_on.then(Presenter::default);
        self.masking = if is_on { Masking::Recording } else { Masking::Masked };
    }

    /// Whether secrets are revealed.
    pub fn reveals(&self) -> bool {
        matches!(self.masking, Masking::Revealed | Masking::RevealedUntil(_))
    }

    /// Shows a message in the bottom line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: false, at: self.now, asks: None });
    }

    /// Shows a warning in the bottom line.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: true, at: self.now, asks: None });
    }

    /// Asks in the bottom line whether to lose something.
    pub fn ask(&mut self, text: impl Into<String>, question: Question) {
        self.warn(text);
        if let Some(notice) = &mut self.notice {
            notice.asks = Some(question);
        }
    }

    /// The question in the bottom line.
    pub fn question(&self) -> Option<Question> {
        self.notice.as_ref().and_then(|notice| notice.asks)
    }

    /// Withdraws the question in the bottom line.
    pub fn withdraw_question(&mut self) -> Option<Question> {
        self.notice.take_if(|notice| notice.asks.is_some())?.asks
    }
}
