//! Why a key cannot verify a signature.

use std::fmt;

use jsonwebtoken::{Algorithm, AlgorithmFamily};

use crate::protocol::jose::base64url::Base64UrlError;
use crate::protocol::json::Kind;

/// Why a key cannot be used. Its `Display` is the sentence, without capital letter and full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The key, as part of a sentence.
    pub key: String,
    /// What is wrong with it.
    pub fault: KeyFault,
}

/// What follows from a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The key is valid, but not for this algorithm or this use.
    Unfit,
    /// The key must never be used: it is too weak, or accepts forged signatures.
    Forbidden,
    /// The key cannot be read.
    Unreadable,
    /// The key is valid, but not supported.
    Unsupported,
}

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the sentences of Refusal say it")]
pub enum KeyFault {
    Type { algorithm: Algorithm, kty: String },
    Use(String),
    Operations(Vec<String>),
    OtherAlgorithm { bound: String, algorithm: Algorithm },
    OtherCurve { algorithm: Algorithm, curve: &'static str, found: String },
    ShortModulus(usize),
    TrivialExponent,
    EvenExponent,
    EvenModulus,
    SmallOrder,
    ShortSecret { found: usize, algorithm: Algorithm, expected: usize },
    PublicSecret,
    Entry(EntryFault),
    Missing(&'static str),
    Encoding(Base64UrlError),
    OffCurve(&'static str),
    Length { member: &'static str, found: usize, expected: usize },
    LongModulus,
    Ed448,
}

/// What is wrong with an entry of a JWK Set, whatever it is used for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum EntryFault {
    #[error("it is {0}, expected an object")]
    NotAnObject(Kind),
    #[error("its member {0} appears more than once")]
    Repeated(String),
    #[error("its member {name} is {found}, expected a string")]
    NotAString { name: &'static str, found: Kind },
    #[error("its member key_ops is not an array of strings")]
    Operations,
    #[error("it has no kty")]
    NoType,
}

impl Refusal {
    /// What follows from it.
    pub fn kind(&self) -> RefusalKind {
        use KeyFault as Fault;
        match self.fault {
            Fault::Type { .. }
            | Fault::Use(_)
            | Fault::Operations(_)
            | Fault::OtherAlgorithm { .. }
            | Fault::OtherCurve { .. } => RefusalKind::Unfit,
            Fault::ShortModulus(_)
            | Fault::TrivialExponent
            | Fault::EvenExponent
            | Fault::EvenModulus
            | Fault::SmallOrder
            | Fault::ShortSecret { .. }
            | Fault::PublicSecret => RefusalKind::Forbidden,
            Fault::Entry(_) | Fault::Missing(_) | Fault::Encoding(_) | Fault::OffCurve(_) | Fault::Length { .. } => {
                RefusalKind::Unreadable
            }
            Fault::LongModulus | Fault::Ed448 => RefusalKind::Unsupported,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match self.kind() {
            RefusalKind::Forbidden => write!(f, "{key} is rejected: ")?,
            RefusalKind::Unreadable => write!(f, "{key} cannot be used: ")?,
            RefusalKind::Unfit | RefusalKind::Unsupported => {}
        }
        match &self.fault {
            KeyFault::Type { algorithm, kty } => {
                let wanted = match algorithm.family() {
                    AlgorithmFamily::Rsa => "an RSA key",
                    AlgorithmFamily::Ec => "an EC key",
                    AlgorithmFamily::Ed => "an OKP key",
                    AlgorithmFamily::Hmac => "a shared secret (kty oct), not a public key",
                };
                write!(f, "{algorithm:?} needs {wanted}; {key} has the kty {kty:?}")
            }
            KeyFault::Use(found) => write!(f, "{key} has the use {found:?}, not sig"),
            KeyFault::Operations(found) => write!(f, "{key} has the key_ops {found:?}, not verify"),
            KeyFault::OtherAlgorithm { bound, algorithm } => {
                write!(f, "{key} is for the algorithm {bound}, but the token uses {algorithm:?}")
            }
            KeyFault::OtherCurve { algorithm, curve, found } => {
                write!(f, "{algorithm:?} needs the curve {curve}; {key} is on {found:?}")
            }
            KeyFault::ShortModulus(bits) => write!(f, "an RSA key of {bits} bits; RFC 7518 requires 2048 or more"),
            KeyFault::TrivialExponent => f.write_str("anyone can forge a signature with this public exponent"),
            KeyFault::EvenExponent => f.write_str("its public exponent is even"),
            KeyFault::EvenModulus => f.write_str("its modulus is even, so it is not a product of two large primes"),
            KeyFault::SmallOrder => f.write_str("a point of small order, which accepts forged signatures"),
            KeyFault::ShortSecret { found, algorithm, expected } => {
                write!(f, "{found} bytes; {algorithm:?} requires {expected} or more (RFC 7518 3.2)")
            }
            KeyFault::PublicSecret => f.write_str("the secret is the text of a public key"),
            KeyFault::Entry(fault) => fault.fmt(f),
            KeyFault::Missing(member) => write!(f, "it has no {member}"),
            KeyFault::Encoding(error) => error.fmt(f),
            KeyFault::OffCurve(curve) => write!(f, "its point is not on the curve {curve}"),
            KeyFault::Length { member, found, expected } => {
                write!(f, "its {member} has {found} bytes, expected {expected}")
            }
            KeyFault::LongModulus => {
                write!(f, "{key}: RSA beyond 8192 bits, or a public exponent beyond 33 bits, is not supported")
            }
            KeyFault::Ed448 => write!(f, "{key} is an Ed448 key, which is not supported"),
        }
    }
}
