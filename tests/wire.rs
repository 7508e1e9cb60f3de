//! The wire record against raw sockets: the record has what was sent and received, byte for byte, and whatever goes
//! wrong, the part before it is kept.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::net::SocketAddr;
use std::time::Duration;

use grantscope::protocol::{Completeness, HttpRequest, Method, Parameters};
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::session::{Delivery, FailureKind, Received};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections one after the other; each gets the next response and is closed. Returns everything received.
async fn raw_server(answers: Vec<Vec<u8>>) -> (SocketAddr, tokio::task::JoinHandle<Vec<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let mut received = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            received.push(read_request(&mut stream).await);
            stream.write_all(&answer).await.unwrap();
            stream.shutdown().await.ok();
        }
        received
    });
    (address, served)
}

/// Reads the head and as many bytes of the body as `content-length` says.
async fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&received).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or("0", |l| l);
            if body.len() >= length.parse::<usize>().unwrap() {
                return received;
            }
        }
        if stream.read_buf(&mut received).await.unwrap() == 0 {
            return received;
        }
    }
}

fn client(limits: Limits) -> HttpClient {
    HttpClient::new(limits, None).unwrap()
}

async fn send(request: &HttpRequest) -> Delivery {
    client(Limits::default()).send(request).await
}

fn failure(delivery: &Delivery) -> (FailureKind, String) {
    match &delivery.received {
        Received::Failed(failure) => (failure.kind, failure.message.clone()),
        other => panic!("expected a failure, found {other:?}"),
    }
}

fn response(delivery: &Delivery) -> &grantscope::protocol::HttpResponse {
    match &delivery.received {
        Received::Response(response) => response,
        other => panic!("expected a response, found {other:?}"),
    }
}

