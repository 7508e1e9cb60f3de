//! Whole stories: keys in, effects out, and the model at the end. No terminal, no network.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod answers;
mod arranging;
mod callbacks;
mod copying;
mod discovery;
mod edited_values;
mod exchanges;
mod freshness;
mod layers;
mod leaving;
mod lent_keys;
mod lifetimes;
mod machine;
mod recovery;
mod registration;
mod rename_delete;
pub mod resources;
mod saving;
mod teaching;
mod typing;
mod waiting_hints;

use crate::stage::Stage;
use crate::stage::states::elsewhere;
use grantscope::app::model::field;
use grantscope::app::model::list::ListKind;
use grantscope::app::query::progress::Blocked;
use grantscope::app::query::{fields, guidance};
use grantscope::app::{
    self, Answer, Effect, Masking, Message, News, Overlay, Progress, Screen, Work, WorkError, WorkKind,
};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::{ExchangeId, HttpRequest};
use grantscope::session::{Delivery, FailureKind, Missing, Purpose, Session, Step};

fn demo() -> Stage {
    Stage::demo(&CLEAN)
}

/// The kind of the open list.
fn list_on_top(stage: &Stage) -> Option<&ListKind> {
    match &stage.model.overlay {
        Some(Overlay::List(list)) => Some(&list.kind),
        _ => None,
    }
}

fn purposes(stage: &Stage) -> Vec<Purpose> {
    stage.view_session().exchanges().map(|exchange| exchange.purpose).collect()
}

#[test]
fn enter_alone_runs_the_demo_from_the_client_to_sign_out() {
    let mut stage = demo();
    let mut steps = vec![stage.view().step()];
    while stage.view().progress(Step::SignOut) != Progress::Done {
        stage.press("enter");
        let step = stage.view().step();
        if steps.last() != Some(&step) {
            steps.push(step);
        }
    }
    assert_eq!(steps, Step::ALL);
    for step in Step::ALL {
        assert_eq!(stage.view().progress(step), Progress::Done, "{step:?}");
    }
    assert_eq!(stage.findings(), Vec::<&str>::new());
    let sent = purposes(&stage);
    assert_eq!(
        sent,
        [
            Purpose::Discovery,
            Purpose::JwkSet,
            Purpose::SignIn,
            Purpose::SignIn,
            Purpose::SignIn,
            Purpose::Token,
            Purpose::UserInfo,
            Purpose::Refresh,
            Purpose::Revocation,
            Purpose::Logout,
            Purpose::Probe,
        ]
    );
}

#[test]
fn after_the_revocation_the_probe_shows_that_the_access_token_no_longer_works() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 8 enter enter enter");
    let probe = stage.view_session().exchanges().last().unwrap();
    assert_eq!(probe.purpose, Purpose::Probe);
    assert_eq!(probe.response().unwrap().status, 401);
}

#[test]
fn whatever_else_a_recording_holds_is_not_the_probe_of_step_8() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter");
    let now = stage.now;
    let session = &mut stage.model.view_mut().unwrap().session;
    let picture = session.begin(Purpose::Other, HttpRequest::get("https://cdn.example/a.png"), now);
    session.absorb(picture, Delivery::failed(FailureKind::Dns, "", std::time::Duration::ZERO));
    stage.press("8 enter enter");
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Ready);
    stage.press("enter");
    assert_eq!(stage.view_session().exchanges().last().unwrap().purpose, Purpose::Probe);
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Done);
}

#[test]
fn every_scenario_leads_to_exactly_its_findings() {
    for scenario in scenarios::ALL {
        let mut stage = Stage::demo(scenario);
        stage.press("enter 2 s enter");
        let callback_is_good = !stage.view_session().callback_checks().iter().any(|check| check.failed());
        if stage.view_session().callback().is_some_and(|record| record.callback.code().is_some()) && callback_is_good {
            for purpose in scenario.requests {
                walk(&mut stage, *purpose);
            }
        }
        let mut found = stage.findings();
        let mut expected = scenario.findings.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "scenario {}", scenario.id);
    }
}

