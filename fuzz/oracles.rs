//! What must hold for any bytes. The fuzz targets and `cargo test fuzzed::` share these: a panic here is a find.

#[path = "second.rs"]
mod second;

use std::sync::{LazyLock, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use grantscope::app::{Key, KeyCode, Message, Model, update};
use grantscope::diagnosis::inspect::{Options, inspect};
use grantscope::diagnosis::{diagnose, finding_text};
use grantscope::profile::file::ProfileFile;
use grantscope::profile::import;
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::text::sanitise;
use grantscope::protocol::{
    Endpoints, Expectations, Finding, Header, HttpResponse, Json, JwkSet, Nonce, Secret, TokenKind, TokenReport,
    parameters,
};
use grantscope::runtime::listener::{Listener, Verdict};
use grantscope::session::{
    Purpose, Randomness, Received, Session, StateMatch, capsule, curl, diagram, drawing, saved, snippets, write_har,
};
use grantscope::ui::{self, Styles};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 36)];

fn now() -> Timestamp {
    Timestamp::from_second(1_780_000_000).unwrap()
}

fn assert_safe(findings: &[Finding]) {
    for finding in findings {
        assert!(finding_text(finding).lines().all(|line| !line.chars().any(sanitise::is_unsafe)));
    }
}

/// What begins like this is a secret, wherever a session holds it in a place for secrets.
const MARK: &str = "fuzzed-0";

/// The marked secrets of a session, in the order of its log.
fn marked(session: &Session) -> Vec<String> {
    const NAMES: [&str; 6] =
        ["client_secret", "code", "code_verifier", "refresh_token", "access_token", "client_assertion"];
    let mut values: Vec<String> = session.client_secret().iter().map(|secret| secret.expose().to_owned()).collect();
    values.extend(session.callback().and_then(|record| record.callback.code()).map(str::to_owned));
    values.extend(session.attempt().and_then(|attempt| Some(attempt.verifier.as_ref()?.expose().to_owned())));
    for exchange in session.exchanges() {
        let form = exchange.request.form();
        values.extend(NAMES.iter().filter_map(|name| form.get(name)).map(str::to_owned));
        let response = exchange.response().filter(|response| response.has_document());
        let Some(document) = response.and_then(|response| Json::from_bytes(&response.body).ok()) else { continue };
        let members = ["refresh_token", "access_token"].iter().filter_map(|name| document.get(name)?.as_string());
        values.extend(members);
    }
    let is_token = |c: char| c.is_ascii_alphanumeric() || "-_~".contains(c);
    // What the profile says publicly is no secret.
    let public = format!("{:?}", session.profile());
    values.retain(|value| value.starts_with(MARK) && value.len() >= 16 && value.chars().all(is_token));
    values.retain(|value| !public.contains(value.as_str()));
    values
}

/// Nothing that others get holds a marked secret.
fn assert_masked(session: &Session, findings: &[Finding]) {
    let secrets = marked(session);
    if secrets.is_empty() {
        return;
    }
    let told = |findings: &[Finding]| findings.iter().map(finding_text).collect::<String>();
    let labels = diagram::arrows(session).into_iter().map(|arrow| arrow.label + "\n").collect::<String>();
    for (what, text) in [
        ("findings", told(findings)),
        ("findings as JSON", serde_json::to_string(findings).unwrap()),
        ("masked file", saved::write(session, false, now())),
        ("HAR", write_har(session, false)),
        ("capsule", capsule::write(session, &[7; 32], now())),
        ("diagram", labels),
        ("mermaid", drawing::mermaid(session)),
        ("SVG", drawing::svg(session, "x")),
    ] {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{what}: {secret} in {text}");
        }
    }
}

