//! The loopback listener: accepts our response, and keeps waiting after anything else.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use grantscope::protocol::Callback;
use grantscope::runtime::listener::{Hit, Listener, Verdict};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn listener() -> Listener {
    let listener = Listener::bind("http://localhost:0/callback").await.unwrap();
    listener.expect(Some("ours"));
    listener
}

fn port(listener: &Listener) -> u16 {
    url::Url::parse(listener.redirect_uri()).unwrap().port().unwrap()
}

/// Sends a request and reads the whole response.
async fn ask(host: &str, port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect((host, port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

pub async fn get(listener: &Listener, target: &str) -> String {
    ask("127.0.0.1", port(listener), &format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n")).await
}

async fn verdict(listener: &mut Listener) -> Verdict {
    listener.hit().await.verdict
}

#[tokio::test]
async fn a_good_callback_is_answered_with_a_plain_page_and_reported_in_full() {
    let mut listener = listener().await;
    let page = get(&listener, "/callback?code=abc&state=ours&x=%3Cscript%3E").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("You can close this tab"));
    assert!(!page.contains("abc") && !page.contains("script"), "nothing of the request is repeated: {page}");
    for header in ["default-src 'none'", "nosniff", "referrer-policy: no-referrer", "cache-control: no-store"] {
        assert!(page.contains(header), "{header}: {page}");
    }
    let Hit { verdict, url, .. } = listener.hit().await;
    assert_eq!(verdict, Verdict::Answer);
    assert_eq!(url.expose(), format!("{}?code=abc&state=ours&x=%3Cscript%3E", listener.redirect_uri()));
}

#[tokio::test]
async fn a_code_that_ends_in_a_mark_stays_whole() {
    let mut listener = listener().await;
    for mark in ["!", ".", ",", ";", "'", ")", "|", "]"] {
        get(&listener, &format!("/callback?state=ours&code=M.C507.abc{mark}")).await;
        let callback = Callback::read(listener.hit().await.url.expose());
        assert_eq!(callback.code(), Some(format!("M.C507.abc{mark}").as_str()));
    }
}

#[tokio::test]
async fn an_error_with_our_state_is_an_answer_too() {
    let mut listener = listener().await;
    get(&listener, "/callback?error=access_denied&state=ours").await;
    assert_eq!(verdict(&mut listener).await, Verdict::Answer);
}

#[tokio::test]
async fn favicons_wrong_paths_and_foreign_states_are_reported_and_do_not_end_the_wait() {
    let mut listener = listener().await;
    for (target, expected, status) in [
        ("/favicon.ico", Verdict::Elsewhere, "404"),
        ("/callback/?code=a&state=ours", Verdict::Elsewhere, "404"),
        ("/Callback?code=a&state=ours", Verdict::Elsewhere, "404"),
        ("/callback?code=a&state=theirs", Verdict::OtherState, "400"),
        ("/callback?code=a", Verdict::OtherState, "400"),
        ("/callback?error=access_denied", Verdict::OtherState, "400"),
        ("/callback", Verdict::Nothing, "400"),
    ] {
        let page = get(&listener, target).await;
        assert!(page.starts_with(&format!("HTTP/1.1 {status}")), "{target}: {page}");
        assert_eq!(verdict(&mut listener).await, expected, "{target}");
    }
    get(&listener, "/callback?code=good&state=ours").await;
    let hit = listener.hit().await;
    assert_eq!(hit.verdict, Verdict::Answer);
    assert!(hit.url.expose().contains("code=good"));
}

#[tokio::test]
async fn other_methods_are_refused_and_a_posted_form_is_read() {
    let mut listener = listener().await;
    let head =
        ask("127.0.0.1", port(&listener), "PUT /callback?code=a&state=ours HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 405") && head.contains("allow: GET, POST"), "{head}");
    assert_eq!(verdict(&mut listener).await, Verdict::OtherMethod);
    let form = "code=abc&state=ours";
    let post = format!(
        "POST /callback HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    ask("127.0.0.1", port(&listener), &post).await;
    let hit = listener.hit().await;
    assert_eq!(hit.verdict, Verdict::Answer);
    assert!(hit.url.expose().ends_with("?code=abc&state=ours"));
}

#[tokio::test]
async fn half_a_request_and_silence_block_nothing() {
    let mut listener = listener().await;
    let silent = TcpStream::connect(("127.0.0.1", port(&listener))).await.unwrap();
    let mut half = TcpStream::connect(("127.0.0.1", port(&listener))).await.unwrap();
    half.write_all(b"GET /callback?code=abc&st").await.unwrap();
    let mut noise = TcpStream::connect(("127.0.0.1", port(&listener))).await.unwrap();
    noise.write_all(b"\x16\x03\x01\x02\x00\r\n\r\n").await.unwrap();
    get(&listener, "/callback?code=good&state=ours").await;
    assert_eq!(verdict(&mut listener).await, Verdict::Answer);
    drop((silent, half, noise));
}

/// Some systems allow few open files per process: connections of the test and of the listener count.
const SILENT: usize = 1000;

/// Whether the right callback is answered within a second.
async fn answers_at_once(listener: &mut Listener) {
    let answered = async {
        get(listener, "/callback?code=good&state=ours").await;
        while listener.hit().await.verdict != Verdict::Answer {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(1), answered).await.expect("an answer within a second");
}

/// Lets the listener run: tests and listener share one thread.
async fn open(listener: &Listener, begun: &[u8]) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port(listener))).await.ok()?;
    stream.write_all(begun).await.ok()?;
    tokio::task::yield_now().await;
    Some(stream)
}

#[tokio::test]
async fn a_thousand_silent_or_slow_connections_delay_the_callback_by_less_than_a_second() {
    for begun in [
        &b""[..],
        b"GET /callback?code=abc&st",
        b"POST /callback HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n",
    ] {
        let mut listener = listener().await;
        let mut held = Vec::new();
        for _ in 0..SILENT {
            held.extend(open(&listener, begun).await);
        }
        assert!(held.len() > SILENT / 2, "{}", held.len());
        answers_at_once(&mut listener).await;
    }
}

#[tokio::test]
async fn connections_that_come_again_and_again_delay_no_callback() {
    let mut listener = listener().await;
    let at = port(&listener);
    let mut others = tokio::task::JoinSet::new();
    for _ in 0..50 {
        others.spawn(async move {
            loop {
                let Ok(mut stream) = TcpStream::connect(("127.0.0.1", at)).await else { continue };
                drop(stream.write_all(b"GET /call").await);
                tokio::task::yield_now().await;
            }
        });
    }
    for _ in 0..5 {
        answers_at_once(&mut listener).await;
    }
}

#[tokio::test]
async fn a_request_for_another_host_is_refused_with_its_reason() {
    let mut listener = listener().await;
    for host in [
        "host: rebound.example:8765\r\n",
        "host: 10.0.0.1\r\n",
        "host: localhost.evil.example\r\n",
        "host: localhost/@x\r\n",
        "",
    ] {
        let request = format!("GET /callback?code=abc&state=ours HTTP/1.1\r\n{host}\r\n");
        let page = ask("127.0.0.1", port(&listener), &request).await;
        assert!(page.starts_with("HTTP/1.1 421") && page.contains("Host header"), "{host}: {page}");
        let hit = listener.hit().await;
        assert_eq!(hit.verdict, Verdict::OtherHost, "{host}");
        let named = host.strip_prefix("host: ").unwrap_or_default().trim_end().split('/').next().unwrap();
        assert!(hit.refusal().contains(&format!("\"{named}\"")), "{}", hit.refusal());
    }
    for host in ["localhost", "127.0.0.1:9999", "[::1]:1", "app.localhost"] {
        let request = format!("GET /callback?code=abc&state=ours HTTP/1.1\r\nhost: {host}\r\n\r\n");
        ask("127.0.0.1", port(&listener), &request).await;
        assert_eq!(verdict(&mut listener).await, Verdict::Answer, "{host}");
    }
}

#[tokio::test]
async fn a_second_callback_is_reported_too_and_a_dropped_listener_is_closed() {
    let mut listener = listener().await;
    let port = port(&listener);
    for _ in 0..2 {
        get(&listener, "/callback?code=abc&state=ours").await;
        assert_eq!(verdict(&mut listener).await, Verdict::Answer);
    }
    drop(listener);
    // The accepting task ends when it runs next.
    tokio::task::yield_now().await;
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn localhost_means_both_families_and_an_address_only_itself() {
    let mut listener = listener().await;
    if TcpListener::bind("[::1]:0").await.is_ok() {
        let request = "GET /callback?code=abc&state=ours HTTP/1.1\r\nhost: localhost\r\n\r\n";
        ask("::1", port(&listener), request).await;
        assert_eq!(verdict(&mut listener).await, Verdict::Answer);
    }
    let four = Listener::bind("http://127.0.0.1:0/").await.unwrap();
    assert!(TcpStream::connect(("::1", port(&four))).await.is_err());
}

#[tokio::test]
async fn a_taken_port_says_by_whom() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let problem = Listener::bind(&format!("http://localhost:{port}/callback")).await.unwrap_err().to_string();
    assert!(problem.starts_with(&format!("port {port} is in use by ")), "{problem}");
    if cfg!(target_os = "linux") {
        assert!(problem.contains(&format!("process {}", std::process::id())), "{problem}");
    }
}

#[tokio::test]
async fn what_is_not_on_this_machine_is_not_listened_on() {
    for uri in ["https://app.example/callback", "myapp://callback", "http://10.0.0.1:8765/cb", "http://[2001:db8::1]/"]
    {
        assert!(Listener::bind(uri).await.is_err(), "{uri}");
    }
}

#[tokio::test]
async fn without_a_state_in_the_request_only_a_callback_without_one_is_ours() {
    let mut listener = Listener::bind("http://127.0.0.1:0/cb").await.unwrap();
    listener.expect(None);
    get(&listener, "/cb?code=a&state=x").await;
    assert_eq!(verdict(&mut listener).await, Verdict::OtherState);
    get(&listener, "/cb?code=a").await;
    assert_eq!(verdict(&mut listener).await, Verdict::Answer);
}

#[tokio::test]
async fn https_is_served_with_a_certificate_for_the_host_whose_fingerprint_is_known() {
    use grantscope::runtime::http::{HttpClient, Limits};
    let mut listener = Listener::bind("https://localhost:0/callback").await.unwrap();
    listener.expect(Some("ours"));
    let url = format!("{}?code=abc&state=ours", listener.redirect_uri());
    // A self-signed certificate is not trusted: the connection fails, and the wait continues.
    let request = grantscope::protocol::HttpRequest::get(url);
    let delivery = HttpClient::new(Limits::default(), None).unwrap().send(&request).await;
    assert!(matches!(delivery.received, grantscope::session::Received::Failed(_)));
    assert_eq!(listener.certificate_sha256().map(str::len), Some(64));

    let mut stream = trusting(listener.redirect_uri()).await;
    stream.write_all(b"GET /callback?code=abc&state=ours HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).await.unwrap();
    assert!(page.contains("You can close this tab"));
    let hit = listener.hit().await;
    assert_eq!(hit.verdict, Verdict::Answer);
    assert!(hit.url.expose().starts_with("https://localhost:"));
}

/// A person who dismissed the browser's warning.
async fn trusting(redirect_uri: &str) -> tokio_rustls::client::TlsStream<TcpStream> {
    use tokio_rustls::rustls;
    #[derive(Debug)]
    struct Anything;
    impl rustls::client::danger::ServerCertVerifier for Anything {
        fn verify_server_cert(
            &self,
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &[rustls::pki_types::CertificateDer<'_>],
            _: &rustls::pki_types::ServerName<'_>,
            _: &[u8],
            _: rustls::pki_types::UnixTime,
        ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
            Ok(rustls::client::danger::ServerCertVerified::assertion())
        }
        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            Ok(rustls::client::danger::HandshakeSignatureValid::assertion())
        }
        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &rustls::pki_types::CertificateDer<'_>,
            _: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            Ok(rustls::client::danger::HandshakeSignatureValid::assertion())
        }
        fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
            rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms.supported_schemes()
        }
    }
    let config = rustls::ClientConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(std::sync::Arc::new(Anything))
        .with_no_client_auth();
    let port = url::Url::parse(redirect_uri).unwrap().port().unwrap();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = rustls::pki_types::ServerName::try_from("localhost").unwrap();
    tokio_rustls::TlsConnector::from(std::sync::Arc::new(config)).connect(name, stream).await.unwrap()
}

