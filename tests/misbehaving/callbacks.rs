//! The callbacks of a misbehaving provider.

use super::*;
use grantscope::protocol::HttpRequest;
use grantscope::runtime::http::{HttpClient, Limits};

/// The verdict on a login whose browser opens `target` at the listener; `STATE` stands for the state.
fn come_back_to(target: &str) -> (Option<i32>, BTreeSet<String>, Ended, Vec<String>) {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::Http));
    let issuer = provider.origin();
    let own = ["login", "--json", "--no-browser", "--timeout", "3", "--issuer", &issuer, "--client-id", CLIENT];
    let redirect = ["--redirect-uri", "http://127.0.0.1:0/callback"];
    let ended = drive(&sandbox, &provider, &[&own[..], &redirect].concat(), |url, _| {
        let query = Parameters::decode(query_of(url));
        let redirect_uri = url::Url::parse(query.get("redirect_uri").unwrap()).unwrap();
        let origin = redirect_uri.origin().ascii_serialization();
        let url = format!("{origin}{}", target.replace("STATE", query.get("state").unwrap()));
        let client = HttpClient::new(Limits::default(), None).unwrap();
        grantscope::runtime::block_on(client.send(&HttpRequest::get(url))).unwrap();
    });
    let asked = provider.asked.lock().unwrap().clone();
    (ended.status, verdict(&ended).0, ended, asked)
}

#[test]
fn what_comes_with_our_state_is_the_answer_whatever_else_it_lacks() {
    for (target, findings) in [
        ("/callback?state=STATE", "callback.empty"),
        ("/callback?state=STATE&code=", "callback.empty"),
        ("/callback?state=STATE&session_state=x", "callback.empty"),
        ("/?state=STATE&code=abc", "callback.wrong_place"),
        ("/callback/?state=STATE&code=abc", "callback.wrong_place"),
        ("/Callback?state=STATE&code=abc", "callback.wrong_place"),
        ("/callback?state=STATE&code=a&code=b", "callback.conflicting_parameter"),
        ("/callback?state=STATE&code=a&error=access_denied", "callback.code_and_error"),
        ("/callback?state=STATE&access_token=abcdefgh&token_type=Bearer", "callback.tokens_instead"),
        ("/callback?state=STATE&error=access_denied", "authorization.access_denied"),
        ("/callback?state=STATE&error=server_error", "authorization.server_error"),
    ] {
        let (status, found, ended, asked) = come_back_to(target);
        let expected: BTreeSet<String> = [findings.to_owned()].into();
        assert_eq!((status, found), (Some(1), expected), "{target}: {}", ended.stderr);
        assert!(!asked.iter().any(|path| path == "/token"), "{target}");
    }
}

#[test]
fn what_comes_without_our_state_is_waited_over_and_named_when_nothing_else_comes() {
    for (target, status, findings, says) in [
        ("/callback?code=abc", 1, "state.dropped", "state"),
        ("/callback?code=abc&state=other", 1, "state.mismatch", "state"),
        ("/callback", 4, "", "opened the redirect URI without a response"),
        ("/other?code=abc&state=other", 4, "", "no callback arrived"),
    ] {
        let (ended_with, found, ended, asked) = come_back_to(target);
        let expected: BTreeSet<String> = findings.split_whitespace().map(str::to_owned).collect();
        assert_eq!((ended_with, found), (Some(status), expected), "{target}: {}", ended.stderr);
        assert!(ended.stderr.contains(says), "{target}: {}", ended.stderr);
        assert!(!asked.iter().any(|path| path == "/token"), "{target}");
    }
}
