//! The settings, and the simulated browser.

use super::*;

#[test]
fn a_redirect_uri_of_an_ephemeral_port_can_be_registered() {
    let mut world = World::new();
    let uri = "http://localhost:49152/callback";
    world.provider.register_redirect_uri(uri);
    assert_eq!(path_of(&location(&world.authorize(&changed("redirect_uri", Some(uri))))), "/login");
    assert!(world.provider.clients().iter().any(|c| c.client_id == client_id::MACHINE && c.redirect_uris.is_empty()));
}

#[test]
fn the_clock_of_the_provider_shows_in_its_date_header_and_in_its_tokens() {
    let mut world = World::with(Knobs { clock_offset: 600, ..Knobs::FAITHFUL });
    let tokens = world.tokens(&request(client_id::PUBLIC));
    assert_eq!(claims(&tokens["id_token"])["iat"], world.now.as_second() + 600);
    let response = world.visit(&format!("{ORIGIN}/"));
    assert_eq!(response.header("date"), Some("Fri, 02 Jan 2026 03:14:05 GMT"));
}

#[test]
fn the_updated_issuer_differs_in_its_host() {
    let mut world = World::with(Knobs { updated_issuer: true, ..Knobs::FAITHFUL });
    let tokens = world.tokens(&request(client_id::PUBLIC));
    let issuer = claims(&tokens["id_token"])["iss"].as_str().unwrap().to_owned();
    assert_eq!(issuer, "http://issuer-cognito-idp.localhost:9876/us-east-1_DemoPool1");
    assert!(grantscope::profile::cognito::is_issuer(&issuer));
}

#[test]
fn faults_strike_their_endpoint_only() {
    use grantscope::demo::{Delivery, Endpoint, Fault};
    use std::time::Duration;
    let form = HttpRequest::post_form(format!("{ORIGIN}/oauth2/token"), &Parameters::new());
    let struck =
        |fault: &'static [(Endpoint, Fault)]| World::with(Knobs { faults: fault, ..Knobs::FAITHFUL }).answer(&form);
    assert_eq!(struck(&[(Endpoint::Token, Fault::Dead)]).delivery, Delivery::Nothing);
    assert_eq!(struck(&[(Endpoint::Token, Fault::Cut(9))]).delivery, Delivery::Cut(9));
    const SLOW: &[(Endpoint, Fault)] = &[(Endpoint::Token, Fault::Slow(Duration::from_secs(7)))];
    let slow = struck(SLOW);
    assert_eq!((slow.delay, slow.response.status), (Duration::from_secs(7), 400));
    assert_eq!(struck(&[(Endpoint::Token, Fault::Page(502))]).response.media_type().as_deref(), Some("text/html"));
    assert_eq!(struck(&[(Endpoint::Token, Fault::Throttled)]).response.status, 429);
    assert!(struck(&[(Endpoint::Token, Fault::Empty)]).response.body.is_empty());
    assert_eq!(struck(&[(Endpoint::UserInfo, Fault::Dead)]).delivery, Delivery::Whole);
}

#[test]
fn the_listing_is_the_document_that_scripts_rely_on() {
    let listing = serde_json::to_value(World::new().provider.listing()).unwrap();
    assert_eq!(listing["issuer"], "http://localhost:9876/us-east-1_DemoPool1");
    assert_eq!(listing["domain"], "localhost:9876");
    assert_eq!(listing["scenario"], Value::Null);
    let mut world = World::new();
    world.provider.set_scenario(grantscope::demo::scenarios::find("no-domain").unwrap());
    let broken = world.provider.listing();
    assert_eq!((broken.scenario, broken.domain), (Some("no-domain"), None));
    let members: Vec<&String> = listing["clients"][1].as_object().unwrap().keys().collect();
    assert_eq!(members, ["client_id", "client_secret", "note", "redirect_uris", "scopes", "sign_out_uris"]);
    assert_eq!(listing["clients"][0]["client_secret"], Value::Null);
    assert_eq!(listing["users"][0]["groups"], serde_json::json!(["admins", "readers"]));
    assert_eq!(listing["users"][0].as_object().unwrap().keys().collect::<Vec<_>>(), ["groups", "password", "username"]);
}

