//! What must hold for any bytes. The fuzz targets and `cargo test fuzzed::` share these: a panic here is a find.

use grantscope::app::{Key, KeyCode, Message, Model, update};
use grantscope::diagnosis::inspect::{Options, inspect};
use grantscope::diagnosis::{diagnose, finding_text};
use grantscope::profile::file::ProfileFile;
use grantscope::profile::import;
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::text::sanitise;
use grantscope::protocol::{Endpoints, Expectations, Finding, Header, HttpResponse, JwkSet, Secret, TokenReport};
use grantscope::session::{
    Connection, Delivery, Purpose, Randomness, Received, Session, StateMatch, Timing, capsule, curl, saved, write_har,
};
use grantscope::ui::{self, Styles};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 36)];

fn now() -> Timestamp {
    Timestamp::from_second(1_780_000_000).unwrap()
}

fn assert_safe(findings: &[Finding]) {
    for finding in findings {
        assert!(finding_text(finding).lines().all(|line| !line.chars().any(sanitise::is_unsafe)));
    }
}

/// Any bytes: inspected, judged, saved, opened again and exported, without a panic and without a control character.
pub fn reading(bytes: &[u8]) {
    let inspection = inspect(bytes, &Options::at(now()));
    assert_safe(&inspection.findings);
    let Some(session) = inspection.session else { return };
    let found = diagnose(&session, now());
    for exchange in session.exchanges() {
        curl::curl(&exchange.request);
    }
    write_har(&session, true);
    capsule::write(&session, &[7; 32], now());
    let written = saved::write(&session, true, now());
    let opened = saved::read(&written).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(saved::write(&opened.session, true, now()), written);
    let ids = |findings: &[Finding]| findings.iter().map(Finding::id).collect::<Vec<_>>();
    assert_eq!(ids(&diagnose(&opened.session, now())), ids(&found));
}

/// A JWK Set on the first line and a token on the rest: reported without a panic, and verified only by a key that can.
/// `true` when it is verified.
pub fn token(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (keys, token) = text.split_once('\n').unwrap_or(("", &text));
    let keys = JwkSet::parse(keys).ok();
    let report = TokenReport::of(token, keys.as_ref(), &Expectations::at(now()));
    assert!(keys.is_some() || !report.is_verified());
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
    assert_safe(&diagnose(&opened.session, now()));
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
        let (timing, connection) = (Timing::default(), Connection::default());
        session.absorb(id, Delivery { sent_headers: Vec::new(), received, timing, connection });
    }
    let findings = diagnose(&session, now());
    assert_safe(&findings);
    let told: String = findings.iter().map(finding_text).collect();
    for (of_what, text) in
        [("findings", told), ("saved", saved::write(&session, false, now())), ("HAR", write_har(&session, false))]
    {
        for secret in [CLIENT_SECRET, CODE, "fuzzed-0access-token", "fuzzed-0refresh-token"] {
            assert!(!text.contains(secret), "{of_what} hold {secret}");
        }
    }
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
