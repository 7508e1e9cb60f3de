//! Everything the screen shows, as one value.

pub mod choice;
pub mod demo;
pub mod drawn;
pub mod field;
pub mod filter;
pub mod list;
pub mod message;
pub mod paste;
pub mod preflight;
pub mod registration;
pub mod session_view;
pub mod start_screen;

use std::mem;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tui_input::Input;

use crate::app::keys::action::Action;
use crate::app::keys::keymap::Keymap;
use crate::app::model::demo::Demo;
use crate::app::model::drawn::Drawn;
use crate::app::model::list::{List, ListKind};
use crate::app::model::paste::Paste;
use crate::app::model::session_view::SessionView;
use crate::app::model::start_screen::StartScreen;
use crate::protocol::Secret;
use crate::session::Randomness;

/// The whole state of the program.
#[derive(Clone, Debug)]
pub struct Model {
    /// What fills the screen. `update::replace_screen` alone changes which one it is.
    pub screen: Screen,
    /// How many sessions were opened.
    pub opened: u32,
    /// What lies on top of it.
    pub overlay: Option<Overlay>,
    /// What lies under that, the lowest first: going back leads through it.
    pub overlays_below: Vec<Overlay>,
    /// This machine's clock, as of the last message.
    pub now: Timestamp,
    /// This machine's time zone.
    pub zone: TimeZone,
    /// Whether secrets are shown.
    pub masking: Masking,
    /// Whether the pane that has the keys takes the whole screen.
    pub is_zoomed: bool,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// The keys.
    pub keymap: Keymap,
    /// The last thing worth a line at the bottom.
    pub notice: Option<Notice>,
    /// The embedded provider, when it was asked for.
    pub demo: Option<Demo>,
    /// The issuer of the embedded provider, once it answers.
    pub demo_issuer: Option<String>,
    /// What the last frame showed where.
    pub drawn: Drawn,
    /// Random bytes for the next authorization request.
    pub random: Option<Randomness>,
    /// Whether random bytes were asked for.
    pub random_asked: bool,
    /// Whether the system gave none: the next key asks again.
    pub random_failed: bool,
    /// Whether the program is about to end.
    pub quitting: bool,
    /// How long an answer may take.
    pub answer_limit: Duration,
}

/// How long an answer may take where nobody says otherwise.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// What fills the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The first question: what shall be looked at.
    Start(StartScreen),
    /// A session.
    Session(Box<SessionView>),
}

/// Whether secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Masking {
    /// Their ends only.
    #[default]
    Masked,
    /// Whole.
    Revealed,
    /// Their ends only, and no key changes that: for recordings and rooms.
    Recording,
}

/// A line at the bottom that says what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One sentence.
    pub text: String,
    /// Whether it is bad news.
    pub is_problem: bool,
    /// When it was said.
    pub at: Timestamp,
    /// What it asks: the question ends with the line.
    pub asks: Option<Question>,
}

/// Whether something shall be lost. The same action again says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What was asked for.
    pub action: Action,
    /// What would be lost, as [`SessionView::would_be_lost`] says it.
    pub stake: &'static str,
}

/// What lies on top of the screen. One is seen; those that it was opened from wait under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys.
    Help {
        /// The first row shown.
        scroll: u16,
    },
    /// What `y` can copy.
    Copy,
    /// A list of which one row is chosen.
    List(List),
    /// The step's URL as a QR code.
    QrCode,
    /// A value that could not be copied, to be selected by hand.
    Value {
        /// What it is.
        what: String,
        /// The value.
        text: Secret,
        /// The first row shown.
        scroll: u16,
    },
    /// What a paste says: its parameters, and what is wrong with it.
    Pasted {
        /// The paste.
        paste: Box<Paste>,
        /// The first row shown.
        scroll: u16,
    },
    /// Every exchange.
    Exchanges {
        /// The selected exchange, counted from 0.
        cursor: usize,
        /// The first row shown of the selected one.
        scroll: u16,
        /// Whether it is shown from what was searched for on, rather than from `scroll`.
        at_hit: bool,
        /// Where a finding has seen something there: it is marked, and is the hit.
        evidence: Option<crate::protocol::Place>,
    },
    /// The sequence diagram.
    Diagram {
        /// The selected arrow, counted from 0.
        cursor: usize,
    },
    /// One finding with its evidence and remedy.
    Finding {
        /// Which one, counted from 0.
        index: usize,
        /// The first row shown.
        scroll: u16,
    },
    /// The tokens beside each other.
    Compare {
        /// The first row shown.
        scroll: u16,
    },
    /// What preflight found.
    Preflight {
        /// The first row shown.
        scroll: u16,
    },
    /// What the client is registered with: the question, then the rows.
    Registration {
        /// How many rows below the row that is asked for.
        scroll: u16,
    },
    /// Why the current step exists.
    Why {
        /// The first row shown.
        scroll: u16,
        /// Which of the experiments is chosen, from 1; 0 is none.
        chosen: usize,
    },
}

