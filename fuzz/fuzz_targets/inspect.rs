//! Any bytes are inspected, judged, saved, opened again and exported, without a panic and without a control character.
#![no_main]

use grantscope::diagnosis::inspect::{Options, inspect};
use grantscope::diagnosis::{diagnose, finding_text};
use grantscope::protocol::text::sanitise;
use grantscope::session::{capsule, curl, saved, write_har};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let now = Timestamp::from_second(1_780_000_000).unwrap();
    let inspection = inspect(bytes, &Options::at(now));
    for finding in &inspection.findings {
        assert!(finding_text(finding).lines().all(|line| !line.chars().any(sanitise::is_unsafe)));
    }
    let Some(session) = inspection.session else { return };
    let found = diagnose(&session, now);
    for exchange in session.exchanges() {
        curl::curl(&exchange.request);
    }
    write_har(&session, true);
    capsule::write(&session, &[7; 32], now);
    let written = saved::write(&session, true, now);
    let opened = saved::read(&written).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(saved::write(&opened.session, true, now), written);
    let ids = |findings: &[grantscope::protocol::Finding]| findings.iter().map(|f| f.id()).collect::<Vec<_>>();
    assert_eq!(ids(&diagnose(&opened.session, now)), ids(&found));
});
