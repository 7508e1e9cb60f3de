//! How the work grows with the input: prints the time for n and 2n, and their ratio, which is about 2 if the growth is
//! linear. No time is asserted: `cargo test --release --test tests growth:: -- --ignored --nocapture`.

#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use grantscope::session::redaction;

/// Runs `work` on the inputs of both sizes and prints how long it takes.
#[expect(clippy::print_stdout)]
pub fn print_growth<T, R>(name: &str, n: usize, make: impl Fn(usize) -> T, work: impl Fn(&T) -> R) {
    let time = |n: usize| {
        let input = make(n);
        let runs = (0..3).map(|_| {
            let start = Instant::now();
            black_box(work(&input));
            start.elapsed()
        });
        runs.min().unwrap_or(Duration::ZERO)
    };
    let (once, twice) = (time(n), time(2 * n));
    let ratio = twice.as_secs_f64() / once.as_secs_f64().max(1e-9);
    println!("{name:40} {n:>9}: {once:>10.2?}  {:>9}: {twice:>10.2?}  ratio {ratio:.2}", 2 * n);
}

#[test]
#[ignore = "prints times"]
fn redaction_of_nasty_texts() {
    let repeated = |part: &'static str| move |n: usize| part.repeat(n / part.len());
    for part in [
        "token%3da%26",
        "token%3da ",
        "token=a&",
        "token:",
        "token:a=",
        "token:[",
        "\"token\":[{",
        "<",
        "<input ",
        "<input name=token ",
        "name=\"",
        "name=\"token\"\n",
        "eyJ.",
        "://",
        "=",
        ":\\\"",
        "{\"a\":",
        "a=b%3D&",
    ] {
        print_growth(part, 60_000, repeated(part), |text| redaction::body(Some("text/html"), text.as_bytes()));
    }
    let many_under_one_name = |n: usize| format!("{{\"{}\":[{}1]}}", "x".repeat(n / 2), "1,".repeat(n / 4));
    print_growth("numbers under a long name", 60_000, many_under_one_name, |text| {
        redaction::body(Some("application/json"), text.as_bytes())
    });
}

#[test]
#[ignore = "prints times"]
fn recordings_with_decoys() {
    let memory = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
    };
    print_growth("recording, MB", 30, crate::har::with_decoys, |text| {
        grantscope::session::har::read(text.as_bytes()).map(|read| read.session.log().len())
    });
    println!("{}", memory());
}

/// A session with that many logins or refreshes, each with a token response.
fn busy(rounds: usize, purpose: grantscope::session::Purpose) -> grantscope::session::Session {
    use grantscope::session::Purpose;
    let mut session = crate::one_rule::with_tokens(3600);
    for round in 0..rounds {
        if purpose == Purpose::Token {
            let random = grantscope::session::Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
            let draft = session.draft_authorization(&random).unwrap();
            let state = draft.request.parameters.get("state").unwrap().to_owned();
            session.authorize(draft, crate::recorded::start());
            let callback = format!("http://localhost:8765/callback?code=c-{round}&state={state}");
            session.receive_callback(&callback, crate::recorded::start());
        }
        crate::one_rule::answer_with_tokens(&mut session, purpose, 3600);
    }
    session
}

#[test]
#[ignore = "prints times"]
fn sessions_of_many_exchanges() {
    use grantscope::session::{Purpose, concurrent_save, curl, write_har};
    print_growth("many logins", 5_000, |n| n, |n| busy(*n, Purpose::Token));
    print_growth("long refreshes", 10_000, |n| n, |n| busy(*n, Purpose::Refresh));
    let session = |n| busy(n, Purpose::Refresh);
    print_growth("curl export", 10_000, session, |session| {
        session.exchanges().map(|it| curl::curl(&it.request).len()).sum::<usize>()
    });
    print_growth("HAR export", 10_000, session, |session| write_har(session, false).len());
    print_growth("merge of two records", 5_000, session, |session| concurrent_save::merged(session, session).is_some());
    let dump = |n: usize| {
        let keys = (0..n).flat_map(|user| {
            ["idToken", "accessToken"].map(|field| format!("CognitoIdentityServiceProvider.c.u{user}.{field}\ta.b.c"))
        });
        keys.collect::<Vec<_>>().join("\n")
    };
    print_growth("Amplify dump", 5_000, dump, |text| {
        let storage = grantscope::session::storage::recognise(text)?;
        Some(storage.findings(crate::recorded::start()).len())
    });
}
