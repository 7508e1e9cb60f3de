//! Themes, the sizes of the panes, secrets revealed for a short time, and the filter of the start screen.

use grantscope::app::model::panes::Panes;
use grantscope::app::model::theme::{Theme, Themes};
use grantscope::app::{Answer, Effect, Message, MouseKind, Overlay, Work};
use grantscope::ui::Styles;

use super::demo;
use crate::screens::screen;
use crate::stage::{Stage, states};

fn themed() -> Stage {
    let mut stage = demo();
    let theme = |name: &str| Theme { name: name.to_owned(), about: String::new() };
    let all = ["dark", "light", "mine"].map(theme).to_vec();
    stage.model.themes = Themes { all, chosen: "light".to_owned(), previewed: None };
    stage
}

/// The theme that the last effect draws with.
fn drawn_with(stage: &Stage) -> Option<&str> {
    stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::UseTheme(name) => Some(name.as_str()),
        _ => None,
    })
}

#[test]
fn the_selected_theme_is_seen_at_once_and_esc_restores_the_one_before() {
    let mut stage = themed();
    stage.press(":").type_text("theme").press("enter");
    assert_eq!(drawn_with(&stage), None, "it begins at the chosen one");
    stage.press("down");
    assert_eq!(drawn_with(&stage), Some("mine"));
    stage.press("up up");
    assert_eq!(drawn_with(&stage), Some("dark"));
    stage.press("esc");
    assert_eq!((drawn_with(&stage), stage.model.themes.chosen.as_str()), (Some("light"), "light"));
    assert!(stage.model.overlay.is_none());
}

#[test]
fn enter_keeps_the_selected_theme_and_says_where() {
    let mut stage = themed();
    stage.press("ctrl-t down enter");
    assert_eq!((drawn_with(&stage), stage.model.themes.chosen.as_str()), (Some("mine"), "mine"));
    assert!(matches!(stage.work().last(), Some(Work::KeepTheme(name)) if name == "mine"));
    stage.reply(Answer::KeepTheme(Ok(())));
    assert_eq!(stage.model.notice.as_ref().unwrap().text, "theme mine is saved in config.toml");
    stage.press("ctrl-t up enter");
    stage.reply(Answer::KeepTheme(Err(grantscope::app::WorkError::of("disk full"))));
    assert_eq!(stage.model.notice.as_ref().unwrap().text, "theme light is used until you quit: disk full");
}

#[test]
fn panes_are_resized_and_maximized_and_that_is_kept() {
    let mut stage = demo();
    let rows = |stage: &mut Stage, title: &str| {
        let shown = screen(stage, (120, 36), &Styles::default());
        shown.lines().position(|line| line.contains(title)).unwrap_or(usize::MAX)
    };
    let before = rows(&mut stage, "w why");
    stage.press("[ [ [");
    assert_eq!(rows(&mut stage, "w why"), before - 3, "a smaller step leaves more rows below it");
    assert!(matches!(stage.work().last(), Some(Work::KeepPanes(Panes { below: 3, is_zoomed: false, .. }))));
    stage.press("] ] ] ] ] ]");
    assert_eq!(rows(&mut stage, "w why"), before + 3);
    for _ in 0..50 {
        stage.press("]");
    }
    assert!(rows(&mut stage, "w why") < 33, "no pane vanishes");
    stage.press("z");
    assert!(matches!(stage.work().last(), Some(Work::KeepPanes(Panes { is_zoomed: true, .. }))));
    for size in [(60, 16), (80, 24), (100, 30), (200, 60)] {
        for below in [-200, 0, 200] {
            let panes = Panes { below, flow: below, why: below, is_zoomed: false };
            stage.model.panes = panes;
            screen(&mut stage, size, &Styles::default());
        }
    }
}

#[test]
fn secrets_are_revealed_for_ten_seconds_and_masked_again() {
    let mut stage = demo();
    stage.press("enter enter end");
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    stage.press("ctrl-r");
    assert!(screen(&mut stage, (120, 36), &Styles::default()).contains(verifier));
    stage.wait(9);
    assert!(screen(&mut stage, (120, 36), &Styles::default()).contains("secrets revealed for 1 s"));
    stage.wait(1);
    assert!(!screen(&mut stage, (120, 36), &Styles::default()).contains(verifier));
    assert!(stage.model.ticks_every().is_none(), "nothing counts any more");
    stage.press("V ctrl-r");
    assert!(!stage.model.reveals());
}

#[test]
fn a_click_on_a_tab_shows_its_token() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 5");
    let shown = screen(&mut stage, (120, 36), &Styles::default());
    let (y, line) = shown.lines().enumerate().find(|(_, line)| line.contains("access token   ")).unwrap();
    let x = line[..line.find("access token").unwrap()].chars().count();
    stage.take(Message::Mouse { kind: MouseKind::Press, x: x as u16 + 2, y: y as u16 });
    assert!(screen(&mut stage, (120, 36), &Styles::default()).contains("Read the tokens · access token"));
}

#[test]
fn every_entry_of_the_footer_does_the_same_by_a_click_as_by_its_key() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter");
    for size in [(80, 24), (120, 36), (200, 60)] {
        let shown = screen(&mut stage, size, &Styles::default());
        let footer = shown.lines().last().unwrap();
        for entry in ["y copy", "? help", ": more"] {
            let Some(at) = footer.find(entry) else { continue };
            let x = footer[..at].chars().count() as u16;
            stage.take(Message::Mouse { kind: MouseKind::Press, x, y: size.1 - 1 });
            assert!(stage.model.overlay.is_some(), "{entry} {size:?}");
            stage.press("esc");
        }
        assert!(footer.contains("y copy"), "{footer}");
    }
}

#[test]
fn the_start_screen_filters_profiles_and_sessions_as_one_types() {
    let mut stage = states::stored();
    stage.press("/").type_text("stag");
    let shown = screen(&mut stage, (80, 24), &Styles::default());
    assert!(shown.contains("staging") && !shown.contains("Try the demo"), "{shown}");
    stage.type_text("zzz");
    assert!(screen(&mut stage, (80, 24), &Styles::default()).contains("No profile or saved session contains"));
    stage.press("esc");
    assert!(screen(&mut stage, (80, 24), &Styles::default()).contains("Try the demo"));
    stage.press("/").type_text("stag").press("enter");
    assert!(stage.model.view().is_some(), "enter opens what was found");
    assert!(!matches!(stage.model.overlay, Some(Overlay::List(_))));
}
