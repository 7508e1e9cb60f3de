//! The list of exchanges: searching, and saving as HAR.

use grantscope::app::model::drawn::{Pane, Target};
use grantscope::app::query::{fields, messages};
use grantscope::app::{Answer, Consent, Effect, Message, Overlay, SaveOutcome, Work, WorkKind};
use grantscope::demo::scenarios::CLEAN;
use grantscope::session::{Purpose, Step};

use crate::stage::Stage;

/// The whole flow up to the tokens, with the list of exchanges open.
fn exchanges() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter x");
    stage
}

fn selected(stage: &Stage) -> Purpose {
    let Some(Overlay::Exchanges { cursor, .. }) = stage.model.overlay else { panic!("not on top") };
    stage.view_session().exchanges().nth(cursor).unwrap().purpose
}

fn find(stage: &mut Stage, text: &str) {
    stage.press("/ ctrl-u").type_text(text).press("enter");
}

fn notice(stage: &Stage) -> &str {
    &stage.model.notice.as_ref().unwrap().text
}

#[test]
fn method_url_status_headers_and_bodies_are_searched() {
    for (text, purpose) in [
        ("\"kty\"", Purpose::JwkSet),
        ("GRANT_TYPE authorization_code", Purpose::Token),
        ("x-www-form-urlencoded", Purpose::Token),
        ("\"token_type\"", Purpose::Token),
        ("response_types_supported", Purpose::Discovery),
    ] {
        let mut stage = exchanges();
        stage.press("home");
        find(&mut stage, text);
        // The sign-in form has the same media type.
        while selected(&stage) == Purpose::SignIn {
            stage.press("n");
        }
        assert_eq!(selected(&stage), purpose, "{text}");
    }
}

#[test]
fn n_goes_round_and_capital_n_goes_back() {
    let mut stage = exchanges();
    stage.press("home");
    find(&mut stage, "/login");
    let first = stage.model.overlay.clone();
    stage.press("n");
    assert_ne!(stage.model.overlay, first);
    stage.press("N");
    assert_eq!(stage.model.overlay, first);
    stage.press("N n");
    assert_eq!(stage.model.overlay, first, "beyond the first comes the last");
    find(&mut stage, "nowhere to be found");
    assert!(notice(&stage).contains("no exchange matches"));
    assert_eq!(selected(&stage), Purpose::SignIn, "nothing moves");
}

#[test]
fn a_secret_is_found_by_what_the_screen_shows_of_it_only() {
    let mut stage = exchanges();
    let grant = stage.view_session().grant().unwrap();
    let token = grant.response.access_token().unwrap();
    let verifier = stage.view_session().attempt().unwrap().verifier.clone().unwrap();
    for (secret, reveal) in [(&token, ""), (&verifier, ""), (&token, "v")] {
        stage.press(reveal);
        find(&mut stage, &secret.expose()[10..30]);
        assert!(notice(&stage).contains("no exchange matches"), "{}", notice(&stage));
    }
    find(&mut stage, &token.masked());
    assert_eq!(selected(&stage), Purpose::Token);
}

#[test]
fn esc_leaves_the_field_before_it_closes_what_is_on_top() {
    let mut stage = exchanges();
    stage.press("/").type_text("abc").press("esc");
    assert!(stage.view().position.editing.is_none() && stage.view().exchanges.search.is_empty());
    assert!(matches!(stage.model.overlay, Some(Overlay::Exchanges { .. })));
    stage.press("esc");
    assert_eq!(stage.model.overlay, None);
}

