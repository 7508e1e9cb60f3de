//! Lists on top: filtered by typing, chosen by Enter or a click.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod stage;

use grantscope::app::list::List;
use grantscope::app::{Overlay, Screen};
use grantscope::demo::scenarios::{self, CLEAN};
use stage::Stage;

fn list(stage: &Stage) -> Option<&List> {
    match &stage.model.overlay {
        Some(Overlay::List(list)) => Some(list),
        _ => None,
    }
}

/// The names of the rows shown.
fn names(stage: &Stage) -> Vec<String> {
    let list = list(stage).unwrap();
    let choices = list.kind.choices(&stage.model);
    list.shown(&choices).into_iter().map(|at| choices[at].0.clone()).collect()
}

#[test]
fn typing_filters_the_scenarios_and_enter_takes_the_selected_one() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("b");
    let all = names(&stage).len();
    assert_eq!(all, scenarios::ALL.len() + 1);
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
    assert_eq!(names(&stage).len(), scenarios::ALL.len() + 1);
    stage.press("esc");
    assert!(stage.model.overlay.is_none() && matches!(stage.model.screen, Screen::Session(_)));
}

#[test]
fn a_paste_goes_into_the_filter_that_has_the_keys() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("b /").paste("redirect-127\n");
    assert_eq!(names(&stage), ["redirect-127"]);
}
