//! The embedded provider against its specification: every test quotes its row.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod authorize;
mod claims;
mod discovery;
mod federation;
mod login;
mod logout;
mod refresh;
mod settings;
mod token;
mod userinfo;

use grantscope::demo::{Answer, Keys, Knobs, Provider, client_id};
use grantscope::protocol::urls::{path_of, query_of};
use grantscope::protocol::{Header, HttpRequest, HttpResponse, Method, Parameters};
use jiff::Timestamp;
use serde_json::Value;

const ORIGIN: &str = "http://localhost:9876";
const REDIRECT: &str = "http://localhost:8765/callback";
// RFC 7636 appendix B
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A browser and a client in one: keeps cookies, counts time and randomness.
struct World {
    provider: Provider,
    now: Timestamp,
    drawn: u64,
    cookies: Vec<(String, String)>,
}

impl World {
    fn new() -> Self {
        Self::with(Knobs::FAITHFUL)
    }

    fn with(knobs: Knobs) -> Self {
        let keys = Keys::from_pkcs8(include_bytes!("../keys/demo-id.pk8"), include_bytes!("../keys/demo-access.pk8"));
        Self {
            provider: Provider::new(ORIGIN, keys.unwrap(), knobs),
            now: "2026-01-02T03:04:05Z".parse().unwrap(),
            drawn: 0,
            cookies: Vec::new(),
        }
    }

    fn wait(&mut self, seconds: i64) {
        self.now += jiff::SignedDuration::from_secs(seconds);
    }

    fn answer(&mut self, request: &HttpRequest) -> Answer {
        let Self { provider, now, drawn, .. } = self;
        provider.answer(request, *now, &mut || {
            *drawn += 1;
            let mut bytes = [0; 32];
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = (drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (at % 8 * 8)) as u8 ^ at as u8;
            }
            bytes
        })
    }

    fn send(&mut self, request: &HttpRequest) -> HttpResponse {
        self.answer(request).response
    }

    /// Like a browser: with cookies.
    fn browse(&mut self, mut request: HttpRequest) -> HttpResponse {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers.push(Header::new("cookie", cookies.join("; ")));
        let response = self.send(&request);
        for header in response.headers.iter().filter(|header| header.name == "set-cookie") {
            let (name, value) = header.value.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        response
    }

    fn visit(&mut self, url: &str) -> HttpResponse {
        self.browse(HttpRequest::get(url))
    }

    fn authorize(&mut self, query: &Parameters) -> HttpResponse {
        self.visit(&format!("{ORIGIN}/oauth2/authorize?{}", query.encode()))
    }

    /// Follows to the login page, submits the form, and returns the response.
    fn sign_in(&mut self, query: &Parameters, username: &str, password: &str) -> HttpResponse {
        let login = location(&self.authorize(query));
        assert_eq!(path_of(&login), "/login");
        let page = self.visit(&login);
        assert_eq!(page.status, 200);
        let form = Parameters::new()
            .with("_csrf", hidden(&page.text(), "_csrf"))
            .with("username", username)
            .with("password", password);
        self.browse(HttpRequest::post_form(login, &form))
    }

    fn code(&mut self, query: &Parameters) -> String {
        let answer = self.sign_in(query, "alice", "Alice-demo-1");
        callback(&answer).get("code").unwrap().to_owned()
    }

    fn post(&mut self, path: &str, form: &Parameters) -> HttpResponse {
        self.send(&HttpRequest::post_form(format!("{ORIGIN}{path}"), form))
    }

    fn tokens(&mut self, query: &Parameters) -> Value {
        let code = self.code(query);
        let response = self.post("/oauth2/token", &redemption(query.get("client_id").unwrap(), &code));
        assert_eq!(response.status, 200, "{}", response.text());
        json(&response)
    }
}

fn location(response: &HttpResponse) -> String {
    assert_eq!(response.status, 302, "{}", response.text());
    response.header("location").unwrap().to_owned()
}

fn callback(response: &HttpResponse) -> Parameters {
    Parameters::decode(query_of(&location(response)))
}

fn hidden(html: &str, name: &str) -> String {
    let after = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    after.split('"').next().unwrap().to_owned()
}

fn json(response: &HttpResponse) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

/// A part of a token, decoded.
fn part(token: &Value, at: usize) -> String {
    use base64::Engine;
    let part = token.as_str().unwrap().split('.').nth(at).unwrap();
    String::from_utf8(base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn claims(token: &Value) -> Value {
    serde_json::from_str(&part(token, 1)).unwrap()
}

/// A valid authorization request.
fn request(client_id: &str) -> Parameters {
    Parameters::new()
        .with("response_type", "code")
        .with("client_id", client_id)
        .with("redirect_uri", REDIRECT)
        .with("scope", "openid email profile")
        .with("state", "s1")
        .with("nonce", "n1")
        .with("code_challenge", CHALLENGE)
        .with("code_challenge_method", "S256")
}

fn redemption(client_id: &str, code: &str) -> Parameters {
    Parameters::new()
        .with("grant_type", "authorization_code")
        .with("client_id", client_id)
        .with("code", code)
        .with("redirect_uri", REDIRECT)
        .with("code_verifier", VERIFIER)
}

fn get_userinfo(world: &mut World, authorization: &str) -> HttpResponse {
    let request = HttpRequest::get(format!("{ORIGIN}/oauth2/userInfo")).with_header("authorization", authorization);
    world.send(&request)
}

fn bearer(token: &Value) -> String {
    format!("Bearer {}", token.as_str().unwrap())
}

fn refresh(client_id: &str, token: &Value) -> Parameters {
    Parameters::new()
        .with("grant_type", "refresh_token")
        .with("client_id", client_id)
        .with("refresh_token", token.as_str().unwrap())
}

/// The status and body of a token response.
fn refusal(response: &HttpResponse) -> (u16, String) {
    (response.status, response.text().into_owned())
}

fn invalid(error: &str) -> (u16, String) {
    (400, format!("{{\"error\":\"{error}\"}}"))
}

/// The request with one parameter changed or removed.
fn changed(name: &str, value: Option<&str>) -> Parameters {
    let mut query = request(client_id::PUBLIC);
    match value {
        Some(value) => query.set(name, value),
        None => query.remove(name),
    }
    query
}
