//! Everything the screen shows, as one value.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tui_input::Input;

use super::action::Action;
use super::demo::Demo;
use super::keymap::{self, Keymap};
use super::layout::{Drawn, Pane};
use super::list::List;
use super::message::ListenerId;
use super::preflight::Preflight;
use super::progress::{self, Progress};
use super::registration::Registration;
use super::shelves::Shelves;
use super::tidying::{Kept, Renaming};
use super::tokens::TokensView;
use crate::demo::{Cookies, Scenario, Visitor};
use crate::protocol::{Finding, RequestDraft, Secret};
use crate::session::{AuthorizationDraft, Entry, Exchange, ExchangeId, Purpose, Randomness, Session, Step};

/// The whole state of the program.
#[derive(Clone, Debug)]
pub struct Model {
    /// What fills the screen.
    pub screen: Screen,
    /// What lies on top of it.
    pub overlay: Option<Overlay>,
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
    /// What was last handed to the clipboard, until it says where it went: what it is, and the text.
    pub copying: Option<(String, Secret)>,
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
    /// Whether the program is about to end.
    pub quitting: bool,
}

/// What fills the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The first question: what shall be looked at.
    Chooser(Chooser),
    /// A session.
    Session(Box<SessionView>),
}

/// The first screen: three doors.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    /// What was found on disk.
    pub shelves: Shelves,
    /// The selected row.
    pub cursor: usize,
    /// Whether the embedded provider is starting.
    pub starting: bool,
    /// The new name that is being typed.
    pub renaming: Option<Box<Renaming>>,
    /// What shall be selected once it is read.
    pub select: Option<Kept>,
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
    /// What would be lost.
    pub stake: &'static str,
}

/// What lies on top of the screen. At most one.
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
    },
    /// Every exchange.
    Exchanges {
        /// The selected exchange, counted from 0.
        cursor: usize,
        /// The first row shown of the selected one.
        scroll: u16,
        /// Whether it is shown from what was searched for on, rather than from `scroll`.
        at_hit: bool,
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
    },
}

/// Which pane has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The steps.
    Flow,
    /// The current step.
    #[default]
    Step,
    /// The findings.
    Findings,
}

/// A text field that is being edited.
#[derive(Clone, Debug)]
pub struct Editing {
    /// Which field of the step.
    pub field: super::fields::Field,
    /// The text and its cursor.
    pub input: Input,
}

/// Waiting for the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Listener {
    /// Nobody waits.
    #[default]
    Off,
    /// Asked for, not bound yet.
    Starting(ListenerId),
    /// Bound.
    Waiting {
        /// Which one.
        id: ListenerId,
        /// The redirect URI.
        at: String,
    },
    /// It could not listen, and why.
    Failed(String),
}

/// A session on the screen.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// What it is called in the title.
    pub title: String,
    /// The step at the right.
    pub step: Step,
    /// Which pane has the keys.
    pub focus: Focus,
    /// The selected row of each step.
    pub cursors: [usize; 8],
    /// The first row shown of each step.
    pub scrolls: [u16; 8],
    /// The selected finding.
    pub finding: usize,
    /// The text field that has the keys.
    pub editing: Option<Editing>,
    /// The authorization request that step 2 shows.
    pub authorization: Option<AuthorizationDraft>,
    /// Whether the person changed it.
    pub authorization_changed: bool,
    /// Requests that the person changed and has not sent.
    pub edited: Vec<(Purpose, RequestDraft)>,
    /// Steps whose next request is shown although an older one was answered.
    pub again: Vec<Step>,
    /// What went wrong within a step before anything was sent, one sentence.
    pub problem: Option<String>,
    /// Waiting for the browser.
    pub listener: Listener,
    /// The number of the last listener.
    pub last_listener: ListenerId,
    /// Why the session can be read and not continued: it was saved without its secrets.
    pub read_only: Option<String>,
    /// The program playing a person at a browser.
    pub sign_in: Option<Visitor>,
    /// The page of the provider on which the last sign-in ended: its address and what it says.
    pub stranded: Option<(String, String)>,
    /// What the client of a demo gets wrong on purpose.
    pub scenario: Option<&'static Scenario>,
    /// Who signed in that way last, and the cookies of that browser.
    pub browser: (String, Cookies),
    /// Whether preflight is under way.
    pub preflight: Preflight,
    /// What the provider is asked about this client's registration.
    pub registration: Option<Registration>,
    /// What is searched for in the exchanges.
    pub exchange_search: String,
    /// The file that the next saving as HAR may replace.
    pub replaces: Option<String>,
    /// What step 5 shows.
    pub tokens: TokensView,
    /// Whether the tokens are refreshed by themselves before they end.
    pub keeps_fresh: bool,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// How many entries of the log were saved last, or came from a saved session.
    pub saved_entries: usize,
    /// How much had happened when that was looked for: entries of the log, requests under way.
    pub diagnosed: Option<(usize, usize)>,
}

