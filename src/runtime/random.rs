//! Randomness from the system. The crypto library's own generator would gather entropy for some 30 ms before its first
//! byte, which would delay the first screen.

use crate::session::Randomness;

/// 32 random bytes. The error says why the system returned none.
pub fn bytes() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system has no random bytes: {error}"))?;
    Ok(bytes)
}

/// The random bytes of one authorization request.
pub fn randomness() -> Result<Randomness, String> {
    Ok(Randomness { state: bytes()?, nonce: bytes()?, verifier: bytes()? })
}
