//! A JWK Set on the first line and a token on the rest: reported without a panic, and verified only by a valid key.
#![no_main]

use grantscope::protocol::{Expectations, JwkSet, TokenReport};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (keys, token) = text.split_once('\n').unwrap_or(("", &text));
    let keys = JwkSet::parse(keys).ok();
    let report =
        TokenReport::of(token, keys.as_ref(), &Expectations::at(Timestamp::from_second(1_780_000_000).unwrap()));
    assert!(keys.is_some() || !report.is_verified());
});
