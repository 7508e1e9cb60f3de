//! See `oracles::signed`.
#![no_main]
#![allow(dead_code)]

#[path = "../oracles.rs"]
mod oracles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    oracles::signed(bytes);
});
