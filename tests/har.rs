//! HAR: an export is read as the same session, and a browser's recording yields its login.

#![allow(clippy::unwrap_used)]

use grantscope::diagnosis::inspect::{Kind, Options, inspect};
use grantscope::protocol::{HttpRequest, Secret};
use grantscope::session::har::{self, Recording};
use grantscope::session::redaction::whole_session;
use grantscope::session::{Delivery, Entry, FailureKind, Purpose, Received, Session, capsule, saved, write_har};

fn read(text: &str) -> Recording {
    har::read(text.as_bytes()).unwrap()
}

fn ids(recording: &Recording) -> Vec<&'static str> {
    recording.findings.iter().map(|finding| finding.id()).collect()
}

fn purposes(session: &Session) -> Vec<Purpose> {
    session.exchanges().map(|exchange| exchange.purpose).collect()
}

#[test]
fn a_session_written_whole_is_read_back_with_its_tokens_callback_and_exchanges() {
    let session = whole_session::without_credentials(&crate::recorded::public_session());
    let recording = read(&write_har(&session, true));
    let again = &recording.session;
    assert_eq!((recording.entries, ids(&recording)), (session.log().len(), vec![]));
    assert_eq!(purposes(again), purposes(&session));
    assert_eq!(again.callback().map(|c| &c.callback), session.callback().map(|c| &c.callback));
    assert_eq!(again.attempt().unwrap().url(), session.attempt().unwrap().url());
    assert_eq!(again.attempt().unwrap().verifier, session.attempt().unwrap().verifier);
    let tokens = |s: &Session| s.grants().iter().map(|g| g.response.clone()).collect::<Vec<_>>();
    assert_eq!(tokens(again), tokens(&session));
    for (there, here) in again.exchanges().zip(session.exchanges()) {
        assert_eq!((&there.request.url, &there.request.body), (&here.request.url, &here.request.body));
        assert_eq!(there.response().map(|r| &r.body), here.response().map(|r| &r.body));
        assert_eq!(there.sent_at, here.sent_at);
    }
    let (profile, original) = (again.profile(), session.profile());
    assert_eq!(profile.provider, original.provider);
    assert_eq!(profile.client_id, original.client_id);
    assert_eq!((&profile.redirect_uris, &profile.scopes), (&original.redirect_uris, &original.scopes));
    assert_eq!(profile.parameters, original.parameters);
}

/// Azure AD B2C announces its user flow in the query of the authorization endpoint.
#[test]
fn the_query_of_the_announced_endpoint_is_no_parameter_of_the_client() {
    let issuer = "https://x.b2clogin.com/11111111-1111-1111-1111-111111111111/v2.0/";
    let endpoint = "https://x.b2clogin.com/x.onmicrosoft.com/oauth2/v2.0/authorize?p=b2c_1_signin";
    let document = serde_json::json!({
        "issuer": issuer, "authorization_endpoint": endpoint,
        "token_endpoint": "https://x.b2clogin.com/x.onmicrosoft.com/oauth2/v2.0/token?p=b2c_1_signin",
        "jwks_uri": "https://x.b2clogin.com/x.onmicrosoft.com/discovery/v2.0/keys?p=b2c_1_signin",
    });
    let request = "&response_type=code&client_id=c1&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=openid\
        &state=abcdefabcdef0123&nonce=nnnnnnnnnnnnnnnn&ui_locales=de\
        &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let get = |second: u8, url: &str, status: u16, location: &str, body: &str| {
        serde_json::json!({
            "startedDateTime": format!("2026-11-30T10:00:0{second}Z"), "time": 5,
            "request": { "method": "GET", "url": url, "headers": [] },
            "response": {
                "status": status, "headers": [{ "name": "Location", "value": location }],
                "content": { "mimeType": "application/json", "text": body },
            },
        })
    };
    let callback = "https://app.example/cb?state=abcdefabcdef0123&code=aaaabbbbcccc0123";
    let discovery = "https://x.b2clogin.com/x.onmicrosoft.com/v2.0/.well-known/openid-configuration?p=b2c_1_signin";
    let entries = [
        get(0, discovery, 200, "", &document.to_string()),
        get(1, &format!("{endpoint}{request}"), 302, callback, ""),
        get(2, callback, 200, "", ""),
    ];
    let text = serde_json::json!({ "log": { "version": "1.2", "entries": entries } }).to_string();
    let session = read(&text).session;
    assert_eq!(session.profile().parameters.iter().collect::<Vec<_>>(), [("ui_locales", "de")]);
    assert_eq!(session.authorization_problem(), None);
    let found = inspect(text.as_bytes(), &Options::at(crate::recorded::start())).findings;
    assert!(found.is_empty(), "{found:?}");
    let again = inspect(write_har(&session, true).as_bytes(), &Options::at(crate::recorded::start())).findings;
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn an_exchange_without_a_response_keeps_its_kind_of_failure() {
    let mut session = Session::new(crate::recorded::public_session().profile().clone(), None);
    let kinds =
        ["dns", "connect", "tls", "connect_timeout", "timeout", "transport", "not_http", "cancelled", "refused"];
    let kinds = kinds.map(|name| FailureKind::parse(name).expect(name));
    for kind in kinds {
        let request = HttpRequest::get("https://op.example/userinfo");
        let id = session.begin(Purpose::UserInfo, request, crate::recorded::start());
        session.absorb(id, Delivery::failed(kind, "in vain", std::time::Duration::ZERO));
    }
    let recording = read(&write_har(&session, true));
    let read = recording.session.exchanges().map(|exchange| match &exchange.received {
        Received::Failed(failure) => Some(failure.kind),
        _ => None,
    });
    assert_eq!(read.collect::<Vec<_>>(), kinds.map(Some));
}

