//! Runs a scenario from beginning to end without a socket: provider, client and browser are values, and so is the
//! result, a [`Session`].

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use grantscope::demo::{Answer, Cookies, Delivery as Sending, Provider, Scenario, Visit, Visitor};
use grantscope::protocol::urls::path_of;
use grantscope::protocol::{Completeness, HttpRequest};
use grantscope::session::{Connection, Delivery, Failure, FailureKind, Purpose, Randomness, Received, Session, Timing};

/// How long the client waits for a response.
const PATIENCE: Duration = Duration::from_secs(30);

/// The time between two requests.
const PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// A run in progress.
pub struct Rehearsal<'a> {
    provider: Provider,
    /// The client's session.
    pub session: Session,
    /// The time by the client's clock.
    pub now: Timestamp,
    cookies: Cookies,
    scenario: &'static Scenario,
    sees_browser: bool,
    random: &'a mut dyn FnMut() -> [u8; 32],
}

impl<'a> Rehearsal<'a> {
    /// A new client. The provider is set to the scenario.
    pub fn new(
        scenario: &'static Scenario,
        mut provider: Provider,
        now: Timestamp,
        random: &'a mut dyn FnMut() -> [u8; 32],
    ) -> Self {
        provider.set_scenario(scenario);
        let session = Session::new(scenario.profile(&provider.issuer()), scenario.client_secret());
        Self { provider, session, now, cookies: Cookies::default(), scenario, sees_browser: true, random }
    }

    /// Like a real browser: its pages are not recorded, and if it ends on the provider's error page, a person pastes
    /// the URL.
    #[must_use]
    pub fn with_unseen_browser(mut self) -> Self {
        self.sees_browser = false;
        self
    }

    /// Runs to the end, or to where the client cannot or must not continue.
    #[must_use]
    pub fn walk(mut self) -> Self {
        for purpose in [Purpose::Discovery, Purpose::JwkSet] {
            self.run(purpose);
        }
        if self.sign_in() && !self.session.callback_checks().iter().any(|check| check.failed()) {
            for purpose in self.scenario.requests {
                self.run(*purpose);
            }
        }
        self
    }

    /// Sends the authorization request through the browser. Returns whether a code was received.
    fn sign_in(&mut self) -> bool {
        let randomness = Randomness { state: (self.random)(), nonce: (self.random)(), verifier: (self.random)() };
        let Ok(mut draft) = self.session.draft_authorization(&randomness) else { return false };
        self.scenario.amend_authorization(&mut draft);
        let url = self.session.authorize(draft, self.now);
        let mut visitor = Visitor::new(&url, self.scenario.user, self.cookies.clone());
        let mut next = Visit::Request(visitor.start());
        while let Visit::Request(request) = next {
            let Received::Response(response) = self.browse(request) else { return false };
            next = visitor.next(&response);
        }
        self.cookies = visitor.cookies().clone();
        match next {
            Visit::Arrived(url) => self.session.receive_callback(&self.scenario.amend_callback(&url), self.now),
            Visit::Stranded { url, .. } if !self.sees_browser && path_of(&url) == "/error" => {
                self.session.receive_callback(&url, self.now)
            }
            _ => return false,
        }
        // Time can pass here; with real time, the callback is recorded as older instead.
        self.now = self.now.saturating_add(self.scenario.callback_age()).unwrap_or(self.now);
        self.session.callback().is_some_and(|record| record.callback.code().is_some())
    }

    /// Sends one of the client's own requests, unless something for it is missing.
    fn run(&mut self, purpose: Purpose) {
        if let Ok(mut draft) = self.session.draft(purpose) {
            self.scenario.amend(&self.session, purpose, &mut draft);
            self.exchange(purpose, draft.build());
        }
    }

    fn exchange(&mut self, purpose: Purpose, request: HttpRequest) -> Received {
        let id = self.session.begin(purpose, request.clone(), self.now);
        let delivery = self.deliver(&request);
        let received = delivery.received.clone();
        self.session.absorb(id, delivery);
        received
    }

    fn browse(&mut self, request: HttpRequest) -> Received {
        match self.sees_browser {
            true => self.exchange(Purpose::SignIn, request),
            false => self.deliver(&request).received,
        }
    }

    fn deliver(&mut self, request: &HttpRequest) -> Delivery {
        let delivery = deliver(self.provider.answer(request, self.now, self.random));
        let taken = SignedDuration::try_from(delivery.timing.total).unwrap_or_default() + PAUSE;
        self.now = self.now.saturating_add(taken).unwrap_or(self.now);
        delivery
    }
}

/// The part of a response that the client sees.
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
