//! A recorded session for the tests that write or read sessions: a login with a confidential client, UserInfo, a
//! refresh and a failure, as recorded exchanges.

#![allow(dead_code, clippy::unwrap_used)]

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::{Completeness, Header, HttpRequest, HttpResponse, Secret};
use grantscope::session::{Connection, Delivery, Failure, FailureKind, Purpose, Randomness, Received, Session, Timing};
use jiff::Timestamp;

pub const CLIENT_SECRET: &str = "n0t-for-any-file+/=%";
pub const CODE: &str = "0f7c2c4e-5b1d-4a6f-9f0e-3f2b6f1d9a77";
pub const REFRESH_1: &str =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.aaaaAAAArefreshONE00.bbbb.cccc.dddd";
pub const REFRESH_2: &str =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.aaaaAAAArefreshTWO00.bbbb.cccc.dddd";
pub const PASSWORD: &str = "correct horse battery";
pub const COOKIE: &str = "H4sIAAAAAAAA-session-cookie";
pub const SUB: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
pub const EMAIL: &str = "alice@example.com";

/// 2026-01-31T12:00:00.123456789Z
pub fn start() -> Timestamp {
    "2026-01-31T12:00:00.123456789Z".parse().unwrap()
}

pub fn jwt(claims: &str, signature: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"kid":"key-1","alg":"RS256"}"#);
    format!("{header}.{}.{}", URL_SAFE_NO_PAD.encode(claims), URL_SAFE_NO_PAD.encode(signature.repeat(12)))
}

pub fn access_token(generation: u32) -> String {
    let iat = start().as_second() + 1;
    jwt(
        &format!(
            r#"{{"sub":"{SUB}","iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool12345","client_id":"client1","origin_jti":"o-1","token_use":"access","scope":"openid email","auth_time":{iat},"exp":{},"iat":{iat},"jti":"access-{generation}","username":"alice"}}"#,
            iat + 3600
        ),
        "signature-of-access",
    )
}

pub fn id_token(generation: u32) -> String {
    let iat = start().as_second() + 1;
    jwt(
        &format!(
            r#"{{"sub":"{SUB}","iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool12345","aud":"client1","cognito:username":"alice","email":"{EMAIL}","email_verified":true,"token_use":"id","at_hash":"{}","auth_time":{iat},"exp":{},"iat":{iat},"jti":"id-{generation}","custom:big":"9007199254740993"}}"#,
            grantscope::protocol::token::at_hash::half_hash("RS256", &access_token(generation)).unwrap(),
            iat + 3600
        ),
        "signature-of-id",
    )
}

pub fn profile() -> Profile {
    let mut profile = Profile::new(
        Provider::Cognito {
            user_pool_id: "us-east-1_Pool12345".into(),
            domain: Some("shop.auth.us-east-1.amazoncognito.com".into()),
        },
        "client1",
    );
    profile.name = Some("shop".into());
    profile.redirect_uris = vec!["http://localhost:8765/callback".into()];
    profile.sign_out_uris = vec!["http://localhost:8765/bye".into()];
    profile.scopes = vec!["openid".into(), "email".into()];
    profile.parameters = [("login_hint", EMAIL)].into_iter().collect();
    profile
}

/// The whole session, with a confidential client.
pub fn session() -> Session {
    let mut session = Session::new(profile(), Some(Secret::new(CLIENT_SECRET)));
    play(&mut session);
    session
}

/// The same with a public client.
pub fn public_session() -> Session {
    let mut session = Session::new(profile(), None);
    play(&mut session);
    session
}

