//! What is secret is masked on every screen, and what a hostile text says is not believed.

use super::*;

#[test]
fn a_token_within_a_nested_member_is_masked_like_any_other() {
    use grantscope::protocol::{HttpRequest, HttpResponse};
    use grantscope::session::{Delivery, FailureKind, Purpose, Received, Session};
    let mut session = Session::new(Stage::demo(&CLEAN).view_session().profile().clone(), None);
    let id = session.begin(Purpose::Other, HttpRequest::get("http://localhost:9000/"), jiff::Timestamp::UNIX_EPOCH);
    let body = r#"{"AuthenticationResult": {"AccessToken": "abcdefghijklmnopqrstuvwxyz"}}"#;
    let response = HttpResponse::new(200).with_body("application/json", body);
    let delivery = Delivery::failed(FailureKind::Refused, "", std::time::Duration::ZERO);
    session.absorb(id, Delivery { received: Received::Response(response), ..delivery });
    let mut stage = Stage::session(session);
    stage.press("x");
    let masked = screen(&mut stage, (120, 36), &Styles::default());
    assert!(masked.contains("••••••wxyz") && !masked.contains("abcdefgh"), "{masked}");
    stage.press("v");
    assert!(screen(&mut stage, (120, 36), &Styles::default()).contains("abcdefghijkl"));
}

#[test]
fn hostile_text_is_shown_and_never_obeyed() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 o");
    stage.paste(
        "http://localhost:8765/callback?error=x%1b%5d0%3bowned%07&error_description=%e2%80%ae%00%9b31m&state=%1b",
    );
    stage.press("enter");
    let text = screen(&mut stage, (120, 36), &Styles::default());
    assert!(text.contains("\\u{1b}]0;owned\\u{7}"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !grantscope::protocol::text::sanitise::is_unsafe(c)));
}

#[test]
fn a_secret_is_edited_blind_unless_secrets_are_shown() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter end e");
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert!(!screen(&mut stage, (120, 36), &Styles::default()).contains(verifier));
    stage.press("esc v e");
    assert!(screen(&mut stage, (120, 36), &Styles::default()).contains(verifier));
    stage.press("esc V e");
    assert!(!screen(&mut stage, (120, 36), &Styles::default()).contains(verifier));
}

#[test]
fn a_callback_and_a_parameter_are_typed_with_their_secrets_blind() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter o");
    let shows = |stage: &mut Stage, text: &str| screen(stage, (120, 36), &Styles::default()).contains(text);
    stage.press("V 3 e").type_text("http://localhost:8765/callback?code=SECRETCODE-1234&state=abc");
    assert!(shows(&mut stage, "callback?code=•••••••••••••••&state=abc"));
    stage.press("ctrl-u").type_text("SECRETCODE-1234");
    assert!(!shows(&mut stage, "SECRET"), "a bare code");
    stage.press("esc 2 r a").type_text("client_secret=TOPSECRET");
    assert!(shows(&mut stage, "client_secret=•••••••••"));
    stage.press("esc V v a").type_text("client_secret=TOPSECRET");
    assert!(shows(&mut stage, "client_secret=TOPSECRET"), "shown where secrets are");
}

/// A recording with one request to a token endpoint.
pub fn recorded(url: &str, media_type: &str, body: &str) -> String {
    let text = serde_json::Value::from(body);
    format!(
        r#"{{"log":{{"version":"1.2","entries":[{{"startedDateTime":"2026-03-01T09:30:00Z","time":12,
        "request":{{"method":"POST","url":"{url}","httpVersion":"HTTP/1.1","headers":[
        {{"name":"content-type","value":"{media_type}"}}],"queryString":[],"cookies":[],
        "postData":{{"mimeType":"{media_type}","text":{text}}}}},
        "response":{{"status":200,"headers":[],"content":{{"mimeType":"application/json","text":"{{}}"}}}}}}]}}}}"#
    )
}

#[test]
fn whatever_form_a_body_has_its_secrets_are_masked_and_its_names_are_read() {
    let members = r#"{"grant_type":"authorization_code","code":"SECRETCODE123456","client_secret":"TOPSECRETVALUE99","more":[{"code":"SECRETCODE123456"}]}"#;
    let form = "grant_type=authorization_code&code=SECRETCODE123456&client_secret=TOPSECRETVALUE99";
    for (media_type, body) in [
        ("application/json", members),
        ("application/x-www-form-urlencoded", members),
        ("application/x-www-form-urlencoded", form),
        ("text/plain", form),
    ] {
        let mut stage = Stage::at_start();
        stage.paste(&recorded("https://op.example/oauth2/token", media_type, body)).press("enter x");
        for size in [(120, 36), (80, 40)] {
            let text = screen(&mut stage, size, &Styles::default());
            assert!(text.contains("••••••3456"), "{media_type} {body}\n{text}");
            assert!(
                !text.contains("CODE12") && !text.contains("SECRETV") && !text.contains("UE99"),
                "{media_type} {body}\n{text}"
            );
        }
        stage.press("v");
        assert!(screen(&mut stage, (120, 36), &Styles::default()).contains("TOPSECRETVALUE99"));
    }
}

