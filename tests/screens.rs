//! Approved screens: every step before and after, every overlay, at five sizes. `cargo insta review` approves changes.

#![allow(clippy::unwrap_used)]

mod clarity;
mod reading;
mod room;

use crate::stage::Stage;
use grantscope::app::{Answer, Work, WorkError};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::session::{Purpose, TokenSource};
use grantscope::ui::{self, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZES: [(u16, u16); 5] = [(60, 16), (80, 24), (100, 30), (120, 36), (200, 60)];

/// The screen as text, without trailing spaces.
pub fn screen(stage: &mut Stage, (width, height): (u16, u16), styles: &Styles) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut drawn = None;
    terminal.draw(|frame| drawn = Some(ui::draw(frame, &stage.model, styles))).unwrap();
    stage.take(grantscope::app::Message::Drawn(drawn.unwrap()));
    let buffer = terminal.backend().buffer();
    let mut lines = Vec::new();
    for y in 0..height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                line.push_str(symbol);
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            } else {
                skip -= 1;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// Presses the keys of each scene and compares the screen with its approved file.
fn approve(stage: &mut Stage, story: &str, size: (u16, u16), scenes: &[(&str, &str)]) {
    for (scene, keys) in scenes {
        let text = screen(stage.press(keys), size, &Styles::default());
        let name = format!("{story} {scene} {}x{}", size.0, size.1).to_lowercase().replace(' ', "-");
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("snapshots/screens");
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

#[test]
fn every_step_before_and_after() {
    for size in SIZES {
        let mut stage = Stage::demo(&CLEAN);
        let scenes = [
            ("1 client before", ""),
            ("1 client after", "enter"),
            ("2 authorize before", "enter"),
            ("2 authorize choose a user", "enter"),
            ("3 callback", "enter"),
            ("2 authorize after", "2"),
            ("4 redeem before", "4"),
            ("4 redeem after", "enter"),
            ("5 tokens", "5"),
            ("6 userinfo before", "6"),
            ("6 userinfo after", "enter"),
            ("7 refresh before", "7"),
            ("7 refresh after", "enter"),
            ("8 sign out before", "8"),
            ("8 sign out after", "enter enter enter"),
        ];
        approve(&mut stage, "step", size, &scenes);
    }
}

#[test]
fn every_overlay() {
    for size in SIZES {
        let mut stage = Stage::demo(&CLEAN);
        stage.press("enter enter enter enter enter enter");
        // The last ones show nothing that the largest screen shows in another way.
        let scenes = if size.0 == 200 { &OVERLAYS[..12] } else { &OVERLAYS[..] };
        approve(&mut stage, "overlay", size, scenes);
    }
}

const OVERLAYS: [(&str, &str); 15] = [
    ("exchanges", "x"),
    ("diagram", "esc d"),
    ("lifetimes", "esc T"),
    ("lifetimes later", "L L L down down"),
    ("bench", "esc B"),
    ("copy", "esc y"),
    ("why", "esc w"),
    ("help", "esc ?"),
    ("app clients", "esc 1 A"),
    ("scenarios", "esc b"),
    ("commands", "esc 5 :"),
    ("QR code", "esc 2 Q"),
    ("scenarios filtered", "esc b down down / u s e r i n f o"),
    ("no scenario", "z"),
    ("commands found", "esc esc 5 : c o p y"),
];

#[test]
fn the_registration_before_during_and_after() {
    for size in [(60, 16), (80, 24), (100, 30), (120, 36)] {
        let mut stage = Stage::demo(&CLEAN);
        stage.press("2 f");
        approve(&mut stage, "registration", size, &[("preflight", ""), ("question", "r")]);
        stage.answers = false;
        stage.press("enter");
        for _ in 0..9 {
            let next = stage.waiting.pop_front().unwrap();
            stage.answer(next);
        }
        approve(&mut stage, "registration", size, &[("running", "")]);
        let mut other = stage.model.clone();
        stage.answer_all();
        approve(&mut stage, "registration", size, &[("result", "")]);
        std::mem::swap(&mut stage.model, &mut other);
        approve(&mut stage, "registration", size, &[("cancelled", "esc")]);
    }
}

#[test]
fn what_is_searched_for_in_the_exchanges_is_in_sight_and_marked() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter x /").type_text("etag");
    approve(&mut stage, "exchanges", (80, 24), &[("search text", "")]);
    stage.press("ctrl-u").type_text("no-store");
    let scenes = [("search match", "enter"), ("scrolled up from the match", "pgup"), ("save as", "s")];
    approve(&mut stage, "exchanges", (80, 24), &scenes);
}

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
fn a_broken_scenario_shows_its_cause_within_the_normal_flow() {
    let scenario = scenarios::ALL.iter().find(|s| s.findings.iter().any(|id| id.starts_with("pkce"))).unwrap();
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::demo(scenario);
        let scenes = [("cause", "enter enter enter enter"), ("finding opened", "tab enter")];
        approve(&mut stage, "broken scenario", size, &scenes);
    }
}

/// How often Enter is pressed in a login without a fault, from the first step to the end of the last one.
fn enters_of_the_normal_flow() -> usize {
    let mut stage = Stage::demo(&CLEAN);
    let is_over = |stage: &Stage| stage.view_session().exchanges().any(|exchange| exchange.purpose == Purpose::Logout);
    (1..).find(|_| is_over(stage.press("enter"))).unwrap()
}

/// The screen as one line, to search for a title that may be broken over two lines.
fn words(stage: &mut Stage, size: (u16, u16)) -> String {
    let shown = screen(stage, size, &Styles::default());
    let is_frame = |c: char| matches!(c, '│' | '┃') || c.is_whitespace();
    shown.split(is_frame).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn enter_alone_shows_the_cause_of_every_scenario() {
    // A request that is repeated or out of order needs keys of its own.
    const AGAIN: [&str; 3] = ["code-replayed", "refresh-rotated-out", "refresh-revoked"];
    let most = enters_of_the_normal_flow();
    for size in [(80, 24), (120, 36)] {
        for scenario in scenarios::ALL {
            let mut stage = Stage::demo(scenario);
            let found = (0..most).any(|_| !stage.press("enter").findings().is_empty());
            assert_eq!(found, !AGAIN.contains(&scenario.id), "{}: {most} times enter", scenario.id);
            if !found {
                continue;
            }
            let title = stage.view().findings[0].rule.title;
            let start: Vec<_> = title.split(' ').take(4).collect();
            let shown = words(&mut stage, size);
            assert!(shown.contains(&start.join(" ")), "{}: {title:?} is not on the screen: {shown}", scenario.id);
        }
    }
}

#[test]
fn a_request_under_way_says_how_long_and_how_long_at_most() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter").wait(7);
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains(" waiting for the response") && shown.contains("7.0 s of 30 s"), "{shown}");
}

