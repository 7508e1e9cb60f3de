//! What each pane gets of the screen, and what keeps its place.

use grantscope::app::model::drawn::{Area, Pane, Target};
use grantscope::app::{Focus, MouseKind};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::session::Step;
use grantscope::ui::{self, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{SIZES, screen, words};
use crate::stage::Stage;

/// A session after its sign-in, in step 5.
fn signed_in() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter 5");
    stage
}

/// The area of a pane, if it is drawn.
fn pane(stage: &mut Stage, size: (u16, u16), wanted: Pane) -> Option<Area> {
    screen(stage, size, &Styles::default());
    let targets = &stage.model.drawn.targets;
    targets.iter().find(|(_, target)| *target == Target::Pane(wanted)).map(|(area, _)| *area)
}

/// The text in an area of the screen, as one line.
fn text_in(stage: &mut Stage, size: (u16, u16), area: Area) -> String {
    let shown = screen(stage, size, &Styles::default());
    let lines = shown.lines().skip(area.y.into()).take(area.height.into());
    let inside = lines.map(|line| line.chars().skip(area.x.into()).take(area.width.into()).collect::<String>());
    let is_frame = |c: char| "│┃─╭╮╰╯".contains(c) || c.is_whitespace();
    inside
        .map(|line| line.split(is_frame).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn from_160_columns_on_the_diagram_stands_beside_the_step_and_shows_what_enter_sends_next() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter");
    assert_eq!(pane(&mut stage, (159, 40), Pane::Diagram), None);
    for size in [(160, 40), (200, 60)] {
        let area = pane(&mut stage, size, Pane::Diagram).unwrap();
        let step = pane(&mut stage, size, Pane::Step).unwrap();
        assert_eq!((area.x, area.y), (step.x + step.width, step.y), "{size:?}");
        let shown = text_in(&mut stage, size, area);
        assert!(shown.contains("Provider") && shown.contains("200 keys") && shown.contains("next: open"), "{shown}");
    }
    let row = stage.model.drawn.targets.iter().find(|(_, target)| *target == Target::Row(Pane::Diagram, 1)).unwrap().0;
    stage.take(grantscope::app::Message::Mouse { kind: MouseKind::Press, x: row.x, y: row.y });
    assert_eq!(stage.model.overlay, Some(grantscope::app::Overlay::Diagram { cursor: 1 }), "a click opens it");
}

#[test]
fn without_findings_they_take_no_rows_and_say_so_in_the_frame() {
    for size in SIZES {
        let mut stage = signed_in();
        assert_eq!(pane(&mut stage, size, Pane::Findings), None, "{size:?}");
        let shown = screen(&mut stage, size, &Styles::default());
        assert!(shown.contains("✓ no findings ─"), "{shown}");
    }
    let mut stage = Stage::demo(scenarios::find("state-forged").unwrap_or(&scenarios::ALL[1]));
    while stage.press("enter").findings().is_empty() {}
    for size in SIZES {
        assert!(pane(&mut stage, size, Pane::Findings).is_some(), "{size:?}");
    }
}

#[test]
fn at_100_columns_and_30_rows_the_reason_of_every_step_is_read_in_full() {
    let mut stage = signed_in();
    for step in Step::ALL {
        stage.press(&step.number().to_string());
        let shown = words(&mut stage, (100, 30));
        let reason = grantscope::app::query::why::why(step).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&reason), "{step:?}: {shown}");
    }
}

#[test]
fn in_80_columns_the_footer_names_the_keys_of_the_lesson_and_of_the_diagram() {
    let mut stage = signed_in();
    for step in Step::ALL {
        stage.press(&step.number().to_string());
        let shown = screen(&mut stage, (80, 24), &Styles::default());
        let footer = shown.lines().last().unwrap();
        for key in ["d diagram", "w why", "? help"] {
            assert!(footer.contains(key), "{step:?}: {footer}");
        }
        assert!(footer.trim_start().starts_with("enter"), "{footer}");
    }
}

