//! What a reader marked: nothing old looks new, a failure is in sight, and nothing moves while one aims at it.

use super::screen;
use crate::stage::Stage;
use grantscope::app::Message;
use grantscope::app::model::drawn::{Pane, Target};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::session::Step;
use grantscope::ui::Styles;

fn shown(stage: &mut Stage, size: (u16, u16)) -> String {
    screen(stage, size, &Styles::default())
}

fn scenario(id: &str) -> Stage {
    Stage::demo(scenarios::find(id).unwrap())
}

/// The rows of targets of one kind: what they are, and the line on which they stand.
fn places(stage: &Stage, is_it: impl Fn(&Target) -> Option<usize>) -> Vec<(usize, u16)> {
    let targets = stage.model.drawn.targets.iter();
    targets.filter_map(|(area, target)| Some((is_it(target)?, area.y))).collect()
}

#[test]
fn what_belongs_to_the_attempt_before_is_labelled_while_the_next_one_is_composed() {
    let mut stage = scenario("code-expired");
    stage.press("enter enter enter enter enter enter");
    let failed = shown(&mut stage, (80, 24));
    assert!(failed.contains("✗ 4 Redeem") && failed.contains(" Findings ─"), "{failed}");
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Authorize);
    for size in [(80, 24), (120, 36)] {
        let again = shown(&mut stage, size);
        assert!(!again.contains("✓ 3 Callback") && !again.contains("✗ 4 Redeem"), "{again}");
        assert!(again.contains("Findings before this attempt"), "{again}");
    }
    stage.press("4");
    assert!(shown(&mut stage, (80, 24)).contains("of the previous attempt"));
    stage.press("2 enter enter");
    let sent = shown(&mut stage, (80, 24));
    assert!(!sent.contains("before this attempt") && sent.contains("✓ 3 Callback"), "{sent}");
}

#[test]
fn a_failed_step_5_opens_at_the_failing_claim_and_says_that_a_real_client_stops() {
    for size in [(80, 24), (120, 36)] {
        let mut stage = scenario("nonce-mismatch");
        stage.press("enter enter enter enter enter enter enter");
        assert_eq!(stage.view().step(), Step::Tokens);
        let failed = shown(&mut stage, size);
        assert!(failed.contains("▸ ✗ nonce"), "{failed}");
        assert!(failed.contains("a real client would stop here"), "{failed}");
        assert!(failed.lines().next().unwrap().contains("ID ✗"), "{failed}");
    }
}

#[test]
fn an_error_in_the_callback_is_its_first_row_and_selected() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 o").paste("http://localhost:8765/callback?state=x&error_description=d&error=access_denied");
    stage.press("enter");
    shown(&mut stage, (80, 24));
    let rows = grantscope::app::query::messages::of_step(stage.view());
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["error", "error_description", "state"]);
    assert_eq!(stage.view().position.selection().row, 0);
}

#[test]
fn a_key_of_another_step_says_where_it_works() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 3 Q");
    assert!(shown(&mut stage, (80, 24)).contains("Q (QR code) works in step 2 only"));
    stage.press("2 e Q");
    assert!(stage.model.notice.is_none(), "a letter that is typed is no key");
}

#[test]
fn no_row_of_a_list_moves_when_another_one_is_selected() {
    for size in [(80, 24), (120, 36)] {
        for keys in ["b", "B", "K", "?", ":"] {
            let mut stage = Stage::demo(&CLEAN);
            stage.press("enter enter enter enter enter enter").press(keys);
            shown(&mut stage, size);
            let rows = |stage: &Stage| {
                places(stage, |target| match target {
                    Target::Row(Pane::Overlay, row) => Some(*row),
                    _ => None,
                })
            };
            let before = rows(&stage);
            assert!(before.len() > 3, "{keys} {size:?}");
            shown(stage.press("down"), size);
            assert_eq!(rows(&stage), before, "{keys} {size:?}");
        }
    }
}

#[test]
fn every_fault_of_the_bench_is_read_in_full_before_it_is_selected() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter B");
    let bench = shown(&mut stage, (120, 36));
    let rows = bench.lines().filter(|line| line.contains("needs a"));
    assert!(!bench.contains("(needs") && rows.clone().count() > 2, "{bench}");
    assert!(rows.clone().all(|row| !row.contains('…')), "{bench}");
}

#[test]
fn no_step_of_the_list_moves_when_the_first_finding_comes() {
    let mut stage = scenario("redirect-slash");
    let steps = |stage: &Stage| {
        places(stage, |target| match target {
            Target::Step(step) => Some(*step as usize),
            _ => None,
        })
    };
    shown(&mut stage, (80, 24));
    // The line below a step belongs to it, once there is something to say.
    let first = |all: Vec<(usize, u16)>| -> Vec<(usize, u16)> {
        let mut all = all;
        all.dedup_by_key(|(step, _)| *step);
        all
    };
    let before = first(steps(&stage));
    stage.press("enter enter enter enter");
    let after = shown(&mut stage, (80, 24));
    assert!(after.contains("Redirect URI not registered"), "{after}");
    assert_eq!(first(steps(&stage)), before, "{after}");
}

#[test]
fn the_selected_row_of_a_request_is_selected_again_when_it_is_rebuilt() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter down down");
    let before = stage.view().position.selection().row;
    stage.press("enter");
    assert_eq!(stage.view().position.selection().row, 0, "the status of the response");
    stage.press("r");
    assert_eq!(stage.view().position.selection().row, before);
}

#[test]
fn the_notice_and_the_keys_say_a_wait_once() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter");
    stage.answers = false;
    stage.press("enter").wait(3);
    let waiting = shown(&mut stage, (80, 24));
    assert_eq!(waiting.matches("3.0 s").count(), 1, "{waiting}");
    assert!(waiting.lines().last().unwrap().starts_with(" ctrl-x cancel"), "{waiting}");
    stage.take(Message::Tick);
}
