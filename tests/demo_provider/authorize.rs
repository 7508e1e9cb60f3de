//! The authorization endpoint: errors on the provider's page and at the application.

use super::*;

/// "redirect_uri not registered (or M2M client with none) → redirect_mismatch (+&client_id=)"
#[test]
fn a_redirect_uri_that_differs_in_one_byte_ends_on_the_error_page() {
    for uri in [
        "http://localhost:8765/callback/",
        "https://localhost:8765/callback",
        "http://LOCALHOST:8765/callback",
        "http://localhost:8766/callback",
        "http://localhost:8765/Callback",
        "http://localhost:8765/callback?x=1",
    ] {
        let answer = World::new().authorize(&changed("redirect_uri", Some(uri)));
        let expected = format!("{ORIGIN}/error?error=redirect_mismatch&client_id={}", client_id::PUBLIC);
        assert_eq!(location(&answer), expected, "{uri}");
    }
    let machine = location(&World::new().authorize(&request(client_id::MACHINE)));
    assert_eq!(machine, format!("{ORIGIN}/error?error=redirect_mismatch&client_id={}", client_id::MACHINE));
}

/// "unknown client_id → invalid_request (+&client_id=)"
#[test]
fn an_unknown_client_ends_on_the_error_page() {
    let answer = World::new().authorize(&changed("client_id", Some("nobody")));
    assert_eq!(location(&answer), format!("{ORIGIN}/error?error=invalid_request&client_id=nobody"));
}

/// "missing client_id / redirect_uri param → Required String parameter 'client_id' is not present"
#[test]
fn a_missing_client_id_or_redirect_uri_is_named_on_the_error_page() {
    for name in ["client_id", "redirect_uri"] {
        let mut world = World::new();
        let url = location(&world.authorize(&changed(name, None)));
        let page = world.visit(&url);
        assert_eq!(page.status, 400);
        assert!(page.text().contains(&format!("Required String parameter &#39;{name}&#39; is not present")));
    }
}

/// "that page itself answers HTTP 400 and shows “An error was encountered with the requested page.” plus the error text"
#[test]
fn the_error_page_is_html_with_status_400_and_escapes_what_it_shows() {
    let page = World::new().visit(&format!("{ORIGIN}/error?error=%3Cscript%3Ealert(1)%3C/script%3E"));
    assert_eq!((page.status, page.media_type().as_deref()), (400, Some("text/html")));
    assert!(page.text().contains("An error was encountered with the requested page."));
    assert!(page.text().contains("&lt;script&gt;") && !page.text().contains("<script>"));
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
}

/// "AllowedOAuthFlowsUserPoolClient=false → text “Client is not enabled for OAuth2.0 flows.”"
#[test]
fn a_client_without_oauth_flows_ends_on_the_error_page() {
    let mut world = World::with(Knobs { oauth_flows: false, ..Knobs::FAITHFUL });
    let url = location(&world.authorize(&request(client_id::PUBLIC)));
    assert!(world.visit(&url).text().contains("Client is not enabled for OAuth2.0 flows."));
}

/// "managed-login domain but client has no branding style: /login → 403 Login pages unavailable. …"
#[test]
fn without_branding_the_login_page_is_unavailable() {
    let mut world = World::with(Knobs { branding: false, ..Knobs::FAITHFUL });
    let login = location(&world.authorize(&request(client_id::PUBLIC)));
    let page = world.visit(&login);
    assert_eq!(page.status, 403);
    assert!(page.text().contains("Login pages unavailable. Please contact an administrator."));
}

/// "requested identity_provider not enabled: 302→/login answering 401 “Login option is not available. …”"
#[test]
fn an_identity_provider_that_is_not_enabled_is_refused_by_the_login_page() {
    let mut world = World::new();
    let login = location(&world.authorize(&changed("identity_provider", Some("Okta"))));
    assert_eq!(path_of(&login), "/login");
    let page = world.visit(&login);
    assert_eq!(page.status, 401);
    assert!(page.text().contains("Login option is not available. Please try another one"));
}

fn refused(world: &mut World, query: &Parameters) -> String {
    location(&world.authorize(query))
}

/// "missing response_type, challenge without method, method≠S256 → error=invalid_request"
#[test]
fn a_request_that_is_malformed_is_refused_at_the_application() {
    for (name, value) in [
        ("response_type", None),
        ("response_type", Some("id_token")),
        ("response_type", Some("code token")),
        ("code_challenge_method", None),
        ("code_challenge_method", Some("plain")),
        ("code_challenge_method", Some("s256")),
        ("code_challenge", None),
        ("resource", Some("http://api.example/")),
    ] {
        let answer = refused(&mut World::new(), &changed(name, value));
        assert_eq!(answer, format!("{REDIRECT}?state=s1&error=invalid_request"), "{name} {value:?}");
    }
}

/// "flow not enabled for client: error_description=unauthorized_client&error=invalid_request"; "For response_type=token
/// the same parameters come in the fragment"
#[test]
fn a_flow_that_is_not_enabled_is_refused_in_the_fragment() {
    let query = changed("response_type", Some("token"));
    let observed = format!("{REDIRECT}#error_description=unauthorized_client&state=s1&error=invalid_request");
    assert_eq!(refused(&mut World::new(), &query), observed);
    let mut documented = World::with(Knobs { documented_errors: true, ..Knobs::FAITHFUL });
    assert_eq!(refused(&mut documented, &query), format!("{REDIRECT}#state=s1&error=unauthorized_client"));
}

/// "scope unknown / not enabled on client: error_description=invalid_scope[&state=…]&error=invalid_request"
#[test]
fn a_scope_that_is_not_enabled_is_refused_without_saying_which() {
    for scope in ["openid offline_access", "openid+email", "nonsense"] {
        let answer = refused(&mut World::new(), &changed("scope", Some(scope)));
        assert_eq!(answer, format!("{REDIRECT}?error_description=invalid_scope&state=s1&error=invalid_request"));
    }
    let mut query = changed("scope", Some("offline_access"));
    query.remove("state");
    let stateless = refused(&mut World::new(), &query);
    assert_eq!(stateless, format!("{REDIRECT}?error_description=invalid_scope&error=invalid_request"));
}

/// "prompt=none without session: error=login_required&state=…"
#[test]
fn a_silent_sign_in_without_a_session_requires_a_login() {
    let answer = refused(&mut World::new(), &changed("prompt", Some("none")));
    assert_eq!(answer, format!("{REDIRECT}?state=s1&error=login_required"));
}

/// "(3) redirect_uri … (4) response_type": an earlier check wins over a later one.
#[test]
fn the_checks_come_in_their_order() {
    let mut query = changed("redirect_uri", Some("http://localhost:1/"));
    query.remove("response_type");
    query.set("scope", "nonsense");
    assert!(refused(&mut World::new(), &query).contains("/error?error=redirect_mismatch"));
    query.set("client_id", "nobody");
    assert!(refused(&mut World::new(), &query).contains("/error?error=invalid_request&client_id=nobody"));
    let mut query = changed("scope", Some("nonsense"));
    query.set("response_type", "token");
    assert!(refused(&mut World::new(), &query).contains("unauthorized_client"));
}
