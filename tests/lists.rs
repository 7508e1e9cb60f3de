//! Lists, including the command palette: filtered by typing, chosen with Enter or a click.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::stage::{Stage, key};
use grantscope::app::keys::keymap::BINDINGS;
use grantscope::app::model::list::{List, ListKind};
use grantscope::app::{Action, Effect, KeyContext, Message, Overlay, Screen, SessionView, Work};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::session::Step;

fn list(stage: &Stage) -> Option<&List> {
    match &stage.model.overlay {
        Some(Overlay::List(list)) => Some(list),
        _ => None,
    }
}

/// The labels of the visible rows.
fn names(stage: &Stage) -> Vec<String> {
    let list = list(stage).unwrap();
    let choices = list.kind.choices(&stage.model);
    list.shown(&choices).into_iter().map(|at| choices[at].name.clone()).collect()
}

#[test]
fn typing_filters_the_scenarios_and_enter_takes_the_selected_one() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("b");
    let all = names(&stage).len();
    assert_eq!(all, scenarios::every().count() + 1);
    stage.press("down down / u s e r s p a c e i n f o");
    assert_eq!(names(&stage), Vec::<String>::new(), "q, j and space type while the filter has the keys");
    stage.press("enter");
    assert!(list(&stage).is_some(), "there is no row that Enter could take");
    stage.press("ctrl-u").type_text("userinfo");
    let found = names(&stage);
    assert!((2..all).contains(&found.len()), "{found:?}");
    stage.press("down enter");
    assert_eq!(stage.model.demo.unwrap().scenario.id, found[1]);
}

#[test]
fn esc_clears_the_filter_and_then_closes_the_list() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("b / r e d i r esc");
    assert_eq!(names(&stage).len(), scenarios::every().count() + 1);
    stage.press("esc");
    assert!(stage.model.overlay.is_none() && matches!(stage.model.screen, Screen::Session(_)));
}

#[test]
fn a_paste_goes_into_the_filter_that_has_the_keys() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("b /").paste("redirect-127\n");
    assert_eq!(names(&stage), ["redirect-127"]);
}

/// A session with tokens.
fn signed_in() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter");
    stage
}