/// Sends the request for a purpose, with keys.
fn walk(stage: &mut Stage, purpose: Purpose) {
    let step = match purpose {
        Purpose::Token => "4",
        Purpose::UserInfo => "6",
        Purpose::Refresh => "7",
        _ => "8",
    };
    stage.press(step);
    if stage.view().exchange(stage.view().step()).is_some() {
        stage.press("r");
    }
    if purpose == Purpose::Logout {
        let rows = grantscope::app::query::fields::rows(stage.view());
        let to = grantscope::app::model::field::Field::Endpoint(Purpose::Logout);
        let at = rows.iter().position(|row| row.field == to).unwrap();
        stage.press("home");
        for _ in 0..at {
            stage.press("down");
        }
    }
    stage.press("enter");
}

#[test]
fn giving_up_cancels_what_is_under_way_and_its_answer_is_recorded() {
    let mut stage = demo();
    stage.answers = false;
    stage.press("enter");
    assert_eq!(stage.view().progress(Step::Client), Progress::Running);
    stage.press("enter");
    assert_eq!(stage.view_session().exchanges().count(), 1, "enter does not send twice");
    stage.press("ctrl-x");
    assert!(stage.asked.contains(&Effect::Cancel(stage.last("Send"))));
    let cancelled = Delivery::failed(FailureKind::Cancelled, "given up", std::time::Duration::ZERO);
    stage.reply(Answer::Send(Box::new(cancelled.clone())));
    assert_eq!(stage.view().progress(Step::Client), Progress::Failed);
    assert_eq!(stage.view_session().exchange(ExchangeId(1)).unwrap().received, cancelled.received);
}

#[test]
fn a_client_without_an_issuer_is_asked_for_one_and_nothing_is_sent() {
    let mut stage = Stage::session(Session::new(Profile::new(Provider::Issuer(String::new()), ""), None));
    let told = |stage: &Stage| guidance::sentence(&stage.model, stage.view());
    assert_eq!(told(&stage), "press e to enter the issuer or a user pool ID; then enter the client ID");
    stage.press("enter");
    assert!(stage.asked.is_empty() && stage.view_session().log().is_empty());
    stage.press("e").type_text("https://op.example").press("enter");
    assert!(told(&stage).starts_with("press enter"), "{}", told(&stage));
}

#[test]
fn a_scenario_that_sends_a_request_twice_says_when_the_second_time_is_due() {
    let mut stage = Stage::demo(scenarios::find("code-replayed").unwrap());
    stage.press("enter 2 s enter 4 enter");
    let told = |stage: &Stage| guidance::sentence(&stage.model, stage.view());
    assert_eq!(stage.view().step(), Step::Redeem);
    assert!(told(&stage).contains("r, then enter"), "{}", told(&stage));
    stage.press("r enter");
    assert!(!told(&stage).contains("second"), "{}", told(&stage));
    assert_eq!(stage.findings(), ["code.replayed"]);
}

#[test]
fn a_blocked_step_says_why_and_enter_leads_to_what_is_missing() {
    let mut stage = demo();
    stage.press("6");
    assert!(matches!(stage.view().progress(Step::UserInfo), Progress::Blocked(_)));
    let sent = stage.asked.len();
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Client);
    assert_eq!(stage.asked.len(), sent);
}

#[test]
fn a_new_round_starts_with_nothing_of_the_old_one() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 2 r s down enter");
    assert_eq!(stage.view().progress(Step::Callback), Progress::Done);
    assert_eq!(stage.view().progress(Step::Redeem), Progress::Ready);
    stage.press("4 enter");
    let claims = stage.view_session().grant().unwrap().id_token.as_ref().unwrap().claim("cognito:username");
    assert_eq!(claims.as_deref(), Some("bob"));
}