#[test]
fn who_gave_up_is_not_led_to_a_cause_that_there_is_not() {
    use grantscope::session::{Delivery, FailureKind};
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter ctrl-x");
    let delivery = Delivery::failed(FailureKind::Cancelled, "called off", std::time::Duration::ZERO);
    stage.reply(Answer::Send(Box::new(delivery)));
    let shown = words(&mut stage, (120, 36));
    assert!(
        shown.contains("cancelled: enter sends the request again") && !shown.contains("shows the cause"),
        "{shown}"
    );
}

#[test]
fn a_pool_without_a_domain_fails_at_the_first_step() {
    let mut stage = Stage::demo(scenarios::find("no-domain").unwrap());
    stage.press("enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("✗ failed") && !shown.contains("✓ done"), "{shown}");
    assert!(!shown.contains("HTTP 200") && shown.contains("no domain"), "{shown}");
}

#[test]
fn what_the_command_line_does_by_a_command_the_screen_does_by_keys() {
    use grantscope::profile::{Profile, Provider};
    use grantscope::session::Session;
    let endpoints = grantscope::protocol::Endpoints {
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        ..Default::default()
    };
    let mut profile = Profile::new(Provider::Explicit(endpoints), "client-1");
    profile.redirect_uris = vec!["http://localhost:8765/callback".to_owned()];
    let mut stage = Stage::session(Session::new(profile, None));
    stage.press("2 o");
    let waiting = words(&mut stage, (120, 36));
    assert!(
        waiting.contains("error page? Then no callback will arrive") && waiting.contains("f checks this"),
        "{waiting}"
    );
    stage.paste("https://op.example/error?error=redirect_mismatch").press("enter tab enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("f, then r to find out what the"), "{shown}");
}

#[test]
fn a_page_in_place_of_a_document_shows_what_a_reader_sees_before_its_style() {
    let mut stage = Stage::demo(scenarios::find("token-blocked").unwrap());
    stage.press("enter enter enter enter enter enter");
    let shown = words(&mut stage, (80, 24));
    let at = |text: &str| shown.find(text);
    assert!(at("An HTML page").is_some() && at("could not be satisfied").is_some(), "{shown}");
    assert!(at("color-scheme").is_none_or(|style| Some(style) > at("could not be satisfied")), "{shown}");
}

#[test]
fn the_pane_of_findings_has_room_for_the_cause_and_the_finding_itself_for_the_command() {
    let mut stage = Stage::demo(scenarios::find("redirect-slash").unwrap());
    stage.press("enter enter enter enter");
    let shown = words(&mut stage, (120, 36));
    assert!(shown.contains("There is an extra trailing slash") && !shown.contains("aws cognito-idp"), "{shown}");
    stage.press("tab enter");
    let opened = words(&mut stage, (120, 36));
    assert!(opened.contains("--callback-urls URL"), "{opened}");
}

#[test]
fn every_scenario_shows_at_the_step_it_names() {
    // The effect of a repeated or out-of-order request is visible only in its step.
    const AGAIN: [(&str, &str); 3] = [
        ("code-replayed", "4 r enter"),
        ("refresh-rotated-out", "7 enter r enter"),
        ("refresh-revoked", "8 enter 7 enter"),
    ];
    for scenario in scenarios::ALL {
        let mut stage = Stage::demo(scenario);
        match AGAIN.iter().find(|(id, _)| *id == scenario.id) {
            Some((_, keys)) => drop(stage.press("enter enter enter enter enter enter").press(keys)),
            None => drop((0..16).find(|_| !stage.press("enter").findings().is_empty())),
        }
        assert!(!stage.findings().is_empty(), "{}", scenario.id);
        assert_eq!(stage.view().step(), scenario.step(), "{}", scenario.id);
    }
}

#[test]
fn editing_waiting_pasting_and_blocked_steps() {
    let mut stage = Stage::demo(&CLEAN);
    let scenes = [
        ("editing a value", "down e"),
        ("step unavailable", "esc 5"),
        ("waiting for the browser", "1 enter 2 o"),
        ("typing the callback", "e"),
        ("secrets revealed", "esc 2 r v"),
        ("secrets locked", "V"),
    ];
    approve(&mut stage, "session", (100, 30), &scenes);
    stage.paste("http://localhost:8765/callback?code=abc&state=x");
    approve(&mut stage, "session", (100, 30), &[("pasted callback", ""), ("forged state", "enter")]);
}

#[test]
fn maximizing_gives_the_whole_screen_to_the_focused_pane() {
    let mut stage = Stage::demo(&CLEAN);
    let scenes = [("the step", "enter enter enter enter enter enter z"), ("the findings", "tab"), ("restored", "z")];
    approve(&mut stage, "maximized", (80, 24), &scenes);
}

#[test]
fn what_lies_below_a_window_loses_its_colours_but_the_clocks_and_the_keys_keep_theirs() {
    let styles = Styles::default();
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    let draw = |stage: &Stage| {
        let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
        terminal.draw(|frame| drop(ui::draw(frame, &stage.model, &styles))).unwrap();
        terminal.backend().buffer().clone()
    };
    let before = draw(&stage);
    stage.press("w");
    let after = draw(&stage);
    let dim = styles.of(grantscope::ui::Role::Dim);
    for y in 1..34 {
        let cell = &after[(3, y)];
        assert_eq!(cell.symbol(), before[(3, y)].symbol());
        assert_eq!(cell.fg, dim.fg.unwrap_or_default(), "row {y}");
    }
    assert_eq!(after[(1, 0)].style(), before[(1, 0)].style());
}

#[test]
fn a_window_takes_the_full_width_where_only_stubs_would_be_left_beside_it() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("y");
    let window = |stage: &mut Stage, width| -> (u16, u16) {
        use grantscope::app::model::drawn::{Pane, Target};
        screen(stage, (width, 24), &Styles::default());
        let targets = &stage.model.drawn.targets;
        let (area, _) = targets.iter().find(|(_, target)| *target == Target::Pane(Pane::Overlay)).unwrap();
        (area.x, area.width)
    };
    assert_eq!(
        [60, 80, 85, 86, 120].map(|width| window(&mut stage, width)),
        [(0, 60), (0, 80), (0, 85), (0, 86), (14, 92)]
    );
}

#[test]
fn the_list_of_steps_says_what_came_of_each_and_cuts_what_is_too_long() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 o");
    stage.paste("http://localhost:8765/callback?error=x%1b_which_is_rather_long&state=x");
    stage.press("enter");
    let text = screen(&mut stage, (120, 36), &Styles::default());
    let list: Vec<String> = text.lines().skip(2).take(6).map(|line| line.chars().take(20).collect()).collect();
    assert_eq!(
        list,
        [
            "│  ✓ 1 Client      │",
            "│    keys: 2       │",
            "│  ✓ 2 Authorize   │",
            "│    PKCE S256     │",
            "│▸ ✗ 3 Callback    │",
            "│    x\\u{1b}_whic… │"
        ]
    );
}

