//! Preflight and the registration check against the embedded provider, without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use grantscope::demo::{Endpoint, Fault, Keys, Knobs, Provider, client_id, scenarios};
use grantscope::diagnosis::registration_oracle::{Oracle, Verdict};
use grantscope::diagnosis::{diagnose, preflight};
use grantscope::protocol::endpoint::pkce::sha256;
use grantscope::protocol::{HttpResponse, Outcome, RequestDraft};
use grantscope::session::{Purpose, Randomness, Received, Session};
use jiff::Timestamp;

const ORIGIN: &str = "http://localhost:9876";

fn now() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

struct Bench {
    provider: Provider,
    session: Session,
}

impl Bench {
    fn new(knobs: Knobs, redirect_uri: &str) -> Self {
        let keys = Keys::from_pkcs8(include_bytes!("keys/demo-id.pk8"), include_bytes!("keys/demo-access.pk8"));
        let provider = Provider::new(ORIGIN, keys.unwrap(), knobs);
        let mut profile = scenarios::profile(&provider.issuer(), client_id::PUBLIC).unwrap();
        profile.redirect_uris = vec![redirect_uri.to_owned()];
        Self { provider, session: Session::new(profile, None) }
    }

    fn answer(&mut self, draft: &RequestDraft) -> Received {
        let mut random = || sha256(b"fixed").try_into().unwrap();
        Received::Response(self.provider.answer(&draft.build(), now(), &mut random).response)
    }

    fn send(&mut self, purpose: Purpose, draft: &RequestDraft) {
        let received = self.answer(draft);
        let id = self.session.begin(purpose, draft.build(), now());
        self.session.absorb(id, received.into());
    }

    /// Discovery, keys, one authorization request.
    fn preflight(&mut self) -> RequestDraft {
        for purpose in [Purpose::Discovery, Purpose::JwkSet] {
            let draft = self.session.draft(purpose).unwrap();
            self.send(purpose, &draft);
        }
        let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
        let draft = self.session.draft_authorization(&random).unwrap();
        let request = draft.request.clone();
        self.session.authorize(draft, now());
        self.send(Purpose::AuthorizationProbe, &request);
        request
    }

    fn consult(&mut self, base: &RequestDraft) -> Oracle {
        let mut oracle = Oracle::plan(&self.session, base, now());
        while let Some(probe) = oracle.next_probe().cloned() {
            let received = self.answer(&probe.draft);
            oracle.record(received, now());
        }
        oracle
    }
}

fn verdict(oracle: &Oracle, parameter: &str, value: &str) -> Verdict {
    oracle.rows().iter().find(|row| row.parameter == parameter && row.value == value).unwrap().verdict
}

#[test]
fn a_client_that_is_registered_as_configured_has_no_failed_check_and_no_finding() {
    let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback");
    bench.preflight();
    let checks = preflight::checks(&bench.session, now());
    assert!(checks.iter().all(|check| !check.failed()), "{checks:?}");
    let made = |id: &str| checks.iter().find(|check| check.id.as_str() == id).unwrap().outcome == Outcome::Pass;
    assert!(["host", "discovery", "jwks", "clock", "authorization_request"].into_iter().all(made));
    assert_eq!(diagnose(&bench.session, now()), []);
}

#[test]
fn a_made_up_code_distinguishes_a_wrong_or_missing_secret_from_a_correct_one() {
    let right = grantscope::demo::directory::CLIENT_SECRET;
    for (secret, finding) in [
        (Some(right.into()), None),
        (Some("wrong".into()), Some("client.secret_refused")),
        (None, Some("client.secret_missing")),
    ] {
        let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback");
        let profile = scenarios::profile(&bench.provider.issuer(), client_id::CONFIDENTIAL).unwrap();
        bench.session = Session::new(profile, secret.clone());
        bench.preflight();
        let verdict = |session: &Session| {
            preflight::verdict(session, &preflight::checks(session, now()), &diagnose(session, now()))
        };
        let before = verdict(&bench.session);
        assert!(before.detail.contains("not tested"), "{}", before.detail);
        let probe = bench.session.draft_client_probe().unwrap();
        bench.send(Purpose::Token, &probe);
        let ids: Vec<_> = diagnose(&bench.session, now()).iter().map(|finding| finding.id()).collect();
        assert_eq!(ids, finding.into_iter().collect::<Vec<_>>(), "{secret:?}");
        assert_eq!(verdict(&bench.session).failed(), finding.is_some(), "{secret:?}");
        let checks = preflight::checks(&bench.session, now());
        let client = checks.iter().find(|check| check.id.as_str() == "client_authentication").unwrap();
        assert_eq!(client.failed(), finding.is_some(), "{client:?}");
        assert!(finding.is_some() || client.outcome == Outcome::Pass, "{client:?}");
    }
}