#[test]
fn selecting_another_row_moves_no_row_and_shows_what_it_means_in_one_place() {
    for size in SIZES.into_iter().chain([(160, 40)]) {
        let mut stage = Stage::demo(&CLEAN);
        for keys in ["1", "enter 2", "enter enter 4", "enter 5", "7"] {
            stage.press(keys);
            let mut seen = Vec::new();
            let mut place = None;
            loop {
                let area = pane(&mut stage, size, Pane::Why).unwrap();
                assert_eq!(*place.get_or_insert(area), area, "{size:?} {keys}");
                let drawn = &stage.model.drawn;
                let top = i32::from(drawn.offset(Pane::Step));
                for (area, target) in &drawn.targets {
                    if let Target::Row(Pane::Step, row) = target {
                        seen.resize(seen.len().max(row + 1), None);
                        let line = i32::from(area.y) + top;
                        assert_eq!((*seen[*row].get_or_insert(line), area.height), (line, 1), "{size:?} {keys} {row}");
                    }
                }
                let before = stage.view().position.selection();
                if stage.press("down").view().position.selection() == before {
                    break;
                }
            }
            assert!(seen.len() > 3, "{size:?} {keys}");
        }
    }
}

#[test]
fn the_explanation_follows_the_row_and_takes_the_focus() {
    for size in [(80, 24), (100, 30), (200, 60)] {
        let mut stage = Stage::demo(&CLEAN);
        stage.press("enter enter down down");
        let area = pane(&mut stage, size, Pane::Why).unwrap();
        let shown = text_in(&mut stage, size, area);
        assert!(shown.contains("client_id") && shown.contains("the requesting client"), "{size:?}: {shown}");
        stage.press("down");
        let shown = text_in(&mut stage, size, area);
        assert!(shown.contains("must match a registered URI exactly"), "{size:?}: {shown}");
        stage.press("tab");
        assert_eq!(stage.view().position.focus(), Focus::Why, "{size:?}");
        assert_eq!(text_in(&mut stage, size, area), shown, "the row stays selected");
    }
    // What does not fit is scrolled into sight.
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter");
    words(&mut stage, (80, 24));
    stage.press("tab end");
    assert!(words(&mut stage, (80, 24)).contains("useless (PKCE, RFC 7636)."));
    // Claims and their checks.
    let mut stage = signed_in();
    stage.press("down down down down");
    let area = pane(&mut stage, (120, 36), Pane::Why).unwrap();
    let shown = text_in(&mut stage, (120, 36), area);
    assert!(shown.contains("aud") && shown.contains("✓ aud contains"), "{shown}");
}

#[test]
fn the_title_keeps_its_words_and_the_clocks_give_way_in_order() {
    let mut stage = signed_in();
    let mut header = |width| screen(&mut stage, (width, 24), &Styles::default()).lines().next().unwrap().to_owned();
    let whole = " grantscope  demo · us-east-1_DemoPool1 · public client, any scope";
    assert!(header(200).starts_with(whole) && header(200).contains("━"));
    let plain = header(117);
    assert!(plain.starts_with(whole) && !plain.contains('━') && plain.contains("refresh · available"), "{plain}");
    let short = header(109);
    assert!(short.starts_with(whole) && short.contains("ID ✓ ") && short.ends_with("refresh ·"), "{short}");
    let shorter = header(100);
    assert!(
        shorter.starts_with(whole) && shorter.contains("ID ✓  access ✓") && shorter.ends_with("refresh ·"),
        "{shorter}"
    );
    let narrow = header(80);
    assert!(narrow.starts_with(" grantscope  demo · us-east-1_DemoPool1  "), "{narrow}");
    assert!(narrow.contains("ID ✓") && narrow.contains("access ✓") && narrow.ends_with("refresh ·"), "{narrow}");
    assert!(header(60).starts_with(" grantscope  demo  ") && header(60).ends_with("refresh ·"), "{}", header(60));
}