#[test]
fn what_a_person_changed_stays_in_sight_before_and_after_sending() {
    for size in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut stage = Stage::demo(&CLEAN);
        stage.press("enter enter down down e x enter down -");
        approve(&mut stage, "edited", size, &[("authorization request", "")]);
        stage.press("U s enter 4 end - up up e x enter");
        approve(&mut stage, "edited", size, &[("token request", ""), ("token request sent", "enter")]);
    }
}

#[test]
fn the_start_screen() {
    for size in SIZES {
        approve(&mut Stage::at_start(), "start", size, &[("screen", "")]);
    }
}

#[test]
fn what_is_kept_is_renamed_and_deleted() {
    use grantscope::app::model::start_screen::{StoredItems, StoredSession};
    use grantscope::profile::{Profile, Provider, SecretSource};
    let profile = Profile {
        name: Some("staging".to_owned()),
        secret_source: SecretSource::Keyring,
        ..Profile::new(Provider::Issuer("https://op.example".to_owned()), "client-1")
    };
    let session = StoredSession {
        name: "monday".into(),
        user: Some("alice".into()),
        client: "client-1".into(),
        sign_in: grantscope::session::SignIn { ended: None, expires_at: "2026-03-01T17:06:00Z".parse().ok() },
        has_tokens: true,
    };
    let stored = StoredItems { profiles: vec![profile], sessions: vec![session], ..StoredItems::default() };
    for size in [(60, 16), (80, 24)] {
        let mut stage = Stage::at_start();
        stage.start_and_reply(Work::ReadStoredItems, Answer::ReadStoredItems(Box::new(stored.clone())));
        let scenes = [
            ("profile selected", "down down"),
            ("delete a profile", "del"),
            ("delete a session", "esc down down del"),
            ("rename a session", "esc r"),
        ];
        approve(&mut stage, "stored", size, &scenes);
    }
}

