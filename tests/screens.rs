//! Approved screens: every step before and after, every overlay, at five sizes. `cargo insta review` approves changes.

#![allow(clippy::unwrap_used)]

mod causes;
mod clarity;
mod drawing;
mod masking;
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
fn a_broken_scenario_shows_its_cause_within_the_normal_flow() {
    let scenario = scenarios::ALL.iter().find(|s| s.findings.iter().any(|id| id.starts_with("pkce"))).unwrap();
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::demo(scenario);
        let scenes = [("cause", "enter enter enter enter"), ("finding opened", "tab enter")];
        approve(&mut stage, "broken scenario", size, &scenes);
    }
}

/// The screen as one line, to search for a title that may be broken over two lines.
fn words(stage: &mut Stage, size: (u16, u16)) -> String {
    let shown = screen(stage, size, &Styles::default());
    let is_frame = |c: char| matches!(c, '│' | '┃') || c.is_whitespace();
    shown.split(is_frame).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