#[test]
fn a_har_holds_no_secret_unless_asked_and_the_client_secret_never() {
    crate::recorded::assert_no_secret("the HAR", &write_har(&crate::recorded::session(), false));
    let whole = write_har(&crate::recorded::session(), true);
    assert!(whole.contains(crate::recorded::REFRESH_2) && whole.contains(crate::recorded::CODE));
    for (name, secret) in crate::recorded::secrets() {
        assert!(!(name.contains("client secret") || name.contains("basic")) || !whole.contains(&secret), "{name}");
    }
}

/// A recording in which the secrets contain `LEAK`, as written by tools that omit headers.
fn recording_of_secrets() -> String {
    let post = |url: &str, media_type: &str, text: &str, answer: &str| {
        serde_json::json!({
            "startedDateTime": "2026-11-01T10:00:00Z", "time": 5,
            "request": { "method": "POST", "url": url, "headers": [], "postData": { "mimeType": media_type, "text": text } },
            "response": {
                "status": 200,
                "headers": [{ "name": "Refresh", "value": "0; url=https://app.example/cb?code=LEAKcodeinheader1" }],
                "content": { "mimeType": "application/json", "text": answer },
            },
        })
    };
    let form = "application/x-www-form-urlencoded";
    let login = "https://shop.auth.us-east-1.amazoncognito.com/login?client_id=client1&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code";
    let entries = [
        post(
            login,
            form,
            "username=alice&password=LEAK pass word&confirmPassword=LEAKconfirm12&mfa_code=LEAK12345678&cognitoAsfData=LEAKasfdata123",
            "",
        ),
        post(
            "https://shop.auth.us-east-1.amazoncognito.com/oauth2/token",
            form,
            "grant_type=refresh_token&client_id=client1&refresh_token=LEAKrefresh1234&client_secret=LEAKclientsecret1",
            "{\"access_token\":\"LEAKaccess1234\",\"refresh_token\":\"LEAKrotated1234\",\"device_secret\":\"LEAKdevice12345\",",
        ),
        post(
            "https://cognito-idp.us-east-1.amazonaws.com/",
            "application/x-amz-json-1.1",
            "{\"ClientId\":\"client1\",\"ChallengeName\":\"NEW_PASSWORD_REQUIRED\",\"ChallengeResponses\":{\"NEW_PASSWORD\":\"LEAKnewpassword\",\"SMS_MFA_CODE\":\"LEAK1234\",\"ANSWER\":\"LEAKanswer12\"}}",
            &format!(
                "{{\"AuthenticationResult\":{{\"AccessToken\":\"{}\",\"RefreshToken\":\"LEAKrefresh123\",\"NewDeviceMetadata\":{{\"DeviceGroupKey\":\"LEAKgroupkey12\"}}}}}}",
                crate::recorded::access_token(1)
            ),
        ),
    ];
    serde_json::json!({ "log": { "version": "1.2", "entries": entries } }).to_string()
}

