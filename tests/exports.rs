//! Exports are exact, and contain no secret that was not requested.

#![allow(clippy::unwrap_used)]

#[cfg(unix)]
mod shell {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::process::{Command, Stdio};

    use grantscope::protocol::{HttpRequest, Method};
    use grantscope::session::curl::curl;

    /// Runs a command with a `curl` that prints its arguments and then its input, each terminated by NUL.
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
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(48) })]

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

    /// What a raw socket receives from curl.
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
        let mut requests: Vec<_> =
            crate::recorded::session().exchanges().map(|exchange| exchange.request.clone()).collect();
        requests.push(HttpRequest::get("https://op.example/a/../b?x=[1]{2}&q='$HOME'"));
        requests.push(post(""));
        for mut request in requests {
            request.url = format!(
                "https://op.example{}",
                request.url[request.url.find('/').unwrap() + 2..]
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

mod amplify {
    use grantscope::session::amplify::{Export, Version};
    use grantscope::session::snippets::ExportError;
    use grantscope::session::{snippets, storage, token_set::TokenSet};

    const CLIENT: &str = "CognitoIdentityServiceProvider.client1";

    fn pairs(export: &Export) -> Vec<(String, String)> {
        export.entries.iter().map(|(key, value)| (key.clone(), value.expose().to_owned())).collect()
    }

    fn expected(drift: &str) -> Vec<(String, String)> {
        vec![
            (format!("{CLIENT}.alice.accessToken"), crate::recorded::access_token(2)),
            (format!("{CLIENT}.alice.idToken"), crate::recorded::id_token(2)),
            (format!("{CLIENT}.alice.refreshToken"), crate::recorded::REFRESH_2.to_owned()),
            (format!("{CLIENT}.alice.clockDrift"), drift.to_owned()),
        ]
    }

    #[test]
    fn version_6_keeps_milliseconds_server_minus_browser() {
        let export = Export::of(&crate::recorded::public_session(), Version::V6, Some(false)).unwrap();
        // Issued at second 1 of the recording, received 5.123456789 s + 12.345678 ms after its start.
        let mut keys = expected("-4135");
        keys.push((format!("{CLIENT}.LastAuthUser"), "alice".into()));
        assert_eq!(pairs(&export), keys);
    }

    #[test]
    fn version_5_keeps_seconds_browser_minus_server() {
        let export = Export::of(&crate::recorded::public_session(), Version::V5, Some(false)).unwrap();
        let mut keys = expected("4");
        keys.push((format!("{CLIENT}.LastAuthUser"), "alice".into()));
        assert_eq!(pairs(&export), keys);
    }

    #[test]
    fn a_redirect_sign_in_is_marked_the_way_each_version_does() {
        let keys = |version| {
            let export = Export::of(&crate::recorded::public_session(), version, None).unwrap();
            pairs(&export)
                .into_iter()
                .filter(|(key, _)| key.contains("oauth") || key.contains("hostedUI"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(Version::V6),
            [
                (format!("{CLIENT}.alice.oauthMetadata"), r#"{"oauthSignIn":true}"#.to_owned()),
                (format!("{CLIENT}.oauthSignIn"), "true,false".to_owned()),
            ]
        );
        assert_eq!(keys(Version::V5), [("amplify-signin-with-hostedUI".to_owned(), "true".to_owned())]);
    }

    #[test]
    fn every_form_is_read_back_as_the_same_tokens() {
        let session = crate::recorded::public_session();
        for version in [Version::V6, Version::V5] {
            let export = Export::of(&session, version, None).unwrap();
            for text in [export.json(), export.console(), export.playwright()] {
                let storage = storage::recognise(&text).unwrap();
                assert!(
                    storage.findings(crate::recorded::start()).is_empty(),
                    "{:?}",
                    storage.findings(crate::recorded::start())
                );
                let [user] = storage.users().try_into().unwrap();
                assert_eq!(
                    (user.user_name.as_str(), user.client_id.as_str(), user.is_last),
                    ("alice", "client1", true)
                );
                let again = user.session(crate::recorded::start());
                let (grant, original) = (again.grant().unwrap(), session.grant().unwrap());
                assert_eq!(grant.response.id_token(), original.response.id_token());
                assert_eq!(grant.response.access_token(), original.response.access_token());
                assert_eq!(again.refresh_token(), session.refresh_token());
                assert_eq!(again.profile().client_id, "client1");
            }
        }
    }

    #[test]
    fn a_backends_own_answer_becomes_a_session_and_its_amplify_export() {
        let text = format!(
            r#"{{"idToken":"{}","accessToken":"{}","refreshToken":"{}"}}"#,
            crate::recorded::id_token(1),
            crate::recorded::access_token(1),
            crate::recorded::REFRESH_1
        );
        let set = TokenSet::from_json(&grantscope::protocol::Json::parse(text).unwrap()).unwrap();
        // An hour after they were issued, which says nothing about the clocks.
        let session = set.session(
            grantscope::session::TokenSource::TokenResponse,
            None,
            crate::recorded::start() + jiff::SignedDuration::from_secs(3500),
        );
        let export = Export::of(&session, Version::V6, None).unwrap();
        assert!(pairs(&export).contains(&(format!("{CLIENT}.alice.clockDrift"), "0".to_owned())));
        assert!(!pairs(&export).iter().any(|(key, _)| key.contains("oauth")));
    }

    #[test]
    fn what_cannot_be_exported_says_why() {
        let empty = grantscope::session::Session::new(crate::recorded::profile(), None);
        assert_eq!(Export::of(&empty, Version::V6, None).unwrap_err(), ExportError::NoTokens);
        let opaque = TokenSet { access_token: Some("opaque".into()), ..TokenSet::default() };
        let session =
            opaque.session(grantscope::session::TokenSource::TokenResponse, Some("c"), crate::recorded::start());
        assert!(Export::of(&session, Version::V6, None).unwrap_err().to_string().contains("not a decodable JWT"));
        assert!(Export::of(&session, Version::V5, None).unwrap_err().to_string().contains("no ID token"));
    }

    #[test]
    fn the_header_and_the_env_file_carry_the_last_tokens() {
        let session = crate::recorded::public_session();
        let header = snippets::authorization_header(&session.grant().unwrap().response.access_token().unwrap());
        assert_eq!(header.expose(), format!("Authorization: Bearer {}", crate::recorded::access_token(2)));
        let file = snippets::dotenv(&session).unwrap();
        let lines: Vec<_> = file.expose().lines().collect();
        assert!(lines.contains(&"COGNITO_USER_POOL_ID=us-east-1_Pool12345"));
        assert!(lines.contains(&format!("REFRESH_TOKEN={}", crate::recorded::REFRESH_2).as_str()));
        assert!(lines.contains(&"ACCESS_TOKEN_EXPIRES_AT=2026-01-31T13:00:01Z"));
    }
}

mod evidence_page {
    use grantscope::cli::evidence_page;
    use grantscope::diagnosis::diagnose;
    use grantscope::session::drawing;
    use jiff::Timestamp;

    fn now() -> Timestamp {
        crate::recorded::start() + jiff::SignedDuration::from_hours(2)
    }

    /// The elements that a page opens and closes, checked as a parser would.
    fn assert_is_well_formed(page: &str) {
        const VOID: [&str; 2] = ["meta", "!doctype"];
        let mut open: Vec<&str> = Vec::new();
        let mut rest = page;
        while let Some((_, after)) = rest.split_once('<') {
            let (tag, after) = after.split_once('>').unwrap();
            let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
            match tag {
                tag if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "{tag}"),
                tag if tag.ends_with('/') || VOID.contains(&name) => {}
                _ => open.push(name),
            }
            rest = after;
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn it_has_every_finding_and_exchange_no_secret_and_nothing_that_runs_or_loads() {
        let session = crate::recorded::session();
        let page = evidence_page::write(&session, diagnose(&session, now()), &[7; 32], now()).unwrap();
        assert_is_well_formed(&page);
        crate::recorded::assert_no_secret("the page", &page);
        assert!(page.contains("<h2>Lifetimes</h2>") && page.contains("Who accepts what"));
        for identifier in crate::recorded::identifiers() {
            assert!(!page.contains(&identifier), "{identifier}");
        }
        let findings = diagnose(&session, now());
        assert!(!findings.is_empty());
        for finding in findings {
            assert!(page.contains(finding.id()), "{}", finding.id());
        }
        for exchange in session.exchanges() {
            assert!(page.contains(&format!("id=\"exchange-{}\"", exchange.id)));
        }
        for (link, _) in page.match_indices("href=\"#") {
            let target = page[link + 7..].split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
        }
        assert!(
            !page.contains("<script") && !page.contains("src=") && !page.contains("url("),
            "nothing to load or run"
        );
    }

    #[test]
    fn a_clean_session_says_how_much_was_looked_at() {
        let mut session = crate::recorded::public_session();
        let page = evidence_page::write(
            &session,
            diagnose(&session, crate::recorded::start()),
            &[7; 32],
            crate::recorded::start(),
        )
        .unwrap();
        assert!(!page.contains("No problems found") || diagnose(&session, crate::recorded::start()).is_empty());
        session = grantscope::session::Session::new(crate::recorded::profile(), None);
        let page = evidence_page::write(&session, diagnose(&session, now()), &[7; 32], now()).unwrap();
        assert!(page.contains("No problems found in 0 recorded exchanges."), "{page}");
    }

    #[test]
    fn the_diagrams_hold_no_secret() {
        let session = crate::recorded::session();
        crate::recorded::assert_no_secret("the image", &drawing::svg(&session, "d"));
        crate::recorded::assert_no_secret("the text", &drawing::mermaid(&session));
        assert_is_well_formed(&drawing::svg(&session, "d"));
    }
}

/// Strings that mean something to terminals, pages, diagrams, shells and scripts.
const HOSTILE: [&str; 14] = [
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{9b}31m",
    "\u{202e}evil\u{2066}",
    "\u{2028}x\u{85}",
    "a\r\nb: c",
    "\u{e0041}\u{feff}\u{200b}",
    "</text></svg></p><script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "]]><!--",
    "end\nNote over A,B: x",
    "%%{init: {}}%%; A->>B: x",
    "`${alert(1)}`",
    "'; touch /tmp/owned; '",
    "$(touch /tmp/owned)\\",
];

#[test]
fn hostile_text_of_a_session_stays_text_in_every_export() {
    let whole: serde_json::Value = serde_json::from_str(include_str!("cases/storage/session-v1.json")).unwrap();
    for hostile in HOSTILE {
        let mut session = whole.clone();
        let url = format!("https://op.example/a{hostile}?b={hostile}#{hostile}");
        let error = serde_json::json!({"error": hostile, "error_description": hostile, hostile: hostile}).to_string();
        for (at, value) in [
            ("/profile/name", hostile),
            ("/profile/client_id", hostile),
            ("/profile/scopes/0", hostile),
            ("/log/0/authorization/parameters/8/0", hostile),
            ("/log/0/authorization/parameters/8/1", hostile),
            (
                "/log/2/callback/text",
                &format!("http://localhost:8765/callback?error={hostile}&error_description={hostile}"),
            ),
            ("/log/4/exchange/request/url", &url),
            ("/log/4/exchange/request/method", hostile),
            ("/log/4/exchange/request/headers/1/name", hostile),
            ("/log/4/exchange/request/headers/1/value", hostile),
            ("/log/5/exchange/response/body/text", &error),
            ("/log/5/exchange/response/headers/1/value", hostile),
            ("/log/5/exchange/remote", hostile),
            ("/log/6/exchange/response/cut", hostile),
            ("/log/7/exchange/failure/message", hostile),
        ] {
            *session.pointer_mut(at).unwrap() = value.into();
        }
        session["log"][5]["exchange"]["response"]["status"] = 400.into();
        let sandbox = crate::program::Sandbox::new();
        let directory = sandbox.data().join("sessions");
        std::fs::create_dir_all(&directory).unwrap();
        grantscope::runtime::private_file::write(&directory.join("odd.json"), session.to_string().as_bytes()).unwrap();
        for format in ["mermaid", "svg", "text", "html", "har", "json", "capsule", "curl", "fetch", "axios"] {
            let ended = sandbox.run(&["session", "export", "odd", "--as", format]);
            assert_eq!(ended.status, Some(0), "{format} {hostile:?}: {ended:?}");
            let text = ended.stdout;
            let unsafe_line =
                text.lines().find(|line| line.chars().any(grantscope::protocol::text::sanitise::is_unsafe));
            assert_eq!(unsafe_line, None, "{format} {hostile:?}");
            if matches!(format, "svg" | "html") {
                assert!(!text.contains("<script>alert") && !text.contains("\" onload=\""), "{format}: {text}");
            }
            if format == "mermaid" {
                let begins = |line: &str| {
                    let line = line.trim_start();
                    line.is_empty()
                        || [
                            "sequenceDiagram",
                            "participant ",
                            "actor ",
                            "autonumber",
                            "Note ",
                            "title",
                            "%%",
                            "rect",
                            "end",
                            "alt",
                            "opt",
                        ]
                        .iter()
                        .any(|word| line.starts_with(word))
                        || line.split_once(": ").is_some_and(|(arrow, _)| arrow.contains('-'))
                };
                let odd = text
                    .lines()
                    .find(|line| !begins(line) || line.contains("%%{") || line.trim() == "Note over A,B: x");
                assert_eq!(odd, None, "{hostile:?}: {text}");
            }
        }
        for command in [
            &["session", "show", "odd"][..],
            &["session", "show", "odd", "--json"],
            &["session", "status", "odd"],
            &["session", "list"],
            &["token", "odd"],
            &["token", "odd", "--as", "json", "--kind", "id"],
            &["userinfo", "odd"],
        ] {
            let ended = sandbox.run(command);
            assert_ne!(ended.status, Some(101), "{command:?} {hostile:?}: {ended:?}");
            let text = ended.stdout + &ended.stderr;
            let unsafe_line =
                text.lines().find(|line| line.chars().any(grantscope::protocol::text::sanitise::is_unsafe));
            assert_eq!(unsafe_line, None, "{command:?} {hostile:?}");
        }
    }
}

/// Names come from files: what a shell offers is printed on the terminal.
#[cfg(unix)]
#[test]
fn names_that_are_no_names_are_offered_by_no_shell() {
    let sandbox = crate::program::Sandbox::new();
    let (sessions, config) = (sandbox.data().join("sessions"), sandbox.0.path().join("config"));
    std::fs::create_dir_all(&sessions).unwrap();
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(sessions.join("good.json"), include_str!("cases/storage/session-v1.json")).unwrap();
    std::fs::write(sessions.join("od\u{1b}]0;x\u{7}d\u{202e}.json"), include_str!("cases/storage/session-v1.json"))
        .unwrap();
    let profiles = "[good]\nissuer = \"https://op.example\"\nclient_id = \"c\"\n[\"o\\u001b[31mdd\"]\nissuer = \"https://op.example\"\nclient_id = \"c\"\n";
    std::fs::write(config.join("profiles.toml"), profiles).unwrap();
    for words in [&["session", "show", ""][..], &["token", ""], &["login", "--profile", ""], &["profile", "show", ""]] {
        for shell in ["bash", "zsh", "fish"] {
            let mut command = sandbox.command(&[&["--", "grantscope"], words].concat());
            let index = (words.len()).to_string();
            command.env("COMPLETE", shell).env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_COMPLETE_COMP_TYPE", "9");
            command.env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_SPACE", "false");
            let ended = crate::program::feed(&mut command, b"");
            let text = ended.stdout.clone() + &ended.stderr;
            assert!(text.contains("good"), "{shell} {words:?}: {ended:?}");
            let unsafe_line = text
                .lines()
                .find(|line| line.replace('\t', " ").chars().any(grantscope::protocol::text::sanitise::is_unsafe));
            assert_eq!(unsafe_line, None, "{shell} {words:?}");
        }
    }
}
