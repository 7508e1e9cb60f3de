//! A JWK Set on the first line and a token on the rest: reported without a panic, and verified only by a valid key.
#![no_main]
#![allow(dead_code)]

#[path = "../oracles.rs"]
mod oracles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    oracles::token(bytes);
});
