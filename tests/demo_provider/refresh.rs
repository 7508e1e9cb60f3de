//! Refresh and revocation.

use super::*;

/// "keep auth_time, origin_jti, scope, aud(resource); new iat, exp, jti, event_id"; "refresh_token only when rotation"
#[test]
fn a_refresh_keeps_the_sign_in_and_renews_the_rest() {
    let mut world = World::new();
    let old = world.tokens(&changed("resource", Some("https://api.example.com")));
    world.wait(60);
    let form = refresh(client_id::PUBLIC, &old["refresh_token"]);
    let new = json(&world.post("/oauth2/token", &form));
    assert_eq!(new.get("refresh_token"), None);
    let (before, after) = (claims(&old["access_token"]), claims(&new["access_token"]));
    for kept in ["auth_time", "origin_jti", "scope", "aud", "sub", "username"] {
        assert_eq!(before[kept], after[kept], "{kept}");
    }
    for renewed in ["iat", "exp", "jti", "event_id"] {
        assert_ne!(before[renewed], after[renewed], "{renewed}");
    }
    assert_eq!(claims(&new["id_token"]).get("nonce"), None);
    let other = refresh(client_id::IMPLICIT, &old["refresh_token"]);
    assert_eq!(refusal(&world.post("/oauth2/token", &other)), invalid("invalid_grant"), "another client");
}

/// "rotation on → new refresh token with the original absolute expiry, old one accepted until now+grace"
#[test]
fn rotation_gives_a_new_refresh_token_and_the_old_one_a_grace_period() {
    let mut world = World::new();
    let first = world.tokens(&request(client_id::ROTATING));
    let old = refresh(client_id::ROTATING, &first["refresh_token"]);
    let second = json(&world.post("/oauth2/token", &old));
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    world.wait(9);
    assert_eq!(world.post("/oauth2/token", &old).status, 200, "a retry within 10 s");
    world.wait(1);
    assert_eq!(refusal(&world.post("/oauth2/token", &old)), invalid("invalid_grant"));
    world.wait(30 * 24 * 3600 - 11);
    let new = refresh(client_id::ROTATING, &second["refresh_token"]);
    let third = json(&world.post("/oauth2/token", &new));
    world.wait(1);
    let last = refresh(client_id::ROTATING, &third["refresh_token"]);
    assert_eq!(refusal(&world.post("/oauth2/token", &last)), invalid("invalid_grant"), "30 days after the sign-in");
}

/// "remembered-devices enabled → invalid_grant"
#[test]
fn device_tracking_refuses_the_refresh() {
    let mut world = World::with(Knobs { device_tracking: true, ..Knobs::FAITHFUL });
    let tokens = world.tokens(&request(client_id::PUBLIC));
    let form = refresh(client_id::PUBLIC, &tokens["refresh_token"]);
    assert_eq!(refusal(&world.post("/oauth2/token", &form)), invalid("invalid_grant"));
}

fn revocation(client_id: &str, token: &str) -> Parameters {
    Parameters::new().with("token", token).with("client_id", client_id)
}

/// "Revokes the refresh token, itself and all access/ID tokens sharing its origin_jti. 200 empty body on success and for
/// already-revoked/invalid tokens."; "Must be the issuing client."
#[test]
fn revocation_ends_the_family_and_nothing_else() {
    let mut world = World::new();
    let query = request(client_id::PUBLIC);
    let tokens = world.tokens(&query);
    let code = callback(&world.authorize(&query)).get("code").unwrap().to_owned();
    let others = json(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code)));
    let token = tokens["refresh_token"].as_str().unwrap();

    let foreign = world.post("/oauth2/revoke", &revocation(client_id::IMPLICIT, token));
    assert_eq!(refusal(&foreign), (200, String::new()));
    assert_eq!(get_userinfo(&mut world, &bearer(&tokens["access_token"])).status, 200, "another client's word");

    for _ in 0..2 {
        let answer = world.post("/oauth2/revoke", &revocation(client_id::PUBLIC, token));
        assert_eq!(refusal(&answer), (200, String::new()));
    }
    assert_eq!(get_userinfo(&mut world, &bearer(&tokens["access_token"])).status, 401);
    let form = refresh(client_id::PUBLIC, &tokens["refresh_token"]);
    assert_eq!(refusal(&world.post("/oauth2/token", &form)), invalid("invalid_grant"));
    assert_eq!(get_userinfo(&mut world, &bearer(&others["access_token"])).status, 200, "another family");
    assert!(callback(&world.authorize(&query)).get("code").is_some(), "the cookie survives");
}

/// "400 invalid_request (token missing, or EnableTokenRevocation off), 400 unsupported_token_type (an access/ID JWT was
/// sent), 401 invalid_client"
#[test]
fn revocation_refuses_what_it_cannot_revoke() {
    let mut world = World::new();
    let tokens = world.tokens(&request(client_id::PUBLIC));
    let access = tokens["access_token"].as_str().unwrap();
    let missing = Parameters::new().with("client_id", client_id::PUBLIC);
    assert_eq!(refusal(&world.post("/oauth2/revoke", &missing)), invalid("invalid_request"));
    let jwt = world.post("/oauth2/revoke", &revocation(client_id::PUBLIC, access));
    assert_eq!(refusal(&jwt), invalid("unsupported_token_type"));
    let nobody = world.post("/oauth2/revoke", &Parameters::new().with("token", "x"));
    assert_eq!(refusal(&nobody), (401, "{\"error\":\"invalid_client\"}".to_owned()));
    let stranger = world.post("/oauth2/revoke", &revocation("nobody", "x"));
    assert_eq!(refusal(&stranger), (401, "{\"error\":\"invalid_client\"}".to_owned()));
    let mut off = World::with(Knobs { revocation: false, ..Knobs::FAITHFUL });
    let tokens = off.tokens(&request(client_id::PUBLIC));
    let form = revocation(client_id::PUBLIC, tokens["refresh_token"].as_str().unwrap());
    assert_eq!(refusal(&off.post("/oauth2/revoke", &form)), invalid("invalid_request"));
    assert_eq!(claims(&tokens["id_token"]).get("origin_jti"), None, "origin_jti comes with revocation");
}