#[test]
fn each_known_refusal_of_the_authorization_request_is_named() {
    let without_domain = Knobs { domain: false, ..Knobs::FAITHFUL };
    let without_oauth = Knobs { oauth_flows: false, ..Knobs::FAITHFUL };
    for (knobs, redirect_uri, finding) in [
        (Knobs::FAITHFUL, "http://localhost:8765/callback/", "redirect_uri.not_registered"),
        (without_oauth, "http://localhost:8765/callback", "client.oauth_disabled"),
        (without_domain, "http://localhost:8765/callback", "discovery.no_domain"),
    ] {
        let mut bench = Bench::new(knobs, redirect_uri);
        bench.preflight();
        let found: Vec<_> = diagnose(&bench.session, now()).iter().map(|finding| finding.id()).collect();
        assert_eq!(found, [finding]);
        assert!(preflight::checks(&bench.session, now()).iter().any(|check| check.failed()), "{finding}");
    }
}

#[test]
fn a_refused_scope_comes_back_to_the_client_and_is_named() {
    let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback");
    let mut profile = bench.session.profile().clone();
    profile.scopes = vec!["openid".to_owned(), "demo-api/admin".to_owned()];
    bench.session.set_profile(profile, None);
    bench.preflight();
    let found: Vec<_> = diagnose(&bench.session, now()).iter().map(|finding| finding.id()).collect();
    assert_eq!(found, ["authorization.scope_refused"]);
}

#[test]
fn the_oracle_ends_in_the_sentence_the_person_needs() {
    let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback/");
    let base = bench.preflight();
    let oracle = bench.consult(&base);
    assert_eq!(oracle.rows().len(), oracle.len());
    assert_eq!(
        oracle.sentences()[0],
        "The redirect URI is registered as http://localhost:8765/callback; http://localhost:8765/callback/ was sent: \
         there is an extra trailing slash."
    );
    // The other probes used the redirect URI that works.
    assert_eq!(verdict(&oracle, "scope", "openid"), Verdict::Accepted);
    assert_eq!(verdict(&oracle, "response_type", "token"), Verdict::Refused);
    assert_eq!(verdict(&oracle, "identity_provider", "Google"), Verdict::Accepted);
    assert_eq!(verdict(&oracle, "identity_provider", "SignInWithApple"), Verdict::Refused);
    assert_eq!(verdict(&oracle, "pkce", "off"), Verdict::Accepted);
}

#[test]
fn the_oracle_stops_at_the_first_429_and_says_so() {
    let knobs = Knobs { faults: &[(Endpoint::Authorize, Fault::Throttled)], ..Knobs::FAITHFUL };
    let mut bench = Bench::new(knobs, "http://localhost:8765/callback");
    let base = bench.preflight();
    let oracle = bench.consult(&base);
    assert_eq!(oracle.rows().len(), 1);
    assert!(oracle.sentences().iter().any(|said| said.starts_with("Ended early") && said.contains("429")));
    assert_eq!(oracle.rows()[0].verdict, Verdict::Unknown);
}

#[test]
fn an_oracle_that_ended_early_does_not_say_that_no_variant_is_registered() {
    let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback/");
    let base = bench.preflight();
    let mut oracle = Oracle::plan(&bench.session, &base, now());
    let refused = bench.answer(&oracle.next_probe().unwrap().draft.clone());
    oracle.record(refused, now());
    oracle.record(Received::Response(HttpResponse::new(429)), now());
    let sentences = oracle.sentences();
    assert_eq!(
        sentences[0],
        "The redirect URI http://localhost:8765/callback/ is not registered; the results for some of its variants are unclear."
    );
    assert!(sentences.last().unwrap().contains("429"), "{sentences:?}");
}

#[test]
fn every_question_goes_to_the_authorization_endpoint_and_none_carries_a_secret() {
    let mut bench = Bench::new(Knobs::FAITHFUL, "http://localhost:8765/callback");
    let base = bench.preflight();
    let mut oracle = Oracle::plan(&bench.session, &base, now());
    while let Some(probe) = oracle.next_probe().cloned() {
        let request = probe.draft.build();
        assert!(request.url.starts_with(&format!("{ORIGIN}/oauth2/authorize?")));
        assert!(request.body.is_empty() && request.header("authorization").is_none());
        let received = bench.answer(&probe.draft);
        oracle.record(received, now());
    }
}
