//! Resources that misbehave on the way to their authorization server: one finding each, and no request to a host that
//! nobody named.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::program::{Ended, Sandbox};
use grantscope::protocol::{Parameters, urls::query_of};

/// A resource and its authorization server at one origin, and a host that nobody names.
#[derive(Clone)]
struct World {
    origin: String,
    elsewhere: String,
    metadata: Value,
    server: Value,
    challenge: String,
    /// Responses by the beginning of a path, before the good ones.
    bent: Vec<(&'static str, Vec<u8>)>,
    /// Whether the user is signed in already.
    signs_in: bool,
    /// The response to a call with a token.
    call: Vec<u8>,
    /// What that host was asked.
    seen: Arc<Mutex<Vec<String>>>,
}

const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";
const SERVER: &str = "/.well-known/oauth-authorization-server/as";

fn response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn json(body: impl ToString) -> Vec<u8> {
    response("200 OK", "content-type: application/json\r\n", body.to_string())
}

fn page(status: &str) -> Vec<u8> {
    let html = "<!DOCTYPE html><html><body><form><input type=\"password\"></form></body></html>";
    response(status, "content-type: text/html\r\n", html)
}

/// Serves one connection after another; returns the origin and the request lines.
fn listen(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let recorded = seen.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = read(&mut stream);
            let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
            recorded.lock().unwrap().push(request.clone());
            drop(stream.write_all(&answer(&path, &request)));
            drop(stream.shutdown(std::net::Shutdown::Write));
            drop(stream.read(&mut [0; 16]));
        }
    });
    (origin, seen)
}

/// The head of a request, and its body as far as Content-Length says.
fn read(stream: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&seen).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return text,
            Ok(read) => seen.extend_from_slice(&piece[..read]),
        }
    }
}

impl World {
    /// `bend` changes what is good; then the server starts.
    fn start(bend: impl Fn(&mut Self)) -> Self {
        let (elsewhere, foreign) = listen(|_, _| json(json!({})));
        let world: Arc<Mutex<Option<Self>>> = Arc::default();
        let served = world.clone();
        let (origin, _) = listen(move |path, request| served.lock().unwrap().as_ref().unwrap().answer(path, request));
        let at = |path: &str| format!("{origin}{path}");
        let mut own = Self {
            metadata: json!({"resource": at("/mcp"), "authorization_servers": [at("/as")], "scopes_supported": ["a"]}),
            server: json!({
                "issuer": at("/as"), "authorization_endpoint": at("/as/authorize"), "token_endpoint": at("/as/token"),
                "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
                "jwks_uri": at("/as/jwks"), "registration_endpoint": at("/as/register"),
            }),
            challenge: format!("Bearer resource_metadata=\"{}\", scope=\"a\"", at(METADATA)),
            bent: Vec::new(),
            signs_in: false,
            call: Vec::new(),
            seen: foreign,
            origin,
            elsewhere,
        };
        bend(&mut own);
        let shown = own.clone();
        *world.lock().unwrap() = Some(own);
        shown
    }

    fn answer(&self, path: &str, request: &str) -> Vec<u8> {
        if let Some((_, bytes)) = self.bent.iter().find(|(at, _)| path.starts_with(at)) {
            return bytes.clone();
        }
        let away = |to: &str| response("302 Found", &format!("location: {}{to}\r\n", self.origin), "");
        match path {
            METADATA => json(&self.metadata),
            SERVER => json(&self.server),
            "/as/jwks" => json(keys()),
            "/as/login" => page("200 OK"),
            _ if path.starts_with("/as/authorize") && self.signs_in => {
                let query = Parameters::decode(query_of(path));
                let get = |name| query.get(name).unwrap_or_default();
                let target = format!("{}?code=the-code-0123456789&state={}", get("redirect_uri"), get("state"));
                response("302 Found", &format!("location: {target}\r\n"), "")
            }
            _ if path.starts_with("/as/authorize") => away("/as/login"),
            "/mcp" if request.contains("authorization: ") => self.call.clone(),
            "/as/token" => {
                json(json!({"access_token": "the-token-0123456789", "token_type": "Bearer", "expires_in": 3600}))
            }
            "/mcp" if !request.contains("authorization: ") => {
                response("401 Unauthorized", &format!("www-authenticate: {}\r\n", self.challenge), "")
            }
            _ => response("404 Not Found", "content-type: text/plain\r\n", "no"),
        }
    }

    fn preflight(&self, more: &[&str]) -> Ended {
        let url = format!("{}/mcp", self.origin);
        Sandbox::new().run(&[&["preflight", "--json", "--client-id", "c1", "--resource", &url][..], more].concat())
    }
}