fn saving(stage: &Stage) -> (String, bool, bool) {
    match stage.asked.last() {
        Some(Effect::Start { work: Work::SaveArchive { path, whole, replace, .. }, .. }) => {
            (path.clone(), *whole, *replace)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_har_is_saved_masked_under_a_name_that_can_be_changed() {
    let mut stage = exchanges();
    stage.press("s enter");
    let (path, whole, replace) = saving(&stage);
    assert!(path.ends_with("-20260301-093000.har") && !path.contains('/'), "{path}");
    assert!(!whole && !replace);
    stage.press("s ctrl-u").type_text("/tmp/x.har").press("enter");
    assert_eq!(saving(&stage), ("/tmp/x.har".to_owned(), false, false));
    stage.press("W enter");
    assert!(saving(&stage).1, "tokens included only where that was asked for");
    let before = stage.asked.len();
    stage.press("s ctrl-u enter");
    assert_eq!(stage.asked.len(), before, "a file needs a name");
}

#[test]
fn a_file_that_is_in_the_way_is_replaced_only_when_it_is_named_again() {
    let exists = |path: &str| {
        Answer::SaveArchive(SaveOutcome::Asks { question: format!("{path} exists"), consent: Consent::Replace })
    };
    let mut stage = exchanges();
    stage.press("s ctrl-u").type_text("a.har").press("enter");
    stage.reply(exists("a.har"));
    assert!(notice(&stage).contains("a.har exists"));
    stage.press("enter");
    assert_eq!(saving(&stage), ("a.har".to_owned(), false, true));

    stage.reply(exists("a.har"));
    stage.type_text("2").press("enter");
    assert_eq!(saving(&stage), ("a.har2".to_owned(), false, false), "another name replaces nothing");

    stage.reply(exists("a.har2"));
    stage.press("esc s ctrl-u").type_text("a.har2").press("enter");
    assert_eq!(saving(&stage), ("a.har2".to_owned(), false, false), "esc takes the word back");
}

#[test]
fn the_exchanges_are_filtered_by_purpose_endpoint_and_status() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter enter enter enter enter 6 enter x f").type_text("token 200").press("enter");
    use grantscope::app::query::exchanges::{at_row, count};
    let shown = |stage: &Stage| -> Vec<usize> {
        (0..count(stage.view())).filter_map(|row| at_row(stage.view(), row)).collect()
    };
    let cursor = |stage: &Stage| match stage.model.overlay {
        Some(Overlay::Exchanges { cursor, .. }) => cursor,
        _ => panic!("the exchanges are closed"),
    };
    let [only] = shown(&stage)[..] else { panic!("{:?}", shown(&stage)) };
    assert_eq!(cursor(stage.press("up up")), only, "only what is shown is selected");
    let exchange = stage.view_session().exchanges().nth(only).unwrap();
    assert_eq!(exchange.purpose, Purpose::Token);
    stage.press("f ctrl-u").type_text("no such row").press("enter");
    assert!(shown(&stage).is_empty() && cursor(&stage) == only);
    stage.press("f ctrl-u enter");
    assert_eq!(shown(&stage).len(), stage.view_session().exchanges().count());
    stage.press("f").type_text("jwks").press("enter esc x");
    assert_eq!(shown(&stage).len(), stage.view_session().exchanges().count(), "opened again, all are shown");
}

/// The text that the last copy asked for.
fn copied(stage: &Stage) -> String {
    let copy = stage.work().rev().find_map(|work| match work {
        Work::Copy { text, .. } => Some(text.expose().to_owned()),
        _ => None,
    });
    copy.expect("something was copied")
}

#[test]
fn each_row_of_an_exchange_is_selected_and_copied_in_the_list_and_in_the_step() {
    let response = |stage: &Stage| stage.view().exchange(Step::Redeem).unwrap().response().unwrap().clone();
    let mut stage = exchanges();
    let expected = response(&stage);
    let members = grantscope::protocol::Json::from_bytes(&expected.body).unwrap().root().members().count();
    stage.press("enter");
    for _ in 0..=members {
        stage.press("down");
    }
    assert_eq!(copied(stage.press("y y")), expected.headers[0].value, "status, body, then headers");
    stage.press("end");
    assert_eq!(copied(stage.press("y y")), "application/json", "the last header of the request");
    stage.press("esc");
    assert!(matches!(stage.model.overlay, Some(Overlay::Exchanges { .. })), "esc returns to the list first");
    stage.press("esc 4 home down");
    let shown = messages::selected(&stage.model).unwrap();
    assert_eq!((shown.name.as_str(), copied(stage.press("y y"))), ("access_token", shown.value.clone()));
}

#[test]
fn the_rows_that_are_drawn_are_those_that_are_copied() {
    for (keys, size) in [
        ("4", (80, 24)),
        ("4", (160, 40)),
        ("6 enter", (80, 24)),
        ("6 enter", (160, 40)),
        ("3", (80, 24)),
        ("2", (80, 24)),
        ("2", (160, 40)),
    ] {
        for raw in ["", "R"] {
            let mut stage = exchanges();
            stage.press("esc").press(keys).press(raw).press("home");
            for at in 0..messages::of_step(stage.view()).len() {
                let row = messages::selected(&stage.model).unwrap();
                let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(size.0, size.1)).unwrap();
                let mut drawn = None;
                terminal
                    .draw(|frame| drawn = Some(grantscope::ui::draw(frame, &stage.model, &Default::default())))
                    .unwrap();
                let drawn = drawn.unwrap();
                let place = drawn.targets.iter().find(|(_, target)| *target == Target::Row(Pane::Step, at));
                let (area, _) = place.unwrap_or_else(|| panic!("{keys} {size:?}: row {at} {row:?} is out of sight"));
                let buffer = terminal.backend().buffer();
                let line: String = (area.x..area.x + area.width).map(|x| buffer[(x, area.y)].symbol()).collect();
                let is_there = row.name == "body" || row.name == "status" || line.contains(&row.name);
                assert!(is_there, "{keys} {size:?}: {row:?} in {line:?}");
                stage.take(Message::Drawn(drawn));
                while stage.view().position.selection().row == at && at + 1 < messages::of_step(stage.view()).len() {
                    stage.press("down");
                    screen(&mut stage, size);
                }
            }
        }
    }
}

fn screen(stage: &mut Stage, size: (u16, u16)) -> String {
    crate::screens::screen(stage, size, &grantscope::ui::Styles::default())
}

#[test]
fn a_body_is_shown_laid_out_or_as_it_was_sent() {
    let mut stage = exchanges();
    let laid_out = screen(&mut stage, (160, 50));
    stage.press("R");
    let raw = screen(&mut stage, (160, 50));
    assert!(!laid_out.contains("{\"access_token\":") && raw.contains("{\"access_token\":"), "{raw}");
    assert!(raw.contains("grant_type=authorization_code&"), "{raw}");
    let token = stage.view_session().grant().unwrap().response.access_token().unwrap();
    assert!(!raw.contains(&token.expose()[10..40]), "secrets stay masked");
}

#[test]
fn the_pager_gets_the_whole_exchange_with_its_secrets_masked_unless_they_are_revealed() {
    let mut stage = exchanges();
    let token = stage.view_session().grant().unwrap().response.access_token().unwrap();
    let paged = |stage: &Stage| match stage.work().last() {
        Some(Work::Page(text)) => text.expose().to_owned(),
        other => panic!("{other:?}"),
    };
    stage.press("O");
    let text = paged(&stage);
    assert!(text.starts_with("POST http") && text.contains("grant_type=authorization_code"), "{text}");
    assert!(text.contains("status: 200") && text.contains("\"expires_in\": 3600"), "{text}");
    assert!(!text.contains(token.expose()), "{text}");
    stage.reply(Answer::Page(Ok(())));
    stage.press("v O");
    assert!(paged(&stage).contains(token.expose()));
    stage.reply(Answer::Page(Err(grantscope::app::WorkError::of("less failed"))));
    assert_eq!(notice(&stage), "less failed");
}

#[test]
fn a_value_is_edited_in_an_editor_and_a_secret_only_where_secrets_are_revealed() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter down E");
    assert!(matches!(stage.work().last(), Some(Work::EditText(text)) if text.expose() == "code"));
    stage.reply(Answer::EditText(Ok("token".into())));
    assert_eq!(fields::selected(stage.view()).unwrap().value, "token");
    assert!(stage.view().position.editing.is_none());
    stage.press("end E");
    assert!(notice(&stage).contains("v reveals secrets first"), "{}", notice(&stage));
    stage.press("v E");
    stage.reply(Answer::EditText(Err(grantscope::app::WorkError::of("vi failed (exit status: 1)"))));
    assert_eq!(notice(&stage), "vi failed (exit status: 1)");
    stage.press("esc down e").type_text("x").press("ctrl-o");
    assert!(stage.has_asked(WorkKind::EditText));
}
