//! The login page and the browser's session.

use super::*;

/// "302 → /login with the same query string"
#[test]
fn the_login_page_gets_the_same_query() {
    let url = format!("{ORIGIN}/oauth2/authorize?{}", request(client_id::PUBLIC).encode());
    let login = location(&World::new().visit(&url));
    assert_eq!(login, url.replace("/oauth2/authorize", "/login"));
}

/// "302 Location: {redirect_uri}?code={uuid-like}&state={state} (params in query; order code,state)"
#[test]
fn a_code_is_a_uuid_and_comes_before_the_state() {
    let answer = location(&World::new().sign_in(&request(client_id::PUBLIC), "alice", "Alice-demo-1"));
    let (code, rest) = answer.strip_prefix("http://localhost:8765/callback?code=").unwrap().split_at(36);
    assert_eq!(rest, "&state=s1");
    assert_eq!((&code[14..15], code.matches('-').count()), ("4", 4));
}

/// "Wrong password shows inline, no redirect."
#[test]
fn a_wrong_password_shows_inline_and_the_name_stays() {
    for (username, password) in [("alice", "wrong"), ("nobody", "x"), ("alice", "")] {
        let page = World::new().sign_in(&request(client_id::PUBLIC), username, password);
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Incorrect username or password."));
        assert!(page.text().contains(&format!("name=\"username\" value=\"{username}\"")));
    }
}

/// "login_hint: pre-fills username"
#[test]
fn the_login_hint_fills_in_the_name_and_is_escaped() {
    let mut world = World::new();
    let login = location(&world.authorize(&changed("login_hint", Some("\"><b>x"))));
    assert!(world.visit(&login).text().contains("name=\"username\" value=\"&quot;&gt;&lt;b&gt;x\""));
}

/// "sign-in not finished in 5 min: managed login “Something went wrong”"
#[test]
fn a_form_that_is_late_or_forged_is_refused() {
    let form =
        |csrf: &str| Parameters::new().with("_csrf", csrf).with("username", "alice").with("password", "Alice-demo-1");
    let mut world = World::new();
    let login = location(&world.authorize(&request(client_id::PUBLIC)));
    let csrf = hidden(&world.visit(&login).text(), "_csrf");
    let cookies = std::mem::take(&mut world.cookies);
    assert_eq!(world.browse(HttpRequest::post_form(&login, &form(&csrf))).status, 400, "no cookie");
    world.cookies = cookies;
    assert_eq!(world.browse(HttpRequest::post_form(&login, &form("other"))).status, 400, "another value");
    world.wait(301);
    let late = world.browse(HttpRequest::post_form(&login, &form(&csrf)));
    assert_eq!(late.status, 400);
    assert!(late.text().contains("Something went wrong"));
}

/// "disabled user: error_description=User is not enabled"
#[test]
fn a_disabled_user_is_refused_at_the_application() {
    let answer = World::new().sign_in(&request(client_id::PUBLIC), "carol", "Carol-demo-1");
    let expected = format!("{REDIRECT}?error_description=User+is+not+enabled&state=s1&error=invalid_request");
    assert_eq!(location(&answer), expected);
}

/// "cognito: 1 h from last interactive sign-in, not sliding; silent re-login yields fresh tokens"
#[test]
fn a_browser_session_signs_in_silently_for_an_hour_and_no_longer() {
    let mut world = World::new();
    let query = request(client_id::PUBLIC);
    let first = world.code(&query);
    world.wait(3599);
    let second = callback(&world.authorize(&query)).get("code").unwrap().to_owned();
    assert_ne!(first, second);
    let silent = changed("prompt", Some("none"));
    assert!(callback(&world.authorize(&silent)).get("code").is_some());
    let tokens = json(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &second)));
    let id = claims(&tokens["id_token"]);
    assert_eq!(id["iat"].as_i64().unwrap() - id["auth_time"].as_i64().unwrap(), 3599);
    world.wait(1);
    assert_eq!(path_of(&location(&world.authorize(&query))), "/login");
}

/// "prompt=login → force re-auth (old session not invalidated)"
#[test]
fn prompt_login_asks_again_and_keeps_the_session() {
    let mut world = World::new();
    world.code(&request(client_id::PUBLIC));
    assert_eq!(path_of(&location(&world.authorize(&changed("prompt", Some("login"))))), "/login");
    assert!(callback(&world.authorize(&request(client_id::PUBLIC))).get("code").is_some());
}

/// "#id_token=…&access_token=…&token_type=Bearer&expires_in=3600&state=…; id_token only with openid; never a refresh token"
#[test]
fn the_implicit_grant_answers_in_the_fragment_without_a_refresh_token() {
    let mut query = request(client_id::IMPLICIT);
    query.set("response_type", "token");
    let answer = location(&World::new().sign_in(&query, "alice", "Alice-demo-1"));
    let fragment = Parameters::decode(answer.split_once('#').unwrap().1);
    let names: Vec<&str> = fragment.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["id_token", "access_token", "token_type", "expires_in", "state"]);
    query.set("scope", "demo-api/read");
    let answer = location(&World::new().sign_in(&query, "alice", "Alice-demo-1"));
    assert!(!answer.contains("id_token"));
}

/// "live session cookie, prompt≠login (and same auth method as before)"
#[test]
fn a_session_made_with_a_password_does_not_answer_for_an_identity_provider() {
    let mut world = World::new();
    world.code(&request(client_id::PUBLIC));
    let mut query = changed("identity_provider", Some("Google"));
    assert_eq!(path_of(&location(&world.authorize(&query))), "/idp/Google");
    query.push("prompt", "none");
    assert_eq!(callback(&world.authorize(&query)).get("error"), Some("login_required"));
    let own = changed("identity_provider", Some("COGNITO"));
    assert!(callback(&world.authorize(&own)).get("code").is_some());
}