#[test]
fn recording_safe_masking_is_not_lifted_by_the_reveal_key() {
    let mut stage = demo();
    stage.press("v");
    assert_eq!(stage.model.masking, Masking::Revealed);
    stage.press("V v");
    assert_eq!(stage.model.masking, Masking::Recording);
    stage.press("V v");
    assert_eq!(stage.model.masking, Masking::Revealed);
}

#[test]
fn the_start_screen_opens_the_demo_and_c_leads_back() {
    let mut stage = Stage::at_start();
    assert!(matches!(stage.model.screen, Screen::Start(_)));
    stage.press("enter");
    assert!(matches!(stage.model.screen, Screen::Session(_)));
    stage.press("C");
    assert!(matches!(stage.model.screen, Screen::Start(_)));
}

#[test]
fn every_way_out_gets_out() {
    for way in ["q", "ctrl-c", "e ctrl-c", "? esc q", "y ctrl-c", "enter enter enter ctrl-c"] {
        let mut stage = demo();
        stage.press(way);
        assert_eq!(stage.asked.last(), Some(&Effect::Quit), "{way}");
    }
    let mut stage = demo();
    stage.press("ctrl-z");
    assert_eq!(stage.asked.last(), Some(&Effect::Suspend));
}

#[test]
fn the_clock_ticks_only_while_something_on_the_screen_counts() {
    let mut stage = demo();
    stage.wait(20);
    assert_eq!(stage.model.ticks_every(), None);
    stage.press("enter enter enter enter");
    assert!(stage.model.ticks_every().is_some(), "the code's five minutes");
}

#[test]
fn a_new_client_is_typed_in_and_saved_as_a_profile() {
    let mut stage = Stage::at_start();
    stage.press("down down enter e").type_text("us-east-1_AbCdEfGhI").press("enter");
    assert!(matches!(stage.view_session().profile().provider, Provider::Cognito { .. }));
    stage.press("down down e").type_text("client-9").press("enter p").type_text("shop").press("enter");
    let Some(Effect::Start { work: Work::SaveProfile { profile: saved, .. }, .. }) = stage.asked.last() else {
        panic!("nothing is saved")
    };
    assert_eq!((saved.name.as_deref(), saved.client_id.as_str()), (Some("shop"), "client-9"));
}

#[test]
fn a_bad_name_is_refused_with_its_reason_and_can_be_corrected() {
    let mut stage = demo();
    stage.press("S").type_text("../x").press("enter");
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.is_problem));
    assert!(!stage.has_asked(WorkKind::SaveSession));
    stage.press("ctrl-u").type_text("mine").press("enter");
    assert!(
        matches!(stage.asked.last(), Some(Effect::Start { work: Work::SaveSession { name, whole: false, .. }, .. }) if name == "mine")
    );
}

#[test]
fn a_session_saved_without_its_secrets_is_read_and_not_continued() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter");
    let session = stage.view_session().clone();
    let mut later = Stage::at_start();
    let opened =
        grantscope::app::model::start_screen::Opened { session, read_only: Some("masked".into()), problem: None };
    later.start_and_reply(Work::OpenSession("old".into()), Answer::OpenSession(Ok(Box::new(opened))));
    later.press("6 enter");
    assert!(!later.has_asked(WorkKind::Send));
    assert_eq!(later.view().progress(Step::UserInfo), Progress::Blocked(Blocked::ReadOnly("masked".to_owned())));
    assert_eq!(later.view().step(), Step::Authorize, "a new round goes on where this one cannot");
}

