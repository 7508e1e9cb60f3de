//! The scenarios over real sockets: the embedded provider on loopback, called by grantscope's own HTTP client and by
//! the real binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Command;
use std::sync::{Arc, mpsc};

use crate::program::{Sandbox, browse};
use base64::Engine;
use grantscope::demo::scenarios::{self, CLEAN, Change, ClientFault};
use grantscope::demo::{Cookies, Knobs, Provider, Scenario, Visit, Visitor, client_id};
use grantscope::diagnosis::diagnose;
use grantscope::protocol::HttpRequest;
use grantscope::protocol::urls::origin_of;
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::runtime::{block_on, clock, random, server::Server};
use grantscope::session::{Exchange, Purpose, Randomness, Session};

/// Scenarios that take real time: run once over sockets, by `login --scenario`.
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

    /// Whether the client may continue.
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
        for purpose in scenario.requests {
            client.run(scenario, *purpose).await;
        }
    }
    client.session
}

/// The differences between expected and reported findings.
fn surprise(scenario: &Scenario, mut found: Vec<String>) -> Option<String> {
    let mut named = scenario.findings.to_vec();
    // A busy machine is slow, which these scenarios are not about.
    found.retain(|id| id != "network.slow" || named.contains(&"network.slow"));
    found.sort_unstable();
    named.sort_unstable();
    (found != named).then(|| format!("{}: names {named:?}, found {found:?}", scenario.id))
}

#[test]
fn every_scenario_gives_its_findings_over_real_sockets() {
    let surprises = block_on(async {
        let server = Server::start(0, Knobs::FAITHFUL).await.unwrap();
        let mut surprises = Vec::new();
        let all = scenarios::ALL.iter().filter(|scenario| !SLOW.contains(&scenario.id));
        for scenario in all.chain(scenarios::find("clean")) {
            let session = walk(scenario, &server).await;
            let found = diagnose(&session, clock::now()).iter().map(|finding| finding.id().to_owned()).collect();
            surprises.extend(surprise(scenario, found));
        }
        surprises
    });
    assert_eq!(surprises.unwrap(), Vec::<String>::new());
}

/// The provider on its own thread; it ends with this process.
fn serve() -> (String, Arc<tokio::sync::Mutex<Provider>>) {
    let (opened, open) = mpsc::channel();
    std::thread::spawn(move || {
        block_on(async {
            let server = Server::start(0, Knobs::FAITHFUL).await.unwrap();
            opened.send((server.issuer(), server.provider().await.unwrap())).unwrap();
            std::future::pending::<()>().await
        })
    });
    open.recv().unwrap()
}

/// The scopes of the demo's profiles.
const SCOPE: &str = "openid email phone profile";

/// The `--param` that makes a client's mistake; `None` for mistakes that `login` has no option for.
fn parameter(fault: &ClientFault) -> Option<String> {
    match fault {
        ClientFault::Authorization(name, Change::Set(value)) => Some(format!("{name}={value}")),
        ClientFault::Authorization("redirect_uri", Change::Append(more)) => {
            Some(format!("redirect_uri=http://localhost:8765/callback{more}"))
        }
        ClientFault::Authorization("scope", Change::Append(more)) => Some(format!("scope={SCOPE}{more}")),
        _ => None,
    }
}

/// Runs `login --json --paste` and pastes the browser's last URL. `None` if only the text of a page shows the problem.
fn log_in(issuer: &str, scenario: &Scenario, parameters: &[String]) -> Option<serde_json::Value> {
    let sandbox = Sandbox::new();
    let client = ["--issuer", issuer, "--client-id", scenario.client_id, "--scope", SCOPE];
    let mut command = sandbox.command(&PASTED);
    command.args(client).args(parameters.iter().flat_map(|parameter| ["--param", parameter]));
    sign_in(&mut command, scenario.user)
}

/// A login whose callback is pasted.
const PASTED: [&str; 6] = ["login", "--json", "--paste", "--no-browser", "--timeout", "60"];

