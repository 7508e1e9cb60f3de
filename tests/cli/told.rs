//! What `login` knows it says at once: before the browser opens, and while an answer is awaited.

use super::{Demo, PUBLIC, Sandbox, sign_in};

#[test]
fn a_pool_without_a_domain_ends_the_login_before_a_browser_opens() {
    let (demo, sandbox) = (Demo::start(&["--scenario", "no-domain"]), Sandbox::new());
    let ended = sandbox.run(&[&["login", "--json", "--no-browser"], &demo.client(PUBLIC)[..]].concat());
    assert_eq!((ended.status, ended.findings()), (Some(1), vec!["discovery.no_domain".to_owned()]), "{ended:?}");
    assert_eq!(ended.exchanges(), ["discovery", "jwks"]);
    assert!(!ended.stderr.contains("Sign in with a browser"), "{ended:?}");
    let text = sandbox.run(&[&["login", "--no-browser"], &demo.client(PUBLIC)[..]].concat());
    assert!(text.stdout.contains("The user pool has no domain") && !text.stderr.contains("error:"), "{text:?}");
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
