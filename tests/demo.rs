//! Every scenario over real sockets: the embedded provider served on loopback, the program's own HTTP client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use grantscope::demo::{Cookies, Knobs, Scenario, Visit, Visitor, scenarios};
use grantscope::diagnosis::diagnose;
use grantscope::protocol::HttpRequest;
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::runtime::{block_on, clock, random, server::Server};
use grantscope::session::{Exchange, Purpose, Randomness, Session};

/// Scenarios that take real time; `tests/scenarios.rs` walks them, too.
const SLOW: [&str; 2] = ["token-slow", "userinfo-slow"];

struct Client {
    http: HttpClient,
    session: Session,
}

impl Client {
    async fn send(&mut self, purpose: Purpose, request: HttpRequest) -> Option<&Exchange> {
        let id = self.session.begin(purpose, request.clone(), clock::now());
        let delivery = self.http.send(&request).await;
        self.session.absorb(id, delivery);
        self.session.exchange(id)
    }

    async fn run(&mut self, scenario: &Scenario, purpose: Purpose) {
        if let Ok(mut draft) = self.session.draft(purpose) {
            scenario.amend(&self.session, purpose, &mut draft);
            self.send(purpose, draft.build()).await;
        }
    }

    /// Whether the client may go on.
    async fn sign_in(&mut self, scenario: &Scenario) -> bool {
        let [state, nonce, verifier] = std::array::from_fn(|_| random::bytes().unwrap());
        let Ok(mut draft) = self.session.draft_authorization(&Randomness { state, nonce, verifier }) else {
            return false;
        };
        scenario.amend_authorization(&mut draft);
        let then = clock::now() - scenario.callback_age();
        let url = self.session.authorize(draft, then);
        let mut visitor = Visitor::new(&url, scenario.user, Cookies::default());
        let mut next = Visit::Request(visitor.start());
        while let Visit::Request(request) = next {
            let exchange = self.send(Purpose::SignIn, request).await.unwrap();
            next = visitor.next(exchange.response().unwrap());
        }
        let Visit::Arrived(url) = next else { return false };
        self.session.receive_callback(&scenario.amend_callback(&url), then);
        !self.session.callback_checks().iter().any(|check| check.failed())
    }
}

async fn walk(scenario: &Scenario, server: &Server) -> Session {
    server.provider().await.unwrap().lock().await.set_scenario(scenario);
    let session = Session::new(scenario.profile(&server.issuer()), scenario.client_secret());
    let mut client = Client { http: HttpClient::new(Limits::default(), None).unwrap(), session };
    for purpose in [Purpose::Discovery, Purpose::JwkSet] {
        client.run(scenario, purpose).await;
    }
    if client.sign_in(scenario).await {
        for purpose in scenario.walk {
            client.run(scenario, *purpose).await;
        }
    }
    client.session
}

#[test]
fn every_scenario_gives_its_findings_over_real_sockets() {
    let surprises = block_on(async {
        let server = Server::start(0, Knobs::FAITHFUL).await.unwrap();
        let mut surprises = Vec::new();
        let all = scenarios::ALL.iter().filter(|scenario| !SLOW.contains(&scenario.id));
        for scenario in all.chain(scenarios::find("clean")) {
            let session = walk(scenario, &server).await;
            let mut found: Vec<_> = diagnose(&session, clock::now()).iter().map(|finding| finding.id()).collect();
            let mut named = scenario.findings.to_vec();
            found.sort_unstable();
            named.sort_unstable();
            if found != named {
                surprises.push(format!("{}: names {named:?}, found {found:?}", scenario.id));
            }
        }
        surprises
    });
    assert_eq!(surprises.unwrap(), Vec::<String>::new());
}
