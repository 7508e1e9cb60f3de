//! The real binary in a real terminal, as a person would use it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

mod alone;
mod background;
mod film;
mod lessons;
mod linear;
mod surroundings;

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The sequences that restore the terminal: mouse, bracketed paste, the main screen, the cursor.
const RESTORED: [&str; 4] = ["\u{1b}[?1006l", "\u{1b}[?2004l", "\u{1b}[?1049l", "\u{1b}[?25h"];

/// Whether a frame is incomplete: it would show parts of the previous one.
fn is_within_frame(raw: &[u8]) -> bool {
    let last = |marker: &[u8]| raw.windows(marker.len()).rposition(|window| window == marker);
    last(b"\x1b[?2026h") > last(b"\x1b[?2026l")
}

struct Shared {
    screen: Mutex<(vt100::Parser, Vec<u8>)>,
    changed: Condvar,
}

struct Sitting {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    shared: Arc<Shared>,
    _home: tempfile::TempDir,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(number: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(number).unwrap()
}

impl Sitting {
    fn at(columns: u16, rows: u16, arguments: &[&str]) -> Self {
        Self::within(tempfile::tempdir().unwrap(), columns, rows, arguments)
    }

    fn with_settings(settings: &str, columns: u16, rows: u16, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("config")).unwrap();
        std::fs::write(home.path().join("config/config.toml"), settings).unwrap();
        Self::within(home, columns, rows, arguments)
    }

    fn within(home: tempfile::TempDir, columns: u16, rows: u16, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_grantscope"));
        command.args(arguments);
        Self::before(home, columns, rows, command, &[])
    }

    /// As at a shell's prompt: the program is its own job, which Enter resumes after it was stopped.
    fn at_a_shell(columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        let script = r#""$0" demo; echo "the shell is back"; read -r _; fg"#;
        command.args(["-mc", script, env!("CARGO_BIN_EXE_grantscope")]);
        Self::before(tempfile::tempdir().unwrap(), columns, rows, command, &[])
    }

