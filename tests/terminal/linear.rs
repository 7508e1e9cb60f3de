//! Linear mode, as a screen reader gets it: lines only, not one control sequence.

use super::Sitting;
use crate::program::{Sandbox, feed};

impl Sitting {
    /// Types a line and waits for what it leads to.
    fn line(&mut self, line: &str, then: &str) -> &mut Self {
        self.forget().send(&format!("{line}\r")).wrote(then)
    }

    /// What was written must hold no control sequence.
    fn has_no_sequences(&mut self) -> &mut Self {
        let written = self.shared.screen.lock().unwrap().1.clone();
        let control = written.iter().find(|byte| **byte < 0x20 && !matches!(byte, b'\n' | b'\r'));
        assert_eq!(control, None, "{}", String::from_utf8_lossy(&written));
        self
    }
}

#[test]
fn the_whole_flow_can_be_walked_without_one_control_sequence() {
    let mut sitting = Sitting::at(100, 40, &["--linear"]);
    sitting.wrote("1. Try the demo").has_no_sequences();
    for (line, then) in [
        ("1", "enter discover"),
        ("", "Step 1, The client and its provider: done"),
        ("", "Step 2, Request an authorization code: ready"),
        ("e redirect_uri", "To change it, type the value and press Enter"),
        ("", "Step 2"),
        ("", "1. alice"),
        ("1", "ok: state matches"),
        ("", "grant_type"),
        ("", "Step 4, Redeem the code: done"),
        ("", "signature: verified"),
        ("y a", "Access token not copied: here it is\r\neyJ"),
        ("esc", "Step 5"),
        ("x", "Exchanges"),
        ("esc", "Step 5"),
        ("d", "Client to Provider"),
        ("esc", "Step 5"),
        ("http://localhost:8765/callback?code=a&state=b", "This is a callback"),
        ("esc", "Step 5"),
        ("nonsense", "Warning: unknown command"),
        ("8", "Revoke the refresh token"),
        ("", "the refresh token is revoked"),
        ("", "as expected after a sign-out"),
        ("", "as expected after a revocation"),
        ("q", "q again quits"),
    ] {
        sitting.line(line, then).has_no_sequences();
    }
    sitting.send("q\r");
    assert_eq!(sitting.child.wait().unwrap().exit_code(), 0);
}

#[test]
fn a_pasted_text_of_several_lines_is_read_as_one() {
    let mut sitting = Sitting::at(100, 40, &["--linear"]);
    sitting.wrote("1. Try the demo").line("paste", "Paste the text, then a line with only .");
    let long = format!("{{\"access_token\": \"{}\",\r\"token_type\": \"Bearer\"}}", "a".repeat(6000));
    sitting.line(&long, "Bearer").line(".", "This is a token response").has_no_sequences();
}

#[test]
fn a_script_walks_it_through_a_pipe_each_line_after_the_answer_to_the_one_before() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["demo", "--linear"]);
    let ended = feed(&mut command, b"\n\n\n1\n\n\n\n\ny a\n");
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("Access token not copied: here it is\neyJ"), "{}", ended.stdout);
    assert!(!ended.stdout.contains('\u{1b}'), "{}", ended.stdout);
}

#[test]
fn a_login_that_waits_says_so_without_colours() {
    let client = ["--issuer", "http://127.0.0.1:1", "--client-id", "c", "--redirect-uri", "http://localhost:8765/cb"];
    let mut sitting = Sitting::at(100, 40, &[&["login", "--linear", "--no-browser", "--paste"], &client[..]].concat());
    sitting.wrote("error:").has_no_sequences();
    let sandbox = tempfile::tempdir().unwrap();
    let endpoints = ["--authorization-endpoint", "http://127.0.0.1:1/a", "--token-endpoint", "http://127.0.0.1:1/t"];
    let client = [&endpoints[..], &["--client-id", "c", "--redirect-uri", "http://localhost:8765/cb"]].concat();
    let mut sitting = Sitting::within(sandbox, 100, 40, &[&["login", "--linear", "--paste"], &client[..]].concat());
    sitting.wrote("http://127.0.0.1:1/a?response_type=code").wrote("aste").has_no_sequences();
    sitting.signal("INT");
}
