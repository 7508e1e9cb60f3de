//! Randomness, from the system through the crypto library.

use crate::session::Randomness;

/// 32 random bytes. The error is why the system gives none.
pub fn bytes() -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| "the system gives no random bytes".to_owned())?;
    Ok(bytes)
}

/// The random bytes of one authorization request.
pub fn randomness() -> Result<Randomness, String> {
    Ok(Randomness { state: bytes()?, nonce: bytes()?, verifier: bytes()? })
}
