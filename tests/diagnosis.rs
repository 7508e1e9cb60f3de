//! Recorded sessions with a time, and exactly the ids of their findings: `tests/cases/diagnosis/*.json`.
//!
//! A case names its provider, its client and a log; times are seconds after [`START`]:
//!
//! ```text
//! {"about": "…", "provider": {"pool": "…", "domain": "…"} | {"issuer": "…"}, "client_id": "…", "redirect_uris": [],
//!  "log": [{"at": 0, "authorize": {"redirect_uri": "…", …}, "verifier": "…"}, {"at": 2, "callback": "…"},
//!          {"at": 3, "exchange": "token", "form": {…}, "status": 400, "json": {…}}],
//!  "now": 10, "findings": ["…"]}
//! ```
//!
//! Texts in `says` occur in the findings, those in `says_not` do not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot read its case must fail")]

use std::fs;
use std::time::Duration;

use grantscope::diagnosis::{diagnose, finding_text};
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::{
    Completeness, Finding, Header, HttpRequest, HttpResponse, Method, Parameters, RequestDraft,
};
use grantscope::session::{
    AuthorizationDraft, Connection, Delivery, Failure, FailureKind, Purpose, Received, Session, Timing,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// Second 0 of every case.
const START: &str = "2026-01-02T03:00:00Z";

struct Case {
    name: String,
    json: Value,
}

fn cases() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/diagnosis");
    let mut cases: Vec<Case> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            Case { name: path.file_stem().unwrap().to_string_lossy().into_owned(), json }
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The findings of every case, in order.
pub fn findings() -> Vec<Finding> {
    cases().iter().flat_map(|case| diagnose(&case.session(), case.now())).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

fn texts(value: &Value, name: &str) -> Vec<String> {
    let items = value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn at(entry: &Value) -> Timestamp {
    let seconds = entry["at"].as_i64().or(entry["now"].as_i64()).unwrap_or(0);
    START.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

fn pairs(value: &Value) -> Parameters {
    let members = value.as_object().cloned().unwrap_or_default();
    members.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
}

impl Case {
    fn profile(&self) -> Profile {
        let provider = &self.json["provider"];
        let provider = match (text(provider, "pool"), text(provider, "issuer")) {
            (Some(pool), _) => {
                Provider::Cognito { user_pool_id: pool.to_owned(), domain: text(provider, "domain").map(str::to_owned) }
            }
            (None, Some(issuer)) => Provider::Issuer(issuer.to_owned()),
            (None, None) => panic!("{}: no provider", self.name),
        };
        Profile {
            redirect_uris: texts(&self.json, "redirect_uris"),
            sign_out_uris: texts(&self.json, "sign_out_uris"),
            ..Profile::new(provider, text(&self.json, "client_id").unwrap_or_default())
        }
    }

    fn session(&self) -> Session {
        let mut session = Session::new(self.profile(), None);
        for entry in self.json["log"].as_array().unwrap() {
            if let Some(parameters) = entry.get("authorize") {
                let endpoint = session.endpoints().authorization.unwrap_or("https://op.example/authorize".to_owned());
                let parameters = pairs(parameters);
                let request = RequestDraft { parameters, ..RequestDraft::new(Method::Get, endpoint) };
                let verifier = text(entry, "verifier").map(Into::into);
                session.authorize(AuthorizationDraft { request, verifier }, at(entry));
            } else if let Some(callback) = text(entry, "callback") {
                session.receive_callback(callback, at(entry));
            } else {
                exchange(&mut session, entry);
            }
        }
        session
    }

    fn now(&self) -> Timestamp {
        at(&self.json)
    }

    fn found(&self) -> Vec<&'static str> {
        let mut ids: Vec<_> = diagnose(&self.session(), self.now()).iter().map(|finding| finding.id()).collect();
        ids.sort_unstable();
        ids
    }
}

fn exchange(session: &mut Session, entry: &Value) {
    let purpose = Purpose::parse(text(entry, "exchange").unwrap()).unwrap();
    let endpoints = session.endpoints();
    let default = match purpose {
        Purpose::UserInfo => endpoints.userinfo,
        Purpose::Revocation => endpoints.revocation,
        Purpose::Logout => endpoints.end_session,
        Purpose::Discovery => endpoints.issuer.map(|issuer| format!("{issuer}/.well-known/openid-configuration")),
        Purpose::JwkSet => endpoints.jwks_uri,
        _ => endpoints.token,
    };
    let url = text(entry, "url").map(str::to_owned).or(default).unwrap_or("https://op.example/endpoint".to_owned());
    let mut request = match entry.get("form") {
        Some(form) => HttpRequest::post_form(url, &pairs(form)),
        None => HttpRequest::get(url),
    };
    if let Some(method) = text(entry, "method") {
        request.method = Method::parse(method);
    }
    if let Some(body) = text(entry, "body") {
        request.body = body.into();
    }
    for (name, value) in pairs(&entry["headers"]).iter() {
        request.headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
        request.headers.push(Header::new(name, value));
    }
    let id = session.begin(purpose, request, at(entry));
    let total = Duration::from_millis(entry["took_ms"].as_u64().unwrap_or(20));
    session.absorb(
        id,
        Delivery {
            sent_headers: Vec::new(),
            received: received(entry),
            timing: Timing { head: total, total },
            connection: Connection::default(),
        },
    );
}

fn received(entry: &Value) -> Received {
    if let Some(kind) = text(entry, "failure") {
        let kind = match kind {
            "dns" => FailureKind::Dns,
            "connect" => FailureKind::Connect,
            "tls" => FailureKind::Tls,
            "timeout" => FailureKind::Timeout,
            "refused" => FailureKind::Refused,
            "cancelled" => FailureKind::Cancelled,
            _ => FailureKind::Transport,
        };
        return Received::Failed(Failure { kind, message: "as the transport said".to_owned() });
    }
    let mut response = HttpResponse::new(u16::try_from(entry["status"].as_u64().unwrap()).unwrap());
    for (name, value) in pairs(&entry["answer_headers"]).iter() {
        response = response.with_header(name, value);
    }
    if let Some(json) = entry.get("json") {
        response = response.with_body("application/json", json.to_string());
    } else if let Some(json) = text(entry, "text") {
        response = response.with_body("application/json", json);
    } else if let Some(token) = text(entry, "jwt") {
        response = response.with_body("application/jwt", token);
    } else if let Some(page) = text(entry, "page") {
        response = response.with_body("text/html", page);
    }
    if let Some(reason) = text(entry, "cut") {
        response.completeness = Completeness::Cut { reason: reason.to_owned() };
    }
    Received::Response(response)
}

#[test]
fn every_recorded_session_gives_exactly_its_findings() {
    let mut wrong = Vec::new();
    for case in cases() {
        let mut expected = texts(&case.json, "findings");
        expected.sort_unstable();
        let found = case.found();
        if found != expected {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_say_what_their_case_names_and_nothing_that_it_excludes() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found: Vec<_> = diagnose(&case.session(), case.now()).iter().map(finding_text).collect();
        let found = found.join("\n").split_whitespace().collect::<Vec<_>>().join(" ");
        wrong.extend(
            texts(&case.json, "says")
                .iter()
                .filter(|it| !found.contains(*it))
                .map(|it| format!("{}: lacks {it:?}: {found}", case.name)),
        );
        wrong.extend(
            texts(&case.json, "says_not")
                .iter()
                .filter(|it| found.contains(*it))
                .map(|it| format!("{}: has {it:?}: {found}", case.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_enough_cases_among_them_clean_ones_and_other_providers() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    assert!(cases.iter().filter(|case| texts(&case.json, "findings").is_empty()).count() >= 8);
    assert!(cases.iter().filter(|case| case.json["provider"].get("issuer").is_some()).count() >= 15);
}

/// Terms of Cognito only: in a text about another provider they would mislead.
#[test]
fn no_cognito_advice_reaches_people_with_another_provider() {
    let words = ["cognito", "amazon", "aws", "user pool", "lambda", "managed login", "app client", "idpresponse"];
    for case in cases().iter().filter(|case| text(&case.json["provider"], "issuer") == Some("https://op.example")) {
        for finding in diagnose(&case.session(), case.now()) {
            let text = format!("{} {} {}", finding.rule.title, finding.detail, finding.remedy).to_ascii_lowercase();
            for word in words {
                assert!(!text.contains(word), "{}: {} says {word}: {text}", case.name, finding.id());
            }
        }
    }
}

#[test]
fn errors_stand_before_warnings_and_no_rule_is_found_twice() {
    for case in cases() {
        let findings = diagnose(&case.session(), case.now());
        assert!(findings.is_sorted_by_key(|finding| finding.severity()), "{}", case.name);
        let mut ids: Vec<_> = findings.iter().map(|finding| finding.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), findings.len(), "{}", case.name);
    }
}

#[test]
fn every_finding_says_what_was_seen_and_what_to_do_and_shows_no_secret() {
    for case in cases() {
        for finding in diagnose(&case.session(), case.now()) {
            assert!(
                !finding.detail.is_empty() && !finding.remedy.instruction.is_empty(),
                "{}: {}",
                case.name,
                finding.id()
            );
            let text = finding_text(&finding);
            for secret in
                ["the-code-0123456789", "the-secret-0123456789", "the-refresh-0123456789", "the-access-0123456789"]
            {
                assert!(!text.contains(secret), "{}: {} shows {secret}", case.name, finding.id());
            }
        }
    }
}

#[test]
fn a_space_stands_between_two_sentences() {
    for case in cases() {
        for finding in diagnose(&case.session(), case.now()) {
            let text = format!("{} {}", finding.detail, finding.remedy.instruction);
            let letters: Vec<char> = text.chars().collect();
            let glued = letters
                .windows(4)
                .find(|it| it[0].is_lowercase() && it[1] == '.' && it[2].is_uppercase() && it[3].is_lowercase());
            assert!(glued.is_none(), "{}: {text}", case.name);
        }
    }
}

#[test]
fn times_that_differ_from_their_own_response_blame_no_clock_of_this_machine() {
    let finding = first_finding("token_later_than_its_response");
    assert!(finding.remedy.to_string().contains("this machine's clock is not the cause"), "{}", finding.remedy);
    assert!(evidence(&finding, "response header date").is_some());
}

/// The first finding of a recorded session.
fn first_finding(name: &str) -> grantscope::protocol::Finding {
    let case = cases().into_iter().find(|case| case.name == name).unwrap();
    diagnose(&case.session(), case.now()).into_iter().next().unwrap()
}

fn evidence(finding: &grantscope::protocol::Finding, field: &str) -> Option<String> {
    finding.evidence.iter().find(|evidence| evidence.place.to_string() == field).map(|evidence| evidence.value.clone())
}

#[test]
fn a_bare_code_of_the_wrong_form_is_suspected_itself_and_nothing_is_ruled_out() {
    let (short, whole) = (first_finding("token_bare_code"), first_finding("token_bare_code_uuid"));
    assert!(short.detail.contains("probably wrong or truncated"), "{}", short.detail);
    assert!(!whole.detail.contains("match the authorization request"), "{}", whole.detail);
}

#[test]
fn a_page_of_the_token_endpoint_is_called_a_page_with_its_title() {
    let finding = first_finding("token_html_502");
    assert!(finding.detail.contains("HTML page instead of JSON"), "{}", finding.detail);
    assert_eq!(evidence(&finding, "page title").as_deref(), Some("502 Bad Gateway"));
    assert_eq!(evidence(&finding, "response header content-type").as_deref(), Some("text/html"));
}

#[test]
fn the_clock_finding_gives_both_clocks() {
    let finding = first_finding("clock_ten_minutes");
    assert_eq!(evidence(&finding, "response header date").as_deref(), Some("Fri, 02 Jan 2026 03:10:00 GMT"));
    assert_eq!(evidence(&finding, "this machine's clock then").as_deref(), Some("Fri, 02 Jan 2026 03:00:00 GMT"));
}
