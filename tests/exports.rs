//! Exports: what leaves the program is exact, and holds no secret that was not asked for.

#![allow(clippy::unwrap_used)]

mod recorded;

#[cfg(unix)]
mod shell {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::process::{Command, Stdio};

    use grantscope::protocol::{HttpRequest, Method};
    use grantscope::session::curl::curl;

    use super::recorded;

    /// Runs a command with a `curl` that prints its arguments and then its input, each ended by NUL.
    fn arguments(command: &str) -> Vec<Vec<u8>> {
        let script = format!("curl() {{ printf '%s\\0' \"$@\"; case \"$*\" in *@-*) cat;; esac; }}\n{command}\n");
        let output = Command::new("sh").arg("-c").arg(script).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect()
    }

    fn following<'a>(arguments: &'a [Vec<u8>], option: &str) -> Vec<&'a [u8]> {
        let at = arguments.iter().enumerate().filter(|(_, a)| a.as_slice() == option.as_bytes());
        at.map(|(index, _)| arguments[index + 1].as_slice()).collect()
    }

    fn post(body: impl Into<Vec<u8>>) -> HttpRequest {
        let mut request = HttpRequest::get("https://op.example/x").with_header("content-type", "text/plain");
        request.method = Method::Post;
        request.body = body.into();
        request
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

        #[test]
        fn a_shell_hands_any_text_on_as_it_is(text in "[^\0]{1,80}", value in "[ -~]{0,40}") {
            let request = post(text.as_bytes()).with_header("x-any", value.trim());
            let arguments = arguments(&curl(&request));
            let sent = following(&arguments, "--data-raw");
            let sent = sent.first().copied().unwrap_or_else(|| arguments.last().unwrap());
            proptest::prop_assert_eq!(sent, text.as_bytes());
            let expected = match value.trim() { "" => "x-any;".to_owned(), value => format!("x-any: {value}") };
            proptest::prop_assert!(following(&arguments, "--header").contains(&expected.as_bytes()));
        }
    }

    #[test]
    fn every_byte_there_is_reaches_curls_input() {
        let script = curl(&post((0..=255u8).collect::<Vec<_>>()));
        let script = format!("curl() {{ cat; }}\n{script}\n");
        let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
        assert_eq!(output.stdout, (0..=255u8).collect::<Vec<_>>());
    }

    #[test]
    fn a_body_longer_than_an_argument_may_be_goes_through_a_pipe() {
        let body = "a'%\\".repeat(100_000);
        let script = format!("curl() {{ cat; }}\n{}\n", curl(&post(body.as_str())));
        let mut shell = Command::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert_eq!(shell.wait_with_output().unwrap().stdout, body.into_bytes());
    }

    /// What a raw socket receives when curl runs the command.
    fn received(request: &HttpRequest) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut here = request.clone();
        here.url = here.url.replace("https://op.example", &format!("http://{}", listener.local_addr().unwrap()));
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let length = text
                    .lines()
                    .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
                let body = length.and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
                if text.find("\r\n\r\n").is_some_and(|at| text.len() >= at + 4 + body) {
                    break;
                }
                let read = stream.read(&mut buffer).unwrap();
                bytes.extend_from_slice(&buffer[..read]);
            }
            stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").unwrap();
            String::from_utf8(bytes).unwrap()
        });
        let command = curl(&here).replacen("curl ", "curl --silent --show-error --noproxy '*' ", 1);
        let run = Command::new("sh").arg("-c").arg(command).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        server.join().unwrap()
    }

    #[test]
    fn curl_sends_the_recorded_request_of_every_exchange() {
        if Command::new("curl").arg("--version").output().is_err() {
            eprintln!("no curl on this machine: not checked");
            return;
        }
        let mut requests: Vec<_> = recorded::session().exchanges().map(|exchange| exchange.request.clone()).collect();
        requests.push(HttpRequest::get("https://op.example/a/../b?x=[1]{2}&q='$HOME'"));
        requests.push(post(""));
        for mut request in requests {
            request.url = format!(
                "https://op.example{}",
                &request.url[request.url.find('/').unwrap() + 2..]
                    .split_once('/')
                    .map_or(String::new(), |(_, rest)| format!("/{rest}"))
            );
            let text = received(&request);
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let mut lines = head.lines();
            let target = request.url.strip_prefix("https://op.example").unwrap();
            assert_eq!(lines.next().unwrap(), format!("{} {target} HTTP/1.1", request.method));
            let computed = |name: &str| matches!(name.to_lowercase().as_str(), "host" | "content-length");
            let sent: Vec<_> = lines.filter(|l| !computed(l.split(':').next().unwrap())).collect();
            let recorded = request.headers.iter().filter(|h| !computed(&h.name));
            assert_eq!(sent, recorded.map(|h| format!("{}: {}", h.name, h.value)).collect::<Vec<_>>());
            assert_eq!(body.as_bytes(), request.body);
        }
    }
}