#[test]
fn what_no_clipboard_took_is_read_to_its_end() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 s enter 4 enter");
    let token = stage.view_session().grant().unwrap().response.id_token().unwrap();
    let result = Err(WorkError::of("there is no clipboard"));
    stage.start_and_reply(Work::Copy { what: "the ID token".to_owned(), text: token.clone() }, Answer::Copy(result));
    let end: String = token.expose().chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    let size = (60, 16);
    assert!(!screen(&mut stage, size, &Styles::default()).contains(&end));
    stage.press("end");
    assert!(screen(&mut stage, size, &Styles::default()).contains(&end));
}

#[test]
fn a_secret_is_masked_in_whatever_field_it_stands() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter 7");
    let token = stage.view_session().refresh_token().unwrap().expose().to_owned();
    stage.press("e ctrl-u").paste(&token);
    for _ in 0..2 {
        let shown = words(&mut stage, (120, 36));
        assert!(!shown.contains(&token[..40]) && !shown.contains(&token[token.len() - 40..]), "{shown}");
        stage.press("enter");
    }
}

/// The cells of a screen in the colour of what is good.
fn green(stage: &Stage, (width, height): (u16, u16), styles: &Styles) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| drop(ui::draw(frame, &stage.model, styles))).unwrap();
    let buffer = terminal.backend().buffer();
    let good = styles.of(ui::Role::Good).fg.unwrap();
    let cells = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let cells = cells.filter(|at| buffer[*at].fg == good && buffer[*at].symbol() != " ");
    cells.map(|at| format!("{} at {at:?}", buffer[at].symbol())).collect()
}

#[test]
fn a_forged_token_vouches_for_nothing_that_only_it_says() {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let now = Stage::at_start().model.now;
    let issued = now.as_second();
    let token = |issuer: &str, claims: &str| {
        let claims = format!(
            r#"{{"sub":"u-1","iss":"{issuer}","auth_time":{issued},"iat":{issued},"exp":{},{claims}}}"#,
            issued + 3600
        );
        format!("{}.{}.{}", encode(r#"{"alg":"RS256","kid":"k"}"#), encode(&claims), encode(&"s".repeat(256)))
    };
    for issuer in ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Forged123", "https://forged.example"] {
        let id = token(issuer, r#""aud":"forged","token_use":"id","cognito:username":"pat""#);
        let access = token(issuer, r#""client_id":"forged","token_use":"access","username":"pat","scope":"openid""#);
        let response = format!(
            r#"{{"id_token":"{id}","access_token":"{access}","refresh_token":"opaque-refresh-token","expires_in":3600,"token_type":"Bearer"}}"#
        );
        let http = format!("HTTP/1.1 200 OK\ncontent-type: application/json\n\n{response}");
        let set =
            grantscope::session::token_set::TokenSet::from_json(&grantscope::protocol::Json::parse(&response).unwrap());
        let imported = set.unwrap().session(TokenSource::TokenResponse, None, now);
        let mut stages = vec![("import", Stage::session(imported))];
        for (name, text) in [("token", &id), ("response", &response), ("http response", &http)] {
            let mut stage = Stage::at_start();
            stage.paste(text).press("enter");
            stages.push((name, stage));
        }
        for (name, mut stage) in stages {
            stage.press("5");
            let styles = Styles::default();
            let glyphs = styles.glyphs;
            for size in [(80, 24), (120, 36)] {
                let shown = screen(&mut stage, size, &styles);
                for claim in ["iss", "aud"] {
                    assert!(!shown.contains(&format!("{} {claim}", glyphs.good)), "{name} {claim}\n{shown}");
                }
                let header = shown.lines().next().unwrap();
                assert!(!header.contains(glyphs.good), "{name}: {shown}");
                for step in ["4 ", "5 "] {
                    assert!(!shown.contains(&format!("{} {step}", glyphs.good)), "{name} {step}: {shown}");
                }
                assert!(!shown.contains("--jwks"), "{name}: {shown}");
                assert!(!shown.contains("done"), "{name}: {shown}");
                assert!(name == "http response" || !shown.contains("200 OK"), "{name}: {shown}");
                let green = green(&stage, size, &styles);
                assert!(green.is_empty(), "{name} {size:?}: {green:?}\n{shown}");
            }
        }
    }
}
