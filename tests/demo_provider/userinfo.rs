//! UserInfo.

use super::*;

/// "400 WWW-Authenticate: error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint""; no
/// `Bearer` scheme word
#[test]
fn userinfo_without_a_bearer_token_is_a_bad_request() {
    let mut world = World::new();
    for header in ["", "Bearer", "Bearer ", "Basic abc"] {
        let response = get_userinfo(&mut world, header);
        assert_eq!(response.status, 400, "{header}");
        assert_eq!(
            response.header("www-authenticate"),
            Some("error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\"")
        );
    }
    assert_eq!(world.visit(&format!("{ORIGIN}/oauth2/userInfo")).status, 400);
}

/// "not our signature, expired, revoked origin_jti, token_use≠access, or scope lacks openid → 401 invalid_token (separate
/// description for the scope case)"
#[test]
fn userinfo_refuses_other_tokens() {
    let mut world = World::new();
    let tokens = world.tokens(&request(client_id::PUBLIC));
    let refused = Some(
        "error=\"invalid_token\", error_description=\"Access token is expired, disabled, or deleted, or the user has \
         globally signed out.\"",
    );
    let forged = format!("{}x", bearer(&tokens["access_token"]));
    for header in [bearer(&tokens["id_token"]), bearer(&tokens["refresh_token"]), forged, "Bearer a.b.c".into()] {
        let response = get_userinfo(&mut world, &header);
        assert_eq!((response.status, response.header("www-authenticate")), (401, refused));
    }
    world.wait(3600);
    assert_eq!(get_userinfo(&mut world, &bearer(&tokens["access_token"])).status, 401, "expired");
    let mut world = World::new();
    let tokens = world.tokens(&changed("scope", Some("profile")));
    let response = get_userinfo(&mut world, &bearer(&tokens["access_token"]));
    assert_eq!(response.status, 401);
    assert_eq!(json(&response)["error_description"], "Access token does not contain openid scope");
}

/// "Always sub and non-standard username. email_verified/phone_number_verified are strings"; "openid email ⇒ email,
/// email_verified"
#[test]
fn userinfo_answers_by_scope_with_verified_as_text() {
    let mut world = World::new();
    let tokens = world.tokens(&changed("scope", Some("openid email")));
    let claims = json(&get_userinfo(&mut world, &bearer(&tokens["access_token"])));
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["email", "email_verified", "sub", "username"]);
    assert_eq!((&claims["email_verified"], &claims["username"]), (&"true".into(), &"alice".into()));
    let mut world = World::new();
    let tokens = world.tokens(&changed("scope", Some("openid")));
    let all = json(&get_userinfo(&mut world, &bearer(&tokens["access_token"])));
    assert_eq!(all["phone_number_verified"], "true");
    assert_eq!(all["custom:tenant"], "wonderland");
}
