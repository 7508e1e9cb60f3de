//! A paste and some keys: the result is drawn at every size without a panic and without a control character.
#![no_main]
#![allow(dead_code)]

#[path = "../oracles.rs"]
mod oracles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oracles::screen(bytes));
