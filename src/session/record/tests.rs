use std::time::Duration;

use jiff::Timestamp;

use crate::profile::{Profile, Provider};
use crate::protocol::{Check, Endpoints, ExchangeId, HttpRequest, HttpResponse, JwkSet, Outcome, Parameters, Pkce};
use crate::session::{
    Availability, Connection, Delivery, Ended, Purpose, Randomness, Received, Session, Source, Step, Target, Timing,
    TokenProblem, merge, saved,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const RANDOM: Randomness = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };

fn session() -> Session {
    let endpoints = Endpoints {
        issuer: Some("https://op.example".into()),
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        userinfo: Some("https://op.example/userinfo".into()),
        ..Endpoints::default()
    };
    Session::new(Profile::new(Provider::Explicit(endpoints), "client-1"), None)
}

/// Sends the authorization request and returns the `state` it sent.
fn authorized(session: &mut Session) -> String {
    let draft = session.draft_authorization(&RANDOM).unwrap();
    session.authorize(draft, NOW);
    session.attempt().unwrap().parameter("state").unwrap().to_owned()
}

fn delivered(response: HttpResponse) -> Delivery {
    Delivery {
        sent_headers: Vec::new(),
        received: Received::Response(response),
        timing: Timing { head: Duration::from_millis(10), total: Duration::from_millis(12) },
        connection: Connection::default(),
    }
}

fn exchange(session: &mut Session, purpose: Purpose, response: HttpResponse) -> ExchangeId {
    let request = session.draft(purpose).unwrap().build();
    let id = session.begin(purpose, request, NOW);
    session.absorb(id, delivered(response));
    id
}

fn tokens(body: &str) -> HttpResponse {
    HttpResponse::new(200).with_body("application/json", body)
}

fn check<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    checks.iter().find(|check| check.id.as_str() == id).unwrap()
}

#[test]
fn a_time_that_a_cache_kept_is_no_time_of_the_providers() {
    let mut session = session();
    let mut dated = |purpose: Purpose, date: &str, (name, value): (&str, &str)| {
        let id = session.begin(purpose, crate::protocol::HttpRequest::get("https://op.example/x"), NOW);
        session.absorb(id, delivered(HttpResponse::new(200).with_header("date", date).with_header(name, value)));
        session.clock().significant().map(|offset| offset.as_secs())
    };
    assert_eq!(dated(Purpose::UserInfo, "Thu, 01 Jan 1970 00:00:10 GMT", ("age", "0")), Some(9));
    for told in [("age", "20000"), ("x-cache", "Hit from cloudfront"), ("vary", "*")] {
        assert_eq!(dated(Purpose::JwkSet, "Wed, 31 Dec 1969 18:00:00 GMT", told), Some(9), "{told:?}");
    }
}

#[test]
fn a_code_is_redeemed_with_the_redirect_uri_and_verifier_of_its_own_request() {
    let mut session = session();
    assert!(matches!(session.availability(Step::Redeem), Availability::Blocked(_)));
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    assert_eq!(session.availability(Step::Redeem), Availability::Ready);
    let form = session.draft(Purpose::Token).unwrap().parameters;
    assert_eq!(form.get("redirect_uri"), Some("http://localhost:8765/callback"));
    let verifier = form.get("code_verifier").unwrap();
    assert_eq!(
        Pkce::from_verifier(verifier).challenge,
        session.attempt().unwrap().parameter("code_challenge").unwrap()
    );
}

#[test]
fn a_new_authorization_request_forgets_the_callback_of_the_old_one() {
    let mut session = session();
    let state = authorized(&mut session);
    session.receive_callback(&format!("?code=abc&state={state}"), NOW);
    authorized(&mut session);
    assert_eq!(session.callback(), None);
    assert!(matches!(session.availability(Step::Redeem), Availability::Blocked(_)));
}

#[test]
fn state_is_compared_and_a_bare_code_is_not_called_good() {
    let mut session = session();
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    assert_eq!(check(&session.callback_checks(), "state").outcome, Outcome::Pass);
    assert_eq!(check(&session.callback_checks(), "redirect_uri").outcome, Outcome::Pass);
    session.receive_callback("http://localhost:8765/callback?code=abc&state=forged", NOW);
    assert!(check(&session.callback_checks(), "state").failed());
    session.receive_callback("http://localhost:8765/callback?code=abc", NOW);
    assert!(check(&session.callback_checks(), "state").failed());
    session.receive_callback("2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c", NOW);
    assert_eq!(check(&session.callback_checks(), "state").outcome.status(), "not_checked");
    session.receive_callback("http://127.0.0.1:8765/callback?code=abc&state=x&iss=https%3A%2F%2Fevil.example", NOW);
    assert!(check(&session.callback_checks(), "redirect_uri").failed());
    assert!(check(&session.callback_checks(), "iss").failed());
}