/// Any bytes: inspected, judged, saved, opened again and exported, without a panic and without a control character.
pub fn reading(bytes: &[u8]) {
    let inspection = inspect(bytes, &Options::at(now()));
    assert_safe(&inspection.findings);
    let Some(session) = inspection.session else { return };
    let found = diagnose(&session, now());
    assert_masked(&session, &found);
    assert_masked(&session, &inspection.findings);
    for exchange in session.exchanges() {
        curl::curl(&exchange.request);
        snippets::fetch(&exchange.request);
    }
    write_har(&session, true);
    let read = |text: &str| saved::read(text).unwrap_or_else(|problem| panic!("{problem}")).session;
    let opened = read(&saved::write(&session, true, now()));
    let written = saved::write(&opened, true, now());
    assert_eq!(saved::write(&read(&written), true, now()), written);
    // A request without a response yet is read back as one that was given up.
    if session.exchanges().all(|exchange| exchange.received != Received::Pending) {
        let ids = |findings: &[Finding]| findings.iter().map(Finding::id).collect::<Vec<_>>();
        assert_eq!(ids(&diagnose(&opened, now())), ids(&found));
    }
}

/// A JWK Set on the first line and a token on the rest: reported without a panic, and verified only by a key that can.
/// `true` when it is verified.
pub fn token(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (keys, token) = text.split_once('\n').unwrap_or(("", &text));
    let set = JwkSet::parse(keys).ok();
    let report = TokenReport::of(token, set.as_ref(), &Expectations::at(now()));
    if report.is_verified() {
        assert!(second::is_signed(report.raw.expose(), keys), "verified: {text}");
    }
    report.is_verified()
}

static KEYS: LazyLock<second::TestKeys> = LazyLock::new(second::TestKeys::new);

/// A JWK Set on the first line (or nothing, for the test keys), a header on the second, and claims: signed with the test
/// keys, and found valid only if a second implementation finds the same. `true` when it is verified.
pub fn signed(bytes: &[u8]) -> bool {
    const NONCE: &str = "nonce-0123456789";
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (set, header, claims) = (String::from_utf8_lossy(line()), line(), line());
    let set = if set.is_empty() { KEYS.set().into() } else { set };
    let token = KEYS.sign(header, claims);
    let expected = Expectations {
        kind: Some(TokenKind::IdToken),
        issuer: Some("https://op.example".into()),
        client_id: Some("client-1".into()),
        nonce: Nonce::Sent(NONCE.into()),
        client_secret: Some(Secret::new(CLIENT_SECRET)),
        ..Expectations::at(now())
    };
    let report = TokenReport::of(&token, JwkSet::parse(&set).ok().as_ref(), &expected);
    assert_safe(&report.findings);
    if report.is_verified() {
        assert!(second::is_signed(&token, &set), "verified: {token}");
    }
    if report.is_verified() && !report.is_bad() {
        let is_for = second::is_for(claims, "https://op.example", "client-1", NONCE, now().as_second());
        assert!(is_for, "accepted: {}", String::from_utf8_lossy(claims));
    }
    report.is_verified()
}

/// A paste and some keys: whatever they open is drawn at every size without a panic and without a control character.
pub fn screen(bytes: &[u8]) {
    let (keys, paste) = bytes.split_at(bytes.len().min(12));
    let mut model = Model::new(now());
    update(&mut model, Message::Paste(String::from_utf8_lossy(paste).into_owned().into()), now());
    for (at, key) in keys.iter().enumerate() {
        let key = match key {
            b'\n' => Key::plain(KeyCode::Enter),
            b'\t' => Key::plain(KeyCode::Tab),
            0x1b => Key::plain(KeyCode::Esc),
            key => Key::char(char::from(*key)),
        };
        update(&mut model, Message::Key(key), now());
        let (width, height) = SIZES[at % SIZES.len()];
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut drawn = None;
        terminal.draw(|frame| drawn = Some(ui::draw(frame, &model, &Styles::default()))).unwrap();
        let cells = terminal.backend().buffer().content();
        assert!(cells.iter().all(|cell| !cell.symbol().chars().any(sanitise::is_unsafe)));
        update(&mut model, Message::Drawn(drawn.unwrap()), now());
    }
}