/// The actions of the palette's rows.
fn commands(stage: &Stage) -> Vec<Action> {
    match list(stage).map(|list| &list.kind) {
        Some(ListKind::Palette(palette)) => palette.actions.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_palette_has_every_action_that_a_key_has_at_that_time() {
    let moments = ["1", "2", "3", "4", "5", "6", "7", "8", "tab", "x", "d", "w", "1 b", "1 f", "C C"];
    for moment in moments {
        let mut stage = signed_in();
        stage.press(moment);
        let here = grantscope::app::query::contexts::contexts(&stage.model);
        stage.press(":");
        let found = commands(&stage);
        for binding in BINDINGS.iter().filter(|binding| here.contains(&binding.context)) {
            let is_there = found.contains(&binding.action) || binding.action == Action::Palette;
            assert!(is_there, "{:?} is missing after {moment}", binding.action);
        }
    }
}

#[test]
fn in_a_session_the_palette_has_what_other_steps_and_the_copy_menu_have_too() {
    // The other contexts are overlays, or not in a session.
    let contexts = [
        KeyContext::Copy,
        KeyContext::Step,
        KeyContext::Client,
        KeyContext::Authorize,
        KeyContext::Tokens,
        KeyContext::Refresh,
        KeyContext::SignOut,
        KeyContext::Session,
        KeyContext::Global,
        KeyContext::Always,
    ];
    for step in 1..=8 {
        let mut stage = signed_in();
        stage.press(&format!("{step} :"));
        let found = commands(&stage);
        for binding in BINDINGS.iter().filter(|binding| contexts.contains(&binding.context)) {
            let is_there = found.contains(&binding.action) || binding.action == Action::Palette;
            assert!(is_there, "{:?} is missing in step {step}", binding.action);
        }
    }
}

#[test]
fn a_command_does_what_its_key_does() {
    for step in [2, 5, 8] {
        let mut opened = signed_in();
        opened.press(&format!("{step} :"));
        let Some(Overlay::List(List { kind, .. })) = opened.model.overlay.clone() else { panic!() };
        for (at, choice) in kind.choices(&opened.model).into_iter().enumerate() {
            if choice.unavailable_because.is_some() {
                continue;
            }
            let (mut by_key, mut by_palette) = (signed_in(), signed_in());
            by_key.press(&format!("{step} {}", choice.key));
            by_palette.press(&format!("{step} :"));
            let downs: Vec<&str> = std::iter::repeat_n("down", at).collect();
            by_palette.press(&downs.join(" ")).press("enter");
            let state = |stage: &Stage| {
                let view = stage.model.view().map(|SessionView { position: at, session, .. }| {
                    (at.step(), at.focus(), at.selection(), session.log().len())
                });
                (stage.model.overlay.clone(), view, stage.asked.len(), stage.model.masking, stage.model.mouse)
            };
            assert_eq!(state(&by_key), state(&by_palette), "{} in step {step}", choice.name);
        }
    }
}

#[test]
fn typing_finds_a_command_and_enter_does_it() {
    let mut stage = signed_in();
    stage.press(":").type_text("diagr").press("enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Diagram { .. })), "{:?}", stage.model.overlay);
    stage.press("esc :").type_text("id token").press("enter");
    assert!(
        matches!(stage.asked.last(), Some(Effect::Start { work: Work::Copy { what, .. }, .. }) if what == "ID token"),
        "{:?}",
        names(&stage)
    );
}

#[test]
fn a_command_of_an_overlay_is_about_that_overlay_and_esc_gives_it_back() {
    let mut stage = signed_in();
    stage.press("x home : esc");
    assert!(matches!(stage.model.overlay, Some(Overlay::Exchanges { cursor: 0, .. })), "{:?}", stage.model.overlay);
    stage.press(":").type_text("curl").press("enter");
    let copied = stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::Start { work: Work::Copy { text, .. }, .. } => Some(text.expose().to_owned()),
        _ => None,
    });
    assert!(copied.unwrap().contains("openid-configuration"), "the first exchange is meant");
}

#[test]
fn what_cannot_be_done_now_says_why_and_the_palette_stays() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press(":").type_text("copy access token").press("enter");
    assert_eq!(
        stage.model.notice.as_ref().unwrap().text,
        "not available: there is no access token yet: redeem a code in step 4"
    );
    stage.press("ctrl-u").type_text("next token").press("enter");
    assert_eq!(stage.model.notice.as_ref().unwrap().text, "not available: only in step 5");
    assert!(list(&stage).is_some());
    stage.press("esc");
    assert!(list(&stage).is_some_and(|list| !list.is_filtered()), "what was typed goes first");
    stage.press("esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn changed_keys_appear_in_footer_help_palette_and_sentences() {
    use ratatui::{Terminal, backend::TestBackend};

    let mut stage = Stage::demo(&CLEAN);
    let text = "[keys]\nproceed = \"ctrl-j\"\nscenarios = \"F5\"\nzoom = []\nhelp = [\"h\", \"?\"]\nprevious-step = \"left\"\n";
    stage.model.keymap = grantscope::app::keys::settings::read(text).0.keymap;
    let mut shown = |keys: &str| {
        stage.press(keys);
        let mut terminal = Terminal::new(TestBackend::new(160, 70)).unwrap();
        terminal.draw(|frame| drop(grantscope::ui::draw(frame, &stage.model, &Default::default()))).unwrap();
        terminal.backend().to_string()
    };
    let screen = shown("");
    assert!(screen.contains("press ctrl-j to fetch") && screen.contains("ctrl-j discover"), "{screen}");
    assert!(screen.contains("F5 scenarios") && screen.contains("h help") && !screen.contains("z maximize"), "{screen}");
    let help = shown("h");
    assert!(help.contains("  ctrl-j  ") && help.contains("  F5  "), "{help}");
    let palette = shown("esc : s c e n a r");
    assert!(palette.contains("F5"), "{palette}");
    stage.press("ctrl-j");
    assert!(list(&stage).is_some_and(|list| list.kind == ListKind::Scenarios), "the palette takes the new key too");
}

#[test]
fn a_click_on_a_row_chooses_it() {
    use grantscope::app::MouseKind;
    use grantscope::app::model::drawn::{Area, Drawn, Pane, Target};

    let mut stage = Stage::demo(&CLEAN);
    stage.press(":").type_text("why");
    let row = (Area { x: 0, y: 5, width: 20, height: 1 }, Target::Row(Pane::Overlay, 0));
    stage.take(Message::Drawn(Drawn { targets: vec![row], ..Drawn::default() }));
    stage.take(Message::Mouse { kind: MouseKind::Press, x: 3, y: 5 });
    assert!(matches!(stage.model.overlay, Some(Overlay::Why { .. })), "{:?}", stage.model.overlay);
}

#[test]
fn adding_a_parameter_to_a_sent_request_rebuilds_it() {
    let mut stage = signed_in();
    stage.press("4 a");
    assert!(stage.view().is_composing(Step::Redeem) && stage.view().position.editing.is_some());
}

#[test]
fn a_changed_authorization_request_can_be_reset_from_the_footer_and_the_palette() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter");
    assert!(!grantscope::app::query::availability::is_available(&stage.model, Action::Reset));
    stage.press("a").type_text("prompt=login").press("enter");
    assert!(grantscope::app::query::availability::is_available(&stage.model, Action::Reset));
    stage.take(Message::Key(key("u")));
    assert!(!grantscope::app::query::availability::is_available(&stage.model, Action::Reset));
}
