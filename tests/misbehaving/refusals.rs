//! What must never be sent: a code or secret to endpoints of an untrusted document, an access token of a wrong type.

use super::*;
use serde_json::json;
use server::Good;
use std::sync::Arc;

/// A login at a provider with one changed response, and the requests that it received.
fn at(place: Place, bend: impl Fn(&Good) -> server::Reply + Send + Sync + 'static) -> (Ended, Vec<String>) {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::Http));
    provider.bend(place, Arc::new(bend));
    let ended = login(&sandbox, &provider, &[], CALLBACK);
    let asked = provider.asked.lock().unwrap().clone();
    (ended, asked)
}

#[test]
fn nothing_follows_a_discovery_document_that_names_no_issuer_or_an_unusable_endpoint() {
    let discovery = "/.well-known/openid-configuration";
    for (member, value) in [
        ("issuer", json!(null)),
        ("issuer", json!(7)),
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("https://op.example/token#x")),
        ("authorization_endpoint", json!("https://op.example/authorize#x")),
        ("authorization_endpoint", json!("https://op.example/authorize?client_id=evil")),
    ] {
        let written = value.clone();
        let (ended, asked) = at(Place::Discovery, move |good| good.with(member, written.clone()));
        assert_eq!(ended.status, Some(1), "{member} {value}: {ended:?}");
        assert!(asked.iter().all(|path| path == discovery || path == "/jwks"), "{member} {value}: {asked:?}");
        assert!(!ended.stderr.contains("Sign in with a browser"), "{member} {value}: {ended:?}");
    }
}

#[test]
fn an_access_token_of_another_type_never_goes_out_as_a_bearer_token() {
    for kind in ["DPoP", "mac", "N_A"] {
        let (ended, asked) = at(Place::Token, move |good| good.with("token_type", json!(kind)));
        assert_eq!(ended.status, Some(0), "{ended:?}");
        assert!(!asked.iter().any(|path| path == "/userinfo"), "{asked:?}");
        assert!(ended.stderr.contains("UserInfo was not called: token_type is"), "{ended:?}");
    }
}

#[test]
fn the_header_and_userinfo_of_a_saved_session_are_refused_for_another_token_type() {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::Http));
    provider.bend(Place::Token, Arc::new(|good| good.with("token_type", json!("DPoP"))));
    let ended = login(&sandbox, &provider, &["--save", "mine"], CALLBACK);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    for step in [
        &["userinfo", "mine"][..],
        &["session", "export", "mine", "--as", "header"],
        &["token", "mine"],
        &["token", "mine", "--as", "header"],
    ] {
        let ended = sandbox.run(step);
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.stderr.contains("grantscope sends only Bearer tokens (RFC 6749 7.1)"), "{ended:?}");
    }
    assert!(!provider.asked.lock().unwrap().iter().any(|path| path == "/userinfo"));
}

#[test]
fn endpoints_at_another_origin_are_shown_before_anything_goes_there() {
    let (ended, asked) = at(Place::Discovery, |good| {
        good.with("token_endpoint", json!(good.origin.replace("127.0.0.1", "localhost") + "/token"))
    });
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(asked.iter().any(|path| path == "/token"));
    let place = |text: &str| ended.stderr.find(text).unwrap_or_else(|| panic!("{text}: {ended:?}"));
    assert!(place("Endpoints at another origin than the issuer: token http://localhost:") < place("redeem the code"));
    let (ended, _) = at(Place::Logout, |_| server::raw(""));
    assert!(!ended.stderr.contains("another origin"), "{ended:?}");
}

#[test]
fn what_token_says_of_a_refresh_repeats_no_secret_and_no_control_character() {
    const REFRESH: &str = "opaque-refresh-token-0123456789";
    let echo = format!("{REFRESH} {SECRET} \u{1b}[31m\u{202e}");
    let refused = json!({"error": "invalid_grant", "error_description": echo}).to_string();
    let odd = json!({"access_token": "another-access-token-0123", "token_type": "Bearer", "expires_in": echo});
    for (bend, status, finding) in [
        (server::http("400 Bad Request\ncontent-type: application/json", refused), 1, "refresh.refused"),
        (server::ok(odd.to_string()), 0, "token_response.lifetime"),
    ] {
        let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::Http));
        assert_eq!(login(&sandbox, &provider, &["--save", "mine"], CALLBACK).status, Some(0));
        provider.bend(Place::Refresh, Arc::new(move |_| bend.clone()));
        let mut command = sandbox.command(&["token", "mine", "--within", "4000"]);
        command.env("GRANTSCOPE_CLIENT_SECRET", SECRET);
        let ended = feed(&mut command, b"");
        assert_eq!(ended.status, Some(status), "{ended:?}");
        assert!(ended.stderr.contains(finding), "{ended:?}");
        for hidden in [REFRESH, SECRET, "\u{1b}", "\u{202e}"] {
            assert!(!ended.stderr.contains(hidden), "{hidden:?}: {ended:?}");
        }
        assert!(!ended.stdout.contains(REFRESH) && !ended.stdout.contains('\u{1b}'), "{ended:?}");
    }
}
