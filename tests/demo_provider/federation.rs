//! The simulated identity provider.

use super::*;

/// Signs in through the simulated identity provider.
fn federate(world: &mut World, query: &Parameters, email: &str) -> String {
    let mut query = query.clone();
    query.set("identity_provider", "Google");
    let idp = location(&world.authorize(&query));
    assert_eq!(path_of(&idp), "/idp/Google");
    let back = location(&world.browse(HttpRequest::post_form(idp, &Parameters::new().with("email", email))));
    assert_eq!(path_of(&back), "/oauth2/idpresponse");
    location(&world.visit(&back))
}

/// Every row of "Redirected to the app" with a federated user, form-encoded as on live pools.
#[test]
fn each_federated_failure_brings_cognitos_own_sentence() {
    for (email, description, error) in [
        ("disabled@example.com", "User+is+not+enabled", "invalid_request"),
        ("noattr@example.com", "attributes+required%3A+%5Bemail%5D", "invalid_request"),
        ("presignup@example.com", "PreSignUp+failed+with+error+Sign-ups+are+closed+today.+", "invalid_request"),
        ("immutable@example.com", "user.email%3A+Attribute+cannot+be+updated.%0A", "invalid_request"),
        ("timeout@example.com", "Timeout+occurred+in+calling+IdP+token+endpoint", "invalid_request"),
        ("jwks@example.com", "Timeout+in+calling+jwks+uri", "invalid_request"),
        ("badclient@example.com", "Google+Error+-+400+invalid_client", "invalid_request"),
        ("reset@example.com", "Connection+reset", "invalid_request"),
        ("slow@example.com", "Read+timed+out", "invalid_request"),
        ("cancel@example.com", "user_denied", "access_denied"),
    ] {
        let answer = federate(&mut World::new(), &request(client_id::PUBLIC), email);
        assert_eq!(answer, format!("{REDIRECT}?error_description={description}&state=s1&error={error}"));
    }
    let server = federate(&mut World::new(), &request(client_id::PUBLIC), "server@example.com");
    assert_eq!(server, format!("{REDIRECT}?state=s1&error=server_error"));
}

/// "first login after AdminLinkProviderForUser: Already found an entry for username Google_123…"
#[test]
fn a_linked_account_fails_once_and_then_signs_in() {
    let mut world = World::new();
    let query = request(client_id::PUBLIC);
    assert!(federate(&mut world, &query, "linked@example.com").contains("Already+found+an+entry+for+username+Google_"));
    assert!(federate(&mut world, &query, "linked@example.com").contains("?code="));
}

/// "If omitted and user federates, Cognito generates one itself and it still appears in the ID token"; "federated =
/// {Provider}_{id}"; "identities … primary: "true" string, dateCreated: ms-since-epoch string"
#[test]
fn a_federated_user_brings_identities_a_group_and_a_nonce_that_nobody_sent() {
    let mut world = World::new();
    let query = changed("nonce", None);
    let answer = federate(&mut world, &query, "erin@example.com");
    let code = Parameters::decode(query_of(&answer)).get("code").unwrap().to_owned();
    let tokens = json(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code)));
    let id = claims(&tokens["id_token"]);
    assert!(id["nonce"].is_string());
    let username = id["cognito:username"].as_str().unwrap();
    assert_eq!(username, format!("Google_{}", id["identities"][0]["userId"].as_str().unwrap()));
    assert_eq!(id["identities"][0]["primary"], "true");
    assert_eq!(id["identities"][0]["dateCreated"], "1767323045000");
    assert_eq!(id["identities"][0]["issuer"], Value::Null);
    assert_eq!(id["cognito:groups"], serde_json::json!(["us-east-1_DemoPool1_Google"]));
    let userinfo = json(&get_userinfo(&mut world, &bearer(&tokens["access_token"])));
    assert!(userinfo["identities"].as_str().unwrap().starts_with("[{"), "a JSON string");
    let silent = callback(&world.authorize(&query)).get("code").unwrap().to_owned();
    let tokens = json(&world.post("/oauth2/token", &redemption(client_id::PUBLIC, &silent)));
    assert_eq!(claims(&tokens["id_token"]).get("nonce"), None, "the second login is silent and brings none");
}

/// "stale/missing csrf cookie when IdP returns: Invalid state (/error?error=Invalid%20state)"
#[test]
fn coming_back_from_the_identity_provider_without_the_cookie_is_an_invalid_state() {
    let mut world = World::with(Knobs { csrf_cookie: false, ..Knobs::FAITHFUL });
    let answer = federate(&mut world, &request(client_id::PUBLIC), "erin@example.com");
    assert_eq!(answer, format!("{ORIGIN}/error?error=Invalid%20state"));
}

/// "Facebook logins may append `#_=_`"
#[test]
fn facebook_leaves_its_mark_behind_the_callback() {
    let mut world = World::new();
    let idp = location(&world.authorize(&changed("identity_provider", Some("Facebook"))));
    let email = Parameters::new().with("email", "erin@example.com");
    let back = location(&world.browse(HttpRequest::post_form(idp, &email)));
    let callback = location(&world.visit(&back));
    assert!(callback.ends_with("&state=s1#_=_"), "{callback}");
}

/// "idp_identifier: alias (often an email domain) of a SAML/OIDC IdP"
#[test]
fn an_alias_leads_to_its_identity_provider() {
    let idp = location(&World::new().authorize(&changed("idp_identifier", Some("example.com"))));
    assert_eq!(path_of(&idp), "/idp/Google");
}