/// The request as recorded.
fn recorded(request: &HttpRequest, delivery: &Delivery, target: &str) -> Vec<u8> {
    let mut text = format!("{} {target} HTTP/1.1\r\n", request.method);
    for header in &delivery.sent_headers {
        text.push_str(&format!("{}: {}\r\n", header.name, header.value));
    }
    text.push_str("\r\n");
    [text.into_bytes(), request.body.clone()].concat()
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

#[tokio::test]
async fn a_post_is_recorded_byte_for_byte_as_a_raw_socket_receives_it() {
    let (address, served) = raw_server(vec![OK.to_vec()]).await;
    let form = Parameters::new().with("grant_type", "authorization_code").with("code", "a b+c");
    let request = HttpRequest::post_form(format!("http://{address}/oauth2/token?tenant=1"), &form)
        .with_header("Authorization", "Basic YTpi")
        .with_header("X-Twice", "1")
        .with_header("Accept", "application/json")
        .with_header("X-Twice", "2");
    let delivery = send(&request).await;
    let received = served.await.unwrap().remove(0);
    // Headers of one name are sent together, in order.
    let (mut on_the_wire, mut in_the_record) = (
        String::from_utf8(received).unwrap().lines().map(str::to_owned).collect::<Vec<_>>(),
        String::from_utf8(recorded(&request, &delivery, "/oauth2/token?tenant=1"))
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>(),
    );
    assert_eq!(on_the_wire[0], in_the_record[0]);
    assert_eq!(on_the_wire.last(), in_the_record.last());
    on_the_wire.sort();
    in_the_record.sort();
    assert_eq!(on_the_wire, in_the_record);
    let added: Vec<_> =
        delivery.sent_headers.iter().filter(|h| h.added_by_transport).map(|h| h.name.as_str()).collect();
    assert_eq!(added, ["host", "user-agent", "content-length"]);
}

#[tokio::test]
async fn a_get_is_recorded_byte_for_byte_in_the_order_of_its_headers() {
    let (address, served) = raw_server(vec![OK.to_vec()]).await;
    let request =
        HttpRequest::get(format!("http://{address}/userinfo?a=%7E&b=x+y")).with_header("authorization", "Bearer t");
    let delivery = send(&request).await;
    let target = "/userinfo?a=%7E&b=x+y";
    let received = served.await.unwrap().remove(0);
    assert_eq!(String::from_utf8(received).unwrap(), String::from_utf8(recorded(&request, &delivery, target)).unwrap());
    assert_eq!(response(&delivery).body, b"ok");
    assert_eq!(delivery.connection.remote, Some(address.to_string()));
    assert_eq!(delivery.connection.version.as_deref(), Some("HTTP/1.1"));
    assert_eq!(delivery.connection.certificate_sha256, None);
    assert!(delivery.timing.head <= delivery.timing.total);
}

#[tokio::test]
async fn repeated_and_strange_headers_of_an_answer_are_kept() {
    let answer = b"HTTP/1.1 401 Unauthorized\r\nSet-Cookie: a=1\r\nX-Latin: caf\xe9\r\nset-cookie: b=2\r\nContent-Length: 0\r\n\r\n";
    let (address, _served) = raw_server(vec![answer.to_vec()]).await;
    let delivery = send(&HttpRequest::get(format!("http://{address}/"))).await;
    let response = response(&delivery);
    assert_eq!(response.status, 401);
    let cookies: Vec<_> =
        response.headers.iter().filter(|h| h.name == "set-cookie").map(|h| h.value.as_str()).collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    assert_eq!(response.header("x-latin"), Some("caf\u{fffd}"));
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_body_is_sent_again() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = elsewhere.local_addr().unwrap();
        let answer = format!("HTTP/1.1 {status}\r\nlocation: http://{target}/token\r\ncontent-length: 0\r\n\r\n");
        let (address, served) = raw_server(vec![answer.into_bytes()]).await;
        let form = Parameters::new().with("code", "secret-code").with("client_secret", "hunter2");
        let delivery = send(&HttpRequest::post_form(format!("http://{address}/token"), &form)).await;
        assert!(response(&delivery).is_redirect());
        assert_eq!(served.await.unwrap().len(), 1);
        // No request arrived at the redirect's target.
        let nobody =
            std::future::poll_fn(|context| std::task::Poll::Ready(elsewhere.poll_accept(context).is_pending()));
        assert!(nobody.await, "{status}");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_keeps_what_came_and_says_so() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"access_token\":";
    let (address, _served) = raw_server(vec![answer.to_vec()]).await;
    let delivery = send(&HttpRequest::get(format!("http://{address}/"))).await;
    let response = response(&delivery);
    assert_eq!(response.body, b"{\"access_token\":");
    assert!(matches!(&response.completeness, Completeness::Cut { reason } if !reason.is_empty()));
}

#[tokio::test]
async fn a_body_over_the_limit_is_kept_up_to_the_limit() {
    let answer = [b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n".to_vec(), vec![b'x'; 100_000]].concat();
    let (address, served) = raw_server(vec![answer]).await;
    let limits = Limits { body: 1000, ..Limits::default() };
    let delivery = client(limits).send(&HttpRequest::get(format!("http://{address}/"))).await;
    let response = response(&delivery);
    assert_eq!(response.body.len(), 1000);
    assert_eq!(response.completeness, Completeness::TooLarge { limit: 1000 });
    served.abort();
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_complete() {
    let (address, _served) = raw_server(vec![OK.to_vec()]).await;
    let limits = Limits { body: 2, ..Limits::default() };
    let delivery = client(limits).send(&HttpRequest::get(format!("http://{address}/"))).await;
    assert_eq!(response(&delivery).completeness, Completeness::Complete);
}

/// Accepts, sends `head`, and then keeps the connection open until dropped.
async fn silent_server(head: &'static [u8]) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let held = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(head).await.unwrap();
        std::future::pending::<()>().await;
    });
    (address, held)
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_after_the_time_limit() {
    let (address, _held) = silent_server(b"").await;
    let limits = Limits { total: Duration::from_millis(50), ..Limits::default() };
    let delivery = client(limits).send(&HttpRequest::get(format!("http://{address}/?code=SECRET"))).await;
    let (kind, message) = failure(&delivery);
    assert_eq!((kind, message), (FailureKind::Timeout, format!("no response from {address} within 0.05 s")));
}

#[tokio::test]
async fn a_body_that_stops_coming_is_cut_at_the_time_limit() {
    let (address, _held) = silent_server(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let limits = Limits { total: Duration::from_millis(200), ..Limits::default() };
    let delivery = client(limits).send(&HttpRequest::get(format!("http://{address}/"))).await;
    assert_eq!(response(&delivery).body, b"half");
    assert_eq!(response(&delivery).completeness, Completeness::TimedOut { limit: limits.total });
    assert!(delivery.received.ran_out_of_time());
}

#[tokio::test]
async fn a_refused_connection_names_host_and_port_and_nothing_secret() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let delivery = send(&HttpRequest::get(format!("http://{address}/cb?code=SECRET"))).await;
    let (kind, message) = failure(&delivery);
    assert_eq!(kind, FailureKind::Connect);
    assert!(message.starts_with(&format!("cannot connect to {address}")), "{message}");
    assert!(!message.contains("SECRET"));
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_is_a_transport_failure() {
    let (address, _served) = raw_server(vec![Vec::new()]).await;
    let (kind, message) = failure(&send(&HttpRequest::get(format!("http://{address}/"))).await);
    assert_eq!(kind, FailureKind::Transport);
    assert!(message.contains("without a response"), "{message}");
}

#[tokio::test]
async fn what_must_not_be_sent_is_refused_with_its_reason() {
    for (url, reason) in [
        ("http://op.example/token", "plain http to op.example is not allowed"),
        ("ftp://op.example/", "must start with https://"),
        ("https://alice:secret@op.example/", "found a user name or password before the host"),
        ("no url", "is not an absolute URL"),
    ] {
        let (kind, message) = failure(&send(&HttpRequest::get(url)).await);
        assert_eq!(kind, FailureKind::Refused, "{url}");
        assert!(message.contains(reason) && !message.contains("secret"), "{url}: {message}");
    }
    let mut request = HttpRequest::get("http://localhost:1/").with_header("x", "a\r\nb: c");
    assert_eq!(failure(&send(&request).await).0, FailureKind::Refused);
    request = HttpRequest { method: Method::Other("G T".into()), ..HttpRequest::get("http://localhost:1/") };
    assert_eq!(failure(&send(&request).await).0, FailureKind::Refused);
}

#[tokio::test]
async fn tls_with_an_unknown_certificate_is_refused_and_with_its_ca_file_recorded() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let acceptor = acceptor(&made);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut head = [0; 4096];
            let _ = stream.read(&mut head).await;
            stream.write_all(OK).await.ok();
            stream.shutdown().await.ok();
        }
    });
    let request = HttpRequest::get(format!("https://localhost:{port}/"));
    let (kind, message) = failure(&send(&request).await);
    assert_eq!(kind, FailureKind::Tls);
    assert!(message.starts_with(&format!("no trusted TLS connection to localhost:{port}")), "{message}");

    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ca.pem");
    std::fs::write(&file, made.cert.pem()).unwrap();
    let delivery = HttpClient::new(Limits::default(), Some(&file)).unwrap().send(&request).await;
    assert_eq!(response(&delivery).body, b"ok");
    let fingerprint = grantscope::protocol::endpoint::pkce::sha256(made.cert.der());
    let fingerprint: String = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(delivery.connection.certificate_sha256, Some(fingerprint));
}

