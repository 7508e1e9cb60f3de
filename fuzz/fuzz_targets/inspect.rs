//! Any bytes are inspected, judged, saved, opened again and exported, without a panic and without a control character.
#![no_main]
#![allow(dead_code)]

#[path = "../oracles.rs"]
mod oracles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oracles::reading(bytes));