    fn before(
        home: tempfile::TempDir,
        columns: u16,
        rows: u16,
        mut command: CommandBuilder,
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        command.env_clear();
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        command.env("HOME", home.path());
        command.env("GRANTSCOPE_CONFIG_DIR", home.path().join("config"));
        command.env("GRANTSCOPE_DATA_DIR", home.path().join("data"));
        variables.iter().for_each(|(name, value)| command.env(name, value));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let shared = Arc::new(Shared {
            screen: Mutex::new((vt100::Parser::new(cells(rows), cells(columns), 0), Vec::new())),
            changed: Condvar::new(),
        });
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&shared);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let mut screen = seen.screen.lock().unwrap();
                screen.0.process(&bytes[..count]);
                screen.1.extend_from_slice(&bytes[..count]);
                seen.changed.notify_all();
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, keys, shared, _home: home }
    }

    fn send(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    /// Waits until the screen shows `text`.
    fn see(&mut self, text: &str) -> &mut Self {
        self.until(text, |parser, _| parser.screen().contents().contains(text));
        self
    }

    /// Waits until the program has written `bytes`.
    fn wrote(&mut self, bytes: &str) -> &mut Self {
        self.until(bytes, |_, raw| raw.windows(bytes.len()).any(|window| window == bytes.as_bytes()));
        self
    }

    fn until(&self, what: &str, holds: impl Fn(&vt100::Parser, &[u8]) -> bool) {
        let end = Instant::now() + Duration::from_secs(120);
        let mut screen = self.shared.screen.lock().unwrap();
        while is_within_frame(&screen.1) || !holds(&screen.0, &screen.1) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never saw {what:?}; the screen was:\n{}", screen.0.screen().contents());
            screen = self.shared.changed.wait_timeout(screen, left).unwrap().0;
        }
    }

    fn forget(&mut self) -> &mut Self {
        self.shared.screen.lock().unwrap().1.clear();
        self
    }

    fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.shared.screen.lock().unwrap().0.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(done.success());
        self
    }

    /// Waits for the end, and returns the exit status after every restoring sequence has been seen.
    fn ended(&mut self) -> u32 {
        for sequence in RESTORED {
            self.wrote(sequence);
        }
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn a_line_that_is_longer_than_a_terminals_is_read_whole() {
    let answer = format!(r#"{{"access_token":"{}","token_type":"Bearer","expires_in":3600}}"#, "a".repeat(6000));
    let mut sitting = Sitting::at(80, 24, &["inspect", "--json"]);
    sitting.see("Paste the text").send(&answer).send("\u{4}").see("\"findings\": []");
}

#[test]
fn the_first_screen_shows_its_entries_and_q_gives_the_terminal_back() {
    let mut sitting = Sitting::at(100, 30, &[]);
    sitting.see("Try the demo").see("An API or MCP server").see("New client").see("Any text");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn a_lesson_is_played_to_its_end_and_a_wrong_step_is_taken_back_at_the_provider_too() {
    for (columns, rows) in [(80, 24), (120, 36)] {
        let mut sitting = Sitting::at(columns, rows, &["learn", "code-twice"]);
        sitting.see(" 1 of 4 ").send("1\r").see("✓1").send("2s").see("Sign in as").send("\r").see("✓3");
        sitting.send("4\r").see("it was").send("\r").see(" 2 of 4 ").send("a\r").see("you said");
        sitting.send("2rs").see("Sign in as").send("\r").see("arrived at").send("4\r").see("That was the first use");
        sitting.send("[").see("taken back").send("a\r").see("you said").send("4r\r").see("the rule");
        sitting.send("\r").see(" 3 of 4 ").send("c\r").see("you said").send("6\r").see("the rule");
        sitting.send("\r").see(" 4 of 4 ").send("b\r").see("the rule").send("\r").see("3 of 3 predictions");
        sitting.send("\r").see("done, 3 of 3 right");
        assert_eq!(sitting.send("\u{3}").ended(), 0);
    }
}

#[test]
fn the_whole_flow_by_enter_alone() {
    let mut sitting = Sitting::at(120, 36, &["demo"]);
    sitting.see("enter discover").send("\r").see("done: enter continues to 2");
    sitting.send("\r").see("code_challenge").send("\r").see("alice").send("\r").see("state matches");
    sitting.send("\r").see("grant_type").send("\r").see("200 OK").send("\r").see("Read the tokens");
    sitting.send("\r").see("Call UserInfo").send("\r").see("~ email_verified");
    sitting.send("\r").see("Refresh the tokens").send("\r").see("200 OK");
    sitting.send("\r").see("Revoke the refresh token").send("\r").see("the refresh token is revoked");
    sitting.send("\u{3}").see("tokens are not saved");
    assert_eq!(sitting.send("\u{3}").ended(), 0);
}

#[test]
fn from_the_start_screen_to_the_tools_of_an_mcp_server_in_twelve_keys() {
    let mut sitting = Sitting::at(120, 36, &[]);
    let keys = [
        ("\u{1b}[B", "▸ An API or MCP server"),
        ("\r", "URL to call"),
        ("\r", "Find the way from the resource"),
        ("\r", "creates a client"),
        ("\r", "registered here"),
        ("\r", "Request an authorization code"),
        ("\r", "alice"),
        ("\r", "got a code"),
        ("\r", "grant_type"),
        ("\r", "got tokens"),
        ("9", "Call the resource"),
        ("\r", "2: list_orders, who_am_i"),
    ];
    for (key, shown) in keys {
        sitting.send(key).see(shown);
    }
    assert_eq!(keys.len(), 12);
}

#[test]
fn a_first_access_token_is_copied_within_eight_keys_and_that_of_a_saved_session_within_three() {
    let mut sitting = Sitting::at(80, 24, &[]);
    let first = [
        ("\r", "enter discover"),
        ("\r", "done: enter continues to 2"),
        ("\r", "code_challenge"),
        ("\r", "alice"),
        ("\r", "state matches"),
        ("\r", "grant_type"),
        ("\r", "200 OK"),
        ("Y", "Access token sent to the terminal"),
    ];
    sitting.see("Try the demo");
    for (key, shown) in first {
        sitting.send(key).see(shown);
    }
    sitting.wrote("\u{1b}]52;c;ZXlK").forget();
    sitting
        .send("W")
        .see("save")
        .send("\u{15}monday\r")
        .see("saved")
        .send("C")
        .see("Open a saved session")
        .see("monday");
    for (key, shown) in
        [("\u{1b}[F", "▸ monday"), ("\r", "Read the tokens"), ("Y", "Access token sent to the terminal")]
    {
        sitting.send(key).see(shown);
    }
    sitting.wrote("\u{1b}]52;c;ZXlK");
}

#[test]
fn motion_off_in_the_settings_stills_the_sign_of_a_wait() {
    let mut sitting = Sitting::with_settings("motion = false\n", 100, 30, &["demo"]);
    sitting.see("enter discover").send("\r").see("done: enter continues");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn typing_and_pasting_into_a_field_change_it_and_nothing_else() {
    let mut sitting = Sitting::at(100, 30, &["demo"]);
    sitting.see("enter discover").send("\u{1b}[Be\u{15}quit?q").see("quit?q");
    sitting.send("\u{15}\u{1b}[200~pasted\r\ntext\u{1b}[201~").see("pastedtext");
    sitting.send("\u{1b}").see("1public00grantscope00demo1");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn a_paste_outside_a_field_is_recognised() {
    let mut sitting = Sitting::at(100, 30, &["demo"]);
    sitting.see("enter discover");
    sitting.send("\u{1b}[200~http://localhost:8765/callback?code=abc&state=x\u{1b}[201~").see("This is a callback");
    assert_eq!(sitting.send("\u{1b}").see("enter discover").send("q").ended(), 0);
}

/// Windows consoles have no bracketed paste: `q` and Enter in the text must not do what they do as keys.
#[test]
fn a_paste_that_arrives_as_single_keys_is_a_paste() {
    let mut sitting = Sitting::at(100, 30, &["demo"]);
    sitting.see("enter discover");
    sitting.send("http://localhost:8765/callback?code=abc&state=q\rq\r").see("This is a callback");
    assert_eq!(sitting.send("\u{1b}").see("enter discover").send("q").ended(), 0);
}

#[test]
fn after_a_burst_of_keys_the_next_one_counts() {
    for burst in ["jk".repeat(6000), "\u{1b}[<64;10;10M".repeat(1000)] {
        let mut sitting = Sitting::at(100, 30, &["demo"]);
        sitting.see("enter discover").send(&burst);
        assert_eq!(sitting.send("q").ended(), 0);
    }
}

#[test]
fn every_size_is_drawn_and_too_small_says_so() {
    let mut sitting = Sitting::at(120, 36, &["demo"]);
    sitting.see("enter discover");
    sitting.resize(40, 10).see("too small");
    sitting.resize(60, 16).see("enter discover");
    sitting.resize(200, 60).see("nothing checked yet");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT", "QUIT", "ABRT", "ALRM", "USR1", "USR2"] {
        let mut sitting = Sitting::at(100, 30, &["demo"]);
        sitting.see("enter discover").signal(signal);
        assert_eq!(sitting.ended(), 130, "{signal}");
    }
}

/// A program at a terminal that is closed while it runs: its exit status.
fn after_the_terminal_is_closed(arguments: &[&str], shown: &str) -> u32 {
    let home = tempfile::tempdir().unwrap();
    let pair = native_pty_system().openpty(size(100, 30)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_grantscope"));
    command.args(arguments);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut output, mut seen) = (pair.master.try_clone_reader().unwrap(), Vec::new());
    while !String::from_utf8_lossy(&seen).contains(shown) {
        let mut bytes = [0; 4096];
        let count = output.read(&mut bytes).unwrap();
        seen.extend_from_slice(&bytes[..count]);
    }
    drop((output, pair.master));
    child.wait().unwrap().exit_code()
}

#[test]
fn a_terminal_that_is_closed_ends_the_program_quietly() {
    assert_eq!(after_the_terminal_is_closed(&["demo"], "discover"), 130);
    assert_eq!(after_the_terminal_is_closed(&["inspect"], "Paste the text"), 130);
}

#[test]
fn sigstop_and_coming_back_draws_everything_again() {
    let mut sitting = Sitting::at_a_shell(100, 30);
    sitting.see("enter discover");
    let id = child_of(sitting.child.process_id().unwrap());
    let kill =
        |name: &str| assert!(std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    sitting.forget();
    kill("STOP");
    // The shell takes its terminal back, but nobody could leave the alternate screen.
    sitting.wrote("the shell is back").forget().send("\n").wrote("\u{1b}[?1049h").see("enter discover");
    assert_eq!(sitting.send("q").ended(), 0);
}

/// The only child of a process.
fn child_of(parent: u32) -> String {
    let output = std::process::Command::new("ps").args(["-o", "pid=", "--ppid", &parent.to_string()]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// `inspect` and `decode` in a shell that prints the modes of its terminal afterwards.
fn reading_at_a_shell(command: &str) -> Sitting {
    let mut shell = CommandBuilder::new("/bin/sh");
    let script = format!(
        r#"stty -a | grep -o "[-]*icanon"; "$0" {command}; echo "ended $?"; stty -a | grep -o "[-]*icanon"; echo over; read -r _; fg && echo "came back"; read -r _"#
    );
    shell.args(["-mc", &script, env!("CARGO_BIN_EXE_grantscope")]);
    Sitting::before(tempfile::tempdir().unwrap(), 100, 30, shell, &[])
}

#[test]
fn a_command_that_reads_a_terminal_gives_it_back_on_every_signal() {
    for (command, signal) in [
        ("inspect", "TERM"),
        ("decode", "HUP"),
        ("inspect", "QUIT"),
        ("decode", "USR1"),
        ("inspect", "ABRT"),
        ("decode", "ALRM"),
        ("inspect", "INT"),
        #[cfg(target_os = "linux")]
        ("decode", "POLL"),
        #[cfg(target_os = "linux")]
        ("inspect", "PWR"),
        #[cfg(target_os = "linux")]
        ("decode", "40"),
    ] {
        let mut sitting = reading_at_a_shell(command);
        sitting.see("Paste the t");
        let id = child_of(sitting.child.process_id().unwrap());
        std::process::Command::new("kill").args(["-s", signal, &id]).status().unwrap();
        sitting.see("ended 130").see("over");
        let contents = sitting.shared.screen.lock().unwrap().0.screen().contents();
        assert_eq!(contents.matches("-icanon").count(), 0, "{signal}: {contents}");
        assert_eq!(contents.matches("icanon").count(), 2, "{signal}: {contents}");
    }
}

#[test]
fn ctrl_z_suspends_a_command_that_reads_a_terminal_and_resuming_continues_reading() {
    let mut sitting = reading_at_a_shell("inspect --json");
    sitting.see("Paste the text").send("{\"access\u{1a}").see("over");
    let contents = sitting.shared.screen.lock().unwrap().0.screen().contents();
    assert!(!contents.contains("-icanon"), "{contents}");
    sitting.forget().send("\n").wrote("Paste the text");
    sitting.send("_token\":\"abcdefghijklmnop\"}\u{4}").see("\"findings\"").send("\n");
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_coming_back_draws_everything_again() {
    let mut sitting = Sitting::at_a_shell(100, 30);
    sitting.see("enter discover").forget().send("\u{1a}");
    for sequence in RESTORED {
        sitting.wrote(sequence);
    }
    sitting.see("the shell is back").forget().send("\n").wrote("\u{1b}[?1049h").see("enter discover");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn ctrl_z_stops_nothing_where_no_shell_could_bring_it_back() {
    let mut sitting = Sitting::at(100, 30, &["demo"]);
    sitting.see("enter discover").send("\u{1a}").see("not suspended").signal("TSTP");
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn without_colour_and_without_unicode_the_screen_is_plain() {
    let mut sitting = Sitting::at(100, 30, &["--ascii", "demo"]);
    sitting.see("enter discover").send("\r").see("done: enter continues");
    let contents = sitting.shared.screen.lock().unwrap().0.screen().contents();
    assert!(contents.is_ascii(), "{contents}");
    assert_eq!(sitting.send("q").ended(), 0);
}

/// A provider over https that answers every request with an empty JSON document; its untrusted certificate, and its
/// port. It ends with the test.
fn unknown_provider() -> (String, u16) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::rustls;

    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = own.cert.der().clone();
    let key = rustls::pki_types::PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        let serve = async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut request = [0; 4096];
                drop(stream.read(&mut request).await);
                let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
                               connection: close\r\n\r\n{}";
                drop(stream.write_all(answer).await);
                drop(stream.shutdown().await);
            }
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(serve);
    });
    (own.cert.pem(), port)
}

#[test]
fn a_ca_file_is_trusted_by_the_terminal_interface_and_nothing_unknown_is_without_it() {
    let (certificate, port) = unknown_provider();
    for (is_given, shown) in [(false, "no trusted TLS connection"), (true, "200 OK")] {
        let home = tempfile::tempdir().unwrap();
        let pem = home.path().join("ca.pem");
        std::fs::write(&pem, &certificate).unwrap();
        std::fs::create_dir(home.path().join("config")).unwrap();
        let profile = format!(
            "[work]\nissuer = \"https://localhost:{port}\"\nclient_id = \"c\"\n\
             redirect_uris = [\"http://localhost:8765/callback\"]\n"
        );
        std::fs::write(home.path().join("config/profiles.toml"), profile).unwrap();
        let ca_file = format!("--ca-file={}", pem.display());
        let arguments = ["--profile", "work", &ca_file];
        let given = if is_given { &arguments[..] } else { &arguments[..2] };
        let mut sitting = Sitting::within(home, 120, 36, given);
        sitting.see("enter discover").send("\r").see(shown);
        assert_eq!(sitting.send("q").ended(), 0);
    }
}

#[test]
fn without_a_terminal_it_says_what_it_needs() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_grantscope"))
        .arg("demo")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs a terminal"));
}

#[test]
fn the_settings_file_says_which_keys_whether_the_mouse_and_which_characters() {
    let settings = "mouse = false\nascii = true\n[keys]\nscenarios = \"F5\"\nhelp = [\"h\", \"?\"]\n[keys.session]\nprevious-step = \"left\"\n";
    let mut sitting = Sitting::with_settings(settings, 120, 36, &["demo"]);
    sitting.see("F5 scenarios").see("+ Flow -");
    assert!(!sitting.shared.screen.lock().unwrap().1.windows(8).any(|bytes| bytes == b"\x1b[?1006h"), "no mouse");
    sitting.send("\u{1b}[15~").see("Each scenario breaks one thing on purpose");
    sitting.send("\u{1b}").see("F5 scenarios").send("h").see("F5");
}

/// The demo at step 2 with its second row selected, and a program in place of the pager and the editor.
fn with_program(script: &str) -> (Sitting, std::path::PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("program");
    std::fs::write(&program, format!("#!/bin/sh\n{script}")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_grantscope"));
    command.args(["demo"]);
    let (path, data) = (program.display().to_string(), home.path().join("data"));
    let mut sitting = Sitting::before(home, 120, 36, command, &[("EDITOR", &path), ("PAGER", &path)]);
    sitting
        .see("enter discover")
        .send("\r")
        .see("done: enter continues to 2")
        .send("\r")
        .see("code_challenge")
        .send("j");
    (sitting, data)
}

#[test]
fn an_editor_gets_the_terminal_and_its_keys_and_leaves_no_file() {
    let script = r#"stat -c "mode %a" "$1"; echo "type now"; read -r line; printf '%s\n' "$line" > "$1""#;
    let (mut sitting, data) = with_program(script);
    sitting.send("E").see("mode 600").see("type now").send("quit\r").see("~ response_type").see("was code");
    let left: Vec<_> =
        std::fs::read_dir(&data).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("editing")), "{left:?}");
    assert_eq!(sitting.send("q").ended(), 0);
}
#[test]
fn a_pager_reads_the_exchange_ctrl_c_is_for_it_and_its_failure_is_told() {
    let script = r#"trap 'echo "it was interrupted"' INT; head -c 5 >/dev/null; echo "a page"; until read -r line </dev/tty; do :; done; exit 3"#;
    let (mut sitting, _) = with_program(script);
    sitting.send("x").see("Exchanges").send("O").see("a page").send("\u{3}").see("it was interrupted");
    sitting.send("\r").see("failed (exit status: 3)").see("Exchanges");
    sitting.send("O").see("a page").signal("TERM");
    assert_eq!(sitting.ended(), 130);
}

#[test]
fn the_print_view_leaves_the_screen_with_plain_text_until_a_key_is_pressed() {
    let mut sitting = Sitting::at(100, 50, &["demo"]);
    sitting.see("enter discover").forget().send("M").wrote("\u{1b}[?1049l").see("Press any key to return");
    sitting.see("redirect URI   http://localhost:8765/callback").forget();
    sitting.send("q").wrote("\u{1b}[?1049h").see("enter discover");
    assert_eq!(sitting.send("q").ended(), 0);
}
