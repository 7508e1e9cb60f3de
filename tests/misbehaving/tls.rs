//! TLS connections that fail.

use super::*;

/// The verdict on a discovery over https at a server without TLS.
fn over_https(front: Front) -> (Option<i32>, Vec<String>, String) {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(front));
    let issuer = format!("https://{}", provider.address);
    let own = ["login", "--json", "--no-browser", "--paste", "--issuer", &issuer, "--client-id", CLIENT];
    let rest = ["--redirect-uri", "http://127.0.0.1:9/callback", "--connect-timeout", SHORT];
    let ended = sandbox.run(&[&own[..], &rest].concat());
    (ended.status, ended.findings(), ended.stdout)
}

#[test]
fn a_peer_that_takes_the_connection_and_stays_silent_is_not_said_to_have_taken_none() {
    let (status, findings, text) = over_https(Front::Silent(b"", Then::Hang));
    assert_eq!((status, findings), (Some(4), vec!["network.timeout".to_owned()]), "{text}");
    assert!(text.contains("TLS") && !text.contains("no connection"), "{text}");
}

#[test]
fn a_peer_that_answers_tls_with_plain_text_or_an_alert_fails_the_handshake() {
    for (bytes, says) in [
        (&b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"[..], "does not speak TLS"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "does not speak TLS"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "HandshakeFailure"),
        (b"\x15\x03\x03\x00\x02\x02\x70", "Name"),
    ] {
        let (status, findings, text) = over_https(Front::Silent(bytes, Then::Hang));
        assert_eq!((status, findings), (Some(3), vec!["network.tls".to_owned()]), "{text}");
        assert!(text.contains(says), "{says}: {text}");
        assert_eq!(says == "does not speak TLS", text.contains("speaks another protocol"), "{text}");
    }
}

#[test]
fn a_peer_that_closes_or_resets_in_the_handshake_fails_it() {
    for then in [Then::Close, Then::Reset] {
        let (status, findings, text) = over_https(Front::Silent(b"", then));
        assert_eq!((status, findings), (Some(3), vec!["network.tls".to_owned()]), "{then:?} {text}");
    }
}
