//! Logout in both forms.

use super::*;

fn log_out(world: &mut World, query: &Parameters) -> String {
    location(&world.visit(&format!("{ORIGIN}/logout?{}", query.encode())))
}

/// "logout_uri registered → clears session cookie, 302 to logout_uri; all other params ignored"; "tokens survive"
#[test]
fn logout_ends_the_browsers_session_and_not_the_tokens() {
    let mut world = World::new();
    let tokens = world.tokens(&request(client_id::PUBLIC));
    let query = Parameters::new()
        .with("client_id", client_id::PUBLIC)
        .with("logout_uri", "http://localhost:8765/")
        .with("redirect_uri", REDIRECT)
        .with("state", "x");
    assert_eq!(log_out(&mut world, &query), "http://localhost:8765/");
    assert_eq!(path_of(&location(&world.authorize(&request(client_id::PUBLIC)))), "/login");
    assert_eq!(get_userinfo(&mut world, &bearer(&tokens["access_token"])).status, 200);
}

/// "Form 2: client_id + redirect_uri (registered callback) + response_type → clears cookie, 302 to /login?…"
#[test]
fn logout_may_lead_to_the_next_login() {
    let mut world = World::new();
    world.code(&request(client_id::PUBLIC));
    let query = request(client_id::PUBLIC);
    assert_eq!(log_out(&mut world, &query), format!("{ORIGIN}/login?{}", query.encode()));
    assert_eq!(path_of(&location(&world.authorize(&query))), "/login");
}

/// "unregistered or missing logout_uri ⇒ error page “Required String parameter 'redirect_uri' is not present”; missing
/// client_id ⇒ “Required String parameter 'client_id' is not present”. Page status 400."; the cookie stays
#[test]
fn logout_with_an_unregistered_uri_ends_on_the_misleading_page() {
    let client = ("client_id", client_id::PUBLIC);
    for (query, name) in [
        (vec![client, ("logout_uri", "http://localhost:8765")], "redirect_uri"),
        (vec![client], "redirect_uri"),
        (vec![client, ("post_logout_redirect_uri", "http://localhost:8765/")], "redirect_uri"),
        (vec![client, ("redirect_uri", REDIRECT)], "redirect_uri"),
        (vec![("logout_uri", "http://localhost:8765/")], "client_id"),
    ] {
        let mut world = World::new();
        world.code(&request(client_id::PUBLIC));
        let url = log_out(&mut world, &query.into_iter().collect());
        let page = world.visit(&url);
        assert_eq!(page.status, 400);
        assert!(page.text().contains(&format!("Required String parameter &#39;{name}&#39; is not present")));
        assert!(callback(&world.authorize(&request(client_id::PUBLIC))).get("code").is_some(), "still signed in");
    }
}
