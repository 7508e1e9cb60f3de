//! A machine client: tokens for the client itself, without a browser.

use super::purposes;
use crate::stage::Stage;
use grantscope::app::{Effect, Progress, Work, WorkKind};
use grantscope::demo::scenarios::CLEAN;
use grantscope::profile::{Profile, Provider, SecretSource};
use grantscope::protocol::{ClientAuthentication, Endpoints, Secret};
use grantscope::session::{Purpose, Session, Step};

/// The demo's machine client, at step 1.
fn in_demo() -> Stage {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("A down down down down down enter");
    stage
}

/// A machine client with a private key, in step 4.
fn with_key() -> Stage {
    let mut stage = client_with_key();
    stage.press("4");
    stage
}

/// The same in step 1.
pub fn client_with_key() -> Stage {
    let endpoints = Endpoints {
        issuer: Some("https://op.example".into()),
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        ..Endpoints::default()
    };
    let profile = Profile {
        authentication: ClientAuthentication::PrivateKeyJwt,
        is_machine: true,
        scopes: vec!["api/read".to_owned()],
        ..Profile::new(Provider::Explicit(endpoints), "machine-1")
    };
    Stage::session(Session::new(profile, Some(Secret::new("-----BEGIN PRIVATE KEY-----\nAA=="))))
}

#[test]
fn the_machine_client_of_the_demo_gets_a_token_and_no_user_signs_in() {
    let mut stage = in_demo();
    assert_eq!(stage.view_session().steps(), Step::OF_MACHINE);
    let mut steps = vec![stage.view().step()];
    while stage.view().step() != Step::Call {
        stage.press("enter");
        if steps.last() != Some(&stage.view().step()) {
            steps.push(stage.view().step());
        }
    }
    assert_eq!(steps, Step::OF_MACHINE);
    assert!(!purposes(&stage).contains(&Purpose::SignIn));
    let sent = stage.view_session().last_exchange(Purpose::Token).unwrap();
    assert_eq!(sent.request.form().get("grant_type"), Some("client_credentials"));
    assert_eq!(stage.view().progress(Step::Tokens), Progress::Done);
    assert_eq!(stage.findings(), Vec::<&str>::new());
    let shown = crate::screens::screen(&mut stage, (80, 24), &grantscope::ui::Styles::default());
    assert!(shown.contains("4 Request") && !shown.contains("Authorize"), "{shown}");
}

#[test]
fn an_api_is_entered_and_called_with_the_token_of_a_machine() {
    let mut stage = in_demo();
    stage.press("enter enter enter 9 e").type_text(&format!("{}/api/orders", crate::stage::ORIGIN)).press("enter");
    assert_eq!(stage.view_session().steps(), Step::OF_MACHINE_FROM_RESOURCE);
    stage.press("enter");
    let call = stage.view_session().last_exchange(Purpose::Resource).unwrap();
    assert!(call.request.header("authorization").unwrap().starts_with("Bearer "));
    // The API belongs to another authorization server.
    assert_eq!(call.response().unwrap().status, 401);
    assert_eq!(stage.view().progress(Step::Call), Progress::Failed);
}

#[test]
fn an_assertion_is_signed_before_the_request_is_sent_and_shown_claim_by_claim() {
    let mut stage = with_key();
    let shown = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    for text in ["Assertion: claims", "machine-1", "https://op.example", "one-use", "ES256"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(!shown.contains("c2lnbmF0dXJl"), "the signature is masked: {shown}");
    stage.answers = false;
    stage.press("enter");
    let Some(Effect::Start { work: Work::Send { request, .. }, .. }) = stage.waiting.front() else {
        panic!("not sent")
    };
    assert!(request.form().get("client_assertion").is_some());
    assert_eq!(request.form().get("client_secret"), None, "the key is never sent");
    assert_eq!(stage.view_session().assertion(), None, "each assertion is sent once");
}

#[test]
fn an_assertion_that_has_expired_is_signed_again_before_it_is_sent() {
    let mut stage = with_key();
    let signed = |stage: &Stage| stage.work().filter(|work| WorkKind::from(*work) == WorkKind::SignAssertion).count();
    assert_eq!(signed(&stage), 1);
    stage.wait(55).press("enter");
    assert_eq!(signed(&stage), 2);
    assert_eq!(stage.view_session().exchanges().count(), 1);
    // Without a tick, Enter finds out that it has expired, and sends the new one when it is pressed again.
    let mut stage = with_key();
    stage.now = stage.now.checked_add(jiff::SignedDuration::from_secs(120)).unwrap();
    stage.press("enter");
    assert_eq!((signed(&stage), stage.view_session().exchanges().count()), (2, 0));
    stage.press("enter");
    assert_eq!(stage.view_session().exchanges().count(), 1);
}

#[test]
fn an_edited_request_is_sent_with_the_assertion_that_is_signed_anew() {
    let mut stage = with_key();
    stage.press("home e").type_text("?x=1").press("enter");
    assert!(stage.view().is_edited(Purpose::Token));
    stage.wait(55).press("enter");
    let sent = stage.view_session().exchanges().next().unwrap();
    let assertion = sent.request.form().get("client_assertion").unwrap().to_owned();
    let end = grantscope::protocol::jose::compact::peek(&assertion).unwrap().get("exp").unwrap().as_i64().unwrap();
    assert!(end > stage.now.as_second(), "the expired one was sent");
    assert!(!sent.edits.iter().any(|edit| format!("{edit:?}").contains("client_assertion")), "nobody edited it");
}

#[test]
fn the_grant_and_the_file_of_the_key_are_entered_in_step_1() {
    let mut stage = crate::stage::states::elsewhere("http://localhost:8765/callback");
    stage.press("1 down down e ctrl-u").type_text("client_credentials").press("enter");
    assert_eq!(stage.view_session().steps(), Step::OF_MACHINE);
    stage
        .press("down e ctrl-u")
        .type_text("private_key_jwt")
        .press("enter down e")
        .type_text("/keys/k.pem")
        .press("enter");
    assert_eq!(stage.view_session().profile().secret_source, SecretSource::File("/keys/k.pem".to_owned()));
    assert!(stage.has_asked(WorkKind::FetchSecret));
    stage.press("4");
    assert!(matches!(stage.view().progress(Step::Redeem), Progress::Blocked(_)), "there is no key yet");
}

#[test]
fn the_extra_parameters_of_a_machine_client_go_into_its_token_request() {
    let stage = client_with_key();
    let mut profile = stage.view_session().profile().clone();
    profile.parameters.set("audience", "https://api.example");
    let stage = Stage::session(Session::new(profile, stage.view_session().client_secret().cloned()));
    let draft = stage.view_session().draft(Purpose::Token).unwrap();
    assert_eq!(draft.parameters.get("audience"), Some("https://api.example"));
}

#[test]
fn the_id_of_a_key_is_entered_in_step_1_and_another_one_is_signed_anew() {
    let ids = |stage: &Stage| -> Vec<Option<String>> {
        let signed = |work: &Work| match work {
            Work::SignAssertion { key_id, .. } => Some(key_id.clone()),
            _ => None,
        };
        stage.started.iter().filter_map(|(_, work)| signed(work)).collect()
    };
    let mut stage = client_with_key();
    stage.press("4");
    assert_eq!(ids(&stage), [None]);
    stage.press("1 down down down down down e").type_text("k1").press("enter");
    assert_eq!(stage.view_session().profile().client_key_id.as_deref(), Some("k1"));
    stage.press("4");
    assert_eq!(ids(&stage), [None, Some("k1".to_owned())]);
}