#[test]
fn no_size_breaks_it_and_nothing_is_drawn_outside() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    for keys in ["", "?", "esc y", "esc x", "esc d", "esc w", "esc 5", "1", "2", "3", "6", "8", "z", "tab", "tab"] {
        stage.press(keys);
        for width in [1, 2, 10, 59, 60, 61, 77, 78, 99, 100, 139, 400] {
            for height in [1, 2, 3, 15, 16, 17, 23, 24, 29, 30, 35, 120] {
                screen(&mut stage, (width, height), &Styles::default());
            }
        }
    }
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
fn the_mouse_turns_to_steps_selects_rows_presses_keys_and_scrolls() {
    use grantscope::app::model::drawn::{Area, Pane, Target};
    use grantscope::app::{Message, MouseKind};
    let size = (120, 24);
    let mut stage = Stage::demo(&CLEAN);
    screen(&mut stage, size, &Styles::default());
    let place = |stage: &Stage, wanted: Target| -> Area {
        stage.model.drawn.targets.iter().rev().find(|(_, target)| *target == wanted).unwrap().0
    };
    let press = |stage: &mut Stage, wanted: Target, kind: MouseKind| {
        let Area { x, y, .. } = place(stage, wanted);
        stage.take(Message::Mouse { kind, x, y });
        screen(stage, size, &Styles::default());
    };
    press(&mut stage, Target::Row(Pane::Step, 3), MouseKind::Press);
    assert_eq!(stage.view().position.selection().row, 3);
    press(&mut stage, Target::Row(Pane::Step, 3), MouseKind::Press);
    assert!(stage.view().position.editing.is_some(), "a second press edits");
    stage.press("esc");
    press(&mut stage, Target::Key(crate::stage::key("enter")), MouseKind::Press);
    assert_eq!(stage.view_session().exchanges().count(), 2, "a press on the footer's enter discovers");
    press(&mut stage, Target::Step(grantscope::session::Step::Authorize), MouseKind::Press);
    assert_eq!(stage.view().step(), grantscope::session::Step::Authorize);
    press(&mut stage, Target::Pane(Pane::Step), MouseKind::WheelDown);
    assert!(stage.view().position.selection().scroll > 0);
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
fn recorded(url: &str, media_type: &str, body: &str) -> String {
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
fn the_widest_terminal_there_is_is_drawn() {
    let mut stage = Stage::at_start();
    stage.paste(&recorded("https://op.example/oauth2/token", "text/plain", "a=b")).press("enter x");
    assert!(screen(&mut stage, (2000, 20), &Styles::default()).contains("op.example"));
}

#[test]
fn a_request_with_a_query_and_a_body_shows_both() {
    let mut stage = Stage::at_start();
    let form = "grant_type=authorization_code&code=SECRETCODE123456";
    stage.paste(&recorded("https://op.example/oauth2/token?debug=1", "application/x-www-form-urlencoded", form));
    let text = screen(stage.press("enter x"), (120, 36), &Styles::default());
    for shown in ["Query", "debug", "Body", "grant_type", "••••••3456"] {
        assert!(text.contains(shown), "{shown}\n{text}");
    }
}

#[test]
fn the_cursor_of_a_text_field_is_seen_without_colours() {
    use ratatui::style::Modifier;
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter down down down e left left");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let styles = Styles::default().without_colour();
    terminal.draw(|frame| drop(ui::draw(frame, &stage.model, &styles))).unwrap();
    let buffer = terminal.backend().buffer();
    let is_reversed = |x: u16, y: u16| buffer[(x, y)].modifier.contains(Modifier::REVERSED);
    let field = (0..24).find(|y| (0..80).filter(|x| is_reversed(*x, *y)).count() > 20).unwrap();
    let bar: String = (0..80).map(|x| if is_reversed(x, field) { '#' } else { ' ' }).collect();
    assert!(bar.trim().contains("# #"), "one cell stands out: {bar}");
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
fn a_paste_is_read() {
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::at_start();
        stage.paste("http://localhost:8765/cb?code=2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c&state=s&state=t");
        approve(&mut stage, "pasted", size, &[("callback recognised", ""), ("callback read", "enter")]);
    }
}

#[test]
fn a_paste_with_several_parts_shows_its_text_beside_them() {
    let text = "seen at 12:00:01\n$ curl https://d.example.com/oauth2/token -d grant_type=authorization_code -d code=c1 -d client_id=a\n\n\
                {\"error\":\"invalid_grant\"}\n\nhttps://app.example.com/cb?code=c1&state=s1";
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::at_start();
        stage.paste(text);
        approve(
            &mut stage,
            "pasted parts",
            size,
            &[("first", ""), ("selected", "end up"), ("read", "home down enter")],
        );
    }
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

#[test]
fn from_the_url_of_a_resource_to_its_call() {
    for size in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut stage = Stage::at_start();
        let scenes = [
            ("url", "down enter"),
            ("0 find before", "enter"),
            ("0 find register", "enter"),
            ("0 find after", "enter"),
            ("9 call before", "enter enter enter enter enter 9"),
            ("9 call after", "enter"),
            ("8 registration", "8"),
        ];
        approve(&mut stage, "resource", size, &scenes);
    }
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::demo(scenarios::find("resource-metadata-missing").unwrap());
        approve(&mut stage, "resource", size, &[("0 find failed", "enter")]);
        let mut stage = Stage::demo(scenarios::find("step-up").unwrap());
        stage.press("enter enter enter enter enter enter enter 9");
        approve(&mut stage, "resource", size, &[("9 call rejected", "enter")]);
    }
}
