//! The token endpoint.

use super::*;

/// "access_token, id_token (only if openid), refresh_token, token_type:"Bearer", expires_in"; "No scope member";
/// "Content-Type: application/json;charset=UTF-8"; the headers of the row.
#[test]
fn a_code_gives_five_members_and_the_headers_of_the_domain() {
    let mut world = World::new();
    let code = world.code(&request(client_id::PUBLIC));
    let response = world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code));
    let body = json(&response);
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["access_token", "expires_in", "id_token", "refresh_token", "token_type"]);
    assert_eq!((&body["expires_in"], &body["token_type"]), (&3600.into(), &"Bearer".into()));
    for (name, value) in [
        ("content-type", "application/json;charset=UTF-8"),
        ("access-control-allow-origin", "*"),
        ("cache-control", "no-cache, no-store, max-age=0, must-revalidate"),
        ("pragma", "no-cache"),
        ("expires", "0"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("server", "Server"),
        ("date", "Fri, 02 Jan 2026 03:04:05 GMT"),
    ] {
        assert_eq!(response.header(name), Some(value), "{name}");
    }
    assert_eq!(response.header("x-amz-cognito-request-id").map(str::len), Some(36));
}

/// "5 min, single use"; "invalid_grant: code unknown, used, expired, issued to another client"
#[test]
fn a_code_works_once_for_its_client_within_five_minutes() {
    let mut world = World::new();
    let query = request(client_id::PUBLIC);
    let code = world.code(&query);
    let form = redemption(client_id::PUBLIC, &code);
    assert_eq!(
        refusal(&world.post("/oauth2/token", &redemption(client_id::IMPLICIT, &code))),
        invalid("invalid_grant")
    );
    assert_eq!(world.post("/oauth2/token", &form).status, 200);
    assert_eq!(refusal(&world.post("/oauth2/token", &form)), invalid("invalid_grant"));
    for (age, status) in [(299, 200), (300, 400)] {
        let mut world = World::new();
        let code = world.code(&query);
        world.wait(age);
        assert_eq!(world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code)).status, status, "{age} s");
    }
    let unknown = redemption(client_id::PUBLIC, "00000000-0000-4000-8000-000000000000");
    assert_eq!(refusal(&world.post("/oauth2/token", &unknown)), invalid("invalid_grant"));
}

/// "redirect_uri ≠ the one used at authorize: {"error":"unauthorized_client","error_description":"invalid_redirect"}"
#[test]
fn another_redirect_uri_at_the_token_endpoint_is_an_unauthorized_client() {
    let mut world = World::new();
    let code = world.code(&request(client_id::PUBLIC));
    let mut form = redemption(client_id::PUBLIC, &code);
    form.set("redirect_uri", "http://localhost:3000/");
    let body = "{\"error\":\"unauthorized_client\",\"error_description\":\"invalid_redirect\"}";
    assert_eq!(refusal(&world.post("/oauth2/token", &form)), (400, body.to_owned()));
}

/// "PKCE verifier wrong or missing → invalid_grant"
#[test]
fn a_wrong_or_missing_verifier_is_an_invalid_grant() {
    for verifier in [None, Some("wrong"), Some("")] {
        let mut world = World::new();
        let code = world.code(&request(client_id::PUBLIC));
        let mut form = redemption(client_id::PUBLIC, &code);
        form.remove("code_verifier");
        if let Some(verifier) = verifier {
            form.push("code_verifier", verifier);
        }
        assert_eq!(refusal(&world.post("/oauth2/token", &form)), invalid("invalid_grant"), "{verifier:?}");
    }
}

/// "invalid_request: missing/duplicated/malformed param; JSON body sent as form; redirect_url instead of redirect_uri;
/// refresh grant without token"
#[test]
fn a_malformed_token_request_is_an_invalid_request() {
    let mut world = World::new();
    let full = redemption(client_id::PUBLIC, "c");
    let without = |name: &str| {
        let mut form = full.clone();
        form.remove(name);
        form
    };
    for form in [
        Parameters::new(),
        without("grant_type"),
        without("client_id"),
        without("code"),
        without("redirect_uri").with("redirect_url", REDIRECT),
        full.clone().with("code", "d"),
        Parameters::new().with("grant_type", "refresh_token").with("client_id", client_id::PUBLIC),
    ] {
        assert_eq!(refusal(&world.post("/oauth2/token", &form)), invalid("invalid_request"), "{form:?}");
    }
    let mut as_json = HttpRequest::post_form(format!("{ORIGIN}/oauth2/token"), &full);
    as_json.headers[0].value = "application/json".to_owned();
    assert_eq!(refusal(&world.send(&as_json)), invalid("invalid_request"));
    let in_query = HttpRequest::post_form(format!("{ORIGIN}/oauth2/token?{}", full.encode()), &Parameters::new());
    assert_eq!(refusal(&world.send(&in_query)), invalid("invalid_request"));
}