fn keys() -> Value {
    json!({"keys": [{"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})
}

type Row = (&'static str, fn(&mut World), &'static [&'static str]);

fn challenge(world: &mut World, parameters: &str) {
    world.challenge = parameters.replace("ORIGIN", &world.origin).replace("ELSEWHERE", &world.elsewhere);
}

fn large(document: &Value, member: usize) -> Vec<u8> {
    let mut document = document.clone();
    document["x"] = "y".repeat(member).into();
    json(document)
}

/// What the resource does, and exactly the findings.
const ROWS: &[Row] = &[
    ("nothing wrong", |_| {}, &[]),
    ("metadata of 10 MB", |w| w.bent.push((METADATA, large(&w.metadata, 10_000_000))), &["response.too_large"]),
    ("server metadata of 10 MB", |w| w.bent.push((SERVER, large(&w.server, 10_000_000))), &["response.too_large"]),
    (
        "a 401 with a body of 10 MB",
        |w| {
            let head = format!("www-authenticate: {}\r\n", w.challenge);
            w.bent.push(("/mcp", response("401 Unauthorized", &head, "x".repeat(10_000_000))));
        },
        &[],
    ),
    (
        "a redirect to another host",
        |w| {
            let head = format!("location: {}/mcp\r\n", w.elsewhere);
            w.bent.push(("/mcp", response("302 Found", &head, "")));
        },
        &["resource.unexpected_answer"],
    ),
    (
        "a redirect with a challenge",
        |w| {
            let head = format!("location: {}/mcp\r\nwww-authenticate: {}\r\n", w.elsewhere, w.challenge);
            w.bent.push(("/mcp", response("307 Temporary Redirect", &head, "")));
        },
        &["resource.unexpected_answer"],
    ),
    (
        "403 with a challenge",
        |w| {
            let head = format!("www-authenticate: {}\r\n", w.challenge);
            w.bent.push(("/mcp", response("403 Forbidden", &head, "")));
        },
        &["resource.unexpected_answer"],
    ),
    (
        "400 with a challenge, as RFC 9728 has it",
        |w| {
            let head = format!("www-authenticate: {}\r\n", w.challenge);
            w.bent.push(("/mcp", response("400 Bad Request", &head, "")));
        },
        &[],
    ),
    ("500", |w| w.bent.push(("/mcp", response("500 Oops", "", ""))), &["resource.unexpected_answer"]),
    ("an HTML page", |w| w.bent.push(("/mcp", page("200 OK"))), &["resource.open"]),
    ("two schemes", |w| w.challenge.insert_str(0, "Basic realm=\"x\", "), &["resource.bearer_not_first"]),
    (
        "scopes of another scheme",
        |w| {
            challenge(
                w,
                "Basic realm=x, scope=\"admin\", Bearer resource_metadata=\"ORIGIN/.well-known/oauth-protected-resource/mcp\"",
            )
        },
        &["resource.bearer_not_first"],
    ),
    (
        "a metadata URL that is relative",
        |w| challenge(w, "Bearer resource_metadata=\"/.well-known/oauth-protected-resource/mcp\", scope=a"),
        &["resource.no_challenge"],
    ),
    (
        "a metadata URL that is empty",
        |w| challenge(w, "Bearer resource_metadata=\"\", scope=a"),
        &["resource.no_challenge"],
    ),
    (
        "a metadata URL with a user name",
        |w| {
            let url = w.origin.replace("//", "//u:p@");
            challenge(w, &format!("Bearer resource_metadata=\"{url}/.well-known/oauth-protected-resource/mcp\""));
        },
        &["resource.no_challenge"],
    ),
    (
        "a metadata URL of a file",
        |w| challenge(w, "Bearer resource_metadata=\"file:///etc/passwd\""),
        &["resource.no_challenge"],
    ),
    (
        "a metadata URL without https",
        |w| challenge(w, "Bearer resource_metadata=\"http://far.example/x\""),
        &["resource.no_challenge"],
    ),
    (
        "two metadata URLs",
        |w| {
            challenge(
                w,
                "Bearer resource_metadata=\"ORIGIN/.well-known/oauth-protected-resource/mcp\", resource_metadata=\"ELSEWHERE/x\"",
            )
        },
        &["resource.conflicting_challenge"],
    ),
    ("two scopes", |w| w.challenge.push_str(", scope=\"admin\""), &["resource.conflicting_challenge"]),
    (
        "a metadata URL inside another value",
        |w| challenge(w, "Bearer error=\"x\\\", resource_metadata=\\\"ELSEWHERE/x\", scope=\"a\""),
        &["resource.no_challenge"],
    ),
    (
        "an identifier with a user name",
        |w| w.metadata["resource"] = format!("{}/mcp", w.origin.replace("//", "//u:p@")).into(),
        &["resource_metadata.resource_mismatch"],
    ),
    (
        "an identifier with a fragment",
        |w| w.metadata["resource"] = format!("{}/mcp#x", w.origin).into(),
        &["resource_metadata.resource_mismatch"],
    ),
    (
        "an identifier with a query",
        |w| w.metadata["resource"] = format!("{}/mcp?x", w.origin).into(),
        &["resource_metadata.resource_mismatch"],
    ),
    (
        "an identifier at another host",
        |w| w.metadata["resource"] = format!("{}/mcp", w.elsewhere).into(),
        &["resource_metadata.resource_mismatch"],
    ),
    (
        "two lists of servers",
        |w| {
            let (resource, own, other) = (&w.metadata["resource"], &w.metadata["authorization_servers"], &w.elsewhere);
            let text = format!(
                "{{\"resource\":{resource},\"authorization_servers\":{own},\"authorization_servers\":[\"{other}\"]}}"
            );
            w.bent.push((METADATA, json(text)));
        },
        &["resource_metadata.conflicting_member"],
    ),
    (
        "two identifiers",
        |w| {
            let (resource, own) = (&w.metadata["resource"], &w.metadata["authorization_servers"]);
            let text =
                format!("{{\"resource\":\"https://h/mcp\",\"resource\":{resource},\"authorization_servers\":{own}}}");
            w.bent.push((METADATA, json(text)));
        },
        &["resource_metadata.conflicting_member"],
    ),
    (
        "a list of other things",
        |w| w.metadata["authorization_servers"] = json!([1, {}, null, ""]),
        &["resource_metadata.no_authorization_server"],
    ),
    (
        "a server with a user name",
        |w| w.metadata["authorization_servers"] = json!([w.origin.replace("//", "//u:p@")]),
        &["resource_metadata.server_unusable"],
    ),
    (
        "a server without https",
        |w| w.metadata["authorization_servers"] = json!(["http://far.example"]),
        &["resource_metadata.server_unusable"],
    ),
    (
        "a server by a script",
        |w| w.metadata["authorization_servers"] = json!(["javascript:alert(1)"]),
        &["resource_metadata.server_unusable"],
    ),
    (
        "metadata that redirects",
        |w| {
            let head = format!("location: {}/x\r\n", w.elsewhere);
            w.bent.push(("/.well-known/oauth-protected-resource", response("302 Found", &head, "")));
        },
        &["resource_metadata.unreadable"],
    ),
    (
        "metadata that redirects to itself",
        |w| {
            let head = format!("location: {}{METADATA}\r\n", w.origin);
            w.bent.push(("/.well-known/oauth-protected-resource", response("302 Found", &head, "")));
        },
        &["resource_metadata.unreadable"],
    ),
    (
        "server metadata that redirects",
        |w| {
            let head = format!("location: {}/x\r\n", w.elsewhere);
            w.bent.push((SERVER, response("302 Found", &head, "")));
        },
        &["discovery.not_found"],
    ),
    (
        "the issuer with a slash more",
        |w| w.server["issuer"] = format!("{}/as/", w.origin).into(),
        &["discovery.issuer_mismatch"],
    ),
    (
        "a token endpoint without https",
        |w| w.server["token_endpoint"] = "http://far.example/token".into(),
        &["discovery.insecure_endpoint"],
    ),
    (
        "a registration endpoint without https",
        |w| w.server["registration_endpoint"] = "http://far.example/r".into(),
        &["discovery.insecure_endpoint"],
    ),
    (
        "a registration endpoint in a file",
        |w| w.server["registration_endpoint"] = "file:///r".into(),
        &["discovery.unusable_endpoint"],
    ),
    (
        "an authorization endpoint by a script",
        |w| w.server["authorization_endpoint"] = "javascript:alert(1)".into(),
        &["discovery.unusable_endpoint"],
    ),
];

#[test]
fn each_fault_of_a_resource_gives_one_finding_and_no_request_to_a_host_that_nobody_named() {
    let mut surprises = Vec::new();
    for (name, bend, expected) in ROWS {
        let world = World::start(bend);
        let found = world.preflight(&[]).findings();
        if found != *expected {
            surprises.push(format!("{name}: {found:?}, expected {expected:?}"));
        }
        let foreign = world.seen.lock().unwrap();
        surprises.extend(foreign.iter().map(|request| format!("{name}: {request}")));
    }
    assert_eq!(surprises, Vec::<String>::new());
}

/// A profile keeps that its client was registered, so the session of the registration is not needed.
#[test]
fn a_registration_of_a_profile_that_the_server_no_longer_knows_is_named() {
    let world = World::start(|w| {
        let html = "<html><body>invalid_client: client is unknown</body></html>";
        w.bent.push(("/as/authorize", response("400 Bad Request", "content-type: text/html\r\n", html)));
    });
    for (member, expected) in
        [("registered_at = \"2026-01-02T03:04:05Z\"", "registration.dead"), ("", "client.unknown")]
    {
        let sandbox = Sandbox::new();
        std::fs::create_dir_all(sandbox.config()).unwrap();
        let at = |name: &str, path: &str| format!("{name} = \"{}{path}\"\n", world.origin);
        let endpoints = at("authorization_endpoint", "/as/authorize") + &at("token_endpoint", "/as/token");
        let profile = format!("[mine]\n{endpoints}client_id = \"c1\"\n{member}\n");
        std::fs::write(sandbox.config().join("profiles.toml"), profile).unwrap();
        let ended = sandbox.run(&["preflight", "--json", "--profile", "mine"]);
        assert_eq!(ended.findings(), [expected], "{ended:?}");
        assert!(member.is_empty() || ended.stdout.contains("a registration of 2026-01-02"), "{ended:?}");
    }
}

/// A server of MCP 2026-07-28 that needs no token: nobody signs in, and that is a success.
#[test]
fn a_login_at_an_open_resource_ends_well_without_a_sign_in() {
    let (origin, seen) = listen(|_, request| {
        let result = if request.contains("\"tools/list\"") { json!({"tools": [{"name": "t"}]}) } else { json!({}) };
        json(json!({"jsonrpc": "2.0", "id": 2, "result": result}))
    });
    let url = format!("{origin}/mcp");
    let own = ["login", "--json", "--resource", &url, "--mcp-version", "2026-07-28", "--tool", "t"];
    let ended = Sandbox::new().run(&own);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(ended.findings(), ["resource.open"]);
    let requests = seen.lock().unwrap();
    for (request, method) in requests.iter().zip(["server/discover", "tools/list", "tools/call"]) {
        let request = request.to_ascii_lowercase();
        assert!(request.contains(&format!("mcp-method: {method}\r\n")), "{request}");
        assert!(request.contains("mcp-protocol-version: 2026-07-28\r\n"), "{request}");
    }
    assert_eq!(requests.len(), 3);
    let (page, _) = listen(|_, _| page("200 OK"));
    let ended = Sandbox::new().run(&["login", "--json", "--resource", &page]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
}

/// A call that fails for another reason than its token has a finding, and the token goes nowhere else.
#[test]
fn a_call_that_fails_is_named_and_its_token_goes_to_no_other_host() {
    let message = |result: Value| json(json!({"jsonrpc": "2.0", "id": 1, "result": result}));
    let rows = |elsewhere: &str| {
        [
            (
                "a redirect",
                response("307 Temporary Redirect", &format!("location: {elsewhere}/x\r\n"), ""),
                "resource.call_failed",
            ),
            ("404", response("404 Not Found", "", "no"), "resource.call_failed"),
            ("500", response("500 Oops", "", "no"), "resource.call_failed"),
            ("a page", page("200 OK"), "resource.call_failed"),
            ("deep JSON", json("{\"result\":".repeat(100_000)), "resource.call_failed"),
            (
                "no event",
                response("200 OK", "content-type: text/event-stream\r\n", ": ping\n\n"),
                "resource.call_failed",
            ),
            (
                "a version with an escape",
                message(json!({"protocolVersion": "\u{1b}[31m", "tools": []})),
                "resource.call_failed",
            ),
            ("a version with a line", message(json!({"protocolVersion": "1\r\nX: y"})), "resource.call_failed"),
            ("429", response("429 Too Many", "", ""), "provider.throttled"),
            ("10 MB", json(format!("{{\"x\":\"{}\"}}", "y".repeat(10_000_000))), "response.too_large"),
        ]
    };
    let mut surprises = Vec::new();
    for at in 0..rows("").len() {
        let world = World::start(|w| (w.signs_in, w.call) = (true, rows(&w.elsewhere)[at].1.clone()));
        let url = format!("{}/mcp", world.origin);
        let ended = Sandbox::new().run(&["login", "--json", "--unattended", "--client-id", "c1", "--resource", &url]);
        let (name, _, expected) = &rows("")[at];
        if ended.findings() != [*expected] || ended.status != Some(1) {
            surprises.push(format!("{name}: {:?} {:?} {}", ended.status, ended.findings(), ended.stderr));
        }
        surprises.extend(world.seen.lock().unwrap().iter().map(|request| format!("{name}: {request}")));
        if ended.stderr.contains('\u{1b}') {
            surprises.push(format!("{name}: {}", ended.stderr));
        }
    }
    assert_eq!(surprises, Vec::<String>::new());
}