#[test]
fn a_visitor_signs_in_with_a_password_and_through_the_identity_provider() {
    use grantscope::demo::{Cookies, Visit, Visitor};
    for (who, ends) in [("alice", "?code="), ("erin@example.com", "?code="), ("carol", "?error_description=User+is")] {
        let mut world = World::new();
        let url = format!("{ORIGIN}/oauth2/authorize?{}", request(client_id::PUBLIC).encode());
        let mut visitor = Visitor::new(&url, who, Cookies::default());
        let mut next = Visit::Request(visitor.start());
        while let Visit::Request(request) = next {
            let response = world.send(&request);
            next = visitor.next(&response);
        }
        assert!(
            matches!(&next, Visit::Arrived(url) if url.starts_with(&format!("{REDIRECT}{ends}"))),
            "{who} {next:?}"
        );
        let mut again = Visitor::new(&url, who, visitor.cookies().clone());
        let answer = world.send(&again.start());
        assert_eq!(matches!(again.next(&answer), Visit::Arrived(_)), who != "carol", "silent the second time");
    }
    let mut world = World::new();
    let url = format!("{ORIGIN}/oauth2/authorize?client_id=nobody");
    let mut visitor = Visitor::new(&url, "alice", Cookies::default());
    let Visit::Request(page) = visitor.next(&world.send(&visitor.start())) else { panic!("no page") };
    let Visit::Stranded { url, text } = visitor.next(&world.send(&page)) else { panic!("not stranded") };
    assert!(url.ends_with("/error?error=invalid_request&client_id=nobody"));
    assert_eq!(text, "An error was encountered with the requested page. invalid_request");
}

#[test]
fn a_pool_of_one_key_signs_both_tokens_with_it() {
    let mut world = World::with(Knobs { single_key: true, ..Knobs::FAITHFUL });
    let set = json(&world.visit(&format!("{ORIGIN}/us-east-1_DemoPool1/.well-known/jwks.json")));
    assert_eq!(set["keys"].as_array().unwrap().len(), 1);
    let tokens = world.tokens(&request(client_id::PUBLIC));
    assert_eq!(part(&tokens["id_token"], 0), part(&tokens["access_token"], 0));
    assert!(part(&tokens["id_token"], 0).contains(set["keys"][0]["kid"].as_str().unwrap()));
}

const PATHS: &str = "/oauth2/(authorize|token|userInfo|revoke|idpresponse)|/(login|logout|error|idp/.*)?|.{0,30}";
const PAIRS: &str = "((client_id=1public00grantscope00demo1|redirect_uri=http://localhost:3000/|response_type=(code|token)\
                     |.{0,20})&){0,5}";

proptest::proptest! {
    #[test]
    fn any_request_gets_an_answer(
        method in "GET|POST|PUT|OPTIONS|[A-Z]{0,5}",
        path in PATHS,
        query in PAIRS,
        header in "(authorization|cookie|content-type)",
        value in "(Bearer |Basic |application/x-www-form-urlencoded)?.{0,40}",
        body in ".{0,200}",
    ) {
        let request = HttpRequest {
            method: Method::parse(&method),
            url: format!("{path}?{query}"),
            headers: vec![Header::new(header, value)],
            body: body.into_bytes(),
        };
        let status = World::new().send(&request).status;
        proptest::prop_assert!((200..500).contains(&status), "{}", status);
    }
}

#[test]
fn each_kind_of_token_has_a_lifetime_of_its_own() {
    let knobs = Knobs { id_token_lifetime: 300, access_token_lifetime: 7200, ..Knobs::FAITHFUL };
    let tokens = World::with(knobs).tokens(&request(client_id::PUBLIC));
    let lifetime = |token: &Value| claims(token)["exp"].as_i64().unwrap() - claims(token)["iat"].as_i64().unwrap();
    assert_eq!((lifetime(&tokens["id_token"]), lifetime(&tokens["access_token"])), (300, 7200));
    assert_eq!(tokens["expires_in"], 7200);
}

#[test]
fn the_code_of_a_request_without_scope_can_be_worthless() {
    let mut world = World::with(Knobs { scopeless_codes: false, ..Knobs::FAITHFUL });
    let code = world.code(&changed("scope", None));
    let answer = world.post("/oauth2/token", &redemption(client_id::PUBLIC, &code));
    assert_eq!(refusal(&answer), invalid("invalid_grant"));
}
