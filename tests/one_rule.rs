//! One rule, one home: a question that comes up in several places has the same answer in each.

#![allow(clippy::unwrap_used)]

use grantscope::app::Progress;
use grantscope::app::model::start_screen::StoredSession;
use grantscope::app::query::sign_out;
use grantscope::cli::login::callback::check_callback;
use grantscope::cli::login::flow::LoginFlow;
use grantscope::diagnosis;
use grantscope::profile::Profile;
use grantscope::protocol::{HttpRequest, HttpResponse};
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::runtime::listener::{Listener, Verdict};
use grantscope::runtime::sessions::Sessions;
use grantscope::session::{Delivery, Purpose, Randomness, Received, Session, Step};
use grantscope::ui::Styles;
use jiff::tz::TimeZone;

use crate::program::Sandbox;
use crate::stage::Stage;

/// A session of the recorded client that waits for its callback.
fn waiting() -> Session {
    waiting_of(crate::recorded::profile())
}

fn waiting_of(profile: Profile) -> Session {
    let mut session = Session::new(profile, None);
    let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
    let draft = session.draft_authorization(&random).unwrap();
    session.authorize(draft, crate::recorded::start());
    session
}

fn answer(session: &mut Session, purpose: Purpose, response: HttpResponse) {
    let request = session.draft(purpose).unwrap().build();
    send(session, purpose, request, response);
}

fn send(session: &mut Session, purpose: Purpose, request: HttpRequest, response: HttpResponse) {
    let id = session.begin(purpose, request, crate::recorded::start());
    let delivery = Delivery::from(Received::Response(response));
    session.absorb(id, delivery);
}

/// A session with tokens of that lifetime in seconds.
pub fn with_tokens(expires_in: u64) -> Session {
    // Without openid, no ID token is missing.
    let mut session = waiting_of(Profile { scopes: vec!["email".into()], ..crate::recorded::profile() });
    let state = session.attempt().unwrap().parameter("state").unwrap().to_owned();
    session.receive_callback(
        &format!("http://localhost:8765/callback?code={}&state={state}", crate::recorded::CODE),
        crate::recorded::start(),
    );
    answer_with_tokens(&mut session, Purpose::Token, expires_in);
    session
}

pub fn answer_with_tokens(session: &mut Session, purpose: Purpose, expires_in: u64) {
    let body = format!(
        r#"{{"access_token":"opaque-access-token","refresh_token":"{}","token_type":"Bearer","expires_in":{expires_in}}}"#,
        crate::recorded::REFRESH_1
    );
    answer(session, purpose, HttpResponse::new(200).with_body("application/json", body));
}

/// 2100-01-01, in seconds from the start of the recording.
const LONG: u64 = 2_332_584_000;

