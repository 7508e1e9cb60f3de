//! Providers that cannot be reached, answer wrongly or redirect; proxies and time limits.

use super::*;

#[test]
fn a_proxy_that_is_not_there_is_named_and_its_password_is_not() {
    let sandbox = Sandbox::new();
    let arguments = ["preflight", "--issuer", "https://op.example", "--client-id", "c"];
    let mut command = sandbox.command(&arguments);
    let child = command.env("HTTPS_PROXY", "http://me:hunter2@127.0.0.1:1").spawn().unwrap();
    let ended = Ended::of(child.wait_with_output().unwrap());
    let said = format!("{}{}", ended.stdout, ended.stderr);
    assert!(said.contains("cannot connect to op.example (through the proxy 127.0.0.1:1)"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn a_provider_that_is_not_there_is_a_network_failure() {
    let issuer = format!("http://127.0.0.1:{}/pool", free_port());
    let ended = Sandbox::new().run(&["login", "--json", "--issuer", &issuer, "--client-id", "c", "--paste"]);
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert!(ended.stderr.contains("cannot connect to"), "{ended:?}");
    assert_eq!(ended.exchanges(), ["discovery"]);
}

/// Answers every connection with `answer` and returns the address.
fn stub(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let is_whole =
                |text: &str| text.contains("\r\n\r\n") && (text.starts_with("GET") || text.contains("code_verifier"));
            while !is_whole(&String::from_utf8_lossy(&seen)) {
                let mut piece = [0; 4096];
                match stream.read(&mut piece).unwrap() {
                    0 => break,
                    read => seen.extend_from_slice(&piece[..read]),
                }
            }
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn an_invalid_token_response_is_reported_and_recorded() {
    for (answer, sentence) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "HTTP 200 with an empty body, expected a JSON object"),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 21\r\n\r\n<html>sorry\u{7f}.</html>",
            "HTTP 502 with text/html, expected a JSON object",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\naccess_token=abc",
            "expected a JSON object",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            "neither access_token nor error",
        ),
    ] {
        let address = stub(answer);
        let (authorize, token) = (format!("http://{address}/authorize"), format!("http://{address}/token"));
        let sandbox = Sandbox::new();
        let mut login = sandbox.login(&[
            "--paste",
            "--authorization-endpoint",
            &authorize,
            "--token-endpoint",
            &token,
            "--client-id",
            "c",
        ]);
        login.paste("http://localhost:8765/callback?code=abc&state=STATE");
        let ended = login.end();
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert!(ended.stderr.contains(sentence), "{sentence}: {ended:?}");
        assert_eq!(ended.exchanges(), ["token"], "{ended:?}");
        assert!(!ended.findings().is_empty(), "{ended:?}");
    }
}

#[test]
fn a_discovery_document_of_another_issuer_is_not_followed() {
    let address = stub(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
         {\"issuer\":\"https://evil.example\",\"authorization_endpoint\":\"https://evil.example/a\",\
         \"token_endpoint\":\"https://evil.example/t\"}",
    );
    let issuer = format!("http://{address}");
    let ended = Sandbox::new().run(&["login", "--json", "--paste", "--issuer", &issuer, "--client-id", "c"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("found the issuer https://evil.example, expected http://127.0.0.1"), "{ended:?}");
    assert_eq!(ended.json()["authorization_url"], Value::Null);
}

#[test]
fn a_redirect_of_the_discovery_document_leads_no_further_than_its_origin() {
    for (location, exchanges) in [("/elsewhere", 4), ("https://evil.example/x", 1)] {
        // Every request gets the same redirect: within the origin it is followed, but not forever.
        let answer =
            format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let issuer = format!("http://{}", stub(answer.leak()));
        let ended = Sandbox::new().run(&["login", "--json", "--paste", "--issuer", &issuer, "--client-id", "c"]);
        assert_eq!(ended.status, Some(1), "{ended:?}");
        assert_eq!(ended.exchanges().len(), exchanges, "{ended:?}");
        assert!(ended.stderr.contains("HTTP 302, expected 200"), "{ended:?}");
    }
}

#[test]
fn the_proxy_of_the_environment_is_used_and_never_for_this_machine() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line).unwrap();
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").unwrap();
        line
    });
    let sandbox = Sandbox::new();
    let far = ["login", "--json", "--paste", "--issuer", "https://op.example", "--client-id", "c"];
    let ended = crate::program::feed(sandbox.command(&far).env("HTTPS_PROXY", &address), b"");
    assert_eq!(ended.status, Some(3), "{ended:?}");
    assert_eq!(asked.join().unwrap().trim_end(), "CONNECT op.example:443 HTTP/1.1");

    // Nothing listens at that port any more, so a request to it would fail.
    let demo = Demo::start(&[]);
    let arguments = [&["login", "--json", "--no-browser"], &demo.client(PUBLIC)[..]].concat();
    let login = sandbox.login_with(&arguments, |command| {
        command.env("HTTP_PROXY", &address).env("http_proxy", &address).env("ALL_PROXY", &address);
    });
    arrive(&sign_in(&login.url, "alice"));
    assert_eq!(login.end().status, Some(0));
}

#[test]
fn time_limits_that_are_none_are_refused() {
    for given in ["-1", "0", "NaN", "inf", "1e300", "86401"] {
        let flag = format!("--request-timeout={given}");
        let ended = Sandbox::new().run(&["login", "--issuer", "https://op.example", "--client-id", "c", &flag]);
        assert_eq!(ended.status, Some(2), "{given}: {ended:?}");
        assert!(ended.stderr.contains("--request-timeout: found"), "{given}: {ended:?}");
    }
}
