//! The assertions of a client that authenticates with a key or with a signature by its secret.

use super::output;
use super::status::Failure;
use crate::protocol::Secret;
use crate::protocol::endpoint::client_assertion;
use crate::protocol::endpoint::pkce::unguessable;
use crate::runtime::signing::SigningKey;
use crate::runtime::{clock, random};
use crate::session::Purpose;

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
        let jti = unguessable(&random::bytes()?);
        let header = client_assertion::header(self.key.algorithm(), self.key_id.as_deref());
        let claims = client_assertion::claims(client_id, audience, &jti, clock::now().as_second());
        output::progress(&format!("Client assertion: {header} {claims}"));
        let input = client_assertion::signing_input(&header, &claims);
        let signature = self.key.sign(&input)?;
        Ok(Secret::new(client_assertion::compact(&input, &signature)))
    }
}

/// Whether requests of a purpose authenticate the client.
pub fn authenticates(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Token | Purpose::Refresh | Purpose::Revocation)
}