/// A file of profiles, and any configuration file of another program.
pub fn profiles(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let file = ProfileFile::read(&text);
    file.problems();
    let again = ProfileFile::read(&file.text());
    assert_eq!(again.profiles().collect::<Vec<_>>(), file.profiles().collect::<Vec<_>>());
    if let Ok(Some(import)) = import::recognise_bytes(bytes) {
        assert_safe(&import.findings);
    }
    import::find(&text);
}

/// A saved session: what is read is written as the same text, masked without its secrets, and read again.
pub fn saved_session(bytes: &[u8]) {
    let Ok(opened) = saved::read(&String::from_utf8_lossy(bytes)) else { return };
    let findings = diagnose(&opened.session, now());
    assert_safe(&findings);
    assert_masked(&opened.session, &findings);
    let written = saved::write(&opened.session, true, now());
    let again = saved::read(&written).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(saved::write(&again.session, true, now()), written);
    let masked = saved::write(&opened.session, false, now());
    saved::read(&masked).unwrap_or_else(|problem| panic!("{problem}"));
}

const CLIENT_SECRET: &str = "fuzzed-0client/secret+=";
const CODE: &str = "fuzzed-0code-of-a-server";

/// A provider's answer at every endpoint: its kind and status, a content type on the first line, and the body. Findings
/// and masked files hold nothing that was sent.
pub fn answer(bytes: &[u8]) {
    const PURPOSES: [Purpose; 6] =
        [Purpose::Discovery, Purpose::JwkSet, Purpose::Token, Purpose::Refresh, Purpose::UserInfo, Purpose::Revocation];
    let (head, body) = bytes.split_at(bytes.len().min(2));
    let purpose = PURPOSES[usize::from(*head.first().unwrap_or(&0)) % PURPOSES.len()];
    let status = [200, 400, 401, 403, 302, 500][usize::from(*head.get(1).unwrap_or(&0)) % 6];
    let end = body.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (media_type, body) = body.split_at(end);
    let mut session = client();
    for (purpose, body) in [(Purpose::Token, TOKENS.as_bytes()), (purpose, body)] {
        let request = session.draft(purpose).map(|draft| draft.build());
        let request = request.unwrap_or_else(|_| grantscope::protocol::HttpRequest::get("https://op.example/x"));
        let media_type = String::from_utf8_lossy(media_type);
        let echo = [body, CLIENT_SECRET.as_bytes(), b" ", CODE.as_bytes()].concat();
        let mut response = HttpResponse::new(if body == TOKENS.as_bytes() { 200 } else { status });
        response
            .headers
            .push(Header::new("content-type", if media_type.is_empty() { "application/json" } else { &media_type }));
        response.body = if body == TOKENS.as_bytes() { body.to_vec() } else { echo };
        let id = session.begin(purpose, request, now());
        let received = Received::Response(response);
        session.absorb(id, received.into());
    }
    let findings = diagnose(&session, now());
    assert_safe(&findings);
    assert_masked(&session, &findings);
    let told: String = findings.iter().map(finding_text).collect();
    for (of_what, text) in
        [("findings", told), ("saved", saved::write(&session, false, now())), ("HAR", write_har(&session, false))]
    {
        assert!(!text.contains(CLIENT_SECRET), "{of_what} hold the client secret: {text}");
    }
}

/// A secret on the first line, and any text: what a provider writes around the secret, in every notation, does not
/// keep it from being replaced.
pub fn redaction(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (secret, rest) = bytes.split_at(end);
    let rest = String::from_utf8_lossy(rest);
    let Ok(secret) = std::str::from_utf8(secret) else { return };
    let is_one = (8..=64).contains(&secret.chars().count())
        && secret.contains(|c: char| c.is_ascii_digit())
        && !secret.contains(|c: char| c.is_control() || c == '•');
    if !is_one {
        return;
    }
    let session = Session::new(Profile::new(Provider::Explicit(Endpoints::default()), "client-1"), Some(secret.into()));
    let known = session.known_secrets();
    let half = (0..=rest.len() / 2).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
    for written in notations(secret) {
        let text = format!("{} {written} {}", &rest[..half], &rest[half..]);
        let replaced = known.replace(&text);
        assert!(!replaced.contains(&written), "{written} stays in {replaced}");
    }
}

