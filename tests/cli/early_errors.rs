//! What `login` reports at once: before the browser opens, and while it waits.

use super::{Demo, PUBLIC, Sandbox, sign_in};

#[test]
fn a_pool_without_a_domain_ends_the_login_before_a_browser_opens() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "no-domain"]), Sandbox::new());
    let ended = sandbox.run(&[&["login", "--json", "--no-browser"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!((ended.status, ended.findings()), (Some(1), vec!["discovery.no_domain".to_owned()]), "{ended:?}");
    assert_eq!(ended.exchanges(), ["discovery", "jwks"]);
    assert!(!ended.stderr.contains("Sign in with a browser"), "{ended:?}");
    let text = sandbox.run(&[&["login", "--no-browser"], &demo.client(PUBLIC)[..]].concat());
    assert!(text.stdout.contains("User pool without a domain") && !text.stderr.contains("error:"), "{text:?}");
}

#[test]
fn after_the_callback_the_terminal_says_that_the_code_is_redeemed() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    login.wait_for("Callback received. Redeeming the code …");
    assert_eq!(login.end().status, Some(0));
}

#[test]
fn login_and_preflight_end_alike_where_the_keys_do_not_come() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "jwks-dead"]), Sandbox::new());
    let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    let login = login.end();
    let preflight = sandbox.run(&[&["preflight", "--json"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!((login.status, preflight.status), (Some(3), Some(3)), "{login:?}");
    assert_eq!(
        (login.findings(), preflight.findings()),
        (vec!["network.broken".into()], vec!["network.broken".into()])
    );
    let document = login.json();
    assert_eq!(document["tokens"]["id_token"]["signature"]["reason"], "the JWK Set could not be fetched");
    let remedy = document["findings"][0]["remedy"].as_str().unwrap();
    assert!(!remedy.contains("code") && remedy.contains("signature"), "no code was sent to the JWK Set: {remedy}");
}

#[test]
fn a_wrong_clock_is_a_warning_and_prevents_nothing() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "clock-behind"]), Sandbox::new());
    let arguments = [&["preflight"], &demo.client(PUBLIC)[..]].concat();
    let text = sandbox.run(&arguments);
    assert_eq!(text.status, Some(0), "{text:?}");
    assert!(text.stdout.contains("warn clock") && !text.stdout.contains("FAIL"), "{text:?}");
    assert!(text.stdout.contains("third clock"), "{text:?}");
    assert!(text.stdout.starts_with("No errors found, 1 warning."), "{text:?}");
}

#[test]
fn tokens_of_the_updated_issuer_are_the_error_that_the_exit_status_tells() {
    let ended = Sandbox::new().run(&["login", "--scenario", "issuer-updated", "--no-browser"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stdout.contains("error: Tokens have the user pool's updated issuer"), "{ended:?}");
    assert!(!ended.stderr.contains("error:") && ended.stdout.contains("Type=ORIGINAL"), "{ended:?}");
}

#[test]
fn keys_that_were_fetched_again_need_no_advice_to_do_so() {
    let ended = Sandbox::new().run(&["login", "--scenario", "keys-rotated", "--no-browser"]);
    assert!(ended.stdout.contains("were already fetched again") && !ended.stdout.contains("→ Fetch"), "{ended:?}");
}

#[test]
fn preflight_says_how_it_ended_and_what_it_did_not_ask() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "redirect-slash"]), Sandbox::new());
    let good = sandbox.run(&[&["preflight"], &demo.client(PUBLIC)[..]].concat());
    assert!(good.stdout.starts_with("No problems found."), "{good:?}");
    assert!(good.stdout.contains("The token endpoint was not tested."), "{good:?}");
    let slash = format!("redirect_uri={}/", demo.redirect_uri);
    let bad = sandbox.run(&[&["preflight", "--param", &slash], &demo.client(PUBLIC)[..]].concat());
    assert!(bad.stdout.starts_with("1 check failed, 2 not made."), "{bad:?}");
}

#[test]
fn a_page_where_the_discovery_document_should_be_is_quoted() {
    let ended = Sandbox::new().run(&["login", "--scenario", "discovery-page", "--json"]);
    let evidence = ended.json()["findings"][0]["evidence"].clone();
    let seen = |field: &str| evidence.as_array().unwrap().iter().find(|seen| seen["field"] == field).cloned();
    for field in ["response status", "response header content-type", "page title", "page text"] {
        assert!(seen(field).is_some_and(|seen| !seen["value"].as_str().unwrap().is_empty()), "{field}: {evidence}");
    }
}

#[test]
fn a_remedy_at_cognito_says_where_the_setting_is_and_warns_of_what_the_command_resets() {
    let sandbox = Sandbox::new();
    for (scenario, option) in [
        ("oauth-off", "--allowed-o-auth-flows-user-pool-client"),
        ("revocation-off", "--enable-token-revocation"),
        ("attribute-unreadable", "--read-attributes"),
        ("idp-not-enabled", "--supported-identity-providers"),
        ("redirect-slash", "--callback-urls"),
        ("sign-out-uri", "--logout-urls"),
    ] {
        let ended = sandbox.run(&["login", "--scenario", scenario, "--json"]);
        let remedy = ended.json()["findings"][0]["remedy"].as_str().unwrap().to_owned();
        assert!(remedy.contains("update-user-pool-client") && remedy.contains(option), "{scenario}: {remedy}");
        assert!(remedy.contains("is reset to its default"), "{scenario}: {remedy}");
    }
    let refused = sandbox.run(&["login", "--scenario", "attribute-unreadable", "--json"]).json();
    let (detail, remedy) = (&refused["findings"][0]["detail"], &refused["findings"][0]["remedy"]);
    assert!(detail.as_str().unwrap().contains("may not read"), "{detail}");
    assert!(remedy.as_str().unwrap().starts_with("Request openid alone"), "{remedy}");
}

#[test]
fn a_served_scenario_says_whose_mistake_it_is_and_how_to_see_it() {
    use std::io::{BufRead, BufReader};
    for (scenario, said, told) in [
        (
            "refresh-revoked",
            "client's mistake  ",
            "To see it: sign in, redeem the code, revoke the refresh token, refresh.",
        ),
        ("redirect-slash", "client's mistake  ", "grantscope login --scenario redirect-slash"),
        ("no-domain", "broken  ", "To see it: fetch the discovery document and the keys."),
    ] {
        let mut child = Sandbox::new().command(&["demo", "--serve", "--scenario", scenario]).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(line.contains(told) && stdout.contains(said), "{scenario}: {line} {stdout}");
    }
}

#[test]
fn the_error_page_that_the_browser_shows_ends_the_login_where_its_url_and_text_are_pasted() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    for page in ["We are sorry...\nInvalid parameter: redirect_uri", "An error was encountered\nredirect_mismatch"] {
        let mut login = sandbox.login(&[&["--paste"], &demo.client(PUBLIC)[..]].concat());
        let url = login.url.clone();
        login.paste(&url);
        login.wait_for("If the page shows an error, paste its text too.");
        login.paste(page);
        let ended = login.end();
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.stderr.contains("Redirect URI not registered: "), "{ended:?}");
    }
}