#[test]
fn a_profile_opens_at_once_and_its_secret_follows_unless_the_person_went_elsewhere() {
    let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), "client-1");
    profile.name = Some("work".into());
    profile.secret_source = grantscope::profile::SecretSource::Keyring;
    let stored =
        grantscope::app::model::start_screen::StoredItems { profiles: vec![profile.clone()], ..Default::default() };
    let opened = || {
        let mut stage = Stage::at_start();
        stage.start_and_reply(Work::ReadStoredItems, Answer::ReadStoredItems(Box::new(stored.clone())));
        stage.press("down down enter");
        stage
    };
    let mut stage = opened();
    assert!(stage.work().any(|work| *work == Work::FetchSecret(Box::new(profile.clone()))));
    assert_eq!(stage.view_session().profile().name.as_deref(), Some("work"));
    stage.reply(Answer::FetchSecret(Ok(Some("s".into()))));
    assert_eq!(stage.view_session().client_secret().map(|secret| secret.expose()), Some("s"));

    let mut stage = opened();
    stage.reply(Answer::FetchSecret(Err(WorkError::of("the keyring cannot be read"))));
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.text.contains("keyring")));

    let mut elsewhere = opened();
    elsewhere.press("C");
    let first = app::open(&mut elsewhere.model, demo().view_session().clone(), "demo");
    elsewhere.perform(first);
    elsewhere.reply(Answer::FetchSecret(Ok(Some("s".into()))));
    assert_eq!(elsewhere.view_session().client_secret(), None);
}

#[test]
fn tokens_are_kept_fresh_only_when_asked_for_and_a_refusal_ends_it() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter");
    stage.wait(3590);
    assert_eq!(stage.view_session().grants().len(), 1, "nobody asked");
    stage.press("7 f").wait(1);
    assert_eq!(stage.view_session().grants().len(), 2);
    stage.wait(1);
    assert_eq!(stage.view_session().grants().len(), 2, "the new tokens are fresh");
    stage.press("8 enter").wait(3600);
    assert_eq!(stage.view_session().grants().len(), 2, "the refresh token is revoked");
    stage.wait(1).wait(1);
    let refreshes = purposes(&stage).into_iter().filter(|purpose| *purpose == Purpose::Refresh).count();
    assert_eq!(refreshes, 2, "one refusal, no storm");
}

#[test]
fn choosing_another_scenario_restarts_the_provider() {
    let mut stage = demo();
    stage.press("b down enter");
    let first = &scenarios::ALL[0];
    assert!(stage.work().any(|work| *work == Work::StartDemo { scenario: first.id }));
    assert_eq!(stage.view().scenario.map(|scenario| scenario.id), Some(first.id));
    assert_eq!(stage.view_session().exchanges().count(), 0);
}

fn scenario(id: &str) -> Stage {
    Stage::demo(scenarios::find(id).unwrap())
}

#[test]
fn a_logout_that_leads_to_the_error_page_of_the_provider_is_a_failure() {
    let mut stage = scenario("sign-out-uri");
    stage.press("enter enter enter enter enter enter 8 enter");
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Ready, "one of three");
    stage.press("enter");
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Failed);
}

#[test]
fn after_a_revocation_an_access_token_that_was_refused_counts_as_revoked() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter 8 enter");
    assert!(!stage.view_session().is_access_token_refused(), "nobody has asked yet");
    stage.press("enter enter");
    assert!(stage.view_session().is_access_token_refused());
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Done);
}

#[test]
fn after_preflight_the_request_of_step_2_is_ready_and_not_done() {
    let mut stage = demo();
    stage.press("f esc");
    assert!(stage.view_session().attempt().is_some());
    assert_eq!(stage.view().progress(Step::Authorize), Progress::Ready);
}

