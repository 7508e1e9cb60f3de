//! Copying: a copy is whole although the screen masks, and says where it went.

use super::*;

#[test]
fn a_copy_is_whole_although_the_screen_masks() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter y a");
    let token = stage.view_session().grant().unwrap().response.access_token().unwrap();
    let copied = stage.asked.iter().find_map(|effect| match effect {
        Effect::Start { work: Work::Copy { text, .. }, .. } => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied, Some(token));
    assert!(stage.model.overlay.is_none());
}

#[test]
fn the_curl_line_of_a_step_has_the_token_in_use_and_that_of_an_exchange_what_was_sent() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 6 enter");
    let token = |stage: &Stage| stage.view_session().grant().unwrap().response.access_token().unwrap();
    let copied = |stage: &Stage| {
        let copies = stage.asked.iter().rev().find_map(|effect| match effect {
            Effect::Start { work: Work::Copy { what, text }, .. } => Some((what.clone(), text.expose().to_owned())),
            _ => None,
        });
        copies.expect("something was copied")
    };
    let first = token(&stage);
    stage.press("7 enter 6 y c");
    let second = token(&stage);
    assert_ne!(first, second);
    let (what, text) = copied(&stage);
    assert!(text.contains(second.expose()) && what.contains("with the current token"), "{what}");
    stage.press("x");
    while !matches!(&stage.model.overlay, Some(Overlay::Exchanges { cursor, .. })
        if stage.view_session().exchanges().nth(*cursor).unwrap().purpose == Purpose::UserInfo)
    {
        stage.press("up");
    }
    stage.press("y c");
    let (what, text) = copied(&stage);
    assert!(text.contains(first.expose()) && what.contains("has been replaced"), "{what}");
}

#[test]
fn a_finding_opens_the_exchange_it_was_seen_in_and_is_copied_without_secrets() {
    let scenario = scenarios::ALL.iter().find(|scenario| scenario.id == "verifier-lost").unwrap();
    let mut stage = Stage::demo(scenario);
    stage.press("enter enter enter enter enter enter tab enter y f");
    let code = stage.view_session().callback().unwrap().callback.code().unwrap().to_owned();
    let copied = stage.asked.iter().find_map(|effect| match effect {
        Effect::Start { work: Work::Copy { text, .. }, .. } => Some(text.expose().to_owned()),
        _ => None,
    });
    let copied = copied.expect("the finding was copied");
    assert!(copied.contains("pkce.verifier_missing"), "{copied}");
    assert!(!copied.contains(&code), "{copied}");
    stage.press("enter");
    let Some(Overlay::Exchanges { cursor, .. }) = stage.model.overlay else { panic!("{:?}", stage.model.overlay) };
    assert_eq!(stage.view_session().exchanges().nth(cursor).unwrap().purpose, Purpose::Token);
}

#[test]
fn what_no_clipboard_takes_is_shown_to_be_selected_by_hand_but_not_in_a_recording() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter");
    let token = stage.view_session().grant().unwrap().response.access_token().unwrap();
    for (keys, is_shown) in [("y", true), ("esc V y", false)] {
        stage.press(keys);
        let now = stage.model.now;
        let asked = app::update(&mut stage.model, Message::Key(crate::stage::key("a")), now);
        let [Effect::Start { id, work: Work::Copy { .. } }] = &asked[..] else { panic!("{asked:?}") };
        let answer = Answer::Copy(Err(WorkError::of("the access token was not copied: there is no clipboard")));
        app::update(&mut stage.model, Message::Answered { id: *id, answer }, now);
        let shown = matches!(&stage.model.overlay, Some(Overlay::Value { text, .. }) if *text == token);
        assert_eq!(shown, is_shown, "{keys}");
    }
}

#[test]
fn what_is_not_there_cannot_be_copied_and_says_so() {
    let mut stage = demo();
    stage.press("y a");
    assert!(!stage.has_asked(WorkKind::Copy));
    assert!(stage.model.notice.as_ref().unwrap().text.contains("redeem a code"));
}