#[tokio::test]
async fn a_certificate_that_is_an_authority_of_its_own_is_accepted_where_the_ca_file_holds_exactly_it() {
    let served = |certificate: rcgen::Certificate, signing_key: rcgen::KeyPair| async move {
        let acceptor = acceptor(&rcgen::CertifiedKey { cert: certificate, signing_key });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let _ = stream.read(&mut [0; 4096]).await;
                stream.write_all(OK).await.ok();
                stream.shutdown().await.ok();
            }
        });
        port
    };
    let own = |name: &str| {
        let mut parameters = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().unwrap();
        (parameters.self_signed(&key).unwrap(), key)
    };
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("server.pem");
    let ((certificate, key), (other, other_key), (foreign, foreign_key)) =
        (own("localhost"), own("localhost"), own("op.example"));
    std::fs::write(&file, certificate.pem() + &foreign.pem()).unwrap();
    let client = HttpClient::new(Limits::default(), Some(&file)).unwrap();
    let get = |port| HttpRequest::get(format!("https://localhost:{port}/"));

    let port = served(certificate, key).await;
    assert_eq!(response(&client.send(&get(port)).await).body, b"ok");
    // Neither an unknown certificate, nor one for another host name.
    let port = served(other, other_key).await;
    assert_eq!(failure(&client.send(&get(port)).await).0, FailureKind::Tls);
    let port = served(foreign, foreign_key).await;
    assert_eq!(failure(&client.send(&get(port)).await).0, FailureKind::Tls);
}

fn acceptor(made: &rcgen::CertifiedKey<rcgen::KeyPair>) -> tokio_rustls::TlsAcceptor {
    use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivatePkcs8KeyDer};
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config))
}

#[test]
fn an_invalid_ca_file_says_what_is_wrong() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("none.pem");
    let problem = HttpClient::new(Limits::default(), Some(&missing)).unwrap_err().to_string();
    assert!(problem.starts_with("--ca-file:") && problem.contains("none.pem"), "{problem}");
    std::fs::write(&missing, "hello").unwrap();
    let problem = HttpClient::new(Limits::default(), Some(&missing)).unwrap_err().to_string();
    assert!(problem.contains("has no certificate"), "{problem}");
}