/// A request line and headers after `host`; what is sent after the head; the status, and the verdict if there is a hit.
type Attack<'a> = (&'a str, &'a str, &'a str, &'a str, Option<Verdict>);

#[tokio::test]
async fn requests_that_are_almost_the_callback_are_answered_and_none_but_the_right_one_is_taken_for_it() {
    const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";
    let elsewhere = |line: &'static str| (line, "host: localhost\r\n", "", "404", Some(Verdict::Elsewhere));
    let other_method = |line: &'static str| (line, "host: localhost\r\n", "", "405", Some(Verdict::OtherMethod));
    let form = |more: &str| format!("host: localhost\r\n{FORM}{more}");
    let (plain, chunked) = (form("content-length: 19\r\n"), form("transfer-encoding: chunked\r\n"));
    let (both, large) =
        (form("content-length: 5\r\ntransfer-encoding: chunked\r\n"), form("content-length: 300000\r\n"));
    let (too_long, multipart) = (
        form("content-length: 99999999999999999999\r\n"),
        "host: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 3\r\n",
    );
    let body = "x".repeat(300_000);
    let long = format!("GET /callback?code=a&state=ours&x={} HTTP/1.1", "y".repeat(60_000));
    let longer = format!("GET /callback?code=a&state=ours&x={} HTTP/1.1", "y".repeat(200_000));
    let many = format!("host: localhost\r\n{}", "x: y\r\n".repeat(200));
    let parameters = format!("GET /callback?{}state=ours&code=a HTTP/1.1", "a=b&".repeat(15_000));
    let good = "GET /callback?code=a&state=ours HTTP/1.1";
    let attacks: Vec<Attack<'_>> = vec![
        elsewhere("GET //callback?code=a&state=ours HTTP/1.1"),
        elsewhere("GET /./callback?code=a&state=ours HTTP/1.1"),
        elsewhere("GET /%63allback?code=a&state=ours HTTP/1.1"),
        elsewhere("GET /callback;x?code=a&state=ours HTTP/1.1"),
        other_method("get /callback?code=a&state=ours HTTP/1.1"),
        other_method("HEAD /callback?code=a&state=ours HTTP/1.1"),
        other_method("HEAD /elsewhere?code=a&state=ours HTTP/1.1"),
        other_method("OPTIONS /callback?code=a&state=ours HTTP/1.1"),
        other_method("OPTIONS * HTTP/1.1"),
        (good, "host: localhost\r\nhost: evil.example\r\n", "", "421", Some(Verdict::OtherHost)),
        (good, "host: evil.example\r\nhost: localhost\r\n", "", "421", Some(Verdict::OtherHost)),
        (good, "host: localhost@evil.example\r\n", "", "421", Some(Verdict::OtherHost)),
        (good, "host: 127.0.0.1.nip.io\r\n", "", "421", Some(Verdict::OtherHost)),
        (good, "host: localhost, evil.example\r\n", "", "421", Some(Verdict::OtherHost)),
        (
            "GET http://evil.example/callback?code=a&state=ours HTTP/1.1",
            "host: localhost\r\n",
            "",
            "421",
            Some(Verdict::OtherHost),
        ),
        ("CONNECT evil.example:443 HTTP/1.1", "host: localhost\r\n", "", "421", Some(Verdict::OtherHost)),
        ("GET /callback?code=a&state=ours", "", "", "400", None),
        ("GET /callback?code=a&state=ours HTTP/3.0", "host: localhost\r\n", "", "400", None),
        ("GET /callback?code=a\0&state=ours HTTP/1.1", "host: localhost\r\n", "", "400", None),
        ("GET /callback?code=a b&state=ours HTTP/1.1", "host: localhost\r\n", "", "400", None),
        ("PRI * HTTP/2.0", "", "SM\r\n\r\n", "", None),
        (&longer, "host: localhost\r\n", "", "4", None),
        (good, &many, "", "431", None),
        (
            "GET /callback?code=a&state=theirs&state=ours HTTP/1.1",
            "host: localhost\r\n",
            "",
            "400",
            Some(Verdict::OtherState),
        ),
        ("GET /callback?code=a&state=ours%00 HTTP/1.1", "host: localhost\r\n", "", "400", Some(Verdict::OtherState)),
        ("GET /callback?code=a&state=OURS HTTP/1.1", "host: localhost\r\n", "", "400", Some(Verdict::OtherState)),
        ("GET /callback?code=a&state=our HTTP/1.1", "host: localhost\r\n", "", "400", Some(Verdict::OtherState)),
        ("GET /callback?code=a&state%5B%5D=ours HTTP/1.1", "host: localhost\r\n", "", "400", Some(Verdict::OtherState)),
        ("POST /callback?code=a&state=ours HTTP/1.1", &plain, "code=a&state=theirs", "400", Some(Verdict::OtherState)),
        ("POST /callback?code=a&state=ours HTTP/1.1", multipart, "--x", "400", Some(Verdict::Nothing)),
        ("POST /callback HTTP/1.1", &large, &body, "400", Some(Verdict::Nothing)),
        ("POST /callback HTTP/1.1", &too_long, "code=a&state=ours", "400", None),
        ("POST /callback HTTP/1.1", &both, "11\r\ncode=a&state=ours\r\n0\r\n\r\n", "200", Some(Verdict::Answer)),
        ("POST /callback HTTP/1.1", &chunked, "zz\r\ncode=a&state=ours\r\n0\r\n\r\n", "400", Some(Verdict::Nothing)),
        (
            good,
            "host: localhost\r\n",
            "GET /callback?code=b&state=ours HTTP/1.1\r\nhost: localhost\r\n\r\n",
            "200",
            Some(Verdict::Answer),
        ),
        ("GET /callback?code=a&%73tate=%6furs HTTP/1.1", "host: localhost\r\n", "", "200", Some(Verdict::Answer)),
        ("POST /callback HTTP/1.1", &chunked, "11\r\ncode=a&state=ours\r\n0\r\n\r\n", "200", Some(Verdict::Answer)),
        ("GET /callback?code=a&state=ours HTTP/1.0", "host: localhost\r\n", "", "200", Some(Verdict::Answer)),
        ("GET http://localhost/callback?code=a&state=ours HTTP/1.1", "", "", "200", Some(Verdict::Answer)),
        (&long, "host: localhost\r\n", "", "200", Some(Verdict::Answer)),
        (&parameters, "host: localhost\r\n", "", "200", Some(Verdict::Answer)),
    ];
    let mut listener = listener().await;
    for (line, headers, body, status, expected) in attacks {
        let name: String = format!("{line:.80} {headers:.80?} {body:.40}");
        let mut stream = TcpStream::connect(("127.0.0.1", port(&listener))).await.unwrap();
        // The response may come before everything is sent.
        drop(stream.write_all(format!("{line}\r\n{headers}\r\n{body}").as_bytes()).await);
        let mut page = Vec::new();
        drop(stream.read_to_end(&mut page).await);
        let page = String::from_utf8(page).unwrap();
        let code = page.split(' ').nth(1).unwrap_or_default();
        assert!(code.starts_with(status), "{name}: {page}");
        assert_eq!(page.matches("HTTP/1.").count(), usize::from(!page.is_empty()), "{name}: {page}");
        assert!(!page.contains("ours") && !page.contains("evil"), "{name}: {page}");
        if let Some(expected) = expected {
            assert_eq!(verdict(&mut listener).await, expected, "{name}");
        }
        answers_at_once(&mut listener).await;
    }
}
