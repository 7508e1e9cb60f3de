//! The content of the tokens.

use super::*;

/// "iss sub aud exp iat, token_use, auth_time, cognito:username, at_hash, nonce, jti, origin_jti, event_id,
/// cognito:groups, cognito:roles, cognito:preferred_role, attributes per scopes"
#[test]
fn an_id_token_has_cognitos_claims() {
    let tokens = World::new().tokens(&request(client_id::PUBLIC));
    let id = claims(&tokens["id_token"]);
    for (name, value) in [
        ("iss", format!("{ORIGIN}/us-east-1_DemoPool1")),
        ("aud", client_id::PUBLIC.to_owned()),
        ("token_use", "id".to_owned()),
        ("cognito:username", "alice".to_owned()),
        ("email", "alice@example.com".to_owned()),
        ("custom:tenant", "wonderland".to_owned()),
        ("cognito:preferred_role", "arn:aws:iam::123456789012:role/DemoAdmins".to_owned()),
    ] {
        assert_eq!(id[name], value, "{name}");
    }
    assert_eq!(id["email_verified"], true);
    assert_eq!(id["cognito:groups"], serde_json::json!(["admins", "readers"]));
    assert_eq!(id["exp"].as_i64().unwrap() - id["iat"].as_i64().unwrap(), 3600);
    assert_eq!(id["at_hash"].as_str().unwrap().len(), 22);
    for absent in ["azp", "c_hash", "nbf", "phone_number"] {
        assert_eq!(id.get(absent), None, "{absent}");
    }
    assert!(part(&tokens["id_token"], 1).contains("\"iss\":\"http:\\/\\/localhost:9876\\/us-east-1_DemoPool1\""));
}

/// "client_id (not aud, unless resource binding → aud=URL), token_use:"access", scope, username, version:2; No email/name"
#[test]
fn an_access_token_names_the_client_and_has_an_audience_only_for_a_resource() {
    let tokens = World::new().tokens(&request(client_id::PUBLIC));
    let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
    assert_eq!(access["client_id"], client_id::PUBLIC);
    assert_eq!(access["scope"], "openid email profile");
    assert_eq!((&access["token_use"], &access["username"]), (&"access".into(), &"alice".into()));
    assert_eq!(access["version"], 2);
    for absent in ["aud", "email", "name", "nonce"] {
        assert_eq!(access.get(absent), None, "{absent}");
    }
    for shared in ["sub", "iss", "origin_jti", "auth_time", "event_id"] {
        assert_eq!(access[shared], id[shared], "{shared}");
    }
    assert_ne!(access["jti"], id["jti"]);
    let tokens = World::new().tokens(&changed("resource", Some("https://api.example.com")));
    assert_eq!(claims(&tokens["access_token"])["aud"], "https://api.example.com");
}

/// "begins eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ."; "header . 256-byte key . 12-byte IV . n
/// bytes . 16-byte tag"
#[test]
fn a_refresh_token_has_the_shape_of_an_encrypted_one() {
    let tokens = World::new().tokens(&request(client_id::PUBLIC));
    let token = tokens["refresh_token"].as_str().unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts[0], "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ");
    assert_eq!(parts[1..].iter().map(|part| part.len()).collect::<Vec<_>>(), [342, 16, 1336, 22]);
}

/// "openid only ⇒ all readable attributes; adding email/phone/profile narrows to those sets"
#[test]
fn scopes_narrow_the_attributes() {
    let names = |scope: &str| {
        let id = claims(&World::new().tokens(&changed("scope", Some(scope)))["id_token"]);
        ["email", "phone_number", "name", "address"].into_iter().filter(|n| id.get(n).is_some()).collect::<Vec<_>>()
    };
    assert_eq!(names("openid"), ["email", "phone_number", "name", "address"]);
    assert_eq!(names("openid email"), ["email"]);
    assert_eq!(names("openid phone"), ["phone_number"]);
    assert_eq!(names("openid profile"), ["name"]);
}

/// "id_token (only if openid)"; omitted scope ⇒ all scopes of the client
#[test]
fn without_openid_there_is_no_id_token_and_without_scope_all_are_granted() {
    let tokens = World::new().tokens(&changed("scope", Some("aws.cognito.signin.user.admin")));
    assert_eq!(tokens.get("id_token"), None);
    assert!(tokens.get("refresh_token").is_some());
    let tokens = World::new().tokens(&changed("scope", None));
    let all = "openid email phone profile aws.cognito.signin.user.admin demo-api/read demo-api/write";
    assert_eq!(claims(&tokens["access_token"])["scope"], all);
}

/// "User in no group": no empty array.
#[test]
fn a_user_without_groups_has_no_groups_claim() {
    let mut world = World::new();
    let answer = world.sign_in(&request(client_id::PUBLIC), "bob", "Bob-demo-1");
    let code = callback(&answer).get("code").unwrap().to_owned();
    let tokens = json(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code)));
    for token in ["id_token", "access_token"] {
        assert_eq!(claims(&tokens[token]).get("cognito:groups"), None);
    }
}

/// Non-ASCII text tests decoders that confuse base64url with base64; its symbols must not look like a check's mark.
#[test]
fn alices_name_breaks_a_decoder_of_plain_base64_and_looks_like_no_result() {
    let tokens = World::new().tokens(&request(client_id::PUBLIC));
    let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    assert!(payload.contains(['-', '_']), "{payload}");
    let name = claims(&tokens["id_token"])["name"].as_str().unwrap().to_owned();
    assert!(!name.is_ascii() && !name.contains(['✓', '✗', '!', '?']), "{name}");
}