#[test]
fn q_closes_what_lies_on_top_and_quits_from_the_step_only() {
    let mut stage = demo();
    for open in ["x", "d", "y", "w", "b", "A"] {
        stage.press(open);
        assert!(stage.model.overlay.is_some(), "{open}");
        stage.press("q");
        assert!(stage.model.overlay.is_none() && !stage.model.quitting, "{open}");
    }
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn unsaved_tokens_are_given_up_by_the_second_press_only() {
    let mut stage = demo();
    stage.press("enter enter enter enter enter enter q x q C");
    assert!(!stage.model.quitting && stage.model.view().is_some(), "each was asked for once");
    stage.press("q q");
    assert!(stage.model.quitting);
}

#[test]
fn enter_leaves_the_exchanges_open() {
    let mut stage = demo();
    stage.press("enter x enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Exchanges { .. })));
}

#[test]
fn a_token_with_an_unknown_kid_brings_one_more_look_at_the_keys() {
    let mut stage = Stage::demo(scenarios::find("keys-rotated").unwrap());
    stage.press("enter enter enter enter enter");
    stage.provider.set_scenario(&CLEAN);
    stage.press("enter");
    let last = stage.view_session().exchanges().last().unwrap();
    assert_eq!(last.purpose, Purpose::JwkSet);
    assert!(last.why.as_ref().unwrap().contains("the ID token has the unknown kid"), "{:?}", last.why);
    assert_eq!(stage.findings(), Vec::<&str>::new(), "the tokens are judged by the new keys");
}

#[test]
fn an_unknown_kid_fetches_the_keys_at_most_once_a_minute() {
    let mut stage = Stage::demo(scenarios::find("keys-rotated").unwrap());
    let looks = |stage: &Stage| purposes(stage).iter().filter(|purpose| **purpose == Purpose::JwkSet).count();
    stage.press("enter enter enter enter enter enter");
    assert_eq!(looks(&stage), 2);
    stage.press("7 enter").wait(10).press("r enter");
    assert_eq!(looks(&stage), 2);
    stage.wait(60).press("r enter");
    assert_eq!(looks(&stage), 3);
    stage.wait(120);
    assert_eq!(looks(&stage), 3, "time alone brings none");
    assert_eq!(stage.findings(), ["signature.unknown_kid"]);
}

#[test]
fn a_session_with_a_past_opens_where_it_failed_or_at_its_tokens() {
    let opened = |id: &str| {
        let mut stage = scenario(id);
        stage.press("enter 2 s enter 4 enter");
        let text = grantscope::session::saved::write(stage.view_session(), true, stage.now);
        Stage::session(grantscope::session::saved::read(&text).unwrap().session).view().step()
    };
    assert_eq!(opened("clean"), Step::Tokens);
    assert_eq!(opened("verifier-lost"), Step::Redeem);
    assert_eq!(opened("state-forged"), Step::Callback);
    assert_eq!(demo().view().step(), Step::Client, "nothing has happened yet");
}

#[test]
fn what_a_refresh_does_not_mend_stays_found_after_it() {
    let mut wrong = Vec::new();
    for id in ["userinfo-foreign", "openid-missing", "nonce-unsolicited"] {
        let mut stage = scenario(id);
        stage.press("enter 2 s enter 4 enter 6 enter");
        let before = stage.findings();
        stage.press("7 enter");
        assert_eq!(stage.view().progress(Step::Refresh), Progress::Done, "{id}");
        if before.is_empty() || stage.findings() != before {
            wrong.push((id, before, stage.findings()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_refusal_of_a_token_that_had_ended_is_history_once_a_refresh_brought_another() {
    let mut stage = demo();
    stage.press("enter 2 s enter 4 enter").wait(4000).press("6 enter");
    assert_eq!(stage.findings(), ["token.expired"]);
    stage.press("7 enter");
    assert_eq!(stage.findings(), Vec::<&str>::new());
}

#[test]
fn userinfo_about_another_user_does_not_complete_the_step() {
    let mut stage = scenario("userinfo-foreign");
    stage.press("enter 2 s enter 4 enter 6 enter");
    assert_eq!(stage.view().progress(Step::UserInfo), Progress::Failed);
    assert!(guidance::sentence(&stage.model, stage.view()).starts_with("this step failed"));
}

#[test]
fn a_pasted_session_with_masked_tokens_is_read_and_nothing_of_it_is_sent_or_copied() {
    let mut live = demo();
    live.press("enter 2 s enter 4 enter");
    let text = grantscope::session::saved::write(live.view_session(), false, live.now);
    let mut stage = Stage::at_start();
    stage.paste(&text).press("enter");
    let sent = purposes(&stage).len();
    for (key, step) in [("6", Step::UserInfo), ("7", Step::Refresh), ("8", Step::SignOut)] {
        stage.press(key);
        assert!(matches!(stage.view().progress(step), Progress::Blocked(_)), "{step:?}");
        let words = guidance::sentence(&stage.model, stage.view());
        assert!(words.contains("masked"), "{words}");
    }
    stage.press("7 f");
    assert!(!stage.view().keeps_fresh);
    for key in ["y a", "y i", "y r", "y h"] {
        stage.press(key);
        assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.text.contains("masked")), "{key}");
    }
    stage.press("7 enter 6 enter");
    assert_eq!(purposes(&stage).len(), sent);
    assert!(!stage.has_asked(WorkKind::Copy));
}

#[test]
fn the_other_redirect_uris_of_a_profile_outlive_a_change_of_the_first() {
    let mut stage = elsewhere("http://localhost:1/a");
    let mut profile = stage.view_session().profile().clone();
    profile.redirect_uris.push("http://localhost:2/b".to_owned());
    let first = app::open(&mut stage.model, Session::new(profile, None), "two");
    stage.perform(first);
    let rows = fields::rows(stage.view());
    let at = rows.iter().position(|row| row.name == "redirect URI").unwrap();
    assert!(rows[at].meaning.contains("several"));
    stage.press("1");
    for _ in 0..at {
        stage.press("down");
    }
    stage.press("e").type_text("c").press("enter");
    assert_eq!(stage.view_session().profile().redirect_uris, ["http://localhost:1/ac", "http://localhost:2/b"]);
}

#[test]
fn no_key_opens_what_cannot_be_seen_or_promises_what_cannot_be() {
    let mut stage = demo();
    for keys in ["4 a", "3 e", "5 /", "5 t", "5 D", "7 f", "2 o", "8 o", "2 Q"] {
        stage.press(keys);
        assert!(stage.view().position.editing.is_none() && stage.model.overlay.is_none(), "{keys}");
        assert!(!stage.view().keeps_fresh && stage.view().tokens.which.name() == "ID token", "{keys}");
        let notice = stage.model.notice.take().unwrap_or_else(|| panic!("{keys}: nothing said"));
        assert!(notice.text.starts_with("not available: "), "{keys}: {}", notice.text);
    }
    stage.press("enter");
    assert!(!stage.has_asked(WorkKind::OpenBrowser));
}

#[test]
fn a_client_without_an_issuer_says_what_is_missing_at_every_step() {
    let mut stage = Stage::session(Session::new(Profile::new(Provider::Issuer(String::new()), ""), None));
    for keys in ["enter", "f"] {
        stage.press(keys);
        assert!(stage.model.notice.take().is_some_and(|notice| notice.text.contains("enter the issuer")), "{keys}");
    }
    assert_eq!(purposes(&stage), []);
    assert!(matches!(stage.view().progress(Step::Authorize), Progress::Blocked(_)));
    stage.paste("https://app.example/cb?code=abc&state=s").press("enter");
    assert_eq!(stage.view().step(), Step::Callback);
    stage.press("4");
    let blocked = Progress::Blocked(Missing::Endpoint("token endpoint", 1).into());
    assert_eq!(stage.view().progress(Step::Redeem), blocked);
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Client, "what is missing is found there");
}

#[test]
fn a_pasted_failure_opens_where_it_failed() {
    for text in [r#"{"error":"invalid_grant"}"#, r#"{"error":"invalid_client","error_description":"x"}"#] {
        let mut stage = Stage::at_start();
        stage.paste(text).press("enter");
        assert_eq!(stage.view().step(), Step::Redeem, "{text}");
        assert_eq!(stage.view().progress(Step::Redeem), Progress::Failed, "{text}");
    }
}

#[test]
fn a_code_that_was_redeemed_with_another_redirect_uri_is_spent() {
    let mut stage = scenario("redirect-changed");
    stage.press("enter 2 s enter 4 enter");
    assert_eq!(stage.view().progress(Step::Redeem), Progress::Failed);
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Authorize);
}
