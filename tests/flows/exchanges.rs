//! The list of exchanges: searching, and saving as HAR.

use grantscope::app::{Answer, Consent, Effect, Overlay, SaveOutcome, Work};
use grantscope::demo::scenarios::CLEAN;
use grantscope::session::Purpose;

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
    let shown = |stage: &Stage| grantscope::app::query::exchanges::shown(stage.view());
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