/// Runs such a login to its end as a user of the embedded provider.
fn sign_in(login: &mut Command, user: &str) -> Option<serde_json::Value> {
    let mut child = login.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let url = lines.by_ref().map(Result::unwrap).find(|line| line.starts_with("http"));
    let drained = std::thread::spawn(move || lines.for_each(drop));
    if let Some(url) = url {
        let end = match browse(&url, user) {
            Visit::Arrived(url) => Some(url),
            Visit::Stranded { url, .. } => url.contains("/error?").then_some(url),
            Visit::Request(_) => None,
        };
        let Some(end) = end else {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        };
        writeln!(child.stdin.take().unwrap(), "{end}").unwrap();
    }
    let mut document = String::new();
    child.stdout.take().unwrap().read_to_string(&mut document).unwrap();
    child.wait().unwrap();
    drained.join().unwrap();
    Some(serde_json::from_str(&document).unwrap_or_else(|error| panic!("{error}: {document}")))
}

#[test]
fn login_prints_the_findings_of_every_scenario_that_its_options_can_play() {
    let (issuer, provider) = serve();
    let (mut played, mut surprises) = (0, Vec::new());
    for scenario in scenarios::ALL.iter().filter(|s| !SLOW.contains(&s.id) && s.requests == CLEAN.requests) {
        let Some(parameters) = scenario.faults.iter().map(parameter).collect::<Option<Vec<_>>>() else { continue };
        provider.blocking_lock().set_scenario(scenario);
        let Some(document) = log_in(&issuer, scenario, &parameters) else { continue };
        let findings = document["findings"].as_array().unwrap();
        let found = findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect();
        surprises.extend(surprise(scenario, found));
        played += 1;
    }
    assert_eq!(surprises, Vec::<String>::new());
    assert!(played >= 30, "{played}");
}

/// Runs one scenario: the findings of `login --scenario`, and those of `inspect` for its recording.
fn play(scenario: &Scenario, home: &Sandbox) -> Vec<String> {
    let id = scenario.id;
    // Longer than the slow response takes, and shorter than the missing one.
    let login = home.run(&["login", "--scenario", id, "--json", "--save", id, "--request-timeout", "6"]);
    let har = home.0.path().join(format!("{id}.har"));
    let har = har.to_str().unwrap();
    home.run(&["session", "export", id, "--as", "har", "--whole", "--output", har]);
    let inspect = home.run(&["inspect", "--json", har]);
    [("login", login), ("inspect", inspect)]
        .into_iter()
        .filter_map(|(command, ended)| Some(format!("{command} {}", surprise(scenario, ended.findings())?)))
        .collect()
}

#[test]
fn login_and_inspect_print_exactly_the_findings_of_every_scenario() {
    let home = Sandbox::new();
    let mut all: Vec<_> = scenarios::ALL.iter().chain(scenarios::find("clean")).collect();
    // The waiting ones go first, so that the others run meanwhile.
    all.sort_by_key(|scenario| !SLOW.contains(&scenario.id));
    let next = std::sync::Mutex::new(all.into_iter());
    let next = || next.lock().unwrap().next();
    let surprises: Vec<String> = std::thread::scope(|scope| {
        let lane = || std::iter::from_fn(next).flat_map(|scenario| play(scenario, &home)).collect::<Vec<_>>();
        let lanes: Vec<_> = (0..4).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().flat_map(|lane| lane.join().unwrap()).collect()
    });
    assert_eq!(surprises, Vec::<String>::new());
}

/// What a preflight cannot know: it signs nobody in.
const AFTER_THE_LOGIN: [&str; 11] = [
    "api.audience_refused",
    "api.insufficient_scope",
    "client.method_mismatch",
    "redirect_uri.port_drifted",
    "refresh_token.missing",
    "registration.dead",
    "registration.redirect_uri_refused",
    "registration.refused",
    "resource.ignored",
    "scope.step_up",
    "scope.step_up_loop",
];

/// What a preflight says of a user pool before it happens.
const BEFORE_THE_LOGIN: [&str; 4] =
    ["redirect_uri.port_fixed", "resource.must_be_registered", "scope.offline_access_unknown", "scope.wrong_list"];