#[test]
fn a_session_has_the_same_sign_in_status_everywhere() {
    let revoked = || {
        let mut session = with_tokens(LONG);
        answer(&mut session, Purpose::Revocation, HttpResponse::new(200));
        session
    };
    let refused = || {
        let mut session = with_tokens(LONG);
        answer(&mut session, Purpose::Probe, HttpResponse::new(401));
        session
    };
    let revoked_again = || {
        let mut session = revoked();
        answer(&mut session, Purpose::Probe, HttpResponse::new(401));
        answer(&mut session, Purpose::Revocation, HttpResponse::new(200));
        session
    };
    let another_revoked = || {
        let mut session = with_tokens(LONG);
        let mut draft = session.draft(Purpose::Revocation).unwrap();
        draft.parameters.set("token", "another-token");
        send(&mut session, Purpose::Revocation, draft.build(), HttpResponse::new(200));
        session
    };
    // The state, the session; `session status`, `session list`, the start screen, the header, step 8.
    type Row = (&'static str, Session, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);
    let rows: [Row; 7] = [
        ("never", waiting(), "the session has no tokens", "no tokens", "no tokens", "", None),
        (
            "signed-in",
            with_tokens(LONG),
            "not expired, provider not asked; it expires at 2",
            "expires 2",
            "expires ",
            "refresh ·",
            None,
        ),
        ("expired", with_tokens(60), "the access token expired at", "expired 2026", "expired ", "expired", None),
        ("revoked", revoked(), "its tokens were revoked", "revoked", "revoked", "refresh ✗ revoked", {
            Some("the refresh token is revoked")
        }),
        ("revoked-again", revoked_again(), "its tokens were revoked", "revoked", "revoked", "refresh ✗ revoked", {
            Some("the refresh token is revoked")
        }),
        (
            "refused",
            refused(),
            "UserInfo rejected the access token",
            "rejected by UserInfo",
            "rejected by UserInfo",
            { "access ✗ rejected" },
            Some("access token rejected although nothing was revoked"),
        ),
        (
            "another",
            another_revoked(),
            "not expired, provider not asked; it expires at 2",
            "expires 2",
            "expires ",
            "refresh ·",
            { Some("accepted, but this request did not name a token that is in use") },
        ),
    ];
    let home = Sandbox::new();
    let sessions = Sessions::of(&home.data());
    for (name, session, status, listed, start, header, step) in rows {
        sessions.save(name, &session, true, false, crate::recorded::start()).unwrap();
        let is_signed_in = matches!(name, "signed-in" | "another");

        let ended = home.run(&["session", "status", name]);
        assert!(ended.stdout.contains(status), "{name}: {ended:?}");
        assert_eq!(ended.status == Some(0), is_signed_in, "{name}");

        let list = home.run(&["session", "list"]);
        let line = list.stdout.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
        assert!(line.contains(listed), "{name}: {line}");
        let rows = home.run(&["session", "list", "--json"]).json();
        let row = rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap();
        assert_eq!(row["signed_in"], is_signed_in, "{name}: {row}");

        let mut stage = Stage::session(session.clone());
        let stored = StoredSession {
            name: name.to_owned(),
            user: session.user(),
            client: "shop".to_owned(),
            sign_in: session.sign_in(),
            has_tokens: true,
        };
        let about = stored.about(stage.now, &TimeZone::UTC);
        assert!(about.contains(start), "{name}: {about}");
        assert_eq!(about.contains("expires"), is_signed_in, "{name}: {about}");

        let screen = crate::screens::screen(&mut stage, (120, 36), &Styles::default());
        let top = screen.lines().next().unwrap();
        assert!(top.contains(header), "{name}: {top}");
        assert_eq!(
            top.contains("refresh ·") && !top.contains("expired") && !top.contains('✗'),
            is_signed_in,
            "{name}: {top}"
        );

        let told = [Purpose::Revocation, Purpose::Probe].into_iter().find_map(|purpose| {
            let exchange = sign_out::last(stage.view(), purpose)?;
            sign_out::verdict(stage.view(), purpose, exchange).map(|(_, words)| words)
        });
        assert_eq!(told, step, "{name}");
        if let Some(probe) = sign_out::last(stage.view(), Purpose::Probe).filter(|_| name == "revoked-again") {
            let words = sign_out::verdict(stage.view(), Purpose::Probe, probe).map(|(_, words)| words);
            assert_eq!(words, Some("access token rejected, as expected after a revocation"));
        }
    }
}

#[tokio::test]
async fn a_callback_may_be_redeemed_everywhere_or_nowhere() {
    let state = waiting().attempt().unwrap().parameter("state").unwrap().to_owned();
    let other = "https://op.example";
    let issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool12345";
    // The callback's parameters; whether the listener stops waiting; the finding that forbids redeeming.
    let rows = [
        (format!("?code=c-1&state={state}"), true, None),
        (format!("?code=c-1&state={state}&iss={issuer}"), true, None),
        (format!("?code=c-1&code=c-1&state={state}"), true, None),
        ("?code=c-1&state=another".to_owned(), false, Some("state.mismatch")),
        ("?code=c-1".to_owned(), false, Some("state.dropped")),
        (format!("?code=c-1&state={state}&iss={other}"), true, Some("callback.issuer_mismatch")),
        (format!("?code=c-1&code=c-2&state={state}"), true, Some("callback.conflicting_parameter")),
        (format!("?code=c-1&error=access_denied&state={state}"), true, Some("callback.code_and_error")),
        (format!("?error=access_denied&state={state}"), true, Some("authorization.access_denied")),
    ];
    let mut elsewhere = vec![("http://localhost:8765/other", rows[0].0.clone(), None, Some("callback.wrong_place"))];
    elsewhere.extend(
        rows.into_iter().map(|(query, stops, finding)| ("http://localhost:8765/callback", query, Some(stops), finding)),
    );
    for (place, query, stops, forbids) in elsewhere {
        let mut session = waiting();
        session.receive_callback(&format!("{place}{query}"), crate::recorded::start());

        assert_eq!(session.may_redeem().is_ok(), forbids.is_none(), "{query}: {:?}", session.may_redeem());
        let http = HttpClient::new(Limits::default(), None).unwrap();
        let flow = LoginFlow::resume(session.clone(), http);
        assert_eq!(check_callback(&flow).is_ok(), forbids.is_none(), "{query}");
        let stage = Stage::session(session.clone());
        assert_eq!(stage.view().progress(Step::Callback) == Progress::Done, forbids.is_none(), "{query}");
        let found: Vec<_> = diagnosis::diagnose(&session, crate::recorded::start());
        let errors: Vec<_> = found.iter().map(|finding| finding.id()).collect();
        match forbids {
            Some(id) => assert!(errors.contains(&id), "{query}: {errors:?}"),
            None => {
                assert!(found.iter().all(|it| it.severity() != grantscope::protocol::Severity::Error), "{errors:?}")
            }
        }

        let Some(stops) = stops else { continue };
        let mut listener = Listener::bind("http://127.0.0.1:0/callback").await.unwrap();
        listener.expect(Some(&state));
        crate::listener::get(&listener, &format!("/callback{query}")).await;
        let verdict = listener.hit().await.verdict;
        assert_eq!(verdict, if stops { Verdict::Answer } else { Verdict::OtherState }, "{query}");
    }
}
