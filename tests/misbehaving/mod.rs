//! Providers that misbehave: every fault has one right verdict, which the binary must find.
//!
//! ```text
//!   table: fault ─► server: answers well, but for one endpoint ◄─► the binary ─► findings and exit status ─► the table's
//! ```

#![allow(clippy::unwrap_used, clippy::missing_docs_in_private_items, reason = "a test that cannot go on fails")]

mod callbacks;
mod connections;
mod refusals;
mod resources;
mod server;
mod table;
mod tls;
mod unusual;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::program::{Ended, Sandbox, feed};
use grantscope::protocol::{Parameters, urls::query_of};
use serde_json::Value;
use server::{CLIENT, Front, Place, Provider, Then};
use table::Fault;

/// The time limit of a request in tests of faults that reach it, in seconds.
const SHORT: &str = "0.8";

/// A login with the callback of `callback`, in which `STATE` stands for the state that was sent.
fn login(sandbox: &Sandbox, provider: &Provider, more: &[&str], callback: &str) -> Ended {
    let issuer = provider.origin();
    let own = ["login", "--json", "--no-browser", "--paste", "--issuer", &issuer, "--client-id", CLIENT];
    let redirect = ["--redirect-uri", "http://127.0.0.1:9/callback"];
    drive(sandbox, provider, &[&own[..], &redirect, more].concat(), |url, stdin| {
        let state = Parameters::decode(query_of(url)).get("state").unwrap_or_default().to_owned();
        // It may have ended before.
        drop(writeln!(stdin, "{}", callback.replace("STATE", &state)));
    })
}

/// Runs a login and calls a function as soon as its URL is known.
fn drive(
    sandbox: &Sandbox,
    provider: &Provider,
    arguments: &[&str],
    signed_in: impl FnOnce(&str, &mut std::process::ChildStdin),
) -> Ended {
    let mut command = sandbox.command(arguments);
    command.env("GRANTSCOPE_CLIENT_SECRET", SECRET);
    let mut child = command.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    // A document may be longer than a pipe holds.
    let mut stdout = child.stdout.take().unwrap();
    let printed = std::thread::spawn(move || {
        let mut printed = String::new();
        stdout.read_to_string(&mut printed).unwrap();
        printed
    });
    let mut said = String::new();
    loop {
        let mut line = String::new();
        if stderr.read_line(&mut line).unwrap() == 0 {
            break;
        }
        said.push_str(&line);
        if line.starts_with("http") {
            let url = line.trim();
            provider.expect_nonce(Parameters::decode(query_of(url)).get("nonce").unwrap_or_default());
            signed_in(url, child.stdin.as_mut().unwrap());
            break;
        }
    }
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        rest
    });
    let ended = Ended::of(child.wait_with_output().unwrap());
    Ended { stdout: printed.join().unwrap(), stderr: said + &rest.join().unwrap(), ..ended }
}

const SECRET: &str = "the-client-secret-0123456789";

const CALLBACK: &str = "http://127.0.0.1:9/callback?code=the-code-0123456789&state=STATE";

/// Runs the command that reaches the endpoint of a fault.
fn meet(fault: &Fault) -> Ended {
    let (sandbox, provider) = (Sandbox::new(), Provider::start(Front::Http));
    let bent = || provider.bend(fault.at, fault.bend.clone());
    let limit = ["--request-timeout", if fault.short { SHORT } else { "20" }];
    let issuer = provider.origin();
    match fault.at {
        Place::Discovery | Place::Jwks | Place::Token | Place::UserInfo => {
            bent();
            login(&sandbox, &provider, &limit, CALLBACK)
        }
        Place::Authorization => {
            bent();
            let own = ["preflight", "--json", "--issuer", &issuer, "--client-id", CLIENT];
            let redirect = ["--redirect-uri", "http://127.0.0.1:9/callback"];
            sandbox.run(&[&own[..], &redirect, &limit].concat())
        }
        Place::Refresh | Place::Revocation => {
            let ended = login(&sandbox, &provider, &["--no-userinfo", "--save", "mine"], CALLBACK);
            if ended.status != Some(0) {
                return ended;
            }
            bent();
            let step = if fault.at == Place::Refresh { "refresh" } else { "revoke" };
            let mut command = sandbox.command(&[&[step, "mine", "--json"][..], &limit].concat());
            command.env("GRANTSCOPE_CLIENT_SECRET", SECRET);
            feed(&mut command, b"")
        }
        Place::Logout => {
            bent();
            sign_out(&provider)
        }
    }
}

/// Only the terminal interface uses the logout endpoint: here with its parts. There is no exit status.
fn sign_out(provider: &Provider) -> Ended {
    use grantscope::runtime::http::{HttpClient, Limits};
    use grantscope::{diagnosis, profile, protocol, runtime, session};
    let end_session = Some(format!("{}/logout", provider.origin()));
    let endpoints = protocol::Endpoints { end_session, ..protocol::Endpoints::default() };
    let client = profile::Profile::new(profile::Provider::Explicit(endpoints), CLIENT);
    let mut session = session::Session::new(client, None);
    let request = session.draft(session::Purpose::Logout).unwrap().build();
    let limits = Limits { total: std::time::Duration::from_millis(800), ..Limits::default() };
    let now = jiff::Timestamp::now();
    let id = session.begin(session::Purpose::Logout, request.clone(), now);
    let http = HttpClient::new(limits, None).unwrap();
    session.absorb(id, runtime::block_on(http.send(&request)).unwrap());
    let findings = diagnosis::diagnose(&session, now);
    Ended { status: None, stdout: serde_json::json!({ "findings": findings }).to_string(), stderr: String::new() }
}

/// The errors and warnings of a document, and the first of them as text.
fn verdict(ended: &Ended) -> (BTreeSet<String>, String) {
    let Ok(document) = serde_json::from_str::<Value>(&ended.stdout) else { return Default::default() };
    let all = document["findings"].as_array().unwrap();
    let bad = all.iter().filter(|finding| finding["severity"] != "info");
    let ids = bad.clone().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect();
    (ids, bad.map(Value::to_string).collect())
}

/// What is wrong with a verdict.
fn complaint(fault: &Fault, ended: &Ended) -> Option<String> {
    let (found, text) = verdict(ended);
    let expected: BTreeSet<String> = fault.findings.split_whitespace().map(str::to_owned).collect();
    let is_right = found == expected && (ended.status.is_none() || ended.status == Some(fault.status));
    if is_right && text.contains(fault.says) {
        return None;
    }
    let said = if is_right { format!(", says not {:?}: {text}", fault.says) } else { String::new() };
    Some(format!(
        "{:?}, {}: expected {} {expected:?}, found {:?} {found:?}{said} {}",
        fault.at,
        fault.name,
        fault.status,
        ended.status,
        ended.stderr.lines().last().unwrap_or_default()
    ))
}

#[test]
fn every_fault_of_a_provider_has_its_verdict_and_its_exit_status() {
    let faults = table::faults();
    assert!(faults.len() >= 150, "{}", faults.len());
    let (next, complaints) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    // Most of the time, they wait.
    std::thread::scope(|threads| {
        for _ in 0..16 {
            threads.spawn(|| {
                while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = complaint(fault, &meet(fault));
                    complaints.lock().unwrap().extend(found);
                }
            });
        }
    });
    let complaints = complaints.into_inner().unwrap();
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), faults.len(), complaints.join("\n"));
}
