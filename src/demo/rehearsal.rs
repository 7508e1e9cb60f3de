//! A scenario walked from beginning to end without a socket: provider, client and browser are values, and so is what
//! comes of it, a [`Session`]. Tests and lessons start from such sessions.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::provider::{Answer, Delivery as Sending, Provider};
use super::scenarios::Scenario;
use super::visitor::{Cookies, Visit, Visitor};
use crate::protocol::{Completeness, HttpRequest, RequestDraft};
use crate::session::{
    Connection, Delivery, Exchange, Failure, FailureKind, Purpose, Randomness, Received, Session, Timing,
};

/// How long the client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long everything between two requests takes.
const PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// A walk under way.
pub struct Rehearsal<'a> {
    /// The provider.
    pub provider: Provider,
    /// The client's session.
    pub session: Session,
    /// The time by the client's clock.
    pub now: Timestamp,
    /// The browser's cookies.
    pub cookies: Cookies,
    scenario: &'static Scenario,
    random: &'a mut dyn FnMut() -> [u8; 32],
}

impl<'a> Rehearsal<'a> {
    /// A client that has done nothing yet. The provider is set to the scenario.
    pub fn new(
        scenario: &'static Scenario,
        mut provider: Provider,
        now: Timestamp,
        random: &'a mut dyn FnMut() -> [u8; 32],
    ) -> Self {
        provider.set_scenario(scenario);
        let session = Session::new(scenario.profile(&provider.issuer()), scenario.client_secret());
        Self { provider, session, now, cookies: Cookies::default(), scenario, random }
    }

    /// Walks to the end, or to where the client cannot or must not go on.
    #[must_use]
    pub fn walk(mut self) -> Self {
        for purpose in [Purpose::Discovery, Purpose::JwkSet] {
            self.run(purpose);
        }
        if self.sign_in() && !self.session.callback_checks().iter().any(|check| check.failed()) {
            for purpose in self.scenario.walk {
                self.run(*purpose);
            }
        }
        self
    }

    /// Sends the authorization request through the browser. Whether a code came back.
    pub fn sign_in(&mut self) -> bool {
        let randomness = Randomness { state: (self.random)(), nonce: (self.random)(), verifier: (self.random)() };
        let Ok(mut draft) = self.session.draft_authorization(&randomness) else { return false };
        self.scenario.amend_authorization(&mut draft);
        let url = self.session.authorize(draft, self.now);
        let mut visitor = Visitor::new(&url, self.scenario.user, self.cookies.clone());
        let mut next = Visit::Request(visitor.start());
        while let Visit::Request(request) = next {
            let exchange = self.exchange(Purpose::SignIn, request);
            next = match exchange.as_ref().and_then(Exchange::response) {
                Some(response) => visitor.next(response),
                None => return false,
            };
        }
        self.cookies = visitor.cookies().clone();
        let Visit::Arrived(url) = next else { return false };
        self.session.receive_callback(&self.scenario.amend_callback(&url), self.now);
        // Here, time may pass; who walks at a person's pace records the callback as that much older instead.
        self.now = self.now.saturating_add(self.scenario.callback_age()).unwrap_or(self.now);
        self.session.callback().is_some_and(|record| record.callback.code().is_some())
    }

    /// Sends one of the client's own requests, unless something for it is missing.
    pub fn run(&mut self, purpose: Purpose) {
        if let Ok(mut draft) = self.session.draft(purpose) {
            self.scenario.amend(&self.session, purpose, &mut draft);
            self.send(purpose, &draft);
        }
    }

    /// Sends a draft as it is.
    pub fn send(&mut self, purpose: Purpose, draft: &RequestDraft) {
        self.exchange(purpose, draft.build());
    }

    fn exchange(&mut self, purpose: Purpose, request: HttpRequest) -> Option<Exchange> {
        let id = self.session.begin(purpose, request.clone(), self.now);
        let answer = self.provider.answer(&request, self.now, self.random);
        let delivery = deliver(answer);
        let taken = SignedDuration::try_from(delivery.timing.total).unwrap_or_default() + PAUSE;
        self.session.absorb(id, delivery);
        self.now = self.now.saturating_add(taken).unwrap_or(self.now);
        self.session.exchange(id).cloned()
    }
}

/// What a client gets to see of an answer.
fn deliver(answer: Answer) -> Delivery {
    let timing = |taken| Timing { head: taken, total: taken };
    let failed = |kind, message: &str| Received::Failed(Failure { kind, message: message.to_owned() });
    let (received, taken) = match answer.delivery {
        _ if answer.delay > PATIENCE => (failed(FailureKind::Timeout, "no answer within 30 s"), PATIENCE),
        Sending::Nothing => (failed(FailureKind::Transport, "connection closed before an answer came"), answer.delay),
        Sending::Whole => (Received::Response(answer.response), answer.delay),
        Sending::Cut(length) => {
            let mut response = answer.response;
            response.body.truncate(length);
            response.completeness =
                Completeness::Cut { reason: "connection closed before the body was complete".into() };
            (Received::Response(response), answer.delay)
        }
    };
    Delivery { sent_headers: Vec::new(), received, timing: timing(taken), connection: Connection::default() }
}