#[test]
fn refresh_keeps_the_old_refresh_token_when_none_is_returned() {
    let mut session = session();
    session.receive_callback("abc", NOW);
    exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"a1","refresh_token":"r1"}"#));
    exchange(&mut session, Purpose::Refresh, tokens(r#"{"access_token":"a2"}"#));
    assert_eq!(session.refresh_token().unwrap().expose(), "r1");
    exchange(&mut session, Purpose::Refresh, tokens(r#"{"access_token":"a3","refresh_token":"r2"}"#));
    assert_eq!(session.refresh_token().unwrap().expose(), "r2");
    assert_eq!(session.grants().len(), 3);
}

#[test]
fn discovery_fills_in_only_what_the_profile_does_not_say() {
    let mut session = session();
    let body = r#"{"issuer":"https://op.example","token_endpoint":"https://other.example/token","jwks_uri":"https://op.example/jwks"}"#;
    exchange(&mut session, Purpose::Discovery, tokens(body));
    assert_eq!(session.endpoints().token.as_deref(), Some("https://op.example/token"));
    assert_eq!(session.endpoints().jwks_uri.as_deref(), Some("https://op.example/jwks"));
}

#[test]
fn a_second_delivery_for_the_same_exchange_changes_nothing() {
    let mut session = session();
    session.receive_callback("abc", NOW);
    let id = exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"a1"}"#));
    session.absorb(id, delivered(tokens(r#"{"access_token":"late"}"#)));
    assert_eq!(session.grants().len(), 1);
    assert_eq!(session.grant().unwrap().response.access_token().unwrap().expose(), "a1");
}

#[test]
fn a_session_rebuilt_from_its_log_is_the_same_session() {
    let mut session = session();
    let state = authorized(&mut session);
    session.receive_callback(&format!("?code=abc&state={state}"), NOW);
    exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"a1","refresh_token":"r1","expires_in":60}"#));
    let rebuilt = Session::from_log(session.profile().clone(), None, session.log().to_vec());
    assert_eq!(rebuilt.grants(), session.grants());
    assert_eq!(rebuilt.log(), session.log());
    assert_eq!(rebuilt.availability(Step::Refresh), Availability::Ready);
}

#[test]
fn the_providers_clock_is_read_from_its_date_header_and_small_differences_are_ignored() {
    let mut session = session();
    let dated = |date: &str| tokens("{}").with_header("Date", date);
    exchange(&mut session, Purpose::Discovery, dated("Thu, 01 Jan 1970 00:05:00 GMT"));
    assert_eq!(session.clock().significant().map(|offset| offset.as_secs()), Some(299));
    exchange(&mut session, Purpose::Discovery, dated("Thu, 01 Jan 1970 00:00:01 GMT"));
    assert_eq!(session.clock().significant(), None);
}

#[test]
fn an_access_token_without_structure_expires_by_its_expires_in() {
    let mut session = session();
    session.receive_callback("abc", NOW);
    exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"opaque","expires_in":"60"}"#));
    let expires = session.grant().unwrap().access_token_expires_at(&session).unwrap();
    assert_eq!(expires.duration_since(session.grant().unwrap().received_at).as_secs(), 60);
}

#[test]
fn a_callback_without_a_request_is_neither_good_nor_foreign() {
    let mut session = session();
    session.receive_callback("http://localhost:8765/callback?code=abc&state=theirs", NOW);
    assert!(matches!(check(&session.callback_checks(), "state").outcome, Outcome::NotChecked { .. }));
}

#[test]
fn tokens_of_another_request_are_evidence_and_not_taken() {
    let mut session = session();
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback#access_token=a&state={state}"), NOW);
    assert_eq!(session.grant(), None, "a code was requested");
    let mut profile = session.profile().clone();
    profile.response_type = "token".to_owned();
    session.set_profile(profile, None);
    let state = authorized(&mut session);
    session.receive_callback("http://localhost:8765/callback#access_token=a&token_type=Bearer&state=forged", NOW);
    assert_eq!(session.grant(), None);
    session.receive_callback(&format!("http://localhost:8765/callback#access_token=a&state={state}"), NOW);
    assert_eq!(session.grant().map(|grant| grant.source), Some(Source::Callback));
    let again = Session::from_log(session.profile().clone(), None, session.log().to_vec());
    assert_eq!(again, session, "the log alone tells it");
}

#[test]
fn callbacks_of_others_are_counted_and_the_last_few_kept() {
    let mut session = session();
    let state = authorized(&mut session);
    let foreign = |at: usize| format!("http://localhost:8765/callback?code={at}&state={}", "x".repeat(1_000));
    (0..1000).for_each(|at| session.receive_callback(&foreign(at), NOW));
    assert_eq!(session.foreign_callbacks(), 1000);
    assert!(session.log().len() < 10, "{}", session.log().len());
    assert_eq!(session.callback().unwrap().callback.code(), Some("999"));
    session.receive_callback(&format!("http://localhost:8765/callback?code=ours&state={state}"), NOW);
    assert_eq!(session.callback().unwrap().callback.code(), Some("ours"));
    authorized(&mut session);
    assert_eq!(session.foreign_callbacks(), 0);
}

#[test]
fn only_the_rejection_of_the_refresh_token_itself_ends_refreshing() {
    let mut session = session();
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"a","refresh_token":"r","token_type":"Bearer"}"#));
    let refused = |status: u16, error: &str| {
        HttpResponse::new(status).with_body("application/json", format!(r#"{{"error":"{error}"}}"#))
    };
    for (status, error) in [(401, "invalid_client"), (400, "temporarily_unavailable"), (400, "invalid_scope")] {
        exchange(&mut session, Purpose::Refresh, refused(status, error));
        assert!(session.can_refresh(), "{error}");
    }
    // A refresh token that a person edited says nothing about the one that was received.
    let mut edited = session.draft(Purpose::Refresh).unwrap();
    edited.parameters.set("refresh_token", "x");
    let id = session.begin(Purpose::Refresh, edited.build(), NOW);
    session.absorb(id, delivered(refused(400, "invalid_grant")));
    assert!(session.can_refresh());
    exchange(&mut session, Purpose::Refresh, refused(400, "invalid_grant"));
    assert!(!session.can_refresh());
}

#[test]
fn keys_that_could_not_be_fetched_are_asked_for_once_more_with_the_first_token() {
    let token = "eyJraWQiOiJrMSIsImFsZyI6IlJTMjU2In0.eyJzdWIiOiJ1In0.AAEC";
    let endpoints = Endpoints {
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        jwks_uri: Some("https://op.example/jwks".into()),
        ..Endpoints::default()
    };
    let mut session = Session::new(Profile::new(Provider::Explicit(endpoints), "client-1"), None);
    exchange(&mut session, Purpose::JwkSet, HttpResponse::new(503));
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    assert_eq!(session.wants_keys(NOW), None, "no token needs them yet");
    let body = format!(r#"{{"access_token":"a","id_token":"{token}","token_type":"Bearer"}}"#);
    exchange(&mut session, Purpose::Token, tokens(&body));
    assert!(session.wants_keys(NOW).is_some());
    exchange(&mut session, Purpose::JwkSet, HttpResponse::new(503));
    assert_eq!(session.wants_keys(NOW), None, "once per response");
}

/// An unsigned ID token with these claims.
fn id_token(claims: &str) -> String {
    use base64::Engine;
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.AAEC", encode(r#"{"alg":"RS256","kid":"k"}"#), encode(claims))
}

/// A session with the scope `openid` and the tokens of a callback's code.
fn signed_in(body: &str) -> Session {
    let mut session = session();
    let profile = Profile { scopes: vec!["openid".into()], ..session.profile().clone() };
    session.set_profile(profile, None);
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    exchange(&mut session, Purpose::Token, tokens(body));
    session
}

fn given_keys(mut session: Session) -> Session {
    session.give_keys(
        JwkSet::parse(r#"{"keys":[{"kty":"RSA","kid":"other","alg":"RS256","n":"AQAB","e":"AQAB"}]}"#).unwrap(),
    );
    session
}

#[test]
fn tokens_that_arrive_after_another_round_began_are_checked_with_their_own_request() {
    let mut session = signed_in(r#"{"access_token":"a"}"#);
    let nonce = session.attempt().unwrap().parameter("nonce").unwrap().to_owned();
    let request = session.draft(Purpose::Token).unwrap().build();
    let id = session.begin(Purpose::Token, request, NOW);
    let draft = session.draft_authorization(&Randomness { nonce: [9; 32], ..RANDOM }).unwrap();
    session.authorize(draft, NOW);
    session.receive_callback("http://localhost:8765/callback?error=access_denied", NOW);
    let id_token = id_token(&format!(r#"{{"nonce":"{nonce}"}}"#));
    session.absorb(id, delivered(tokens(&format!(r#"{{"access_token":"b","id_token":"{id_token}"}}"#))));
    let report = session.grant().unwrap().id_token.as_ref().unwrap();
    assert_eq!(check(&report.checks, "nonce").outcome, Outcome::Pass);
    let again = Session::from_log(session.profile().clone(), None, session.log().to_vec());
    assert_eq!(again.grants(), session.grants());
}

#[test]
fn a_bare_code_is_redeemed_although_the_provider_announces_iss() {
    let mut session = session();
    let body = r#"{"issuer":"https://op.example","authorization_response_iss_parameter_supported":true}"#;
    exchange(&mut session, Purpose::Discovery, tokens(body));
    let state = authorized(&mut session);
    session.receive_callback(&format!("http://localhost:8765/callback?code=abc&state={state}"), NOW);
    assert!(session.may_redeem().is_err(), "a whole callback must have iss");
    session.receive_callback("2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c", NOW);
    assert_eq!(check(&session.callback_checks(), "iss").outcome.status(), "not_checked");
    assert_eq!(session.may_redeem(), Ok(()));
}

#[test]
fn the_revocation_of_an_access_token_leaves_the_refresh_token() {
    let mut session = signed_in(r#"{"access_token":"a","refresh_token":"r","token_type":"Bearer","expires_in":60}"#);
    let revoke = |session: &mut Session, token: &str| {
        let request = HttpRequest::post_form("https://op.example/revoke", &Parameters::new().with("token", token));
        let id = session.begin(Purpose::Revocation, request, NOW);
        session.absorb(id, delivered(HttpResponse::new(200)));
    };
    revoke(&mut session, "a");
    assert_eq!((session.can_refresh(), session.sign_in().ended), (true, Some(Ended::Revoked)));
    revoke(&mut session, "r");
    assert_eq!((session.can_refresh(), session.sign_in().ended), (false, Some(Ended::Revoked)));
}

#[test]
fn an_id_token_that_the_keys_cannot_verify_is_unverified_and_not_rejected() {
    let body = |claims: &str| format!(r#"{{"access_token":"a","id_token":"{}"}}"#, id_token(claims));
    let good = format!(
        r#"{{"iss":"https://op.example","aud":"client-1","sub":"u","exp":9,"iat":0,"nonce":"{}"}}"#,
        authorized_nonce()
    );
    let session = signed_in(&body(&good));
    assert_eq!(session.sign_in().ended, None, "without keys, nothing could be verified");
    assert_eq!(given_keys(session).sign_in().ended, Some(Ended::Unverified));
    let other = given_keys(signed_in(&body(&good.replace("client-1", "client-2"))));
    assert_eq!(other.sign_in().ended, Some(Ended::Rejected));
}

/// The nonce that each request of these tests has.
fn authorized_nonce() -> String {
    signed_in("{}").attempt().unwrap().parameter("nonce").unwrap().to_owned()
}

#[test]
fn tokens_without_the_requested_id_token_are_not_accepted() {
    let session = signed_in(r#"{"access_token":"a"}"#);
    assert_eq!(session.token_problems(), [TokenProblem::NoIdToken]);
    assert_eq!(session.sign_in().ended, Some(Ended::Rejected));
}

#[test]
fn a_refresh_is_compared_with_the_id_token_of_its_own_sign_in() {
    let body = |sub: &str, refresh: &str| {
        format!(
            r#"{{"access_token":"a","refresh_token":"{refresh}","id_token":"{}"}}"#,
            id_token(&format!(r#"{{"sub":"{sub}"}}"#))
        )
    };
    let mut session = signed_in(&body("alice", "r1"));
    authorized(&mut session);
    session.receive_callback("def", NOW);
    exchange(&mut session, Purpose::Token, tokens(r#"{"access_token":"a","refresh_token":"r2"}"#));
    exchange(&mut session, Purpose::Refresh, tokens(&body("bob", "r3")));
    assert!(!session.token_problems().contains(&TokenProblem::AnotherSignIn));
    exchange(&mut session, Purpose::Refresh, tokens(&body("alice", "r4")));
    assert!(session.token_problems().contains(&TokenProblem::AnotherSignIn));
}

#[test]
fn a_saved_session_keeps_the_resource_to_call_and_what_only_its_tokens_name() {
    let target = Target { tool: Some("search".into()), ..Target::of("https://api.example/mcp") };
    let body = format!(
        r#"{{"access_token":"a","id_token":"{}"}}"#,
        id_token(r#"{"iss":"https://op.example","aud":"client-1"}"#)
    );
    let received = signed_in(&body);
    let mut session = Session::of_record(received.profile().clone(), received.log().to_vec());
    session.set_target(Some(target.clone()));
    let opened = saved::read_own(&saved::write(&session, true, NOW)).unwrap().session;
    assert_eq!(opened, session);
    let issuer = check(&opened.grant().unwrap().id_token.as_ref().unwrap().checks, "iss").outcome.status();
    assert_eq!(issuer, "not_checked", "only the token names it");
    let mut newer = opened.clone();
    exchange(&mut newer, Purpose::UserInfo, tokens(r#"{"sub":"u"}"#));
    assert_eq!(merge::merged(&newer, &session).unwrap().session.target(), Some(target));
}