impl Model {
    /// The chooser, at a time.
    pub fn new(now: Timestamp) -> Self {
        Self {
            screen: Screen::Chooser(Chooser::default()),
            overlay: None,
            now,
            zone: TimeZone::UTC,
            masking: Masking::Masked,
            is_zoomed: false,
            mouse: true,
            keymap: Keymap::default(),
            copying: None,
            notice: None,
            demo: None,
            demo_issuer: None,
            drawn: Drawn::default(),
            random: None,
            random_asked: false,
            quitting: false,
        }
    }

    /// The session on the screen.
    pub fn view(&self) -> Option<&SessionView> {
        match &self.screen {
            Screen::Session(view) => Some(view),
            Screen::Chooser(_) => None,
        }
    }

    /// The session on the screen, to be changed.
    pub fn view_mut(&mut self) -> Option<&mut SessionView> {
        match &mut self.screen {
            Screen::Session(view) => Some(view),
            Screen::Chooser(_) => None,
        }
    }

    /// The text field that has the keys: a list's filter, a new name, or a field of the session, which may belong to
    /// what lies on top.
    pub fn text_field(&mut self) -> Option<&mut Input> {
        match (&mut self.overlay, &mut self.screen) {
            (Some(Overlay::List(list)), _) if list.filter.is_typing => Some(&mut list.filter.input),
            (_, Screen::Session(view)) => view.editing.as_mut().map(|editing| &mut editing.input),
            (_, Screen::Chooser(chooser)) => chooser.renaming.as_mut().map(|renaming| &mut renaming.input),
        }
    }

    /// The key of an action as the footer writes it: the one that works now, else the one that works somewhere.
    pub fn key(&self, action: Action) -> String {
        let now = self.keymap.key(&keymap::contexts(self), action);
        let anywhere = || {
            let bound = self.keymap.bindings().iter().filter(|binding| binding.action == action);
            bound.flat_map(|binding| binding.keys.first()).next().copied()
        };
        now.or_else(anywhere).map_or_else(|| "no key".to_owned(), |key| key.to_string())
    }