#[test]
fn no_secret_of_a_recording_is_shared_and_no_password_is_kept() {
    let session = read(&recording_of_secrets()).session;
    let now = crate::recorded::start();
    assert_eq!(session.exchanges().count(), 4, "{:?}", purposes(&session));
    for shared in
        [write_har(&session, false), saved::write(&session, false, now), capsule::write(&session, &[7; 32], now)]
    {
        // Masked values contain no LEAK either.
        assert!(!shared.contains("LEAK"), "{shared}");
    }
    let kept = saved::write(&session, true, now);
    for gone in
        ["LEAK pass word", "LEAKconfirm12", "LEAK12345678", "LEAKclientsecret1", "LEAKnewpassword", "LEAK1234\\\""]
    {
        assert!(!kept.contains(gone), "{gone} in {kept}");
    }
    assert!(kept.contains("LEAKrefresh1234") && kept.contains("LEAKrotated1234"));
}

/// A login as each browser writes it, among other requests of a page.
fn browsers() -> [(&'static str, String); 2] {
    [
        ("chromium", include_str!("cases/har/chromium-spa.har").to_owned()),
        ("firefox", include_str!("cases/har/firefox-federated.har").to_owned()),
    ]
}

#[test]
fn the_login_in_a_browsers_recording_is_found() {
    for (browser, text) in browsers() {
        let text = text
            .replace("ID_TOKEN", &crate::recorded::id_token(1))
            .replace("ACCESS_TOKEN", &crate::recorded::access_token(1));
        let recording = read(&text);
        let session = &recording.session;
        assert_eq!(ids(&recording), Vec::<&str>::new(), "{browser}");
        assert_eq!(session.profile().client_id, "client1", "{browser}");
        assert_eq!(session.profile().redirect_uri(), "http://localhost:5173/callback", "{browser}");
        assert_eq!(
            session.endpoints().issuer.as_deref(),
            Some("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool12345")
        );
        let attempts = session.log().iter().filter(|entry| matches!(entry, Entry::Authorization(_))).count();
        let callbacks = session.log().iter().filter(|entry| matches!(entry, Entry::Callback(_))).count();
        assert_eq!((attempts, callbacks), (1, 1), "{browser}");
        assert!(
            session.callback_checks().iter().all(|check| !check.failed()),
            "{browser}: {:?}",
            session.callback_checks()
        );
        let grant = session.grant().unwrap();
        assert_eq!(grant.response.access_token(), Some(Secret::new(crate::recorded::access_token(1))), "{browser}");
        assert!(purposes(session).contains(&Purpose::UserInfo), "{browser}");
        assert!(session.attempt().unwrap().verifier.is_some(), "{browser}");
    }
}

#[test]
fn a_truncated_recording_is_read_up_to_the_break() {
    let text = write_har(&crate::recorded::public_session(), true);
    let cut = text.find("/oauth2/revoke").unwrap();
    let recording = read(&text[..cut]);
    assert_eq!(ids(&recording), ["har.truncated"]);
    assert_eq!(recording.session.grants().len(), 2);
    assert!(recording.findings[0].detail.contains("7 entries before it were read"), "{}", recording.findings[0].detail);
    assert!(har::is_har(&text.as_bytes()[..cut]));
}

#[test]
fn a_broken_entry_costs_itself_only_and_a_missing_body_is_not_an_empty_answer() {
    let text = write_har(&crate::recorded::public_session(), true);
    let at = text.find("\"entries\": [").unwrap() + "\"entries\": [".len();
    let broken = format!("{}{{\"request\": nonsense}}, {{}}, 7, {}", &text[..at], &text[at..]);
    let recording = read(&broken);
    assert_eq!(ids(&recording), ["har.entry_unreadable"]);
    assert_eq!(recording.session.grants().len(), 2);

    let without = r#"{"log":{"entries":[{"startedDateTime":"2026-01-31T12:00:00Z","time":5,
        "request":{"method":"POST","url":"https://op.example/token","headers":[],"postData":{"params":[{"name":"grant_type","value":"authorization_code"},{"name":"redirect_uri","value":"http://localhost/cb"}]}},
        "response":{"status":200,"headers":[],"content":{"size":812,"mimeType":"application/json"}}}]}}"#;
    let recording = read(without);
    assert_eq!(ids(&recording), ["har.body_missing"]);
    assert_eq!(recording.session.profile().redirect_uri(), "http://localhost/cb");
}