fn play(session: &mut Session) {
    let at = |seconds: i64| start() + jiff::SignedDuration::from_secs(seconds);
    let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
    let draft = session.draft_authorization(&random).unwrap();
    let state = draft.request.parameters.get("state").unwrap().to_owned();
    session.authorize(draft, at(0));

    let sign_in = HttpRequest {
        method: grantscope::protocol::Method::Post,
        url: "https://shop.auth.us-east-1.amazoncognito.com/login?client_id=client1".into(),
        headers: vec![
            Header::new("Cookie", format!("XSRF-TOKEN={COOKIE}; lang=en")),
            Header::new("Content-Type", "application/x-www-form-urlencoded"),
        ],
        body: format!("_csrf=abcdefgh-1&username=alice&password={}", PASSWORD.replace(' ', "+")).into_bytes(),
    };
    let callback = format!("http://localhost:8765/callback?code={CODE}&state={state}");
    let redirect = HttpResponse::new(302)
        .with_header("Location", callback.clone())
        .with_header("Set-Cookie", format!("cognito={COOKIE}; Path=/; Secure; HttpOnly"))
        .with_header("Set-Cookie", "lang=en; Path=/")
        .with_body("text/html", format!("<a href=\"{}\">go on</a>", callback.replace('&', "&amp;")));
    exchange(session, Purpose::SignIn, sign_in, answered(redirect), 1);
    session.receive_callback(&callback, at(2));

    let request = session.draft(Purpose::Token).unwrap().build();
    exchange(session, Purpose::Token, request, answered(tokens(1, Some(REFRESH_1))), 3);
    let request = session.draft(Purpose::UserInfo).unwrap().build();
    let claims = format!(
        r#"{{"sub":"{SUB}","email_verified":"true","email":"{EMAIL}","username":"alice","identities":"[{{\"userId\":\"1099\",\"providerName\":\"Google\"}}]"}}"#
    );
    let response = HttpResponse::new(200).with_body("application/json;charset=UTF-8", claims);
    exchange(session, Purpose::UserInfo, request, answered(response), 4);
    let request = session.draft(Purpose::Refresh).unwrap().build();
    exchange(session, Purpose::Refresh, request, answered(tokens(2, Some(REFRESH_2))), 5);

    let mut picture = HttpResponse::new(200).with_body("image/png", vec![0x89, b'P', b'N', b'G', 0, 0xff, 0xfe]);
    picture.completeness = Completeness::Cut { reason: "the connection was reset".into() };
    exchange(session, Purpose::Other, HttpRequest::get("https://cdn.example/a.png"), answered(picture), 6);
    let request = session.draft(Purpose::Revocation).unwrap().build();
    let failure = Failure { kind: FailureKind::Timeout, message: "no answer within 30 s".into() };
    exchange(session, Purpose::Revocation, request, Received::Failed(failure), 7);
}

fn tokens(generation: u32, refresh: Option<&str>) -> HttpResponse {
    let refresh = refresh.map_or(String::new(), |token| format!(r#""refresh_token":"{token}","#));
    let body = format!(
        r#"{{"id_token":"{}","access_token":"{}",{refresh}"expires_in":3600,"token_type":"Bearer","x":1.50}}"#,
        id_token(generation),
        access_token(generation)
    );
    HttpResponse::new(200)
        .with_header("x-amz-cognito-request-id", "3f1c")
        .with_body("application/json;charset=UTF-8", body)
}

fn answered(response: HttpResponse) -> Received {
    Received::Response(response)
}

fn exchange(session: &mut Session, purpose: Purpose, request: HttpRequest, received: Received, seconds: i64) {
    let id = session.begin(purpose, request.clone(), start() + jiff::SignedDuration::from_secs(seconds));
    let mut sent_headers = request.headers;
    let mut host = Header::new("host", "shop.auth.us-east-1.amazoncognito.com");
    host.added_by_transport = true;
    sent_headers.push(host);
    session.absorb(
        id,
        Delivery {
            sent_headers,
            received,
            timing: Timing { head: Duration::from_nanos(11_234_567), total: Duration::from_nanos(12_345_678) },
            connection: Connection {
                remote: Some("192.0.2.7:443".into()),
                version: Some("HTTP/1.1".into()),
                certificate_sha256: Some("ab".repeat(32)),
            },
        },
    );
}

/// All secrets of the session, unmasked: they must not appear where they were not requested.
pub fn secrets() -> Vec<(&'static str, String)> {
    let verifier = grantscope::protocol::endpoint::pkce::unguessable(&[3; 32]);
    let mut secrets = vec![
        ("client secret", CLIENT_SECRET.to_owned()),
        ("client secret, encoded", grantscope::protocol::parameters::encode(CLIENT_SECRET)),
        ("code", CODE.to_owned()),
        ("code verifier", verifier),
        ("refresh token", REFRESH_1.to_owned()),
        ("refresh token", REFRESH_2.to_owned()),
        ("password", PASSWORD.to_owned()),
        ("password, encoded", PASSWORD.replace(' ', "+")),
        ("password, encoded", PASSWORD.replace(' ', "%20")),
        ("cookie", COOKIE.to_owned()),
    ];
    for generation in [1, 2] {
        for token in [id_token(generation), access_token(generation)] {
            let signature = token.rsplit('.').next().unwrap().to_owned();
            secrets.extend([("token", token), ("signature", signature)]);
        }
    }
    let pair = format!("client1:{}", grantscope::protocol::parameters::encode(CLIENT_SECRET));
    secrets.push(("basic credentials", base64::engine::general_purpose::STANDARD.encode(pair)));
    secrets
}

/// Identifiers of the user, which a capsule must not contain either.
pub fn identifiers() -> Vec<String> {
    let claims = |token: String| token.split('.').nth(1).unwrap().to_owned();
    let mut identifiers =
        vec![SUB.to_owned(), EMAIL.to_owned(), "alice".to_owned(), "1099".to_owned(), "access-1".to_owned()];
    identifiers.extend([1, 2].into_iter().flat_map(|n| [claims(id_token(n)), claims(access_token(n))]));
    identifiers
}

/// Fails if `text` contains a secret of the session.
#[track_caller]
pub fn assert_no_secret(of_what: &str, text: &str) {
    for (name, secret) in secrets() {
        assert!(!text.contains(&secret), "{of_what} holds the {name}");
    }
}
