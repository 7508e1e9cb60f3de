//! Text that is longer than its pane can be read to its end, with keys and the wheel.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use grantscope::app::query::tokens;
use grantscope::app::{Message, MouseKind, Overlay};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::ui::{self, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;

use super::{SIZES, screen, words};
use crate::stage::Stage;

/// A pasted token with more groups than fit on a screen.
fn many_groups() -> Stage {
    let groups: Vec<String> = (0..300).map(|number| format!("\"group-{number:03}\"")).collect();
    let claims = format!(r#"{{"sub":"1","cognito:groups":[{}],"token_use":"id","zzz":"the last"}}"#, groups.join(", "));
    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let mut stage = Stage::at_start();
    stage.paste(&format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(&claims))).press("enter");
    stage
}

#[test]
fn a_claim_longer_than_the_pane_is_read_to_its_end_by_keys() {
    for size in [(60, 16), (80, 24), (120, 36)] {
        for key in ["down", "pgdn"] {
            let mut stage = many_groups();
            let mut seen = words(&mut stage, size);
            while !seen.contains("group-012") {
                stage.press("down");
                seen.push_str(&words(&mut stage, size));
            }
            for _ in 0..400 {
                stage.press(key);
                seen.push_str(&words(&mut stage, size));
            }
            // At most one of two adjacent rows is broken over two lines.
            let is_seen = |number: usize| seen.contains(&format!("group-{number:03}"));
            for number in 0..299 {
                assert!(is_seen(number) || is_seen(number + 1), "{size:?} {key} {number}");
            }
            let last = tokens::rows(stage.view()).len() - 1;
            assert_eq!(stage.view().position.selection().row, last, "{size:?} {key}: what is behind it is reached");
            stage.press("home");
            assert_eq!(stage.view().position.selection().row, 0);
            words(&mut stage, size);
            stage.press("end");
            words(&mut stage, size);
            let end = stage.view().position.selection().row;
            stage.press("up");
            assert!(stage.view().position.selection().row < end, "one press leads to the end, one back from it");
        }
    }
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    for size in [(80, 24), (120, 36)] {
        let mut stage = Stage::demo(&CLEAN);
        stage.press("enter enter enter enter enter enter x home down");
        words(&mut stage, size);
        let place = |stage: &Stage| match stage.model.overlay {
            Some(Overlay::Exchanges { cursor, scroll, .. }) => (cursor, scroll),
            _ => panic!("not on top"),
        };
        let (cursor, _) = place(&stage);
        let wheel = |stage: &mut Stage, kind, y| stage.take(Message::Mouse { kind, x: 20, y });
        wheel(&mut stage, MouseKind::WheelDown, size.1 - 6);
        assert_eq!(place(&stage), (cursor, 3), "{size:?}: the exchange below the list");
        wheel(&mut stage, MouseKind::WheelUp, size.1 - 6);
        assert_eq!(place(&stage), (cursor, 0));
        wheel(&mut stage, MouseKind::WheelUp, 3);
        assert_eq!(place(&stage), (cursor - 1, 0), "the list");
    }
}

#[test]
fn evidence_is_in_sight_and_marked() {
    for size in SIZES {
        let mut stage = Stage::demo(scenarios::find("verifier-foreign").unwrap());
        stage.press("enter enter enter enter enter enter tab enter");
        let field = stage.view().findings[0].evidence.iter().find(|seen| seen.exchange.is_some()).unwrap();
        let name = field.place.name().unwrap().to_owned();
        stage.press("enter");
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        terminal.draw(|frame| drop(ui::draw(frame, &stage.model, &Styles::default()))).unwrap();
        let buffer = terminal.backend().buffer();
        let is_marked = |x: u16, y: u16| buffer[(x, y)].modifier.contains(Modifier::REVERSED);
        let marked: String = (0..size.1)
            .flat_map(|y| (0..size.0).map(move |x| (x, y)))
            .filter(|(x, y)| is_marked(*x, *y))
            .map(|(x, y)| buffer[(x, y)].symbol())
            .collect();
        assert!(marked.contains(&name), "{size:?} {name}: {marked:?}");
    }
}

#[test]
fn a_text_field_says_what_of_it_is_out_of_sight() {
    let size = (80, 24);
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter 3 e ctrl-u").type_text(&format!("begin/{}end", "-".repeat(200)));
    let shown = words(&mut stage, size);
    assert!(shown.contains("\u{2026}---") && shown.contains("end") && !shown.contains("begin/"), "{shown}");
    stage.press("home");
    let shown = words(&mut stage, size);
    assert!(shown.contains("begin/---") && shown.contains("---\u{2026}"), "{shown}");
}

#[test]
fn a_string_that_would_pass_for_another_type_keeps_its_quotes() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter enter enter enter");
    let shown = words(&mut stage, (120, 60));
    assert!(shown.contains("~ email_verified true \"true\""), "{shown}");
}

#[test]
fn what_is_too_small_to_be_drawn_asks_before_it_quits() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    assert!(words(&mut stage, (50, 10)).contains("q quits"));
    stage.press("q");
    assert!(words(&mut stage, (50, 10)).contains("not saved"));
}

#[test]
fn a_finding_offers_its_exchange_only_where_one_is_behind_it() {
    let mut stage = Stage::demo(scenarios::find("verifier-foreign").unwrap());
    stage.press("enter enter enter enter tab enter");
    let before = screen(&mut stage, (120, 36), &Styles::default());
    assert!(before.contains("does not match the code challenge") && !before.contains("open exchange"), "{before}");
    stage.press("esc 4 enter enter tab enter");
    let refused = screen(&mut stage, (120, 36), &Styles::default());
    assert!(refused.contains("does not match the code challenge") && refused.contains("open exchange"), "{refused}");
}
