//! How the work grows with the input: prints the time at n and at 2n, and their ratio, which is about 2 where it is
//! linear. No time is asserted: `cargo test --release --test tests growth:: -- --ignored --nocapture`.

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
