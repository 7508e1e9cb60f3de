//! Randomness from the system. The crypto library's own generator would gather entropy for some 30 ms before its first
//! byte, which would delay the first screen.

use crate::session::Randomness;

/// The system has no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system has no random bytes: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// 32 random bytes.
pub fn bytes() -> Result<[u8; 32], NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The random bytes of one authorization request.
pub fn randomness() -> Result<Randomness, NoRandomness> {
    Ok(Randomness { state: bytes()?, nonce: bytes()?, verifier: bytes()? })
}
