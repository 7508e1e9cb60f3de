//! The lifetimes and the truth table: what they expect is what the provider answers.

use grantscope::app::model::drawn::Drawn;
use grantscope::app::query::lifetimes::{self, Asking};
use grantscope::app::{Message, Overlay, WorkKind};
use grantscope::diagnosis::lifetimes::{Answer, Asked, Cell, Ground, Lived, lanes};
use grantscope::session::Purpose;

use super::demo;
use crate::stage::{Stage, states};

const SIGN_IN: &str = "enter 2 s enter 4 enter";

/// A session whose access token has a scope of the first API.
fn with_scope(scope: &str) -> Stage {
    let mut stage = demo();
    stage.press("enter 2 home down down down down e ctrl-u").type_text(scope).press("enter s enter 4 enter");
    stage
}

fn cells(stage: &Stage) -> Vec<(Asked, Cell)> {
    let moments = [lifetimes::Moment::Now(stage.model.now)];
    lifetimes::table(&stage.model, &moments).into_iter().map(|row| (row.asked, row.cells[0].clone())).collect()
}

fn cell(stage: &Stage, wanted: &Asked) -> Cell {
    cells(stage).into_iter().find(|(asked, _)| asked == wanted).unwrap().1
}

#[test]
fn whatever_the_table_expects_is_what_is_answered() {
    type State = (&'static str, fn() -> Stage);
    let states: [State; 7] = [
        ("signed in", || pressed(demo(), SIGN_IN)),
        ("with the scope of an API", || with_scope("openid demo-api/read")),
        ("without openid", || with_scope("demo-api/write email")),
        ("revoked", || pressed(with_scope("openid demo-api/read"), "8 home enter")),
        ("signed out", || pressed(demo(), "enter 2 s enter 4 enter 8 home enter enter")),
        ("after the access token's end", || pressed(with_scope("openid demo-api/read"), "T e esc")),
        ("tomorrow", || pressed(demo(), "enter 2 s enter 4 enter T t esc")),
    ];
    for (name, state) in states {
        for (row, (asked, expected)) in cells(&state()).into_iter().enumerate() {
            let mut stage = state();
            match lifetimes::request(&stage.model, row) {
                Ok(Asking::Send(..) | Asking::Refresh) => {
                    stage.press("T home").press(&"down ".repeat(row)).press("enter");
                    let exchange = stage.view_session().exchanges().next_back().unwrap();
                    let (status, id) = (exchange.response().unwrap().status, exchange.id);
                    let of = format!("{name}: {asked:?} {expected:?}, got {status}");
                    match expected.answer {
                        Answer::Accepted => assert_eq!(status, 200, "{of}"),
                        Answer::Rejected(wanted, _) => assert_eq!(Some(status), wanted, "{of}"),
                        Answer::Unknown | Answer::Nothing => {
                            panic!("{of}: nothing is unknown at the embedded provider")
                        }
                    }
                    if asked != Asked::Refresh && !matches!(expected.ground, Ground::Expired(_)) {
                        assert_eq!(cell(&stage, &asked).ground, Ground::Seen(id, status), "{of}");
                    }
                }
                Ok(Asking::SignIn) => {
                    stage.press("2 r s enter");
                    let pages = stage.view_session().exchanges().rev().take_while(|it| it.purpose == Purpose::SignIn);
                    let asks_password = pages.count() > 1;
                    let expected_password = expected.answer == Answer::Rejected(None, Some("login_required"));
                    assert_eq!(asks_password, expected_password, "{name}: {expected:?}");
                }
                Err(_) => {}
            }
        }
    }
}

fn pressed(mut stage: Stage, keys: &str) -> Stage {
    stage.press(keys);
    stage
}

#[test]
fn a_revocation_ends_the_refresh_token_and_what_asks_the_provider_but_no_verifier_hears_of_it() {
    let stage = pressed(with_scope("openid demo-api/read"), "8 home enter");
    let rejected = |asked: &Asked| matches!(cell(&stage, asked).answer, Answer::Rejected(..));
    assert!(rejected(&Asked::UserInfo) && rejected(&Asked::AskingApi) && rejected(&Asked::Refresh));
    assert!(matches!(cell(&stage, &Asked::VerifyingApi).ground, Ground::Verifies(Some(_), Some(_))));
    assert!(matches!(cell(&stage, &Asked::SignIn).ground, Ground::Cookie(_)));
    let lane = lanes(stage.view_session()).into_iter().find(|lane| lane.of == Lived::RefreshToken).unwrap();
    assert!(lane.stop.is_some());
    // The column before it still has the answers of that time.
    let moments = lifetimes::moments(&stage.model, None);
    let before = &lifetimes::table(&stage.model, &moments)[0].cells[0];
    assert_eq!((moments.len(), before.answer), (2, Answer::Accepted));
}

#[test]
fn of_another_provider_nothing_is_claimed_that_only_trying_tells() {
    let mut stage = states::elsewhere("http://localhost:8765/callback");
    stage
        .paste(r#"{"access_token":"opaque","token_type":"Bearer","expires_in":600,"refresh_token":"r"}"#)
        .press("enter");
    for (asked, cell) in cells(&stage) {
        assert!(matches!(cell.answer, Answer::Unknown | Answer::Nothing), "{asked:?}: {cell:?}");
    }
    assert!(lifetimes::cannot_turn(&stage.model).is_some());
    let before = stage.model.now;
    stage.press("T 6");
    assert!(matches!(stage.model.overlay, Some(Overlay::Lifetimes { what_if: Some(_), .. })), "only in thought");
    assert!(stage.model.now == before && !stage.has_asked(WorkKind::TurnDemoClock));
}

#[test]
fn the_clock_of_the_demo_is_turned_for_provider_and_client_alike_and_shown() {
    let mut stage = pressed(demo(), "enter 2 s enter T");
    let before = stage.model.now;
    stage.press("6");
    assert_eq!(stage.model.now.duration_since(before).as_mins(), 6);
    stage.wait(1).press("esc 4 enter");
    assert_eq!(stage.findings(), ["code.expired"]);
    assert!(stage.view_session().clock().significant().is_none(), "both clocks agree");
    let screen = crate::screens::screen(&mut stage, (80, 24), &grantscope::ui::Styles::default());
    assert!(screen.contains("demo clock +6 min"), "{screen}");
    // The time that is looked at moves by keys, and the clock follows on request.
    stage.press("T L L l");
    assert!(
        matches!(stage.model.overlay, Some(Overlay::Lifetimes { what_if: Some(at), .. }) if at.duration_since(stage.model.now).as_mins() == 21)
    );
    stage.press("=");
    assert_eq!(stage.model.demo.unwrap().ahead.as_mins(), 27);
    // Another scenario begins in the present.
    stage.press("esc b enter enter");
    assert!(stage.model.demo.unwrap().ahead.is_zero());
}

#[test]
fn frames_do_not_move_the_turned_clock_of_the_demo() {
    let mut stage = pressed(demo(), "enter 2 s enter T 6");
    let before = stage.model.now;
    for _ in 0..3 {
        let now = stage.model.now;
        grantscope::app::update(&mut stage.model, Message::Drawn(Drawn::default()), now);
    }
    assert_eq!(stage.model.now, before);
}
