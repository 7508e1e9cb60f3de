//! The real binary with its own home and a clean environment, and a simulated browser.

#![allow(dead_code, clippy::unwrap_used, clippy::missing_docs_in_private_items)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use grantscope::demo::{Cookies, Visit, Visitor};
use grantscope::runtime::block_on;
use grantscope::runtime::http::{HttpClient, Limits};
use grantscope::session::Received;
use serde_json::Value;
use tempfile::TempDir;

/// Its own home, which is also the current directory.
pub struct Sandbox(pub TempDir);

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The ids of the findings.
    pub fn findings(&self) -> Vec<String> {
        let document = self.json();
        document["findings"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The names of the exchanges.
    pub fn exchanges(&self) -> Vec<String> {
        let document = self.json();
        document["exchanges"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap().to_owned()).collect()
    }
}

impl Sandbox {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn config(&self) -> PathBuf {
        self.0.path().join("config")
    }

    pub fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// The program, with its three streams piped.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.other(env!("CARGO_BIN_EXE_grantscope"), arguments)
    }

    /// Another program in the same place.
    pub fn other(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env_clear().current_dir(self.0.path());
        command.env("HOME", self.0.path().join("home"));
        command.env("GRANTSCOPE_CONFIG_DIR", self.config()).env("GRANTSCOPE_DATA_DIR", self.data());
        // No keyring, wherever the test runs.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        feed(&mut self.command(arguments), b"")
    }
}

/// Runs a command with standard input.
pub fn feed(command: &mut Command, input: &[u8]) -> Ended {
    let mut child: Child = command.spawn().unwrap();
    // A program that has read enough may close its end first.
    drop(child.stdin.take().unwrap().write_all(input));
    Ended::of(child.wait_with_output().unwrap())
}

/// Signs in like a browser, up to the application or a page that leads no further.
pub fn browse(url: &str, who: &str) -> Visit {
    let client = HttpClient::new(Limits::default(), None).unwrap();
    let mut visitor = Visitor::new(url, who, Cookies::default());
    let mut visit = Visit::Request(visitor.start());
    while let Visit::Request(request) = visit {
        let delivery = block_on(client.send(&request)).unwrap();
        let Received::Response(response) = delivery.received else { panic!("no answer: {request:?}") };
        visit = visitor.next(&response);
    }
    visit
}
