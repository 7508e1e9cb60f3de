//! How running time grows with the input: the time at n and at 2n, and their ratio, which is about 2 if it is linear.
//! The time is the processor's where the system tells it, so that other programs do not count. No time is asserted. The first argument selects inputs by a part of their name, the
//! second multiplies their sizes.
//!
//! ```text
//!   cargo bench --bench growth -- [PART OF A NAME] [FACTOR]
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use grantscope::app::{self, Key, Message, Model};
use grantscope::diagnosis::{self, inspect};
use grantscope::profile::file::ProfileFile;
use grantscope::profile::{Profile, Provider, import};
use grantscope::protocol::text::sanitise;
use grantscope::protocol::{Callback, Expectations, HttpRequest, HttpResponse, Json, JwkSet, TokenReport};
use grantscope::session::{
    Purpose, Randomness, Received, Session, capsule, curl, diagram, har, merge, redaction, repeat, saved, storage,
    write_har,
};
use grantscope::ui::{self, Styles};
use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

#[path = "../tests/nasty_inputs.rs"]
mod nasty_inputs;

/// Time of this thread on a processor (Linux), or by the clock.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The kernel counts up to now only when it chooses what to run.
    std::thread::yield_now();
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_processor = schedule.as_deref().and_then(|text| text.split(' ').next()?.parse().ok());
    on_processor.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

struct Bench {
    wanted: String,
    factor: f64,
}

impl Bench {
    /// Runs `work` on inputs of both sizes and prints the times.
    fn growth<T, R>(&self, name: &str, n: usize, make: impl Fn(usize) -> T, work: impl Fn(&T) -> R) {
        if !name.contains(&self.wanted) {
            return;
        }
        let n = (n as f64 * self.factor) as usize;
        let time = |n: usize| {
            let input = make(n);
            let runs = (0..3).map(|_| {
                let start = now();
                black_box(work(&input));
                now().saturating_sub(start)
            });
            runs.min().unwrap_or(Duration::ZERO)
        };
        let (once, twice) = (time(n), time(2 * n));
        let ratio = twice.as_secs_f64() / once.as_secs_f64().max(1e-9);
        println!("{name:44} {n:>8}: {once:>10.2?}  {:>8}: {twice:>10.2?}  ratio {ratio:.2}", 2 * n);
    }

