//! Every scenario of the embedded provider, run without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::rehearsal::Rehearsal;
use grantscope::demo::{Keys, Knobs, Provider, Scenario, scenarios};
use grantscope::diagnosis::diagnose;
use grantscope::diagnosis::inspect::{Options, inspect};
use grantscope::protocol::Finding;
use grantscope::protocol::endpoint::pkce::sha256;
use grantscope::session::{Purpose, Session, capsule, saved, write_har};
use jiff::Timestamp;

/// Runs a scenario with fixed keys, time and randomness.
fn walk(scenario: &'static Scenario) -> (Session, Timestamp) {
    rehearse(scenario, |rehearsal| rehearsal)
}

fn rehearse(scenario: &'static Scenario, prepare: impl FnOnce(Rehearsal<'_>) -> Rehearsal<'_>) -> (Session, Timestamp) {
    let keys = Keys::from_pkcs8(include_bytes!("keys/demo-id.pk8"), include_bytes!("keys/demo-access.pk8")).unwrap();
    let provider = Provider::new("http://localhost:9876", keys, Knobs::FAITHFUL);
    let mut drawn = 0_u64;
    let mut random = || {
        drawn += 1;
        sha256(&drawn.to_be_bytes()).try_into().unwrap()
    };
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    let Rehearsal { session, now, .. } = prepare(Rehearsal::new(scenario, provider, now, &mut random)).walk();
    (session, now)
}

/// The scenarios whose findings, as returned by `find`, differ from those they name.
fn surprises_in(find: impl Fn(&'static Scenario) -> Vec<Finding>) -> Vec<String> {
    let mut surprises = Vec::new();
    for scenario in scenarios::ALL {
        let mut found: Vec<_> = find(scenario).iter().map(Finding::id).collect();
        let mut named = scenario.findings.to_vec();
        found.sort_unstable();
        named.sort_unstable();
        if found != named {
            surprises.push(format!("{}: names {named:?}, found {found:?}", scenario.id));
        }
    }
    surprises
}

/// The same for sessions.
fn surprises(walk: impl Fn(&'static Scenario) -> (Session, Timestamp)) -> Vec<String> {
    surprises_in(|scenario| {
        let (session, now) = walk(scenario);
        diagnose(&session, now)
    })
}

#[test]
fn a_clean_login_is_verified_from_beginning_to_end() {
    let (session, _) = walk(scenarios::find("clean").unwrap());
    let grant = session.grant().unwrap();
    for report in [&grant.id_token, &grant.access_token] {
        let report = report.as_ref().unwrap();
        assert!(report.is_verified(), "{:?} {:?}", report.signature, report.checks);
        assert_eq!(report.findings, []);
    }
    assert!(session.callback_checks().iter().all(|check| !check.failed()));
    assert_eq!(session.last_exchange(Purpose::UserInfo).unwrap().response().unwrap().status, 200);
}

#[test]
fn every_scenario_gives_exactly_the_findings_it_names() {
    assert_eq!(surprises(walk), Vec::<String>::new());
}

/// Two of the provider's pages show the problem only in their text, which a person would read in a browser.
#[test]
fn every_scenario_gives_the_same_findings_when_nobody_records_the_browser() {
    let surprises = surprises(|scenario| rehearse(scenario, |rehearsal| rehearsal.with_unseen_browser()));
    let expected = [
        "no-branding: names [\"login.no_branding\"], found []",
        "idp-not-enabled: names [\"identity_provider.not_enabled\"], found []",
    ];
    assert_eq!(surprises, expected);
}

#[test]
fn every_scenario_gives_the_same_findings_when_its_session_was_saved_and_opened_again() {
    let surprises = surprises(|scenario| {
        let (session, now) = walk(scenario);
        (saved::read(&saved::write(&session, true, now)).unwrap().session, now)
    });
    assert_eq!(surprises, Vec::<String>::new());
}

#[test]
fn inspecting_a_saved_session_gives_every_scenarios_findings() {
    let surprises = surprises_in(|scenario| {
        let (session, now) = walk(scenario);
        inspect(saved::write(&session, true, now).as_bytes(), &Options::at(now)).findings
    });
    assert_eq!(surprises, Vec::<String>::new());
}

#[test]
fn a_clean_login_has_nothing_wrong() {
    let (session, now) = walk(scenarios::find("clean").unwrap());
    assert_eq!(diagnose(&session, now), []);
}

#[test]
fn inspecting_a_har_gives_every_scenarios_findings() {
    let surprises = surprises_in(|scenario| {
        let (session, now) = walk(scenario);
        inspect(write_har(&session, true).as_bytes(), &Options::at(now)).findings
    });
    assert_eq!(surprises, Vec::<String>::new());
}

/// Its tokens have no signatures, so it is unknown which key they would need.
#[test]
fn inspecting_a_capsule_gives_every_scenarios_findings() {
    let surprises = surprises_in(|scenario| {
        let (session, now) = walk(scenario);
        let mut findings = inspect(capsule::write(&session, &[7; 32], now).as_bytes(), &Options::at(now)).findings;
        findings.retain(|finding| finding.id() != "signature.not_checked");
        findings
    });
    assert_eq!(surprises, ["keys-rotated: names [\"signature.unknown_kid\"], found []"]);
}