/// A secret as a provider may write it.
fn notations(secret: &str) -> [String; 8] {
    let json = serde_json::Value::from(secret).to_string();
    [
        secret.to_owned(),
        parameters::encode(secret),
        parameters::encode(&parameters::encode(secret)),
        secret.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        json[1..json.len() - 1].to_owned(),
        secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(format!("client-1:{secret}")),
    ]
}

const TOKENS: &str =
    r#"{"access_token":"fuzzed-0access-token","refresh_token":"fuzzed-0refresh-token","token_type":"Bearer"}"#;

/// A client that waits for its tokens.
fn client() -> Session {
    let at = |path: &str| Some(format!("https://op.example/{path}"));
    let endpoints = Endpoints {
        issuer: Some("https://op.example".into()),
        authorization: at("authorize"),
        token: at("token"),
        userinfo: at("userinfo"),
        revocation: at("revoke"),
        jwks_uri: at("keys"),
        ..Endpoints::default()
    };
    let mut profile = Profile::new(Provider::Explicit(endpoints), "client-1");
    profile.redirect_uris = vec!["http://localhost:8765/callback".into()];
    let mut session = Session::new(profile, Some(Secret::new(CLIENT_SECRET)));
    let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
    let draft = session.draft_authorization(&random).unwrap();
    let state = draft.request.parameters.get("state").unwrap().to_owned();
    session.authorize(draft, now());
    session.receive_callback(&format!("http://localhost:8765/callback?code={CODE}&state={state}"), now());
    session
}

/// What a browser may ask the listener for, or a person paste: never redeemed with another state.
pub fn callback(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut session = client();
    session.receive_callback(&text, now());
    let callback = &session.callback().unwrap().callback;
    let sent = session.attempt().unwrap().parameter("state").unwrap();
    let is_foreign = StateMatch::of(Some(sent), callback).is_foreign();
    assert!(!is_foreign || session.may_redeem().is_err());
    assert_safe(&diagnose(&session, now()));
}

const STATE: &str = "fuzzed-0state-that-was-sent";

/// The listener and the runtime that it lives in.
static LISTENER: LazyLock<Mutex<(Runtime, Listener)>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(Listener::bind("http://127.0.0.1:0/callback")).unwrap();
    listener.expect(Some(STATE));
    Mutex::new((runtime, listener))
});

/// Any bytes sent to the listener: the page repeats nothing from them, and only a request with our state is the answer.
pub fn listener(bytes: &[u8]) {
    let mut listener = LISTENER.lock().unwrap();
    let (runtime, listener) = &mut *listener;
    let address = listener.redirect_uri().split('/').nth(2).unwrap().to_owned();
    let mut page = Vec::new();
    runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // It may have refused the rest already.
        drop(stream.write_all(bytes).await);
        drop(stream.shutdown().await);
        drop(stream.read_to_end(&mut page).await);
    });
    let page = String::from_utf8(page).unwrap();
    assert!(!page.contains(MARK), "repeated: {page}");
    assert!(page.is_empty() || page.starts_with("HTTP/1."), "{page}");
    // A hit is reported after its page, and only if the request could be read.
    let is_hit = page.contains("<title>grantscope</title>");
    assert!(!is_hit || page.contains("content-security-policy: default-src 'none'"), "{page}");
    let wait = std::time::Duration::from_millis(if is_hit { 5000 } else { 0 });
    let hit = runtime.block_on(async { tokio::time::timeout(wait, listener.hit()).await });
    let Ok(hit) = hit else {
        assert!(!is_hit, "no hit for {page}");
        return;
    };
    let sent = parameters::decode(&String::from_utf8_lossy(bytes));
    let has_state = sent.contains(STATE) || String::from_utf8_lossy(bytes).contains(STATE);
    assert!(has_state || hit.verdict != Verdict::Answer && !hit.has_our_state, "{hit:?}");
    let mut session = client();
    session.receive_callback(hit.url.expose(), now());
    assert_safe(&diagnose(&session, now()));
}
