//! Discovery and the JWK Set.

use super::*;

/// "Fields: … alphabetical keys"; "Absent: code_challenge_methods_supported, grant_types_supported, claims_supported,
/// response_modes_supported, introspection_endpoint, authorization_response_iss_parameter_supported".
#[test]
fn discovery_has_cognitos_members_in_order_and_no_others() {
    let issuer = format!("{ORIGIN}/us-east-1_DemoPool1");
    let response = World::new().visit(&format!("{issuer}/.well-known/openid-configuration"));
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(
        response.text(),
        format!(
            "{{\"authorization_endpoint\":\"{ORIGIN}/oauth2/authorize\",\"end_session_endpoint\":\"{ORIGIN}/logout\",\
             \"id_token_signing_alg_values_supported\":[\"RS256\"],\"issuer\":\"{issuer}\",\
             \"jwks_uri\":\"{issuer}/.well-known/jwks.json\",\"response_types_supported\":[\"code\",\"token\"],\
             \"revocation_endpoint\":\"{ORIGIN}/oauth2/revoke\",\
             \"scopes_supported\":[\"openid\",\"email\",\"phone\",\"profile\"],\
             \"subject_types_supported\":[\"public\"],\"token_endpoint\":\"{ORIGIN}/oauth2/token\",\
             \"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"client_secret_post\"],\
             \"userinfo_endpoint\":\"{ORIGIN}/oauth2/userInfo\"}}"
        )
    );
}

/// "Without a domain the document still exists with non-working placeholders {issuer}/authorize|token|userInfo|…"
#[test]
fn without_a_domain_discovery_names_placeholders_that_do_not_work() {
    let mut world = World::with(Knobs { domain: false, ..Knobs::FAITHFUL });
    let issuer = format!("{ORIGIN}/us-east-1_DemoPool1");
    let document = json(&world.visit(&format!("{issuer}/.well-known/openid-configuration")));
    assert_eq!(document["userinfo_endpoint"], format!("{issuer}/userInfo"));
    assert_eq!(document["authorization_endpoint"], format!("{issuer}/authorize"));
    assert_eq!(world.visit(&format!("{issuer}/authorize?client_id=x")).status, 404);
    assert_eq!(world.authorize(&request(client_id::PUBLIC)).status, 404);
    assert_eq!(world.provider.listing().domain, None);
}

/// "Discovery: {issuer}/.well-known/openid-configuration — never on the user-pool domain"
#[test]
fn discovery_on_the_domain_is_not_found() {
    assert_eq!(World::new().visit(&format!("{ORIGIN}/.well-known/openid-configuration")).status, 404);
}

/// "two keys: one signs ID tokens, the other access tokens"; "kid = 44-char standard-base64 of 32 bytes, ends ="
#[test]
fn the_jwk_set_has_both_keys_and_each_token_names_its_own() {
    let mut world = World::new();
    let set = json(&world.visit(&format!("{ORIGIN}/us-east-1_DemoPool1/.well-known/jwks.json")));
    let kids: Vec<&str> = set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap()).collect();
    assert!(kids.len() == 2 && kids.iter().all(|kid| kid.len() == 44 && kid.ends_with('=')));
    assert_eq!(set["keys"][0].as_object().unwrap().keys().collect::<Vec<_>>(), ["alg", "e", "kid", "kty", "n", "use"]);
    let tokens = world.tokens(&request(client_id::PUBLIC));
    for (token, kid) in [(&tokens["id_token"], kids[0]), (&tokens["access_token"], kids[1])] {
        assert_eq!(part(token, 0), format!("{{\"kid\":\"{kid}\",\"alg\":\"RS256\"}}"));
    }
}

#[test]
fn signatures_verify_with_the_published_key() {
    use jsonwebtoken::{Algorithm, DecodingKey, crypto::verify};
    let mut world = World::new();
    let set = json(&world.visit(&format!("{ORIGIN}/us-east-1_DemoPool1/.well-known/jwks.json")));
    let tokens = world.tokens(&request(client_id::PUBLIC));
    for (at, name) in ["id_token", "access_token"].into_iter().enumerate() {
        let key = &set["keys"][at];
        let key = DecodingKey::from_rsa_components(key["n"].as_str().unwrap(), key["e"].as_str().unwrap()).unwrap();
        let (signed, signature) = tokens[name].as_str().unwrap().rsplit_once('.').unwrap();
        assert!(verify(signature, signed.as_bytes(), &key, Algorithm::RS256).unwrap(), "{name}");
    }
}