#[test]
fn the_focused_pane_is_seen_without_colours() {
    let frames = |stage: &mut Stage, styles: &Styles, double: char| {
        let shown = screen(stage, (120, 36), styles);
        shown.matches(double).count()
    };
    let mut stage = signed_in();
    assert!(!screen(&mut stage, (120, 36), &Styles::default()).contains('═'));
    let styles = Styles::default().without_colour();
    assert!(frames(&mut stage, &styles, '╔') == 1 && frames(&mut stage, &styles, '═') > 90);
    let step = screen(&mut stage, (120, 36), &styles);
    stage.press("shift-tab");
    assert_ne!(screen(&mut stage, (120, 36), &styles), step, "the frame moves with the focus");
    assert_eq!(frames(&mut stage, &styles, '╔'), 1);
    let ascii = Styles::default().with_ascii();
    assert!(screen(&mut stage, (120, 36), &ascii).contains("==="));
    stage.press("?");
    assert_eq!(frames(&mut stage, &styles, '╔'), 1, "only the window");
}

#[test]
fn the_cursor_of_the_terminal_is_on_the_selected_row_and_in_the_text_field() {
    let cursor = |stage: &mut Stage| {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut drawn = None;
        terminal.draw(|frame| drawn = Some(ui::draw(frame, &stage.model, &Styles::default()))).unwrap();
        stage.take(grantscope::app::Message::Drawn(drawn.unwrap()));
        let at = terminal.get_cursor_position().unwrap();
        let row: String = (at.x..80).map(|x| terminal.backend().buffer()[(x, at.y)].symbol().to_owned()).collect();
        row
    };
    let mut stage = Stage::at_start();
    assert!(cursor(&mut stage).starts_with("▸ Try the demo"));
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter down down down");
    assert!(cursor(&mut stage).starts_with("▸ redirect_uri"), "{}", cursor(&mut stage));
    stage.press("e home");
    assert!(cursor(&mut stage).starts_with("http://localhost:8765"), "{}", cursor(&mut stage));
    stage.press("esc x down");
    assert!(cursor(&mut stage).starts_with("▸   2"), "{}", cursor(&mut stage));
    stage.press("esc :").type_text("copy");
    assert!(cursor(&mut stage).starts_with(' '), "after what is typed: {}", cursor(&mut stage));
}

#[test]
fn a_wait_shows_a_moving_sign_and_its_time_after_150_milliseconds_unless_motion_is_off() {
    use jiff::SignedDuration;
    let line = |stage: &mut Stage| {
        let shown = screen(stage, (80, 24), &Styles::default());
        shown.lines().rev().nth(1).unwrap().to_owned()
    };
    let mut stage = Stage::demo(&CLEAN);
    assert_eq!(stage.model.ticks_every(), None, "nothing waits and nothing counts");
    stage.answers = false;
    stage.press("enter").wait_for(SignedDuration::from_millis(100));
    assert!(line(&mut stage).ends_with("cancels"), "{}", line(&mut stage));
    let first = line(stage.wait_for(SignedDuration::from_millis(100)));
    let second = line(stage.wait_for(SignedDuration::from_millis(120)));
    assert!(first.ends_with("0.2 s of 30 s") && second.ends_with("0.3 s of 30 s"), "{first}");
    let sign = |line: &str| line.chars().find(|c| "◐◓◑◒".contains(*c)).unwrap();
    assert_ne!(sign(&first), sign(&second));
    assert!(stage.model.ticks_every().unwrap() < std::time::Duration::from_millis(150));
    stage.model.motion = false;
    let still = line(stage.wait(7));
    assert!(still.ends_with("◌ 7 s of 30 s"), "{still}");
    assert_eq!(stage.model.ticks_every(), Some(std::time::Duration::from_secs(1)));
    let ascii = screen(&mut stage, (80, 24), &Styles::default().with_ascii());
    assert!(ascii.contains("% 7 s of 30 s"), "{ascii}");
}

#[test]
fn while_the_browser_signs_in_the_time_left_is_counted_down_and_then_the_wait_is_over() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 o").wait(61);
    let shown = words(&mut stage, (80, 24));
    assert!(shown.contains("08:59 left for the sign-in") && shown.contains("Waiting for the callback"), "{shown}");
    stage.wait(540);
    let shown = words(&mut stage, (80, 24));
    assert!(shown.contains("Not waiting for a callback") && shown.contains("no callback within 10 min"), "{shown}");
}