    /// A sentence in which `{name}` of an action stands for its key.
    pub fn words(&self, sentence: &str) -> String {
        let mut parts = sentence.split('{');
        let mut words = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}').and_then(|(name, rest)| Some((Action::named(name)?, rest))) {
                Some((action, rest)) => words.extend([self.key(action).as_str(), rest]),
                None => words.extend(["{", part]),
            }
        }
        words
    }

    /// Whether secrets are shown whole.
    pub fn reveals(&self) -> bool {
        self.masking == Masking::Revealed
    }

    /// A secret as the screen shows it.
    pub fn show(&self, secret: &Secret) -> String {
        if self.reveals() { secret.expose().to_owned() } else { secret.masked() }
    }

    /// Says something at the bottom.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: false, at: self.now, asks: None });
    }

    /// Says at the bottom what went wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_problem: true, at: self.now, asks: None });
    }

    /// Asks at the bottom whether something shall be lost.
    pub fn ask(&mut self, text: impl Into<String>, question: Question) {
        self.complain(text);
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

impl SessionView {
    /// A session at its first step.
    pub fn new(session: Session, title: impl Into<String>) -> Self {
        Self {
            saved_entries: session.log().len(),
            session,
            title: title.into(),
            step: Step::Client,
            focus: Focus::Step,
            cursors: [0; 8],
            scrolls: [0; 8],
            finding: 0,
            editing: None,
            authorization: None,
            authorization_changed: false,
            edited: Vec::new(),
            again: Vec::new(),
            problem: None,
            listener: Listener::Off,
            last_listener: 0,
            sign_in: None,
            read_only: None,
            stranded: None,
            scenario: None,
            browser: (String::new(), Cookies::default()),
            preflight: Preflight::Off,
            registration: None,
            exchange_search: String::new(),
            replaces: None,
            tokens: TokensView::default(),
            keeps_fresh: false,
            findings: Vec::new(),
            diagnosed: None,
        }
    }

    /// The selected row of the current step.
    pub fn cursor(&self) -> usize {
        self.cursors[self.step as usize]
    }

    /// The first row shown of the current step.
    pub fn scroll(&self) -> u16 {
        self.scrolls[self.step as usize]
    }

    /// How far a step has come.
    pub fn progress(&self, step: Step) -> Progress {
        progress::of(self, step)
    }

    /// Whether the current step shows a request that has not been sent, rather than an answered one.
    pub fn is_composing(&self, step: Step) -> bool {
        let answered = match step {
            Step::Authorize => self.session.attempt().is_some(),
            step => self.exchange(step).is_some(),
        };
        self.again.contains(&step) || !answered
    }

    /// The request that a purpose would send now: the person's own version, or what the session drafts.
    pub fn draft(&self, purpose: Purpose) -> Result<RequestDraft, String> {
        match self.edited.iter().find(|(p, _)| *p == purpose) {
            Some((_, draft)) => Ok(draft.clone()),
            None => {
                let mut draft = self.session.draft(purpose)?;
                if let Some(scenario) = self.scenario {
                    scenario.amend(&self.session, purpose, &mut draft);
                }
                Ok(draft)
            }
        }
    }

    /// Whether the person changed the request of a purpose.
    pub fn is_edited(&self, purpose: Purpose) -> bool {
        self.edited.iter().any(|(p, _)| *p == purpose)
    }

    /// The last exchange of a step's purpose in this round: since the last authorization request.
    pub fn exchange(&self, step: Step) -> Option<&Exchange> {
        self.exchange_for(purpose_of(step)?)
    }

    /// The last exchange of a purpose in this round.
    pub fn exchange_for(&self, purpose: Purpose) -> Option<&Exchange> {
        if matches!(purpose, Purpose::Discovery | Purpose::JwkSet) {
            return self.session.last_exchange(purpose);
        }
        self.exchanges_for(purpose).next()
    }

    /// The exchanges of a purpose since the last authorization request, the last one first.
    pub fn exchanges_for(&self, purpose: Purpose) -> impl Iterator<Item = &Exchange> {
        let round = self.session.log().iter().rev().take_while(|entry| !matches!(entry, Entry::Authorization(_)));
        round.filter_map(move |entry| match entry {
            Entry::Exchange(exchange) if exchange.purpose == purpose => Some(exchange),
            _ => None,
        })
    }

    /// Whether an answer is awaited.
    pub fn is_running(&self) -> bool {
        self.sign_in.is_some()
            || matches!(self.listener, Listener::Starting(_) | Listener::Waiting { .. })
            || self.pending().next().is_some()
            || self.registration.as_ref().is_some_and(Registration::is_asking)
    }

    /// What would be lost if the session ended now, as half a sentence.
    pub fn at_stake(&self) -> Option<&'static str> {
        if self.is_running() {
            Some("an answer is still awaited")
        } else if self.session.grant().is_some() && self.session.log().len() > self.saved_entries {
            Some("the tokens of this session are not saved")
        } else {
            None
        }
    }

    /// The exchanges that are under way.
    pub fn pending(&self) -> impl Iterator<Item = ExchangeId> {
        let pending = |exchange: &&Exchange| exchange.received == crate::session::Received::Pending;
        self.session.exchanges().filter(pending).map(|exchange| exchange.id)
    }

    /// The number of errors and of all findings.
    pub fn finding_counts(&self) -> (usize, usize) {
        let errors = self.findings.iter().filter(|f| f.severity() == crate::protocol::Severity::Error).count();
        (errors, self.findings.len())
    }
}

/// The purpose of the one request that a step sends.
pub fn purpose_of(step: Step) -> Option<Purpose> {
    Some(match step {
        Step::Client => Purpose::Discovery,
        Step::Redeem => Purpose::Token,
        Step::UserInfo => Purpose::UserInfo,
        Step::Refresh => Purpose::Refresh,
        Step::SignOut => Purpose::Revocation,
        Step::Authorize | Step::Callback | Step::Tokens => return None,
    })
}

/// The pane that a focus stands for.
pub fn pane_of(focus: Focus) -> Pane {
    match focus {
        Focus::Flow => Pane::Flow,
        Focus::Step => Pane::Step,
        Focus::Findings => Pane::Findings,
    }
}
