//! The keys that a client signs its assertions with.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256,
};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use zeroize::Zeroizing;

use super::{clock, files, random};
use crate::protocol::endpoint::client_assertion;
use crate::protocol::endpoint::pkce::unguessable;
use crate::protocol::{ClientAuthentication, Secret};

/// The longest key file, in bytes.
const LONGEST_KEY: u64 = 64 << 10;

/// A key. Its debug output is only its algorithm.
pub enum SigningKey {
    /// RS256
    Rsa(Box<RsaKeyPair>),
    /// ES256
    P256(Box<EcdsaKeyPair>),
    /// ES384
    P384(Box<EcdsaKeyPair>),
    /// EdDSA
    Ed25519(Box<Ed25519KeyPair>),
    /// HS256, with the client secret.
    Secret(Secret),
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum KeyFileError {
    #[error("--client-key-file: {}: {source}", file.display())]
    Unread { file: PathBuf, source: io::Error },
    #[error("--client-key-file: {} has no private key, {EXPECTED}", .0.display())]
    NoKey(PathBuf),
    #[error("--client-key-file: {}: the key cannot be used, {EXPECTED}", .0.display())]
    Unusable(PathBuf),
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum KeyError {
    #[error("the client key has no private key, {EXPECTED}")]
    NoKey,
    #[error("the client key cannot be used, {EXPECTED}")]
    Unusable,
}

/// Why there is no assertion.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum AssertionError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    #[error(transparent)]
    Random(#[from] random::NoRandomness),
}

const EXPECTED: &str = "expected a private key in PEM (RSA, EC with P-256 or P-384, or Ed25519)";

/// An assertion that could not be signed.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the assertion could not be signed")]
pub struct NotSigned(#[source] Unspecified);

impl SigningKey {
    /// Reads a private key in PEM: RSA, EC with P-256 or P-384, or Ed25519.
    pub fn read(file: &Path) -> Result<Self, KeyFileError> {
        let unread = |source| KeyFileError::Unread { file: file.to_owned(), source };
        let pem = Zeroizing::new(files::read_given(file, LONGEST_KEY).map_err(unread)?);
        Self::of_pem(&pem).map_err(|error| match error {
            KeyError::NoKey => KeyFileError::NoKey(file.to_owned()),
            KeyError::Unusable => KeyFileError::Unusable(file.to_owned()),
        })
    }

    /// The key of a client that authenticates with assertions: its private key, which is kept in place of a client secret,
    /// or the secret itself.
    pub fn of_client(method: ClientAuthentication, secret: &Secret) -> Result<Self, KeyError> {
        match method {
            ClientAuthentication::PrivateKeyJwt => Self::of_pem(secret.expose().as_bytes()),
            _ => Ok(Self::Secret(secret.clone())),
        }
    }

    fn of_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| KeyError::NoKey)?;
        let der = key.secret_der();
        let ec = |algorithm| match &key {
            PrivateKeyDer::Sec1(_) => EcdsaKeyPair::from_private_key_der(algorithm, der).ok(),
            _ => EcdsaKeyPair::from_pkcs8(algorithm, der).ok(),
        };
        let rsa = match &key {
            PrivateKeyDer::Pkcs1(_) => RsaKeyPair::from_der(der).ok(),
            _ => RsaKeyPair::from_pkcs8(der).ok(),
        };
        rsa.map(|key| Self::Rsa(Box::new(key)))
            .or_else(|| ec(&ECDSA_P256_SHA256_FIXED_SIGNING).map(|key| Self::P256(Box::new(key))))
            .or_else(|| ec(&ECDSA_P384_SHA384_FIXED_SIGNING).map(|key| Self::P384(Box::new(key))))
            .or_else(|| Ed25519KeyPair::from_pkcs8(der).ok().map(|key| Self::Ed25519(Box::new(key))))
            .ok_or(KeyError::Unusable)
    }

    /// The value of `alg` (RFC 7518 section 3.1).
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::P384(_) => "ES384",
            Self::Ed25519(_) => "EdDSA",
            Self::Secret(_) => "HS256",
        }
    }

    /// Signs a text.
    pub fn sign(&self, text: &str) -> Result<Vec<u8>, NotSigned> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
                    .map_err(NotSigned)?;
                Ok(signature)
            }
            Self::P256(key) | Self::P384(key) => {
                let signed = key.sign(&SystemRandom::new(), text.as_bytes());
                signed.map(|signature| signature.as_ref().to_vec()).map_err(NotSigned)
            }
            Self::Ed25519(key) => Ok(key.sign(text.as_bytes()).as_ref().to_vec()),
            Self::Secret(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
                Ok(hmac::sign(&key, text.as_bytes()).as_ref().to_vec())
            }
        }
    }
}

/// Makes an assertion for one request to a server (RFC 7523 section 3).
pub fn assertion(
    key: &SigningKey,
    key_id: Option<&str>,
    client_id: &str,
    audience: &str,
) -> Result<Secret, AssertionError> {
    let jti = unguessable(&random::bytes()?);
    let header = client_assertion::header(key.algorithm(), key_id);
    let claims = client_assertion::claims(client_id, audience, &jti, clock::now().as_second());
    let input = client_assertion::signing_input(&header, &claims);
    let signature = key.sign(&input)?;
    Ok(Secret::new(client_assertion::compact(&input, &signature)))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.algorithm())
    }
}
