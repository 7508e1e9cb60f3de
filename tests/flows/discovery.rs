//! Discovery and the keys: follow-up requests, and which response counts.

use std::time::Duration;

use grantscope::app::{Answer, Progress};
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::HttpResponse;
use grantscope::session::{Delivery, FailureKind, Purpose, Received, Session, Step};

use crate::stage::Stage;

const ISSUER: &str = "https://op.example";

fn client() -> Stage {
    let mut stage = Stage::session(Session::new(Profile::new(Provider::Issuer(ISSUER.into()), "client-1"), None));
    stage.answers = false;
    stage
}

/// Answers the last request.
fn answer(stage: &mut Stage, received: Received) {
    let delivery = Box::new(Delivery::from(received));
    stage.reply(Answer::Send(delivery));
}

fn document(issuer: &str) -> Received {
    let text = format!(
        r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/authorize","token_endpoint":"{issuer}/token",
            "jwks_uri":"{issuer}/jwks"}}"#
    );
    Received::Response(HttpResponse::new(200).with_body("application/json", text))
}

fn redirect(location: &str) -> Received {
    Received::Response(HttpResponse::new(302).with_header("location", location))
}

/// The purpose and URL of every request.
fn sent(stage: &Stage) -> Vec<(Purpose, String)> {
    stage.view_session().exchanges().map(|exchange| (exchange.purpose, exchange.request.url.clone())).collect()
}

#[test]
fn a_redirect_within_the_origin_is_followed_three_times_and_one_elsewhere_never() {
    let mut stage = client();
    stage.press("enter");
    answer(&mut stage, redirect("/there/.well-known/openid-configuration"));
    answer(&mut stage, document(ISSUER));
    let there = format!("{ISSUER}/there/.well-known/openid-configuration");
    assert_eq!(sent(&stage)[1..], [(Purpose::Discovery, there), (Purpose::JwkSet, format!("{ISSUER}/jwks"))]);

    let mut stage = client();
    stage.press("enter");
    answer(&mut stage, redirect("https://elsewhere.example/"));
    assert_eq!((sent(&stage).len(), stage.view().progress(Step::Client)), (1, Progress::Failed));

    let mut stage = client();
    stage.press("enter");
    for hop in 0..4 {
        answer(&mut stage, redirect(&format!("/{hop}")));
    }
    assert_eq!((sent(&stage).len(), stage.view().progress(Step::Client)), (4, Progress::Failed));
}

#[test]
fn the_document_of_another_issuer_gives_no_endpoint_and_its_keys_are_not_asked_for() {
    let mut stage = client();
    stage.press("enter");
    answer(&mut stage, document("https://another.example"));
    assert_eq!(sent(&stage).len(), 1);
    let endpoints = stage.view_session().endpoints();
    assert_eq!((endpoints.authorization, endpoints.token), (None, None));
    assert_eq!(stage.view().progress(Step::Client), Progress::Failed);
    assert!(stage.findings().contains(&"discovery.issuer_mismatch"), "{:?}", stage.findings());
}

#[test]
fn the_endpoints_go_with_the_issuer_whose_they_are() {
    let mut stage = client();
    stage.press("enter");
    answer(&mut stage, document(ISSUER));
    answer(&mut stage, Received::Response(HttpResponse::new(200).with_body("application/json", r#"{"keys":[]}"#)));
    assert_eq!(stage.view().progress(Step::Client), Progress::Done);
    stage.press("1 home e ctrl-u").type_text("https://another.example").press("enter");
    assert_eq!(stage.view_session().endpoints().issuer.as_deref(), Some("https://another.example"));
    assert_eq!(stage.view_session().endpoints().token, None, "a code for one provider is not sent to the other");
    assert_eq!(stage.view().progress(Step::Client), Progress::Ready);
    stage.press("enter");
    let last = sent(&stage).pop().unwrap();
    assert_eq!(last.1, "https://another.example/.well-known/openid-configuration");

    // The late document of the first issuer does not apply to the second one.
    let mut stage = client();
    stage.press("enter home e ctrl-u").type_text("https://another.example").press("enter");
    answer(&mut stage, document(ISSUER));
    assert_eq!((sent(&stage).len(), stage.view_session().endpoints().token), (1, None));
}

#[test]
fn nothing_follows_from_a_request_that_was_given_up() {
    let mut stage = client();
    stage.press("enter");
    answer(&mut stage, document(ISSUER));
    answer(&mut stage, Received::Response(HttpResponse::new(200).with_body("application/json", r#"{"keys":[]}"#)));
    stage.press("f ctrl-x");
    let given_up = Delivery::failed(FailureKind::Cancelled, "given up", Duration::ZERO).received;
    answer(&mut stage, given_up);
    let purposes: Vec<_> = sent(&stage).into_iter().map(|(purpose, _)| purpose).collect();
    assert_eq!(purposes, [Purpose::Discovery, Purpose::JwkSet, Purpose::Discovery]);
}
