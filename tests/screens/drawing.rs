//! Sizes, windows, colours, the cursor and the mouse.

use super::masking::recorded;
use super::*;

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