/// "unsupported_grant_type: anything else"; "emulator: 405, empty, Allow: POST"
#[test]
fn other_grants_and_methods_are_refused() {
    let mut world = World::new();
    let password = Parameters::new().with("grant_type", "password").with("client_id", client_id::PUBLIC);
    assert_eq!(refusal(&world.post("/oauth2/token", &password)), invalid("unsupported_grant_type"));
    for (path, allowed) in [
        ("/oauth2/token", "POST"),
        ("/oauth2/revoke", "POST"),
        ("/oauth2/userInfo", "GET"),
        ("/oauth2/authorize", "GET"),
        ("/logout", "GET"),
    ] {
        let method = if allowed == "POST" { Method::Get } else { Method::Post };
        let request = HttpRequest { method, ..HttpRequest::get(format!("{ORIGIN}{path}")) };
        let response = world.send(&request);
        assert_eq!((response.status, response.header("allow")), (405, Some(allowed)), "{path}");
        assert!(response.body.is_empty());
    }
}

/// "invalid_client: unknown client; client has a secret and none/wrong one was sent. Docs say 400"
#[test]
fn client_authentication_takes_basic_and_post_and_refuses_the_rest() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let secret = grantscope::demo::directory::CLIENT_SECRET;
    let id = client_id::CONFIDENTIAL;
    let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let try_with = |header: Option<String>, change: &dyn Fn(&mut Parameters)| {
        let mut world = World::new();
        let code = world.code(&request(id));
        let mut form = redemption(id, &code);
        change(&mut form);
        let mut request = HttpRequest::post_form(format!("{ORIGIN}/oauth2/token"), &form);
        request.headers.extend(header.map(|header| Header::new("authorization", header)));
        refusal(&world.send(&request))
    };
    assert_eq!(try_with(Some(basic(id, secret)), &|form| form.remove("client_id")).0, 200);
    assert_eq!(try_with(Some(basic(id, secret)), &|_| {}).0, 200, "the same client_id in the body");
    assert_eq!(try_with(None, &|form| form.push("client_secret", secret)).0, 200);
    assert_eq!(try_with(None, &|_| {}), invalid("invalid_client"), "no secret");
    assert_eq!(try_with(Some(basic(id, "wrong")), &|_| {}), invalid("invalid_client"));
    assert_eq!(try_with(None, &|form| form.push("client_secret", "wrong")), invalid("invalid_client"));
    assert_eq!(try_with(Some("Basic ???".into()), &|_| {}), invalid("invalid_client"));
    let other = |form: &mut Parameters| form.set("client_id", client_id::PUBLIC);
    assert_eq!(try_with(Some(basic(id, secret)), &other), invalid("invalid_client"), "two clients");
    assert_eq!(try_with(None, &|form| form.set("client_id", "nobody")), invalid("invalid_client"));
    let mut world = World::new();
    let code = world.code(&request(client_id::PUBLIC));
    let unexpected = redemption(client_id::PUBLIC, &code).with("client_secret", secret);
    assert_eq!(refusal(&world.post("/oauth2/token", &unexpected)), invalid("invalid_client"), "public with a secret");
}

/// "app client lacks read permission on an attribute covered by a requested scope → invalid_grant"
#[test]
fn an_attribute_that_the_client_may_not_read_makes_the_code_worthless() {
    let knobs = Knobs { unreadable_attributes: &["email_verified"], ..Knobs::FAITHFUL };
    let query = request(client_id::PUBLIC);
    let mut world = World::with(knobs);
    let code = world.code(&query);
    assert_eq!(refusal(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code))), invalid("invalid_grant"));
    let mut world = World::with(knobs);
    let code = world.code(&changed("scope", Some("openid profile")));
    assert_eq!(world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code)).status, 200, "not covered");
}

/// "client_credentials: secret required; scope optional (omitted ⇒ all); access_token, token_type, expires_in only";
/// "Client-credentials token: sub=client_id, no username"
#[test]
fn client_credentials_give_an_access_token_of_the_clients_own() {
    let form = Parameters::new()
        .with("grant_type", "client_credentials")
        .with("client_id", client_id::MACHINE)
        .with("client_secret", grantscope::demo::directory::CLIENT_SECRET);
    let mut world = World::new();
    let body = json(&world.post("/oauth2/token", &form));
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["access_token", "expires_in", "token_type"]);
    let access = claims(&body["access_token"]);
    assert_eq!(
        (&access["sub"], &access["scope"]),
        (&client_id::MACHINE.into(), &"demo-api/read demo-api/write".into())
    );
    assert_eq!(access.get("username"), None);
    let one = form.clone().with("scope", "demo-api/read");
    assert_eq!(claims(&json(&world.post("/oauth2/token", &one))["access_token"])["scope"], "demo-api/read");
    let public = Parameters::new().with("grant_type", "client_credentials").with("client_id", client_id::PUBLIC);
    assert_eq!(refusal(&world.post("/oauth2/token", &public)), invalid("unauthorized_client"));
}