    fn texts(&self) {
        let repeated = |part: &'static str| move |n: usize| part.repeat(n / part.len());
        let parts = [
            "token%3da%26",
            "token=a&",
            "token:[",
            "\"token\":[{",
            "<input name=token ",
            "name=\"token\"\n",
            "eyJ.",
            "://",
            ":\\\"",
            "{\"a\":",
            "a=b%3D&",
        ];
        for part in parts {
            self.growth(&format!("redaction of {part:?}"), 60_000, repeated(part), |text| {
                redaction::body(Some("text/html"), text.as_bytes())
            });
        }
        let under_one_name = |n: usize| format!("{{\"{}\":[{}1]}}", "x".repeat(n / 2), "1,".repeat(n / 4));
        self.growth("redaction of numbers under a long name", 60_000, under_one_name, |text| {
            redaction::body(Some("application/json"), text.as_bytes())
        });
        self.growth("sanitise", 200_000, repeated("a\u{1b}b\u{202e}"), |text| sanitise::lines(text).len());
        let object = |n: usize| format!("{{{}\"z\":1}}", (0..n).map(|i| format!("\"m{i}\":{i},")).collect::<String>());
        self.growth("JSON of many members", 20_000, object, |text| {
            Json::parse(text.as_str()).unwrap().duplicates().len()
        });
        let keys = |n: usize| {
            let key = |i| format!(r#"{{"kty":"RSA","kid":"k{i}","n":"AQAB","e":"AQAB"}}"#);
            format!(r#"{{"keys":[{}]}}"#, (0..n).map(key).collect::<Vec<_>>().join(","))
        };
        self.growth("JWK Set of many keys", 5_000, keys, |text| JwkSet::parse(text).is_ok());
        self.growth(
            "callback of many parameters",
            20_000,
            |n| format!("http://l/cb?code=c{}", "&a=b".repeat(n)),
            |text| Callback::read(text),
        );
        let claims = |n: usize| jwt(&object(n));
        self.growth("token of many claims", 5_000, claims, |token| {
            TokenReport::of(token, None, &Expectations::at(Timestamp::UNIX_EPOCH))
        });
    }

    fn inspections(&self) {
        let inspected = |text: &String| {
            inspect::inspect(text.as_bytes(), &inspect::Options::at(Timestamp::UNIX_EPOCH)).findings.len()
        };
        let lines =
            |line: &'static str| move |n: usize| (0..n).map(|i| line.replace('#', &i.to_string())).collect::<String>();
        let token = jwt(r##"{"sub":"u","exp":1}"##);
        self.growth(
            "inspect a log of tokens",
            200,
            |n| format!("Authorization: Bearer {token}\n").repeat(n),
            inspected,
        );
        self.growth(
            "inspect a log of errors",
            1_000,
            lines("12:00:# error=invalid_grant&error_description=x#\n"),
            inspected,
        );
        self.growth(
            "inspect curl commands",
            200,
            lines("curl https://op.example/token -d code=c# -d grant_type=authorization_code\n"),
            inspected,
        );
        self.growth("inspect callbacks", 500, lines("GET /callback?code=c#&state=s# HTTP/1.1\n"), inspected);
        self.growth("inspect prose", 20_000, lines("nothing here is # of interest, nor there\n"), inspected);
    }

    /// Megabytes of what makes a careless reader slow.
    fn nasty(&self) {
        for (name, piece) in nasty_inputs::NASTY {
            let inspected = |text: &String| {
                inspect::inspect(text.as_bytes(), &inspect::Options::at(Timestamp::UNIX_EPOCH)).findings.len()
            };
            self.growth(&format!("nasty {name}"), 500_000, |n| nasty_inputs::repeated(piece, n), inspected);
        }
    }

    fn imports(&self) {
        let many = |n: usize, part: &str| (0..n).map(|i| part.replace('#', &i.to_string())).collect::<String>();
        self.growth(
            "profiles.toml",
            500,
            |n| many(n, "[profile.p#]\nissuer = \"https://op.example\"\nclient_id = \"c#\"\n"),
            |text| ProfileFile::read(text).profiles().count(),
        );
        let recognised = |text: &String| import::recognise(text).is_some();
        self.growth(
            "import of .env",
            2_000,
            |n| many(n, "OIDC_#_ISSUER=https://op.example\nOIDC_#_CLIENT_ID=c\n"),
            recognised,
        );
        self.growth(
            "import of YAML",
            1_000,
            |n| format!("clients:\n{}", many(n, "  - client_id: c#\n    issuer: https://op.example\n")),
            recognised,
        );
        let clients = |n: usize| {
            format!(
                "{{\"UserPoolClients\":[{}{{}}]}}",
                many(n, r#"{"ClientId":"c#","UserPoolId":"us-east-1_AbCdEfGhI"},"#)
            )
        };
        self.growth("import of client descriptions", 1_000, clients, recognised);
        let dump = |n: usize| {
            let keys = (0..n).flat_map(|user| {
                ["idToken", "accessToken"]
                    .map(|field| format!("CognitoIdentityServiceProvider.c.u{user}.{field}\ta.b.c"))
            });
            keys.collect::<Vec<_>>().join("\n")
        };
        self.growth("Amplify dump", 2_000, dump, |text| {
            Some(storage::recognise(text)?.findings(Timestamp::UNIX_EPOCH).len())
        });
        self.growth("inspect an Amplify dump", 500, dump, |text| {
            inspect::inspect(text.as_bytes(), &inspect::Options::at(Timestamp::UNIX_EPOCH)).findings.len()
        });
        let read = |text: &String| har::read(text.as_bytes()).unwrap().session.log().len();
        self.growth("recording of many logins", 100, |n| write_har(&logins(n), true), read);
        self.growth(
            "inspect a recording of many logins",
            100,
            |n| write_har(&logins(n), true),
            |text| inspect::inspect(text.as_bytes(), &inspect::Options::at(Timestamp::UNIX_EPOCH)).findings.len(),
        );
        let requests = |n: usize| {
            let mut session = new();
            (0..n).for_each(|i| drop(authorize(&mut session, i)));
            write_har(&session, true)
        };
        self.growth("recording of many authorization requests", 500, requests, read);
        self.growth("recording of many refreshes", 500, |n| write_har(&refreshes(n), true), read);
        self.growth("inspect a recording of many requests", 500, requests, |text| {
            inspect::inspect(text.as_bytes(), &inspect::Options::at(Timestamp::UNIX_EPOCH)).findings.len()
        });
    }

    fn sessions(&self) {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1_000_000);
        self.growth("many logins", 200, |n| n, |n| logins(*n));
        self.growth("many refreshes", 500, |n| n, |n| refreshes(*n));
        self.growth("write a session", 500, refreshes, |session| saved::write(session, true, now).len());
        self.growth("write a session masked", 300, refreshes, |session| saved::write(session, false, now).len());
        let text = |n| saved::write(&refreshes(n), true, now);
        self.growth("read a session", 500, text, |text| saved::read(text).unwrap().session.log().len());
        self.growth("merge two records of a session", 500, refreshes, |session| {
            merge::merged(session, session).is_some()
        });
        self.growth("shorten a session", 500, refreshes, |session| session.shortened(50).is_some());
        self.growth("diagnosis of many refreshes", 500, refreshes, |session| diagnosis::diagnose(session, now).len());
        self.growth("diagnosis of many logins", 200, logins, |session| diagnosis::diagnose(session, now).len());
        self.growth("curl export", 1_000, refreshes, |session| {
            let spent = repeat::UsedCredentials::of(session);
            session
                .exchanges()
                .map(|it| curl::curl(&it.request).len() + spent.obstacle(it).map_or(0, str::len))
                .sum::<usize>()
        });
        self.growth("HAR export", 500, refreshes, |session| write_har(session, false).len());
        self.growth("evidence capsule", 200, refreshes, |session| capsule::write(session, &[7; 32], now).len());
        self.growth("sequence diagram", 1_000, refreshes, |session| diagram::arrows(session).len());
    }
}

/// A frame and a key at a short and a long session, and at a small and a large token: they cost the same.
impl Bench {
    fn frames(&self) {
        let (few, many) = (10, (10_000.0 * self.factor) as usize);
        let keys =
            [("step", "7"), ("step with a selection", "7 down"), ("list", "x"), ("diagram", "d"), ("copy menu", "y")];
        for (place, keys) in keys {
            self.flat(&format!("{few} and {many} exchanges: {place}"), |is_large| {
                shown(refreshes(if is_large { many } else { few }), keys)
            });
        }
        let large = (10_000_000.0 * self.factor) as usize;
        let long = |is_large: bool| format!(r#"{{"sub":"u","a":"{}"}}"#, "x".repeat(if is_large { large } else { 50 }));
        let wide = |is_large: bool| {
            let claims = if is_large { large / 20 } else { 50 };
            format!("{{{}\"z\":1}}", (0..claims).map(|i| format!("\"claim{i}\":{i},")).collect::<String>())
        };
        self.flat("token with a long claim: step 5", |is_large| shown(token(&long(is_large)), "5"));
        self.flat("token with a long claim: selected", |is_large| shown(token(&long(is_large)), "5 end up"));
        self.flat("token with many claims: step 5", |is_large| shown(token(&wide(is_large)), "5"));
        self.flat("token with many claims: list", |is_large| shown(token(&wide(is_large)), "x"));
    }

    /// Prints the times of a frame and of a key that moves the selection, for both models that `make` makes.
    fn flat(&self, name: &str, make: impl Fn(bool) -> Model) {
        if !name.contains(&self.wanted) && self.wanted != "frame" {
            return;
        }
        let styles = Styles::default();
        let time = |is_large| {
            let mut model = make(is_large);
            let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
            let mut frame = |model: &mut Model| {
                let mut drawn = None;
                let start = now();
                terminal.draw(|frame| drawn = Some(ui::draw(frame, model, &styles))).unwrap();
                let took = now().saturating_sub(start);
                app::update(model, Message::Drawn(drawn.unwrap()), at(1));
                took
            };
            frame(&mut model);
            let frames = (0..6).map(|_| (0..10).map(|_| frame(&mut model)).sum::<Duration>() / 10).min().unwrap();
            let mut keys = || {
                let start = now();
                for name in ["down", "up"].repeat(50) {
                    black_box(app::update(&mut model, Message::Key(Key::parse(name).unwrap()), at(1)));
                }
                now().saturating_sub(start) / 100
            };
            let keys = (0..6).map(|_| keys()).min().unwrap();
            (frames, keys)
        };
        let ((frame, key), (large_frame, large_key)) = (time(false), time(true));
        let ratio = |a: Duration, b: Duration| b.as_secs_f64() / a.as_secs_f64().max(1e-9);
        let (of_frame, of_key) = (ratio(frame, large_frame), ratio(key, large_key));
        println!(
            "{name:44} frame {frame:>9.2?} {large_frame:>9.2?} ratio {of_frame:.2}   key {key:>9.2?} {large_key:>9.2?} ratio {of_key:.2}"
        );
    }
}

/// The terminal interface with a session, after some keys.
fn shown(session: Session, keys: &str) -> Model {
    let mut model = Model::new(at(1));
    app::open(&mut model, session, "bench");
    for key in keys.split(' ') {
        app::update(&mut model, Message::Key(Key::parse(key).unwrap()), at(1));
    }
    model
}

/// A session with an access token of these claims.
fn token(claims: &str) -> Session {
    let mut session = new();
    let id = session.begin(Purpose::Token, HttpRequest::get("https://op.example/token"), at(0));
    let body = format!(r#"{{"access_token":"{}","token_type":"Bearer"}}"#, jwt(claims));
    let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
    session.absorb(id, received.into());
    session
}

fn jwt(claims: &str) -> String {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", encode(r#"{"alg":"RS256","kid":"k"}"#), encode(claims), encode("signature"))
}

fn at(second: usize) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second as i64)
}

/// The new session of a Cognito client.
fn new() -> Session {
    let provider = Provider::Cognito {
        user_pool_id: "us-east-1_Pool12345".into(),
        domain: Some("shop.auth.us-east-1.amazoncognito.com".into()),
    };
    let mut profile = Profile::new(provider, "client1");
    profile.redirect_uris = vec!["http://localhost:8765/callback".into()];
    profile.scopes = vec!["openid".into()];
    Session::new(profile, None)
}

/// Sends an authorization request and returns its state.
fn authorize(session: &mut Session, n: usize) -> String {
    let mut state = [1; 32];
    state[..8].copy_from_slice(&n.to_le_bytes());
    let draft = session.draft_authorization(&Randomness { state, nonce: [2; 32], verifier: [3; 32] }).unwrap();
    let state = draft.request.parameters.get("state").unwrap().to_owned();
    session.authorize(draft, at(4 * n));
    state
}

fn answer_with_tokens(session: &mut Session, purpose: Purpose, n: usize) {
    let access_token = jwt(&format!(r#"{{"sub":"u","exp":{},"jti":"{n}","token_use":"access"}}"#, n + 3600));
    let body = format!(
        r#"{{"access_token":"{access_token}","refresh_token":"refresh-token-{n}","token_type":"Bearer","expires_in":3600}}"#
    );
    let request: HttpRequest = session.draft(purpose).unwrap().build();
    let id = session.begin(purpose, request, at(4 * n + 2));
    let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
    session.absorb(id, received.into());
}

fn login(session: &mut Session, n: usize) {
    let state = authorize(session, n);
    session.receive_callback(&format!("http://localhost:8765/callback?code=c-{n}&state={state}"), at(4 * n + 1));
    answer_with_tokens(session, Purpose::Token, n);
}

fn logins(n: usize) -> Session {
    let mut session = new();
    (0..n).for_each(|n| login(&mut session, n));
    session
}

fn refreshes(n: usize) -> Session {
    let mut session = logins(1);
    (1..n).for_each(|n| answer_with_tokens(&mut session, Purpose::Refresh, n));
    session
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let wanted = arguments.next().unwrap_or_default();
    let factor = arguments.next().and_then(|factor| factor.parse().ok()).unwrap_or(1.0);
    let bench = Bench { wanted, factor };
    bench.texts();
    bench.inspections();
    bench.nasty();
    bench.imports();
    bench.sessions();
    bench.frames();
}
