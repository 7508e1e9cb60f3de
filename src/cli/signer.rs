//! The assertions of a client that authenticates with a key or with a signature by its secret.

use super::output;
use super::status::Failure;
use crate::protocol::Secret;
use crate::protocol::jose::compact::Compact;
use crate::runtime::signing::{self, SigningKey};

/// A key and its id.
#[derive(Debug)]
pub struct Signer {
    /// The key.
    pub key: SigningKey,
    /// `kid` in the header.
    pub key_id: Option<String>,
}

impl Signer {
    /// An assertion for one request to a server. Its header and claims are shown; the signature is not.
    pub fn assertion(&self, client_id: &str, audience: &str) -> Result<Secret, Failure> {
        let assertion = signing::assertion(&self.key, self.key_id.as_deref(), client_id, audience)?;
        let parts = Compact::split(assertion.expose());
        if let (Ok(header), Ok(claims)) = (parts.header(), parts.claims()) {
            output::progress(&format!("Client assertion: {} {}", header.root().raw(), claims.root().raw()));
        }
        Ok(assertion)
    }
}