impl Overlay {
    /// Whether both are the same window, whatever each shows.
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other)) => mem::discriminant(&one.kind) == mem::discriminant(&other.kind),
            _ => mem::discriminant(self) == mem::discriminant(other),
        }
    }
}

impl Model {
    /// The start, at a time.
    pub fn new(now: Timestamp) -> Self {
        Self {
            screen: Screen::Start(StartScreen::default()),
            opened: 0,
            overlay: None,
            overlays_below: Vec::new(),
            now,
            zone: TimeZone::UTC,
            masking: Masking::Masked,
            is_zoomed: false,
            mouse: true,
            keymap: Keymap::default(),
            notice: None,
            demo: None,
            demo_issuer: None,
            drawn: Drawn::default(),
            random: None,
            random_asked: false,
            random_failed: false,
            quitting: false,
            answer_limit: ANSWER_LIMIT,
        }
    }

    /// Lays something on top. Going back leads to what it was opened from; no window is open twice.
    pub fn open_overlay(&mut self, overlay: Overlay) {
        self.overlays_below.extend(self.overlay.take());
        self.overlays_below.retain(|under| !under.is_alike(&overlay));
        self.overlay = Some(overlay);
    }

    /// Opens a list at its first row.
    pub fn open_list(&mut self, kind: ListKind) {
        self.open_overlay(Overlay::List(List::new(kind)));
    }

    /// Takes off what lies on top; what was under it is seen again.
    pub fn close_overlay(&mut self) -> Option<Overlay> {
        mem::replace(&mut self.overlay, self.overlays_below.pop())
    }

    /// Takes off everything that lies on top.
    pub fn close_overlays(&mut self) {
        self.overlay = None;
        self.overlays_below.clear();
    }

    /// What a copy is about: what lies on top, or what the list of copies covers.
    pub fn looked_at(&self) -> Option<&Overlay> {
        match &self.overlay {
            Some(Overlay::Copy) => self.overlays_below.last(),
            overlay => overlay.as_ref(),
        }
    }

    /// The session on the screen.
    pub fn view(&self) -> Option<&SessionView> {
        match &self.screen {
            Screen::Session(view) => Some(view),
            Screen::Start(_) => None,
        }
    }

    /// The session on the screen, to be changed.
    pub fn view_mut(&mut self) -> Option<&mut SessionView> {
        match &mut self.screen {
            Screen::Session(view) => Some(view),
            Screen::Start(_) => None,
        }
    }

    /// The text field that has the keys: a list's filter, a new name, or a field of the session, which may belong to
    /// what lies on top.
    pub fn text_field(&mut self) -> Option<&mut Input> {
        match (&mut self.overlay, &mut self.screen) {
            (Some(Overlay::List(list)), _) if list.filter.is_typing => Some(&mut list.filter.input),
            (_, Screen::Session(view)) => view.editing.as_mut().map(|editing| &mut editing.input),
            (_, Screen::Start(start)) => start.renaming.as_mut().map(|renaming| &mut renaming.input),
        }
    }

    /// Whether secrets are shown whole.
    pub fn reveals(&self) -> bool {
        self.masking == Masking::Revealed
    }

    /// Says something at the bottom.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: false, at: self.now, asks: None });
    }

    /// Says at the bottom what went wrong.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: true, at: self.now, asks: None });
    }

    /// Asks at the bottom whether something shall be lost.
    pub fn ask(&mut self, text: impl Into<String>, question: Question) {
        self.warn(text);
        if let Some(notice) = &mut self.notice {
            notice.asks = Some(question);
        }
    }

    /// The question at the bottom.
    pub fn question(&self) -> Option<Question> {
        self.notice.as_ref().and_then(|notice| notice.asks)
    }

    /// Takes back the question at the bottom.
    pub fn withdraw_question(&mut self) {
        self.notice.take_if(|notice| notice.asks.is_some());
    }

    /// Whether something on the screen changes with time alone.
    pub fn is_counting(&self) -> bool {
        let Some(view) = self.view() else { return self.notice.is_some() };
        self.notice.is_some()
            || view.is_running()
            || view.session.grant().is_some()
            || view.session.callback().is_some()
    }
}
