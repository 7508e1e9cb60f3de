//! The whole program but the world: keys go in, effects are answered by the embedded provider as a function, with fixed
//! keys, a fixed clock and counted randomness.

#![allow(dead_code, clippy::unwrap_used, clippy::missing_docs_in_private_items)]

use std::collections::VecDeque;
use std::time::Duration;

use grantscope::app::{self, Effect, Key, KeyCode, ListenOutcome, Message, Model};
use grantscope::demo::scenarios::{CLEAN, Scenario};
use grantscope::demo::{Delivery as Sending, Keys, Knobs, Provider};
use grantscope::protocol::{HttpRequest, Secret};
use grantscope::session::{Connection, Delivery, FailureKind, Randomness, Received, Session, Timing};
use jiff::{SignedDuration, Timestamp};

pub const ORIGIN: &str = "http://localhost:9000";

/// RFC 7636 appendix B: the verifier is dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk.
pub const VERIFIER: [u8; 32] = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240,
    91, 88, 5, 88, 83, 132, 141, 121,
];

pub struct Stage {
    pub model: Model,
    pub now: Timestamp,
    pub provider: Provider,
    /// Everything the core asked for, in order.
    pub asked: Vec<Effect>,
    /// Whether requests are answered at once; else they wait in `waiting`.
    pub answers: bool,
    pub waiting: VecDeque<Effect>,
    drawn: u8,
}

impl Stage {
    /// The start screen.
    pub fn at_start() -> Self {
        let now: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
        Self {
            model: Model::new(now),
            now,
            provider: provider(CLEAN.knobs),
            asked: Vec::new(),
            answers: true,
            waiting: VecDeque::new(),
            drawn: 0,
        }
    }

    /// A session of a scenario of the embedded provider, at step 1.
    pub fn demo(scenario: &'static Scenario) -> Self {
        let mut stage = Self::at_start();
        let first = app::start_demo(&mut stage.model, scenario);
        stage.perform(first);
        stage
    }

    /// A session that a profile opens.
    pub fn session(session: Session) -> Self {
        let mut stage = Self::at_start();
        let first = app::open(&mut stage.model, session, "test");
        stage.perform(first);
        stage
    }

    /// Presses keys, named as the help names them, separated by spaces.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.take(Message::Key(key(name)));
        }
        self
    }

    /// Types text.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.take(Message::Key(Key::char(character)));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.take(Message::Paste(Secret::new(text)));
        self
    }

    /// Lets time pass.
    pub fn wait(&mut self, seconds: i64) -> &mut Self {
        self.now = self.now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        self.take(Message::Tick);
        self
    }

    pub fn take(&mut self, message: Message) {
        let effects = app::update(&mut self.model, message, self.now);
        self.perform(effects);
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.asked.push(effect.clone());
            if self.answers {
                self.answer(effect);
            } else {
                self.waiting.push_back(effect);
            }
        }
    }

    /// Answers everything that waits.
    pub fn answer_all(&mut self) {
        self.answers = true;
        while let Some(effect) = self.waiting.pop_front() {
            self.answer(effect);
        }
    }

    /// Answers one effect as the world would.
    pub fn answer(&mut self, effect: Effect) {
        let message = match effect {
            // Whether its tokens are saved, a test says.
            Effect::Send { id, request } | Effect::SendAndSave { id, request, .. } => {
                let delivery = Box::new(self.deliver(&request));
                Message::ExchangeFinished { id, delivery }
            }
            Effect::DrawRandomness => {
                self.drawn += 1;
                let fill = |n: u8| [n.wrapping_mul(16).wrapping_add(self.drawn); 32];
                let random = Randomness { state: fill(1), nonce: fill(2), verifier: VERIFIER };
                Message::Random(Ok(Box::new(random)))
            }
            Effect::Pause { id, length } => {
                self.now = self.now.checked_add(SignedDuration::try_from(length).unwrap()).unwrap();
                Message::PauseEnded(id)
            }
            Effect::Listen { id, redirect_uri, .. } => Message::Listening { id, at: redirect_uri },
            Effect::StopListening(id) => Message::ListenEnded { id, outcome: ListenOutcome::Stopped },
            Effect::OpenBrowser { id, .. } => Message::BrowserOpened { id, result: Ok(()) },
            Effect::StartDemo { scenario } => {
                self.provider.set_scenario(grantscope::demo::scenarios::find(scenario).unwrap());
                Message::DemoStarted(Ok(self.provider.issuer()))
            }
            Effect::Copy { what, text } => {
                let result = Ok(format!("{what} is in the clipboard"));
                Message::Copied { what, text, result }
            }
            _ => return,
        };
        self.take(message);
    }

    fn deliver(&mut self, request: &HttpRequest) -> Delivery {
        let mut count = 0_u8;
        let now = self.now;
        let answer = self.provider.answer(request, now, &mut || {
            count += 1;
            [count; 32]
        });
        let taken = Duration::from_millis(12);
        match answer.delivery {
            _ if answer.delay > Duration::from_secs(30) => {
                Delivery::failed(FailureKind::Timeout, "no answer within 30 s", Duration::from_secs(30))
            }
            Sending::Nothing => Delivery::failed(FailureKind::Transport, "the connection was closed", taken),
            Sending::Whole | Sending::Cut(_) => {
                let mut response = answer.response;
                if let Sending::Cut(length) = answer.delivery {
                    response.body.truncate(length);
                    let reason = "connection closed before the body was complete".into();
                    response.completeness = grantscope::protocol::Completeness::Cut { reason };
                }
                Delivery {
                    sent_headers: Vec::new(),
                    received: Received::Response(response),
                    timing: Timing { head: answer.delay + taken, total: answer.delay + taken },
                    connection: Connection::default(),
                }
            }
        }
    }

    pub fn view(&self) -> &app::SessionView {
        self.model.view().unwrap()
    }

    pub fn view_session(&self) -> &Session {
        &self.view().session
    }

    /// The ids of the findings.
    pub fn findings(&self) -> Vec<&'static str> {
        self.view().findings.iter().map(grantscope::protocol::Finding::id).collect()
    }
}

/// The embedded provider with fixed keys.
pub fn provider(knobs: Knobs) -> Provider {
    let keys = Keys::from_pkcs8(include_bytes!("../keys/demo-id.pk8"), include_bytes!("../keys/demo-access.pk8"));
    Provider::new(ORIGIN, keys.unwrap(), knobs)
}

/// The key of a name.
pub fn key(name: &str) -> Key {
    if let Some(character) = name.strip_prefix("ctrl-") {
        return Key::ctrl(character.chars().next().unwrap());
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "del" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "end" => KeyCode::End,
        "home" => KeyCode::Home,
        "space" => KeyCode::Char(' '),
        single => KeyCode::Char(single.chars().next().unwrap()),
    };
    Key::plain(code)
}