/// The findings of a scenario that begins at a resource: of a login, of its recording, of a preflight at `origin`, and of
/// the terminal interface. Those that differ from the scenario's.
fn differing(scenario: &'static Scenario, origin: &str, home: &Sandbox) -> Vec<String> {
    let sorted = |mut ids: Vec<String>| {
        ids.retain(|id| id != "network.slow");
        ids.sort_unstable();
        ids
    };
    let owned = |ids: &[&str]| -> Vec<String> { sorted(ids.iter().map(|id| (*id).to_owned()).collect()) };
    let mut surprises = play(scenario, home);
    let url = format!("{origin}{}", scenario.resource.unwrap());
    let is_pool = !scenario.client_id.is_empty();
    let client: &[&str] = if is_pool { &["--client-id", scenario.client_id] } else { &[] };
    let preflight = home.run(&[&["preflight", "--json", "--resource", &url][..], client].concat());
    let mut early = scenario.findings.to_vec();
    early.retain(|id| !AFTER_THE_LOGIN.contains(id));
    early.extend(BEFORE_THE_LOGIN.iter().filter(|_| is_pool));
    let terminal = crate::flows::resources::walk(scenario).findings();
    for (surface, found, named) in [
        ("preflight", sorted(preflight.findings()), owned(&early)),
        ("terminal", owned(&terminal), owned(scenario.findings)),
    ] {
        if found != named {
            surprises.push(format!("{surface} {}: names {named:?}, found {found:?}", scenario.id));
        }
    }
    surprises
}

#[test]
fn every_scenario_of_a_resource_gives_exactly_its_findings_on_all_four_surfaces() {
    let (issuer, provider) = serve();
    let origin = origin_of(&issuer).unwrap();
    let home = Sandbox::new();
    let mut surprises = Vec::new();
    for scenario in scenarios::RESOURCES {
        provider.blocking_lock().set_scenario(scenario);
        surprises.extend(differing(scenario, &origin, &home));
    }
    assert_eq!(surprises, Vec::<String>::new());
    assert!(scenarios::RESOURCES.len() >= 15);
}

#[test]
fn preflight_of_a_resource_is_written_for_a_ci_server() {
    let (issuer, provider) = serve();
    let origin = origin_of(&issuer).unwrap();
    let home = Sandbox::new();
    let (file, url) = (home.0.path().join("preflight.xml"), format!("{origin}/pool/mcp"));
    provider.blocking_lock().set_scenario(scenarios::find("clean").unwrap());
    let ended = home.run(&["preflight", "--resource", &url, "--junit", file.to_str().unwrap()]);
    let xml = std::fs::read_to_string(&file).unwrap();
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(xml.contains("name=\"registration.no_client_id\"><failure") && xml.contains("failures=\"2\""), "{xml}");
}

