//! The whole terminal interface without I/O: keys go in, effects are answered by the embedded provider as a function,
//! with fixed keys, a fixed clock and counted randomness.

#![allow(dead_code, clippy::unwrap_used, clippy::missing_docs_in_private_items)]

pub mod states;

use std::collections::VecDeque;
use std::time::Duration;

use grantscope::app::model::work::AnswerKind;
use grantscope::app::{self, Answer, Effect, Key, KeyCode, Message, Model, News, SentAndSaved, Work, WorkId, WorkKind};
use grantscope::demo::scenarios::{CLEAN, Scenario};
use grantscope::demo::{Delivery as Sending, Keys, Knobs, Provider};
use grantscope::protocol::endpoint::client_assertion;
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
    /// All effects of the core, in order.
    pub asked: Vec<Effect>,
    /// All work that was ever started.
    pub started: Vec<(WorkId, Work)>,
    /// Whether requests are answered at once; otherwise they wait in `waiting`.
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
            started: Vec::new(),
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

    /// A session opened from a profile.
    pub fn session(session: Session) -> Self {
        let mut stage = Self::at_start();
        let first = app::open(&mut stage.model, session, "test");
        stage.perform(first);
        stage
    }

    /// Presses keys, named as in the help, separated by spaces.
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
        self.wait_for(SignedDuration::from_secs(seconds))
    }

    /// Lets time pass, and ticks once.
    pub fn wait_for(&mut self, time: SignedDuration) -> &mut Self {
        self.now = self.now.checked_add(time).unwrap();
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
            if let Effect::Start { id, work } = &effect {
                self.started.push((*id, work.clone()));
            }
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

    /// Answers one effect like the runtime. Listeners and effects that need a disk stay without an answer.
    pub fn answer(&mut self, effect: Effect) {
        let Effect::Start { id, work } = effect else {
            let Effect::Cancel(id) = effect else { return };
            let Some((_, work)) = self.started.iter().find(|(started, _)| *started == id) else { return };
            let answer = WorkKind::from(work).lost(true, Duration::ZERO);
            return self.take(Message::Answered { id, answer });
        };
        let mut news = None;
        let answer = match work {
            Work::Send { request, .. } => Some(Answer::Send(Box::new(self.deliver(&request)))),
            // The test decides whether its tokens are saved.
            Work::SendAndSave { request, .. } => {
                Some(Answer::SendAndSave(SentAndSaved::Answered(Box::new(self.deliver(&request)), None)))
            }
            Work::DrawRandomness => {
                self.drawn += 1;
                let fill = |n: u8| [n.wrapping_mul(16).wrapping_add(self.drawn); 32];
                let random = Randomness { state: fill(1), nonce: fill(2), verifier: VERIFIER };
                Some(Answer::DrawRandomness(Ok(Box::new(random))))
            }
            Work::SignAssertion { client_id, audience, .. } => {
                let header = client_assertion::header("ES256", None);
                let claims = client_assertion::claims(&client_id, &audience, "one-use", self.now.as_second());
                let input = client_assertion::signing_input(&header, &claims);
                Some(Answer::SignAssertion(Ok(Secret::new(client_assertion::compact(&input, b"signature")))))
            }
            Work::Pause(length) => {
                self.now = self.now.checked_add(SignedDuration::try_from(length).unwrap()).unwrap();
                Some(Answer::Pause)
            }
            Work::Listen { redirect_uri, .. } => {
                news = Some(News::Listening(redirect_uri));
                None
            }
            Work::OpenBrowser { .. } => {
                news = Some(News::BrowserStarted);
                None
            }
            Work::StartDemo { scenario } => {
                self.provider.set_scenario(grantscope::demo::scenarios::find(scenario).unwrap());
                news = Some(News::DemoIssuer(self.provider.issuer()));
                Some(Answer::StartDemo(Ok(())))
            }
            Work::KeepDemo(number) => {
                self.provider.keep(number);
                Some(Answer::KeepDemo)
            }
            Work::RestoreDemo(number) => {
                self.provider.restore(number);
                Some(Answer::RestoreDemo)
            }
            Work::TurnDemoClock(seconds) => {
                self.provider.turn_clock(seconds);
                Some(Answer::TurnDemoClock)
            }
            Work::SaveScore { .. } => Some(Answer::SaveScore(Ok(()))),
            Work::Copy { what, .. } => Some(Answer::Copy(Ok(format!("{what} is in the clipboard")))),
            _ => None,
        };
        if let Some(news) = news {
            self.take(Message::News { id, news });
        }
        if let Some(answer) = answer {
            self.take(Message::Answered { id, answer });
        }
    }

    /// The work that was requested, in order.
    pub fn work(&self) -> impl DoubleEndedIterator<Item = &Work> {
        self.asked.iter().filter_map(|effect| match effect {
            Effect::Start { work, .. } => Some(work),
            _ => None,
        })
    }

    /// Whether a kind of work was requested.
    pub fn has_asked(&self, kind: WorkKind) -> bool {
        self.work().any(|work| WorkKind::from(work) == kind)
    }

    /// The id of the last work of a kind that was started.
    pub fn last(&self, kind: &str) -> WorkId {
        let last = self.started.iter().rev().find(|(_, work)| format!("{:?}", WorkKind::from(work)) == kind);
        last.unwrap_or_else(|| panic!("no {kind} was started")).0
    }

    /// Answers the last work of the answer's kind.
    pub fn reply(&mut self, answer: Answer) {
        let id = self.last(&format!("{:?}", AnswerKind::from(&answer)));
        self.take(Message::Answered { id, answer });
    }

    /// Requests work that no key requests here, and answers it.
    pub fn start_and_reply(&mut self, work: Work, answer: Answer) {
        let Effect::Start { id, work } = self.model.works.start(work) else { return };
        self.started.push((id, work));
        self.reply(answer);
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

/// The key with a name.
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