#[test]
fn a_recording_without_a_login_says_so() {
    let recording = read(r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.example/a.js"}}]}}"#);
    assert_eq!(ids(&recording), ["har.no_login"]);
    assert!(har::read(b"{\"log\":1}").is_none());
    assert!(!har::is_har(b"{\"logs\":{}}"));
}

#[test]
fn a_password_sign_in_through_the_aws_api_is_a_set_of_tokens() {
    let entry = format!(
        r#"{{"startedDateTime":"2026-01-31T12:00:01.000Z","time":90,"request":{{"method":"POST","url":"https://cognito-idp.us-east-1.amazonaws.com/","headers":[{{"name":"X-Amz-Target","value":"AWSCognitoIdentityProviderService.RespondToAuthChallenge"}}],"postData":{{"mimeType":"application/x-amz-json-1.1","text":"{{\"ClientId\":\"client1\"}}"}}}},"response":{{"status":200,"headers":[],"content":{{"size":9,"text":"{{\"AuthenticationResult\":{{\"AccessToken\":\"{}\",\"IdToken\":\"{}\",\"RefreshToken\":\"r\",\"ExpiresIn\":3600}}}}"}}}}}}"#,
        crate::recorded::access_token(1),
        crate::recorded::id_token(1)
    );
    let recording = read(&format!(r#"{{"log":{{"entries":[{entry}]}}}}"#));
    assert_eq!(recording.session.grants().len(), 1);
    assert_eq!(recording.session.profile().client_id, "client1");
    assert_eq!(recording.session.grant().unwrap().received_at.to_string(), "2026-01-31T12:00:01Z");
}

/// One entry of a recording: a GET, or a POST of a form.
fn visit(second: usize, url: &str, form: Option<&str>, headers: &[(&str, &str)], status: i64, body: &str) -> String {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| serde_json::json!({"name": name, "value": value})).collect();
    let mut request = serde_json::json!({"method": "GET", "url": url, "headers": headers});
    if let Some(form) = form {
        request["method"] = "POST".into();
        request["postData"] = serde_json::json!({"mimeType": "application/x-www-form-urlencoded", "text": form});
    }
    let (minute, second) = (second / 60 % 60, second % 60);
    serde_json::json!({
        "startedDateTime": format!("2026-01-31T12:{minute:02}:{second:02}Z"), "time": 5, "request": request,
        "response": {"status": status, "headers": [], "content": {"size": body.len(), "mimeType": "application/json", "text": body}},
    })
    .to_string()
}

fn recording(entries: &[String]) -> Recording {
    read(&format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(",")))
}

/// The authorization request of one client.
fn asks(second: usize, origin: &str, state: &str) -> String {
    let url = format!(
        "{origin}/auth?client_id=c&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state={state}&scope=openid"
    );
    visit(second, &url, None, &[], 200, "")
}

#[test]
fn a_page_with_a_code_and_a_state_is_no_callback() {
    let shop = |n: usize| visit(n, "https://shop.example/item?code=SUMMER&state=CA", None, &[], 200, "");
    let redeemed = |code: &str| {
        let form = format!("grant_type=authorization_code&code={code}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb");
        visit(9, "https://op.example/token", Some(&form), &[], 200, r#"{"access_token":"a","token_type":"Bearer"}"#)
    };
    let back = visit(5, "https://app.example/cb?code=real&state=s1", None, &[], 200, "");
    let session = recording(&[shop(1), asks(2, "https://op.example", "s1"), shop(3), back.clone(), shop(6)]).session;
    assert_eq!(session.log().iter().filter(|entry| matches!(entry, Entry::Callback(_))).count(), 1);
    assert_eq!(session.callback().unwrap().callback.code(), Some("real"));
    assert!(recording(&[shop(1)]).session.log().is_empty(), "a shop alone is no login");
    let late = recording(&[back, shop(6), redeemed("real")]).session;
    assert_eq!(late.callback().unwrap().callback.code(), Some("real"), "the code is redeemed");
    let astray = visit(5, "https://other.example/cb?code=real&state=s1", None, &[], 200, "");
    let session = recording(&[asks(2, "https://op.example", "s1"), astray]).session;
    assert!(session.callback_checks().iter().any(|check| check.failed()), "it answers the request, elsewhere");
}

#[test]
fn endpoints_are_those_that_the_recording_itself_names() {
    let document = r#"{"issuer":"https://op.example","authorization_endpoint":"https://op.example/auth","token_endpoint":"https://op.example/token","userinfo_endpoint":"https://op.example/me","jwks_uri":"https://op.example/k"}"#;
    let discovery = visit(0, "https://op.example/.well-known/openid-configuration", None, &[], 200, document);
    let token = visit(
        4,
        "https://op.example/token",
        Some("grant_type=authorization_code&code=x"),
        &[],
        200,
        r#"{"access_token":"at-1","token_type":"Bearer"}"#,
    );
    let me =
        |status, body: &str| visit(5, "https://op.example/me", None, &[("authorization", "Bearer at-1")], status, body);
    let asked = asks(1, "https://op.example", "s1");
    let back = visit(3, "https://app.example/cb?code=x&state=s1", None, &[], 200, "");
    let session =
        recording(&[discovery, asked.clone(), back.clone(), token.clone(), me(200, r#"{"sub":"u"}"#)]).session;
    assert_eq!(purposes(&session), [Purpose::Discovery, Purpose::Token, Purpose::UserInfo]);
    let session = recording(&[asked.clone(), back, token, me(200, r#"{"sub":"u"}"#)]).session;
    assert_eq!(purposes(&session), [Purpose::Token, Purpose::UserInfo], "by the token it brings");
    // A form at the same URL, as in cognito-local, is not a second request.
    let form = visit(
        2,
        "https://op.example/auth?client_id=c&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s1&scope=openid",
        Some("username=a&password=b"),
        &[],
        200,
        "",
    );
    let session = recording(&[asked, form]).session;
    assert_eq!(session.log().iter().filter(|entry| matches!(entry, Entry::Authorization(_))).count(), 1);
}

#[test]
fn a_request_that_the_browser_blocked_failed() {
    for status in [0, -1] {
        let token = visit(4, "https://op.example/token", Some("grant_type=authorization_code&code=x"), &[], status, "");
        let session = recording(&[asks(1, "https://op.example", "s1"), token]).session;
        let exchange = session.last_exchange(Purpose::Token).unwrap();
        assert!(matches!(exchange.received, grantscope::session::Received::Failed(_)), "{status}");
    }
}

#[test]
fn two_providers_in_one_recording_are_two_sessions() {
    let back = |second, state: &str| {
        visit(second, &format!("https://app.example/cb?code=of-{state}&state={state}"), None, &[], 200, "")
    };
    let token = |second, origin: &str, state: &str| {
        let form = format!("grant_type=authorization_code&code=of-{state}");
        let answer = format!(r#"{{"access_token":"token-{state}","token_type":"Bearer"}}"#);
        visit(second, &format!("{origin}/token"), Some(&form), &[], 200, &answer)
    };
    let read = recording(&[
        asks(1, "https://one.example", "a"),
        asks(2, "https://two.example", "b"),
        back(3, "a"),
        back(4, "b"),
        token(5, "https://tokens.two.example", "b"),
        token(6, "https://one.example", "a"),
    ]);
    assert_eq!(read.others.len(), 1);
    for (session, state) in [(&read.session, "a"), (&read.others[0], "b")] {
        assert_eq!(session.callback().unwrap().callback.state(), Some(state));
        let token = session.grant().unwrap().response.access_token().unwrap();
        assert_eq!(token.expose(), format!("token-{state}"));
    }
}

#[test]
fn client_credentials_stay_client_credentials() {
    let token = visit(
        1,
        "https://op.example/token",
        Some("grant_type=client_credentials&scope=x"),
        &[],
        200,
        r#"{"access_token":"a","token_type":"Bearer"}"#,
    );
    let session = recording(&[token]).session;
    assert_eq!(session.grant().unwrap().source, grantscope::session::Source::ClientCredentials);
}

/// A recording of `megabytes`, with 20,000 decoys for every 60.
pub fn with_decoys(megabytes: usize) -> String {
    let mut entries = vec![
        asks(1, "https://op.example", "s1"),
        visit(2, "https://app.example/cb?code=x&state=s1", None, &[], 200, ""),
    ];
    let body = "lorem ipsum ".repeat(220);
    let decoys = megabytes * 20_000 / 60;
    entries.extend((0..decoys).map(|n| {
        visit(3 + n % 3000, &format!("https://shop{n}.example/item?code=SUMMER{n}&state=CA{n}"), None, &[], 200, &body)
    }));
    format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(","))
}

#[test]
fn a_login_among_decoys_is_found_and_no_decoy_is_kept() {
    let read = read(&with_decoys(1));
    assert_eq!((read.session.log().len(), read.others.len()), (2, 0));
}

/// A recording of `entries` page loads with a login in the middle.
fn large(entries: usize, body: usize) -> String {
    let login = write_har(&crate::recorded::public_session(), true);
    let start = login.find("\"entries\": [").unwrap() + "\"entries\": [".len();
    let end = login.rfind("]\n  }").unwrap();
    let noise = format!(
        r#"{{"startedDateTime":"2026-01-31T11:00:00.000Z","time":12.5,"request":{{"method":"GET","url":"https://app.example/assets/chunk.js","headers":[{{"name":"accept","value":"*/*"}}]}},"response":{{"status":200,"headers":[],"content":{{"size":{body},"mimeType":"text/javascript","text":"{}"}}}}}},"#,
        "const a = \\\"b\\\"; ".repeat(body / 16 + 1)
    );
    let half = noise.repeat(entries / 2);
    format!("{}{half}{},{}{}", &login[..start], &login[start..end], half.trim_end_matches(','), &login[end..])
}

#[test]
fn the_login_among_fifty_thousand_entries_is_found() {
    let recording = read(&large(50_000, 16));
    assert_eq!(recording.session.grants().len(), 2);
    assert!(recording.entries >= 50_000, "{}: {:?}", recording.entries, recording.findings);
}

/// Prints figures, asserts none: `cargo test --release har -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn measure_recordings_of_50_and_200_mb() {
    for (entries, body) in [(5_000, 10_000), (20_000, 10_000), (50_000, 900)] {
        let text = large(entries, body);
        let started = std::time::Instant::now();
        let recording = read(&text);
        let elapsed = started.elapsed();
        let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = peak.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
        println!("{} MB, {} entries: {elapsed:?}; {peak}", text.len() / 1_000_000, recording.entries);
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        drop(har::read(&bytes));
        let mut within = b"{\"log\":{\"entries\":[{\"request\":{\"url\":\"http://x/?client_id=a&response_type=code\",\"postData\":".to_vec();
        within.extend(&bytes);
        drop(har::read(&within));
    }

    #[test]
    fn a_recording_cut_anywhere_keeps_what_came_before(cut in 0usize..30_000) {
        let text = write_har(&crate::recorded::public_session(), true);
        let cut = cut.min(text.trim_end().len() - 1);
        if let Some(recording) = har::read(&text.as_bytes()[..cut]) {
            proptest::prop_assert!(ids(&recording).contains(&"har.truncated"));
        }
    }
}

#[test]
fn a_body_that_was_not_kept_is_no_broken_connection_and_utf_16_is_read() {
    let recording =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/har/chromium-spa.har")).unwrap();
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(recording.encode_utf16().flat_map(u16::to_le_bytes));
    let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
    let (narrow, read) = (inspect(recording.as_bytes(), &options), inspect(&wide, &options));
    assert_eq!((read.kind, read.token_sets.len()), (Kind::Har, narrow.token_sets.len()));
    assert_eq!(read.repairs, ["read it as UTF-16"]);

    let mut har: serde_json::Value = serde_json::from_str(&recording).unwrap();
    for entry in har["log"]["entries"].as_array_mut().unwrap() {
        entry["response"]["content"] = serde_json::json!({"size": 3000, "mimeType": "application/json"});
    }
    let ids: Vec<_> = inspect(har.to_string().as_bytes(), &options).findings.iter().map(|it| it.id()).collect();
    assert!(ids.contains(&"har.body_missing") && !ids.contains(&"response.cut"), "{ids:?}");
}