#[test]
fn a_login_from_the_url_of_an_mcp_server_ends_with_its_tools() {
    let home = Sandbox::new();
    let (issuer, _provider) = serve();
    let origin = origin_of(&issuer).unwrap();
    let ended = home.run(&["login", "--scenario", "step-up", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(document["resource"]["status"], 200);
    assert_eq!(document["tokens"]["scope"], "reports.read offline_access reports.export");
    let ended = home.run(&["login", "--scenario", "resource-no-challenge", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(document["resource"]["tools"], serde_json::json!(["list_orders", "who_am_i"]), "{ended:?}");
    home.run(&["login", "--scenario", "resource-no-challenge", "--json", "--save", "mcp"]);
    let har = home.run(&["session", "export", "mcp", "--as", "har"]).stdout;
    let har: serde_json::Value = serde_json::from_str(&har).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    let headers = entries.iter().flat_map(|entry| entry["request"]["headers"].as_array().unwrap());
    let sessions: Vec<_> = headers.filter(|header| header["name"] == "mcp-session-id").collect();
    assert!(
        !sessions.is_empty() && sessions.iter().all(|it| it["value"].as_str().unwrap().contains('•')),
        "{sessions:?}"
    );
    // Nobody is asked here, so nothing is registered.
    let url = format!("{origin}/mcp");
    let ended = home.run(&["login", "--resource", &url, "--no-browser", "--json"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("not registered") && ended.stderr.contains("\"native\""), "{ended:?}");
}

#[test]
fn a_machine_client_gets_its_own_token_and_no_user_is_asked() {
    let home = Sandbox::new();
    let (issuer, _provider) = serve();
    let secret = home.0.path().join("secret");
    std::fs::write(&secret, grantscope::demo::directory::CLIENT_SECRET).unwrap();
    let machine = ["login", "--grant", "client_credentials", "--issuer", &issuer, "--json", "--client-id"];
    let machine = [&machine[..], &[client_id::MACHINE, "--client-secret-file", secret.to_str().unwrap()]].concat();
    for method in ["basic", "post"] {
        let ended = home.run(&[&machine[..], &["--client-auth", method]].concat());
        let document: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(ended.status, Some(0), "{method}: {ended:?}");
        assert_eq!(document["authorization_url"], serde_json::Value::Null);
        assert_eq!(document["tokens"]["access_token"]["claims"]["sub"], client_id::MACHINE);
        assert_eq!(document["tokens"]["id_token"], serde_json::Value::Null);
        assert!(ended.stderr.contains("request a token") && !ended.stderr.contains("redeem"), "{ended:?}");
    }
    let refused = home.run(&[&machine[..], &["--scope", "openid"]].concat());
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.stdout.contains("resource server"), "{refused:?}");
    let silent = home.run(&["login", "--grant", "client_credentials", "--issuer", &issuer, "--client-id", "x"]);
    assert_eq!(silent.status, Some(2), "{silent:?}");
    assert!(silent.stderr.contains("--client-secret-file"), "{silent:?}");
}

/// The embedded pool, like Cognito, does not take assertions, but the request shows them.
#[test]
fn an_assertion_is_shown_claim_by_claim_and_its_signature_is_not() {
    let home = Sandbox::new();
    let (issuer, _provider) = serve();
    let key = home.0.path().join("key.pem");
    let der = base64::engine::general_purpose::STANDARD.encode(include_bytes!("keys/demo-id.pk8"));
    std::fs::write(&key, format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n")).unwrap();
    let ended = home.run(&[
        "login",
        "--grant",
        "client_credentials",
        "--issuer",
        &issuer,
        "--client-id",
        client_id::MACHINE,
        "--client-auth",
        "private_key_jwt",
        "--client-key-file",
        key.to_str().unwrap(),
        "--client-key-id",
        "k1",
    ]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("\"kid\":\"k1\"") && ended.stderr.contains("\"alg\":\"RS256\""), "{ended:?}");
    assert!(ended.stderr.contains("\"aud\":") && !ended.stderr.contains("eyJ"), "{ended:?}");
}

#[test]
fn a_client_that_was_registered_is_kept_as_a_profile_and_used_again() {
    let home = Sandbox::new();
    let (issuer, provider) = serve();
    provider.blocking_lock().set_scenario(scenarios::find("clean").unwrap());
    let origin = origin_of(&issuer).unwrap();
    let url = format!("{origin}/mcp");
    let login = ["login", "--resource", &url, "--no-browser", "--paste", "--timeout", "30"];
    let ended = home.run(&[&login[..], &["--register", "--save-profile", "mine"]].concat());
    assert!(ended.stderr.contains("Registered as") && ended.stderr.contains("saved the profile mine"), "{ended:?}");
    let shown = home.run(&["profile", "show", "mine", "--json"]).json();
    assert_eq!(shown["issuer"], format!("{origin}/as"));
    let id = shown["client_id"].as_str().unwrap().to_owned();
    let again = home.run(&[&login[..], &["--profile", "mine"]].concat());
    assert!(
        again.stderr.contains(&format!("client_id={id}")) && !again.stderr.contains("registers itself"),
        "{again:?}"
    );
    let taken = home.run(&[&login[..], &["--register", "--save-profile", "mine"]].concat());
    assert_eq!(taken.status, Some(2), "{taken:?}");
}

#[test]
fn the_registration_of_a_saved_session_is_read_and_deleted() {
    let home = Sandbox::new();
    let (issuer, provider) = serve();
    provider.blocking_lock().set_scenario(scenarios::find("clean").unwrap());
    let url = format!("{}/mcp", origin_of(&issuer).unwrap());
    let login = ["--resource", &url, "--register", "--save", "mcp"];
    sign_in(home.command(&PASTED).args(login), "alice").unwrap();
    let read = home.run(&["registration", "mcp", "--json"]);
    assert_eq!(read.status, Some(0), "{read:?}");
    assert_eq!(read.json()["registration"]["redirect_uris"][0], "http://localhost:8765/callback");
    let shown = home.run(&["registration", "mcp"]);
    assert!(shown.stdout.contains("found") && shown.stdout.contains("client_id"), "{shown:?}");
    let deleted = home.run(&["registration", "mcp", "--delete"]);
    assert_eq!(deleted.status, Some(0), "{deleted:?}");
    let gone = home.run(&["registration", "mcp", "--json"]);
    assert_eq!((gone.status, gone.findings()), (Some(1), Vec::new()), "{gone:?}");
    assert!(gone.stderr.contains("unknown to the provider"), "{gone:?}");
}

#[test]
fn a_session_without_a_registration_has_none_to_read() {
    let home = Sandbox::new();
    home.run(&["login", "--scenario", "clean", "--save", "plain"]);
    let ended = home.run(&["registration", "plain"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("registration_client_uri"), "{ended:?}");
}
