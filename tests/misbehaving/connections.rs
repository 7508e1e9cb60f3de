//! A connection that the server closes between two requests loses no request.

use super::*;

#[test]
fn a_server_that_closes_the_connection_at_the_moment_of_the_next_request_ends_no_step() {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::ClosesAtTheNext));
    let ended = login(&sandbox, &provider, &["--save", "mine"], CALLBACK);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let mut refresh = sandbox.command(&["refresh", "mine", "--json"]);
    refresh.env("GRANTSCOPE_CLIENT_SECRET", SECRET);
    let ended = feed(&mut refresh, b"");
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let asked = provider.asked.lock().unwrap().clone();
    assert!(asked.iter().filter(|path| *path == "/token").count() == 2, "{asked:?}");
    assert_eq!(provider.connections.lock().unwrap().len(), asked.len(), "a connection for each: {asked:?}");
}
